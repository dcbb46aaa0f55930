"""Fees set by a provincial council: read from a home, told apart by day, door and label, and every fault named."""

from datetime import date
from pathlib import Path

import pytest

from tinhso.base.errors import DefinitionError
from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.council_fees import read_council_rates
from tinhso.rooms.services.fees import fee_due, units_asked
from tinhso.rooms.services.procedure import Channel

ALL = read_procedures()
LAND = "land_first_certificate"
# What Hải Phòng decided in 2025 and 2026, as an example: those of the two provinces were not found.
RESOLUTION = """
province: dong-nai
resolution: "34/2025/NQ-HĐND"
verified: false
rates:
  - procedures: [land_first_certificate]
    amount_vnd: 100000
    from: 2025-07-01
    to: 2026-08-07
    label: {vi: Đất, en: Land, th: ที่ดิน}
  - procedures: [land_first_certificate]
    amount_vnd: 155000
    from: 2025-07-01
    to: 2026-08-07
    label: {vi: Đất và nhà, en: Land and house, th: ที่ดินและบ้าน}
  - {procedures: [land_first_certificate, foreign_work_permit], amount_vnd: 0, from: 2026-08-08, channels: [ONLINE]}
  - {procedures: [construction_permit], amount_vnd: 75000, from: 2025-07-01, case: house}
  - {procedures: [construction_permit], amount_vnd: 150000, from: 2025-07-01, case: works}
"""


def home_with(tmp_path: Path, text: str, name: str = "fees-2025") -> Path:
    folder = tmp_path / "rooms/services/council_fees"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_rates_by_day_door_case_and_label(tmp_path: Path) -> None:
    home = home_with(tmp_path, RESOLUTION)
    rates = read_council_rates("dong-nai", ALL, home)
    assert len(rates) == 6 and not any(rate.verified for rate in rates)
    assert read_council_rates("hung-yen", ALL, home) == () == read_council_rates("dong-nai", ALL)

    def due(procedure: str, channel: Channel, on: date, case: str = "") -> tuple[int | None, int]:
        edition = ALL[procedure].find_edition(on)
        assert edition
        found = fee_due(procedure, edition, channel, on, case, rates=rates)
        return found.amount_vnd, len(found.choices)

    assert due(LAND, Channel.DIRECT, date(2026, 8, 7)) == (None, 2)  # an officer picks
    assert due(LAND, Channel.ONLINE, date(2026, 8, 8)) == (0, 1)
    assert due(LAND, Channel.DIRECT, date(2026, 8, 8)) == (None, 0)
    assert due("construction_permit", Channel.ONLINE, date(2026, 3, 1), "house") == (75_000, 1)
    assert due("construction_permit", Channel.ONLINE, date(2025, 8, 1), "works") == (150_000, 1)
    # A fee that no council sets stays as the catalogue has it.
    assert due("civil_status_copy", Channel.ONLINE, date(2026, 8, 8)) == (8_000, 0)


BAD = """
province: dong-nai
resolution: "1/2026/NQ-HĐND"
rates:
  - {procedures: [land_first_certifikate], amount_vnd: 1, from: 2026-01-01}
  - {procedures: [construction_permit], amount_vnd: 1, from: 2026-01-01, case: hause}
  - {procedures: [civil_status_copy], amount_vnd: 1, from: 2026-01-01}
  - {procedures: [land_mortgage], amount_vnd: 1, from: 2026-01-01, to: 2025-01-01}
  - {procedures: [death_registration], amount_vnd: 1, from: 2026-01-01}
  - {procedures: [death_registration], amount_vnd: 2, from: 2026-05-01}
"""


def test_every_fault_of_every_file_at_once(tmp_path: Path) -> None:
    home = home_with(tmp_path, BAD)
    for n, rates in enumerate(("[{procedures: [x]}]", "{}", "[{procedures: [x], amount_vnd: -1, from: 2026-01-01}]")):
        home_with(tmp_path, f"province: dong-nai\nresolution: x\nrates: {rates}", f"bad-{n}")
    with pytest.raises(DefinitionError) as caught:
        read_council_rates("dong-nai", ALL, home)
    said = [str(fault) for fault in caught.value.faults]
    words = ("unknown procedure", "unknown case", "no fee that a council sets", "ends before it begins", "two rates")
    assert all(any(word in line for line in said) for word in words)
    assert sum("not a resolution on fees" in line for line in said) == 3
    assert any("land_first_certificate" in line for line in said)  # the nearest name


def test_what_is_counted_is_paid_for() -> None:
    edition = ALL["civil_status_copy"].editions[0]
    entries = [{"event": "birth", "n_copies": 2}, {"event": "death", "n_copies": 3}]
    assert units_asked(edition, {"applicant": {"full_name": "A"}, "copies": entries}) == 5
    assert units_asked(edition, {}) == 1
    assert units_asked(ALL["certified_copy"].editions[0], {"copies": {"n_pages": 7}}) == 7
    assert units_asked(ALL["land_mortgage"].editions[0], {"copies": {"n_pages": 7}}) == 1
