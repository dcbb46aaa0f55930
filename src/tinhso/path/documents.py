"""The documents of a release beside its figures: areas, rooms, indicators, law and definitions, as they were used.

Takes a home's definitions and register states, gives files by name, in canonical JSON. What a room publishes beside its
figures it makes itself, and stands in `ROOM_DOCUMENTS`; the plan's board joins them in `tinhso.path.publish`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tinhso.base.area import COUNTRY, areas_on
from tinhso.base.canonical import canonical_json
from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.base.receipt import Receipt
from tinhso.base.unit import read_units
from tinhso.engine import Store, open_store
from tinhso.law.text import Text, read_texts
from tinhso.link.linkage import Linkage, read_linkages
from tinhso.measure.example import read_examples
from tinhso.measure.graph import read_derived_tables, registers_read
from tinhso.measure.indicator import Indicator, read_indicators
from tinhso.measure.run import n_rows_of, read_all_parameters
from tinhso.path.link_document import links_document
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.history import current
from tinhso.rooms.economy import publishing as economy
from tinhso.rooms.finance import publishing as finance
from tinhso.rooms.industry import publishing as industry
from tinhso.rooms.land.boundaries import boundary_documents
from tinhso.rooms.network import publishing as network
from tinhso.rooms.plan import publishing as plan
from tinhso.rooms.services import publishing as services

_DEFINITION_KINDS = (
    ("", "room.yaml"),
    ("registers", "*.yaml"),
    ("links", "*.yaml"),
    ("classifications", "*.yaml"),
    ("scenarios", "*.yaml"),
    ("tables", "*.sql"),
    ("rules", "*.sql"),
    ("indicators", "*"),
)
_METHOD = Path(__file__).with_name("method.md")

# By room: from the registers as they stand on a day, files by name under the room's own folder, the same every time.
ROOM_DOCUMENTS: dict[str, Callable[[Store, Home, date], Mapping[str, bytes]]] = {
    "economy": economy.documents,
    "finance": finance.documents,
    "industry": industry.documents,
    "land": boundary_documents,
    "network": network.documents,
    "plan": plan.documents,
    "services": services.documents,
}


def documents(home: Home, as_of: date) -> dict[str, bytes]:
    """Return the files of a release that describe what its figures rest on, by name."""
    contracts, states = read_contracts(home.folder), current(home)
    indicators = read_indicators(home.folder)
    written: dict[str, object] = {
        "areas.json": _areas(home.province, as_of),
        "units.json": {id_: _unit(unit) for id_, unit in read_units().items()},
        "rooms.json": _rooms(home, contracts, states, indicators),
        "indicators.json": _indicators(home, indicators, contracts),
        "law.json": _law(home, as_of),
        "links.json": links_document(home),
    }
    files = {name: canonical_json(value) + b"\n" for name, value in written.items()}
    return files | definition_files(home) | room_documents(home, as_of) | {"method.md": _METHOD.read_bytes()}


def room_documents(home: Home, as_of: date) -> dict[str, bytes]:
    """Return what each room publishes beside its figures, as `<room>/<name>`."""
    with open_store(home.store, read_only=True) as store:
        return {
            f"{room}/{name}": content
            for room, made in ROOM_DOCUMENTS.items()
            for name, content in made(store, home, as_of).items()
        }


def definition_files(home: Home) -> dict[str, bytes]:
    """Return every definition file under `definitions/<room>/<kind>/`, its line ends made equal."""
    found: Iterable[DefinitionFile] = (
        file for kind, pattern in _DEFINITION_KINDS for file in find_definitions(kind, pattern, home.folder)
    )
    return {f"definitions/{file.where}": file.text().replace("\r\n", "\n").encode() for file in found}


def _areas(province: str, as_of: date) -> list[dict[str, object]]:
    areas = areas_on(as_of).values()
    shown = [a for a in areas if a.level != "commune" or a.parent == province]
    return [area.as_dict() for area in sorted(shown, key=lambda a: (a.code != COUNTRY, a.code))]


def _unit(unit: Any) -> dict[str, object]:
    return {
        "label": unit.label.as_dict(),
        "symbol": unit.symbol.as_dict(),
        "factor": str(unit.factor),
        "decimals": unit.n_decimals,
    }


def _rooms(
    home: Home,
    contracts: Mapping[str, Contract],
    states: Mapping[str, Receipt],
    indicators: Mapping[str, tuple[Indicator, ...]],
) -> list[dict[str, object]]:
    with open_store(home.store, read_only=True) as store:
        rows = {name: n_rows_of(store, name) for name in states}
    rooms = []
    for file in find_definitions("", "room.yaml", home.folder):
        raw = read_yaml(file.text(), file.where)
        rooms.append(
            {
                "id": file.room,
                "label": Label.read(raw["label"]).as_dict(),
                "pillar": raw["pillar"],
                "owner": raw.get("owner", ""),
                "seeds": list(raw.get("seeds", [])),
                "questions": [Label.read(question).as_dict() for question in raw.get("questions", [])],
                "registers": [
                    _register(c, states.get(c.id), rows.get(c.id)) for c in contracts.values() if c.room == file.room
                ],
                "indicators": sorted(id_ for id_ in indicators if id_.split(".")[0] == file.room),
            }
        )
    return rooms


def _register(contract: Contract, state: Receipt | None, n_rows: int | None) -> dict[str, object]:
    columns = [
        {
            "name": column.name,
            "label": column.label.as_dict(),
            "type": column.type.name,
            "unit": column.unit,
            "required": column.required,
            "sensitivity": column.sensitivity,
            "rule": column.rule.as_dict(),
        }
        for column in contract.columns
    ]
    return {
        "id": contract.id,
        "label": contract.label.as_dict(),
        "grain": contract.grain.as_dict(),
        "key": list(contract.key),
        "sender": contract.sender,
        "law": list(contract.law),
        "sensitivity": contract.sensitivity,
        "definition": contract.sha256,
        "columns": columns,
        "checks": [check.expected.as_dict() for check in contract.checks],
        "state": state and state.details["state"],
        "rows": n_rows,
        "receipt": state and state.id,
        "invented": bool(state and state.invented),
        "as_of": state and state.as_of,
    }


def _indicators(
    home: Home, indicators: Mapping[str, tuple[Indicator, ...]], contracts: Mapping[str, Contract]
) -> list[dict[str, object]]:
    tables, examples = read_derived_tables(home.folder), read_examples(home.folder)
    linkages = read_linkages(home.folder)
    read = {
        i.id: registers_read(i.sql, tables, contracts.keys() | linkages.keys(), i.id)
        for editions in indicators.values()
        for i in editions
    }
    return [
        {
            "id": i.id,
            "room": i.room,
            "label": i.label.as_dict(),
            "unit": i.unit,
            "direction": i.direction,
            "level": i.level,
            "periods": [str(kind) for kind in i.periods],
            "law": list(i.law),
            "owner": i.owner,
            "seeds": list(i.seeds),
            "reading": i.reading and i.reading.as_dict(),
            "note": i.note and i.note.as_dict(),
            "protect": i.protect,
            "verified": i.verified,
            "checked": i.checked,
            "edition": {"from": i.edition.valid_from, "until": i.edition.valid_until},
            "sql": i.sql,
            "definition": i.sha256,
            "example": _plain(examples[i.id].raw) if i.id in examples else None,
            "inputs": sorted(read[i.id] & contracts.keys() | _linked_registers(read[i.id], linkages)),
            "links": sorted(read[i.id] & linkages.keys()),
        }
        for editions in indicators.values()
        for i in editions
    ]


def _linked_registers(names: Iterable[str], linkages: Mapping[str, Linkage]) -> set[str]:
    return {register for name in names if name in linkages for register in linkages[name].registers}


def _law(home: Home, as_of: date) -> dict[str, object]:
    parameters = read_all_parameters(home.folder).values()
    return {
        "texts": {id_: _text(text, as_of) for id_, text in sorted(read_texts().items())},
        "parameters": [
            {
                "id": p.id,
                "label": p.label.as_dict(),
                "unit": p.unit,
                "values": [_plain(asdict(value) | {"law": str(value.law)}) for value in p.values],
            }
            for p in parameters
        ],
    }


def _text(text: Text, as_of: date) -> object:
    return _plain(asdict(text) | {"name": text.name.as_dict(), "in_force": text.in_force(as_of)})


def _plain(value: Any) -> Any:
    """Return a value as canonical JSON takes it: labels, dates and decimals as text, tuples as lists."""
    if isinstance(value, Label):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [_plain(inner) for inner in (sorted(value) if isinstance(value, frozenset) else value)]
    return value if value is None or isinstance(value, bool | int | str) else str(value)
