"""What inventing deliveries has in common: seeded chance, where people live, and files as an agency would send them.

Each room's `sample.py` takes a `Scene` and gives `InventedDelivery` values. Everything made here is received with the
mark *invented*, which stays with it to the last page and file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

from tinhso.base.area import communes_of

# People per km² of built-up land differ by kind of unit; the ratio shapes invented registers only.
_DENSITY = {"ward": 6.0, "commune": 1.0, "special_zone": 0.5}


@dataclass(frozen=True, slots=True)
class Scene:
    """What is invented: the province (two-digit code), how many people, the seed, and the day it is told from."""

    province: str
    n_people: int
    seed: int
    as_of: date

    def chance(self, *names: str) -> np.random.Generator:
        """Return a generator that depends on the seed and the names alone, not on what was drawn before."""
        digest = sha256("|".join([str(self.seed), self.province, *names]).encode()).digest()
        return np.random.default_rng(int.from_bytes(digest[:8], "big"))

    def communes(self) -> list[str]:
        """Return the codes of the province's communes, in order."""
        return [area.code for area in communes_of(self.province, self.as_of)]

    def commune_shares(self) -> NDArray[np.float64]:
        """Return each commune's share of the people, shape (n_communes,), adding up to 1; wards are denser."""
        areas = communes_of(self.province, self.as_of)
        sizes = np.array([float(a.area_km2 or 10) ** 0.4 * _DENSITY[a.kind] ** 0.5 for a in areas])
        shares: NDArray[np.float64] = sizes / sizes.sum()
        return shares


@dataclass(frozen=True, slots=True)
class InventedDelivery:
    """A table to be sent for a register: file name, columns as the agency names them, full or change.

    `told_on` is the day it tells of; None leaves it to the day it is received.
    """

    register: str
    file_name: str
    sender: str
    table: pa.Table
    kind: Literal["full", "change"] = "full"
    told_on: date | None = None

    def write(self, folder: Path) -> Path:
        """Write the table as a CSV file in UTF-8 with a header, and return its path."""
        day = [self.told_on.isoformat()] if self.told_on else []
        path = Path(folder, self.register, *day, self.file_name)
        path.parent.mkdir(parents=True, exist_ok=True)
        csv.write_csv(self.table, path)
        return path


@dataclass(frozen=True, slots=True)
class Mending:
    """How a register came to be what it is: rows as they were wrong before, and in which delivery each was mended.

    `days` are the days of the deliveries, the first a full one; `came_on` the day of each row (days since 1970);
    `wrong` the same rows with faults; `mended_in` the delivery (1…) that brought the right row, 0: never wrong.
    `extra` are rows that should not be, each with the delivery (1…) in `removed_in` that takes it out again.
    """

    days: Sequence[date]
    came_on: NDArray[np.int64]
    wrong: pa.Table
    mended_in: NDArray[np.int64]
    extra: pa.Table | None = None
    removed_in: NDArray[np.int64] | None = None


def month_ends_before(day: date, n: int) -> list[date]:
    """Return the last days of the `n` months before a day's own, oldest first."""
    found: list[date] = []
    for _ in range(n):
        day = day.replace(day=1) - timedelta(days=1)
        found.append(day)
    return found[::-1]


def in_steps(sent: InventedDelivery, mending: Mending) -> list[InventedDelivery]:
    """Return a full delivery as the deliveries that led to it; what the register holds in the end is the same.

    The first is full and holds what had come by its day, faults included; each later one is a change.
    """
    day_numbers = [(day - date(1970, 1, 1)).days for day in mending.days]
    came_in = np.minimum(np.searchsorted(day_numbers, mending.came_on), len(day_numbers) - 1)
    return [
        replace(
            sent,
            table=_of_step(sent.table, mending, came_in, step),
            kind="change" if step else "full",
            told_on=day,
        )
        for step, day in enumerate(mending.days)
    ]


def _of_step(right: pa.Table, mending: Mending, came_in: NDArray[np.int64], step: int) -> pa.Table:
    """Return what one delivery holds: rows new in it, rows mended by it and, marked to be deleted, rows taken out."""
    both = pa.concat_tables([right, mending.wrong])
    row = np.flatnonzero((came_in == step) | ((mending.mended_in == step) & (came_in < step) & (step > 0)))
    still_wrong = mending.mended_in[row] > step
    rows = both.take(pa.array(row + still_wrong * right.num_rows))
    if mending.extra is None or mending.removed_in is None:
        return rows
    if step == 0:
        return pa.concat_tables([rows, mending.extra])
    gone = mending.extra.take(pa.array(np.flatnonzero(mending.removed_in == step)))
    action = pa.array(["sửa"] * rows.num_rows + ["xóa"] * gone.num_rows)
    return pa.concat_tables([rows, gone]).add_column(0, "Thao tác", action)
