"""Lots and utilities: by hand, by a slow oracle, and under random sequences of offers."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tinhso.base.errors import NotAllowed
from tinhso.rooms.industry.match import Need, match
from tinhso.rooms.industry.park import (
    UTILITIES,
    Capacity,
    Lot,
    Park,
    Promise,
    check_promise,
    fill_share,
    give_promise,
    promised_on,
)

DAY = date(2026, 1, 1)
PARK = Park(
    "long_thanh",
    {
        "A1": Lot("A1", 3.0, frozenset({"data_centre", "factory"}), 20),
        "A2": Lot("A2", 5.0, frozenset({"factory"}), 10),
        "B1": Lot("B1", 2.0, frozenset({"data_centre"}), 30),
    },
    (
        Capacity("power_mw", DAY, 30),
        Capacity("power_mw", DAY + timedelta(365), 50),
        Capacity("water_m3_day", DAY, 1000),
        Capacity("racks", DAY, 400),
    ),
)


def _promise(lot="A1", *, key="p1", use="data_centre", start=0, days=None, **needs):
    from_on = DAY + timedelta(start)
    return Promise(key, f"project {key}", lot, use, from_on, None if days is None else from_on + timedelta(days), needs)


def _words(park, standing, asked):
    return [fault.what.en for fault in check_promise(park, standing, asked)]


def test_a_free_lot_is_given():
    standing = give_promise(PARK, (), _promise(power_mw=20))
    assert promised_on(standing, "power_mw", DAY) == 20
    assert promised_on(standing, "power_mw", DAY - timedelta(1)) == 0
    assert fill_share(PARK, standing, DAY) == pytest.approx(0.3)
    assert fill_share(Park("empty", {}, ()), (), DAY) is None


def test_a_lot_is_never_promised_twice():
    standing = (_promise(days=100),)
    assert _words(PARK, standing, _promise(key="p2", start=99)) == ["the lot is promised to another project"]
    assert _words(PARK, standing, _promise(key="p2", start=100)) == []
    assert _words(PARK, standing, _promise(key="p1", start=50)) == []  # the same promise, changed
    with pytest.raises(NotAllowed, match="project p1, 2026-01-01 – 2026-04-11"):
        give_promise(PARK, standing, _promise(key="p2"))


def test_power_counts_on_each_day():
    standing = (_promise("B1", key="p0", power_mw=25),)
    # 5 MW are left in the first year, 25 from its end on.
    assert _words(PARK, standing, _promise(power_mw=10)) == ["beyond what the park can supply"]
    assert _words(PARK, standing, _promise(start=365, power_mw=10)) == []
    # A later promise already stands: the days on which both hold decide.
    later = (_promise("B1", key="p0", start=30, power_mw=25),)
    assert _words(PARK, later, _promise(power_mw=10, days=30)) == []
    assert _words(PARK, later, _promise(power_mw=10, days=31)) == ["beyond what the park can supply"]


def test_every_reason_is_given_at_once():
    asked = _promise("A2", use="data_centre", days=0, power_mw=40, racks=-1)
    assert _words(PARK, (), asked) == [
        "the end is not after the start",
        "the plan does not allow this use",
        "a negative need",
        "more power than the lot's connection carries",
    ]
    assert _words(PARK, (), _promise("Z9")) == ["no such lot"]


def test_match_tells_what_fits_and_why_not():
    standing = (_promise("B1", key="p0"),)
    found = match(Need("data_centre", 2.5, DAY, {"power_mw": 15}), PARK, standing)
    assert [(m.lot.id, m.fits, m.spare_ha) for m in found] == [
        ("A1", True, 0.5),
        ("B1", False, -0.5),
        ("A2", False, 2.5),
    ]
    assert [reason.en for reason in found[1].reasons] == [
        "smaller than needed: 2 ha of 2.5 ha",
        "the lot is promised to another project",
    ]


needs = st.fixed_dictionaries({}, optional={utility: st.integers(0, 30) for utility in UTILITIES})
asks = st.builds(
    lambda key, lot, start, days, needs: _promise(lot, key=key, use="factory", start=start, days=days, **needs),
    st.sampled_from("abcdefgh"),
    st.sampled_from(["A1", "A2"]),
    st.integers(0, 500),
    st.one_of(st.none(), st.integers(1, 300)),
    needs,
)


@given(st.lists(asks, max_size=12))
def test_no_sequence_of_offers_breaks_the_rules(sequence):
    """Slow oracle: every day of two years, every lot held once, every utility within capacity."""
    standing: tuple[Promise, ...] = ()
    for asked in sequence:
        if not check_promise(PARK, standing, asked):
            standing = give_promise(PARK, standing, asked)
    for offset in range(0, 820):
        day = DAY + timedelta(offset)
        lots = [promise.lot for promise in standing if promise.holds_on(day)]
        assert len(lots) == len(set(lots))
        for utility in UTILITIES:
            assert promised_on(standing, utility, day) <= PARK.capacity_on(utility, day)


@given(st.lists(asks, max_size=5), asks)
def test_a_refusal_names_a_day_the_oracle_finds_too(sequence, asked):
    standing: tuple[Promise, ...] = ()
    for earlier in sequence:
        if not check_promise(PARK, standing, earlier):
            standing = give_promise(PARK, standing, earlier)
    held = [promise for promise in standing if promise.id != asked.id]
    days = [DAY + timedelta(offset) for offset in range(0, 820)]
    clash = any(o.lot == asked.lot and o.holds_on(day) and asked.holds_on(day) for o in held for day in days)
    over = any(
        asked.holds_on(day)
        and asked.needs.get(u)
        and promised_on(held, u, day) + asked.needs[u] > PARK.capacity_on(u, day)
        for u in UTILITIES
        for day in days
    )
    connection = asked.needs.get("power_mw", 0) > PARK.lots[asked.lot].power_mw
    assert bool(check_promise(PARK, standing, asked)) == bool(clash or over or connection)
