"""Pairs that wait at the review desk, made up for tests: two rows of invented people, a waterfall, a chance."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from tinhso.base.label import Label
from tinhso.link.levels import LEVELS

AT = datetime(2026, 11, 22, 3, tzinfo=UTC)
AREAS = ("26248", "25195")
_LABELS = {
    "name": Label("Họ và tên", "Full name", "ชื่อเต็ม"),
    "born": Label("Ngày sinh", "Born on", "วันเกิด"),
    "address": Label("Địa chỉ", "Address", "ที่อยู่"),
}
_KINDS = {"name": "full_name", "born": "date", "address": "text"}
_LEFT = ("Nguyễn Thị Hòa", "1980-02-05", "Tổ 4, ấp Bình Lâm, xã Lộc An")
_RIGHT = ("Nguyễn Thị Hoà An", "1980-05-02", "Tổ 4, ấp Bình Lâm, Long Thành")


def a_linkage(name: str = "land.holder", *, rights: bool = True, agency: str = "so-nnmt") -> Any:
    """Return a linkage of Đồng Nai that no pair was gathered for yet."""
    from tinhso.portal.desks.review_keeping import keep_linkage

    return keep_linkage(
        "dong-nai", name, at=AT,
        label=Label("Người giữ giấy chứng nhận", "Holders of certificates", "ผู้ถือหนังสือรับรอง").as_dict(),
        left=Label("Giấy chứng nhận", "Certificates", "หนังสือรับรอง").as_dict(),
        right=Label("Người cư trú", "Residents", "ผู้พำนัก").as_dict(),
        fields=[{"name": name, "kind": _KINDS[name], "label": label.as_dict()} for name, label in _LABELS.items()],
        four_eyes=rights, agency=agency, definition="ab" * 32, states="cd" * 32,
    )  # fmt: skip


def some_pairs(n: int, *, digest: str = "1", start: int = 0) -> Iterator[Any]:
    """Give pairs with ids from `start`; the first is the most uncertain, and every other lies in the second area."""
    from tinhso.portal.desks.review_keeping import Found

    for k in range(start, start + n):
        chance = 0.5 + 0.45 * k / max(start + n, 2) * (-1) ** k
        yield Found(
            f"GCN{k:06d}", f"R{k:06d}", AREAS[k % 2], round(20 * (chance - 0.5), 3), chance, chance > 0.5,
            f"{k:04d}{digest}".ljust(64, "a"), f"{k:04d}{digest}".ljust(64, "b"), _steps(),
        )  # fmt: skip


def _steps() -> dict[str, Any]:
    bits = {"name": 9.4, "born": 3.2, "address": -1.5}
    levels = {"name": 3, "born": 7, "address": 2}
    return {
        "start": Label("hai bản ghi bất kỳ", "any two rows", "สองแถวใด ๆ").as_dict(),
        "prior": -11.0,
        "relatives": -0.6,
        "fields": [
            {
                "name": name,
                "left": left,
                "right": right,
                "level": LEVELS[_KINDS[name]][levels[name]].as_dict(),
                "bits": bits[name],
            }
            for name, left, right in zip(_LABELS, _LEFT, _RIGHT, strict=True)
        ],
    }
