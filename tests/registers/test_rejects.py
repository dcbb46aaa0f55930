"""Rejected rows go back as a workbook; mended and sent again as a change they are accepted."""

import openpyxl
import pytest

from conftest import AS_OF, HEADER, row, write_csv
from tinhso.registers.check import check
from tinhso.registers.receive import receive
from tinhso.registers.rejects import read_problems, write_rejects_xlsx


def received(home, path, kind="full"):
    return check(home, receive(home, [path], register="test.person", sender="x", as_of=AS_OF, kind=kind))


@pytest.fixture
def receipt(home, tmp_path):
    lines = [row(1), row(2, born_on="31/02/1990", full_name="=SUM(A1)"), "một,hai", row(3, sex="?", children="x")]
    return received(home, write_csv(tmp_path, *lines))


@pytest.mark.parametrize(
    ("language", "header", "reason"),
    [("vi", "Ngày sinh", "ngày có thật"), ("en", "Born on", "a real day"), ("th", "วันเกิด", "วันที่จริง")],
)
def test_faulty_cells_are_coloured_and_explained(home, tmp_path, receipt, language, header, reason):
    path = tmp_path / "rejects.xlsx"
    assert write_rejects_xlsx(home, receipt, path, language) == 3
    sheet = openpyxl.load_workbook(path).active
    headers = [cell.value for cell in sheet[2]]
    born = sheet.cell(3, headers.index(header) + 1)
    assert born.value == "31/02/1990"
    assert born.fill.fgColor.rgb.endswith("FFE08A")
    assert reason in born.comment.text
    assert reason in sheet.cell(3, len(headers) - 2).value
    assert sheet.cell(3, len(headers) - 1).value == "people.csv: 3"
    assert sheet.cell(4, len(headers)).value == "một,hai"
    good = sheet.cell(3, 1)
    assert (good.value, good.number_format, good.fill.fill_type) == ("075000000002", "@", None)


def test_what_was_sent_stays_text(home, tmp_path, receipt):
    write_rejects_xlsx(home, receipt, tmp_path / "rejects.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "rejects.xlsx").active.cell(3, 2)
    assert (cell.value, cell.data_type) == ("=SUM(A1)", "s")


@pytest.mark.parametrize("language", ["vi", "en", "th"])
def test_mended_rows_are_accepted_as_a_change(home, tmp_path, receipt, language):
    path = tmp_path / "rejects.xlsx"
    write_rejects_xlsx(home, receipt, path, language)
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet.cell(3, 3).value = "28/02/1990"
    sheet.cell(5, 4).value, sheet.cell(5, 10).value = "nam", "3"
    sheet.delete_rows(4)
    book.save(path)
    again = received(home, path, "change")
    assert list(read_problems(home, again.id)) == []
    assert (again.rows_in, again.rows_out) == (2, 2)


def test_nothing_rejected_is_an_empty_workbook(home, tmp_path):
    receipt = received(home, write_csv(tmp_path, row(1)))
    assert write_rejects_xlsx(home, receipt, tmp_path / "none.xlsx") == 0


def test_a_change_keeps_its_action(home, tmp_path):
    receipt = received(
        home, write_csv(tmp_path, "delete," + row(1, person_id="9"), header="_action," + HEADER), "change"
    )
    write_rejects_xlsx(home, receipt, tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx").active
    assert (sheet.cell(2, 1).value, sheet.cell(3, 1).value) == ("_action", "delete")
