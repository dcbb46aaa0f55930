"""The verbs of the network on the command line: `cover` computes coverage, `plan-sites` plans new stations.

Each takes parsed options and returns an exit code; `__main__` puts them beside the other verbs.
"""

import argparse
import json
import sys
from pathlib import Path

from tinhso.base.home import Home, open_home
from tinhso.base.progress import progress
from tinhso.path.cover import cover as cover_home
from tinhso.path.plan_sites import plan_sites as make_plan
from tinhso.rooms.network.planning import Asked

Options = argparse.Namespace


def cover(options: Options) -> int:
    """Compute the mobile coverage of residential areas from the registers, and receive the answer."""
    with progress("cover") as report:
        report("cover", 0, 1)
        delivery = cover_home(_home(options), options.as_of)
    _say("-" if delivery is None else f"{delivery.register}  {delivery.kind}  {delivery.receipt.id}")
    return 0


def plan_sites(options: Options) -> int:
    """Plan where new stations go: for a share, a number of sites or a budget, with a proven bound and the cost."""
    share = 1.0 if (options.share, options.sites, options.budget) == (None, None, None) else options.share
    asked = Asked(
        options.technology, options.goal, share, options.sites, options.budget, options.floor, options.operators
    )
    with progress("plan-sites") as report:
        plan = make_plan(_home(options), asked, options.as_of, report)
    if options.json:
        _say(json.dumps(plan, ensure_ascii=False, indent=1))
        return 0
    before, after = plan["before"], plan["after"]
    _say(f"{plan['id']}: {len(plan['sites'])} sites, {plan['cost_vnd']:,} đồng")
    _say(f"places {before['places']} -> {after['places']} / {plan['n_places']}, "
        f"people {before['people']} -> {after['people']} / {plan['n_people']}")  # fmt: skip
    _say(plan["certificate"]["text"][options.language])
    return 0


def add_plan_sites(verb: argparse.ArgumentParser) -> None:
    """Add what `plan-sites` asks."""
    verb.add_argument("--technology", choices=("4G", "5G"), default="4G")
    verb.add_argument(
        "--goal", choices=("places", "people"), default="places", help="what is counted (default: places)"
    )
    verb.add_argument("--share", type=float, help="share to reach, 0 to 1 (default: 1)")
    verb.add_argument("--sites", type=int, help="how many sites at most, instead of a share")
    verb.add_argument("--budget", type=int, help="how many đồng at most, instead of a share")
    verb.add_argument("--floor", type=float, default=0.0, help="share of each commune's places to cover first, 0 to 1")
    verb.add_argument("--operators", type=int, default=1, help="how many operators share each mast (default: 1)")
    verb.add_argument("--json", action="store_true", help="for a program to read")


def _home(options: Options) -> Home:
    return open_home(options.home or Path("homes") / (options.province or "dong-nai"))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
