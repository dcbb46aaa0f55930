"""The park's writes: each rule as a refusal, each act as an event, and no double promise under concurrency."""

import threading
from datetime import UTC, date, datetime

import numpy as np
import pytest
from django.db import connections

from tinhso.base.errors import NotAllowed
from tinhso.rooms.industry.match import Need
from tinhso.rooms.industry.park import UTILITIES, promised_on
from tinhso.rooms.industry.web import actions, queries
from tinhso.rooms.industry.web.models import Investment, LotPromise, Park, ParkCapacity, ParkEvent, ParkLot

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 1)


def _park(n_lots=4, power=30):
    park = Park.objects.create(province="dong-nai", name="park")
    for i in range(n_lots):
        ParkLot.objects.create(park=park, lot_id=f"A{i}", area_ha=2 + i, uses="factory;data_centre", power_mw=20)
    ParkCapacity.objects.create(park=park, utility="power_mw", from_on=date(2025, 1, 1), amount=power)
    investment = actions.take_enquiry(
        park.pk, investor="Invented", contact="a@b.example", technology="cloud", origin="KR", wish="3 ha", at=AT
    )
    return park, investment


def _promise(park, investment, lot="A0", power=10.0, **change):
    said = {
        "use": "factory",
        "from_on": DAY,
        "until_on": None,
        "needs": {"power_mw": power},
        "who": "officer",
        "at": AT,
    }
    return actions.promise_lot(park.pk, lot, investment.pk, **(said | change))


def test_an_enquiry_becomes_a_lead_with_its_event(sqlite):
    park, investment = _park()
    assert (investment.stage, investment.since) == ("lead", {"lead": "2026-03-01"})
    assert [event.what for event in ParkEvent.objects.filter(park=park)] == ["enquiry"]


def test_a_lot_is_promised_once_and_given_back(sqlite):
    park, investment = _park()
    first = _promise(park, investment)
    with pytest.raises(NotAllowed, match="the lot is promised to another project"):
        _promise(park, investment)
    assert LotPromise.objects.count() == 1
    assert [lot.lot_id for lot in queries.free_lots(park, DAY)] == ["A1", "A2", "A3"]
    actions.give_back(first.pk, date(2026, 6, 1), who="officer", at=AT)
    _promise(park, investment, from_on=date(2026, 6, 1))
    assert [event.what for event in ParkEvent.objects.order_by("pk")] == ["enquiry", "promise", "give_back", "promise"]


def test_power_is_never_overrun(sqlite):
    park, investment = _park()
    _promise(park, investment, "A0", 20.0)
    with pytest.raises(NotAllowed, match="beyond what the park can supply"):
        _promise(park, investment, "A1", 15.0)
    _promise(park, investment, "A1", 10.0)


def test_what_matches_can_be_promised(sqlite):
    park, investment = _park()
    _promise(park, investment, "A0", 20.0)
    found = queries.matches(park, Need("data_centre", 3.0, DAY, {"power_mw": 10.0}))
    assert [m.lot.id for m in found if m.fits] == ["A1", "A2", "A3"]
    _promise(park, investment, found[0].lot.id, 10.0, use="data_centre")


def test_an_investment_moves_by_the_rules(sqlite):
    park, investment = _park()
    with pytest.raises(NotAllowed, match="capital or a promised lot is missing"):
        actions.move_investment(investment.pk, "registered", DAY, who="officer", at=AT)
    Investment.objects.filter(pk=investment.pk).update(capital_registered_usd=1000)
    _promise(park, investment)
    moved = actions.move_investment(investment.pk, "registered", DAY, who="officer", at=AT)
    assert moved.since == {"lead": "2026-03-01", "registered": "2026-03-01"}
    with pytest.raises(NotAllowed, match="there is no such move"):
        actions.move_investment(investment.pk, "producing", DAY, who="officer", at=AT)


def _interleave(n_attempts, n_threads=8, n_lots=12, power=60):
    """Let threads promise and give back lots at random, all at once; return how many promises were given."""
    park, investment = _park(n_lots, power)
    given, errors = [], []
    barrier = threading.Barrier(n_threads)

    def officer(seed):
        chance = np.random.default_rng(seed)
        barrier.wait()
        try:
            for _ in range(n_attempts // n_threads):
                _attempt(park, investment, chance, given)
        except BaseException as error:
            errors.append(error)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=officer, args=(seed,)) for seed in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    return park, len(given)


def _attempt(park, investment, chance, given):
    lot, month, length = f"A{chance.integers(0, 12)}", int(chance.integers(1, 13)), int(chance.integers(1, 24))
    from_on = date(2026 + month % 3, month, 1)
    until_on = date(from_on.year + length // 12, (from_on.month + length % 12 - 1) % 12 + 1, 2)
    if given and chance.random() < 0.45:
        actions.give_back(given[int(chance.integers(0, len(given)))], from_on, who="officer", at=AT)
        return
    try:
        promise = _promise(
            park, investment, lot, float(chance.integers(1, 20)), from_on=from_on, until_on=max(until_on, from_on)
        )
    except NotAllowed:
        return
    given.append(promise.pk)


def _check(park):
    promises = [p for p in queries.standing_promises(park) if p.until_on is None or p.until_on > p.from_on]
    for i, one in enumerate(promises):
        assert not any(one.lot == other.lot and one.overlaps(other) for other in promises[i + 1 :])
    plan = queries.park_plan(park)
    for day in {promise.from_on for promise in promises}:
        for utility in UTILITIES:
            promised = promised_on(promises, utility, day)
            assert promised <= plan.capacity_on(utility, day)
            assert promised_on(queries.added_up(park, day), utility, day) == pytest.approx(promised)


def test_no_double_promise_under_concurrency_on_sqlite(sqlite):
    park, n_given = _interleave(80, n_threads=4)
    _check(park)
    assert n_given > 0


def test_no_double_promise_under_concurrency_on_postgres(on_postgres):
    park, n_given = _interleave(240)
    _check(park)
    assert n_given > 0


@pytest.mark.slow
def test_ten_thousand_interleavings_on_postgres(on_postgres):
    park, n_given = _interleave(10_000)
    _check(park)
    assert n_given > 100
