"""The same indicators beyond one machine: Spark gives the rows that the embedded engine gives."""

from datetime import date

import pytest

from tinhso.base.home import make_home
from tinhso.engine import DatabaseError, connect, open_store
from tinhso.measure.example import read_examples, run_example
from tinhso.measure.graph import read_derived_tables, registers_read
from tinhso.measure.indicator import read_indicators
from tinhso.measure.run import gather, prepare, read_all_parameters, run_query
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import invent
from tinhso.path.linking import link_home
from tinhso.registers.check import check_all
from tinhso.registers.contract import read_contracts

AS_OF = date(2026, 11, 22)


def test_every_worked_example_holds_on_spark(spark) -> None:
    indicators, contracts = read_indicators(), read_contracts()
    tables, parameters = read_derived_tables(), read_all_parameters()
    examples = read_examples()
    different = {}
    for id_, example in examples.items():
        with connect() as store:
            found = run_example(
                store, example, indicators[id_][-1], contracts=contracts, tables=tables, parameters=parameters
            )
        if found != example.expect:
            different[id_] = found
    assert different == {}
    assert len(examples) >= 27


def test_every_indicator_of_a_home_gives_the_same_rows_on_spark(spark, tmp_path, monkeypatch) -> None:
    home = make_home(tmp_path / "dong-nai", "75")
    invent(home, n_people=600, seed=57, as_of=AS_OF)
    receive_inbox(home, AS_OF)
    check_all(home)
    link_home(home)
    ground, answers = gather(home, AS_OF), {}
    fed = {
        id_: editions[-1]
        for id_, editions in read_indicators().items()
        if registers_read(editions[-1].sql, ground.tables, ground.sources, id_) <= ground.states.keys()
    }
    for engine in ("duckdb", "spark"):
        monkeypatch.setenv("TINHSO_ENGINE", engine)
        with open_store(home.store, read_only=True) as store:
            prepare(store, ground)
            answers[engine] = {id_: sorted(run_query(store, one), key=str) for id_, one in fed.items()}
    assert len(fed) > 40
    assert answers["spark"] == answers["duckdb"]
    assert sum(map(len, answers["spark"].values())) > 1000


def test_a_query_spark_does_not_take_is_said_as_by_the_embedded_engine(spark) -> None:
    with connect() as store, pytest.raises(DatabaseError):
        store.answer("select nothing from nowhere")
