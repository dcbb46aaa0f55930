"""One path and one link under ITU-R P.1812, checked: the entrance for people and other modules.

Takes a `Path` (profile, places, climate) and a `Radio`; gives `Terms`. Every input outside the range the
Recommendation states is a fault with its name, its value and the range, all at once; nothing is clipped or guessed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.rooms.network.p1812.climate import SEA, Sections, centre_latitude, path_sections
from tinhso.rooms.network.p1812.prediction import predict
from tinhso.rooms.network.p1812.terms import Radio, Terms

NO_COAST_KM = 500.0
"""A coast distance so large that the sea coupling of section 4.5 is switched off."""

_FEWEST_POINTS = 5
_ZONES = (1, 3, 4)
_ADVICE = Label(
    "Hãy sửa giá trị này hoặc bỏ dòng; không có dự báo ngoài phạm vi của khuyến nghị.",
    "Correct the value or leave the row out; nothing is predicted outside the Recommendation's range.",
    "โปรดแก้ค่านี้หรือตัดแถวออก ระบบไม่คาดการณ์นอกช่วงของข้อแนะนำ",
)
_WHAT = Label(
    "giá trị ngoài phạm vi của ITU-R P.1812",
    "a value outside the range of ITU-R P.1812",
    "ค่าอยู่นอกช่วงของ ITU-R P.1812",
)


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """A path profile from transmitter to receiver.

    `distance_km` ascending from 0, `height_m` bare ground (m asl), `clutter_m` representative clutter height (m ≥ 0,
    used at interior points; at the receiver only for location variability), `zone` 1 sea, 3 coastal land, 4 inland;
    latitudes and longitudes in degrees; `tx_coast_km`, `rx_coast_km` distance over land to the coast along the path,
    None to count it from `zone`.
    """

    distance_km: NDArray[np.float64]
    height_m: NDArray[np.float64]
    clutter_m: NDArray[np.float64]
    zone: NDArray[np.int64]
    tx_lat: float
    tx_lon: float
    rx_lat: float
    rx_lon: float
    tx_coast_km: float | None = None
    rx_coast_km: float | None = None


def _outside(where: str, name: str, found: object, expected: str) -> Fault:
    """A fault for one value outside its range."""
    return Fault(_WHAT, where, f"{name} = {found}", Label.same(expected), _ADVICE)


def check_radio(radio: Radio, where: str) -> list[Fault]:
    """Return a fault for every input of `radio` outside its range; `where` says whose it is."""
    ranges = (
        ("frequency_ghz", radio.frequency_ghz, 0.03, 6.0),
        ("time_percent", radio.time_percent, 1.0, 50.0),
        ("location_percent", radio.location_percent, 1.0, 99.0),
        ("tx_height_m", radio.tx_height_m, 1.0, 3000.0),
        ("rx_height_m", radio.rx_height_m, 1.0, 3000.0),
        ("refractivity", radio.refractivity, 200.0, 500.0),
        ("resolution_m", radio.resolution_m, 1.0, 10_000.0),
        ("entry_db", radio.entry_db, 0.0, 200.0),
        ("entry_spread_db", radio.entry_spread_db, 0.0, 100.0),
    )
    faults = [_outside(where, n, v, f"{low:g} … {high:g}") for n, v, low, high in ranges if not low <= v <= high]
    if not 0.0 < radio.lapse_rate < 157.0:
        faults.append(_outside(where, "lapse_rate", radio.lapse_rate, "> 0, < 157"))
    return faults


def _check_places(path: Path, where: str) -> list[Fault]:
    """Faults of the coordinates and coast distances."""
    faults = [
        _outside(where, name, value, f"{-limit:g} … {limit:g}")
        for name, value, limit in (
            ("tx_lat", path.tx_lat, 80.0),
            ("rx_lat", path.rx_lat, 80.0),
            ("tx_lon", path.tx_lon, 180.0),
            ("rx_lon", path.rx_lon, 180.0),
        )
        if not -limit <= value <= limit
    ]
    coasts = (("tx_coast_km", path.tx_coast_km), ("rx_coast_km", path.rx_coast_km))
    return faults + [_outside(where, n, v, "≥ 0") for n, v in coasts if v is not None and not v >= 0.0]


def check_path(path: Path, where: str) -> list[Fault]:
    """Return a fault for everything in `path` the method cannot take; `where` says whose profile it is."""
    faults = _check_places(path, where)
    d = path.distance_km
    sizes = {d.size, path.height_m.size, path.clutter_m.size, path.zone.size}
    if d.size < _FEWEST_POINTS or len(sizes) > 1:
        return [*faults, _outside(where, "points", sorted(sizes), f"≥ {_FEWEST_POINTS}, columns of one length")]
    if not all(bool(np.isfinite(column).all()) for column in (d, path.height_m, path.clutter_m)):
        return [*faults, _outside(where, "profile", "NaN or ∞", "finite numbers")]
    if d[0] != 0.0 or bool((np.diff(d) <= 0.0).any()):
        faults.append(_outside(where, "distance_km", f"{d[0]:g} …", "0 first, then strictly ascending"))
    if not 0.25 <= d[-1] <= 3000.0:
        faults.append(_outside(where, "path length (km)", d[-1], "0.25 … 3000"))
    if bool((path.clutter_m < 0.0).any()):
        faults.append(_outside(where, "clutter_m", path.clutter_m.min(), "≥ 0"))
    unknown = sorted(set(path.zone.tolist()) - set(_ZONES))
    return [*faults, _outside(where, "zone", unknown, "1, 3, 4")] if unknown else faults


def clutter_profile(height_m: NDArray[np.float64], clutter_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return heights with clutter at interior points and bare ground at both ends; equations (1a)–(1c)."""
    heights = height_m + clutter_m
    heights[0], heights[-1] = height_m[0], height_m[-1]
    return heights


def path_terms(path: Path, radio: Radio, where: str = "path") -> Terms:
    """Return every term of the loss of `radio` over `path`; `UnusableInput` with all faults when out of range."""
    faults = check_path(path, where) + check_radio(radio, where)
    if faults:
        raise UnusableInput(*faults)
    d = np.ascontiguousarray(path.distance_km, dtype=np.float64)
    h = np.ascontiguousarray(path.height_m, dtype=np.float64)
    found = path_sections(d, path.zone)
    tx_coast = found.tx_to_coast_km if path.tx_coast_km is None else path.tx_coast_km
    rx_coast = found.rx_to_coast_km if path.rx_coast_km is None else path.rx_coast_km
    sections = Sections(*found[:3], float(tx_coast), float(rx_coast))
    latitude = centre_latitude(path.tx_lat, path.tx_lon, path.rx_lat, path.rx_lon, float(d[-1]))
    return Terms(
        *predict(
            d,
            h,
            clutter_profile(h, path.clutter_m),
            radio,
            sections,
            latitude,
            float(path.clutter_m[-1]),
            bool(path.zone[-1] == SEA),
            np.empty((2, d.size)),
        )
    )


def path_loss_db(path: Path, radio: Radio, where: str = "path") -> float:
    """Return the basic transmission loss L_b (dB) of `radio` over `path`; errors as `path_terms`."""
    return path_terms(path, radio, where).loss_db
