"""Which commune a place lies in, for millions of places at once and none wrong.

Takes commune borders (GeoJSON polygons, degrees) and points; gives the commune of each, or none. A raster of small
cells says at once which commune fills a cell; only in cells that a border crosses are the edges of that raster row
counted (even-odd rule). A shared edge is always computed from its southern end, so two communes never both claim a
point and never both refuse it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import UnusableInput, definition_fault
from tinhso.rooms.network.compiled import compiled

NOWHERE = -1
_BORDER = -2
_CELLS_ACROSS = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Borders:
    """Commune borders ready to be asked.

    `codes` in the order of the ids the raster holds; `raster` (rows, columns) south row first: a commune's id, NOWHERE
    or a mark for border cells; `edges` (n, 4) x and y of the southern, then the northern end, degrees; `owners` commune
    id of each edge; `row_starts`, `row_edges` which edges touch each raster row.
    """

    codes: tuple[str, ...]
    west: float
    south: float
    cell: float
    raster: NDArray[np.int32]
    edges: NDArray[np.float64]
    owners: NDArray[np.int32]
    row_starts: NDArray[np.int64]
    row_edges: NDArray[np.int64]


def _rings(geometry: Mapping[str, object]) -> Iterator[NDArray[np.float64]]:
    """The rings of a polygon or multipolygon."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    assert isinstance(polygons, list)
    for polygon in polygons:
        for ring in polygon:
            yield np.asarray(ring, float)[:, :2]


def read_borders(path: Path, code_property: str) -> Borders:
    """Return the borders of a GeoJSON file; `code_property` names the property that holds the commune's code.

    `UnusableInput` when the file is no collection of polygons with that property.
    """
    try:
        features = json.loads(path.read_text("utf-8"))["features"]
        rings = [(str(f["properties"][code_property]), list(_rings(f["geometry"]))) for f in features]
        return borders_of(rings)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        expected = f"a GeoJSON collection of polygons with the property {code_property}"
        fault = definition_fault(str(path), "not commune borders", repr(error), expected, "Send the GeoJSON again.")
        raise UnusableInput(fault) from error


def borders_of(communes: list[tuple[str, list[NDArray[np.float64]]]]) -> Borders:
    """Return borders from (code, rings); rings in degrees, first point repeated at the end or not."""
    edges, owners = [], []
    for owner, (_, rings) in enumerate(communes):
        for ring in rings:
            closed = ring if np.array_equal(ring[0], ring[-1]) else np.vstack([ring, ring[:1]])
            pairs = np.hstack([closed[:-1], closed[1:]])
            edges.append(pairs)
            owners.append(np.full(len(pairs), owner, np.int32))
    table, owner_of = np.vstack(edges), np.concatenate(owners)
    down = table[:, 1] > table[:, 3]
    table[down] = table[down][:, [2, 3, 0, 1]]
    west, south = table[:, [0, 2]].min(), table[:, [1, 3]].min()
    extent = max(table[:, [0, 2]].max() - west, table[:, [1, 3]].max() - south)
    cell = extent / (_CELLS_ACROSS - 2)
    rows = int((table[:, [1, 3]].max() - south) / cell) + 2
    columns = int((table[:, [0, 2]].max() - west) / cell) + 2
    first = ((table[:, 1] - south) / cell).astype(np.int64)
    last = ((table[:, 3] - south) / cell).astype(np.int64)
    counts = last - first + 1
    edge_of = np.repeat(np.arange(len(table)), counts)
    row_of = np.repeat(first, counts) + np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    order = np.argsort(row_of, kind="stable")
    row_starts = np.searchsorted(row_of[order], np.arange(rows + 1))
    raster = np.full((rows, columns), NOWHERE, np.int32)
    parity = np.zeros(len(communes), np.int8)
    arrays = (raster, np.ascontiguousarray(table), owner_of, row_starts.astype(np.int64), edge_of[order])
    _mark_borders(west, south, cell, *arrays[:2])
    _fill_cells(west, south, cell, *arrays, parity)
    codes = tuple(code for code, _ in communes)
    return Borders(codes, float(west), float(south), float(cell), *arrays)


