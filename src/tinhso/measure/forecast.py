"""Forecasts of yearly, quarterly and monthly series: chosen by back-test, with bands as wide as past errors were.

Takes a series with its declared breaks, gives the path, bands and method, or says why there is none. The history
before the last break (of definition, territory or base year) is never used. Bands are calibrated: over the country's
published series a 90 % band held 89 % of later values (bench.forecast counts it again).
The chance of meeting a target and the pace it asks for are `prospect.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from tinhso.base.label import Label
from tinhso.measure.forecast_methods import METHODS, forecast_by

Kind = Literal["level", "share", "change"]
FloatArray = NDArray[np.float64]

BAND_LEVELS = (0.5, 0.8, 0.9)
MIN_PAST_ERRORS = 5  # back-tests before a band is drawn at all
MAX_ORIGINS = 24  # back-tests are spread over the history, not all run
TESTED_STEPS = {1: 6, 2: 6, 4: 8, 12: 24}
# How errors grow with steps ahead, chosen on every second series of the country's published ones, tried on the others.
ERROR_GROWTH_YEARLY = 0.75
ERROR_GROWTH_SEASONAL = 0.5

TOO_SHORT = Label(
    "Chuỗi quá ngắn: cần ít nhất {needed} kỳ kể từ lần thay đổi gần nhất, hiện có {found}.",
    "The history is too short: {needed} periods since the last break are needed, {found} are there.",
    "ข้อมูลย้อนหลังสั้นเกินไป ต้องมีอย่างน้อย {needed} ช่วงนับจากการเปลี่ยนแปลงล่าสุด แต่มี {found}",
)
NOT_POSITIVE = Label(
    "Chuỗi mức có giá trị không dương: không tính được tốc độ tăng.",
    "A series of levels holds a value that is not positive: growth cannot be computed.",
    "อนุกรมระดับมีค่าที่ไม่เป็นบวก จึงคำนวณอัตราเติบโตไม่ได้",
)
NO_VARIATION = Label(
    "Mọi giá trị bằng nhau: không biết được sai số của dự báo.",
    "All values are equal: how far a forecast errs cannot be known.",
    "ทุกค่าเท่ากัน จึงไม่ทราบว่าการพยากรณ์คลาดเคลื่อนเพียงใด",
)
UNTRIED = Label(
    "Không cách dự báo nào thử lại được đủ số lần trên chuỗi này; thường vì nhiều năm liền không đổi.",
    "No method could be back-tested often enough on this history, as a rule because years on end are equal.",
    "ไม่มีวิธีใดทดสอบย้อนหลังได้มากพอกับข้อมูลนี้ มักเพราะหลายปีติดกันมีค่าเท่าเดิม",
)
GAPS = Label(
    "Chuỗi thiếu số liệu ở giữa: chưa dự báo.",
    "Values are missing inside the history: no forecast is made.",
    "ข้อมูลขาดหายกลางอนุกรม จึงไม่พยากรณ์",
)


@dataclass(frozen=True, slots=True)
class Series:
    """Consecutive values of one indicator; None where there is no value. `season_length` is 1, 2, 4 or 12 a year.

    kind: level (positive, grows by rates), share (0-1) or change (any sign). `breaks` are positions of the first value
    after a change of definition, territory or base.
    """

    values: tuple[float | None, ...]
    kind: Kind
    season_length: int = 1
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class NoForecast:
    """Why there is no forecast, in words for the reader."""

    reason: Label


@dataclass(frozen=True, slots=True)
class Forecast:
    """The coming steps of a series: `middle[i]` is step i+1 after the last value, in the series' own unit.

    `past_errors` holds the back-test errors of the chosen method, each divided by the size usual for its step;
    `mean_errors` the mean of every method that could be tried, by which the method was chosen (smaller is better).
    """

    method: str
    middle: tuple[float, ...]
    kind: Kind
    season_length: int
    scale: float
    past_errors: tuple[float, ...]
    n_origins: int
    n_used: int
    tested_steps: int
    mean_errors: Mapping[str, float]

    def band(self, step: int, level: float) -> tuple[float, float]:
        """Return the band (low, high) that holds the value `step` periods ahead (from 1) with probability `level`."""
        half = _half_width(self, step, level)
        middle = float(_transform(np.array([self.middle[step - 1]]), self.kind)[0])
        low, high = _restore(np.array([middle - half, middle + half]), self.kind)
        return float(low), float(high)

    def beyond_tested(self, step: int) -> bool:
        """Return whether a step lies further ahead than any back-test looked."""
        return step > self.tested_steps


@dataclass(frozen=True, slots=True)
class _BackTest:
    """What each method said at each origin of one history (transformed), divided by the usual size of its error."""

    origins: NDArray[np.int64]
    errors: Mapping[str, FloatArray]  # origins × steps; nan where the future is not known or the method declined


def forecast(series: Series, horizon: int) -> Forecast | NoForecast:
    """Return the forecast of the next `horizon` periods, or why there is none.

    Method: rolling-origin back-test; the smallest mean scaled error wins; bands are its empirical errors, widened for
    their small number. Source: Hyndman & Athanasopoulos (2021), 5.8 and 5.10; Vovk, Gammerman & Shafer (2005) for
    bands from ranked errors.
    """
    history = _history(series)
    if isinstance(history, NoForecast):
        return history
    season = series.season_length
    start, usual = history[0], _usual_change(history, season)
    standard = (history - start) / usual
    test = _back_test(standard, season)
    chosen = _choose(test, len(history))
    if chosen is None:
        return NoForecast(UNTRIED)
    method, errors, means = chosen
    path = forecast_by(method, standard, season, horizon)
    if path is None:
        return NoForecast(UNTRIED)
    return Forecast(
        method,
        tuple(_restore(start + usual * path, series.kind).tolist()),
        series.kind,
        season,
        usual,
        tuple(np.sort(np.abs(errors)).tolist()),
        _n_known_origins(test.origins, len(history)),
        len(history),
        TESTED_STEPS[season],
        means,
    )


def band_hits(series: Series, level: float) -> tuple[int, int]:
    """Return (values inside, values tried) of bands drawn at each past origin from what was known then."""
    history = _history(series)
    if isinstance(history, NoForecast):
        return 0, 0
    standard = (history - history[0]) / _usual_change(history, series.season_length)
    test = _back_test(standard, series.season_length)
    hits = tried = 0
    for row, origin in enumerate(test.origins):
        chosen = _choose(test, int(origin))
        if chosen is None:
            continue
        method, errors, _ = chosen
        width = _width(np.abs(errors), _n_known_origins(test.origins, int(origin)), level)
        later = np.abs(test.errors[method][row])
        later = later[np.isfinite(later)]
        hits, tried = hits + int((later <= width).sum()), tried + len(later)
    return hits, tried


def _history(series: Series) -> FloatArray | NoForecast:
    used = series.values[max(series.breaks, default=0) :]
    known = np.array([np.nan if value is None else value for value in used], dtype=np.float64)
    present = np.flatnonzero(np.isfinite(known))
    if len(present) < _min_history(series.season_length):
        return _too_short(series, len(present))
    known = known[present[0] : present[-1] + 1]
    if not np.isfinite(known).all():
        return NoForecast(GAPS)
    if series.kind == "level" and known.min() <= 0:
        return NoForecast(NOT_POSITIVE)
    return _transform(known, series.kind) if np.ptp(known) > 0 else NoForecast(NO_VARIATION)


def _too_short(series: Series, found: int) -> NoForecast:
    return NoForecast(TOO_SHORT.format(needed=_min_history(series.season_length), found=found))


def _first_origin(season: int) -> int:
    return 6 if season == 1 else 2 * season + 6


def _min_history(season: int) -> int:
    return _first_origin(season) + MIN_PAST_ERRORS


def _transform(values: FloatArray, kind: Kind) -> FloatArray:
    return np.log(values) if kind == "level" else values


def _restore(values: FloatArray, kind: Kind) -> FloatArray:
    if kind == "level":
        return np.exp(values)
    return np.clip(values, 0, 1) if kind == "share" else values


def _usual_change(history: FloatArray, season: int) -> float:
    return max(float(np.abs(history[season:] - history[:-season]).mean()), 1e-12)


def _growth(season: int, steps: int) -> FloatArray:
    power = ERROR_GROWTH_YEARLY if season == 1 else ERROR_GROWTH_SEASONAL
    return np.arange(1, steps + 1, dtype=np.float64) ** power


def _back_test(history: FloatArray, season: int) -> _BackTest:
    steps, first, n = TESTED_STEPS[season], _first_origin(season), len(history)
    origins = np.unique(np.linspace(first, n - 1, min(MAX_ORIGINS, n - first)).round().astype(np.int64))
    errors = {method: np.full((len(origins), steps), np.nan) for method in METHODS}
    for row, origin in enumerate(origins):
        past, later = history[:origin], history[origin : origin + steps]
        if np.ptp(past) == 0:
            continue  # nothing had moved yet: the size of an error could not be known
        usual = _usual_change(past, season) * _growth(season, len(later))
        for method, table in errors.items():
            path = forecast_by(method, past, season, len(later))
            if path is not None:
                table[row, : len(later)] = (later - path) / usual
    return _BackTest(origins, errors)


def _choose(test: _BackTest, today: int) -> tuple[str, FloatArray, dict[str, float]] | None:
    """Choose by the errors known when `today` values were known: those whose target lies before it."""
    steps = next(iter(test.errors.values())).shape[1]
    known = test.origins[:, None] + np.arange(steps)[None, :] < today
    tried = {m: table for m, table in test.errors.items() if _n_tried(table, known) >= MIN_PAST_ERRORS}
    if not tried:
        return None
    # Compared where all were tried: a method that declined the short early histories must not win by being spared them.
    common = known & np.logical_and.reduce([np.isfinite(table) for table in tried.values()])
    means = {m: float(np.abs(table[common]).mean()) for m, table in tried.items()}
    method = min(means, key=lambda name: (means[name], name))
    return method, tried[method][known & np.isfinite(tried[method])], means


def _n_tried(table: FloatArray, known: NDArray[np.bool_]) -> int:
    return int((np.isfinite(table) & known)[:, 0].sum())


def _n_known_origins(origins: NDArray[np.int64], today: int) -> int:
    return int((origins < today).sum())


def _width(sizes: FloatArray, n_origins: int, level: float) -> float:
    """Return the half-width, in usual errors, that holds a new error with probability `level`.

    Errors of one origin move together, so the sample counts as its origins: the rank is that of n_origins exchangeable
    errors, and Student's t over the normal widens it for the spread of so small a sample.
    """
    rank = min(1.0, level * (1 + 1 / n_origins))
    upper = 0.5 + level / 2
    widening = float(stats.t.ppf(upper, n_origins) / stats.norm.ppf(upper))
    return float(np.quantile(sizes, rank, method="higher")) * widening


def _half_width(forecast: Forecast, step: int, level: float) -> float:
    usual = forecast.scale * float(_growth(forecast.season_length, step)[-1])
    return _width(np.array(forecast.past_errors), forecast.n_origins, level) * usual
