from pathlib import Path

import pyarrow as pa
import pytest

from tinhso.link.definition import parse_definition
from tinhso.link.incremental import Entities
from tinhso.link.invented.people import invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.kept import read_entities, write_entities

DEFINITION = parse_definition(
    """
link: residents
id: row_id
fields:
  name: {kind: full_name, column: full_name}
  born: {kind: date, column: born_on}
  sex: {kind: exact}
  phone: {kind: digits}
blocking:
  - [born, name:given]
  - [name:bag, born:year]
""",
    "residents.yaml",
)


@pytest.fixture(scope="module")
def table() -> pa.Table:
    province = invent(400, 3)
    columns = ["row_id", "full_name", "born_on", "sex", "phone"]
    registers = population_register(province, 3), insurance_register(province, 3)
    return pa.concat_tables([register.select(columns) for register in registers])


def test_what_is_read_goes_on_as_what_was_written(tmp_path: Path, table: pa.Table) -> None:
    entities = Entities.start(DEFINITION, table.slice(0, 500))
    ids = table["row_id"].to_pylist()
    entities.judge("apart", ids[0], ids[1], by="steward", at="2026-01-05", reason="twins")
    write_entities(entities, tmp_path / "kept")
    write_entities(entities, tmp_path / "kept")
    again = read_entities(DEFINITION, tmp_path / "kept")
    assert again.decisions == entities.decisions
    rest = table.slice(500)
    assert again.admit(rest) == entities.admit(rest)
    assert again.entity.tolist() == entities.entity.tolist()
    assert again.resolve(table.slice(3, 1)) == entities.resolve(table.slice(3, 1))
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_an_empty_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_entities(DEFINITION, tmp_path / "none")
