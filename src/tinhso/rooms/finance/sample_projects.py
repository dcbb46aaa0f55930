"""Invented public digital projects and their payments, shaped on the one published total.

Takes a scene, gives two full deliveries. Said in public: projects of more than 1,400 billion đồng in Đồng Nai,
2023-2028; no list of them was found. Names, owners, days and payments are drawn; every name says it is
simulated. One project names no target, so that the page has a gap to show.
"""

from datetime import date, timedelta

import pyarrow as pa

from tinhso.registers.invention import InventedDelivery, Scene

PORTFOLIO = "digital_infrastructure_2023_2028"
_TOTAL_VND = {"75": 1_436_000_000_000, "33": 870_000_000_000}
# Name, pillar, owner, hundredths of the total.
_PROJECTS = [
    ("Trung tâm dữ liệu cấp tỉnh", "foundation", "so-khcn", 21),
    ("Cơ sở dữ liệu đất đai và nhà ở", "government", "so-nnmt", 18),
    ("Hệ thống giải quyết thủ tục hành chính", "government", "van-phong-ubnd", 11),
    ("Nền tảng tích hợp, chia sẻ dữ liệu", "foundation", "so-khcn", 9),
    ("Trung tâm điều hành thông minh", "government", "van-phong-ubnd", 8),
    ("Mạng truyền số liệu chuyên dùng đến xã", "foundation", "so-khcn", 8),
    ("Giám sát an toàn thông tin", "foundation", "cong-an", 6),
    ("Số hóa hồ sơ lưu trữ", "government", "so-noi-vu", 6),
    ("Quan trắc môi trường tự động", "society", "so-nnmt", 5),
    ("Bệnh án điện tử", "society", "so-y-te", 4),
    ("Học bạ và lớp học số", "society", "so-gddt", 3),
    ("Hỗ trợ doanh nghiệp nhỏ chuyển đổi số", "economy", "so-tai-chinh", 1),
]
# Targets served, in the order of _PROJECTS.
_TARGETS = {
    "75": [
        "dn-online-services-2030",
        "dn-land-housing-databases",
        "dn-online-services-2030;dn-dossiers-on-time",
        "dn-online-services-2030",
        "dn-dossiers-on-time",
        "dn-online-services-2030",
        "",
        "dn-dossiers-full-process-2025",
        "dn-land-housing-databases",
        "dn-online-services-2030",
        "dn-online-services-2030",
        "dn-digital-economy-2030",
    ],
    "33": [
        "hy-work-files-province-2025",
        "hy-environment-data",
        "hy-procedures-online-2025;hy-dossiers-on-time",
        "hy-population-database",
        "hy-smart-urban-areas-2025",
        "hy-work-files-commune-2025",
        "",
        "hy-dossiers-full-process-2025",
        "hy-environment-data",
        "hy-sectors",
        "hy-sectors",
        "hy-digital-enterprises",
    ],
}


def project_deliveries(scene: Scene) -> list[InventedDelivery]:
    """Return the projects of the portfolio and what was paid for them until the day told from."""
    projects = [_project(scene, n) for n in range(len(_PROJECTS))]
    payments = [payment for project in projects for payment in _payments(scene, project)]
    return [
        InventedDelivery("finance.project", "du-an.csv", "so-tai-chinh", pa.Table.from_pylist(projects)),
        InventedDelivery("finance.project_payment", "giai-ngan.csv", "so-tai-chinh", pa.Table.from_pylist(payments)),
    ]


def _project(scene: Scene, n: int) -> dict[str, str]:
    chance = scene.chance("project", str(n))
    name, pillar, owner, part = _PROJECTS[n]
    starts_on = date(2023, 2, 1) + timedelta(int(chance.integers(0, 900)))
    ends_on = min(starts_on + timedelta(int(chance.integers(540, 1300))), date(2028, 12, 31))
    return {
        "project_id": f"DA-{scene.province}-{n + 1:02d}",
        "name": f"{name} (mô phỏng)",
        "area": scene.province,
        "owner": owner,
        "pillar": pillar,
        "portfolio": PORTFOLIO,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "appropriation_vnd": str(_TOTAL_VND[scene.province] // 100 * part),
        "targets": _TARGETS[scene.province][n],
    }


def _payments(scene: Scene, project: dict[str, str]) -> list[dict[str, str]]:
    """Return payments that follow the project's time with a lag, about nine tenths of the appropriation by its end."""
    chance = scene.chance("payments", project["project_id"])
    starts_on, ends_on = (date.fromisoformat(project[name]) for name in ("starts_on", "ends_on"))
    n = 8
    parts = chance.dirichlet([6.0] * n) * 0.9 * int(project["appropriation_vnd"])
    rows = []
    for i, part in enumerate(parts):
        paid_on = starts_on + (ends_on - starts_on) * (i + 1) // n + timedelta(int(chance.integers(0, 60)))
        if paid_on <= scene.as_of:
            rows.append(
                {
                    "payment_id": f"{project['project_id']}-{i + 1}",
                    "project_id": project["project_id"],
                    "contract_id": f"HD-{project['project_id']}-{i % 2 + 1}",
                    "supplier": f"Nhà thầu mô phỏng {int(chance.integers(1, 9))}",
                    "paid_on": paid_on.isoformat(),
                    "amount_vnd": str(round(part)),
                }
            )
    return rows
