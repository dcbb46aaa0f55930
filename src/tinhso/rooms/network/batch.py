"""Losses of many receivers at once from geometry already found: ITU-R P.1812 written for vector registers.

Takes one row of features a receiver (columns below) and the constants of the link (`Band`); gives the loss (dB) not
exceeded at the link's shares of time and locations. Inland paths only. Differs from the exact kernel by polynomials
(`polynomials`, < 1e-4 dB in all) and by the smooth-Earth Bullington loss, taken in its fine-sampling limit
(Attachment 3 of P.1812-7). Leaves finding the geometry to `radial`.
"""

import math
from typing import NamedTuple

import numpy as np

from tinhso.rooms.network.compiled import compiled, inlined, vectorised
from tinhso.rooms.network.p1812.climate import BETA_RADIUS_KM
from tinhso.rooms.network.p1812.link import Link, link_of
from tinhso.rooms.network.p1812.terms import Radio
from tinhso.rooms.network.polynomials import exp, exp2, exp10, log2, log10

N_FEATURES, ROUGHNESS = 19, 17
"""Columns of the features, in the order of `Row`, and which of them holds h_m."""

BATCH = 1024
"""Receivers a batch; column c of the features begins at c · BATCH."""

_LN10_OVER_5 = math.log(10.0) / 5.0


class Row(NamedTuple):
    """What the losses need of one receiver's profile.

    Distance (km); bare ground at the receiver (m asl); horizon slopes (m/km) of both ends over bare ground; their
    distances (km); Bullington slopes (m/km) S_tim and S_rim for a_e and a_β; largest ν/√(0.002 d/λ) over roofs for
    both; fitted smooth-Earth heights (m asl); h_obs (m), α_obt, α_obr (m/km); h_m (m); clutter at the receiver (m).
    """

    distance: float
    ground: float
    tilt_t: float
    tilt_r: float
    reach_t: float
    reach_r: float
    roof_t_median: float
    roof_t_beta: float
    roof_r_median: float
    roof_r_beta: float
    fresnel_median: float
    fresnel_beta: float
    smooth_t: float
    smooth_r: float
    obstruction: float
    bare_t: float
    bare_r: float
    roughness: float
    clutter: float


class Band(NamedTuple):
    """Constants of one link over inland paths, prepared once.

    `log_incidence` holds log10 β_0 where μ_1 is 1 and what multiplies log10 μ_1; `location_db` is the quantile
    times σ_L.
    """

    link: Link
    tx_ground_m: float
    always_median: bool
    location_db: float
    log_incidence: tuple[float, float]


def link_band(radio: Radio, tx_ground_m: float, latitude: float) -> Band:
    """Return the constants of `radio` for a transmitter on `tx_ground_m` (m asl) at `latitude` (°)."""
    link = Link(*(float(value) for value in link_of(radio)))
    steep = abs(latitude)
    incidence = (-0.015 * steep + 1.67, 0.065 + 0.0176 * steep) if steep <= 70.0 else (math.log10(4.17), 1.3)
    location = link.location_quantile * link.spread_db
    return Band(link, float(tx_ground_m), radio.time_percent == 50.0, location, incidence)


@inlined
def _edge_db(nu: float, total: float) -> float:
    """Equations (12), (21)."""
    away = nu - 0.1
    edge = 6.9 + 20.0 * log10(max(math.sqrt(away * away + 1.0) + away, 1e-9))
    edge = edge if nu > -0.78 else 0.0
    return edge + (1.0 - exp(edge * (-1.0 / 6.0))) * (10.0 + 0.02 * total)


@inlined
def _path_nu(slopes: tuple[float, float], fresnel: float, ends: tuple[float, float], total: float) -> float:
    """ν/√(0.002/λ) of the edge of the actual path; equations (14)–(19)."""
    direct = (ends[1] - ends[0]) / total
    meet = (direct + slopes[1]) * total / (slopes[0] + slopes[1])
    meet = min(max(meet, 1e-3 * total), 0.999 * total)
    left = total - meet
    crossing = (slopes[0] - direct) * meet / math.sqrt(meet * left)
    return (fresnel if slopes[0] < direct else crossing) * math.sqrt(total)


