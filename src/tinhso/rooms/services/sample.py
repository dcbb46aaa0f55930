"""Invented deliveries of the room: two years of dossiers, their complaints, procedures published, questions asked.

Takes a scene, gives full deliveries and one of changes, with the faults of real ones. The dossiers are drawn by
`sample_year`; here they become files as a one-stop system would send them. The questions are no invention: they are
counted on the catalogue's own forms.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
import pyarrow as pa

from tinhso.registers.contract import read_contracts
from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.forms import read_forms
from tinhso.rooms.services.questions import COLUMNS, all_asked, held_elements
from tinhso.rooms.services.sample_beside import complaints, published
from tinhso.rooms.services.sample_kinds import Kind, read_kinds
from tinhso.rooms.services.sample_year import FIRST_DAY, Numbers, Year, draw_year
from tinhso.rooms.services.vocabulary import read_vocabulary

_LEVEL_1 = {"75": "H19", "33": "H31"}
_MERGED_ON = "2025-07-01"
_SENDER = "van-phong-ubnd"


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the full deliveries of each register, and changes of dossiers where some are still open."""
    kinds = read_kinds(scene.province)
    year = draw_year(scene, kinds)
    full = _dossiers(scene, kinds, year)
    faulty, changes = _with_faults(full, scene.chance("dossier", "faults")), _changes(full, scene)
    codes = full["Mã hồ sơ"].to_numpy()
    sent = [
        _sent("dossier", "ho-so.csv", faulty),
        _sent("complaint", "phan-anh.csv", complaints(scene, year, codes)),
        _sent("procedure_published", "thu-tuc-cong-bo.csv", published(scene, kinds)),
        _sent("question", "cau-hoi.csv", _questions(scene.province)),
    ]
    if changes.num_rows:
        sent.append(InventedDelivery("services.dossier", "ho-so-thay-doi.csv", _SENDER, changes, kind="change"))
    return sent


def _sent(register: str, file_name: str, table: pa.Table) -> InventedDelivery:
    return InventedDelivery(f"services.{register}", file_name, _SENDER, table)


def _questions(province: str) -> pa.Table:
    procedures, words = read_procedures(), read_vocabulary()
    asked = all_asked(procedures, read_forms(procedures, words), words, held_elements(read_contracts()))
    rows = [one.row(province) for one in asked]
    return pa.table({name: pa.array([row[name] for row in rows]) for name in COLUMNS})


def _dossiers(scene: Scene, kinds: Sequence[Kind], year: Year) -> pa.Table:
    """Return a row a dossier, all as text, with the headers a one-stop system uses."""
    days = np.datetime_as_string(FIRST_DAY + np.arange(year.n_days + 400))
    units = _units(scene)
    merged = days[year.received] >= _MERGED_ON
    unit = year.commune * 4 + np.where(merged, 0, 1 + year.received % 3)
    yes_no = np.array(["không", "có"])
    numbers = np.arange(100).astype(str)
    return pa.table(
        {
            "Mã hồ sơ": pa.array(_codes(units, unit, days, year.received)),
            "Mã thủ tục": _taken([kind.code for kind in kinds], year.kind),
            "Mã xã nơi tiếp nhận": _taken(scene.communes(), year.commune),
            "Cơ quan tiếp nhận": _taken(units, unit),
            "Cơ quan kế thừa sau sắp xếp": _taken(units, np.where(merged, -1, year.commune * 4)),
            "Cơ quan giải quyết": _taken([kind.body for kind in kinds], year.kind),
            "Đối tượng nộp": _taken(["person", "enterprise"], year.enterprise.astype(int)),
            "Kênh nộp": _taken(numbers, year.channel),
            "Dịch vụ công toàn trình": _taken(yes_no, year.full_process.astype(int)),
            "Ngày tiếp nhận": _taken(days, year.received),
            "Ngày hẹn trả": _taken(days, year.due),
            "Ngày xử lý xong": _taken(days, year.finished),
            "Trạng thái": _taken(numbers, year.status),
            "Ngày trả kết quả": _taken(days, year.returned),
            "Số lần yêu cầu bổ sung": _taken(numbers, year.n_supplements),
            "Thành phần hồ sơ": _taken(numbers, year.n_components),
            "Thành phần hồ sơ đã số hóa": _taken(numbers, year.n_digitised),
            "Thành phần hồ sơ được khai thác lại": _taken(numbers, year.n_reused),
            "Kết quả điện tử có ký số": _taken(yes_no, np.where(year.finished < 0, -1, year.result_digital)),
            "Phí và lệ phí phải nộp (đồng)": _taken([str(kind.fee_vnd) for kind in kinds], year.kind),
            "Đã thanh toán trực tuyến": _taken(yes_no, np.where(year.fee_vnd == 0, -1, year.paid_online)),
            "Ngày đồng bộ lên Cổng Dịch vụ công quốc gia": _taken(days, year.synchronised),
            "Mức hài lòng (1-5)": _taken(numbers, np.where(year.rating == 0, -1, year.rating)),
        }
    )


