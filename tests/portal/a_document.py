"""The documents rooms publish beside figures, made of the invented rows themselves, without receiving them first."""

from datetime import date
from functools import cache

from tinhso.base.canonical import canonical_json
from tinhso.base.definition import PACKAGED_ROOMS
from tinhso.law.parameter import read_parameters
from tinhso.measure.classification import read_classifications
from tinhso.registers.invention import Scene
from tinhso.rooms.economy import sample as economy
from tinhso.rooms.economy.digital_document import InputShare, ValueAdded, digital_document
from tinhso.rooms.economy.exports_document import Goods, exports_document
from tinhso.rooms.economy.growth import Account
from tinhso.rooms.economy.growth_document import growth_document
from tinhso.rooms.finance import sample as finance
from tinhso.rooms.finance.budget import BudgetLine
from tinhso.rooms.finance.budget_document import Booked, budget_document
from tinhso.rooms.finance.projects import Contract, Milestone, Payment, Project
from tinhso.rooms.finance.projects_document import projects_document
from tinhso.rooms.industry.pipeline import Project as Investment
from tinhso.rooms.industry.publishing import investments_document

DAY = date(2026, 11, 22)
RULE = read_parameters(PACKAGED_ROOMS / "industry" / "parameters")["leading_enterprise_revenue_usd"]
ORIGIN = {"receipts": {}, "invented": True}


@cache
def room_documents(province: str) -> dict[str, bytes]:
    scene = Scene(province, 400, 5, DAY)
    rows = {d.register: d.table.to_pylist() for m in (economy, finance) for d in m.deliveries(scene)}
    made = {
        "economy/growth.json": growth_document(accounts(rows), "economy.growth_account"),
        "economy/digital.json": digital(rows),
        "economy/exports.json": exports(rows),
        "finance/budget.json": budget_document(booked(rows), read_classifications(), "finance.budget_line"),
        "finance/projects.json": projects_document(projects(rows), DAY),
        "industry/investments.json": investments_document(investments(), RULE, DAY),
    }
    return {name: canonical_json({**ORIGIN, **content}) + b"\n" for name, content in made.items()}


def investments():
    began, now = date(2025, 1, 5), date(2026, 3, 1)
    return [
        Investment("A", "Hãng A", "cloud", "KR", "producing", {"lead": began, "producing": now}, 9, 1, "1", 80, 10**13),
        Investment("B", "Hãng B", "semiconductors", "VN", "lead", {"lead": now}),
        Investment("C", "Hãng C", "cloud", "VN", "withdrawn", {"lead": began, "withdrawn": now}, 5),
    ]


def accounts(rows):
    names = ("product_vnd", "employed_persons", "capital_vnd", "labour_share")
    return [
        Account(int(r["year"]), *(float(r[n]) for n in names), r["price_base"]) for r in rows["economy.growth_account"]
    ]


def digital(rows):
    added = [
        ValueAdded(int(r["year"]), r["industry"], int(r["value_added_vnd"]), r["producer"])
        for r in rows["economy.value_added"]
    ]
    shares = [
        InputShare(int(r["from_year"]), int(r["until_year"]), r["industry"], float(r["share"]), r["producer"])
        for r in rows["economy.digital_input_share"]
    ]
    return digital_document(added, shares, read_classifications())


def exports(rows):
    sitc = {r["hs_code"]: r["sitc_code"] for r in rows["economy.hs_concordance"]}
    goods = [
        Goods(int(r["declared_on"][:4]), r["hs_code"][:6], sitc.get(r["hs_code"][:6], ""), round(float(r["value_usd"])))
        for r in rows["economy.customs_line"]
    ]
    return exports_document(goods, read_classifications(), "economy.customs_line")


def booked(rows):
    return [
        Booked(
            int(r["Năm ngân sách"]),
            r["Giai đoạn"],
            r["Nội dung chi"],
            r["Nhóm mục đích"],
            BudgetLine(r["Mã dòng"], r["Thuộc dòng"], r["Mã loại, khoản"], int(r["Số tiền (đồng)"].replace(".", ""))),
        )
        for r in rows["finance.budget_line"]
    ]


def projects(rows):
    day = date.fromisoformat
    return [
        Project(
            p["project_id"], p["name"], p["owner"], p["pillar"], day(p["starts_on"]), day(p["ends_on"]),
            int(p["appropriation_vnd"]), tuple(t for t in p["targets"].split(";") if t),
            tuple(
                Contract(
                    c["contract_id"], c["title"], c["supplier"], day(c["signed_on"]), int(c["value_vnd"]), c["method"],
                    day(c["tender_on"]),
                )
                for c in rows["finance.project_contract"] if c["project_id"] == p["project_id"]
            ),
            tuple(
                Milestone(m["milestone_id"], m["title"], day(m["due_on"]), day(m["met_on"]) if m["met_on"] else None)
                for m in rows["finance.project_milestone"] if m["project_id"] == p["project_id"]
            ),
            tuple(
                Payment(x["payment_id"], x["contract_id"], day(x["paid_on"]), int(x["amount_vnd"]))
                for x in rows["finance.project_payment"] if x["project_id"] == p["project_id"]
            ),
            p["portfolio"],
        )
        for p in rows["finance.project"]
    ]  # fmt: skip
