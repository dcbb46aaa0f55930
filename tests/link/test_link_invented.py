import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.link.cleaning import canonical, plain
from tinhso.link.invented import faults
from tinhso.link.invented.people import Province, invent
from tinhso.link.invented.registers import insurance_register, population_register
from tinhso.link.invented.scoring import Score, score_duplicates, score_links


@pytest.fixture(scope="module")
def province() -> Province:
    return invent(4000, 7)


def test_the_same_seed_gives_the_same_province(province: Province) -> None:
    again = population_register(invent(4000, 7), 3)
    assert again.equals(population_register(province, 3))
    assert not again.equals(population_register(invent(4000, 8), 3))


def test_people_hang_together(province: Province) -> None:
    people = province.people
    assert len(people.born) == 4000
    assert len(np.unique(people.personal_id)) == 4000
    assert ((people.personal_id // 10**8 % 10) % 2 == people.female).all()
    years = (1970 + people.born // 365.25).astype(int)
    assert (people.personal_id // 10**6 % 100 == years % 100).all()
    child = people.mother >= 0
    assert (people.female[people.mother[child]]).all()
    assert (people.household[people.mother[child]] == people.household[child]).all()
    assert (people.born[child] - people.born[people.mother[child]] > 12 * 365).mean() > 0.95


def test_registers_carry_truth_and_the_faults_asked_for(province: Province) -> None:
    careful, careless = population_register(province, 1), insurance_register(province, 1)
    for table, lost in ((careful, 0.03), (careless, 0.22)):
        truth = np.asarray(table["truth"])
        assert len(np.unique(truth)) == table.num_rows
        assert table["personal_id"].null_count / table.num_rows == pytest.approx(lost, abs=0.03)
    ids = careful["personal_id"].drop_null().to_pylist()
    assert all(len(text) == 12 and text.isdigit() for text in ids)
    assert "Tỉnh Bình Phước" in " ".join(careless["address"].to_pylist())
    assert "Tỉnh Bình Phước" not in " ".join(careful["address"].to_pylist())


def test_names_of_other_provinces_and_regions() -> None:
    north = population_register(invent(500, 1, "33"), 1)
    assert "Tỉnh Hưng Yên" in north["address"][0].as_py()


@given(st.text("aàăâđeêoơuưyhnĐA ", min_size=1, max_size=30), st.integers(0, 1 << 30))
def test_name_faults_keep_what_they_promise(text: str, number: int) -> None:
    assert plain(canonical(faults.marks_lost(text, number))) == plain(canonical(text))
    assert canonical(faults.tone_moved(text, number)) == canonical(text)
    assert plain(canonical(faults.d_mistyped(text, number))) == plain(canonical(text))
    assert abs(len(faults.typed_wrong(text, number)) - len(text)) <= 1


def test_middle_names_shorten_and_order_turns() -> None:
    assert faults.middle_shortened("Nguyễn Thị Kim Lan", 0) == "Nguyễn T. K. Lan"
    assert faults.middle_shortened("Nguyễn Thị Kim Lan", 1) == "Nguyễn Lan"
    assert faults.order_turned("Nguyễn Thị Lan", 0) == "Lan Nguyễn Thị"


def test_a_digit_typed_over_always_changes_the_number() -> None:
    rng = np.random.default_rng(0)
    numbers = rng.integers(0, 10**12, 500)
    spoiled = faults.digit_typed_over(numbers, np.arange(250), 12, rng)
    assert (spoiled[:250] != numbers[:250]).all()
    assert (spoiled[250:] == numbers[250:]).all()
    assert ((spoiled >= 0) & (spoiled < 10**12)).all()


def test_the_judge_counts_pairs() -> None:
    a, b = pa.array([1, 2, 3, 4]), pa.array([2, 3, 9])
    score = score_links(a, b, np.array([1, 2, 0]), np.array([0, 2, 1]))
    assert score == Score(3, 1, 2)
    assert (score.precision, score.recall, score.f1) == (pytest.approx(1 / 3), 0.5, 0.4)
    clusters = score_duplicates(pa.array([1, 1, 1, 2, 2]), np.array([0, 0, 1, 2, 2]))
    assert clusters == Score(2, 2, 4)
    assert Score(0, 0, 0).f1 == 1.0