@compiled
def _mark_borders(west: float, south: float, cell: float, raster: np.ndarray, edges: np.ndarray) -> None:
    """Mark every cell an edge touches, with the cells beside it: rounding can then do no harm."""
    for e in range(edges.shape[0]):
        x1, y1, x2, y2 = edges[e]
        steps = int(2.0 * max(abs(x2 - x1), y2 - y1) / cell) + 1
        for k in range(steps + 1):
            i = int((y1 + (y2 - y1) * k / steps - south) / cell)
            j = int((x1 + (x2 - x1) * k / steps - west) / cell)
            for a in range(max(i - 1, 0), min(i + 2, raster.shape[0])):
                for b in range(max(j - 1, 0), min(j + 2, raster.shape[1])):
                    raster[a, b] = _BORDER


@compiled
def _commune_at(
    x: float,
    y: float,
    row: int,
    edges: np.ndarray,
    owners: np.ndarray,
    row_starts: np.ndarray,
    row_edges: np.ndarray,
    parity: np.ndarray,
) -> int:
    """The commune whose edges are crossed an odd number of times east of (x, y); `parity` is zeros and stays so."""
    found = NOWHERE
    for k in range(row_starts[row], row_starts[row + 1]):
        e = row_edges[k]
        if edges[e, 1] <= y < edges[e, 3]:
            at = edges[e, 0] + (y - edges[e, 1]) * (edges[e, 2] - edges[e, 0]) / (edges[e, 3] - edges[e, 1])
            if x < at:
                parity[owners[e]] ^= 1
    for k in range(row_starts[row], row_starts[row + 1]):
        owner = owners[row_edges[k]]
        if parity[owner]:
            found = owner if found == NOWHERE else min(found, owner)
            parity[owner] = 0
    return found


@compiled
def _fill_cells(
    west: float,
    south: float,
    cell: float,
    raster: np.ndarray,
    edges: np.ndarray,
    owners: np.ndarray,
    row_starts: np.ndarray,
    row_edges: np.ndarray,
    parity: np.ndarray,
) -> None:
    """Give each cell no border touches to the commune around it; a run of such cells is asked once."""
    for i in range(raster.shape[0]):
        known = False
        owner = NOWHERE
        for j in range(raster.shape[1]):
            if raster[i, j] == _BORDER:
                known = False
                continue
            if not known:
                x, y = west + (j + 0.5) * cell, south + (i + 0.5) * cell
                owner = _commune_at(x, y, i, edges, owners, row_starts, row_edges, parity)
                known = True
            raster[i, j] = owner


@compiled
def _find_communes(
    points: tuple[np.ndarray, np.ndarray],
    frame: tuple[float, float, float],
    raster: np.ndarray,
    edges: np.ndarray,
    owners: np.ndarray,
    row_starts: np.ndarray,
    row_edges: np.ndarray,
    parity: np.ndarray,
    out: np.ndarray,
) -> None:
    """Fill `out` with the commune of each point."""
    west, south, cell = frame
    per_cell = 1.0 / cell
    rows, columns = raster.shape
    lon, lat = points
    for k in range(lon.size):
        x, y = lon[k], lat[k]
        out[k] = NOWHERE
        if x >= west and y >= south:
            i, j = int((y - south) * per_cell), int((x - west) * per_cell)
            if i < rows and j < columns:
                here = raster[i, j]
                if here == _BORDER:
                    row = min(max(int((y - south) / cell), 0), rows - 1)
                    here = _commune_at(x, y, row, edges, owners, row_starts, row_edges, parity)
                out[k] = here


def communes_at(borders: Borders, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return for each point (degrees) the index of its commune in `borders.codes`, NOWHERE (−1) for none.

    A point that is not a number lies nowhere.
    """
    out = np.empty(lon.size, np.int32)
    points = (np.ascontiguousarray(lon, float), np.ascontiguousarray(lat, float))
    frame = (borders.west, borders.south, borders.cell)
    parity = np.zeros(len(borders.codes), np.int8)
    arrays = (borders.raster, borders.edges, borders.owners, borders.row_starts, borders.row_edges)
    _find_communes(points, frame, *arrays, parity, out)
    return out
