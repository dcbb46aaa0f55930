"""The certificate of a plan: how far below or above the optimum it can be at most, in words.

Takes the value of a plan and the bound that no choice of sites can pass; gives the gap and a sentence.
"""

from dataclasses import dataclass

from tinhso.base.label import Label


@dataclass(frozen=True, slots=True)
class Bound:
    """A plan's `value` and the best any choice could reach, `bound`: of `cost` (đồng) the least, else the most."""

    of: str
    value: int
    bound: int

    @property
    def gap_share(self) -> float:
        """Return how far the plan can be from the optimum at most (0–1), of the cost or of the bound."""
        if self.of == "cost":
            return 0.0 if self.value <= 0 else 1.0 - self.bound / self.value
        return 0.0 if self.bound <= 0 else 1.0 - self.value / self.bound


def certificate(bound: Bound) -> dict[str, object]:
    """Return the certificate as a release carries it."""
    percent = f"{100 * bound.gap_share:.2f}"
    comma = percent.replace(".", ",")
    if bound.of == "cost":
        text = Label(
            f"Chi phí cao hơn phương án rẻ nhất có thể nhiều nhất {comma} %.",
            f"The cost is at most {percent} % above the least possible.",
            f"ค่าใช้จ่ายสูงกว่าค่าต่ำสุดที่เป็นไปได้ไม่เกินร้อยละ {percent}",
        )
    else:
        text = Label(
            f"Kết quả thấp hơn phương án tốt nhất có thể nhiều nhất {comma} %.",
            f"The result is at most {percent} % below the best possible.",
            f"ผลต่ำกว่าค่าที่ดีที่สุดที่เป็นไปได้ไม่เกินร้อยละ {percent}",
        )
    return {
        "of": bound.of,
        "value": bound.value,
        "bound": bound.bound,
        "gap_share": f"{bound.gap_share:.4f}",
        "text": text.as_dict(),
    }
