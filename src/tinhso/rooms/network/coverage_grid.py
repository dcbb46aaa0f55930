"""Maps of coverage as pictures: a grid in the web's Mercator projection and PNG files of a few colours.

Takes the frame of a province; gives cell centres whose rows are equally spaced in the projection that browsers draw,
so a picture laid over its bounds is in place without resampling. Cells are squares of `CELL_M` metres on the ground in
the middle of the province; what a cell shows is the answer at its centre.
"""

import math
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

CELL_M = 300.0
_RADIUS_M = 6_378_137.0
_EDGE_M = 10_000.0


@dataclass(frozen=True, slots=True)
class Grid:
    """North-west corner and cell side in metres of EPSG:3857, rows and columns."""

    north_m: float
    west_m: float
    side_m: float
    rows: int
    columns: int

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """South, west, north, east of the picture's outer edge (degrees)."""
        south_m, east_m = self.north_m - self.rows * self.side_m, self.west_m + self.columns * self.side_m
        south, north = (float(_latitude(np.array([y], float))[0]) for y in (south_m, self.north_m))
        west, east = (math.degrees(x / _RADIUS_M) for x in (self.west_m, east_m))
        return south, west, north, east

    def centres(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return latitudes and longitudes (degrees) of all cell centres, row by row from the north."""
        y = self.north_m - (np.arange(self.rows) + 0.5) * self.side_m
        x = self.west_m + (np.arange(self.columns) + 0.5) * self.side_m
        return np.repeat(_latitude(y), self.columns), np.tile(np.degrees(x / _RADIUS_M), self.rows)


def _latitude(y_m: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(np.degrees(np.arctan(np.sinh(y_m / _RADIUS_M))))


def mercator_m(lat: float, lon: float) -> tuple[float, float]:
    """Return x and y (m, EPSG:3857) of a point in degrees."""
    return math.radians(lon) * _RADIUS_M, math.asinh(math.tan(math.radians(lat))) * _RADIUS_M


def grid_around(lat: Sequence[float], lon: Sequence[float], cell_m: float = CELL_M) -> Grid:
    """Return the grid over points in degrees with an edge of 10 km; `cell_m` is the side on the ground."""
    middle = math.radians((max(lat) + min(lat)) / 2)
    side, edge = cell_m / math.cos(middle), _EDGE_M / math.cos(middle)
    west, south = mercator_m(min(lat), min(lon))
    east, north = mercator_m(max(lat), max(lon))
    rows, columns = math.ceil((north - south + 2 * edge) / side), math.ceil((east - west + 2 * edge) / side)
    return Grid(north + edge, west - edge, side, rows, columns)


def palette_png(classes: NDArray[np.uint8], colours: Sequence[tuple[int, int, int, int]]) -> bytes:
    """Return a PNG of `classes` (rows, columns), each the number of a colour (red, green, blue, opacity; 0–255).

    Source: W3C PNG Specification, third edition, sections 11.2 and 11.3.
    """
    rows, columns = classes.shape
    lines = np.zeros((rows, columns + 1), np.uint8)
    lines[:, 1:] = classes
    header = struct.pack(">IIBBBBB", columns, rows, 8, 3, 0, 0, 0)
    parts = [
        (b"IHDR", header),
        (b"PLTE", bytes(value for colour in colours for value in colour[:3])),
        (b"tRNS", bytes(colour[3] for colour in colours)),
        (b"IDAT", zlib.compress(lines.tobytes(), 6)),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
