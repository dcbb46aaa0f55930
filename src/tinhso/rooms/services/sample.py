"""Invented dossiers: two years of reception shaped on what the provinces published, with the faults of real deliveries.

Takes a scene, gives one full delivery and one of changes. Shape: about 0.39 dossiers a person and year, more online
every month, full-process services growing slowly, a late share that differs by commune, few at Tết.
Source: `facts` of the provinces' reports of 2025 (729,000 dossiers in five months; 97 % online by November 2025).
"""

from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tinhso.registers.invention import InventedDelivery, Scene

Numbers = NDArray[Any]
DOSSIERS_PER_PERSON_YEAR = 0.39
FIRST_DAY = np.datetime64("2025-01-01")
# Online share of the first and last month told, and the share of full-process services, by province.
_SHAPE = {"75": (0.62, 0.985, 0.16, 0.42), "33": (0.48, 0.90, 0.12, 0.33)}
_LEVEL_1 = {"75": "H19", "33": "H31"}
_PROCEDURES = ["1.001612", "2.000635", "1.004194", "1.000894", "2.000908", "1.012766", "1.003554", "2.001008"]
_PROCEDURE_SHARES = [0.10, 0.18, 0.14, 0.08, 0.22, 0.10, 0.06, 0.12]
_WORKING_DAYS = np.array([3, 1, 7, 5, 1, 20, 10, 2])
_SENDER = "van-phong-ubnd"


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the full delivery of every dossier until the day told from, and changes where some are still open."""
    full = pa.table(_columns(scene))
    faulty, changes = _with_faults(full, scene.chance("dossier", "faults")), _changes(full, scene)
    sent = [InventedDelivery("services.dossier", "ho-so.csv", _SENDER, faulty)]
    if changes.num_rows:
        sent.append(InventedDelivery("services.dossier", "ho-so-thay-doi.csv", _SENDER, changes, kind="change"))
    return sent


def _columns(scene: Scene) -> dict[str, pa.Array]:
    chance = scene.chance("dossier")
    n_days = int((np.datetime64(scene.as_of) - FIRST_DAY).astype(int))
    n = max(50, round(scene.n_people * DOSSIERS_PER_PERSON_YEAR * n_days / 365))
    received = np.sort(chance.choice(n_days, n, p=_day_shares(n_days)))
    progress = received / n_days
    first, last, full_first, full_last = _SHAPE[scene.province]
    commune = chance.choice(len(scene.communes()), n, p=scene.commune_shares())
    tilt = chance.normal(0, 0.05, len(scene.communes()))[commune]
    full_process = chance.random(n) < full_first + (full_last - full_first) * progress
    online_share = np.clip(
        first + (last - first) * np.minimum(progress * 1.8, 1) + tilt + 0.02 * full_process, 0.05, 0.995
    )
    draw = chance.random(n)
    channel = np.where(draw < online_share, 2, np.where(draw < online_share + (1 - online_share) * 0.85, 1, 3))
    procedure = chance.choice(len(_PROCEDURES), n, p=_PROCEDURE_SHARES)
    due = _working_days_after(received, _WORKING_DAYS[procedure])
    late = chance.random(n) < np.clip(0.035 + tilt * 0.4, 0.005, 0.3)
    took = np.where(late, due - received + 1 + chance.poisson(4, n), (due - received) * chance.random(n)).astype(int)
    return _as_sent(scene, chance, received, due, received + took, commune, channel, full_process, procedure, n_days)


def _as_sent(
    scene: Scene,
    chance: np.random.Generator,
    received: Numbers,
    due: Numbers,
    finished: Numbers,
    commune: Numbers,
    channel: Numbers,
    full_process: Numbers,
    procedure: Numbers,
    n_days: int,
) -> dict[str, pa.Array]:
    refused = chance.random(len(received)) < 0.012
    open_ = (finished >= n_days) & ~refused
    status = np.where(refused, 3, np.where(open_, 4, np.where(chance.random(len(received)) < 0.9, 10, 9)))
    day = _day_text(received)
    finished_text = _day_text(np.minimum(finished, n_days - 1)).astype(object)
    finished_text[open_ | refused] = None
    codes = np.array(scene.communes())
    unit = _LEVEL_1[scene.province]
    code = [f"{unit}-{d[2:4]}{d[5:7]}{d[8:10]}-{i % 1000000:06d}" for i, d in enumerate(day)]
    return {
        "Mã hồ sơ": pa.array(code),
        "Mã thủ tục": pa.array(np.array(_PROCEDURES)[procedure]),
        "Mã xã nơi tiếp nhận": pa.array(codes[commune]),
        "Đối tượng nộp": pa.array(np.where(chance.random(len(day)) < 0.82, "person", "enterprise")),
        "Kênh nộp": pa.array([str(c) for c in channel]),
        "Dịch vụ công toàn trình": pa.array(np.where(full_process, "có", "không")),
        "Ngày tiếp nhận": pa.array(day),
        "Ngày hẹn trả": pa.array(_day_text(due)),
        "Ngày xử lý xong": pa.array(finished_text, pa.string()),
        "Trạng thái": pa.array([str(s) for s in status]),
    }


def _day_shares(n_days: int) -> Numbers:
    days = FIRST_DAY + np.arange(n_days)
    weekday = (days.astype("datetime64[D]").view("int64") - 4) % 7
    weights = np.where(weekday >= 5, 0.08, 1.0)
    for start, n in (("2025-01-25", 9), ("2026-02-14", 9)):
        weights[(days >= np.datetime64(start)) & (days < np.datetime64(start) + np.timedelta64(n, "D"))] *= 0.1
    shares: Numbers = weights / weights.sum()
    return shares


def _working_days_after(received: Numbers, n_working: Numbers) -> Numbers:
    later = np.busday_offset(FIRST_DAY + received, n_working, roll="forward")
    days: Numbers = (later - FIRST_DAY).astype(int)
    return days


def _day_text(days: Numbers) -> Numbers:
    texts: Numbers = np.datetime_as_string((FIRST_DAY + days).astype("datetime64[D]"))
    return texts


def _with_faults(sent: pa.Table, chance: np.random.Generator) -> pa.Table:
    """Return the table with about one row in three hundred faulty, as clerks make them."""
    columns = {name: sent[name].to_pylist() for name in sent.column_names}
    for row in chance.choice(sent.num_rows, max(4, sent.num_rows // 300), replace=False):
        match int(chance.integers(5)):
            case 0:
                columns["Ngày tiếp nhận"][row] = "31/02/2026"
            case 1:
                columns["Mã xã nơi tiếp nhận"][row] = "99999"
            case 2:
                columns["Kênh nộp"][row] = "7"
            case 3:
                columns["Mã hồ sơ"][row] = columns["Mã hồ sơ"][row - 1]
            case _:
                columns["Ngày hẹn trả"][row] = "2020-01-01"
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})


def _changes(full: pa.Table, scene: Scene) -> pa.Table:
    """Return dossiers still open, some of them finished the day before the day told from."""
    chance = scene.chance("dossier", "changes")
    open_rows = [i for i, status in enumerate(full["Trạng thái"].to_pylist()) if status == "4"]
    chosen = sorted(chance.permutation(open_rows)[: max(1, len(open_rows) // 3)].tolist())
    changed = full.take(pa.array(chosen, pa.int64()))
    done = date.fromordinal(scene.as_of.toordinal() - 1).isoformat()
    columns = {name: changed[name].to_pylist() for name in changed.column_names}
    columns["Ngày xử lý xong"] = [done] * len(chosen)
    columns["Trạng thái"] = ["9"] * len(chosen)
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
