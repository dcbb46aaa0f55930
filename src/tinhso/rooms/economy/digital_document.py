"""What a release says of the digital economy: its share by year, by core group and section, and who made each figure.

Takes one area's value added by industry at current prices, dated input shares and the dated list of core industries;
gives plain values with money in whole đồng. A year in which an industry has no input share is named, not guessed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tinhso.measure.classification import Classification, get_classification
from tinhso.rooms.economy.digital import DigitalEconomy, digital_economy

CORE, SECTIONS = "digital_core_industries", "industry_sections"
TAXES = "T"  # the row that holds product taxes less subsidies

Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class ValueAdded:
    """One industry of one year: VSIC code (or `T`), whole đồng at current prices, who made the figure."""

    year: int
    industry: str
    amount_vnd: int
    producer: str


@dataclass(frozen=True, slots=True)
class InputShare:
    """The digital share of an industry's inputs, 0-1, for the years from_year to until_year, both included."""

    from_year: int
    until_year: int
    industry: str
    share: float
    producer: str


def digital_document(rows: Sequence[ValueAdded], shares: Sequence[InputShare], lists: Sequence[Classification]) -> Node:
    """Return `{years: [...], classification}`; a year holds its parts, or the industries that lack an input share."""
    by_year: dict[int, list[ValueAdded]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(row)
    years = [_year(year, found, shares, lists) for year, found in sorted(by_year.items())]
    newest = get_classification(lists, CORE, date(max(by_year), 12, 31)) if by_year else None
    return {"years": years, "classification": newest and newest.named()}


def _year(year: int, rows: Sequence[ValueAdded], shares: Sequence[InputShare], lists: Sequence[Classification]) -> Node:
    core = get_classification(lists, CORE, date(year, 12, 31))
    known = {s.industry: s.share for s in shares if s.from_year <= year <= s.until_year}
    amounts = {row.industry: float(row.amount_vnd) for row in rows if row.industry != TAXES}
    taxes = sum(row.amount_vnd for row in rows if row.industry == TAXES)
    missing = sorted(code for code in amounts if core.find_group(code) is None and code not in known)
    makers = {row.producer for row in rows} | {s.producer for s in shares if s.from_year <= year <= s.until_year}
    node: Node = {"year": year, "producers": sorted(makers), "missing": missing}
    if missing:
        return node
    found = digital_economy(amounts, float(taxes), known, core, ", ".join(sorted(makers)))
    return {**node, **_parts(found, amounts, core, get_classification(lists, SECTIONS, date(year, 12, 31)))}


def _parts(found: DigitalEconomy, amounts: Mapping[str, float], core: Classification, sections: Classification) -> Node:
    groups = _grouped(((core.find_group(code), amount) for code, amount in amounts.items()), core)
    others = _grouped(((sections.find_group(code), part) for code, part in found.digitalised.items()), sections)
    return {
        "share": f"{found.share:.6f}",
        "product_vnd": round(found.product),
        "core_vnd": round(found.core),
        "digitalised_vnd": round(sum(found.digitalised.values())),
        "core": groups,
        "digitalised": others,
    }


def _grouped(parts: Iterable[tuple[str | None, float]], lists: Classification) -> list[Node]:
    sums: dict[str, float] = defaultdict(float)
    for group, amount in parts:
        if group is not None:
            sums[group] += amount
    labels = {group.id: group.label.as_dict() for group in lists.groups}
    ordered = sorted(sums.items(), key=lambda item: -item[1])
    return [{"id": id_, "label": labels[id_], "amount_vnd": round(amount)} for id_, amount in ordered]
