"""Growth accounting: how much of growth comes from labour, from capital, and from total factor productivity (TFP).

Takes yearly accounts of one area at constant prices (output, labour, capital stock, labour's share of income), gives
the parts of growth per year and per period, the contribution of TFP, and its band over what nobody knows exactly.
Building the capital stock from investment is `capital.py`; where the yearly accounts come from is left to the
registers, and which year's labour share holds to the parameters.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from tinhso.base.errors import Fault
from tinhso.base.label import Label

Convention = Literal["official", "tornqvist"]

# Below one per cent a year the quotient g_TFP / g_Y swings by tens of points when a revision moves g_Y by a tenth.
MIN_GROWTH = 0.01

TOO_SLOW = Label(
    "tăng trưởng bình quân dưới 1 %/năm: tỷ lệ đóng góp không còn ý nghĩa",
    "growth averages below 1 % a year: a contribution share has no meaning",
    "การเติบโตเฉลี่ยต่ำกว่า 1 % ต่อปี สัดส่วนการมีส่วนร่วมจึงไม่มีความหมาย",
)
SHRINKING = Label(
    "kinh tế suy giảm: tỷ lệ đóng góp không còn ý nghĩa",
    "the economy shrank: a contribution share has no meaning",
    "เศรษฐกิจหดตัว สัดส่วนการมีส่วนร่วมจึงไม่มีความหมาย",
)


@dataclass(frozen=True, slots=True)
class Account:
    """One area and year: volumes at the prices of `price_base` (a year, e.g. "2010"), labour's share of income 0-1.

    Labour may be persons, hours or quality-adjusted hours, capital a stock or an index of capital services; the unit
    must not change between years, only growth is used.
    """

    year: int
    output: float
    labour: float
    capital: float
    labour_share: float
    price_base: str


@dataclass(frozen=True, slots=True)
class Growth:
    """Mean yearly growth over (from_year, to_year] and the parts that make it up; all shares per year, 0.08 = 8 %."""

    from_year: int
    to_year: int
    output: float
    labour: float
    capital: float
    tfp: float

    @property
    def years(self) -> int:
        """Return the number of yearly steps averaged."""
        return self.to_year - self.from_year

    @property
    def undefined(self) -> Label | None:
        """Return why a contribution share is not published, or None when it is."""
        if self.output < 0:
            return SHRINKING
        return TOO_SLOW if self.output < MIN_GROWTH else None

    @property
    def tfp_contribution(self) -> float | None:
        """Return g_TFP / g_Y (may exceed 1 or be negative), or None when `undefined` says why."""
        return None if self.undefined else self.tfp / self.output


@dataclass(frozen=True, slots=True)
class Band:
    """The contribution of TFP under the central assumptions, and its lowest and highest over all that were tried."""

    low: float
    central: float
    high: float
    n_assumptions: int


def check_accounts(accounts: Sequence[Account], where: str) -> list[Fault]:
    """Return all that forbids accounting on these rows: mixed or current prices, missing years, signs, shares."""
    bases = sorted({a.price_base for a in accounts})
    faults = [_fault(f"{where}, {', '.join(bases)}", *_PRICES, found=", ".join(bases))] if _mixed(bases) else []
    for before, after in pairwise(accounts):
        if after.year != before.year + 1:
            faults.append(_fault(f"{where}, {after.year}", *_YEARS, found=f"{before.year} → {after.year}"))
    for account in accounts:
        faults.extend(_check_account(account, where))
    return faults


def decompose(accounts: Sequence[Account], convention: Convention = "official") -> tuple[Growth, ...]:
    """Return the parts of each yearly step; empty for fewer than two years. Rows must have passed `check_accounts`.

    official: rates of growth and the year's own labour share, g_TFP = g_Y - a*g_L - (1-a)*g_K.
    tornqvist: logarithmic growth and the mean share of the two years, as the Penn World Table does.
    Source: growth accounting of Solow (1957) as in the national statistical indicator on TFP; PWT 10.01 user guide.
    """
    grow: Callable[[float, float], float] = _rate if convention == "official" else _log_growth
    return tuple(_step(before, after, grow, convention) for before, after in pairwise(accounts))


def period_mean(steps: Sequence[Growth]) -> Growth:
    """Return the mean growth of consecutive steps; the contribution is then a ratio of means, never a mean of ratios.

    Raises ValueError when there is no step or a year is missing between two.
    """
    if not steps or any(a.to_year != b.from_year for a, b in pairwise(steps)):
        raise ValueError("a period mean needs one or more consecutive steps")
    years = sum(step.years for step in steps)

    def mean(part: Callable[[Growth], float]) -> float:
        return sum(part(s) * s.years for s in steps) / years

    return Growth(
        steps[0].from_year,
        steps[-1].to_year,
        mean(lambda s: s.output),
        mean(lambda s: s.labour),
        mean(lambda s: s.capital),
        mean(lambda s: s.tfp),
    )


def contribution_band(central: Sequence[Account], others: Iterable[Sequence[Account]]) -> Band | None:
    """Return the period contribution of TFP under central and other assumptions; None where growth is too slow.

    Output is the same under every assumption, so either all have a contribution or none has.
    """
    middle = period_mean(decompose(central)).tfp_contribution
    if middle is None:
        return None
    rest = [period_mean(decompose(accounts)).tfp_contribution for accounts in others]
    tried = [middle, *(value for value in rest if value is not None)]
    return Band(min(tried), middle, max(tried), len(tried))


def _step(before: Account, after: Account, grow: Callable[[float, float], float], convention: Convention) -> Growth:
    share = after.labour_share if convention == "official" else (before.labour_share + after.labour_share) / 2
    output = grow(before.output, after.output)
    labour = share * grow(before.labour, after.labour)
    capital = (1 - share) * grow(before.capital, after.capital)
    return Growth(before.year, after.year, output, labour, capital, output - labour - capital)


def _rate(before: float, after: float) -> float:
    return after / before - 1


def _log_growth(before: float, after: float) -> float:
    return math.log(after / before)


def _mixed(bases: Sequence[str]) -> bool:
    return len(bases) > 1 or "current" in bases


def _check_account(account: Account, where: str) -> list[Fault]:
    place = f"{where}, {account.year}"
    volumes = {"output": account.output, "labour": account.labour, "capital": account.capital}
    faults = [
        _fault(f"{place}, {name}", *_SIGN, found=f"{value:g}")
        for name, value in volumes.items()
        if not (math.isfinite(value) and value > 0)
    ]
    if not 0 < account.labour_share < 1:
        faults.append(_fault(f"{place}, labour_share", *_SHARE, found=f"{account.labour_share:g}"))
    return faults


def _fault(where: str, what: Label, expected: Label, advice: Label, *, found: str) -> Fault:
    return Fault(what, where, found, expected, advice)


_PRICES = (
    Label("giá cố định và giá khác bị trộn lẫn", "prices are mixed or not constant", "ราคาปะปนกันหรือไม่ใช่ราคาคงที่"),
    Label("một năm gốc giá cố định", "one base year of constant prices", "ราคาคงที่ของปีฐานเดียว"),
    Label(
        "Nối chuỗi về cùng một năm gốc trước khi tính tăng trưởng.",
        "Link the series to one base year before growth is computed.",
        "เชื่อมอนุกรมให้เป็นปีฐานเดียวกันก่อนคำนวณการเติบโต",
    ),
)
_YEARS = (
    Label("thiếu năm hoặc năm lặp", "years are missing or repeated", "ปีขาดหายหรือซ้ำกัน"),
    Label("các năm liên tiếp", "consecutive years", "ปีต่อเนื่องกัน"),
    Label(
        "Bổ sung năm còn thiếu hoặc tính riêng từng đoạn.",
        "Supply the missing year, or account for each stretch alone.",
        "เพิ่มปีที่ขาด หรือคำนวณแยกแต่ละช่วง",
    ),
)
_SIGN = (
    Label("khối lượng không dương", "a volume is not positive", "ปริมาณไม่เป็นบวก"),
    Label("một số dương", "a positive number", "จำนวนบวก"),
    Label(
        "Kiểm tra đơn vị và dấu với nơi gửi số liệu.",
        "Check unit and sign with the sender.",
        "ตรวจหน่วยและเครื่องหมายกับผู้ส่ง",
    ),
)
_SHARE = (
    Label("tỷ phần lao động ngoài khoảng 0–1", "labour's share is outside 0-1", "ส่วนแบ่งแรงงานอยู่นอกช่วง 0–1"),
    Label("lớn hơn 0 và nhỏ hơn 1", "above 0 and below 1", "มากกว่า 0 และน้อยกว่า 1"),
    Label(
        "Chia thu nhập của lao động (kể cả tự làm) cho tổng sản phẩm.",
        "Divide labour income, the self-employed included, by the product.",
        "หารรายได้แรงงาน รวมผู้ประกอบอาชีพอิสระ ด้วยผลิตภัณฑ์มวลรวม",
    ),
)
