"""Profile files: what is refused and how it is said; what is written."""

import io
import json
from pathlib import Path

import pytest

from tinhso.base.errors import UnusableInput
from tinhso.rooms.network.profiles import loss_rows, write_losses

GOOD = """made
Tx LAT:,11.0
Tx LON:,106.9
Rx LAT:,11.018
Rx LON:,106.9
Average annual values dN (N-units/km):,50
Average annual sea-level surface refractivity No (N-units):,360
{Begin of Profile}
Number of Points:,5
0,10,2,0,4
0.4,12,2,0,4
0.9,24,3,10,4
1.5,9,4,15,4
2.0,8,3,10,4
{End of Profile}
{Begin of Measurements}
1800,30,,1.5,2,,,,,,,,0,,10,,,
1800,30,,1.5,1,,,,,,,,0,,50,,,
{End of Measurements}
"""


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "made.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_rows_come_in_file_order_as_json(tmp_path: Path) -> None:
    out = io.StringIO()
    file = written(tmp_path, GOOD)
    assert write_losses([file, file], as_json=True, out=out) == 0
    rows = json.loads(out.getvalue())
    assert [(row["profile"], row["row"]) for row in rows] == [("made", 0), ("made", 1)] * 2
    assert rows[0]["loss_db"] == pytest.approx(130.38221854500446, abs=1e-8)


def test_the_table_has_one_line_a_row(tmp_path: Path) -> None:
    out = io.StringIO()
    write_losses([written(tmp_path, GOOD)], as_json=False, out=out)
    assert out.getvalue().splitlines()[0].split() == ["made", "0", "130.38221854", "dB"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("1800,30,,1.5,2", "9000,30,,1.5,2", "frequency_ghz = 9.0"),
        ("1800,30,,1.5,2", "1800,30,,0.5,2", "rx_height_m = 0.5"),
        ("1800,30,,1.5,2", "1800,30,,1.5,3", "1 (horizontal), 2 (vertical)"),
        ("0,,10,,", "0,,60,,", "time_percent = 60.0"),
        ("0.4,12", "0.4,mười hai", "mười hai"),
        ("0.9,24,3,10,4", "0.3,24,3,10,4", "strictly ascending"),
        ("0.9,24,3,10,4", "0.9,24,3,10,2", "zone = [2]"),
        ("0.9,24,3,10,4", "0.9,24,3,-1,4", "clutter_m = -1.0"),
        ("0.9,24,3,10,4\n", "", "5 points"),
        ("Tx LAT:,11.0", "Tx LAT:,95", "tx_lat = 95.0"),
        ("Tx LAT:,11.0\n", "", "tx lat:"),
        ("{End of Profile}", "", "{end of profile}"),
        ("dN (N-units/km):,50", "dN (N-units/km):,157", "lapse_rate = 157.0"),
        ("2.0,8,3,10,4", "4000,8,3,10,4", "0.25 … 3000"),
    ],
)
def test_a_fault_is_told_with_its_place_and_value(tmp_path: Path, before: str, after: str, told: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        loss_rows([written(tmp_path, GOOD.replace(before, after, 1))])
    assert told in caught.value.text("en")
    assert "made.csv" in caught.value.text("th")


def test_all_faults_of_all_files_are_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = io.StringIO()
    bad = written(tmp_path, GOOD.replace("0.4,12", "x,y"))
    assert write_losses([bad, tmp_path / "absent.csv"], as_json=True, out=out) == 2
    assert out.getvalue() == ""
    told = capsys.readouterr().err
    assert "made.csv:11, 1" in told
    assert "made.csv:11, 2" in told
    assert "absent.csv" in told


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00binary", b"a,b\n1,2\n"])
def test_any_bytes_are_answered_without_a_traceback(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "any.csv"
    file.write_bytes(content)
    with pytest.raises(UnusableInput):
        loss_rows([file])
