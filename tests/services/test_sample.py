"""Invented dossiers: a scene of any size gives deliveries, the same ones for the same seed."""

from datetime import date

import pytest

from tinhso.registers.invention import Scene
from tinhso.rooms.services.sample import deliveries


@pytest.mark.parametrize("n_people", [1, 30, 100, 250, 4000])
def test_a_scene_of_any_size_gives_deliveries(n_people: int) -> None:
    for seed in range(4):
        full, *changes = deliveries(Scene("75", n_people, seed, date(2026, 11, 22)))
        assert full.table.num_rows >= 50
        assert all(0 < change.table.num_rows < full.table.num_rows for change in changes)


def test_the_same_seed_gives_the_same_rows() -> None:
    first, again = (deliveries(Scene("33", 300, 9, date(2026, 11, 22))) for _ in range(2))
    assert [each.table for each in first] == [each.table for each in again]
