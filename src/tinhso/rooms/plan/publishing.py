"""The board a release is published with: everything the room holds, read once and composed.

Takes observations as a release carries them, a date, a province and the home with its own definitions; gives a
`Board`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from tinhso.law.text import read_texts
from tinhso.rooms.plan.board import Board, Setting, board
from tinhso.rooms.plan.reading import read_agencies, read_programmes, read_territories
from tinhso.rooms.plan.reported import read_reported


def read_board(
    observations: Sequence[Mapping[str, object]], as_of: date, province: str, home: Path | None = None
) -> Board:
    """Return the board of a province (`dong-nai`, `hung-yen`) as of a day.

    Raises DefinitionError for a fault in any programme or reported figure.
    """
    programmes, reported = read_programmes(home), read_reported(home)
    setting = Setting(read_texts(), read_territories(home), read_agencies(home))
    return board(programmes, observations, reported, setting, as_of, province)
