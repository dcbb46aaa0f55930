"""Contracts are read whole, say all their faults at once, and explain themselves in three languages."""

import textwrap

import pytest

from conftest import CONTRACT
from tinhso.base.definition import PACKAGED_ROOMS, find_definitions
from tinhso.base.errors import DefinitionError
from tinhso.registers.contract import read_contract, read_contracts


def test_a_contract_is_read(home):
    contract = read_contracts(home.folder)["test.person"]
    assert (contract.room, contract.register, contract.key) == ("test", "person", ("person_id",))
    assert contract.law == ("luat-cu-tru-2020",)
    assert contract.names[:2] == ("person_id", "full_name")
    sex = contract.columns[3]
    assert sex.rule.vi == "một trong: nam, nữ"
    assert len(contract.sha256) == 64


def test_every_packaged_contract_is_read():
    contracts = read_contracts()
    assert set(contracts) == {file.id for file in find_definitions("registers", "*.yaml")}
    for contract in contracts.values():
        assert contract.key, contract.id
        for column in contract.columns:
            assert all((column.rule.vi, column.rule.en, column.rule.th)), (contract.id, column.name)
    assert PACKAGED_ROOMS.is_dir()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("type: integer", "type: integr", "unknown type"),
        ("key: [person_id]", "key: [sex]", "key is no required column"),
        ("max_length: 60", "max_lenght: 60", 'Did you mean "max_length"'),
        ("min: 1900-01-01", "min: 1900-13-01", "bound unreadable"),
        ("mode: both", "mode: some", "not a choice"),
        ("en: People, ", "", "label incomplete"),
        ("in: [nam, nữ]", "in: nam", "not a list"),
        ("  - sql: seen_at", "  - query: seen_at", "check 1: incomplete"),
        ("  sex: {label", "  Sex: {label", "small letters"),
    ],
)
def test_a_wrong_contract_says_what(home, old, new, fault):
    path = home.folder / "rooms/test/registers/person.yaml"
    assert old in CONTRACT
    path.write_text(textwrap.dedent(CONTRACT).replace(old, new, 1), "utf-8")
    with pytest.raises(DefinitionError, match=fault):
        read_contracts(home.folder)


def test_all_faults_come_at_once(home):
    path = home.folder / "rooms/test/registers/person.yaml"
    path.write_text(CONTRACT.replace("mode: both", "mode: x").replace("type: integer", "type: y"), "utf-8")
    [file] = [each for each in find_definitions("registers", "*.yaml", home.folder) if each.id == "test.person"]
    with pytest.raises(DefinitionError) as raised:
        read_contract(file)
    assert len(raised.value.faults) == 2
