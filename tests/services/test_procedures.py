"""The catalogue as it stands, its checks, and the ten cases that real procedures set."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tinhso.base.errors import DefinitionError
from tinhso.rooms.services.calendar import read_working_calendar
from tinhso.rooms.services.catalogue import CODE, read_procedures
from tinhso.rooms.services.deadlines import Term, TimeUnit, first_due
from tinhso.rooms.services.fees import CouncilRate, FeeDue, fee_due
from tinhso.rooms.services.procedure import Channel, Edition, FeeKind, Need, Outcome, Procedure, ProcedureKind
from tinhso.rooms.services.vocabulary import read_vocabulary

ALL = read_procedures()
WORDS = read_vocabulary()
NOVEMBER = date(2026, 11, 22)
PACKAGED = Path(__file__).parents[2] / "src" / "tinhso" / "rooms" / "services" / "procedures"


def edition(procedure_id: str, on: date = NOVEMBER) -> Edition:
    found = ALL[procedure_id].find_edition(on)
    assert found is not None
    return found


def fee(procedure_id: str, channel: Channel, on: date = NOVEMBER, case: str = "", n_units: int = 1) -> FeeDue:
    return fee_due(procedure_id, edition(procedure_id, on), channel, on, case, n_units)


def test_at_least_forty_real_kinds_and_a_hundred_codes() -> None:
    codes = [p.code for p in ALL.values() if p.code] + [c for p in ALL.values() for c in p.family]
    assert len(ALL) >= 60
    assert len(set(codes)) >= 115
    assert len(codes) == len(set(codes))
    assert all(CODE.fullmatch(c) for c in codes)


def test_the_fields_that_people_need_are_there() -> None:
    wanted = {
        "civil_status",
        "residence",
        "land",
        "construction",
        "business",
        "labour",
        "social",
        "education",
        "culture",
    }
    assert wanted <= {p.field for p in ALL.values()} == set(WORDS.fields)


def test_every_word_is_used() -> None:
    assert {c.document for p in ALL.values() for c in p.components} == set(WORDS.documents)
    assert {p.result for p in ALL.values() if p.result} == set(WORDS.results)
    assert {p.agency for p in ALL.values()} == set(WORDS.agencies)


@pytest.mark.parametrize("procedure", ALL.values(), ids=lambda p: p.id)
def test_every_procedure_stands_by_itself(procedure: Procedure) -> None:
    current = procedure.find_edition(NOVEMBER)
    assert current is not None
    assert procedure.applicants
    has_doubt = any(f.kind is FeeKind.UNKNOWN for f in current.fees) or any(t.raw for t in current.terms)
    if has_doubt and procedure.kind is ProcedureKind.SETTLEMENT:
        assert procedure.unverified


def test_papers_whose_content_is_held_are_marked() -> None:
    held = {c.document for p in ALL.values() for c in p.components if c.need is Need.UNLESS_IN_REGISTER}
    assert {"id_paper", "residence_proof"} <= held
    assert WORDS.documents["id_paper"].register == "population.resident"


def test_a_dossier_keeps_the_edition_of_its_reception() -> None:
    old, new = edition("construction_permit", date(2025, 12, 31)), edition("construction_permit", date(2026, 1, 1))
    assert old.find_term(Channel.ONLINE, "house") == Term(15, TimeUnit.WORKING_DAY)
    assert new.find_term(Channel.ONLINE, "house") == Term(7, TimeUnit.WORKING_DAY)


def test_two_clocks_depend_on_the_outcome() -> None:
    permit = edition("foreign_work_permit")
    assert permit.find_term(Channel.ONLINE) == Term(10, TimeUnit.WORKING_DAY)
    assert permit.find_term(Channel.ONLINE, outcome=Outcome.GRANTED) == Term(10, TimeUnit.WORKING_DAY)
    assert permit.find_term(Channel.ONLINE, outcome=Outcome.REFUSED) == Term(3, TimeUnit.WORKING_DAY)


def test_birth_received_after_three_on_a_friday() -> None:
    term = edition("birth_registration").find_term(Channel.DIRECT, "on_time")
    assert term is not None
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    due = first_due(datetime(2026, 6, 5, 15, 1, tzinfo=zone), term, read_working_calendar("public_service_centre"))
    assert due == datetime(2026, 6, 8, 17, 0, tzinfo=zone)


@pytest.mark.parametrize(
    ("procedure_id", "channel", "case", "n_units", "amount"),
    [
        ("permanent_residence", Channel.DIRECT, "", 1, 20_000),
        ("permanent_residence", Channel.ONLINE, "", 1, 10_000),
        ("temporary_residence", Channel.ONLINE, "list", 12, 60_000),
        ("certified_copy", Channel.DIRECT, "", 5, 7_000),
        ("certified_copy", Channel.DIRECT, "", 1, 2_000),
        ("certified_copy", Channel.DIRECT, "", 300, 200_000),
        ("civil_status_copy", Channel.ONLINE, "", 3, 24_000),
        ("company_one_member", Channel.DIRECT, "", 1, 125_000),
        ("company_one_member", Channel.ONLINE, "", 1, 100_000),
        ("karaoke_licence", Channel.ONLINE, "", 4, 4_000_000),
        ("karaoke_licence", Channel.ONLINE, "", 9, 6_000_000),
        ("clinic_licence", Channel.DIRECT, "polyclinic", 1, 2_850_000),
        ("birth_registration", Channel.ONLINE, "on_time", 1, 0),
        ("birth_registration", Channel.ONLINE, "late", 1, None),
        ("judicial_record", Channel.ONLINE, "usual", 1, None),
    ],
)
def test_fees_by_hand(procedure_id: str, channel: Channel, case: str, n_units: int, amount: int | None) -> None:
    assert fee(procedure_id, channel, case=case, n_units=n_units).amount_vnd == amount


def test_dated_fees() -> None:
    assert fee("driving_licence_exchange", Channel.ONLINE, date(2025, 12, 31)).amount_vnd == 115_000
    assert fee("driving_licence_exchange", Channel.ONLINE, date(2026, 1, 1)).amount_vnd == 135_000
    assert fee("company_one_member", Channel.DIRECT, date(2027, 1, 1)).amount_vnd == 150_000


LAND = "land_first_certificate"


def test_a_council_resolution_fixes_the_fee_by_day_and_channel() -> None:
    august = date(2026, 8, 8)
    rates = [
        CouncilRate("a", "hai-phong", LAND, 35_000, "34/2025/NQ-HĐND", date(2025, 7, 1), date(2026, 8, 7)),
        CouncilRate("b", "hai-phong", LAND, 0, "23/2026/NQ-HĐND", august, None, frozenset({Channel.ONLINE})),
    ]
    land = edition(LAND)
    before = fee_due(LAND, land, Channel.ONLINE, date(2026, 8, 7), rates=rates)
    after = fee_due(LAND, land, Channel.ONLINE, august, rates=rates)
    assert (before.amount_vnd, before.rate) == (35_000, rates[0])
    assert (after.amount_vnd, after.rate) == (0, rates[1])
    assert fee_due(LAND, land, Channel.DIRECT, august, rates=rates).amount_vnd is None


def test_silence_notification_and_linked_kinds() -> None:
    assert ALL["outdoor_advertising"].silence_agrees
    assert ALL["promotion_notice"].kind is ProcedureKind.NOTIFICATION
    assert edition("promotion_notice").find_term(Channel.ONLINE) is None
    assert ALL["birth_group"].children == ("birth_registration", "permanent_residence")
    assert ALL["birth_registration"].check_case("late")
    assert not ALL["birth_registration"].check_case("")
    assert ALL["land_mortgage"].check_case("")


BROKEN: list[tuple[Callable[[str], str], str]] = [
    (lambda t: t.replace("agency: commune_committee", "agency: commune_comittee"), 'Did you mean "commune_committee"'),
    (lambda t: t.replace('"1.013225"', '"1.13225"'), "no procedure code"),
    (lambda t: t.replace("    to: 2025-12-31\n", ""), "editions overlap"),
    (lambda t: t.replace("case: works}\n      - {amount: 15", "case: wroks}\n      - {amount: 15"), "unknown case"),
    (lambda t: t.replace(", case: house}", "}"), "two time limits"),
    (lambda t: t.replace("{kind: SET_BY_COUNCIL}", "{kind: SET_BY_COUNCIL, channels: [POST]}"), "no fee"),
    (lambda t: t.replace("result: construction_permit", "result: null"), "no result"),
    (lambda t: t.replace("kind: SETTLEMENT", "kind: SETLEMENT"), "not a procedure"),
    (lambda t: t.replace("kind: SETTLEMENT", "kind: LINKED\nchildren: [birth]"), "unknown linked procedure"),
    (lambda t: t.replace("amount: 20", "amount: twenty"), "whole number"),
    (lambda t: t + "family: [a]\n", "not a procedure"),
    (lambda t: t + "steps: 3\n", "not a procedure"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN, ids=[m for _, m in BROKEN])
def test_a_broken_file_is_explained(tmp_path: Path, change: Callable[[str], str], message: str) -> None:
    text = (PACKAGED / "construction_permit.yaml").read_text(encoding="utf-8")
    assert change(text) != text
    folder = tmp_path / "rooms" / "services" / "procedures"
    folder.mkdir(parents=True)
    (folder / "construction_permit.yaml").write_text(change(text), encoding="utf-8")
    with pytest.raises(DefinitionError, match=message):
        read_procedures(tmp_path)


def test_a_home_adds_its_own_procedure(tmp_path: Path) -> None:
    folder = tmp_path / "rooms" / "services" / "procedures"
    folder.mkdir(parents=True)
    text = (PACKAGED / "trade_fair.yaml").read_text(encoding="utf-8").replace("2.000131", "2.000131.H19")
    (folder / "trade_fair_here.yaml").write_text(text, encoding="utf-8")
    assert read_procedures(tmp_path)["trade_fair_here"].code == "2.000131.H19"
