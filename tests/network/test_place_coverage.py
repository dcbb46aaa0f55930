"""Coverage of places: more masts never cover less, points off the ground are told, gaps are listed by people."""

from itertools import pairwise

import numpy as np
import pytest

from tinhso.base.errors import UnusableInput
from tinhso.rooms.network.coverage import read_link_budgets
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.place_coverage import Ground, Masts, best_shares, gaps

GROUND = Ground(invented_rasters(200, seed=4), 11.2, 106.8, 100.0)
BUDGET = read_link_budgets()["5G", 3500]


def drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    return generator.uniform(11.03, 11.18, n), generator.uniform(106.82, 106.97, n)


def shares(masts: Masts, *, indoors: bool = False) -> np.ndarray:
    return best_shares(BUDGET, masts, drawn(80, 2), GROUND, (50.0, 360.0), reach_m=4000, step_m=50, indoors=indoors)


def test_adding_a_mast_never_lowers_the_best_level() -> None:
    lat, lon = drawn(12, 1)
    found = [shares(Masts(lat[:n], lon[:n], np.full(n, 30.0))) for n in (0, 1, 6, 12)]
    assert (found[0] == 0).all()
    assert all((few <= many).all() for few, many in pairwise(found))
    assert found[-1].max() > 0.9


def test_a_place_under_the_mast_is_covered_and_indoors_is_harder() -> None:
    lat, lon = drawn(80, 2)
    masts = Masts(lat[:5], lon[:5], np.full(5, 30.0))
    assert (shares(masts)[:5] > 0.5).all()
    assert shares(masts, indoors=True).sum() < shares(masts).sum()


def test_swapped_coordinates_are_told_before_anything_is_computed() -> None:
    lat, lon = drawn(3, 1)
    with pytest.raises(UnusableInput) as caught:
        shares(Masts(lon, lat, np.full(3, 30.0)))
    assert "swapped" in caught.value.text("en")


def test_gaps_are_listed_with_most_people_first() -> None:
    found = gaps(["covered", "not", "probable"], np.array([5, 10, 90]), ["a", "b", "c"])
    assert found == [("c", "probable", 90), ("b", "not", 10)]
