"""The park's desk over ten thousand lots and promises: what a manager waits for, and what it costs the processor.

    uv run python -m bench.park [--quick]      (seconds: reading for a desk, a file and a promise, of processor)

tinhso's own server with two workers over SQLite; pages are asked one after another, lots are promised and given back
through their form. 9,500 lots are held, 2,500 older promises have ended. The peer is the same reading in the plainest
way, run here on the same rows: every promise becomes a value and the park's rules go over all of them. Accuracy is the
share of answers (utilities, free lots, verdicts on promises) on which both agree.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.services import _cpu_seconds, _descendants, _peak_mb, serving

N_LOTS, N_HELD, N_ENDED = 10_000, 9_500, 2_500
HERE = "/vi/dong-nai/park/"
LONG_AGO, LATER, TODAY = date(2024, 1, 1), date(2025, 1, 1), date(2026, 11, 22)
Asked = Mapping[str, float]


def main() -> None:
    """Fill a park, ask its desk, and print the table and the JSON line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="few requests")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        (home / "keys").mkdir()
        from tinhso.portal.serve import prepare

        prepare(home)
        park, number, cookie = filled()
        ours, plain, accuracy = read_both(park, 3 if quick else 15)
        with serving(home) as (port, pid):
            found = asked(port, pid, number, cookie, 20 if quick else 200)
            peak_mb = sum(_peak_mb(each) for each in _descendants(pid))
    report(found, {"seconds": ours, "peer_seconds": plain, "accuracy": accuracy, "peak_mb": peak_mb})


def filled() -> tuple[Any, int, str]:
    """Return the park, the number of an investment without a lot, and the cookies of a manager's session."""
    from django.contrib.auth.models import User
    from django.test import Client

    from tinhso.people.models import Seat
    from tinhso.people.roles import Role
    from tinhso.rooms.industry.web.models import Park, ParkCapacity

    park = Park.objects.create(province="dong-nai", name="bench", invented=True)
    for from_on, amount in ((LONG_AGO, 50_000), (date(2027, 1, 1), 60_000), (date(2030, 1, 1), 80_000)):
        ParkCapacity.objects.create(park=park, utility="power_mw", from_on=from_on, amount=amount)
    number = _fill_lots(park)
    user = User.objects.create_user("manager")
    Seat.objects.create(user=user, province="dong-nai", role=Role.OFFICER, agency="ban-quan-ly-kcn")
    client = Client()
    client.force_login(user)
    return park, number, f"sessionid={client.cookies['sessionid'].value}"


def _fill_lots(park: Any) -> int:
    from tinhso.rooms.industry.web.models import Investment, LotPromise, ParkLot

    stages = ("lead", "registered", "licensed", "producing")
    lots = [
        ParkLot(park=park, lot_id=f"L{n:05d}", area_ha=1 + n % 7, uses="data_centre;factory", power_mw=20)
        for n in range(N_LOTS)
    ]
    projects = [
        Investment(
            park=park, investor=f"investor {n}", technology="cloud", origin="KR", stage=stages[n % 4],
            since={"lead": "2024-01-01", stages[n % 4]: "2024-06-01"}, capital_registered_usd=10**6 * (1 + n % 90),
        )
        for n in range(N_LOTS)
    ]  # fmt: skip
    ParkLot.objects.bulk_create(lots, 500)
    Investment.objects.bulk_create(projects, 500)
    now = [(n, date(2025 + n % 2, 1 + n % 12, 1), None) for n in range(N_HELD)]
    before = [(n, LONG_AGO, LATER) for n in range(N_ENDED)]
    LotPromise.objects.bulk_create(
        [
            LotPromise(lot=lots[n], investment=projects[n], use="factory", from_on=from_on, until_on=until_on,
                       needs={"power_mw": 1 + n % 4})
            for n, from_on, until_on in now + before
        ],
        500,
    )  # fmt: skip
    return Investment.objects.order_by("-pk")[0].pk


def read_both(park: Any, n: int) -> tuple[float, float, float]:
    """Return the processor seconds of the desk's reading, those of the plain way, and the share of equal answers."""
    times: list[tuple[float, float]] = []
    agreed: list[bool] = []
    for k in range(n):
        lot = f"L{k:05d}" if k % 2 else f"L{N_HELD + k:05d}"
        took, answers = zip(*(_timed(read, park, lot) for read in (_ours, _plainly)), strict=True)
        times.append(took)
        agreed += [a == b for a, b in zip(*answers, strict=True)]
    ours, plain = (statistics.median(each) for each in zip(*times, strict=True))
    return ours, plain, sum(agreed) / len(agreed)


def _timed(read: Callable[..., list[object]], park: Any, lot: str) -> tuple[float, list[object]]:
    started = time.process_time()
    answers = read(park, lot, TODAY)
    return time.process_time() - started, answers


