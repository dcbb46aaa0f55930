"""A store opens offline, keeps the registers, and shows them under their names."""

import pytest

from tinhso.engine import DatabaseError, connect, open_store, table_names


@pytest.fixture
def folder(tmp_path):
    with open_store(tmp_path / "store") as store:
        store.execute("create schema lake.services")
        store.execute("create table lake.services.dossier as select 'a' as dossier_id")
    return tmp_path / "store"


def test_a_register_is_read_under_its_name(folder):
    with open_store(folder, read_only=True) as store:
        assert store.fetch("select dossier_id from services.dossier") == [("a",)]


def test_tables_of_the_session_stand_beside_the_registers(folder):
    with open_store(folder, read_only=True) as store:
        store.execute("create schema measure")
        store.execute("create table measure.period as select '2025' as period")
        sql = "select period, dossier_id from measure.period, services.dossier"
        assert store.fetch(sql) == [("2025", "a")]


def test_a_reader_cannot_write(folder):
    with open_store(folder, read_only=True) as store, pytest.raises(DatabaseError):
        store.execute("insert into lake.services.dossier values ('b')")


def test_a_moved_home_still_opens(folder, tmp_path):
    moved = folder.rename(tmp_path / "elsewhere")
    with open_store(moved) as store:
        assert store.fetch("from services.dossier") == [("a",)]


def test_a_transaction_is_whole_or_nothing(folder):
    with open_store(folder) as store:
        with pytest.raises(ZeroDivisionError), store.transaction():
            store.execute("insert into lake.services.dossier values ('b')")
            raise ZeroDivisionError
        assert store.fetch("select count(*) from services.dossier") == [(1,)]


def test_an_absent_store_has_no_registers(tmp_path):
    with open_store(tmp_path / "none", read_only=True) as store:
        assert not store.has_lake
    assert not (tmp_path / "none").exists()


def test_nothing_is_fetched_from_the_network():
    with connect() as store:
        assert store.fetch("select current_setting('autoinstall_known_extensions')") == [(False,)]


def test_tables_are_read_from_the_query():
    sql = """
        with late as (select * from services.dossier d join measure.period p on d.closed_on < p.ends_before)
        select area from late where area in (select code from base.area) union all select area from network.station
    """
    assert table_names(sql) == {"services.dossier", "measure.period", "base.area", "network.station"}


def test_a_query_that_does_not_parse_says_where():
    with pytest.raises(ValueError, match="position"):
        table_names("selec 1")
