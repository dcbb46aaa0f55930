"""A catalogue on a PostgreSQL server: several machines write one lake at once, and nothing is lost or written twice."""

import multiprocessing
from pathlib import Path

import pytest

from tinhso.engine import DatabaseError, open_store

N_WRITERS, N_COMMITS = 3, 8


def write(folder: Path, writer: int) -> int:
    """Append a row a commit to a table all writers share, asking again when another was quicker; return the retries."""
    n_retries = 0
    for n in range(N_COMMITS):
        while True:
            try:
                with open_store(folder) as store, store.transaction():
                    store.execute("insert into lake.land.parcel values (?, ?)", [writer, n])
                break
            except DatabaseError:
                n_retries += 1
    return n_retries


@pytest.fixture
def folder(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("TINHSO_CATALOGUE", postgres.url())
    folder = tmp_path / "hưng-yên" / "store"
    with open_store(folder) as store:
        store.execute("create schema lake.land")
        store.execute("create table lake.land.parcel (writer integer, n integer)")
    return folder


def test_concurrent_writers_lose_nothing(folder):
    with multiprocessing.get_context("spawn").Pool(N_WRITERS) as pool:
        pool.starmap(write, [(folder, writer) for writer in range(N_WRITERS)])
    with open_store(folder, read_only=True) as store:
        rows = store.fetch("select writer, n from land.parcel order by all")
    assert rows == [(writer, n) for writer in range(N_WRITERS) for n in range(N_COMMITS)]
    assert not (folder / "lake.sqlite").exists()


def test_each_home_has_a_catalogue_of_its_own(postgres, tmp_path, monkeypatch):
    monkeypatch.setenv("TINHSO_CATALOGUE", postgres.url())
    other = tmp_path / "dong-nai" / "store"
    with open_store(other, read_only=True) as store:
        assert not store.has_lake
    with open_store(other) as store:
        assert store.fetch("select table_name from duckdb_tables() where database_name = 'lake'") == []
