"""What people decided at the review desk as a delivery: a file like any other, which overrules the model.

Takes a home and its province, writes every decision that stands where the inbox expects full deliveries. A decision
taken back is no longer in the next one. Nothing is written when the last delivery says the same.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from tinhso.base.canonical import sha256
from tinhso.base.home import Home, write_atomically
from tinhso.portal.desks.review_models import WITHDRAWN, Pair
from tinhso.portal.desks.review_rules import DECIDED
from tinhso.registers.delivery import read_deliveries

REGISTER = "population.link_decision"
COLUMNS = ("link", "left_id", "right_id", "judgement", "decided_on", "n_deciders")
_FILE = "quyet-dinh.csv"


def decision_rows(province: str) -> Iterator[tuple[str, ...]]:
    """Give a row a decided pair, in order of linkage and ids; `n_deciders` counts the people who said what holds."""
    decided = Pair.objects.filter(linkage__province=province, stage__in=DECIDED).select_related("linkage")
    ordered = decided.order_by("linkage__name", "left_id", "right_id").prefetch_related("verdicts__withdrawn_by")
    for pair in ordered.iterator(chunk_size=2_000):
        said = [
            each
            for each in pair.verdicts.all()
            if each.judgement not in (WITHDRAWN, "unsure") and not hasattr(each, "withdrawn_by")
        ]
        holding = [each for each in said if each.judgement == pair.stage]
        last = max(timezone.localtime(each.at).date() for each in holding)
        n_deciders = len({each.person_id for each in holding})
        yield pair.linkage.name, pair.left_id, pair.right_id, pair.stage, last.isoformat(), str(n_deciders)


def write_decisions(home: Home, province: str) -> int | None:
    """Write the decisions that stand into the inbox and return how many; None when there is nothing new to deliver."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    rows = list(decision_rows(province))
    writer.writerows(rows)
    content = text.getvalue().encode()
    before = [each for each in read_deliveries(home) if each.register == REGISTER]
    if (before and before[-1].files[0].sha256 == sha256(content)) or not (before or rows):
        return None
    write_atomically(_place(home), content)
    return len(rows)


def _place(home: Home) -> Path:
    return home.inbox / "full" / REGISTER / _FILE
