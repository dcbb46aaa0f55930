"""Public files on their way in: known by name, received as real, every observation accounted for."""

import json
from datetime import date

import pytest

from tinhso.base.errors import UnusableInput
from tinhso.base.home import make_home
from tinhso.engine import open_store
from tinhso.path.deliver import receive_inbox
from tinhso.path.given import take_given
from tinhso.registers.check import check_all
from tinhso.rooms.economy.countries_document import Penn, countries_document
from tinhso.rooms.economy.given import concordance_csv, given, series_csv
from tinhso.rooms.economy.publishing import documents
from tinhso.rooms.economy.series_document import series_document

DAY = date(2026, 11, 22)


def _page(*observations, frequency="Q"):
    series = {"@DATA_DOMAIN": "NAG", "@INDICATOR": "NGDP", "@REF_AREA": "VN", "@FREQ": frequency, "@UNIT_MULT": "9"}
    obs = [{"@TIME_PERIOD": period, "@OBS_VALUE": value} for period, value in observations]
    return json.dumps([[series | {"Obs": obs}], {"Structure": 1}])


def test_powers_of_ten_are_written_out():
    lines = series_csv(_page(("2024-Q1", "4.3E-3"), ("2024-Q2", "1e6"), ("2024-Q3", "E"))).decode().splitlines()
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["0.0043", "1000000", "E"]


def test_every_observation_becomes_a_row_in_the_layout_of_sdmx_csv():
    lines = series_csv(_page(("2024-Q1", "1"), ("2024-Q1", "2"), ("2024-13", "…"))).decode().splitlines()
    assert lines[0] == "DATA_DOMAIN,INDICATOR,REF_AREA,FREQ,BASE_PER,UNIT_MULT,TIME_PERIOD,OBS_VALUE"
    assert lines[1] == "NAG,NGDP,VN,Q,_Z,9,2024-Q1,1"
    assert len(lines) == 4


def test_a_concordance_says_its_edition_and_leaves_out_codes_without_a_partner():
    rows = concordance_csv("HS5_6d,SITC4_5d\n854231,77642\n999999,NA\n").decode().splitlines()
    assert rows[1:] == ["2017,854231,77642,2018-01-01,2030-01-01,upsert"]


def test_files_are_taken_once_and_bad_observations_are_counted(tmp_path):
    folder = tmp_path / "public"
    folder.mkdir()
    page = _page(
        ("2024-Q1", "1"), ("2024-Q2", "2"), ("2024-Q5", "3"), ("2024", "4"), ("2024-Q3", "…"), ("2024-Q2", "9")
    )
    (folder / "some_nsdp_page.json").write_text(page, "utf-8")
    home = make_home(tmp_path / "home", "75")
    assert [path.parent.name for path in take_given(home, folder)] == ["economy.public_series"]
    receive_inbox(home, DAY)
    (receipt,) = check_all(home)
    # 2024-Q2 comes twice with two values: neither is taken, since nobody can say which is right.
    assert (receipt.rows_in, receipt.rows_out, receipt.rows_rejected) == (6, 1, 5)
    assert not receipt.invented
    assert take_given(home, folder) == []
    with open_store(home.store, read_only=True) as store:
        found = json.loads(documents(store, home, DAY)["series.json"])
    assert found["series"] == [
        {"domain": "NAG", "indicator": "NGDP", "frequency": "Q", "base": "", "multiplier": 9, "n": 1,
         "from": "2024-Q1", "to": "2024-Q1", "last": "1"}
    ]  # fmt: skip
    assert found["invented"] is False


def test_a_file_in_sdmx_csv_is_received_as_it_stands(tmp_path):
    home = make_home(tmp_path / "home", "75")
    path = home.inbox / "full/economy.public_series/series.csv"
    path.parent.mkdir(parents=True)
    path.write_text(
        "DATAFLOW,FREQ,REF_AREA,INDICATOR,BASE_PER,UNIT_MULT,TIME_PERIOD,OBS_VALUE,OBS_STATUS\n"
        "VN:NAG(1.0),Q,VN,NGDP_R_XDC,2010,9,2024-Q1,1234.5,A\n",
        "utf-8",
    )
    receive_inbox(home, DAY)
    (receipt,) = check_all(home)
    assert (receipt.rows_in, receipt.rows_rejected) == (1, 0)
    with open_store(home.store, read_only=True) as store:
        assert store.fetch("select frequency, period, value from economy.public_series") == [("Q", "2024-Q1", 1234.5)]


def test_a_folder_without_known_files_is_refused_with_what_is_known(tmp_path):
    home = make_home(tmp_path / "home", "75")
    with pytest.raises(UnusableInput, match="no file here is known"):
        take_given(home, tmp_path / "nowhere")


def test_series_are_told_apart_by_their_keys():
    rows = [
        ("NAG", "A", "A", "2010", 9, "2023", "1"),
        ("NAG", "A", "A", "2010", 9, "2024", "2"),
        ("NAG", "A", "Q", "_Z", 9, "2024-Q1", "3"),
    ]
    found = series_document(rows)["series"]
    assert [(s["frequency"], s["n"], s["from"], s["to"], s["last"], s["base"]) for s in found] == [
        ("A", 2, "2023", "2024", "2", "2010"),
        ("Q", 1, "2024-Q1", "2024-Q1", "3", ""),
    ]


def test_countries_by_hand():
    """Output +10 %, labour +2 %, capital +10 %, share 0.5: 4 points; hours +1 % take half a point away."""
    rows = [Penn(1990 + n, 1.1**n, 1.02**n, 1.01**n, 1.0, 1.1**n, 1.1**n, 0.5, 1.035**n) for n in range(30)]
    (korea,) = countries_document({"KOR": rows, "THA": rows[1:]})["countries"]
    assert (korea["plain"], korea["printed"]) == ("0.04000", "0.03440")
    # ln 1.1 - 0.5 ln 1.02 - 0.5 ln 1.1 - 0.04, then - 0.5 ln 1.01, no schooling, services as the stock.
    assert korea["steps"] == ["-0.00225", "-0.00498", "0.00000", "0.00000"]


def test_the_public_files_themselves(shared, tmp_path):
    found = {file.register: file for file in given(shared)}
    assert set(found) == {"economy.penn_account", "economy.public_series", "economy.hs_concordance"}
    home = make_home(tmp_path / "home", "75")
    take_given(home, shared)
    receive_inbox(home, DAY)
    receipts = {receipt.subject: receipt for receipt in check_all(home)}
    penn, series = receipts["economy.penn_account"], receipts["economy.public_series"]
    assert (penn.rows_in, penn.rows_rejected) == (12810, 0)
    assert series.rows_in == 30843 + 84
    assert series.rows_rejected < 150
    with open_store(home.store, read_only=True) as store:
        made = {name: json.loads(content) for name, content in documents(store, home, DAY).items()}
    assert len(made["series.json"]["series"]) >= 510
    table = {row["iso"]: (row["plain"], row["printed"]) for row in made["countries.json"]["countries"]}
    assert table == {
        "KOR": ("0.01309", "0.01064"), "THA": ("0.01951", "0.01156"),
        "MYS": ("0.00372", "-0.00260"), "CHN": ("0.01532", "0.00624"),
    }  # fmt: skip
    for row in made["countries.json"]["countries"]:
        assert float(row["plain"]) + sum(map(float, row["steps"])) == pytest.approx(float(row["printed"]), abs=5e-5)
    assert len(made["countries.json"]["home"]["periods"]) == 4
