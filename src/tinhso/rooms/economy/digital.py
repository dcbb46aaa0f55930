"""The digital economy's share of the product: core industries, and the digitalised part of all others.

Takes value added by industry and an input-output table, gives the share with its two parts and their industries.
Which industries are core is a dated classification; the figure's producer travels with it, because ministries'
estimates lie above the statistics office's and the two must never be compared unnamed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tinhso.base.errors import Fault
from tinhso.base.label import Label
from tinhso.measure.classification import Classification

Depth = Literal["direct", "total"]


@dataclass(frozen=True, slots=True)
class InputOutput:
    """Who buys from whom in one year: `flows[i, j]` is what industry j buys from industry i, in the money of `output`.

    Flows (n × n) and outputs (n) at one price basis, none negative; `industries` holds n codes in their order.
    """

    industries: tuple[str, ...]
    flows: NDArray[np.float64]
    output: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class DigitalEconomy:
    """Value added in the money it was given in: core, digitalised part of other industries by code, whole product."""

    core: float
    digitalised: Mapping[str, float]
    product: float
    classification: str
    producer: str

    @property
    def value_added(self) -> float:
        """Return core plus digitalised value added: the numerator of the share."""
        return self.core + sum(self.digitalised.values())

    @property
    def share(self) -> float:
        """Return the digital economy's share of the product, 0-1."""
        return self.value_added / self.product


def digital_input_shares(table: InputOutput, core: Classification, depth: Depth) -> dict[str, float]:
    """Return for each industry outside the core the share of its inputs that is digital, 0-1.

    direct: purchases from core industries over all its purchases; an industry that buys nothing has 0.
    total: share of the value of its product that arose, through all suppliers of suppliers, in core industries.
    Source: Leontief inverse (I - A)^-1, Miller & Blair, Input-Output Analysis (2009), chapters 2 and 6.
    """
    is_core = np.array([core.find_group(code) is not None for code in table.industries])
    shares = _direct(table.flows, is_core) if depth == "direct" else _total(table, is_core)
    return {code: float(s) for code, s, c in zip(table.industries, shares, is_core, strict=True) if not c}


def digital_economy(
    value_added: Mapping[str, float],
    taxes_less_subsidies: float,
    input_shares: Mapping[str, float],
    core: Classification,
    producer: str,
) -> DigitalEconomy:
    """Return the digital economy of one area and year from value added by industry code.

    Product = all value added + product taxes less subsidies. Raises KeyError naming an industry outside the core that
    has no input share: a missing share is not zero.
    """
    inside = {code: amount for code, amount in value_added.items() if core.find_group(code) is not None}
    outside = {code: amount for code, amount in value_added.items() if code not in inside}
    digitalised = {code: amount * input_shares[code] for code, amount in outside.items()}
    product = sum(value_added.values()) + taxes_less_subsidies
    return DigitalEconomy(sum(inside.values()), digitalised, product, core.id, producer)


def check_input_output(table: InputOutput, where: str) -> list[Fault]:
    """Return what forbids using the table: repeated industries, negative flows, purchases above output."""
    faults = [_fault(where, _REPEATED, code) for code in _repeated(table.industries)]
    bought = table.flows.sum(axis=0)
    for j, code in enumerate(table.industries):
        if (table.flows[:, j] < 0).any():
            faults.append(_fault(f"{where}, {code}", _NEGATIVE, f"{table.flows[:, j].min():g}"))
        if bought[j] > table.output[j]:
            faults.append(_fault(f"{where}, {code}", _EXCEEDS, f"{bought[j]:g} > {table.output[j]:g}"))
    return faults


def _direct(flows: NDArray[np.float64], is_core: NDArray[np.bool_]) -> NDArray[np.float64]:
    bought = flows.sum(axis=0)
    return np.divide(flows[is_core].sum(axis=0), bought, out=np.zeros_like(bought), where=bought > 0)


def _total(table: InputOutput, is_core: NDArray[np.bool_]) -> NDArray[np.float64]:
    coefficients = np.divide(table.flows, table.output, out=np.zeros_like(table.flows), where=table.output > 0)
    own_value = np.where(is_core, 1 - coefficients.sum(axis=0), 0.0)
    # own_value @ (I - A)^-1, without forming the inverse.
    return np.linalg.solve((np.eye(len(table.output)) - coefficients).T, own_value)


def _repeated(codes: Sequence[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})


def _fault(where: str, words: tuple[Label, Label], found: str) -> Fault:
    return Fault(words[0], where, found, words[1], _ADVICE)


_ADVICE = Label("Gửi lại bảng vào–ra đã sửa.", "Send the mended input-output table.", "ส่งตารางปัจจัยการผลิตที่แก้ไขแล้ว")
_REPEATED = (
    Label("ngành bị lặp", "an industry is repeated", "อุตสาหกรรมซ้ำ"),
    Label("mỗi ngành một lần", "each industry once", "แต่ละอุตสาหกรรมหนึ่งครั้ง"),
)
_NEGATIVE = (
    Label("dòng mua âm", "a purchase is negative", "ยอดซื้อติดลบ"),
    Label("không âm", "zero or more", "ศูนย์ขึ้นไป"),
)
_EXCEEDS = (
    Label("mua vào lớn hơn giá trị sản xuất", "purchases exceed output", "ยอดซื้อสูงกว่าผลผลิต"),
    Label("mua vào không quá giá trị sản xuất", "purchases up to output", "ยอดซื้อไม่เกินผลผลิต"),
)
