"""The conflicts desk: who sees which rows, that opening is kept in the trail, and that a mended workbook mends."""

import io
import shutil
from pathlib import Path

import pytest
from a_conflict_home import AS_OF, with_conflicts
from a_seat import seated_client
from django.conf import settings
from openpyxl import load_workbook

from tinhso.base.home import open_home
from tinhso.engine import open_store
from tinhso.measure.rule import find_conflicts, read_rules
from tinhso.people.models import AuditRow
from tinhso.people.roles import Role
from tinhso.registers.check import check_all
from tinhso.registers.receive import receive

HERE = "/en/dong-nai/desks/conflicts/"
RULE = "land.rights_over_whole"


@pytest.fixture(scope="module")
def kept(homes, tmp_path_factory):
    return with_conflicts(homes, tmp_path_factory.mktemp("conflicts"))


@pytest.fixture(autouse=True)
def _here(undone, kept, monkeypatch):
    monkeypatch.setattr(settings, "TINHSO_HOME", kept)


def found(kept, area=""):
    with open_store(open_home(kept / "dong-nai").store, read_only=True) as store:
        return find_conflicts(store, read_rules()[RULE], area, 10_000)


def test_an_officer_of_the_agency_opens_the_rows_and_that_is_kept(kept):
    officer = seated_client("o", Role.OFFICER, agency="so-nnmt")
    page = officer.get(f"{HERE}{RULE}/").content.decode()
    rows = found(kept)
    assert rows and all(f"<code>{row.row_id}</code>" in page for row in rows)
    [kept_row] = AuditRow.objects.filter(actor="o")
    assert (kept_row.action, kept_row.subject, kept_row.reason) == ("open conflicts", RULE, str(len(rows)))
    assert officer.get(f"{HERE}{RULE}/")["Cache-Control"] == "no-store"


def test_a_seat_of_a_commune_sees_its_commune_alone(kept):
    first = found(kept)[0]
    mine = found(kept, first.area)
    page = seated_client("c", Role.STEWARD, agency="so-nnmt", area=first.area).get(f"{HERE}{RULE}/").content.decode()
    assert {row.row_id for row in found(kept) if f"<code>{row.row_id}</code>" in page} == {row.row_id for row in mine}
    assert len(mine) < len(found(kept))


@pytest.mark.parametrize("part", ["", "rows.xlsx"])
def test_rules_of_another_agency_and_unknown_ones_are_not_there(part):
    police = seated_client("p", Role.OFFICER, agency="cong-an")
    assert police.get(f"{HERE}{RULE}/{part}").status_code == 404
    assert police.get(f"{HERE}land.nothing/{part}").status_code == 404
    listed = police.get(HERE).content.decode()
    assert "One person written twice" in listed and "Rights over more than" not in listed
    assert seated_client("l", Role.LEADER).get(f"{HERE}{RULE}/{part}").status_code == 403
    assert not AuditRow.objects.filter(actor__in=["p", "l"]).exists()


def test_a_province_whose_registers_never_came_has_nothing_to_mend():
    other = seated_client("h", Role.STEWARD, "hung-yen")
    assert "Your agency mends the rows of no rule." in other.get("/en/hung-yen/desks/conflicts/").content.decode()
    assert other.get(f"/en/hung-yen/desks/conflicts/{RULE}/").status_code == 404


def test_a_mended_workbook_sent_as_a_change_mends(kept, tmp_path):
    officer = seated_client("w", Role.OFFICER, agency="so-xay-dung")
    rule = read_rules()["land.dwelling_outside_parcel"]
    answer = officer.get(f"{HERE}{rule.id}/rows.xlsx")
    assert "attachment" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[2]]
    assert header[-3:] == ["Contradicts", "Conflicts since", "What must hold"]
    for row in sheet.iter_rows(min_row=3):
        for name in ("Latitude", "Longitude"):
            row[header.index(name)].value = None
    book.save(tmp_path / "mended.xlsx")
    shutil.copytree(kept / "dong-nai", tmp_path / "dong-nai")
    home = open_home(tmp_path / "dong-nai")
    receive(
        home, [Path(tmp_path / "mended.xlsx")], register=rule.register, sender="so-xay-dung", as_of=AS_OF, kind="change"
    )
    [receipt] = check_all(home)
    assert (receipt.rows_in, receipt.rows_rejected) == (sheet.max_row - 2, 0)
    with open_store(home.store, read_only=True) as store:
        assert find_conflicts(store, rule) == []
    assert AuditRow.objects.get(actor="w").action == "take conflicts"