@inlined
def _smooth_nu(ends: tuple[float, float], total: float, bend: float, clear: tuple[float, float]) -> float:
    """ν/√(0.002/λ) over the smooth Earth; Attachment 3 of P.1812-7. `clear` is h_se (m) and d_1 (km)."""
    root = math.sqrt(bend)
    up = bend * total - 2.0 * root * math.sqrt(ends[0])
    down = bend * total - 2.0 * root * math.sqrt(ends[1])
    beyond = total * root >= math.sqrt(ends[0]) + math.sqrt(ends[1])
    direct = (ends[1] - ends[0]) / total
    meet = (direct + down) * total / (up + down if beyond else 1.0)
    meet = min(max(meet if beyond else clear[1], 1e-3 * total), 0.999 * total)
    rise = (up - direct) * meet if beyond else -clear[0]
    return rise * math.sqrt(total / (meet * (total - meet)))


@inlined
def _clearance(ends: tuple[float, float], total: float, bend: float) -> tuple[float, float]:
    """h_se (m) and d_1 (km); equations (23), (24), its root sin(asin(x)/3) as a polynomial in √((1 − |x|)/2)."""
    both = ends[0] + ends[1]
    c = (ends[0] - ends[1]) / both
    m = 0.5 * bend * total * total / both
    inside = 1.5 * c * math.sqrt(3.0 * m / ((m + 1.0) * (m + 1.0) * (m + 1.0)))
    s = math.sqrt(max(0.5 - 0.5 * abs(inside), 0.0))
    p = -0.2759289534819775 + s * (0.3806310580544302 - 0.28708970586480487 * s)
    p = -0.5769199370194292 + s * (-0.12014131190858256 + s * (0.01585360755331794 + s * p))
    y = math.copysign(0.4999967064745243 + s * p, inside)
    first = 0.5 * total * (1.0 + 2.0 * math.sqrt((m + 1.0) / (3.0 * m)) * y)
    first = min(max(first, 1e-3 * total), 0.999 * total)
    second = total - first
    lifted_t, lifted_r = ends[0] - bend * first * first, ends[1] - bend * second * second
    return (lifted_t * second + lifted_r * first) / total, first


@inlined
def _gain_db(b: float, floor: float) -> float:
    """G(Y) for B = βY with its floor; equation (34)."""
    far = b > 2.0
    reach = max(b - 1.1, 1e-9)
    logarithm = log10(reach if far else b + 0.1 * b * b * b)
    gain = 17.6 * math.sqrt(reach) - 5.0 * logarithm - 8.0 if far else 20.0 * logarithm
    return max(gain, floor)


@inlined
def _first_term_db(ends: tuple[float, float], total: float, radius: float, band: Band) -> float:
    """L_dft over land; equations (29)–(36)."""
    root = exp2(log2(radius) * (-1.0 / 3.0))
    k = band.link.land_k * root
    k2 = k * k
    beta = (1.0 + 1.6 * k2 + 0.67 * k2 * k2) / (1.0 + 4.5 * k2 + 1.53 * k2 * k2)
    x = 21.88 * beta * band.link.root_frequency * root * root * total
    logx = log2(x)
    near = -6.020599913279624 * logx - 5.6488 * exp2(1.425 * logx)
    far = 11.0 + 3.010299956639812 * logx - 17.6 * x
    unit = 0.9575 * beta * beta * band.link.root_frequency * band.link.root_frequency * root
    floor = 2.0 + 20.0 * log10(k)
    gains = _gain_db(unit * ends[0], floor) + _gain_db(unit * ends[1], floor)
    return -(far if x >= 1.6 else near) - gains


@inlined
def _diffraction_db(lifted: tuple[float, float], nu: float, total: float, radius: float, band: Band) -> float:
    """L_d for one radius; equations (23)–(27), (37)–(39). `lifted` are h′_t, h′_r (m)."""
    bend = 500.0 / radius
    scale = math.sqrt(0.002 / band.link.wavelength_m)
    actual = _edge_db(nu * scale, total)
    clear = _clearance(lifted, total, bend)
    smooth = _edge_db(_smooth_nu(lifted, total, bend, clear) * scale, total)
    roots = math.sqrt(lifted[0]) + math.sqrt(lifted[1])
    marginal = 500.0 * (total / roots) * (total / roots)
    beyond = marginal >= radius
    loss = _first_term_db(lifted, total, min(radius, marginal), band)
    needed = 17.456 * math.sqrt(clear[1] * (total - clear[1]) * band.link.wavelength_m / total)
    partial = max(1.0 - clear[0] / needed, 0.0) * max(loss, 0.0)
    return actual + max((loss if beyond else partial) - smooth, 0.0)


