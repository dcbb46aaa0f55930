"""Receive and check by example: every fault has its reason, nothing is lost, and history can be read back."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from conftest import AREA, AS_OF, HEADER, row, write_csv
from tinhso.base.errors import UnusableInput
from tinhso.engine import open_store
from tinhso.registers.check import check, check_all
from tinhso.registers.history import as_it_stood, current, receipts
from tinhso.registers.receive import read_deliveries, receive
from tinhso.registers.rejects import read_problems


def deliver(home, tmp_path, *lines, kind="full", name="people.csv", header=HEADER):
    path = write_csv(tmp_path, *lines, name=name, header=header)
    return receive(home, [path], register="test.person", sender="cong-an-tinh", as_of=AS_OF, kind=kind)


def checked(home, tmp_path, *lines, **how):
    return check(home, deliver(home, tmp_path, *lines, **how))


def rows_of(home, columns="*"):
    with open_store(home.store, read_only=True) as store:
        return store.fetch(f"select {columns} from test.person order by person_id")


def test_good_rows_become_typed_values(home, tmp_path):
    receipt = checked(home, tmp_path, row(1))
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (1, 1, 0)
    assert rows_of(home) == [
        (
            "075000000001", "Nguyễn Văn 1", date(1980, 3, 5), "nam", AREA, 1500000, Decimal("1.65"),
            Decimal("0.500000"), True, 2, datetime.fromisoformat("2026-05-01 08:30"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "rule"),
    [
        ({"person_id": ""}, "person_id", "a value is required"),
        ({"person_id": "07500000001X"}, "person_id", "personal number of 12 digits"),
        ({"person_id": "099000000001"}, "person_id", "place of birth registration"),
        ({"born_on": "31/02/1990"}, "born_on", "a real day"),
        ({"born_on": "5/3/80"}, "born_on", "a real day"),
        ({"born_on": "01/01/1899"}, "born_on", "1900-01-01 or more"),
        ({"sex": "khác"}, "sex", "one of: nam, nữ"),
        ({"area": "99999"}, "area", "the code of a unit in force"),
        ({"income_vnd": "1.5"}, "income_vnd", "an amount in whole đồng"),
        ({"income_vnd": "-5"}, "income_vnd", "0 or more"),
        ({"height_m": "cao"}, "height_m", "a number"),
        ({"height_m": "3.01"}, "height_m", "3 or less"),
        ({"share": "1.2"}, "share", "a share from 0 to 1"),
        ({"married": "maybe"}, "married", "yes or no"),
        ({"children": "2.5"}, "children", "a whole number"),
        ({"seen_at": "25:00 hôm qua"}, "seen_at", "an instant"),
        ({"full_name": "x" * 61}, "full_name", "at most 60 characters"),
        ({"seen_at": "1970-01-01 00:00"}, "", "Not seen before birth"),
    ],
)
def test_each_fault_has_its_reason(home, tmp_path, cells, column, rule):
    receipt = checked(home, tmp_path, row(1), row(2, **cells))
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (2, 1, 1)
    [problem] = read_problems(home, receipt.id)
    assert (problem.row, problem.column) == (3, column)
    assert rule in problem.expected.en
    assert problem.expected.vi and problem.advice.th


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"born_on": "1980-03-05"}, "born_on", date(1980, 3, 5)),
        ({"born_on": "5-3-1980"}, "born_on", date(1980, 3, 5)),
        ({"income_vnd": "1.234.567 đ"}, "income_vnd", 1234567),
        ({"income_vnd": "1,234,567"}, "income_vnd", 1234567),
        ({"height_m": "1,7"}, "height_m", Decimal("1.70")),
        ({"share": "85,5%"}, "share", Decimal("0.855000")),
        ({"share": "85.5 %"}, "share", Decimal("0.855000")),
        ({"married": "Không"}, "married", False),
        ({"person_id": "75000000002"}, "person_id", "075000000002"),
        ({"seen_at": "02/05/2026 07:00"}, "seen_at", datetime.fromisoformat("2026-05-02 07:00")),
        ({"seen_at": "2026-05-02T00:00:00Z"}, "seen_at", datetime.fromisoformat("2026-05-02 07:00")),
        ({"full_name": "  Lê Thị  "}, "full_name", "Lê Thị"),
        ({"sex": ""}, "sex", None),
    ],
)
def test_values_are_read_as_people_write_them(home, tmp_path, cells, column, value):
    receipt = checked(home, tmp_path, row(2, **cells))
    assert list(read_problems(home, receipt.id)) == []
    assert rows_of(home, column) == [(value,)]


@pytest.mark.parametrize(("old", "today"), [("00001", "00097"), ("77", "79"), ("1", "01")])
def test_the_code_of_an_abolished_unit_is_mapped_where_it_became_one(home, tmp_path, old, today):
    assert checked(home, tmp_path, row(1, area=old)).rows_out == 1
    assert rows_of(home, "area") == [(today,)]


def test_the_code_of_a_divided_unit_names_the_candidates(home, tmp_path):
    receipt = checked(home, tmp_path, row(1, area="00007"))
    [problem] = read_problems(home, receipt.id)
    assert (problem.column, problem.found, receipt.rows_rejected) == ("area", "00007", 1)
    assert "00008 Ngọc Hà, 00025 Giảng Võ" in problem.expected.vi


def test_before_two_levels_the_old_codes_are_the_codes(home, tmp_path):
    path = write_csv(tmp_path, row(1, area="00007"))
    delivery = receive(home, [path], register="test.person", sender="x", as_of=date(2025, 6, 1))
    assert check(home, delivery).rows_out == 1


def test_lines_that_are_no_rows_are_counted(home, tmp_path):
    receipt = checked(home, tmp_path, row(1), "một,hai", row(2), row(3) + ",thừa", row(4, area="0"))
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (5, 2, 3)
    assert [problem.row for problem in read_problems(home, receipt.id)] == [3, 5, 6]


def test_repeated_rows_stay_once_and_contradictions_not_at_all(home, tmp_path):
    receipt = checked(home, tmp_path, row(1), row(1), row(2), row(2, full_name="Khác"), row(3))
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (5, 2, 3)
    assert rows_of(home, "person_id") == [("075000000001",), ("075000000003",)]


def test_blank_rows_are_no_rows(home, tmp_path):
    receipt = checked(home, tmp_path, row(1), "," * 10, row(2))
    assert receipt.rows_in == 2


def test_a_change_delivery_upserts_and_deletes(home, tmp_path):
    first = checked(home, tmp_path, row(1), row(2), row(3))
    change = checked(
        home, tmp_path,
        "," + row(2, full_name="Trần Thị Hai"), "xóa,075000000003" + "," * 10, "upsert," + row(4), "bừa," + row(5),
        kind="change", header="_action," + HEADER,
    )  # fmt: skip
    assert (change.rows_in, change.rows_out, change.rows_rejected) == (4, 3, 1)
    assert change.inputs["receipt:previous"] == first.id
    assert rows_of(home, "person_id, full_name") == [
        ("075000000001", "Nguyễn Văn 1"), ("075000000002", "Trần Thị Hai"), ("075000000004", "Nguyễn Văn 4")
    ]  # fmt: skip
    [problem] = read_problems(home, change.id)
    assert "upsert or delete" in problem.expected.en


def test_a_full_delivery_replaces_and_history_remembers(home, tmp_path):
    first = checked(home, tmp_path, row(1), row(2))
    second = checked(home, tmp_path, row(3))
    with open_store(home.store, read_only=True) as store:
        before = as_it_stood(store, "test.person", first.id)
        assert store.fetch(f"select count(*) from {before}") == [(2,)]
        assert store.fetch("select person_id from test.person") == [("075000000003",)]
        with pytest.raises(UnusableInput, match="no such receipt"):
            as_it_stood(store, "test.person", "0" * 64)
    assert current(home) == {"test.person": second}
    assert [receipt.step for receipt in receipts(home)] == ["receive", "receive", "check", "check"]


def test_receiving_twice_is_receiving_once(home, tmp_path):
    first = deliver(home, tmp_path, row(1))
    assert deliver(home, tmp_path, row(1)) == first
    assert len(read_deliveries(home)) == 1
    assert check(home, first) == check(home, first)
    assert check_all(home) == []


def test_the_bytes_are_kept_under_their_hash(home, tmp_path):
    delivery = deliver(home, tmp_path, row(1))
    assert delivery.files[0].path(home).read_bytes() == (tmp_path / "people.csv").read_bytes()
    assert delivery.receipt.inputs == {"bytes:people.csv": delivery.files[0].sha256}


def test_an_unusable_delivery_does_not_stop_the_others(home, tmp_path):
    deliver(home, tmp_path, row(1))
    deliver(home, tmp_path, "1,2", header="so_thua,to_ban_do", name="land.csv")
    seen = []
    with pytest.raises(UnusableInput, match="not a file of this register") as raised:
        check_all(home, lambda delivery, done, total: seen.append((delivery.sequence, done, total)))
    assert "land.csv" in raised.value.text("vi")
    assert seen == [(1, 0, 2), (2, 1, 2)]
    assert rows_of(home, "person_id") == [("075000000001",)]
    deliver(home, tmp_path, row(2), name="again.csv")
    with pytest.raises(UnusableInput, match="not a file of this register"):
        check_all(home)
    assert rows_of(home, "person_id") == [("075000000002",)]
    assert check_all(home) == []


def test_a_missing_column_is_named(home, tmp_path):
    with pytest.raises(UnusableInput, match="Commune"):
        checked(home, tmp_path, "075000000001,Lê A,01/01/1990", header="CCCD,Họ tên,Ngày sinh,Họ và tên")


def test_an_older_delivery_cannot_follow_a_later_one(home, tmp_path):
    early, late = deliver(home, tmp_path, row(1)), deliver(home, tmp_path, row(2))
    check(home, late)
    with pytest.raises(UnusableInput, match="already holds a later delivery"):
        check(home, early)


def test_an_unknown_register_is_named(home, tmp_path):
    path = write_csv(tmp_path, row(1))
    with pytest.raises(UnusableInput, match=r'Did you mean "test\.person"'):
        receive(home, [path], register="test.persons", sender="x", as_of=AS_OF)


def test_nothing_there_to_receive(home, tmp_path):
    with pytest.raises(UnusableInput, match="no such file"):
        receive(home, [tmp_path / "none.csv"], register="test.person", sender="x", as_of=AS_OF)
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnusableInput, match="nothing to receive"):
        receive(home, [tmp_path / "empty"], register="test.person", sender="x", as_of=AS_OF)
