"""Pull from the change feed of another home: page after page, each checked before it is kept, as it came.

Takes a connection's source and what is held, gives parcels: one delivery here for each delivery there, so the register
never stands between two states of the other house.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tinhso.path.connect_fetch import Fetch
from tinhso.path.connect_packing import Parcel
from tinhso.path.connection import FeedSource
from tinhso.path.feed_seal import Held, opened
from tinhso.registers.delivery import DeliveryKind

N_LINES = 5_000


@dataclass(slots=True)
class FeedPages:
    """The deliveries of one pull; `etag` (with the cursor it is of) is known once it is over."""

    source: FeedSource
    fetch: Fetch
    place: Path
    held: Held
    etag: str

    def __iter__(self) -> Iterator[Parcel]:
        """Give the deliveries; raises UnusableInput for a page that is not what must come next."""
        register = self.source.url.rstrip("/").rpartition("/")[2]
        paths: list[Path] = []
        while True:
            cursor, known = json.loads(self.etag) if self.etag else ["", ""]
            parameters = {"after": self.held.cursor, "limit": str(N_LINES)}
            answer = self.fetch.get(self.source.url, parameters, known if cursor == self.held.cursor else "")
            if answer.is_unchanged:
                return
            page = opened(answer.body, self.source.key, register, self.held, self.fetch.where)
            self.etag = json.dumps([self.held.cursor, answer.etag]) if answer.etag and not page.n_rows else ""
            if not page.n_rows:
                return
            paths.append(self.place / f"{page.until.replace('.', '-')}.jsonl")
            paths[-1].write_bytes(answer.body)
            self.held = Held(page.feed, page.until, page.chain)
            if page.is_last:
                more = {"feed": page.feed, "chain": page.chain}
                kind: DeliveryKind = "full" if page.kind == "full" else "change"
                yield Parcel(tuple(paths), kind, page.until, more, page.as_of, page.invented)
                for path in paths:
                    path.unlink()
                paths = []