@inlined
def _log_incidence(total: float, band: Band) -> tuple[float, float]:
    """log β_0 and τ of an inland path; equations (2)–(5)."""
    tau = 1.0 - exp(-4.12e-4 * exp2(2.41 * log2(total)))
    mu = exp10(-total / (16.0 - 6.6 * tau)) + exp10(-5.0 * (0.496 + 0.354 * tau))
    return band.log_incidence[0] + 0.2 * band.log_incidence[1] * min(log10(mu), 0.0), tau


@inlined
def _time_share(log_beta: float, band: Band) -> float:
    """F_i; equation (40a), with the method's own inverse normal."""
    beta = min(max(exp10(log_beta - 2.0), 1e-6), 0.5)
    t = math.sqrt(-1.3862943611198906 * log2(beta))
    above = (0.010328 * t + 0.802853) * t + 2.515516698
    quantile = t - above / (((0.001308 * t + 0.189269) * t + 1.432788) * t + 1.0)
    share = band.link.time_quantile / max(quantile, 1e-9)
    return share if band.link.log_time > log_beta else 1.0


@inlined
def _shielding_db(elevation: float, reach: float, band: Band) -> float:
    """A_st or A_sr; equation (48)."""
    above = max(elevation - 0.1 * reach, 0.0)
    spread = 20.0 * log10(1.0 + 0.361 * above * math.sqrt(band.link.frequency_ghz * reach))
    return spread + 0.264 * above * band.link.root_frequency


@inlined
def _duct_db(
    row: Row, angles: tuple[float, float], lifted: tuple[float, float], log_beta: float, tau: float, band: Band
) -> float:
    """L_ba; equations (46)–(56). `angles` are θ_t, θ_r (mrad), `lifted` h_te, h_re (m)."""
    total, reach_t, reach_r = row.distance, row.reach_t, row.reach_r
    fixed = band.link.duct_db + 20.0 * log10(reach_t + reach_r)
    fixed += _shielding_db(angles[0], reach_t, band) + _shielding_db(angles[1], reach_r, band)
    log_total = log2(total)
    alpha = max(-0.6 - 3.5e-9 * exp2(3.1 * log_total) * tau, -3.4)
    roots = math.sqrt(lifted[0]) + math.sqrt(lifted[1])
    shape = min(alpha * log10(500.0 * total * total / (band.link.radius_km * roots * roots)), 0.0)
    between = min(total - reach_t - reach_r, 40.0)
    rough = -4.6e-5 * max(row.roughness - 10.0, 0.0) * (43.0 + 6.0 * between) * 0.4342944819032518
    log_b = log_beta + shape + rough
    decay = (9.51 - 4.8 * log_b + 0.198 * log_b * log_b) * 1e-6 * exp2(1.13 * log_total)
    gamma = 1.076 * exp2(-1.012 * log2(2.0058 - log_b) - 1.4426950408889634 * decay)
    ratio = band.link.log_time - log_b
    time = -12.0 + (1.2 + 3.7e-3 * total) * ratio + 12.0 * exp10(ratio * gamma)
    angle = 1000.0 * total / band.link.radius_km + min(angles[0], 0.1 * reach_t) + min(angles[1], 0.1 * reach_r)
    return fixed + 5e-5 * band.link.radius_km * band.link.root_frequency * angle + time


@inlined
def _smooth_heights(row: Row, band: Band) -> tuple[float, float]:
    """h_std, h_srd; equations (90), (91)."""
    both = row.bare_t + row.bare_r
    lowered = max(row.obstruction, 0.0) / (both if both > 1e-9 else 1.0)
    tx = row.smooth_t - lowered * row.bare_t
    rx = row.smooth_r - lowered * row.bare_r
    return min(tx, band.tx_ground_m), min(rx, row.ground)


