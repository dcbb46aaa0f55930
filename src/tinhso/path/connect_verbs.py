"""The verb of the command line that pulls from a home's connections.

Takes parsed options, gives an exit code; the grammar of the verb stands beside it.
"""

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from tinhso.base.home import open_home
from tinhso.path.connect import pull_due
from tinhso.path.daily import alone


def pull(options: argparse.Namespace) -> int:
    """Ask the connections that are due, or those named, for what is new and keep it; a line of JSON a connection."""
    home = open_home(options.home or Path("homes") / (options.province or "dong-nai"))
    at = datetime.now(UTC)  # noqa: TID251 - the instant of an act at the edge

    def log(line: dict[str, object]) -> None:
        said = {"at": at.isoformat(timespec="milliseconds"), **line}
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")

    with alone(home):
        failed = pull_due(home, at, options.as_of, log, names=options.names, from_start=options.from_start)
    return 1 if failed else 0


def add_pull(verb: argparse.ArgumentParser) -> None:
    """Add what the verb `pull` takes."""
    verb.add_argument("names", nargs="*", metavar="NAME", help="connections to ask now (default: those that are due)")
    verb.add_argument("--from-start", action="store_true", help="forget how far those named came and ask for all")