def _units(scene: Scene) -> list[str]:
    """Return four unit codes a commune: its own, and those of the three units it was made of."""
    root = _LEVEL_1[scene.province]
    return [
        unit
        for i, code in enumerate(scene.communes())
        for unit in (
            f"{root}.{code[:2]}.{code[2:]}",
            *(f"{k:03d}.{i // 90 + 10}.{i % 90 + 10}.{root}" for k in (1, 2, 3)),
        )
    ]


def _codes(units: Sequence[str], unit: Numbers, days: Numbers, received: Numbers) -> list[str]:
    """Return the dossier codes: unit, day, and the number of that unit and day from 1 on."""
    key = received * len(units) + unit
    order = np.argsort(key, kind="stable")
    in_order = key[order]
    starts = np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]])
    number = np.empty(len(key), int)
    number[order] = np.arange(len(key)) - np.repeat(starts, np.diff(np.r_[starts, len(key)])) + 1
    short = [f"{d[2:4]}{d[5:7]}{d[8:10]}" for d in days]
    rows = zip(unit.tolist(), received.tolist(), number.tolist(), strict=True)
    return [f"{units[u]}-{short[day]}-{n:05d}" for u, day, n in rows]


def _taken(values: Sequence[str] | Numbers, index: Numbers) -> pa.Array:
    """Return the values at each place as text; empty where the place is negative."""
    return pa.array(values, pa.string()).take(pa.array(index, pa.int64(), mask=index < 0))


def _with_faults(sent: pa.Table, chance: np.random.Generator) -> pa.Table:
    """Return the table with about one row in three hundred faulty, as clerks make them."""
    rows = chance.choice(np.arange(1, sent.num_rows), max(4, sent.num_rows // 300), replace=False)
    fault = chance.integers(5, size=len(rows))
    wrong = {
        "Ngày tiếp nhận": ["31/02/2026"] * len(rows),
        "Mã xã nơi tiếp nhận": ["99999"] * len(rows),
        "Kênh nộp": ["7"] * len(rows),
        "Mã hồ sơ": sent["Mã hồ sơ"].take(pa.array(rows - 1)).to_pylist(),
        "Ngày hẹn trả": ["2020-01-01"] * len(rows),
    }
    for number, (name, values) in enumerate(wrong.items()):
        chosen = {int(row): value for row, value, one in zip(rows, values, fault, strict=True) if one == number}
        sent = _replaced(sent, name, chosen)
    return sent


def _replaced(table: pa.Table, name: str, values: Mapping[int, str]) -> pa.Table:
    """Return the table with some cells of a column replaced, by row."""
    mask = np.zeros(table.num_rows, bool)
    mask[list(values)] = True
    new = pa.array([values[row] for row in sorted(values)], pa.string())
    column = pa.compute.replace_with_mask(table[name].combine_chunks(), pa.array(mask), new)
    return table.set_column(table.column_names.index(name), name, column)


def _changes(full: pa.Table, scene: Scene) -> pa.Table:
    """Return dossiers still in process, a third of them finished the day before the day told from."""
    chance = scene.chance("dossier", "changes")
    in_process = np.flatnonzero(full["Trạng thái"].to_numpy() == "4")
    chosen = np.sort(chance.permutation(in_process)[: max(1, len(in_process) // 3)])
    changed = full.take(pa.array(chosen, pa.int64()))
    done = (scene.as_of - timedelta(days=1)).isoformat()
    for name, value in (("Ngày xử lý xong", done), ("Trạng thái", "9"), ("Kết quả điện tử có ký số", "có")):
        column = pa.array([value] * changed.num_rows, pa.string())
        changed = changed.set_column(changed.column_names.index(name), name, column)
    return changed
