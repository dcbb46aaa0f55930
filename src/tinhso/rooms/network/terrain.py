"""Terrain files: bare height above sea in metres, read whole, voids and wrong units told, nothing silently flat.

Takes SRTM tiles (`N11E107.hgt`) and ESRI ASCII grids (`.asc`, degrees); gives a `Terrain` with its frame and its
voids. A file in feet, a file that leaves part of the area out and a grid with voids are faults; `filled` closes small
voids from their rim on request and says how many. Other formats are converted by the province first.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label

_HGT_VOID = -32768
_HGT_NAME = re.compile(r"^([NS])(\d{2})([EW])(\d{3})$", re.IGNORECASE)
_HIGHEST_M, _LOWEST_M = 3200.0, -60.0
"""No ground of Vietnam lies outside (Phan Xi Păng, 3,147 m); higher values are feet or faults."""

_CONVERT = Label(
    "Hãy chuyển tệp sang .hgt hoặc .asc (mét trên mực nước biển, độ kinh vĩ).",
    "Convert the file to .hgt or .asc (metres above sea, degrees).",
    "โปรดแปลงไฟล์เป็น .hgt หรือ .asc (เมตรเหนือระดับน้ำทะเล องศา)",
)


@dataclass(frozen=True, slots=True, eq=False)
class Terrain:
    """Heights (m asl), first row north, NaN in voids; `north` and `west` are the centre of the first cell (degrees)."""

    height_m: NDArray[np.float32]
    north: float
    west: float
    cell_degrees: float

    @property
    def n_voids(self) -> int:
        """Number of cells without a height."""
        return int(np.isnan(self.height_m).sum())

    @property
    def south(self) -> float:
        """Latitude of the last row."""
        return self.north - float(self.height_m.shape[0] - 1) * self.cell_degrees

    @property
    def east(self) -> float:
        """Longitude of the last column."""
        return self.west + float(self.height_m.shape[1] - 1) * self.cell_degrees


def _unusable(where: str, what: Label, found: str, expected: str, advice: Label = _CONVERT) -> UnusableInput:
    return UnusableInput(Fault(what, where, found, Label.same(expected), advice))


def read_terrain(path: Path) -> Terrain:
    """Return the terrain of a file; `UnusableInput` when it is of another format, broken or in another unit."""
    readers = {".hgt": _read_hgt, ".asc": _read_ascii}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        what = Label("định dạng địa hình chưa đọc được", "a terrain format that is not read", "รูปแบบภูมิประเทศที่อ่านไม่ได้")
        raise _unusable(path.name, what, path.suffix or "—", ".hgt, .asc")
    terrain = reader(path)
    known = terrain.height_m[~np.isnan(terrain.height_m)]
    if known.size and (known.max() > _HIGHEST_M or known.min() < _LOWEST_M):
        what = Label("độ cao không phải mét", "heights are not metres", "ความสูงไม่ใช่หน่วยเมตร")
        found = f"{known.min():g} … {known.max():g}"
        advice = Label(
            "Nếu tệp dùng feet, hãy nhân với 0,3048; nếu là ô trống, hãy đặt NODATA_value.",
            "If the file is in feet, multiply by 0.3048; if these are voids, declare NODATA_value.",
            "หากไฟล์เป็นฟุตให้คูณ 0.3048 หากเป็นช่องว่างให้ระบุ NODATA_value",
        )
        raise _unusable(path.name, what, found, f"{_LOWEST_M:g} … {_HIGHEST_M:g} m", advice)
    return terrain


def _read_hgt(path: Path) -> Terrain:
    """An SRTM tile: square, 16-bit big-endian, its south-west corner in its name."""
    name = _HGT_NAME.match(path.stem)
    what = Label("không phải ô SRTM", "not an SRTM tile", "ไม่ใช่ไฟล์ SRTM")
    if name is None:
        raise _unusable(path.name, what, path.stem, "N11E107.hgt")
    raw = np.frombuffer(path.read_bytes(), ">i2")
    side = round(raw.size**0.5)
    if side * side != raw.size or side < 2:
        raise _unusable(path.name, what, f"{raw.size} heights", "1201 × 1201, 3601 × 3601")
    height = raw.reshape(side, side).astype(np.float32)
    height[height == _HGT_VOID] = np.nan
    south = int(name[2]) * (1 if name[1].upper() == "N" else -1)
    west = int(name[4]) * (1 if name[3].upper() == "E" else -1)
    return Terrain(height, float(south + 1), float(west), 1.0 / (side - 1))


def _read_ascii(path: Path) -> Terrain:
    """An ESRI ASCII grid in degrees."""
    what = Label("không phải lưới ASCII", "not an ASCII grid", "ไม่ใช่กริด ASCII")
    lines = path.read_text("ascii", errors="replace").split("\n")
    header: dict[str, float] = {}
    for line in lines[:6]:
        parts = line.split()
        if len(parts) == 2 and parts[0][0].isalpha():
            try:
                header[parts[0].lower()] = float(parts[1])
            except ValueError as error:
                raise _unusable(path.name, what, line, "ncols, nrows, xllcorner, yllcorner, cellsize") from error
    try:
        rows, columns, cell = int(header["nrows"]), int(header["ncols"]), header["cellsize"]
        west = header["xllcenter"] if "xllcenter" in header else header["xllcorner"] + cell / 2
        south = header["yllcenter"] if "yllcenter" in header else header["yllcorner"] + cell / 2
        height = np.array(" ".join(lines[len(header) :]).split(), np.float32).reshape(rows, columns)
    except (KeyError, ValueError) as error:
        raise _unusable(path.name, what, str(error), "ncols, nrows, xllcorner, yllcorner, cellsize") from error
    height[height == np.float32(header.get("nodata_value", -9999.0))] = np.nan
    if not -90.0 <= south <= 90.0 or not -180.0 <= west <= 180.0:
        degrees = Label("toạ độ không phải độ kinh vĩ", "coordinates are not degrees", "พิกัดไม่ใช่องศา")
        raise _unusable(path.name, degrees, f"{west:g}, {south:g}", "−180 … 180, −90 … 90")
    return Terrain(height, south + (rows - 1) * cell, west, cell)


def check_extent(terrain: Terrain, area: tuple[float, float, float, float], where: str) -> list[Fault]:
    """Return faults when the terrain has voids or leaves out part of `area` (west, south, east, north; degrees)."""
    faults = []
    west, south, east, north = area
    if terrain.west > west or terrain.south > south or terrain.east < east or terrain.north < north:
        what = Label(
            "địa hình không phủ hết khu vực", "the terrain leaves part of the area out", "ภูมิประเทศไม่ครอบคลุมพื้นที่"
        )
        found = f"{terrain.west:.3f}, {terrain.south:.3f} … {terrain.east:.3f}, {terrain.north:.3f}"
        advice = Label("Hãy bổ sung các ô còn thiếu.", "Add the missing tiles.", "โปรดเพิ่มไฟล์ที่ขาด")
        expected = Label.same(f"{west:.3f}, {south:.3f} … {east:.3f}, {north:.3f}")
        faults.append(Fault(what, where, found, expected, advice))
    if terrain.n_voids:
        what = Label("địa hình có ô trống", "the terrain has voids", "ภูมิประเทศมีช่องว่าง")
        advice = Label(
            "Hãy dùng tệp đã lấp ô trống, hoặc cho phép lấp từ các ô bên cạnh.",
            "Use a void-filled file, or allow filling from the cells beside them.",
            "ใช้ไฟล์ที่เติมช่องว่างแล้ว หรืออนุญาตให้เติมจากช่องข้างเคียง",
        )
        faults.append(Fault(what, where, str(terrain.n_voids), Label.same("0"), advice))
    return faults


def filled(terrain: Terrain) -> Terrain:
    """Return the terrain with every void given the height of the nearest known cell.

    `UnusableInput` when no cell is known.
    """
    void = np.isnan(terrain.height_m)
    if not void.any():
        return terrain
    if void.all():
        what = Label("không có độ cao nào", "no height at all", "ไม่มีค่าความสูงเลย")
        raise _unusable("terrain", what, f"{terrain.n_voids}", "≥ 1")
    nearest = distance_transform_edt(void, return_distances=False, return_indices=True)
    return replace(terrain, height_m=terrain.height_m[tuple(nearest)])


def heights_at(terrain: Terrain, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return heights (m asl) between cells at points (degrees); NaN outside the terrain and beside voids."""
    y, x = (terrain.north - lat) / terrain.cell_degrees, (lon - terrain.west) / terrain.cell_degrees
    rows, columns = terrain.height_m.shape
    inside = (y >= 0) & (x >= 0) & (y <= rows - 1) & (x <= columns - 1)
    i = np.clip(np.nan_to_num(y), 0, rows - 2).astype(np.int64)
    j = np.clip(np.nan_to_num(x), 0, columns - 2).astype(np.int64)
    down, right = y - i, x - j
    grid = terrain.height_m.astype(float)
    upper = grid[i, j] + (grid[i, j + 1] - grid[i, j]) * right
    lower = grid[i + 1, j] + (grid[i + 1, j + 1] - grid[i + 1, j]) * right
    return np.where(inside, upper + (lower - upper) * down, np.nan)
