"""The investment pipeline: a project's way from first talk to production, as one dictionary of stages.

Takes projects and the move somebody asks for, gives the moved project or every reason against the move; counts what is
at each stage; tells a leading enterprise by a dated rule. Lots and utilities are `park.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tinhso.base.errors import Fault, NotAllowed
from tinhso.base.label import Label
from tinhso.law.parameter import Parameter

Stage = Literal["lead", "memorandum", "registered", "licensed", "building", "producing", "withdrawn"]
STAGES: dict[Stage, Label] = {
    "lead": Label("tiếp xúc", "first talks", "เริ่มเจรจา"),
    "memorandum": Label("ghi nhớ", "memorandum", "บันทึกความเข้าใจ"),
    "registered": Label("đăng ký", "registered", "ยื่นจดทะเบียน"),
    "licensed": Label("được cấp phép", "licensed", "ได้รับใบอนุญาต"),
    "building": Label("xây dựng", "building", "ก่อสร้าง"),
    "producing": Label("sản xuất", "producing", "ดำเนินการผลิต"),
    "withdrawn": Label("rút lui", "withdrawn", "ถอนตัว"),
}
# A memorandum may be skipped; nothing else may. Whoever produces no longer withdraws: closing is another matter.
MOVES: dict[Stage, tuple[Stage, ...]] = {
    "lead": ("memorandum", "registered", "withdrawn"),
    "memorandum": ("registered", "withdrawn"),
    "registered": ("licensed", "withdrawn"),
    "licensed": ("building", "withdrawn"),
    "building": ("producing", "withdrawn"),
    "producing": (),
    "withdrawn": (),
}
Technology = Literal[
    "semiconductors", "data_centres", "artificial_intelligence", "internet_of_things", "big_data", "cloud", "blockchain"
]
TECHNOLOGIES: dict[Technology, Label] = {
    "semiconductors": Label("bán dẫn", "semiconductors", "เซมิคอนดักเตอร์"),
    "data_centres": Label("trung tâm dữ liệu", "data centres", "ศูนย์ข้อมูล"),
    "artificial_intelligence": Label("trí tuệ nhân tạo", "artificial intelligence", "ปัญญาประดิษฐ์"),
    "internet_of_things": Label("internet vạn vật", "internet of things", "อินเทอร์เน็ตของสรรพสิ่ง"),
    "big_data": Label("dữ liệu lớn", "big data", "ข้อมูลขนาดใหญ่"),
    "cloud": Label("điện toán đám mây", "cloud computing", "คลาวด์คอมพิวติ้ง"),
    "blockchain": Label("chuỗi khối", "blockchain", "บล็อกเชน"),
}


@dataclass(frozen=True, slots=True)
class Project:
    """One investment: where its owner comes from (ISO country, VN is domestic), money in whole US dollars.

    `since` holds the day each stage was reached; `group_revenue_usd` is the yearly revenue of the investor's group,
    None when unknown.
    """

    id: str
    investor: str
    technology: Technology
    origin: str
    stage: Stage
    since: Mapping[Stage, date]
    capital_registered_usd: int = 0
    capital_paid_usd: int = 0
    licence: str = ""
    jobs: int = 0
    group_revenue_usd: int | None = None


def move(project: Project, to: Stage, on: date, has_lot: bool) -> Project:
    """Return the project at its next stage; raises NotAllowed with every reason against it.

    Registering needs capital and a promised lot, a licence its number, production paid-in capital.
    """
    faults = _check_move(project, to, on, has_lot)
    if faults:
        raise NotAllowed(*faults)
    return replace(project, stage=to, since={**project.since, to: on})


def check_project(project: Project) -> list[Fault]:
    """Return what contradicts itself in one project: paid above registered capital, stages out of order."""
    faults = []
    if not 0 <= project.capital_paid_usd <= project.capital_registered_usd:
        found = f"{project.capital_paid_usd} > {project.capital_registered_usd}"
        faults.append(_fault(project, _PAID, found))
    days = [project.since[stage] for stage in STAGES if stage in project.since]
    if days != sorted(days) or project.stage not in project.since:
        faults.append(_fault(project, _ORDER, ", ".join(f"{s} {d}" for s, d in project.since.items())))
    return faults


def is_leading(project: Project, revenue_rule: Parameter, on: date) -> bool | None:
    """Return whether the investor is leading under the rule of a day; None when its revenue is unknown."""
    if project.group_revenue_usd is None:
        return None
    return project.group_revenue_usd >= revenue_rule.on(on).value


def leading_producing(projects: Iterable[Project], revenue_rule: Parameter, on: date) -> list[Project]:
    """Return the projects that produce on a day and whose investor is leading: what the promise of DN2 counts."""
    return [
        project
        for project in projects
        if project.since.get("producing", date.max) <= on and is_leading(project, revenue_rule, on)
    ]


def funnel(projects: Iterable[Project], on: date) -> dict[Stage, int]:
    """Return how many projects had reached each stage by a day, so that a later stage never exceeds an earlier one.

    A project that skipped the memorandum counts as having reached it; withdrawn ones count where they got to, and once
    under withdrawn.
    """
    counts: dict[Stage, int] = dict.fromkeys(STAGES, 0)
    way = [stage for stage in STAGES if stage != "withdrawn"]
    for project in projects:
        reached = [i for i, stage in enumerate(way) if project.since.get(stage, date.max) <= on]
        for stage in way[: max(reached, default=-1) + 1]:
            counts[stage] += 1
        counts["withdrawn"] += project.since.get("withdrawn", date.max) <= on
    return counts


def _check_move(project: Project, to: Stage, on: date, has_lot: bool) -> list[Fault]:
    if to not in MOVES[project.stage]:
        return [_fault(project, _NO_MOVE, f"{project.stage} → {to}")]
    faults = [_fault(project, _EARLY, str(on))] if on < project.since[project.stage] else []
    if to == "registered" and (project.capital_registered_usd <= 0 or not has_lot):
        faults.append(_fault(project, _REGISTER, f"{project.capital_registered_usd} USD, {has_lot=}"))
    if to == "licensed" and not project.licence:
        faults.append(_fault(project, _LICENCE, "–"))
    if to == "producing" and project.capital_paid_usd <= 0:
        faults.append(_fault(project, _UNPAID, "0"))
    return faults


def _fault(project: Project, words: tuple[Label, Label], found: str) -> Fault:
    return Fault(words[0], project.id, found, words[1], _ADVICE)


_ADVICE = Label("Bổ sung hồ sơ dự án.", "Complete the project's file.", "เพิ่มเติมเอกสารโครงการ")
_NO_MOVE = (
    Label("bước này không có", "there is no such move", "ไม่มีขั้นตอนนี้"),
    Label("một bước kế tiếp của giai đoạn hiện tại", "a next stage of the present one", "ขั้นถัดไปของขั้นปัจจุบัน"),
)
_EARLY = (
    Label("ngày trước giai đoạn hiện tại", "a day before the present stage", "วันก่อนขั้นปัจจุบัน"),
    Label("từ ngày của giai đoạn hiện tại", "the day of the present stage or later", "ตั้งแต่วันของขั้นปัจจุบัน"),
)
_REGISTER = (
    Label("chưa có vốn đăng ký hoặc lô đất", "capital or a promised lot is missing", "ยังไม่มีทุนจดทะเบียนหรือแปลงที่ดิน"),
    Label("vốn dương và một lô đã hứa", "capital above zero and a promised lot", "ทุนมากกว่าศูนย์และแปลงที่สัญญาไว้"),
)
_LICENCE = (
    Label("thiếu số giấy chứng nhận đầu tư", "the licence number is missing", "ไม่มีเลขใบอนุญาตลงทุน"),
    Label("số giấy chứng nhận", "the number of the certificate", "เลขใบรับรอง"),
)
_UNPAID = (
    Label("chưa góp vốn", "no capital is paid in", "ยังไม่ชำระทุน"),
    Label("vốn đã góp lớn hơn 0", "paid-in capital above zero", "ทุนชำระมากกว่าศูนย์"),
)
_PAID = (
    Label("vốn góp ngoài vốn đăng ký", "paid-in capital outside the registered", "ทุนชำระไม่อยู่ในทุนจดทะเบียน"),
    Label("từ 0 đến vốn đăng ký", "between zero and the registered capital", "ตั้งแต่ 0 ถึงทุนจดทะเบียน"),
)
_ORDER = (
    Label("các giai đoạn sai thứ tự ngày", "the stages' days are out of order", "วันของแต่ละขั้นไม่เรียงลำดับ"),
    Label("ngày tăng theo giai đoạn", "days that follow the stages", "วันที่เรียงตามขั้น"),
)
