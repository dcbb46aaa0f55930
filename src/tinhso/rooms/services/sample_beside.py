"""Invented deliveries beside the dossiers: complaints about some of them, and the procedures as published.

Takes a scene with its dossiers or kinds, gives tables as text. Late dossiers are complained about far more often; most
complaints are answered in time, and few find the answer wanting.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256

import numpy as np
import pyarrow as pa

from tinhso.registers.invention import Scene
from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.procedure import Channel, Edition, FeeKind, Procedure
from tinhso.rooms.services.sample_kinds import Kind
from tinhso.rooms.services.sample_year import FIRST_DAY, Numbers, Year

ANSWER_WITHIN_DAYS = 14
_BEFORE_ON, _MERGED_ON = "2024-03-15", "2025-07-01"
_ON_TIME, _FULL_PROCESS, _PAYABLE = {"75": 0.95, "33": 0.88}, {"75": 0.55, "33": 0.42}, {"75": 0.95, "33": 0.8}


def complaints(scene: Scene, year: Year, codes: Numbers) -> pa.Table:
    """Return a row a complaint; `codes` are the dossiers' codes in the year's order."""
    chance = scene.chance("complaint")
    late = (year.finished > year.due) | ((year.finished < 0) & (year.due < year.n_days))
    who = np.flatnonzero(chance.random(len(codes)) < np.where(late, 0.03, 0.0015))
    received = np.minimum(np.maximum(year.due[who], year.received[who]) + chance.poisson(2, len(who)), year.n_days - 1)
    due = received + ANSWER_WITHIN_DAYS
    took = np.where(chance.random(len(who)) < 0.94, chance.integers(1, ANSWER_WITHIN_DAYS + 1, len(who)), 19)
    handled = received + took
    answered = handled < year.n_days
    justified = chance.random(len(who)) < np.where(late[who], 0.7, 0.2)
    satisfied = chance.random(len(who)) < 0.9
    days = np.datetime_as_string(FIRST_DAY + np.arange(year.n_days + 60))
    return pa.table(
        {
            "Mã phản ánh": pa.array([f"PAKN-{days[d][2:4]}-{i + 1:06d}" for i, d in enumerate(received)], pa.string()),
            "Mã hồ sơ": pa.array(codes[who], pa.string()),
            "Mã xã nơi tiếp nhận": pa.array(np.array(scene.communes())[year.commune[who]], pa.string()),
            "Ngày nhận phản ánh": pa.array(days[received], pa.string()),
            "Hạn trả lời": pa.array(days[due], pa.string()),
            "Ngày trả lời": pa.array(days[np.minimum(handled, len(days) - 1)], pa.string(), mask=~answered),
            "Phản ánh đúng": _yes_no(justified, ~answered),
            "Người phản ánh hài lòng với trả lời": _yes_no(satisfied, ~answered),
            "Phản ánh lại": _yes_no(~satisfied & (chance.random(len(who)) < 0.3), ~answered),
        }
    )


def published(scene: Scene, kinds: Sequence[Kind]) -> pa.Table:
    """Return a row for each edition of each procedure that has a code, and one for what held before the merger."""
    full_from = {kind.id: kind.full_from for kind in kinds}
    rows = [
        row
        for procedure in read_procedures().values()
        if procedure.code and "." not in procedure.code[8:]
        for row in _editions(scene, procedure, full_from.get(procedure.id))
    ]
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in rows[0]})


def _editions(scene: Scene, procedure: Procedure, full_from: str | None) -> list[dict[str, str | None]]:
    first = procedure.editions[0]
    told = [e for e in procedure.editions if e.from_on < scene.as_of]
    rows = [_published(scene, procedure, e, full_from) for e in told]
    if first.from_on.isoformat() == _MERGED_ON:
        before = _published(scene, procedure, first, full_from)
        rows.insert(0, before | _dates(_BEFORE_ON, 5, -1) | {"Hết hiệu lực từ ngày": _MERGED_ON})
    return rows


def _published(scene: Scene, procedure: Procedure, edition: Edition, full_from: str | None) -> dict[str, str | None]:
    """Return one publication; what is not known of a procedure is drawn from its name, the same at every size."""
    draw = _draws(scene, f"{procedure.id} {edition.from_on}")
    fits = Channel.ONLINE in procedure.channels and not procedure.needs_presence
    offered = full_from != "" if full_from is not None else draw[0] < _FULL_PROCESS[scene.province]
    fee = any(line.kind is not FeeKind.FREE for line in edition.fees) or procedure.financial_duty
    days_late = -2 if draw[1] < _ON_TIME[scene.province] else 4
    ends = (edition.to_on + timedelta(days=1)).isoformat() if edition.to_on else None
    return {
        "Mã TTHC": procedure.code,
        "Tỉnh": scene.province,
        "Cơ quan có thẩm quyền giải quyết": procedure.agency,
        **_dates(edition.from_on.isoformat(), 5, days_late),
        "Hết hiệu lực từ ngày": ends,
        "Nội dung công khai đầy đủ": _said(draw[2] < _ON_TIME[scene.province]),
        "Đủ điều kiện toàn trình": _said(fits),
        "Đã cung cấp toàn trình": _said(fits and offered),
        "Có nghĩa vụ tài chính": _said(fee),
        "Thanh toán trực tuyến được": _said(fee and draw[3] < _PAYABLE[scene.province]),
    }


def _dates(decided_on: str, within: int, days_late: int) -> dict[str, str | None]:
    decided = date.fromisoformat(decided_on)
    return {
        "Ngày quyết định công bố": decided_on,
        "Hạn công khai": (decided + timedelta(days=within)).isoformat(),
        "Ngày công khai": (decided + timedelta(days=within + days_late)).isoformat(),
    }


def _draws(scene: Scene, name: str) -> list[float]:
    """Return four numbers in [0, 1) that depend on the seed, the province and the name alone."""
    digest = sha256(f"{scene.seed}|{scene.province}|{name}".encode()).digest()
    return [int.from_bytes(digest[at : at + 4], "big") / 2**32 for at in range(0, 16, 4)]


def _said(truth: bool) -> str:
    return "có" if truth else "không"


def _yes_no(truth: Numbers, unknown: Numbers) -> pa.Array:
    return pa.array(np.where(truth, "có", "không"), pa.string(), mask=unknown)
