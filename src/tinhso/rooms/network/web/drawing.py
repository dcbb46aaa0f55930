"""Maps and profiles as the server draws them: places of a picture in the units of an SVG view box.

Takes bounds and points in degrees, or a profile; gives numbers a template writes. The projection is that of the maps in
the browser (EPSG:3857), so a coverage picture lies under its points in both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tinhso.rooms.network.coverage_grid import mercator_m
from tinhso.rooms.network.profile_plot import Profile

_SIZE = 640.0
_WIDE, _TALL, _LEFT, _TOP = 720.0, 260.0, 46.0, 12.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A view box over bounds: south, west, north, east (degrees)."""

    south: float
    west: float
    north: float
    east: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the view box."""
        (x0, y0), (x1, y1) = mercator_m(self.south, self.west), mercator_m(self.north, self.east)
        scale = _SIZE / max(x1 - x0, y1 - y0)
        return round((x1 - x0) * scale), round((y1 - y0) * scale)

    def at(self, lat: float, lon: float) -> tuple[str, str]:
        """Return x and y of a point in degrees."""
        (x0, y0), (x1, y1), (x, y) = (
            mercator_m(self.south, self.west), mercator_m(self.north, self.east), mercator_m(lat, lon),
        )  # fmt: skip
        width, height = self.size
        return f"{(x - x0) / (x1 - x0) * width:.1f}", f"{(y1 - y) / (y1 - y0) * height:.1f}"


def frame_of(bounds: Sequence[str]) -> Frame:
    """Return the frame of bounds in decimal text."""
    south, west, north, east = (float(value) for value in bounds)
    return Frame(south, west, north, east)


def frame_around(points: Iterable[tuple[float, float]], least: float = 0.02) -> Frame | None:
    """Return a frame around points (latitude, longitude) with some room; None without points."""
    found = list(points)
    if not found:
        return None
    lat, lon = [p[0] for p in found], [p[1] for p in found]
    tall, wide = max(max(lat) - min(lat), least) * 0.08 + 0.005, max(max(lon) - min(lon), least) * 0.08 + 0.005
    return Frame(min(lat) - tall, min(lon) - wide, max(lat) + tall, max(lon) + wide)


def dots(frame: Frame, rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """Return rows that have `lat` and `lon` (decimal text) with their `x` and `y`."""
    placed = ((row, frame.at(float(str(row["lat"])), float(str(row["lon"])))) for row in rows)
    return [{**row, "x": x, "y": y} for row, (x, y) in placed]


def profile_lines(profile: Profile) -> dict[str, object]:
    """Return what a picture of a profile needs: lines of ground, clutter, sight and first Fresnel zone, and axes."""
    far = profile.distance_km[-1]
    low = min(min(profile.ground_m), min(profile.fresnel_low_m))
    high = max(max(profile.top_m), max(profile.fresnel_high_m), max(profile.sight_m))
    tall = max(high - low, 10.0)

    def line(heights: Sequence[float]) -> str:
        return " ".join(
            f"{_LEFT + d / far * _WIDE:.1f},{_TOP + (high - h) / tall * _TALL:.1f}"
            for d, h in zip(profile.distance_km, heights, strict=True)
        )

    floor = f"{_LEFT + _WIDE:.1f},{_TOP + _TALL:.1f} {_LEFT:.1f},{_TOP + _TALL:.1f}"
    back = " ".join(reversed(line(profile.fresnel_low_m).split()))
    marks = [low + tall * k / 4 for k in range(5)]
    return {
        "width": round(_WIDE + _LEFT + 34),
        "height": round(_TALL + _TOP + 34),
        "ground": f"{line(profile.ground_m)} {floor}",
        "clutter": f"{line(profile.top_m)} {floor}",
        "sight": line(profile.sight_m),
        "fresnel": f"{line(profile.fresnel_high_m)} {back}",
        "heights": [(f"{_TOP + (high - m) / tall * _TALL:.1f}", round(m)) for m in marks],
        "distances": [(f"{_LEFT + k / 4 * _WIDE:.1f}", f"{far * k / 4:.2f}") for k in range(5)],
        "left": f"{_LEFT:g}",
        "right": f"{_LEFT + _WIDE:g}",
        "foot": f"{_TOP + _TALL + 16:g}",
    }


def profile_row(name: str, profile: Profile) -> dict[str, object]:
    """Return what a table says of a profile, numbers as decimal text."""
    return {
        "name": name,
        "clear": profile.clear,
        "answers": [str(word) for word in profile.answers],
        "terms": {term: f"{decibels:.1f}" for term, decibels in profile.terms.items()},
        "margin": f"{profile.margin_db:.1f}",
        "outdoors_share": f"{profile.shares[0]:.4f}",
        "indoors_share": f"{profile.shares[1]:.4f}",
    }