@inlined
def _row_loss_db(row: Row, band: Band, median_only: bool) -> float:
    """The loss of one receiver; the order of sections 4.2–4.9. At p = 50 the loss for a_β has no part in it."""
    total = row.distance
    tx, rx = band.tx_ground_m + band.link.tx_height_m, row.ground + band.link.rx_height_m
    ends = (tx, rx)
    bend = 500.0 / band.link.radius_km
    direct = (rx - tx) / total - bend * total
    clear = row.tilt_t <= direct
    theta_t = max(row.tilt_t, direct)
    theta_r = (tx - rx) / total - bend * total if clear else row.tilt_r
    angle = 2.0 * bend * total + theta_t + theta_r
    log_beta, tau = _log_incidence(total, band)
    rise = 0.001 * (tx - rx)
    free = 92.4 + 20.0 * band.link.log_frequency + 10.0 * log10(total * total + rise * rise)
    focus = 2.6 * (1.0 - exp(-0.1 * (row.reach_t + row.reach_r)))
    sight = free + focus * band.link.log_time_share
    sight_beta = free + focus * (log_beta - 1.6989700043360187)
    ground_t, ground_r = _smooth_heights(row, band)
    lifted = (tx - ground_t, rx - ground_r)
    median_nu = _path_nu((row.roof_t_median, row.roof_r_median), row.fresnel_median, ends, total)
    median = _diffraction_db(lifted, median_nu, total, band.link.radius_km, band)
    share = _time_share(log_beta, band)
    bent = median
    if not median_only:
        beta_nu = _path_nu((row.roof_t_beta, row.roof_r_beta), row.fresnel_beta, ends, total)
        often = _diffraction_db(lifted, beta_nu, total, BETA_RADIUS_KM, band)
        bent = median + share * (often - median)
    above = (tx - min(row.smooth_t, band.tx_ground_m), rx - min(row.smooth_r, row.ground))
    duct = _duct_db(row, (theta_t, theta_r), above, log_beta, tau, band)
    scattered = band.link.scatter_db + 20.0 * log10(total) + 0.573 * angle
    late = free + median + (sight_beta + bent - free - median) * share
    least = sight + bent if band.link.log_time < log_beta else late
    least_duct = max(duct, sight) + 2.5 * 0.6931471805599453 * log2(1.0 + exp(-0.4 * abs(duct - sight)))
    far = 1.0 / (1.0 + exp(min(max(0.15 * (total - 20.0), -80.0), 80.0)))
    ducted = min(least_duct + (sight + bent - least_duct) * far, sight + bent)
    near = 1.0 / (1.0 + exp(min(max(16.0 * (angle - 0.3), -80.0), 80.0)))
    joined = ducted + (least - ducted) * near
    half = min(scattered, joined) - 5.0 * log10(1.0 + exp(-_LN10_OVER_5 * abs(scattered - joined)))
    under = min(max(1.0 - 0.1 * (band.link.rx_height_m - row.clutter), 0.0), 1.0)
    return max(sight, half - band.location_db * under)


@inlined
def _row(features: np.ndarray, k: int) -> Row:
    """Row `k` of a batch."""
    return Row(
        features[k],
        features[k + 1 * BATCH],
        features[k + 2 * BATCH],
        features[k + 3 * BATCH],
        features[k + 4 * BATCH],
        features[k + 5 * BATCH],
        features[k + 6 * BATCH],
        features[k + 7 * BATCH],
        features[k + 8 * BATCH],
        features[k + 9 * BATCH],
        features[k + 10 * BATCH],
        features[k + 11 * BATCH],
        features[k + 12 * BATCH],
        features[k + 13 * BATCH],
        features[k + 14 * BATCH],
        features[k + 15 * BATCH],
        features[k + 16 * BATCH],
        features[k + 17 * BATCH],
        features[k + 18 * BATCH],
    )


@vectorised
def _median_losses(features: np.ndarray, count: int, band: Band, out: np.ndarray) -> None:
    """`batch_losses` for p = 50."""
    for k in range(count):
        out[k] = _row_loss_db(_row(features, k), band, True)


@vectorised
def _timed_losses(features: np.ndarray, count: int, band: Band, out: np.ndarray) -> None:
    """`batch_losses` for p < 50."""
    for k in range(count):
        out[k] = _row_loss_db(_row(features, k), band, False)


@compiled
def batch_losses(features: np.ndarray, count: int, band: Band, out: np.ndarray) -> None:
    """Fill `out` with the loss (dB) of the first `count` receivers (≤ BATCH) of `features`, flat, column by column."""
    if band.always_median:
        _median_losses(features, count, band, out)
    else:
        _timed_losses(features, count, band, out)
