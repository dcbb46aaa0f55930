"""Dossiers as a delivery to the register `services.dossier`: what people did here enters the path like any other file.

Takes a province; gives rows with the register's columns, in order of code. A dossier not yet looked at (status 1) is no
row; one refused at reception has the day of submission as its day of reception. Whether a service is full-process is
announced by each province, and none was found announced, so the column says false.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from typing import TextIO

from django.utils import timezone

from tinhso.rooms.services.procedure import Channel
from tinhso.rooms.services.states import Status
from tinhso.rooms.services.web.models import Dossier

COLUMNS = (
    "dossier_code", "procedure_code", "area", "applicant_kind", "channel", "full_process", "received_on", "due_on",
    "finished_on", "status",
)  # fmt: skip
CHANNEL_NUMBERS = {Channel.DIRECT: 1, Channel.ONLINE: 2, Channel.POST: 3}


def dossier_rows(province: str) -> Iterator[dict[str, str]]:
    """The rows of a delivery of everything received."""
    dossiers = Dossier.objects.filter(province=province).exclude(status=Status.REGISTERED).order_by("code")
    for dossier in dossiers.defer("answers").iterator(chunk_size=2_000):
        received = dossier.received_at or dossier.submitted_at
        due = dossier.due_at or dossier.desk_at or dossier.finished_at or received
        yield {
            "dossier_code": dossier.code,
            "procedure_code": dossier.procedure_code,
            "area": dossier.area,
            "applicant_kind": dossier.applicant_kind,
            "channel": str(CHANNEL_NUMBERS[Channel(dossier.channel)]),
            "full_process": "false",
            "received_on": _day(received).isoformat(),
            "due_on": max(_day(due), _day(received)).isoformat(),
            "finished_on": _day(dossier.finished_at).isoformat() if dossier.finished_at else "",
            "status": str(dossier.status),
        }


def write_delivery(province: str, file: TextIO) -> int:
    """Write the delivery as CSV; gives the number of rows."""
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    n_rows = 0
    for row in dossier_rows(province):
        writer.writerow(row)
        n_rows += 1
    return n_rows


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
