import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.link.columns import encode
from tinhso.link.comparison import compare
from tinhso.link.definition import Field, Kind
from tinhso.link.levels import LEVELS


def level(kind: Kind, a: str | None, b: str | None) -> int:
    field = Field("x", kind, ("x",), ("x",))
    column = encode(field, pa.table({"x": pa.array([a], pa.string())}), pa.table({"x": pa.array([b], pa.string())}))
    zero = np.zeros(1, np.int32)
    return int(compare(column, {"x": column}, zero, zero)[0])


@pytest.mark.parametrize(
    ("kind", "a", "b", "expected"),
    [
        ("full_name", "Nguyễn Văn Hoà", "NGUYỄN VĂN HÒA", 7),
        ("full_name", "Nguyễn Văn Hùng", "NGUYEN VAN HUNG", 6),
        ("full_name", "Nguyễn Văn Hùng", "Nguyễn Văn Hưng", 5),
        ("full_name", "Nguyễn Văn Hùng", "Hùng Nguyễn Văn", 4),
        ("full_name", "Nguyễn Thị Kim Lan", "Nguyễn T. Lan", 3),
        ("full_name", "Nguyễn Thị Lan", "Nguyễm Thị Lan", 2),
        ("full_name", "Nguyễn Thị Lan", "Trần Thị Lan", 1),
        ("full_name", "Nguyễn Thị Lan", "Nguyễn Văn Hùng", 0),
        ("full_name", "", "Nguyễn Văn Hùng", -1),
        ("name", "Robert", "robert", 7),
        ("name", "José", "Jose", 6),
        ("name", "Allen", "Alen", 5),
        ("name", "Rob", "Robert", 2),
        ("name", "R", "Robert", 2),
        ("name", "Robert", "Ingrid", 0),
        ("date", "2001-02-03", "3/2/2001", 8),
        ("date", "2001-02-03", "2001-03-02", 7),
        ("date", "2001-02-03", "2001-02-08", 6),
        ("date", "2001-02-03", "2001-01-01", 5),
        ("date", "2001-02-03", "2001", 5),
        ("date", "2001-12-13", "1978-12-13", 4),
        ("date", "2001-02-03", "2001-02-17", 3),
        ("date", "2001-02-03", "2001-11-17", 2),
        ("date", "2001-02-03", "2005-11-17", 1),
        ("date", "2001-02-03", "1950-11-17", 0),
        ("date", "2001-02-03", None, -1),
        ("digits", "075 090 000 001", "075090000001", 2),
        ("digits", "075090000001", "075090000010", 1),
        ("digits", "075090000001", "079190654321", 0),
        ("code", "CH 01234567", "ch01234567", 4),
        ("code", "2617", "2671", 3),
        ("text", "Số 12, Ấp 3, Xã Trị An, Tỉnh Đồng Nai", "12 ap 3, X. Tri An, Dong Nai", 4),
        ("email", "rob@smith.net", "ROB@smith.net", 4),
        ("email", "robert255@smith.net", "robert255@jones.org", 2),
        ("exact", "M", "m", 1),
        ("exact", "M", "F", 0),
    ],
)
def test_levels_are_what_a_clerk_would_say(kind: Kind, a: str | None, b: str | None, expected: int) -> None:
    assert level(kind, a, b) == expected


TEXTS = st.text("abnuĐđòàếêư 0123/-@.", max_size=16)


@pytest.mark.parametrize("kind", LEVELS)
@given(pairs=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=20))
@settings(max_examples=40, deadline=None)
def test_comparison_is_symmetric_and_the_same_is_the_same(kind: Kind, pairs: list[tuple[str, str]]) -> None:
    field = Field("x", kind, ("x",), ("x",))
    a = pa.table({"x": [x for x, _ in pairs] + [x for x, _ in pairs]})
    b = pa.table({"x": [y for _, y in pairs] + [x for x, _ in pairs]})
    rows = np.arange(a.num_rows, dtype=np.int32)
    there, back = encode(field, a, b), encode(field, b, a)
    levels = compare(there, {"x": there}, rows, rows)
    assert levels.tolist() == compare(back, {"x": back}, rows, rows).tolist()
    assert set(levels[len(pairs) :].tolist()) <= {-1, len(LEVELS[kind]) - 1, 5 if kind == "date" else -1}
