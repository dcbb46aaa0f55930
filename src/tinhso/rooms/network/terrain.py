"""Bare ground above sea in metres: its frame, its voids, and the heights between its cells.

Takes grids that `terrain_files` read; gives heights at points. Ground that leaves part of an area out, or has voids, is
told and never taken for flat; `filled` closes small voids from their rim on request.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label


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
        advice = Label("Hãy gửi tệp khác.", "Send another file.", "โปรดส่งไฟล์อื่น")
        raise UnusableInput(Fault(what, "terrain", str(terrain.n_voids), Label.same("≥ 1"), advice))
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
