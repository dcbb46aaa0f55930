"""What a release says of goods exports: by year, by chapter of the Harmonised System, and what of them is high-tech.

Takes sums of customs lines by year and six-digit code with the SITC code a dated concordance gave them; gives plain
values in whole US dollars. What no concordance knows is listed by code and counts as not high-tech.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.base.errors import Fault
from tinhso.measure.classification import Classification, get_classification
from tinhso.rooms.economy.high_tech import Concordance, HighTechExports, check_exports, high_tech_exports

HIGH_TECH, CHAPTERS = "high_tech_goods", "hs_chapters"
LISTED_CODES = 20

Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class Goods:
    """The exports of one year under one six-digit code; `sitc` empty where no concordance of the day knew it."""

    year: int
    hs_code: str
    sitc: str
    value_usd: int


def exports_document(rows: Sequence[Goods], lists: Sequence[Classification], where: str) -> Node:
    """Return `{years: [...], classification, faults}`, years in order."""
    by_year: dict[int, list[Goods]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    faults: list[Fault] = []
    years = []
    for year, found in sorted(by_year.items()):
        node, wrong = _year(year, found, lists, where)
        years.append(node)
        faults += wrong
    newest = get_classification(lists, HIGH_TECH, date(max(by_year), 12, 31)) if by_year else None
    return {"years": years, "classification": newest and newest.named(), "faults": [f.as_dict() for f in faults]}


def _year(year: int, rows: Sequence[Goods], lists: Sequence[Classification], where: str) -> tuple[Node, list[Fault]]:
    day = date(year, 12, 31)
    groups = get_classification(lists, HIGH_TECH, day)
    values: dict[str, int] = defaultdict(int)
    for row in rows:
        values[row.hs_code] += row.value_usd
    known = Concordance(str(year), "SITC Rev. 4", {row.hs_code: row.sitc for row in rows if row.sitc})
    exports = high_tech_exports(values, known, groups)
    node = {
        "year": year,
        "total_usd": exports.total,
        "high_tech_usd": exports.high_tech,
        "unclassified_usd": sum(exports.unclassified.values()),
        "highest_usd": exports.high_tech + sum(exports.unclassified.values()),
        "groups": _groups(exports, groups),
        "chapters": _chapters(values, known, groups, get_classification(lists, CHAPTERS, day)),
        "unclassified": _largest(exports.unclassified),
    }
    return node, check_exports(exports, f"{where} {year}")


def _groups(exports: HighTechExports, lists: Classification) -> list[Node]:
    found = [(group, exports.by_group[group.id]) for group in lists.groups if exports.by_group[group.id]]
    found.sort(key=lambda pair: -pair[1])
    return [{"id": group.id, "label": group.label.as_dict(), "value_usd": value} for group, value in found]


def _chapters(
    values: Mapping[str, int], known: Concordance, groups: Classification, chapters: Classification
) -> list[Node]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for code, value in values.items():
        sitc = known.sitc_by_hs.get(code)
        place = 2 if not sitc else 0 if groups.find_group(sitc) else 1
        sums[code[:2]][place] += value
    labels = {code: group.label.as_dict() for group in chapters.groups for code in group.codes}
    return [
        {
            "chapter": chapter,
            "label": labels.get(chapter),
            "high_tech_usd": high,
            "other_usd": other,
            "unclassified_usd": unknown,
        }
        for chapter, (high, other, unknown) in sorted(sums.items(), key=lambda item: -sum(item[1]))
    ]


def _largest(unclassified: Mapping[str, int]) -> list[Node]:
    ordered = sorted(unclassified.items(), key=lambda item: (-item[1], item[0]))
    return [{"hs_code": code, "value_usd": value} for code, value in ordered[:LISTED_CODES]]
