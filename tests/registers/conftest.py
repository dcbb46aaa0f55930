"""A home with one invented register that has a column of every type."""

import textwrap
from datetime import date
from pathlib import Path

import pytest

from tinhso.base.home import Home, make_home

AS_OF = date(2026, 10, 1)
AREA = "25195"
CONTRACT = """
label: {vi: Người dân, en: People, th: ประชาชน}
grain: {vi: Mỗi dòng một người, en: One row a person, th: หนึ่งแถวต่อคน}
key: [person_id]
sender: cong-an-tinh
law: luat-cu-tru-2020
sensitivity: personal
mode: both
columns:
  person_id:
    label: {vi: Số định danh, en: Personal number, th: เลขประจำตัว}
    type: personal_id
    required: true
    aliases: [CCCD, Số CCCD]
  full_name: {label: {vi: Họ và tên, en: Full name, th: ชื่อ}, type: text, required: true, max_length: 60}
  born_on: {label: {vi: Ngày sinh, en: Born on, th: วันเกิด}, type: date, required: true, min: 1900-01-01}
  sex: {label: {vi: Giới tính (nam/nữ), en: Sex, th: เพศ}, type: text, in: [nam, nữ]}
  area: {label: {vi: Mã xã, en: Commune, th: ตำบล}, type: area, required: true}
  income_vnd: {label: {vi: Thu nhập, en: Income, th: รายได้}, type: money_vnd, min: 0}
  height_m: {label: {vi: Chiều cao (m), en: Height (m), th: ส่วนสูง}, type: "decimal(6,2)", max: 3}
  share: {label: {vi: Tỷ lệ, en: Share, th: สัดส่วน}, type: share}
  married: {label: {vi: Đã kết hôn, en: Married, th: สมรส}, type: boolean}
  children: {label: {vi: Số con, en: Children, th: จำนวนบุตร}, type: integer, min: 0, max: 20}
  seen_at: {label: {vi: Thời điểm, en: Seen at, th: เวลา}, type: instant}
checks:
  - sql: seen_at is null or seen_at::date >= born_on
    says: {vi: Thời điểm không trước ngày sinh, en: Not seen before birth, th: เวลาต้องไม่ก่อนวันเกิด}
"""
HEADER = "Số định danh,Họ và tên,Ngày sinh,Giới tính,Mã xã,Thu nhập,Chiều cao (m),Tỷ lệ,Đã kết hôn,Số con,Thời điểm"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_in(tmp_path / "home")


def home_in(folder: Path) -> Home:
    made = make_home(folder, "75")
    place = folder / "rooms" / "test" / "registers"
    place.mkdir(parents=True, exist_ok=True)
    (place / "person.yaml").write_text(textwrap.dedent(CONTRACT), "utf-8")
    return made


def row(number: int, **cells: str) -> str:
    """Return one good line of the register, some cells replaced."""
    good = {
        "person_id": f"075{number:09d}",
        "full_name": f"Nguyễn Văn {number}",
        "born_on": "05/03/1980",
        "sex": "nam",
        "area": AREA,
        "income_vnd": "1500000",
        "height_m": "1.65",
        "share": "0.5",
        "married": "có",
        "children": "2",
        "seen_at": "2026-05-01 08:30",
    }
    return ",".join(f'"{value}"' if "," in value else value for value in (good | cells).values())


def write_csv(folder: Path, *lines: str, name: str = "people.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n", "utf-8")
    return path
