"""Pulling from a real PostgreSQL server: changes, deletions, rows committed late, changed columns, no server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from a_connection import a_home, connect, pull, rows

from a_postgres import Postgres
from tinhso.base.home import Home
from tinhso.path.connect import read_standing
from tinhso.registers.delivery import read_deliveries

# Whatever a row's own time says, it is read once its transaction and all before it have ended.
DEFINITION = """
kind: postgres
address: {env: WELLS_DATABASE}
query: >
  select id as well_id, part, name, depth as depth_m, dug as dug_on, seen as seen_at, works, cost as cost_vnd, gone,
  txid from well where txid > %(cursor)s::bigint and txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
cursor: txid
first: "0"
deleted: gone
"""
TABLE = """
create table well (id text, part int, name text, depth numeric(8,3), dug date, seen timestamptz, works boolean,
  cost bigint, gone boolean not null default false, txid bigint not null default txid_current(),
  primary key (id, part));
create function touch() returns trigger language plpgsql as $$ begin new.txid = txid_current(); return new; end $$;
create trigger touch before update on well for each row execute function touch();
insert into well (id, part, name, depth, dug, seen, works, cost) values
  ('A', 1, 'Giếng "sâu", một', 12.500, '1999-12-31', '2026-01-01 00:30+00', true, 1500000),
  ('B', 1, null, null, null, null, null, null);
"""
ALL = "well_id, part, name, depth_m::varchar, dug_on::varchar, seen_at::varchar, works, cost_vnd"


@pytest.fixture
def database(postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    import psycopg

    name = f"wells_{tmp_path.name.replace('-', '_')}"[:60].lower()
    postgres.run("createdb", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "tinhso", name)
    monkeypatch.setenv("WELLS_DATABASE", postgres.url(name))
    with psycopg.connect(postgres.url(name), autocommit=True) as connection:
        connection.execute(TABLE)
        yield connection


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = a_home(tmp_path / "home")
    connect(made, "wells", DEFINITION)
    return made


def test_changes_and_deletions_are_pulled_from_the_cursor_on(home: Home, database: Any) -> None:
    assert pull(home, "wells")[0]["deliveries"] == 1
    assert rows(home, ALL) == [
        ("A", 1, 'Giếng "sâu", một', "12.500", "1999-12-31", "2026-01-01 07:30:00", True, 1500000),
        ("B", 1, None, None, None, None, None, None),
    ]
    assert pull(home, "wells")[0]["result"] == "nothing"
    database.execute("update well set gone = true where id = 'A'")
    database.execute("insert into well (id, part) values ('C', 1)")
    assert pull(home, "wells")[0]["deliveries"] == 1
    assert rows(home, "well_id") == [("B",), ("C",)]
    assert [d.receipt.details["connection"] for d in read_deliveries(home)] == ["wells", "wells"]


def test_a_row_committed_late_is_not_lost(home: Home, database: Any, postgres: Postgres) -> None:
    import psycopg

    with psycopg.connect(database.info.dsn) as late:
        late.execute("insert into well (id, part) values ('LATE', 1)")
        database.execute("insert into well (id, part) values ('SOON', 1)")
        pull(home, "wells")
        late.commit()
    pull(home, "wells")
    assert rows(home, "well_id") == [("A",), ("B",), ("LATE",), ("SOON",)]


def test_changed_columns_are_said_before_anything_is_kept(home: Home, database: Any) -> None:
    pull(home, "wells")
    database.execute("update well set name = 'x'")
    connect(home, "wells", DEFINITION.replace("depth as depth_m", "depth as deep"))
    assert pull(home, "wells")[0]["why"] == ["the source's columns have changed"]
    database.execute("alter table well rename column name to title")
    connect(home, "wells", DEFINITION)
    assert pull(home, "wells")[0]["why"] == ["the source cannot run the query"]
    fault = read_standing(home, "wells").faults[0]
    assert "name" in str(fault["found"])
    database.execute("alter table well rename column title to name")
    pull(home, "wells")
    assert rows(home, "well_id, name") == [("A", "x"), ("B", "x")]


def test_a_bad_row_is_rejected_and_counted(home: Home, database: Any) -> None:
    database.execute("insert into well (id, part, depth) values ('D', 1, -1)")
    pull(home, "wells")
    assert rows(home, "well_id") == [("A",), ("B",)]


def test_a_server_that_is_gone_is_said_without_its_address(
    home: Home, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WELLS_DATABASE", "postgresql://somebody:hidden@127.0.0.1:9/wells")
    assert pull(home, "wells")[0]["why"] == ["the source cannot be reached"]
    assert "hidden" not in str(read_standing(home, "wells"))
    monkeypatch.setenv("WELLS_DATABASE", "postgresql://somebody:hid/den@host:hidden/wells")
    assert pull(home, "wells")[0]["why"] == ["the source cannot be reached"]
    assert "hid" not in str(read_standing(home, "wells"))
    monkeypatch.delenv("WELLS_DATABASE")
    assert pull(home, "wells")[0]["why"] == ["the secret of a connection is not set"]


def test_a_whole_table_is_delivered_again_only_when_it_changed(home: Home, database: Any) -> None:
    connect(
        home, "wells",
        "kind: postgres\naddress: {env: WELLS_DATABASE}\ndeliver: full\n"
        "query: select id as well_id, part, name from well\n",
    )  # fmt: skip
    assert pull(home, "wells")[0]["deliveries"] == 1
    pull(home, "wells")
    assert len(read_deliveries(home)) == 1
    database.execute("delete from well where id = 'A'")
    pull(home, "wells")
    assert (rows(home, "well_id"), len(read_deliveries(home))) == ([("B",)], 2)
