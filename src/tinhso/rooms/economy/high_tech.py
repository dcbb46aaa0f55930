"""High-tech exports: customs lines in HS codes, carried to SITC by a dated concordance, summed by group.

Takes arrays of HS codes and values, a concordance received as a register, and a classification; gives the share of
all exported goods with what could not be classified shown beside it. The World Bank's share of *manufactured* exports
has another denominator and is left out on purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tinhso.base.errors import Fault
from tinhso.base.label import Label
from tinhso.measure.classification import Classification

HS_DIGITS = 6  # the part of a customs code that is the same in every country

# An edition change moves a few per cent of codes; more than this share of value means the wrong table.
MAX_UNCLASSIFIED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Concordance:
    """HS codes of one edition (six digits) → SITC codes (no dots)."""

    hs_edition: str
    sitc_edition: str
    sitc_by_hs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HighTechExports:
    """Values in the whole money units they were given in: by group, other goods, unclassified by HS code, all goods."""

    by_group: Mapping[str, int]
    other: int
    unclassified: Mapping[str, int]
    classification: str
    hs_edition: str

    @property
    def high_tech(self) -> int:
        """Return the value of high-tech goods: the numerator of the share."""
        return sum(self.by_group.values())

    @property
    def total(self) -> int:
        """Return the value of all exported goods, the unclassified included: the denominator of the share."""
        return self.high_tech + self.other + sum(self.unclassified.values())

    @property
    def share(self) -> float | None:
        """Return high-tech over all exported goods, 0-1, the unclassified counted as other; None without exports."""
        return self.high_tech / self.total if self.total else None

    @property
    def highest_share(self) -> float | None:
        """Return what the share would be, were every unclassified good high-tech."""
        return (self.high_tech + sum(self.unclassified.values())) / self.total if self.total else None


def value_by_code(codes: pa.ChunkedArray | pa.Array, values: pa.ChunkedArray | pa.Array) -> dict[str, int]:
    """Return the exact sum of values (int64) per six-digit code of customs lines; codes are text of six or more digits.

    Encoding the codes first makes ten million lines a sum over small integers, and each distinct code is cut once.
    """
    encoded = pc.dictionary_encode(codes)
    table = pa.table({"code": encoded, "value": values}).group_by("code", use_threads=True)
    sums = table.aggregate([("value", "sum")])
    found: dict[str, int] = {}
    for code, value in zip(sums["code"].to_pylist(), sums["value_sum"].to_pylist(), strict=True):
        short = (code or "")[:HS_DIGITS]
        found[short] = found.get(short, 0) + (value or 0)
    return found


def high_tech_exports(
    value_by_hs: Mapping[str, int], concordance: Concordance, classification: Classification
) -> HighTechExports:
    """Return exports sorted into the groups of a classification; a code the concordance lacks stays unclassified."""
    by_group = dict.fromkeys((group.id for group in classification.groups), 0)
    other, unclassified = 0, {}
    for code, value in sorted(value_by_hs.items()):
        sitc = concordance.sitc_by_hs.get(code)
        if not sitc:
            unclassified[code] = value
        elif (group := classification.find_group(sitc)) is None:
            other += value
        else:
            by_group[group] += value
    return HighTechExports(by_group, other, unclassified, classification.id, concordance.hs_edition)


def check_exports(exports: HighTechExports, where: str) -> list[Fault]:
    """Return a fault when so much is unclassified that the codes must be of another HS edition."""
    missing = sum(exports.unclassified.values())
    if exports.total and missing / exports.total > MAX_UNCLASSIFIED_SHARE:
        largest = sorted(exports.unclassified, key=lambda code: -exports.unclassified[code])[:5]
        found = f"{missing / exports.total:.1%} ({', '.join(largest)})"
        what, expected, advice = _EDITION
        return [Fault(what, f"{where}, {exports.hs_edition}", found, expected, advice)]
    return []


_EDITION = (
    Label(
        "nhiều mã HS không có trong bảng chuyển đổi",
        "many HS codes are not in the concordance",
        "รหัส HS จำนวนมากไม่อยู่ในตารางแปลง",
    ),
    Label(
        "không quá 2 % trị giá ngoài bảng",
        "at most 2 % of the value outside the table",
        "มูลค่านอกตารางไม่เกิน 2 %",
    ),
    Label(
        "Dùng bảng chuyển đổi của đúng phiên bản HS trong tờ khai.",
        "Use the concordance of the HS edition the declarations are written in.",
        "ใช้ตารางแปลงของ HS ฉบับเดียวกับใบขนสินค้า",
    ),
)
