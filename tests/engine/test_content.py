"""The content hash against a slow reading of its own description."""

import hashlib
import json
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tinhso.engine import connect, content_hash

PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)
ROW = st.tuples(
    st.one_of(st.none(), PRINTABLE),
    st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1)),
    st.one_of(st.none(), st.dates(date(1, 1, 1), date(9999, 12, 31))),
    st.one_of(st.none(), st.decimals(-999, 999, places=2)),
    st.one_of(st.none(), st.booleans()),
)
SCHEMA = pa.schema(
    [("a", pa.string()), ("b", pa.int64()), ("c", pa.date32()), ("d", pa.decimal128(10, 2)), ("e", pa.bool_())]
)


def obvious_hash(names, rows):
    """The description in `tinhso.engine.content`, read literally."""

    def text(value):
        if value is None or isinstance(value, str):
            return value
        return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)

    def dumps(row):
        return json.dumps(row, ensure_ascii=False, separators=(",", ":"))

    hashes = sorted(hashlib.sha256(dumps([text(v) for v in row]).encode()).hexdigest() for row in rows)
    buckets = {}
    for one in hashes:
        buckets.setdefault(one[:2], []).append(one)
    inner = [hashlib.sha256("".join(buckets[key]).encode()).hexdigest() for key in sorted(buckets)]
    return hashlib.sha256((dumps(names) + "\n" + "".join(inner)).encode()).hexdigest()


def hash_of(rows):
    table = pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], schema=SCHEMA)
    with connect() as store:
        store.register("t", table)
        return content_hash(store, "select * from t")


@settings(max_examples=60, deadline=None)
@given(st.lists(ROW, max_size=30))
def test_the_hash_is_what_its_description_says(rows):
    assert hash_of(rows) == obvious_hash(SCHEMA.names, rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(ROW, max_size=20), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, shuffler):
    mixed = list(rows)
    shuffler.shuffle(mixed)
    assert hash_of(rows) == hash_of(mixed)


def test_many_buckets_and_batches():
    with connect() as store:
        store.execute("create table t as select i, 'tên ' || i as n from range(300000) r(i)")
        rows = [(i, f"tên {i}") for i in range(300_000)]
        assert content_hash(store, "select * from t") == obvious_hash(["i", "n"], rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("select null::varchar as a", "select '' as a"),
        ("select 'null' as a", "select null::varchar as a"),
        ("select 'a,b' as a, 'c' as b", "select 'a' as a, 'b,c' as b"),
        ("select 1 as a", "select 1 as b"),
        ("select 1 as a where false", "select 1 as a"),
        ("select unnest([1, 1]) as a", "select 1 as a"),
    ],
)
def test_different_contents_differ(one, other):
    with connect() as store:
        assert content_hash(store, one) != content_hash(store, other)


def test_an_instant_and_a_decimal_have_one_text():
    with connect() as store:
        sql = "select timestamp '2025-01-02 03:04:05.5' as t, 1.5::decimal(10,2) as d"
        expected = obvious_hash(["t", "d"], [("2025-01-02 03:04:05.5", Decimal("1.50"))])
        assert content_hash(store, sql) == expected


def test_a_float_has_no_hash():
    with connect() as store, pytest.raises(TypeError, match="column x is DOUBLE"):
        content_hash(store, "select 0.1::double as x")
