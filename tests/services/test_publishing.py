"""Figures by kind of body: counted by the same rules as the observations, and no small count shows."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.home import Home, make_home
from tinhso.engine import open_store
from tinhso.measure.run import gather, prepare
from tinhso.path.deliver import receive_inbox
from tinhso.registers.check import check_all
from tinhso.registers.invention import Scene
from tinhso.rooms.services.publishing import ALL, AT_LEAST, by_body, documents
from tinhso.rooms.services.sample import deliveries

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = make_home(tmp_path_factory.mktemp("services") / "home", "75")
    for sent in deliveries(Scene("75", 3_000, 2, DAY)):
        if sent.register == "services.dossier" and sent.kind == "full":
            sent.write(made.inbox / "invented" / "full")
    receive_inbox(made, DAY)
    check_all(made, lambda *_: None)
    return made


def published(home: Home) -> Mapping[str, list[dict[str, str]]]:
    with open_store(home.store, read_only=True) as store:
        return dict(json.loads(documents(store, home, DAY)["agencies.json"]))


def test_the_bodies_add_up_to_the_register(home: Home) -> None:
    found = published(home)
    with open_store(home.store, read_only=True) as store:
        [(n, n_online)] = store.fetch(
            "select count(*), count(*) filter (where channel = 2) from services.dossier where year(received_on) = 2025"
        )
    total = next(r for r in found["online"] if (r["body"], r["period"]) == (ALL, "2025"))
    assert (total["numerator"], total["denominator"]) == (str(n_online), str(n))
    assert {r["body"] for r in found["settled"]} >= {"commune_committee", "land_office", "commune_police", ALL}
    assert found["invented"] is True
    assert "2026-11" not in {r["period"] for r in found["online"]}


def test_former_agencies_are_kept_beside_the_present_one(home: Home) -> None:
    assert all(1 <= row["n_former"] <= 3 and row["n_dossiers"] >= AT_LEAST for row in published(home)["merged"])
    assert published(home)["merged"]


def test_without_dossiers_nothing_is_published(tmp_path: Path) -> None:
    empty = make_home(tmp_path / "home", "75")
    (tmp_path / "home" / "store").mkdir(exist_ok=True)
    with open_store(empty.store) as store:
        assert documents(store, empty, DAY) == {}


def test_points_by_body_are_those_of_the_index(home: Home) -> None:
    with open_store(home.store, read_only=True) as store:
        prepare(store, gather(home, DAY))
        expected = {
            (part, period): (int(n), int(d), str(points))
            for group in ("progress", "digitisation")
            for part, period, n, d, points in store.fetch(
                "select part, period, numerator, denominator, points"
                f" from services.index766_{group} where area = '75' and period = '2025'"
            )
        }
    found = published(home)["points"]
    whole = {
        (row["part"], row["period"]): (int(row["numerator"]), int(row["denominator"]), row["points"])
        for row in found
        if row["body"] == ALL and row["status"] == "ok"
    }
    assert len(expected) == 4 and expected.items() <= whole.items()
    bodies = [row for row in found if row["body"] == "commune_committee" and row["period"] == "2025"]
    assert {row["part"] for row in bodies} >= {"index766_on_time_points", "index766_online_dossiers_points"}
    assert all(0 <= float(row["points"]) <= float(row["at_most"]) for row in bodies if row["status"] == "ok")


counts = st.tuples(st.integers(0, 30), st.integers(0, 30)).map(lambda pair: (min(pair), max(pair)))


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), counts, min_size=1))
def test_no_small_count_shows_and_none_can_be_had_by_subtraction(bodies: dict[str, tuple[int, int]]) -> None:
    rows = by_body([(body, "2026-03", n, d) for body, (n, d) in bodies.items()], DAY)
    shown = {row["body"]: row for row in rows}
    hidden = [body for body in bodies if shown[body]["status"] == "suppressed"]
    for body, (n, d) in bodies.items():
        if any(0 < count < AT_LEAST for count in (n, d, d - n)):
            assert body in hidden
    if len(hidden) == 1:
        assert shown[ALL]["status"] == "suppressed"
