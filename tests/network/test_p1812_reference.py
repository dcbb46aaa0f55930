"""ITU-R P.1812 against the public reference cases: losses and every logged intermediate, and high-band cases."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from tinhso.rooms.network import p1812
from tinhso.rooms.network.profiles import loss_rows, read_profile

LOGGED = {
    ("d (km)", 0): "distance_km",
    ("dlt (km)", 0): "tx_horizon_km",
    ("dlr (km)", 0): "rx_horizon_km",
    ("th_t (mrad)", 0): "tx_elevation",
    ("th_r (mrad)", 0): "rx_elevation",
    ("th (mrad)", 0): "path_angle",
    ("w", 0): "sea_share",
    ("dtm (km)", 0): "longest_land_km",
    ("dlm (km)", 0): "longest_inland_km",
    ("phi (deg)", 0): "centre_latitude",
    ("b0 (%)", 0): "ducting_percent",
    ("ae (km)", 0): "earth_radius_km",
    ("hst (m)", 0): "tx_smooth_m",
    ("hsr (m)", 0): "rx_smooth_m",
    ("hst (m)", 1): "tx_ducting_ground_m",
    ("hsr (m)", 1): "rx_ducting_ground_m",
    ("hstd (m)", 0): "tx_diffraction_ground_m",
    ("hsrd (m)", 0): "rx_diffraction_ground_m",
    ("htc (m)", 1): "tx_diffraction_m",
    ("hrc (m)", 1): "rx_diffraction_m",
    ("hte (m)", 0): "tx_effective_m",
    ("hre (m)", 0): "rx_effective_m",
    ("hm (m)", 0): "roughness_m",
    ("Fi", 0): "time_share",
    ("Fj", 0): "angle_share",
    ("Fk", 0): "distance_share",
    ("Lbfs", 0): "free_space_db",
    ("Lb0p", 0): "line_of_sight_db",
    ("Lb0b", 0): "line_of_sight_beta_db",
    ("Lbulla (dB)", 0): "bullington_db",
    ("Lbulls (dB)", 0): "bullington_smooth_db",
    ("Ldsph (dB)", 0): "spherical_db",
    ("Ld50 (dB)", 0): "diffraction_median_db",
    ("Ldb (dB)", 0): "diffraction_beta_db",
    ("Ldp (dB)", 0): "diffraction_db",
    ("Lbd50 (dB)", 0): "diffracted_median_db",
    ("Lminb0p (dB)", 0): "least_line_of_sight_db",
    ("Lba (dB)", 0): "ducting_db",
    ("Lminbap (dB)", 0): "least_ducting_db",
    ("Lbda (dB)", 0): "diffracted_or_ducted_db",
    ("Lbam (dB)", 0): "clear_or_ducted_db",
    ("Lbs (dB)", 0): "troposcatter_db",
    ("Lbc (dB)", 0): "median_db",
    ("Lb (dB)", 0): "loss_db",
}


def reference_losses(file: Path) -> list[float]:
    """Column 17 of the measurement rows."""
    block = file.read_text().split("{Begin of Measurements}")[1].split("{End")[0]
    return [float(line.split(",")[17]) for line in block.splitlines() if line.count(",") > 5]


def logged_values(file: Path) -> dict[tuple[str, int], float]:
    """The values of a log by name and occurrence."""
    values: dict[tuple[str, int], float] = {}
    for line in file.read_text().splitlines():
        cells = line.split(",")
        if len(cells) < 4 or not cells[3].strip() or cells[0].startswith("#"):
            continue
        name = cells[0].strip()
        values[name, sum(key[0] == name for key in values)] = float(cells[3])
    return values


def test_every_reference_loss_is_met(radio_folder: Path) -> None:
    files = sorted((radio_folder / "p1812" / "profiles").glob("*.csv"))
    expected = [loss for file in files for loss in reference_losses(file)]
    found = loss_rows(files)
    assert len(found) == len(expected) == 39
    np.testing.assert_allclose([row["loss_db"] for row in found], expected, rtol=0, atol=1e-6)
    assert found[3] == {"profile": files[1].stem, "row": 0, "loss_db": found[3]["loss_db"]}


def test_every_logged_intermediate_is_met(radio_folder: Path) -> None:
    compared = 0
    for log in sorted((radio_folder / "p1812" / "results").glob("*_log.csv")):
        name, row = log.name.removesuffix("_log.csv").rsplit("_", 1)
        read = read_profile(radio_folder / "p1812" / "profiles" / f"{name}.csv")
        terms = p1812.path_terms(read.path, read.radios[int(row)])._asdict()
        values = logged_values(log)
        for key, term in LOGGED.items():
            assert terms[term] == pytest.approx(values[key], rel=1e-9, abs=1e-7), (log.name, key)
            compared += 1
        ducted = terms["least_ducting_db"] <= terms["diffracted_db"]
        diffracted = terms["diffracted_or_ducted_db" if ducted else "diffracted_db"]
        assert diffracted == pytest.approx(values["Lbd (dB)", 0], rel=1e-9)
    assert compared == 39 * len(LOGGED)


def test_high_band_cases_of_two_independent_programs_are_met(radio_folder: Path) -> None:
    profiles = {p["id"]: p for p in json.loads((radio_folder / "high_band_cases.json").read_text())["profiles"]}
    with (radio_folder / "high_band_cases.csv").open() as file:
        rows = list(csv.DictReader(file))
    worst = 0.0
    for row in rows:
        made = profiles[row["profile_id"]]
        columns = (np.array(made[key], dtype=float) for key in ("d_km", "h_m", "r_m"))
        places = (made[key] for key in ("tx_lat", "tx_lon", "rx_lat", "rx_lon", "dct_km", "dcr_km"))
        path = p1812.Path(*columns, np.array(made["zone"]), *places)
        numbers = [float(row[key]) for key in ("time_percent", "location_percent", "tx_height_m", "rx_height_m")]
        radio = p1812.Radio(
            float(row["frequency_mhz"]) / 1000,
            *numbers,
            row["polarization"] == "2",
            made["dn"],
            made["n0"],
            float(row["resolution_m"]),
        )
        loss = p1812.path_loss_db(path, radio)
        for peer in ("loss_db_crc_covlib", "loss_db_py1812"):
            worst = max(worst, abs(loss - float(row[peer])))
    assert len(rows) == 632
    assert worst < 1e-6
