"""Pull from an HTTP API: page after page of JSON from the cursor on, until the answer says that there is no more.

Takes a connection's source, the register's contract and the cursor, gives rows and marks. An answer is an object that
holds the rows at a dotted place, a list, or lines of JSON; numbers stay the text they were written as.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tinhso.base.errors import UnusableInput
from tinhso.path.connect_columns import require_columns
from tinhso.path.connect_faults import not_understood
from tinhso.path.connect_fetch import Answer, Fetch
from tinhso.path.connect_packing import Mark, Row
from tinhso.path.connection import HttpSource
from tinhso.registers.contract import Contract

_TRUE = ("true", "1", "t", "yes", "y")


@dataclass(slots=True)
class HttpRows:
    """The rows of one pull; `columns` and `etag` (with the address it is of) are known once it is over."""

    source: HttpSource
    contract: Contract
    fetch: Fetch
    cursor: str
    columns_before: str
    etag: str
    columns: str = ""

    def __iter__(self) -> Iterator[Row | Mark]:
        """Give rows and marks; raises UnusableInput when the source does not answer or its members have changed."""
        cursor = self.cursor or self.source.first
        while True:
            place = json.dumps([self.source.url, cursor])
            answer = self.fetch.get(self.source.url, self._parameters(cursor), self._etag_of(place))
            if answer.is_unchanged:
                return
            page = self._page(answer)
            items = self._items(page)
            yield from self._rows(items)
            following = self._following(page, items, cursor)
            self.etag = json.dumps([place, answer.etag]) if answer.etag else ""
            if not following or following == cursor or not items:
                return
            yield Mark(following)
            cursor = following

    def _parameters(self, cursor: str) -> dict[str, str]:
        return {self.source.cursor_parameter: cursor} if cursor else {}

    def _etag_of(self, place: str) -> str:
        known = json.loads(self.etag) if self.etag else ["", ""]
        return str(known[1]) if known[0] == place else ""

    def _page(self, answer: Answer) -> object:
        try:
            text = answer.body.decode("utf-8-sig")
            if "ndjson" in answer.media_type or "jsonl" in answer.media_type:
                return [_read(line) for line in text.splitlines() if line.strip()]
            return _read(text)
        except ValueError as error:
            raise UnusableInput(not_understood(self.fetch.where, str(error), "JSON (UTF-8)")) from error

    def _items(self, page: object) -> list[object]:
        items = _at(page, self.source.rows)
        if not isinstance(items, list):
            found = ", ".join(page) if isinstance(page, dict) else type(page).__name__
            expected = f"{self.source.rows or 'rows'}: [{{…}}, …]"
            raise UnusableInput(not_understood(self.fetch.where, found, expected))
        return items

    def _rows(self, items: list[object]) -> Iterator[Row]:
        members = sorted({name for item in items if isinstance(item, dict) for name in item})
        if items:
            self.columns = require_columns(self.contract, members, self.columns_before, self.fetch.where)
        for item in items:
            if not isinstance(item, dict):
                yield Row("", json.dumps(item, ensure_ascii=False).encode())
                continue
            gone = str(item.get(self.source.deleted, "")).lower() in _TRUE if self.source.deleted else False
            row = {"_action": "delete", **item} if gone else item
            key = [item.get(name) for name in self.contract.key]
            yield Row("" if None in key else json.dumps(key), json.dumps(row, ensure_ascii=False).encode())

    def _following(self, page: object, items: list[object], cursor: str) -> str:
        if self.source.next:
            found = _at(page, self.source.next)
            if found is not None:
                return str(found)
        if not self.source.cursor:
            return ""
        values = [
            str(item[self.source.cursor]) for item in items if isinstance(item, dict) and self.source.cursor in item
        ]
        return values[-1] if values else cursor


def _read(text: str) -> object:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _at(page: object, place: str) -> object:
    for name in place.split(".") if place else ():
        page = page.get(name) if isinstance(page, dict) else None
    return page
