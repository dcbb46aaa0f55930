"""Series of a National Summary Data Page: SDMX data as JSON, the form in which statistics offices publish key figures.

Takes the JSON text of one or many data sets, gives each series with its periods in order, and every value that could
not be taken as a fault. Whether a series may be joined with another is left to the caller: the base period is kept.
Source: SDMX 2.1 structure-specific data; IMF, Enhanced General Data Dissemination System (key names with "@").
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tinhso.base.errors import Fault
from tinhso.base.label import Label

SEASONS = {"A": 1, "S": 2, "Q": 4, "M": 12}


@dataclass(frozen=True, slots=True)
class PublicSeries:
    """One series: values in `10 ** unit_multiplier` of its unit, periods in order as written (2024, 2024-Q1)."""

    indicator: str
    area: str
    frequency: str
    base_period: str
    unit_multiplier: int
    periods: tuple[str, ...]
    values: tuple[float, ...]

    def last_stretch(self) -> tuple[float, ...]:
        """Return the values after the last missing period: what may be read as consecutive."""
        numbers = [_number(period, self.frequency) for period in self.periods]
        starts = [i + 1 for i, (a, b) in enumerate(pairwise(numbers)) if b - a != 1]
        return self.values[starts[-1] if starts else 0 :]


def parse_series(text: str, where: str) -> tuple[list[PublicSeries], list[Fault]]:
    """Return the series with at least one value, and a fault per series or value left out; never raises on content."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        return [], [_fault(f"{where}:{error.lineno}", _NOT_JSON, error.msg)]
    series: list[PublicSeries] = []
    faults: list[Fault] = []
    for position, element in enumerate(series_elements(raw)):
        one, found = _series(element, f"{where}, series {position + 1}")
        faults.extend(found)
        if one is not None:
            series.append(one)
    return series, faults


def series_elements(raw: object) -> Iterator[Mapping[str, object]]:
    """Yield the elements that hold observations, however deep they lie."""
    if isinstance(raw, Mapping) and "Obs" in raw:
        yield raw
    elif isinstance(raw, list):
        for element in raw:
            yield from series_elements(element)


def _series(raw: Mapping[str, object], where: str) -> tuple[PublicSeries | None, list[Fault]]:
    frequency = str(raw.get("@FREQ"))
    if frequency not in SEASONS:
        return None, [_fault(where, _FREQUENCY, frequency)]
    values: dict[str, float] = {}
    faults: list[Fault] = []
    for observation in observations(raw["Obs"]):
        period, value = str(observation.get("@TIME_PERIOD")), str(observation.get("@OBS_VALUE"))
        problem = _refuse(period, value, frequency, values)
        if problem is None:
            values[period] = float(value)
        else:
            faults.append(_fault(f"{where}, {period}", problem, value))
    if not values:
        return None, faults
    ordered = sorted(values, key=lambda period: _number(period, frequency))
    return PublicSeries(
        str(raw.get("@INDICATOR", "")),
        str(raw.get("@REF_AREA", "")),
        frequency,
        str(raw.get("@BASE_PER", "")),
        int(str(raw.get("@UNIT_MULT", "0"))),
        tuple(ordered),
        tuple(values[period] for period in ordered),
    ), faults


def observations(raw: object) -> list[Mapping[str, object]]:
    """Return the observations of an element, one that stands alone too."""
    found = raw if isinstance(raw, list) else [raw]
    return [one for one in found if isinstance(one, Mapping)]


def _refuse(period: str, value: str, frequency: str, seen: Mapping[str, float]) -> tuple[Label, Label, Label] | None:
    try:
        _number(period, frequency)
        float(value)
    except ValueError:
        return _VALUE
    return _TWICE if period in seen else None


def _number(period: str, frequency: str) -> int:
    """Return consecutive numbers for consecutive periods; raises ValueError for a period of another frequency."""
    year, _, part = period.partition("-")
    season = SEASONS[frequency]
    within = 1 if season == 1 and not part else int(part.lstrip("SQM"))
    if not 1 <= within <= season:
        raise ValueError(period)
    return int(year) * season + within - 1


def _fault(where: str, words: tuple[Label, Label, Label], found: str) -> Fault:
    what, expected, advice = words
    return Fault(what, where, found, expected, advice)


_ASK = Label("Hỏi lại cơ quan công bố.", "Ask the publisher.", "สอบถามหน่วยงานผู้เผยแพร่")
_NOT_JSON = (
    Label("tệp không phải JSON", "the file is not JSON", "ไฟล์ไม่ใช่ JSON"),
    Label("SDMX dạng JSON", "SDMX data as JSON", "ข้อมูล SDMX แบบ JSON"),
    Label("Tải lại tệp.", "Fetch the file again.", "ดาวน์โหลดไฟล์ใหม่"),
)
_FREQUENCY = (
    Label("tần suất không rõ", "unknown frequency", "ความถี่ไม่รู้จัก"),
    Label("A, S, Q hoặc M", "A, S, Q or M", "A, S, Q หรือ M"),
    _ASK,
)
_VALUE = (
    Label("không phải số hoặc kỳ sai", "no number, or a period of another kind", "ไม่ใช่ตัวเลขหรือช่วงเวลาผิด"),
    Label("một số cho một kỳ đúng tần suất", "a number, and a period of the series' kind", "ตัวเลขของช่วงเวลาตามความถี่"),
    _ASK,
)
_TWICE = (
    Label("kỳ bị lặp", "a period comes twice", "ช่วงเวลาซ้ำ"),
    Label("mỗi kỳ một giá trị", "one value a period", "หนึ่งค่าต่อช่วงเวลา"),
    _ASK,
)
