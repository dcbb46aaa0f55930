"""What is compared, how, and where to look: one linkage as a file.

Takes a YAML file, gives a frozen `Definition`, or one `DefinitionError` with every fault of the file. A definition
holds no weights: those are estimated from the rows by `weights`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest

Kind = Literal["name", "full_name", "date", "digits", "code", "text", "email", "exact"]
Pairing = Literal["one_to_one", "many_to_one", "many_to_many"]

KINDS: tuple[str, ...] = get_args(Kind)
PAIRINGS: tuple[str, ...] = get_args(Pairing)
# What a blocking rule may take from a field, after a colon; a number takes the first letters.
PARTS: Mapping[str, tuple[str, ...]] = {
    "name": ("whole", "sound", "first_word"),
    "full_name": ("whole", "bag", "family", "given", "initials", "family_given"),
    "date": ("whole", "year", "month", "year_month", "month_day"),
    "digits": ("whole",),
    "code": ("whole",),
    "text": ("whole", "bag", "first_word", "last_word"),
    "email": ("whole", "user"),
    "exact": ("whole",),
}
# What a linkage of the path says beside what is compared; `linkage` reads it, `link-files` passes it over.
HEADER_KEYS = ("label", "left", "right", "left_select", "right_select", "mends", "law", "rights", "seeds", "checked")
_KEYS = (
    "link", "about", "id", "fields", "strong_keys", "blocking", "pairing", "precision", "households_share",
    *HEADER_KEYS,
)  # fmt: skip
_FIELD_KEYS = ("kind", "column", "left", "right", "swaps_with", "compare", "day_first")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing compared: its name, its kind, and the column (or columns, joined by a space) on each side."""

    name: str
    kind: Kind
    left: tuple[str, ...]
    right: tuple[str, ...]
    swaps_with: str | None = None
    compare: bool = True
    day_first: bool = True


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A field, or a part of it, that two rows must share to be looked at."""

    field: str
    part: str = "whole"

    @property
    def prefix(self) -> int:
        """Return how many letters from the front the part takes; 0 when it is a named part."""
        return int(self.part) if self.part.isdecimal() else 0


@dataclass(frozen=True, slots=True)
class Definition:
    """A linkage: fields, strong keys (exact, unique on both sides), blocking rules, pairing, wanted precision.

    `id_columns` name what tells a row from others on each side (None: its place in the file). `households_share` are
    fields that relatives under one roof have in common (address, phone, family name): with them given, a household is
    not taken for one person. `precision` 0-1 is the least estimated share of right links; None takes the cut with the
    best expected F1.
    """

    name: str
    fields: tuple[Field, ...]
    blocking: tuple[tuple[KeyPart, ...], ...]
    strong_keys: tuple[str, ...] = ()
    id_columns: tuple[str, str] | None = None
    pairing: Pairing = "many_to_many"
    precision: float | None = None
    households_share: tuple[str, ...] = ()

    def field(self, name: str) -> Field:
        """Return the field of that name; raises KeyError."""
        return next(field for field in self.fields if field.name == name)

    @property
    def compared(self) -> tuple[Field, ...]:
        """Return the fields that carry weight, in the order of the file."""
        return tuple(field for field in self.fields if field.compare)


def read_definition(path: Path) -> Definition:
    """Read a linkage definition from a YAML file; raises DefinitionError with all faults at once."""
    return parse_definition(path.read_text("utf-8"), path.name)


def parse_definition(text: str, where: str) -> Definition:
    """Return the definition a YAML text holds; raises DefinitionError with all faults at once."""
    raw = read_yaml(text, where)
    faults = [*_check_keys(raw, _KEYS, where), *_check_raw_fields(raw.get("fields"), where)]
    if (pairing := str(raw.get("pairing", "many_to_many"))) not in PAIRINGS:
        faults.append(_unknown(where, "pairing", pairing, PAIRINGS))
    if faults:
        raise DefinitionError(*faults)
    definition = _build(raw)
    if faults := check_definition(definition, where):
        raise DefinitionError(*faults)
    return definition


def check_definition(definition: Definition, where: str) -> list[Fault]:
    """Return what does not hold together: unknown fields in keys and rules, parts a kind lacks, no rule at all."""
    names = [field.name for field in definition.fields]
    faults = [_unknown(where, "strong_keys", key, names) for key in definition.strong_keys if key not in names]
    for rule in definition.blocking:
        for part in rule:
            faults += _check_part(definition, part, names, where)
    faults += [_unknown(where, "households_share", f, names) for f in definition.households_share if f not in names]
    for field in definition.fields:
        if field.swaps_with is not None and field.swaps_with not in names:
            faults.append(_unknown(where, f"fields.{field.name}.swaps_with", field.swaps_with, names))
    if not definition.blocking:
        faults.append(_fault(where, "blocking", "no rule says where to look", "nothing", "at least one rule"))
    if not definition.compared:
        faults.append(_fault(where, "fields", "nothing is compared", "nothing", "at least one compared field"))
    if definition.precision is not None and not 0 < definition.precision < 1:
        faults.append(_fault(where, "precision", "not a share", definition.precision, "a number between 0 and 1"))
    return faults


def _check_part(definition: Definition, part: KeyPart, names: Sequence[str], where: str) -> list[Fault]:
    if part.field not in names:
        return [_unknown(where, "blocking", part.field, names)]
    kind = definition.field(part.field).kind
    by_prefix = part.prefix > 0 and kind in {"name", "code", "text", "email", "full_name"}
    if by_prefix or part.part in PARTS[kind]:
        return []
    return [_unknown(where, f"blocking, {part.field}", part.part, PARTS[kind])]


def _check_keys(raw: Mapping[str, object], known: Sequence[str], where: str) -> list[Fault]:
    return [_unknown(where, "key", key, known) for key in raw if key not in known]


def _check_raw_fields(raw: object, where: str) -> list[Fault]:
    if not isinstance(raw, Mapping) or not raw:
        return [_fault(where, "fields", "no fields", raw, "a mapping of name to kind and column")]
    faults: list[Fault] = []
    for name, spec in raw.items():
        place = f"{where} fields.{name}"
        if not isinstance(spec, Mapping):
            faults.append(_fault(place, "field", "no mapping", spec, "{kind: name, column: surname}"))
            continue
        faults += _check_keys(spec, _FIELD_KEYS, place)
        if spec.get("kind") not in KINDS:
            faults.append(_unknown(place, "kind", str(spec.get("kind")), KINDS))
    return faults


def _build(raw: Mapping[str, object]) -> Definition:
    fields = raw["fields"]
    precision = raw.get("precision")
    return Definition(
        name=str(raw.get("link", "")),
        fields=tuple(_field(str(name), spec) for name, spec in _items(fields)),
        blocking=tuple(_rule(rule) for rule in _list(raw.get("blocking"))),
        strong_keys=tuple(str(key) for key in _list(raw.get("strong_keys"))),
        id_columns=_id_columns(raw.get("id")),
        pairing=_pairing(str(raw.get("pairing", "many_to_many"))),
        precision=float(str(precision)) if precision is not None else None,
        households_share=tuple(str(name) for name in _list(raw.get("households_share"))),
    )


def _id_columns(raw: object) -> tuple[str, str] | None:
    names = [str(name) for name in _list(raw)]
    return (names[0], names[-1]) if names else None


def _field(name: str, spec: Mapping[str, object]) -> Field:
    both = spec.get("column", name)
    return Field(
        name=name,
        kind=_kind(str(spec["kind"])),
        left=tuple(str(column) for column in _list(spec.get("left", both))),
        right=tuple(str(column) for column in _list(spec.get("right", both))),
        swaps_with=str(spec["swaps_with"]) if spec.get("swaps_with") else None,
        compare=spec.get("compare", True) is not False,
        day_first=spec.get("day_first", True) is not False,
    )


def _rule(rule: object) -> tuple[KeyPart, ...]:
    return tuple(KeyPart(*str(part).split(":", 1)) for part in _list(rule))


def _kind(text: str) -> Kind:
    return next(kind for kind in get_args(Kind) if kind == text)


def _pairing(text: str) -> Pairing:
    return next(pairing for pairing in get_args(Pairing) if pairing == text)


def _items(raw: object) -> list[tuple[object, Mapping[str, object]]]:
    assert isinstance(raw, Mapping)
    return list(raw.items())


def _list(raw: object) -> list[object]:
    if raw is None:
        return []
    return list(raw) if isinstance(raw, list | tuple) else [raw]


def _unknown(where: str, what: str, found: str, known: Sequence[str]) -> Fault:
    return definition_fault(where, f"{what}: unknown", found, ", ".join(known), nearest(found, known))


def _fault(where: str, key: str, what: str, found: object, expected: str) -> Fault:
    return definition_fault(where, f"{key}: {what}", found, expected, "See docs/how-to/link-two-files.md.")
