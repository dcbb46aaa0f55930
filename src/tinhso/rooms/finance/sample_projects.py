"""Invented public digital projects and their payments, shaped on the one published total.

Takes a scene, gives four full deliveries. Said in public: projects of more than 1,400 billion đồng in Đồng Nai,
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
    made = {
        "project": ("du-an.csv", projects),
        "project_contract": ("hop-dong.csv", [c for project in projects for c in _contracts(scene, project)]),
        "project_milestone": ("moc.csv", [m for project in projects for m in _milestones(scene, project)]),
        "project_payment": ("giai-ngan.csv", [p for project in projects for p in _payments(scene, project)]),
    }
    return [
        InventedDelivery(f"finance.{register}", name, "so-tai-chinh", pa.Table.from_pylist(rows))
        for register, (name, rows) in made.items()
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


def _contracts(scene: Scene, project: dict[str, str]) -> list[dict[str, str]]:
    """Return two contracts signed by the day told from: equipment and software, then building and support."""
    chance = scene.chance("contracts", project["project_id"])
    starts_on, whole = date.fromisoformat(project["starts_on"]), int(project["appropriation_vnd"])
    rows = []
    for n, (title, part) in enumerate([("Thiết bị và phần mềm", 62), ("Triển khai và hỗ trợ", 36)], 1):
        tender_on = starts_on + timedelta(int(chance.integers(10, 40)))
        rows.append(
            {
                "contract_id": f"HD-{project['project_id']}-{n}",
                "project_id": project["project_id"],
                "title": f"{title} (mô phỏng)",
                "supplier": f"Nhà thầu mô phỏng {int(chance.integers(1, 9))}",
                "method": "open" if chance.random() < 0.8 else "direct",
                "tender_on": tender_on.isoformat(),
                "signed_on": (tender_on + timedelta(int(chance.integers(5, 20)))).isoformat(),
                "value_vnd": str(whole // 100 * part),
            }
        )
    return [row for row in rows if date.fromisoformat(row["signed_on"]) <= scene.as_of]


def _milestones(scene: Scene, project: dict[str, str]) -> list[dict[str, str]]:
    """Return four milestones over the project's time; one in five is met late, or is late still."""
    chance = scene.chance("milestones", project["project_id"])
    starts_on, ends_on = (date.fromisoformat(project[name]) for name in ("starts_on", "ends_on"))
    rows = []
    for n, title in enumerate(["Phê duyệt thiết kế", "Ký hợp đồng", "Chạy thử", "Nghiệm thu"], 1):
        due_on = starts_on + (ends_on - starts_on) * n // 4
        met_on = due_on + timedelta(
            int(chance.integers(60, 220)) if chance.random() < 0.2 else -int(chance.integers(1, 40))
        )
        rows.append(
            {
                "project_id": project["project_id"],
                "milestone_id": f"M{n}",
                "title": title,
                "due_on": due_on.isoformat(),
                "met_on": met_on.isoformat() if met_on <= scene.as_of else "",
            }
        )
    return rows


def _payments(scene: Scene, project: dict[str, str]) -> list[dict[str, str]]:
    """Return payments that follow the project's time with a lag, about nine tenths of the appropriation by its end."""
    chance = scene.chance("payments", project["project_id"])
    starts_on, ends_on = (date.fromisoformat(project[name]) for name in ("starts_on", "ends_on"))
    suppliers = {row["contract_id"]: row["supplier"] for row in _contracts(scene, project)}
    n = 8
    shares = chance.dirichlet([6.0] * n)
    # The first contract is paid by the even payments, the second by the odd ones, up to 92 hundredths of each.
    ends = {0: 0.62 * 0.92 / shares[::2].sum(), 1: 0.36 * 0.92 / shares[1::2].sum()}
    parts = [share * ends[i % 2] * int(project["appropriation_vnd"]) for i, share in enumerate(shares)]
    rows = []
    for i, part in enumerate(parts):
        paid_on = starts_on + (ends_on - starts_on) * (i + 1) // n + timedelta(int(chance.integers(0, 60)))
        contract = f"HD-{project['project_id']}-{i % 2 + 1}"
        if paid_on <= scene.as_of and contract in suppliers:
            rows.append(
                {
                    "payment_id": f"{project['project_id']}-{i + 1}",
                    "project_id": project["project_id"],
                    "contract_id": contract,
                    "supplier": suppliers[contract],
                    "paid_on": paid_on.isoformat(),
                    "amount_vnd": str(round(part)),
                }
            )
    return rows
