"""Plans: every residential area in reach is covered, certificates hold against all choices, floors come first."""

import json
from itertools import combinations

import pytest

from a_network import AS_OF, a_network
from tinhso.__main__ import main
from tinhso.base.errors import DefinitionError, UnusableInput
from tinhso.base.home import Home
from tinhso.engine import open_store
from tinhso.rooms.network.certificate import Bound, certificate
from tinhso.rooms.network.plan_files import plan_workbook, read_plans, write_plan
from tinhso.rooms.network.planning import Asked, make_plan
from tinhso.rooms.network.publishing import documents
from tinhso.rooms.network.site_costs import read_site_costs


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return a_network(tmp_path_factory.mktemp("network") / "home")


def planned(home: Home, asked: Asked) -> dict:
    with open_store(home.store, read_only=True) as store:
        return make_plan(store, home, asked, AS_OF, lambda *_: None)


def test_a_plan_for_every_residential_area_covers_them_at_the_least_cost(home):
    plan = planned(home, Asked(share=1.0))
    assert plan["before"] == {"places": 2, "people": 600}
    assert plan["after"] == {"places": 4, "people": 1000} and plan["left"] == plan["out_of_reach"] == []
    assert plan["certificate"]["of"] == "cost" and plan["certificate"]["bound"] <= plan["cost_vnd"]
    assert sum(site["cost_vnd"] for site in plan["sites"]) == plan["cost_vnd"]
    assert sum(site["places"] for site in plan["sites"]) == 2
    # An offered tower stands beside P2 and a public building beside P4: both are cheaper than new masts.
    assert {site["kind"] for site in plan["sites"]} <= {"tower", "public_building", "existing_site"}


def test_one_site_wins_the_most_people_any_single_site_could(home):
    plan = planned(home, Asked(goal="people", n_sites=1))
    assert plan["after"]["people"] == 900 and len(plan["sites"]) == 1
    assert plan["certificate"]["value"] == 900 <= plan["certificate"]["bound"]


def test_a_budget_is_kept_and_a_larger_one_never_covers_less(home):
    covered = []
    for budget in (100_000_000, 600_000_000, 3_000_000_000):
        plan = planned(home, Asked(goal="people", budget_vnd=budget))
        assert plan["cost_vnd"] <= budget
        covered.append(plan["after"]["people"])
    assert covered == sorted(covered) and covered[0] == 600 and covered[-1] == 1000


def test_a_floor_takes_the_commune_that_lacks_before_the_one_with_more_people(home):
    plan = planned(home, Asked(goal="people", n_sites=1, floor_share=0.5))
    assert plan["newly_covered"] == ["P4"]
    assert plan["certificate"]["bound"] >= 900


def test_shared_masts_cost_each_operator_less(home):
    alone, shared = planned(home, Asked(share=1.0)), planned(home, Asked(share=1.0, n_operators=2))
    assert shared["cost_vnd"] > alone["cost_vnd"] > shared["cost_an_operator_vnd"]


def test_the_same_question_gives_the_same_plan_and_a_share_already_reached_costs_nothing(home):
    assert planned(home, Asked(share=1.0)) == planned(home, Asked(share=1.0))
    nothing = planned(home, Asked(share=0.5))
    assert (nothing["cost_vnd"], nothing["sites"]) == (0, [])


@pytest.mark.parametrize(
    "asked", [Asked(), Asked(share=1.0, n_sites=3), Asked(share=2.0), Asked(n_sites=0), Asked(budget_vnd=-5)]
)
def test_a_question_that_is_none_is_told(home, asked):
    with pytest.raises(UnusableInput) as caught:
        planned(home, asked)
    assert "not clear" in caught.value.text("en")


def test_a_home_without_stations_is_told(tmp_path):
    with pytest.raises(UnusableInput) as caught:
        planned(Home(tmp_path, "33"), Asked(share=1.0))
    assert "no stations" in caught.value.text("en")


def test_plans_are_kept_published_and_read_back(home):
    plan = planned(home, Asked(share=1.0))
    write_plan(home, plan)
    assert read_plans(home) == [plan]
    with open_store(home.store, read_only=True) as store:
        files = documents(store, home, AS_OF)
    place = "plans/4g-places-100"
    assert json.loads(files[f"{place}/plan.json"]) == plan
    assert len(json.loads(files[f"{place}/sites.geojson"])["features"]) == len(plan["sites"])
    assert files[f"{place}/after.png"] != files["maps/4G-any-110.png"]


def test_the_command_prints_the_plan_and_its_certificate(home, capsys):
    code = main(["plan-sites", "--home", str(home.folder), "--sites", "1", "--goal", "people", "--as-of", "2026-11-22",
                 "--language", "en"])  # fmt: skip
    said = capsys.readouterr().out
    assert code == 0 and "people 600 -> 900 / 1000" in said and "at most" in said
    (home.folder / "plans/4g-people-1-sites/plan.json").unlink()


def test_a_workbook_has_a_row_a_site(home):
    from io import BytesIO

    from openpyxl import load_workbook

    plan = planned(home, Asked(share=1.0))
    names = (
        "site",
        "kind",
        "name",
        "area",
        "lat",
        "lon",
        "height_m",
        "cost_vnd",
        "places",
        "people",
        "sites",
        "summary",
    )
    book = load_workbook(BytesIO(plan_workbook(plan, {name: name for name in names}, [("cost", plan["cost_vnd"])])))
    assert book["sites"].max_row == 1 + len(plan["sites"]) and book["summary"]["B1"].value == plan["cost_vnd"]


@pytest.mark.parametrize(
    ("of", "value", "bound"), [("cost", 100, 95), ("people", 95, 100), ("cost", 0, 0), ("people", 0, 0)]
)
def test_a_certificate_says_its_gap(of, value, bound):
    made = certificate(Bound(of, value, bound))
    assert made["gap_share"] == ("0.0500" if value else "0.0000")
    assert ("5,00" in made["text"]["vi"]) == bool(value)


def test_bad_costs_are_told(tmp_path):
    path = tmp_path / "site_costs.yaml"
    path.write_text("from: 2026-01-01\n")
    with pytest.raises(DefinitionError):
        read_site_costs(path)
    assert all(a != b for a, b in combinations(read_site_costs().equipment_vnd.values(), 2))
