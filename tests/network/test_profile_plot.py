"""A profile's picture and table say what the maps say: the same loss, the same word, the same ground."""

import numpy as np
import pytest

from tinhso.base.errors import UnusableInput
from tinhso.rooms.network.coverage import read_link_budgets
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.place_coverage import Ground, Masts, Setting, mast_losses
from tinhso.rooms.network.profile_plot import profile_between
from tinhso.rooms.network.sampling import Rasters
from tinhso.rooms.network.web.drawing import profile_lines, profile_row

GROUND = Ground(invented_rasters(200, seed=4), 11.2, 106.8, 100.0)
FLAT = Ground(
    Rasters(np.zeros(40_000, np.float32), np.zeros(40_000, np.float32), np.zeros(0, np.uint8), 200), 11.2, 106.8, 100.0
)
BUDGET = read_link_budgets()["4G", 1800]
MAST, PLACE = (11.1, 106.88, 40.0), (11.13, 106.9)


def test_the_profile_has_the_loss_of_the_maps():
    masts = Masts(*(np.array([v]) for v in MAST), np.array([1800]))
    receiver = GROUND.cells(np.array([PLACE[0]]), np.array([PLACE[1]]))
    ((near, losses),) = mast_losses(masts, receiver, GROUND, Setting())
    profile = profile_between(GROUND, MAST, PLACE, BUDGET, Setting())
    assert near.tolist() == [0]
    assert profile.terms["loss"] == pytest.approx(float(losses[0]), abs=1e-3)
    assert profile.margin_db == pytest.approx(BUDGET.most_loss_db - profile.terms["loss"])


def test_over_flat_ground_the_line_of_sight_is_clear_and_the_zone_closes_at_both_ends():
    profile = profile_between(FLAT, MAST, PLACE, BUDGET, Setting())
    assert profile.clear and profile.answers[0] == "covered"
    assert profile.fresnel_high_m[0] == profile.sight_m[0] == 40.0
    assert profile.fresnel_low_m[-1] == pytest.approx(1.5)
    assert max(profile.ground_m) > 0.0  # the Earth's bulge
    assert profile.terms["loss"] >= profile.terms["free_space"] - 1e-9


@pytest.mark.parametrize("place", [(11.1001, 106.88), (15.0, 106.88)])
def test_a_path_too_short_or_off_the_ground_is_told(place):
    with pytest.raises(UnusableInput) as caught:
        profile_between(GROUND, MAST, place, BUDGET, Setting())
    assert "out of range" in caught.value.text("en")


def test_the_picture_stays_inside_its_box_and_the_table_is_text():
    profile = profile_between(GROUND, MAST, PLACE, BUDGET, Setting())
    drawn, row = profile_lines(profile), profile_row("4G", profile)
    points = [
        tuple(map(float, p.split(","))) for p in f"{drawn['fresnel']} {drawn['clutter']} {drawn['sight']}".split()
    ]
    assert all(0 <= x <= drawn["width"] and 0 <= y <= drawn["height"] for x, y in points)
    assert row["terms"]["loss"] == f"{profile.terms['loss']:.1f}"
