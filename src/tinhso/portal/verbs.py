"""Verbs of the command line that concern people and their work in the portal; Django is loaded by a verb alone.

Takes parsed options, gives an exit code; the grammar of each verb stands beside it.
"""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path


def serve(options: argparse.Namespace) -> int:
    """Serve the portal of one home, or of a folder of homes."""
    return serve_folder(options.home or Path("homes"), options.port)


def serve_folder(folder: Path, port: int) -> int:
    """Serve a folder until interrupted, and say where."""
    from tinhso.portal.serve import serve as serve_portal

    sys.stdout.write(f"http://localhost:{port}\n")
    serve_portal(folder, port)
    return 0


def add_serve(verb: argparse.ArgumentParser) -> None:
    """Add what the verb `serve` takes."""
    verb.add_argument("--port", type=int, default=8000)


def work(options: argparse.Namespace) -> int:
    """Do the long work that the portal's desks queued, beside `serve` with TINHSO_WORKER=1."""
    from tinhso.portal.serve import work as work_off

    work_off(options.home or Path("homes"), until_empty=options.until_empty)
    return 0


def add_work(verb: argparse.ArgumentParser) -> None:
    """Add what the verb `work` takes."""
    verb.add_argument("--until-empty", action="store_true", help="stop when nothing is left to do")


def seat(options: argparse.Namespace) -> int:
    """Give the person of an account a seat in a province, as its first administrator."""
    from tinhso.portal.serve import seat_person

    folder, province = options.home or Path("homes"), options.province or "dong-nai"
    at = datetime.now(UTC)  # noqa: TID251 - the instant of an act at the edge
    said = seat_person(folder, options.name, province, options.role, reason=options.reason, at=at)
    sys.stdout.write(f"{said}\n")
    return 0


def add_seat(verb: argparse.ArgumentParser) -> None:
    """Add what the verb `seat` takes."""
    verb.add_argument("name", help="the user name of an account that was opened in the portal")
    roles = ("officer", "steward", "leader", "auditor", "administrator")
    verb.add_argument("--role", choices=roles, default="administrator")
    verb.add_argument("--reason", required=True, help="why, for the audit trail")
