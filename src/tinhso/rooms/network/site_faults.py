"""Sites that cannot be where the list puts them: swapped coordinates, off the ground, in the sea, listed twice.

Takes the codes, places and radio columns of stations and the ground they stand on; gives faults, one a kind, with the
codes concerned. Nothing is moved or dropped: who computes leaves such stations out and shows the faults. Shapes of
single values (a latitude that is no number) are the register's business.
"""

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import Fault
from tinhso.base.label import Label
from tinhso.rooms.network.p1812.climate import SEA
from tinhso.rooms.network.place_coverage import Ground

LATITUDES, LONGITUDES = (8.0, 24.0), (102.0, 118.0)
"""Degrees between which Vietnam lies."""

MOST_TOLD = 10
"""Codes named in one fault; the rest are counted."""

_SWAPPED = Label("vĩ độ và kinh độ bị đảo", "latitude and longitude are swapped", "ละติจูดและลองจิจูดสลับกัน")
_SWAP = Label("Hãy đổi chỗ hai cột rồi gửi lại.", "Swap the two columns and send again.", "สลับสองคอลัมน์แล้วส่งใหม่")
_OFF = Label("trạm nằm ngoài địa hình", "a station off the terrain", "สถานีอยู่นอกภูมิประเทศ")
_MEND_PLACE = Label(
    "Hãy sửa toạ độ, hoặc bổ sung địa hình cho nơi đó.",
    "Mend the coordinates, or add terrain there.",
    "แก้พิกัด หรือเพิ่มภูมิประเทศ",
)
_AT_SEA = Label("trạm nằm giữa biển", "a station in the sea", "สถานีอยู่กลางทะเล")
_TWICE = Label("trạm khai báo hai lần", "a station is listed twice", "สถานีซ้ำกัน")
_KEEP_ONE = Label("Hãy giữ lại một dòng cho mỗi trạm.", "Keep one row a station.", "คงไว้หนึ่งแถวต่อสถานี")


def swapped(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points would lie in Vietnam if latitude and longitude (degrees) changed places."""
    return np.asarray((lat >= LONGITUDES[0]) & (lat <= LONGITUDES[1]) & (lon >= LATITUDES[0]) & (lon <= LATITUDES[1]))


def in_the_sea(ground: Ground, cells: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points (row, column) stand in the sea.

    The zones of the ground decide where it has them. Measured ground without zones shows the sea as exactly 0 m, so
    a point whose nine nearest cells are all exactly 0 m counts as sea; invented ground has no sea.
    """
    at = np.full(len(cells), False)
    held = np.flatnonzero(ground.holds(cells))
    rows, columns = ground.shape
    near = (cells[held] + 0.5).astype(np.int64)
    if ground.rasters.zone.size:
        at[held] = ground.rasters.zone.reshape(rows, columns)[near[:, 0], near[:, 1]] == SEA
    elif ground.made_from == "measured":
        terrain = ground.rasters.terrain.reshape(rows, columns)
        around = [terrain[near[:, 0] + i, near[:, 1] + j] == 0.0 for i in (-1, 0, 1) for j in (-1, 0, 1)]
        at[held] = np.logical_and.reduce(around)
    return at


def listed_twice(*columns: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Return which rows repeat an earlier one in all `columns`."""
    seen: set[tuple[object, ...]] = set()
    repeated = np.zeros(columns[0].size, bool)
    for k, row in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
        repeated[k] = row in seen
        seen.add(row)
    return repeated


def _fault(what: Label, codes: NDArray[np.str_], wrong: NDArray[np.bool_], expected: str, advice: Label) -> list[Fault]:
    """One fault naming the first codes, or none."""
    n = int(wrong.sum())
    if n == 0:
        return []
    where = ", ".join(codes[wrong][:MOST_TOLD].tolist()) + (" …" if n > MOST_TOLD else "")
    return [Fault(what, where, f"{n} / {codes.size}", Label.same(expected), advice)]


def check_sites(
    codes: NDArray[np.str_],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    ground: Ground,
    same: tuple[NDArray[np.generic], ...] = (),
) -> list[Fault]:
    """Return the faults of sites at `lat`, `lon` (degrees); rows equal in all columns of `same` are one site twice."""
    turned = swapped(lat, lon)
    cells = ground.cells(np.where(turned, lon, lat), np.where(turned, lat, lon))
    off = ~ground.holds(cells)
    rows, columns = ground.shape
    frame = f"{rows} × {columns} cells of {ground.cell_m:g} m from {ground.north:.3f}, {ground.west:.3f}"
    inside = f"{LATITUDES[0]:g}–{LATITUDES[1]:g}° N, {LONGITUDES[0]:g}–{LONGITUDES[1]:g}° E"
    faults = _fault(_SWAPPED, codes, turned, inside, _SWAP)
    faults += _fault(_OFF, codes, off & ~turned, frame, _MEND_PLACE)
    faults += _fault(_AT_SEA, codes, in_the_sea(ground, cells), "> 0 m", _MEND_PLACE)
    return faults + (_fault(_TWICE, codes, listed_twice(*same), "1", _KEEP_ONE) if same else [])
