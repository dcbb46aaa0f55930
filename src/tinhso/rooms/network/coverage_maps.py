"""The map layers of a release: one picture a technology, operator and level, and the area each covers.

Takes the computed coverage; gives PNG files by name and what a page must print beside them. Area is counted over cells
of the map that lie nearer to one of the province's communes than a commune's reach; a commune owns the cells nearest
to its centre, as long as no boundaries were received.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tinhso.base.area import Area
from tinhso.rooms.network.computing import Computed
from tinhso.rooms.network.coverage import words
from tinhso.rooms.network.coverage_grid import Grid, palette_png
from tinhso.rooms.network.served import Levels
from tinhso.rooms.network.stations import ANY, OPERATORS, TECHNOLOGIES

LEVELS_DBM = (-95, -105, -110)
"""Levels asked outdoors; the last is the link budgets' own, asked indoors too. Practice, not law."""

COLOURS = ((0, 0, 0, 0), (242, 183, 5, 170), (28, 102, 171, 190))
"""No, probable and sure coverage: clear, gold and blue, apart for colour-blind readers too."""

_REACH = 1.35
"""A commune owns cells within this many radii of a circle of its area; farther cells lie outside the province."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One picture: what it answers, its file name and bytes, and the word (0–2) of each grid receiver."""

    technology: str
    operator: str
    level_dbm: int
    indoors: bool
    png: bytes
    answer: NDArray[np.int8]

    @property
    def name(self) -> str:
        """Return the file's name, as 5G-any-110.png."""
        inside = "-indoors" if self.indoors else ""
        return f"{self.technology}-{self.operator}{self.level_dbm}{inside}.png"


def layers(computed: Computed, as_of: date) -> Iterator[Layer]:
    """Yield every layer of the province."""
    on_air = computed.stations.on_air(as_of)
    for technology in TECHNOLOGIES:
        for operator in (ANY, *OPERATORS):
            levels = computed.field.levels(technology, operator, on_air)
            for level_dbm, indoors in (*((level, False) for level in LEVELS_DBM), (LEVELS_DBM[-1], True)):
                yield _layer(computed, levels, (technology, operator, level_dbm, indoors))


def _layer(computed: Computed, levels: Levels, what: tuple[str, str, int, bool]) -> Layer:
    technology, _, level_dbm, indoors = what
    budget = next(b for (name, _), b in sorted(computed.field.budgets.items()) if name == technology)
    shares = computed.field.shares(levels, least_dbm=float(level_dbm), indoors=indoors, part=computed.part("grid"))
    answer = words(budget, shares)
    cells = np.zeros(computed.grid.rows * computed.grid.columns, np.uint8)
    cells[computed.grid_at] = answer
    picture = palette_png(cells.reshape(computed.grid.rows, computed.grid.columns), COLOURS)
    return Layer(*what, picture, answer)


def cell_areas_km2(grid: Grid, grid_at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the area on the ground (km²) of cells of the grid."""
    lat, _ = grid.centres()
    return np.asarray((grid.side_m * np.cos(np.radians(lat[grid_at])) / 1000.0) ** 2)


def owners(grid: Grid, grid_at: NDArray[np.int64], communes: Sequence[Area]) -> NDArray[np.int64]:
    """Return the number of the commune whose centre is nearest to each cell; −1 beyond the reach of all."""
    lat, lon = (each[grid_at] for each in grid.centres())
    squeeze = np.cos(np.radians(lat.mean()))
    centres = np.array([(float(a.lat or 0), float(a.lon or 0) * squeeze) for a in communes])
    away, nearest = cKDTree(centres).query(np.stack([lat, lon * squeeze], axis=1))
    radius = np.sqrt(np.array([float(a.area_km2 or 30) for a in communes]) / np.pi) / 111.2
    return np.asarray(np.where(away <= _REACH * radius[nearest], nearest, -1))
