"""A page of a feed: the lines after a cursor, all of one delivery, and what joins it to the page before.

Takes a feed and a cursor, gives a `Page`; at most so many lines and so many bytes, whatever was asked. Signing a page,
and checking the signature of one that came, is left to the path.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.label import Label
from tinhso.registers.feed import EVERY, Feed, Group, next_chain

MAX_LINES = 10_000
MAX_BYTES = 4 << 20
_CURSOR = re.compile(r"(\d{1,9})\.(\d{1,9})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Page:
    """Lines `after` a cursor `until` another; `before` and `chain` are the chain hashes at both.

    `is_last` says that the delivery `sequence` ends with it. A page without lines says that nothing came since.
    """

    feed: str
    sequence: int
    kind: str
    as_of: str
    invented: bool
    after: str
    until: str
    before: str
    chain: str
    n_rows: int
    is_last: bool
    lines: bytes


def cursor_text(sequence: int, number: int) -> str:
    """Return a cursor as lines bear it: the delivery's number and the line's within it."""
    return f"{sequence:06d}.{number:09d}"


def read_page(feed: Feed, after: str, limit: int) -> Page:
    """Return the page after a cursor (empty: from the first line); raises UnusableInput for one that is not there."""
    number = 0
    group = feed.groups[0] if feed.groups else None
    if after:
        group, number = _at(feed, after)
    if group is not None and number == group.n_rows:
        later = next((each for each in feed.groups if each.sequence > group.sequence), None)
        group, number = later, 0
    if group is None:
        last = feed.groups[-1] if feed.groups else None
        as_of, sequence = (last.as_of, last.sequence) if last else ("", 0)
        return Page(
            feed.id, sequence, "change", as_of, False, after, after, feed.chain, feed.chain, 0, True, b""
        )  # fmt: skip
    return _page(feed, group, number, after, min(limit, MAX_LINES))


def _at(feed: Feed, after: str) -> tuple[Group, int]:
    found = _CURSOR.fullmatch(after)
    sequence, number = (int(found[1]), int(found[2])) if found else (0, 0)
    group = next((each for each in feed.groups if each.sequence == sequence), None)
    if group is None or not 1 <= number <= group.n_rows or after != cursor_text(sequence, number):
        raise UnusableInput(_unknown_cursor(feed, after))
    return group, number


def _page(feed: Feed, group: Group, number: int, after: str, limit: int) -> Page:
    chain, lines, size, n_rows = "", [], 0, 0
    place, offset, chain = _checkpoint(feed, group, number)
    with (feed.folder / f"{group.sequence:06d}.jsonl").open("rb") as file:
        file.seek(offset)
        for line in file:
            if place == number:
                before = chain
            if place >= number:
                lines.append(line)
                size, n_rows = size + len(line), n_rows + 1
            chain, place = next_chain(chain, line), place + 1
            if n_rows == limit or size >= MAX_BYTES:
                break
    return Page(
        feed.id, group.sequence, group.kind, group.as_of, group.invented, after, cursor_text(group.sequence, place),
        before, chain, n_rows, place == group.n_rows, b"".join(lines),
    )  # fmt: skip


def _checkpoint(feed: Feed, group: Group, number: int) -> tuple[int, int, str]:
    """Return the last line at or before a number from which the chain hash is known: its place, offset, chain hash."""
    place, offset, chain = _checkpoints(feed.folder / f"{group.sequence:06d}.json")[number // EVERY]
    return place, offset, chain


@lru_cache(maxsize=64)
def _checkpoints(path: Path) -> list[tuple[int, int, str]]:
    # The folder bears the feed's id: what was written once stays true.
    return [(place, offset, chain) for place, offset, chain in json.loads(path.read_bytes())]


def _unknown_cursor(feed: Feed, after: str) -> Fault:
    return Fault(
        Label("nguồn không có con trỏ này", "the feed has no such cursor", "ฟีดไม่มีตัวชี้นี้"),
        f"after ({feed.id[:16]})",
        after[:40],
        Label("con trỏ của một dòng đã nhận, hoặc để trống", "the cursor of a line, or none", "ตัวชี้ของบรรทัด หรือว่าง"),
        Label(
            "Đi tiếp từ con trỏ cuối cùng đã nhận; nếu sổ đã đổi cột, bắt đầu lại từ đầu.",
            "Go on from the last cursor received; where the columns have changed, begin anew.",
            "ไปต่อจากตัวชี้สุดท้าย หากคอลัมน์เปลี่ยนให้เริ่มใหม่",
        ),
    )
