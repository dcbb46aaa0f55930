"""Where losses are computed: the ground under a province, masts on it, and the receivers near each mast.

Takes masts, receivers (places, map cells, samples) and ground; gives the basic transmission loss of every mast to every
receiver within reach, each pair along its own profile by the exact kernel. Losses are kept by the hash of all that
decides them, so a station that changes recomputes its own surroundings and nothing else. Points outside the ground are
refused, not moved inside. Which station serves whom is left to `served`.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.p1812 import Radio
from tinhso.rooms.network.pointwise import METRES_PER_DEGREE, Rasters, Scale, point_losses

PHONE_HEIGHT_M = 1.5
_MARGIN_CELLS = 2.0
_KERNEL = ("pointwise.py", "sampling.py", "even.py")
_NEAREST_M = 250.0
"""The least distance of the method; nearer receivers are taken at it."""


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Rasters with their frame: `north`, `west` the centre of the first cell (degrees), cells of `cell_m` a side.

    `made_from` is measured, invented or none; `sha256` names the content, so that kept losses know their ground.
    """

    rasters: Rasters
    north: float
    west: float
    cell_m: float
    made_from: str = "invented"
    sha256: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns."""
        return self.rasters.terrain.size // self.rasters.width, self.rasters.width

    def cells(self, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return row and column (n, 2) in cell units of points in degrees."""
        middle = self.north - 0.5 * self.shape[0] * self.cell_m / METRES_PER_DEGREE
        across = METRES_PER_DEGREE * math.cos(math.radians(middle))
        return np.stack(
            [(self.north - lat) * METRES_PER_DEGREE / self.cell_m, (lon - self.west) * across / self.cell_m], axis=1
        )

    def holds(self, cells: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which points (row, column) lie inside, far enough from the rim for a profile."""
        inside = (cells >= _MARGIN_CELLS) & (cells <= np.array(self.shape) - 1 - _MARGIN_CELLS)
        return np.asarray(inside.all(axis=1))

    def clutter_at(self, cells: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return the clutter height (m) of the cells nearest to points (row, column)."""
        nearest = (cells[:, 0] + 0.5).astype(np.int64) * self.rasters.width + (cells[:, 1] + 0.5).astype(np.int64)
        return np.asarray(self.rasters.clutter[nearest])


@dataclass(frozen=True, slots=True, eq=False)
class Masts:
    """Antennas, one a row: place (degrees), height above ground (m) and band (MHz)."""

    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    height_m: NDArray[np.float64]
    band_mhz: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Setting:
    """What is the same for every pair: ΔN (N-units/km), N_0, how far a mast is asked (m), and the sampling step (m)."""

    lapse_rate: float = 50.0
    refractivity: float = 360.0
    reach_m: float = 4_000.0
    step_m: float = 50.0


@dataclass(slots=True)
class KeptLosses:
    """Losses by the hash of what decides them; `used` are those of this run, `n_computed` the pairs not found."""

    known: dict[bytes, NDArray[np.float32]] = field(default_factory=dict)
    used: dict[bytes, NDArray[np.float32]] = field(default_factory=dict)
    n_computed: int = 0


def check_inside(ground: Ground, cells: NDArray[np.float64], what: Label) -> None:
    """Raise `UnusableInput` when a point lies outside the ground or so near its rim that a profile could leave it."""
    outside = ~ground.holds(cells)
    if outside.any():
        expected = Label("nằm trong địa hình đã cho", "inside the terrain given", "อยู่ในภูมิประเทศที่ให้มา")
        advice = Label(
            "Hãy kiểm tra vĩ độ, kinh độ có bị đảo không, hoặc bổ sung địa hình.",
            "Check whether latitude and longitude are swapped, or add terrain.",
            "ตรวจสอบว่าละติจูดและลองจิจูดสลับกันหรือไม่ หรือเพิ่มภูมิประเทศ",
        )
        where = ", ".join(str(k) for k in np.flatnonzero(outside)[:10])
        raise UnusableInput(Fault(what, where, f"{outside.sum()} / {len(cells)}", expected, advice))


def mast_losses(
    masts: Masts,
    receivers: NDArray[np.float64],
    ground: Ground,
    setting: Setting,
    kept: KeptLosses | None = None,
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield for each mast the receivers within reach (ascending) and the loss (dB) to each, at 50 % time and locations.

    `receivers` (n, 2) are row and column on the ground. `UnusableInput` for points off the ground.
    """
    at = ground.cells(masts.lat, masts.lon)
    check_inside(ground, at, Label("trạm nằm ngoài địa hình", "a mast off the terrain", "สถานีอยู่นอกภูมิประเทศ"))
    check_inside(
        ground, receivers, Label("điểm thu nằm ngoài địa hình", "a receiver off the terrain", "จุดรับอยู่นอกภูมิประเทศ")
    )
    tree = cKDTree(receivers)
    kept = kept if kept is not None else KeptLosses()
    for mast, place in enumerate(at):
        near = tree.query_ball_point(place, setting.reach_m / ground.cell_m, return_sorted=True)
        found = np.array(near, np.int64)
        yield found, _losses(masts, mast, place, receivers[found], ground, setting, kept)


def _losses(
    masts: Masts,
    mast: int,
    start: NDArray[np.float64],
    ends: NDArray[np.float64],
    ground: Ground,
    setting: Setting,
    kept: KeptLosses,
) -> NDArray[np.float32]:
    """The losses of one mast, from those kept when nothing that decides them has changed."""
    if len(ends) == 0:
        return np.empty(0, np.float32)
    height, band = float(masts.height_m[mast]), int(masts.band_mhz[mast])
    digest = hashlib.blake2b(f"{_kernel()}|{ground.sha256}|{setting}|{height!r}|{band}".encode(), digest_size=16)
    digest.update(start.tobytes())
    digest.update(ends.tobytes())
    key = digest.digest()
    found = kept.known.get(key)
    if found is None:
        kept.n_computed += len(ends)
        found = kept.known[key] = _computed(start, ends, (height, band, float(masts.lat[mast])), ground, setting)
    kept.used[key] = found
    return found


@cache
def _kernel() -> str:
    """The hash of the code that losses come from: another kernel keeps none."""
    here = Path(__file__).parent
    named = hashlib.sha256()
    for path in sorted([*(here / "p1812").glob("*.py"), *(here / name for name in _KERNEL)]):
        named.update(path.read_bytes())
    return named.hexdigest()


def _computed(
    start: NDArray[np.float64],
    ends: NDArray[np.float64],
    antenna: tuple[float, int, float],
    ground: Ground,
    setting: Setting,
) -> NDArray[np.float32]:
    away = ends - start
    distance = np.hypot(away[:, 0], away[:, 1]) * ground.cell_m
    east = np.array([0.0, 1.0 / ground.cell_m])
    turned = np.where(distance[:, None] > 0.0, away / np.maximum(distance[:, None], 1e-9), east)
    ends = np.where((distance < _NEAREST_M)[:, None], start + turned * _NEAREST_M, ends)
    height, band, latitude = antenna
    radio = Radio(band / 1000.0, 50.0, 50.0, height, PHONE_HEIGHT_M, True, setting.lapse_rate, setting.refractivity)
    losses = np.empty(len(ends))
    scale = Scale(ground.cell_m, setting.step_m, latitude)
    point_losses(ground.rasters, (float(start[0]), float(start[1])), ends, radio, scale, losses)
    return losses.astype(np.float32)


def read_kept(path: Path) -> KeptLosses:
    """Return the losses kept in a file; none when there is no file or it cannot be read (they are made again)."""
    try:
        with np.load(path) as file:
            keys, starts, values = file["keys"], file["starts"], file["values"]
    except (OSError, ValueError, KeyError, EOFError):
        return KeptLosses()
    return KeptLosses({bytes(key): values[a:b] for key, a, b in zip(keys, starts[:-1], starts[1:], strict=True)})


def write_kept(path: Path, kept: KeptLosses) -> None:
    """Keep the losses this run used, whole or not at all."""
    keys = sorted(kept.used)
    sizes = [len(kept.used[key]) for key in keys]
    part = path.with_name(f".{path.name}.part.npz")
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        part,
        keys=np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), 16),
        starts=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        values=np.concatenate([np.empty(0, np.float32), *(kept.used[key] for key in keys)]),
    )
    part.replace(path)
