"""What one prediction takes beside its profile (`Radio`), and everything it finds on the way (`Terms`).

`Terms` holds each intermediate under its meaning; the names of the Recommendation stand in its docstring. Losses are
in dB, distances in km, heights in m, angles in mrad, percentages as percentages.
"""

from typing import NamedTuple


class Radio(NamedTuple):
    """Inputs of ITU-R P.1812 that are not the path profile.

    `frequency_ghz` 0.03–6; `time_percent` 1–50; `location_percent` 1–99; antenna heights above ground 1–3000 m;
    `lapse_rate` ΔN 0–157 N-units/km and `refractivity` N_0 (N-units) at the path centre; `resolution_m` side of the
    prediction square; `entry_db` and `entry_spread_db` building entry loss and its spread, 0 outdoors.
    """

    frequency_ghz: float
    time_percent: float
    location_percent: float
    tx_height_m: float
    rx_height_m: float
    vertical: bool
    lapse_rate: float
    refractivity: float
    resolution_m: float = 100.0
    entry_db: float = 0.0
    entry_spread_db: float = 0.0


class Terms(NamedTuple):
    """All intermediates of one path.

    In the Recommendation's names: d, ω, d_tm, d_lm, φ, β_0, a_e; θ_t, θ_r, θ, d_lt, d_lr; h_st, h_sr (87, 88);
    h_st, h_sr (92); h_std, h_srd; h′_t, h′_r (37); h_te, h_re; h_m; L_bfs, L_b0p, L_b0β; L_bulla, L_bulls, L_dsph
    (a_β); L_d50, L_dβ, L_dp; L_bd50, L_bd; F_i, F_j, F_k; L_minb0p, L_ba, L_minbap, L_bda, L_bam, L_bs, L_bc;
    σ_loc; L_b.
    """

    distance_km: float
    sea_share: float
    longest_land_km: float
    longest_inland_km: float
    centre_latitude: float
    ducting_percent: float
    earth_radius_km: float
    tx_elevation: float
    rx_elevation: float
    path_angle: float
    tx_horizon_km: float
    rx_horizon_km: float
    tx_smooth_m: float
    rx_smooth_m: float
    tx_ducting_ground_m: float
    rx_ducting_ground_m: float
    tx_diffraction_ground_m: float
    rx_diffraction_ground_m: float
    tx_diffraction_m: float
    rx_diffraction_m: float
    tx_effective_m: float
    rx_effective_m: float
    roughness_m: float
    free_space_db: float
    line_of_sight_db: float
    line_of_sight_beta_db: float
    bullington_db: float
    bullington_smooth_db: float
    spherical_db: float
    diffraction_median_db: float
    diffraction_beta_db: float
    diffraction_db: float
    diffracted_median_db: float
    diffracted_db: float
    time_share: float
    angle_share: float
    distance_share: float
    least_line_of_sight_db: float
    ducting_db: float
    least_ducting_db: float
    diffracted_or_ducted_db: float
    clear_or_ducted_db: float
    troposcatter_db: float
    median_db: float
    location_spread_db: float
    loss_db: float
