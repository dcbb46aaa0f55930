"""Disputes as a delivery: what people disputed here enters the path like any other file, without saying who they are.

Takes a province, gives rows with the columns of the register `population.dispute` in order of code, and writes them
where an inbox expects full deliveries. What was held, claimed or told stays in the portal.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from tinhso.base.home import PROVINCES
from tinhso.portal.own.models import Case
from tinhso.registers.leaving import leave_delivery

REGISTER = "population.dispute"
COLUMNS = ("dispute_code", "register", "agency", "area", "made_on", "due_on", "settled_on", "outcome")


def dispute_rows(province: str) -> Iterator[dict[str, str]]:
    """Give a row a dispute of a province; one that names no commune carries the province."""
    for case in Case.objects.filter(province=province).order_by("code").iterator(chunk_size=2_000):
        outcome = "" if case.is_open else case.state
        values = (
            case.code, case.register, case.agency, case.area or PROVINCES[province], _day(case.made_at),
            _day(case.due_at), _day(case.settled_at), outcome,
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))


def write_delivery(province: str, inbox: Path) -> int:
    """Write the full delivery into an inbox, and return its number of rows."""
    return leave_delivery(inbox, REGISTER, "bao-sai.csv", COLUMNS, dispute_rows(province))


def _day(at: datetime | None) -> str:
    return timezone.localtime(at).date().isoformat() if at else ""
