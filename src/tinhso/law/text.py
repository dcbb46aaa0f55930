"""Legal texts: who issued which number on which day, when it is in force, and how far it could be verified.

Takes `texts/*.yaml` (one file a text) and `issuers.yaml`; gives `Text` values by id. Two different plans are numbered
433-KH/TU, so a text is known by issuer, number and day together. What a text says about a target or a deadline is left
to the definitions that cite it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault
from tinhso.base.label import Label

TEXTS = Path(__file__).parent / "texts"
Reading = Literal["title", "extract", "text"]


@dataclass(frozen=True, slots=True)
class Text:
    """A legal text; `until` is the last day in force, `verified` whether issuer, number and days were seen in print."""

    id: str
    number: str
    title: Label
    issuer: Label
    issued_on: date | None
    in_force_from: date
    in_force_until: date | None
    replaces: tuple[str, ...]
    amended_by: tuple[str, ...]
    verified: bool
    read: Reading
    note: Label | None
    source: str
    checked_on: date

    def in_force(self, on: date) -> bool:
        """Return whether the text was in force on a day, both ends included."""
        return self.in_force_from <= on and (self.in_force_until is None or on <= self.in_force_until)

    @property
    def name(self) -> Label:
        """Return issuer, number and day, which together tell two texts of the same number apart."""
        day = f" ({self.issued_on.isoformat()})" if self.issued_on else ""
        return Label.same(f"{{issuer}}, {self.number}{day}").format(issuer=self.issuer)


@cache
def read_texts(folder: Path = TEXTS) -> Mapping[str, Text]:
    """Return every text of a folder by id; raises DefinitionError with all faults of all files at once."""
    issuers = _read_issuers(folder)
    texts: dict[str, Text] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        where = f"law/texts/{path.name}"
        try:
            text = _text(read_yaml(path.read_text("utf-8"), where), issuers)
        except (KeyError, ValueError) as error:
            faults.append(
                definition_fault(
                    where, "not a legal text", error, "the keys of docs/how-to/cite-the-law.md", "Mend it."
                )
            )
            continue
        texts[text.id] = text
        if text.id != path.stem:
            faults.append(definition_fault(where, "id and file name differ", text.id, path.stem, "Rename one."))
    faults += [fault for text in texts.values() for fault in _check_relations(text, texts)]
    if faults:
        raise DefinitionError(*faults)
    return texts


def _read_issuers(folder: Path) -> dict[str, Label]:
    path = folder.parent / "issuers.yaml"
    raw = read_yaml(path.read_text("utf-8"), "law/issuers.yaml")
    return {issuer: Label.read(label) for issuer, label in raw.items()}


def _text(raw: Mapping[str, object], issuers: Mapping[str, Label]) -> Text:
    in_force = raw["in_force"]
    if not isinstance(in_force, Mapping):
        raise ValueError(f"in_force: expected from and until, got {in_force!r}")
    read = str(raw["read"])
    if read not in get_args(Reading):
        raise ValueError(f"read: expected one of {get_args(Reading)}, got {read!r}")
    return Text(
        id=str(raw["id"]),
        number=str(raw["number"]),
        title=Label.read(raw["title"]),
        issuer=issuers[str(raw["issuer"])],
        issued_on=_day(raw.get("issued_on")),
        in_force_from=date.fromisoformat(str(in_force["from"])),
        in_force_until=_day(in_force.get("until")),
        replaces=_ids(raw.get("replaces")),
        amended_by=_ids(raw.get("amended_by")),
        verified=raw["verified"] is True,
        read="text" if read == "text" else "extract" if read == "extract" else "title",
        note=Label.read(raw["note"]) if "note" in raw else None,
        source=str(raw["source"]),
        checked_on=date.fromisoformat(str(raw["checked"])),
    )


def _day(raw: object) -> date | None:
    return None if raw is None else date.fromisoformat(str(raw))


def _ids(raw: object) -> tuple[str, ...]:
    return tuple(str(x) for x in raw) if isinstance(raw, list) else ()


def _check_relations(text: Text, texts: Mapping[str, Text]) -> list[Fault]:
    where = f"law/texts/{text.id}.yaml"
    unknown = [x for x in (*text.replaces, *text.amended_by) if x not in texts]
    faults = [definition_fault(where, "unknown text", x, "the id of a text", "Add its file.") for x in unknown]
    if not text.verified and text.note is None:
        faults.append(definition_fault(where, "unverified without a note", "no note", "why", "Say it under `note`."))
    if text.in_force_until is not None and text.in_force_until < text.in_force_from:
        faults.append(
            definition_fault(where, "ends before it begins", text.in_force_until, "a later day", "Mend in_force.")
        )
    return faults
