"""Invented budget lines and projects: yearly estimates and final accounts of a province's expenditure, by purpose.

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
_PURPOSES = {
    "education": ("Giáo dục và đào tạo", 0.27),
    "health": ("Y tế", 0.09),
    "infrastructure": ("Đầu tư hạ tầng", 0.31),
    "administration": ("Quản lý hành chính", 0.13),
    "social": ("Bảo đảm xã hội", 0.08),
    "agriculture": ("Nông nghiệp và nông thôn", 0.05),
    "science_technology": ("Khoa học và công nghệ", 0.007),
    "innovation": ("Đổi mới sáng tạo", 0.002),
    "digital_transformation": ("Chuyển đổi số", 0.009),
    "other": ("Chi khác", 0.052),
}
_RISING = {"science_technology", "innovation", "digital_transformation"}


def deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return projects, payments, and the lines of every year; final accounts end two years before the day told from."""
    rows = [
        row
        for year in range(FIRST_YEAR, scene.as_of.year + 1)
        for stage in ("estimate", "final")
        if stage == "estimate" or year <= scene.as_of.year - 2
        for row in _lines(scene, year, stage)
    ]
    names = ["Năm ngân sách", "Giai đoạn", "Mã dòng", "Nội dung chi", "Mã đơn vị", "Nhóm mục đích", "Số tiền (đồng)"]
    columns = {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)}
    lines = InventedDelivery("finance.budget_line", "chi-ngan-sach.csv", "so-tai-chinh", pa.table(columns))
    return [lines, *project_deliveries(scene)]


def _lines(scene: Scene, year: int, stage: str) -> list[tuple[str, ...]]:
    chance = scene.chance("budget", str(year), stage)
    start, growth = _TOTAL_VND[scene.province]
    total = start * growth ** (year - FIRST_YEAR) * (1.04 if stage == "final" else 1.0)
    weights = {p: share * (1.13 ** (year - FIRST_YEAR) if p in _RISING else 1) for p, (_, share) in _PURPOSES.items()}
    lines: list[tuple[str, ...]] = []
    for purpose, weight in weights.items():
        parts = chance.dirichlet(np.full(6, 8.0)) * total * weight / sum(weights.values())
        for n, part in enumerate(parts, 1):
            amount = round(part / 1_000_000) * 1_000_000
            code = f"{purpose[:3].upper()}-{n:02d}"
            name = f"{_PURPOSES[purpose][0]}, khoản {n}"
            lines.append((str(year), stage, code, name, scene.province, purpose, _vietnamese(amount)))
    return lines


def _vietnamese(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
