"""Plan sites: make a plan of new stations from a home's registers, and keep it in the home.

Takes a home and what is asked; the plan is published with the next release. `up` makes the first plans of a home.
"""

from datetime import date

from tinhso.base.home import Home
from tinhso.base.progress import Progress
from tinhso.engine import open_store
from tinhso.rooms.network.plan_files import Plan, read_plans, write_plan
from tinhso.rooms.network.planning import Asked, make_plan

FIRST = (Asked("4G", "places", share=1.0), Asked("5G", "people", n_sites=40))
"""What a new home is planned for: every residential area (DN10), and the people forty more 5G sites could win (DN9)."""


def plan_sites(home: Home, asked: Asked, as_of: date, report: Progress) -> Plan:
    """Return the plan asked for, kept in the home."""
    with open_store(home.store, read_only=True) as store:
        plan = make_plan(store, home, asked, as_of, report)
    write_plan(home, plan)
    return plan


def plan_first(home: Home, as_of: date, report: Progress) -> None:
    """Make the first plans of a home that has none."""
    if not read_plans(home):
        for asked in FIRST:
            plan_sites(home, asked, as_of, report)
