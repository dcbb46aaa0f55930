"""Agreements: which agency may follow which registers that are not public, which columns, for what purpose, how long.

Takes `agreements/<name>.yaml` of a home, gives `Agreement` values. The token that the agency shows is kept nowhere
here: the definition holds its SHA-256 alone.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tinhso.base.canonical import sha256
from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.home import Home
from tinhso.base.label import Label

_KEYS = ("label", "agency", "purpose", "law", "agreed_on", "until", "token_sha256", "registers")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement: `registers` maps a register to the columns let out; it holds from `agreed_on` to `until`."""

    name: str
    label: Label
    agency: str
    purpose: Label
    law: str
    agreed_on: date
    until: date
    token_sha256: str
    registers: Mapping[str, tuple[str, ...]]


def read_agreements(home: Home) -> dict[str, Agreement | DefinitionError]:
    """Return every agreement of a home by name, or what is wrong with it: one bad file takes no other away."""
    found: dict[str, Agreement | DefinitionError] = {}
    for path in sorted((home.folder / "agreements").glob("*.yaml")):
        try:
            found[path.stem] = read_agreement(path)
        except DefinitionError as error:
            found[path.stem] = error
    return found


def find_agreement(home: Home, token: str, on: date) -> Agreement | None:
    """Return the agreement in force on a day whose token this is, or None."""
    shown = sha256(token.encode("utf-8", "replace"))
    for each in read_agreements(home).values():
        if isinstance(each, Agreement) and hmac.compare_digest(each.token_sha256, shown):
            return each if each.agreed_on <= on <= each.until else None
    return None


def read_agreement(path: Path) -> Agreement:
    """Return the agreement of a file; raises DefinitionError with every fault of it."""
    where = f"agreements/{path.name}"
    raw = read_yaml(path.read_text("utf-8", "replace"), where)
    faults: list[Fault] = []

    def fault(what: str, found: object, expected: str) -> None:
        faults.append(definition_fault(where, what, found, expected, "Mend the agreement."))

    for key in raw.keys() - set(_KEYS):
        fault("unknown key", key, nearest(str(key), _KEYS))
    for key in set(_KEYS) - {"label", "purpose", "registers"}:
        if not str(raw.get(key, "")).strip():
            fault(f"{key}: missing", "-", "a text")
    days = {key: _day(str(raw.get(key, ""))) for key in ("agreed_on", "until")}
    for key in (key for key, day in days.items() if day is None):
        fault(f"{key}: not a day", raw.get(key), "a day as 2026-11-22")
    if not _HASH.fullmatch(str(raw.get("token_sha256", ""))):
        fault("token_sha256: no hash", "…", "64 hex digits: the SHA-256 of the token")
    labels = {key: _label(raw.get(key)) for key in ("label", "purpose")}
    for key in (key for key, label in labels.items() if label is None):
        fault(f"{key}: incomplete", raw.get(key), "vi, en and th texts")
    registers = raw.get("registers")
    if not isinstance(registers, Mapping) or not all(isinstance(names, list) for names in registers.values()):
        fault("registers: not understood", registers, "room.register: [column, …]")
        registers = {}
    label, purpose, agreed_on, until = labels["label"], labels["purpose"], days["agreed_on"], days["until"]
    if faults or label is None or purpose is None or agreed_on is None or until is None:
        raise DefinitionError(*faults)
    columns = {str(register): tuple(map(str, names)) for register, names in registers.items()}
    return Agreement(
        path.stem,
        label,
        str(raw["agency"]),
        purpose,
        str(raw["law"]),
        agreed_on,
        until,
        str(raw["token_sha256"]),
        columns,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _label(raw: object) -> Label | None:
    try:
        return Label.read(raw)
    except ValueError:
        return None
