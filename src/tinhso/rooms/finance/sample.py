"""Invented budget lines and projects: yearly estimates, adjustments and final accounts, by purpose and function.

Takes a scene, gives full deliveries, projects by `sample_projects.py`. Totals are of the size the provinces published;
the split by purpose is drawn, since neither province publishes what it spends on science, technology, innovation and
digital transformation.
"""

import numpy as np
import pyarrow as pa

from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.finance.sample_projects import project_deliveries

FIRST_YEAR = 2021
# Expenditure of 2021 in đồng and its yearly growth.
_TOTAL_VND = {"75": (28_000_000_000_000, 1.11), "33": (26_000_000_000_000, 1.10)}
# Purpose → (name, share of expenditure, function code from memory of the State budget index; innovation has none).
_PURPOSES = {
    "education": ("Giáo dục và đào tạo", 0.27, "070"),
    "health": ("Y tế", 0.09, "130"),
    "infrastructure": ("Đầu tư hạ tầng", 0.31, "292"),
    "administration": ("Quản lý hành chính", 0.13, "341"),
    "social": ("Bảo đảm xã hội", 0.08, "370"),
    "agriculture": ("Nông nghiệp và nông thôn", 0.05, "281"),
    "science_technology": ("Khoa học và công nghệ", 0.007, "101"),
    "innovation": ("Đổi mới sáng tạo", 0.002, ""),
    "digital_transformation": ("Chuyển đổi số", 0.009, "314"),
    "other": ("Chi khác", 0.052, "428"),
}
# Over the estimate: what is added in the year, and what was spent in the end.
_STAGES = {"estimate": 1.0, "adjusted": 1.06, "final": 1.04}
_WHOLE = "TONG"
_RISING = {"science_technology", "innovation", "digital_transformation"}


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return projects and what belongs to them, and the budget lines of every year in the stages known by now."""
    rows = [
        row
        for year in range(FIRST_YEAR, scene.as_of.year + 1)
        for stage, known_after in (("estimate", 0), ("adjusted", 1), ("final", 2))
        if year <= scene.as_of.year - known_after
        for row in _tree(scene, year, stage)
    ]
    columns = {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(_COLUMNS)}
    lines = InventedDelivery("finance.budget_line", "chi-ngan-sach.csv", "so-tai-chinh", pa.table(columns))
    return [lines, *project_deliveries(scene)]


_COLUMNS = [
    "Năm ngân sách", "Giai đoạn", "Mã dòng", "Thuộc dòng", "Nội dung chi", "Mã đơn vị", "Nhóm mục đích",
    "Mã loại, khoản", "Số tiền (đồng)",
]  # fmt: skip


def _tree(scene: Scene, year: int, stage: str) -> list[tuple[str, ...]]:
    """Return the lines of one year and stage: the whole, its purposes, and their parts."""
    parts = _parts(scene, year, stage)
    frame = (str(year), stage)
    lines: list[tuple[str, ...]] = [
        (
            *frame,
            _WHOLE,
            "",
            "Tổng chi ngân sách",
            scene.province,
            "other",
            "",
            _vietnamese(sum(map(sum, parts.values()))),
        )
    ]
    for purpose, amounts in parts.items():
        name, _, function = _PURPOSES[purpose]
        code = purpose[:3].upper()
        lines.append((*frame, code, _WHOLE, name, scene.province, purpose, function, _vietnamese(sum(amounts))))
        lines += [
            (
                *frame,
                f"{code}-{n:02d}",
                code,
                f"{name}, khoản {n}",
                scene.province,
                purpose,
                function,
                _vietnamese(amount),
            )
            for n, amount in enumerate(amounts, 1)
        ]
    return lines


def _parts(scene: Scene, year: int, stage: str) -> dict[str, list[int]]:
    """Return six amounts a purpose, in whole millions of đồng; later stages move those of the estimate a little."""
    chance, later = scene.chance("budget", str(year), "estimate"), scene.chance("budget", str(year), stage, "moved")
    start, growth = _TOTAL_VND[scene.province]
    total = start * growth ** (year - FIRST_YEAR) * _STAGES[stage]
    weights = {p: part * (1.13 ** (year - FIRST_YEAR) if p in _RISING else 1) for p, (_, part, _) in _PURPOSES.items()}
    found: dict[str, list[int]] = {}
    for purpose, weight in weights.items():
        parts = chance.dirichlet(np.full(6, 8.0)) * total * weight / sum(weights.values())
        moved = parts if stage == "estimate" else parts * later.normal(1, 0.05, len(parts))
        found[purpose] = [round(part / 1_000_000) * 1_000_000 for part in moved]
    return found


def _vietnamese(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
