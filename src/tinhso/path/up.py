"""Up: the whole path of a home in one go, from invented deliveries to a release; safe to run again.

Takes a home, gives its newest release. Run again with the same arguments it finds nothing to do.
"""

from datetime import date
from pathlib import Path

from tinhso.base.home import Home
from tinhso.base.progress import Progress
from tinhso.path.deliver import receive_inbox
from tinhso.path.invent import invent
from tinhso.path.publish import measure_home, publish_home
from tinhso.registers.check import check_all
from tinhso.registers.receive import read_deliveries


def bring_up(home: Home, *, n_people: int, seed: int, as_of: date, report: Progress) -> Path:
    """Invent where nothing was received yet, then receive, check, measure and publish; return the release's folder."""
    if not read_deliveries(home) and not any(path.is_file() for path in home.inbox.rglob("*")):
        report("invent", 0, 5)
        invent(home, n_people=n_people, seed=seed, as_of=as_of)
    report("receive", 1, 5)
    receive_inbox(home, as_of)
    report("check", 2, 5)
    check_all(home, lambda delivery, done, total: report(delivery.register, done, total))
    report("measure", 3, 5)
    measure_home(home, as_of, report)
    report("publish", 4, 5)
    return publish_home(home)
