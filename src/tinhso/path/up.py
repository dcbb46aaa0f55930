"""Up: the whole path of a home in one go, from invented deliveries to a release; safe to run again.

Takes a home, gives its newest release. Run again with the same arguments it finds nothing to do.
"""

from datetime import date
from pathlib import Path

from tinhso.base.home import Home
from tinhso.base.progress import Progress
from tinhso.path.cover import cover
from tinhso.path.deliver import receive_inbox
from tinhso.path.given import take_given
from tinhso.path.invent import invent
from tinhso.path.linking import link_home
from tinhso.path.plan_sites import plan_first
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.check import check_all
from tinhso.registers.receive import read_deliveries


def bring_up(home: Home, *, n_people: int, seed: int, as_of: date, report: Progress, given: Path | None = None) -> Path:
    """Invent where nothing was received yet, take public files from `given`, and go the whole path to a release.

    Returns the release's folder; raises UnusableInput when `given` holds no file that is known.
    """
    if not read_deliveries(home) and not any(path.is_file() for path in home.inbox.rglob("*")):
        report("invent", 0, 7)
        invent(home, n_people=n_people, seed=seed, as_of=as_of)
    if given is not None:
        take_given(home, given)
    report("receive", 1, 7)
    receive_inbox(home, as_of)
    report("check", 2, 7)
    check_all(home, lambda delivery, done, total: report(delivery.register, done, total))
    report("cover", 3, 7)
    cover(home, as_of)
    plan_first(home, as_of, report)
    report("link", 4, 7)
    link_home(home, report)
    report("measure", 5, 7)
    measure_home(home, as_of, report)
    report("publish", 6, 7)
    return publish_home(home)
