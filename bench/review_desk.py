"""How long one decision takes at the review desk with 100,000 pairs waiting: the form sent, the next pair shown.

Run as `uv run python -m bench.review_desk [--quick]`. A round trip is the POST of a judgement and the GET of the page
it leads to, through every layer of Django but the network, on SQLite as a home has it (synchronous FULL). There is no
peer: clerical review is asked for in other linkage tools and is not part of them. The last line is one JSON object.
"""

import argparse
import json
import re
import resource
import sys
import time
from pathlib import Path
from statistics import median, quantiles

sys.path += [str(Path(__file__).parents[1] / "tests"), str(Path(__file__).parents[1] / "tests/portal")]
N_PAIRS, N_ROUNDS = 100_000, 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    n_pairs, n_rounds = (20_000, 60) if quick else (N_PAIRS, N_ROUNDS)
    from portal_site import made_homes

    made_homes()
    gathered = _gather(n_pairs)
    times = _decide(n_rounds)
    cuts = quantiles(times, n=100)
    found = {
        "name": "review_desk", "size": n_pairs, "seconds": round(median(times), 4), "p95_seconds": round(cuts[94], 4),
        "gather_seconds": round(gathered, 1), "peer": None, "peer_seconds": None, "ratio": None,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "accuracy": None,
    }  # fmt: skip
    sys.stdout.write(f"{n_pairs} pairs wait, {n_rounds} decisions: median {found['seconds'] * 1000:.0f} ms, ")
    sys.stdout.write(f"p95 {found['p95_seconds'] * 1000:.0f} ms; kept in {gathered:.1f} s\n{json.dumps(found)}\n")


def _gather(n_pairs: int) -> float:
    from a_review import a_linkage, some_pairs
    from django.core.management import call_command

    from tinhso.portal.desks.review_keeping import keep_pairs

    call_command("migrate", verbosity=0, interactive=False)
    started = time.perf_counter()
    keep_pairs(a_linkage(), some_pairs(n_pairs))
    return time.perf_counter() - started


def _decide(n_rounds: int) -> list[float]:
    """Return the seconds of each round trip; every other is an officer's of one commune."""
    from a_review import AREAS
    from django.contrib.auth.models import User
    from django.test import Client

    from tinhso.people.models import Seat

    clients = []
    for name, area in (("one", ""), ("two", AREAS[0])):
        user = User.objects.create_user(name)
        Seat.objects.create(user=user, province="dong-nai", role="officer", area=area)
        client = Client()
        client.force_login(user)
        clients.append([client, client.get("/vi/dong-nai/desks/review/land.holder/next/", follow=True)])
    times = []
    for n in range(n_rounds):
        client, page = clients[n % 2]
        text = page.content.decode()
        sent = {"judgement": ("together", "apart")[n % 3 == 0], "seen": re.search(r'"seen" value="(\w+)"', text)[1]}
        place = re.search(r'action="([^"]+/judge/)"', text)[1]
        started = time.perf_counter()
        clients[n % 2][1] = client.post(place, {**sent, "reason": "x"}, follow=True)
        times.append(time.perf_counter() - started)
    return times


if __name__ == "__main__":
    main()
