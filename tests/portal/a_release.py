"""Small releases made for tests: real areas, programmes and definitions, made-up counts, honestly signed.

Takes a folder and a number of releases; gives a home whose figures move a little from one release to the next.
"""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from a_document import room_documents
from a_step_report import step_files

from a_network import a_network
from tinhso.base.area import communes_of
from tinhso.base.canonical import canonical_json, sha256
from tinhso.base.definition import find_definitions
from tinhso.base.home import PROVINCES, Home
from tinhso.base.receipt import Receipt
from tinhso.measure.indicator import Indicator, read_indicators
from tinhso.measure.observation import Cell, Observation, observe
from tinhso.measure.release import compose, publish
from tinhso.path.documents import documents
from tinhso.path.restating import restated_csv
from tinhso.rooms.plan.board_json import board_as_dict
from tinhso.rooms.plan.publishing import read_board

AS_OF = date(2026, 11, 22)
PERIODS = ("2024", "2025", "2026-08", "2026-09", "2026-10")
MEASURED = (
    "services.online_share",
    "services.online_share_full_process",
    "services.online_share_ministry",
    "services.on_time_share",
    "network.stations",
    "network.stations_5g",
    "finance.science_technology_share",
)


def a_home(folder: Path, slug: str = "dong-nai", *, releases: int = 1, boundaries: bytes | None = None) -> Home:
    """Return a home with a number of releases, each a little better than the one before."""
    home = a_network(folder, PROVINCES[slug])
    for n in range(releases):
        add_release(home, slug, shift=n, boundaries=boundaries)
    return home


def add_release(home: Home, slug: str, *, shift: int = 0, boundaries: bytes | None = None) -> Path:
    """Publish one release of made-up counts in a home and return its folder."""
    indicators = {id_: editions[-1] for id_, editions in read_indicators().items() if id_ in MEASURED}
    beneath = _beneath()
    observations: list[Observation] = []
    receipts = [*beneath]
    for indicator in indicators.values():
        found = _observations(indicator, home.province, "", shift)
        receipt = _measure_receipt(indicator, beneath[1].id, found)
        receipts.append(receipt)
        observations += [replace(observation, receipt=receipt.id) for observation in found]
    files = documents(home, AS_OF) | room_documents(home.province) | step_files()
    files["rooms.json"] = _rooms_with_a_register(files["rooms.json"], beneath[1])
    board = read_board([o.as_dict() for o in observations], AS_OF, slug)
    files["plan.json"] = canonical_json(board_as_dict(board)) + b"\n"
    files["restated.csv"] = restated_csv(home, AS_OF, observations)
    if boundaries:
        files["land/boundaries.geojson"] = boundaries
    draft = compose(home, observations=observations, receipts=receipts, documents=files, as_of=AS_OF)
    return publish(home, draft)


def _rooms_with_a_register(rooms: bytes, checked: Receipt) -> bytes:
    found = json.loads(rooms)
    for register in (register for room in found for register in room["registers"]):
        if register["id"] == checked.subject:
            register.update(state="ef" * 32, rows=990, receipt=checked.id, invented=True, as_of=checked.as_of)
    return canonical_json(found) + b"\n"


def _beneath() -> tuple[Receipt, Receipt]:
    bytes_kept = {"bytes:dossiers.csv": "ab" * 32}
    received = Receipt("receive", "services.dossier", "2026-11-20", "0.1.0", "ab" * 32, bytes_kept, invented=True)
    checked = Receipt(
        "check", "services.dossier", "2026-11-20", "0.1.0", "cd" * 32, {"receipt:receive": received.id},
        definition=_contract_hash(),
        rows_in=1000, rows_out=990, rows_rejected=10, invented=True, details={"state": "ef" * 32, "rows": "990"},
    )  # fmt: skip
    return received, checked


def _contract_hash() -> str:
    return next(file.sha256() for file in find_definitions("registers", "*.yaml") if file.id == "services.dossier")


def _measure_receipt(indicator: Indicator, checked: str, found: list[Observation]) -> Receipt:
    content = sha256("\n".join(sorted(observation.line() for observation in found)).encode())
    return Receipt(
        "measure", indicator.id, AS_OF.isoformat(), "0.1.0", content, {"receipt:services.dossier": checked},
        definition=indicator.sha256, law=indicator.law, rows_in=990, rows_out=96, invented=True,
    )  # fmt: skip


def _observations(indicator: Indicator, province: str, receipt: str, shift: int) -> list[Observation]:
    found: list[Observation] = []
    is_share = indicator.unit == "share"
    for number, period in enumerate(PERIODS):
        total_n = total_d = 0
        for place, area in enumerate(communes_of(province, AS_OF)):
            d = 40 + place * 3
            n = min(d, d * (40 + 7 * number + place % 17 + shift) // 100)
            total_n, total_d = total_n + n, total_d + d
            status: Any = {3: "suppressed", 5: "no_data"}.get(place, "ok")
            cell = Cell(area.code, period, Decimal(n), Decimal(d) if is_share else None, status)
            if indicator.level == "commune":
                found.append(observe(indicator.id, cell, receipt, invented=True))
        whole = Cell(province, period, Decimal(total_n), Decimal(total_d) if is_share else None)
        found.append(observe(indicator.id, whole, receipt, invented=True))
    return found
