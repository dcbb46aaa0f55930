"""Every indicator has a worked example, and its query gives exactly the rows computed by hand."""

import pytest

from tinhso.engine import connect
from tinhso.measure.example import read_examples, run_example
from tinhso.measure.graph import read_derived_tables
from tinhso.measure.indicator import read_indicators
from tinhso.measure.run import read_all_parameters
from tinhso.registers.contract import read_contracts

INDICATORS = read_indicators()
EXAMPLES = read_examples()


def test_every_indicator_has_an_example() -> None:
    assert sorted(INDICATORS) == sorted(EXAMPLES)


@pytest.mark.parametrize("id_", sorted(EXAMPLES))
def test_example_holds(id_: str) -> None:
    with connect() as store:
        found = run_example(
            store,
            EXAMPLES[id_],
            INDICATORS[id_][-1],
            contracts=read_contracts(),
            tables=read_derived_tables(),
            parameters=read_all_parameters(),
        )
    assert found == EXAMPLES[id_].expect
