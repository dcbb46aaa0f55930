"""Indicators: one published number each, a `.sql` file with a YAML header in its leading comment.

Takes `rooms/*/indicators/*.sql`, gives frozen definitions in which every key is known and every unit exists.
The one SELECT returns exactly `area, period, numerator, denominator`; running it is left to `tinhso.measure.run`.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.base.period import PeriodKind
from tinhso.base.unit import read_units
from tinhso.law.citation import parse_citations

Direction = Literal["up", "down", "none"]
Level = Literal["commune", "province"]
REQUIRED = ("label", "unit", "law", "owner")
KNOWN = (
    *REQUIRED, "direction", "level", "periods", "seeds", "reading", "protect", "verified", "checked", "note", "edition",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edition:
    """The days a definition is in force: `from` ≤ first day of a period < `until`; both may be open."""

    valid_from: str = ""
    valid_until: str = ""

    def holds(self, day: str) -> bool:
        """Return whether an ISO day lies in the edition."""
        return self.valid_from <= day and (not self.valid_until or day < self.valid_until)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator's definition.

    `level` is the finest area its rows have, `periods` the kinds it is published for, `protect` the smallest count of
    people or cases that may be shown (0: nobody can be recognised), `direction` whether more is better.
    """

    id: str
    room: str
    label: Label
    unit: str
    law: tuple[str, ...]
    owner: str
    sql: str
    path: Path
    sha256: str
    direction: Direction = "up"
    level: Level = "commune"
    periods: tuple[PeriodKind, ...] = (PeriodKind.YEAR,)
    seeds: tuple[str, ...] = ()
    reading: Label | None = None
    note: Label | None = None
    protect: int = 0
    verified: bool = True
    checked: str = ""
    edition: Edition = Edition()


def read_indicators(home: Path | None = None) -> dict[str, tuple[Indicator, ...]]:
    """Return every indicator's editions by id, packaged and of a home; all faults of all files are raised at once.

    A file `name.until-2025.sql` is an older edition of `name.sql`; which applies is chosen by a period's first day.
    """
    found: dict[str, list[Indicator]] = {}
    faults: list[Fault] = []
    for file in find_definitions("indicators", "*.sql", home):
        try:
            indicator = parse_indicator(file)
            found.setdefault(indicator.id, []).append(indicator)
        except DefinitionError as error:
            faults.extend(error.faults)
    if faults:
        raise DefinitionError(*faults)
    return {id_: tuple(sorted(editions, key=lambda i: i.edition.valid_from)) for id_, editions in found.items()}


def parse_indicator(file: DefinitionFile) -> Indicator:
    """Return the indicator one file defines; raises DefinitionError with every fault of its header."""
    text = file.text()
    header, sql = split_header(text, file.where)
    _require_keys(header, file.where)
    try:
        return _indicator(file, header, sql)
    except (ValueError, TypeError) as error:
        fault = definition_fault(file.where, "header cannot be read", error, "values as documented", "See add-a-room.")
        raise DefinitionError(fault) from error


def split_header(text: str, where: str) -> tuple[dict[str, Any], str]:
    """Return the YAML header of the leading `/* … */` and the SELECT after it."""
    start, end = text.find("/*"), text.find("*/")
    if start != 0 or end < 0:
        fault = definition_fault(where, "no header", text[:20], "/* label: … */ first", "Start with a comment in YAML.")
        raise DefinitionError(fault)
    return read_yaml(text[2:end], where), text[end + 2 :].strip().rstrip(";")


def _require_keys(header: dict[str, Any], where: str) -> None:
    faults = [
        definition_fault(where, f'missing key "{key}"', sorted(header), key, f"Add `{key}:` to the header.")
        for key in REQUIRED
        if key not in header
    ]
    faults += [
        definition_fault(where, "unknown key", key, "a known key", nearest(key, KNOWN))
        for key in header
        if key not in KNOWN
    ]
    unit = str(header.get("unit"))
    if "unit" in header and unit not in read_units():
        faults.append(
            definition_fault(where, "unknown unit", unit, "a registered unit", nearest(unit, list(read_units())))
        )
    if faults:
        raise DefinitionError(*faults)


def _indicator(file: DefinitionFile, header: dict[str, Any], sql: str) -> Indicator:
    edition = header.get("edition", {})
    return Indicator(
        id=file.id,
        room=file.room,
        label=Label.read(header["label"]),
        unit=str(header["unit"]),
        law=tuple(str(citation) for citation in parse_citations(str(header["law"]))),
        owner=str(header["owner"]),
        sql=sql,
        path=file.path,
        sha256=file.sha256(),
        direction=_one_of(header.get("direction", "up"), get_args(Direction)),
        level=_one_of(header.get("level", "commune"), get_args(Level)),
        periods=tuple(PeriodKind(kind) for kind in header.get("periods", ["year"])),
        seeds=tuple(str(seed) for seed in header.get("seeds", [])),
        reading=Label.read(header["reading"]) if "reading" in header else None,
        note=Label.read(header["note"]) if "note" in header else None,
        protect=int(Decimal(str(header.get("protect", 0)))),
        verified=bool(header.get("verified", True)),
        checked=str(header.get("checked", "")),
        edition=Edition(str(edition.get("from", "")), str(edition.get("until", ""))),
    )


def _one_of(value: object, allowed: tuple[Any, ...]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is not one of {', '.join(allowed)}")
    return value
