"""What inventing deliveries has in common: seeded chance, where people live, and files as an agency would send them.

Each room's `sample.py` takes a `Scene` and gives `InventedDelivery` values. Everything made here is received with the
mark *invented*, which stays with it to the last page and file.
"""

from dataclasses import dataclass
from datetime import date
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
    """A table to be sent for a register: file name, columns as the agency names them, full or change."""

    register: str
    file_name: str
    sender: str
    table: pa.Table
    kind: Literal["full", "change"] = "full"

    def write(self, folder: Path) -> Path:
        """Write the table as a CSV file in UTF-8 with a header, and return its path."""
        path = folder / self.register / self.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        csv.write_csv(self.table, path)
        return path
