"""What the room publishes: the board, everything it holds read once and composed, and what was reported on tasks.

Takes observations as a release carries them, a date, a province and the home with its own definitions; gives a
`Board`. Takes the registers as they stand, gives `tasks.json`; a province that delivered no reports publishes none.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.receipt import origin_of
from tinhso.engine import Store
from tinhso.law.text import read_texts
from tinhso.registers.history import receipts_in
from tinhso.rooms.plan.board import Board, Setting, board
from tinhso.rooms.plan.reading import read_agencies, read_programmes, read_territories
from tinhso.rooms.plan.reported import read_reported

_REPORTED = """
select task, cast(due_on as varchar), n_reports, done_percent, cast(reported_on as varchar),
    cast(finished_on as varchar)
from plan.task_report order by task
"""
_COLUMNS = ("task", "due_on", "n_reports", "done_percent", "reported_on", "finished_on")


def documents(store: Store, home: Home, as_of: date) -> Mapping[str, bytes]:
    """Return `tasks.json` once reports were received: under `tasks` one row a task, in order of its id."""
    states = receipts_in(store)
    if "plan.task_report" not in states:
        return {}
    tasks = [dict(zip(_COLUMNS, row, strict=True)) for row in store.fetch(_REPORTED)]
    content = {**origin_of([states["plan.task_report"]]), "as_of": as_of.isoformat(), "tasks": tasks}
    return {"tasks.json": canonical_json(content) + b"\n"}


def read_board(
    observations: Sequence[Mapping[str, object]], as_of: date, province: str, home: Path | None = None
) -> Board:
    """Return the board of a province (`dong-nai`, `hung-yen`) as of a day.

    Raises DefinitionError for a fault in any programme or reported figure.
    """
    programmes, reported = read_programmes(home), read_reported(home)
    setting = Setting(read_texts(), read_territories(home), read_agencies(home))
    return board(programmes, observations, reported, setting, as_of, province)
