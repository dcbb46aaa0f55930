"""The ground of a province: its own terrain files when the home has them, else invented hills, always said which.

Takes a home's folder and province; gives a `Ground` of 100 m cells around the province's communes. Own files lie in
`rooms/network/terrain/` of the home (`.hgt`, `.asc`, `.tif`; metres) and must cover the frame without voids; a file
`clutter.asc` there gives clutter heights. Reading files is left to `terrain`, inventing to `invented`.
"""

import hashlib
import math
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tinhso.base.area import communes_of
from tinhso.base.canonical import sha256_file
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.invented import invented_rasters
from tinhso.rooms.network.place_coverage import Ground
from tinhso.rooms.network.pointwise import METRES_PER_DEGREE, Rasters
from tinhso.rooms.network.terrain import heights_at
from tinhso.rooms.network.terrain_files import TERRAIN_ENDINGS, read_terrain

CELL_M = 100.0
RELIEF_M = 500.0
_MARGIN_M = 20_000.0
_CLUTTER = "clutter.asc"


def read_ground(home: Path, province: str, as_of: date) -> Ground:
    """Return the ground of a province (two-digit code); `UnusableInput` when its own files leave part of it out."""
    files = sorted(p for p in (home / "rooms" / "network" / "terrain").glob("*") if p.suffix.lower() in TERRAIN_ENDINGS)
    return _ground(tuple((path, sha256_file(path)) for path in files), province, as_of)


def invented_ground(province: str, as_of: date) -> Ground:
    """Return the invented ground of a province, as it stands in for terrain files."""
    return _ground((), province, as_of)


@lru_cache(maxsize=2)
def _ground(files: tuple[tuple[Path, str], ...], province: str, as_of: date) -> Ground:
    north, west, rows, columns = _frame(province, as_of)
    named = hashlib.sha256(f"{province}|{north!r}|{west!r}|{rows}|{columns}|{CELL_M}".encode())
    for _, digest in files:
        named.update(digest.encode())
    if not files:
        seed = int.from_bytes(hashlib.sha256(f"ground|{province}".encode()).digest()[:4], "big")
        made = invented_rasters(max(rows, columns), seed, relief_m=RELIEF_M)
        return Ground(made, north, west, CELL_M, "invented", named.hexdigest())
    lat, lon = _points(north, west, rows, columns)
    heights = _heights([path for path, _ in files if path.name != _CLUTTER], lat, lon)
    clutter = _heights([path for path, _ in files if path.name == _CLUTTER], lat, lon) if _has_clutter(files) else None
    flat = np.zeros_like(heights) if clutter is None else clutter
    return Ground(
        Rasters(heights, flat, np.zeros(0, np.uint8), columns), north, west, CELL_M, "measured", named.hexdigest()
    )


def _has_clutter(files: tuple[tuple[Path, str], ...]) -> bool:
    return any(path.name == _CLUTTER for path, _ in files)


def _frame(province: str, as_of: date) -> tuple[float, float, int, int]:
    """Latitude and longitude of the first cell, number of rows and of columns."""
    communes = communes_of(province, as_of)
    lat, lon = [float(a.lat or 0) for a in communes], [float(a.lon or 0) for a in communes]
    margin = _MARGIN_M / METRES_PER_DEGREE
    north, west = round(max(lat) + margin, 3), round(min(lon) - margin, 3)
    across = METRES_PER_DEGREE * math.cos(math.radians((max(lat) + min(lat)) / 2))
    rows = math.ceil((north - min(lat) + margin) * METRES_PER_DEGREE / CELL_M)
    columns = math.ceil((max(lon) + margin - west) * across / CELL_M)
    return north, west, rows, columns


def _points(north: float, west: float, rows: int, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Latitudes and longitudes of all cell centres, row by row; the inverse of `Ground.cells`."""
    middle = north - 0.5 * rows * CELL_M / METRES_PER_DEGREE
    across = METRES_PER_DEGREE * math.cos(math.radians(middle))
    lat = north - np.arange(rows) * CELL_M / METRES_PER_DEGREE
    lon = west + np.arange(columns) * CELL_M / across
    return np.repeat(lat, columns), np.tile(lon, rows)


def _heights(files: list[Path], lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float32]:
    """Heights (m) at points from the first file that knows each."""
    found = np.full(lat.size, np.nan)
    for path in files:
        missing = np.isnan(found)
        found[missing] = heights_at(read_terrain(path), lon[missing], lat[missing])
    missing = np.isnan(found)
    if missing.any():
        k = int(np.flatnonzero(missing)[0])
        raise UnusableInput(_left_out(int(missing.sum()), found.size, f"{lat[k]:.4f}, {lon[k]:.4f}"))
    return found.astype(np.float32)


def _left_out(n: int, of: int, where: str) -> Fault:
    return Fault(
        Label("địa hình không phủ hết tỉnh hoặc có ô trống",
              "the terrain leaves part of the province out, or has voids",
              "ภูมิประเทศไม่ครอบคลุมทั้งจังหวัดหรือมีช่องว่าง"),
        where,
        f"{n} / {of}",
        Label("độ cao ở mọi ô 100 m", "a height in every 100 m cell", "ความสูงในทุกช่อง 100 ม."),
        Label("Hãy bổ sung ô còn thiếu vào rooms/network/terrain/.", "Add the missing tiles to rooms/network/terrain/.",
              "โปรดเพิ่มไฟล์ที่ขาดใน rooms/network/terrain/"),
    )  # fmt: skip
