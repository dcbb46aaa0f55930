"""Public files a person was given, made ready to be received: what they are is known by their names.

Takes a folder, gives real deliveries: the Penn World Table as it stands, series of a National Summary Data Page in the
layout of SDMX-CSV with every observation kept, and the concordance of HS 2017 to SITC Rev. 4. What of it is good is
left to the registers; nothing here is invented, and nothing is downloaded.
"""

import csv
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from io import StringIO
from pathlib import Path

from tinhso.registers.given import GivenFile
from tinhso.rooms.economy.nsdp import observations, series_elements

# HS 2017 was taken over in Viet Nam by the nomenclature in force from 2018 on; the end is open until the next edition.
_HS_2017 = ("2017", "2018-01-01", "2030-01-01")
_DIMENSIONS = ("DATA_DOMAIN", "INDICATOR", "REF_AREA", "FREQ", "BASE_PER", "UNIT_MULT")
_NO_BASE = "_Z"  # SDMX: not applicable


def given(folder: Path) -> list[GivenFile]:
    """Return what a folder holds for this room's registers, the folders in it included; empty when nothing is known."""
    penn = [
        GivenFile("economy.penn_account", "full", p.name, p.read_bytes()) for p in sorted(folder.rglob("pwt*.csv*"))
    ]
    series = [
        GivenFile("economy.public_series", "full", f"{p.stem}.csv", series_csv(p.read_text("utf-8")))
        for p in sorted(folder.rglob("*nsdp*.json"))
    ]
    codes = [
        GivenFile("economy.hs_concordance", "change", p.name, concordance_csv(p.read_text("utf-8-sig")))
        for p in sorted(folder.rglob("hs5_sitc4.csv"))
    ]
    return [*penn[-1:], *series[-1:], *codes[-1:]]


def series_csv(text: str) -> bytes:
    """Return every observation of a data page as a row, good or bad; raises ValueError for text that is no JSON."""
    rows = [
        [*_dimensions(element), str(one.get("@TIME_PERIOD", "")), _written_out(str(one.get("@OBS_VALUE", "")))]
        for element in series_elements(json.loads(text))
        for one in observations(element["Obs"])
    ]
    return _csv([[*_DIMENSIONS, "TIME_PERIOD", "OBS_VALUE"], *rows])


def concordance_csv(text: str) -> bytes:
    """Return the rows of a concordance with the edition they belong to and the days it holds."""
    edition, starts, ends = _HS_2017
    rows = [
        [edition, row["HS5_6d"], row["SITC4_5d"], starts, ends, "upsert"]
        for row in csv.DictReader(StringIO(text))
        if row["SITC4_5d"] not in ("", "NA")
    ]
    return _csv([["hs_edition", "hs_code", "sitc_code", "valid_from", "valid_until", "_action"], *rows])


def _written_out(number: str) -> str:
    """Return a number without a power of ten, which tables of offices do not have; other text as it is."""
    try:
        return f"{Decimal(number):f}" if "E" in number.upper() else number
    except InvalidOperation:
        return number


def _dimensions(element: Mapping[str, object]) -> list[str]:
    found = {name: str(element.get(f"@{name}", "")) for name in _DIMENSIONS}
    return list({**found, "BASE_PER": found["BASE_PER"] or _NO_BASE}.values())


def _csv(rows: list[list[str]]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()