def _ours(park: Any, lot: str, today: date) -> list[object]:
    from tinhso.rooms.industry import park as rules
    from tinhso.rooms.industry.web import queries

    rows = [(row.utility, row.day, round(row.promised, 6)) for row in queries.utility_rows(park, today)]
    free = [each.lot_id for each in queries.free_lots(park, today)]
    plan, standing = queries.park_plan(park, lot_id=lot), queries.beside(park, lot, today)
    return [rows, free, _forbidden(rules.check_promise(plan, standing, _wish(lot, today)))]


def _plainly(park: Any, lot: str, today: date) -> list[object]:
    from tinhso.rooms.industry import park as rules
    from tinhso.rooms.industry.web import queries

    plan, standing = queries.park_plan(park), queries.standing_promises(park)
    rows = [
        (utility, day, round(rules.promised_on(standing, utility, day), 6))
        for utility in rules.UTILITIES
        for day in [today, *(c.from_on for c in plan.capacities if c.utility == utility and c.from_on > today)]
    ]
    year = rules.Promise("", "", "", "", today, today + timedelta(366), {})
    held = {promise.lot for promise in standing if promise.overlaps(year)}
    free = [id_ for id_ in sorted(plan.lots) if id_ not in held]
    return [rows, free, _forbidden(rules.check_promise(plan, standing, _wish(lot, today)))]


def _wish(lot: str, today: date) -> Any:
    from tinhso.rooms.industry.park import Promise

    return Promise("", "bench", lot, "factory", today, None, {"power_mw": 5.0})


def _forbidden(faults: list[Any]) -> list[str]:
    return [fault.text("en") for fault in faults]


def asked(port: int, pid: int, number: int, cookie: str, n: int) -> dict[str, Asked]:
    """Return by request its median, p95 and processor, in ms; promising and giving back are one request each."""
    base = f"http://127.0.0.1:{port}{HERE}desk/"
    page, token = _taken(f"{base}{number}/", cookie)
    secret = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"csrfmiddlewaretoken": secret, "what": "promise", "use": "factory", "power_mw": "5"}

    def promise(k: int) -> None:
        lot = f"L{N_HELD + k:05d}"
        _taken(f"{base}{number}/act/", f"{cookie}; {token}", {**form, "lot": lot, "from_on": TODAY.isoformat()})

    return {
        "desk": _measured(pid, n, lambda _: _taken(base, cookie)),
        "desk, one stage": _measured(pid, n, lambda _: _taken(f"{base}?stage=licensed", cookie)),
        "an investment's file": _measured(pid, n, lambda k: _taken(f"{base}{1 + 40 * k}/", cookie)),
        "promise a lot": _measured(pid, n, promise),
    }


def _measured(pid: int, n: int, ask: Callable[[int], object]) -> Asked:
    for k in range(n, n + 16):
        ask(k)
    times, before = [], _cpu_seconds([pid])
    for k in range(n):
        started = time.perf_counter()
        ask(k)
        times.append(1000 * (time.perf_counter() - started))
    cuts = statistics.quantiles(times, n=20)
    return {"p50_ms": cuts[9], "p95_ms": cuts[18], "cpu_ms": 1000 * (_cpu_seconds([pid]) - before) / n}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay)


def _taken(url: str, cookie: str, form: Mapping[str, str] | None = None) -> tuple[str, str]:
    """Return a page and the cookie of its forms; a form that was taken answers with the way to the next page."""
    body = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(url, body, {"Cookie": cookie})
    try:
        with _OPENER.open(request, timeout=120) as answer:
            return answer.read().decode(), str(answer.headers.get("Set-Cookie", "")).split(";")[0]
    except urllib.error.HTTPError as answer:
        if answer.code != 302:
            raise
        return "", ""


def report(found: Mapping[str, Asked], more: Mapping[str, float]) -> None:
    """Print what each request took and the JSON line."""
    print(f"{N_LOTS:,} lots, {N_HELD + N_ENDED:,} promises; load of the machine {os.getloadavg()[0]:.1f}")
    print(f"{'request':24}{'p50 ms':>9}{'p95 ms':>9}{'CPU ms':>9}")
    for name, row in found.items():
        print(f"{name:24}{row['p50_ms']:9.1f}{row['p95_ms']:9.1f}{row['cpu_ms']:9.1f}")
    print(f"reading alone: {1000 * more['seconds']:.1f} ms, plainly {1000 * more['peer_seconds']:.1f} ms of processor")
    ratio = more["peer_seconds"] / more["seconds"]
    peer = "every promise as a value, the rules over all of them"
    print(json.dumps({"name": "park", "size": N_LOTS, "peer": peer, "ratio": ratio, **more, "requests": found}))


if __name__ == "__main__":
    main()
