"""A step report for pages to show: real pairs and rules, made-up counts of every kind that a page may meet."""

from tinhso.base.canonical import canonical_json
from tinhso.measure.pairs import pairs_of
from tinhso.measure.rule import Rule, read_rules
from tinhso.path.steps import steps_csv

DAYS = ("2026-06-30", "2026-07-31", "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-22")
HOLDER = {"vi": "Chủ sử dụng đất là ai trong dân cư", "en": "Holders among residents", "th": "ผู้ถือสิทธิในทะเบียนราษฎร"}
BEHIND, ABSENT = "population.birth--population.resident", "land.dwelling--land.parcel"
LINKED = "land.certificate--population.death"


def step_files() -> dict[str, bytes]:
    report = step_report()
    return {"steps.json": canonical_json(report) + b"\n", "steps.csv": steps_csv(report)}


def step_report() -> dict[str, object]:
    pairs = [_pair(pair) for pair in pairs_of(read_rules().values(), [])]
    mends: dict[str, dict[str, object]] = {}
    for rule in (rule for pair in pairs for rule in pair["rules"]):
        of = mends.setdefault(rule["mends"], {"agency": rule["mends"], "open": 0, "unmatched": 0, "of": []})
        of["open"] += rule["open"] or 0
    for pair in pairs:
        for rule in pair["rules"]:
            mends[rule["mends"]]["of"].append({"pair": pair["id"], "rule": rule["id"], "n": rule["open"]})
    months = _months(1210, 161)
    return {"as_of": DAYS[-1], "at_least": 5, "pairs": pairs, "mends": list(mends.values()), "months": months}


def _pair(pair) -> dict[str, object]:
    absent = pair.id == ABSENT
    rules = [_rule(rule, 190 + 30 * n, absent, -6 if pair.id == BEHIND else 22) for n, rule in enumerate(pair.rules)]
    sides = [_side(register, n, absent) for n, register in enumerate(pair.registers)]
    falls = -6 if pair.id == BEHIND else 22 * len(rules)
    return {
        "id": pair.id, "left": pair.left, "right": pair.right or None, "seeds": pair.seeds, "invented": True,
        "status": {BEHIND: "behind", ABSENT: "absent"}.get(pair.id, "mending"),
        "sides": sides, "apart_days": None if absent or not pair.right else 22,
        "open": sum(rule["open"] or 0 for rule in rules), "unmatched": 412 if pair.id == LINKED else 0,
        "links": [_link()] if pair.id == LINKED else [], "rules": rules,
        "months": [] if absent else _months(sum(190 + 30 * n for n in range(len(rules))), falls),
    }  # fmt: skip


def _rule(rule: Rule, first: int, absent: bool, falls: int) -> dict[str, object]:
    months = [] if absent else _months(first, falls)
    return {
        "id": rule.id, "label": rule.label.as_dict(), "expected": rule.expected.as_dict(), "register": rule.register,
        "other": rule.other, "mends": rule.mends, "law": list(rule.law), "seeds": list(rule.seeds),
        "definition": rule.sha256, "file": f"definitions/{rule.room}/rules/{rule.id.partition('.')[2]}.sql",
        "open": months[-1]["open"] if months else None, "oldest_on": None if absent else "2025-03-04",
        "by_area": {} if absent else {"25195": 61, "25210": None, "25217": None, "26248": 9}, "months": months,
    }  # fmt: skip


def _months(first: int, falls: int) -> list[dict[str, object]]:
    rows = [{"on": DAYS[0], "open": first, "opened": None, "mended": None}]
    for n, day in enumerate(DAYS[1:], 1):
        opened = 3 + n % 2 if falls > 0 else 6
        rows.append({"on": day, "open": first - n * falls, "opened": opened, "mended": falls + opened})
    return rows


def _side(register: str, n: int, absent: bool) -> dict[str, object]:
    told = None if absent else ("2026-10-31", "2026-11-22")[n]
    days = None if absent else (22, 0)[n]
    return {
        "register": register, "rows": None if absent else 9_897, "row_on": told, "row_days": days,
        "delivered_on": told, "delivered_days": days, "n_deliveries": 0 if absent else 3, "receipt": None,
    }  # fmt: skip


def _link() -> dict[str, object]:
    def side(unmatched, by_area):
        return {"rows": 9_897, "linked": 9_897 - unmatched, "unmatched": unmatched, "by_area": by_area}

    return {
        "id": "land.holder", "label": HOLDER, "mends": "so-nnmt", "law": [], "within": False,
        "file": "definitions/land/links/holder.yaml",
        "left": side(412, {"25195": 300, "26248": 112}), "right": side(6_000, {}),
    }  # fmt: skip
