"""The form by which a person disputes a row: read, checked, and turned into a claim; or all that is wrong with it.

Takes the request and the row or gap it is about, gives a `Form`. Raises `Refused` with every message at once. Nothing
is kept here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from tinhso.base.area import Area, communes_of
from tinhso.base.area_names import area_label
from tinhso.base.home import PROVINCES
from tinhso.portal.folding import folded
from tinhso.portal.own.actions import Contact, Disputed, Paper
from tinhso.portal.own.claims import Claim, Kind, Unreadable, read_claimed, same_value
from tinhso.portal.own.closing import sequence_of
from tinhso.portal.own.holding import HeldRow
from tinhso.portal.own.queries import Shown
from tinhso.portal.words import language, word
from tinhso.rooms.services.field_types import FIELD_TYPES, Limits, Refusal
from tinhso.rooms.services.upload import check_upload

WHOLE_ROW = "-"
MOST_PAPERS = 3
_LONGEST_TEXT = 2_000
_NAMES = ("field", "claimed", "text", "contact")


class Refused(Exception):
    """What was sent was not taken; the messages say why."""

    def __init__(self, *messages: str) -> None:
        self.messages = messages
        super().__init__(*messages)


@dataclass(frozen=True, slots=True)
class Form:
    """A dispute as it was typed, fit to become a case."""

    claim: Claim
    about: Disputed
    text: str
    contact: Contact
    papers: list[Paper]


def typed_of(request: HttpRequest) -> Mapping[str, str]:
    """Return what was typed, for the form that comes back."""
    return {name: request.POST.get(name, "")[:_LONGEST_TEXT] for name in _NAMES}


def read_form(request: HttpRequest, province: str, one: Shown) -> Form:
    """Return the form; raises Refused with everything that is wrong with it, or when the row changed meanwhile."""
    if one.row is not None and request.POST.get("seen") != one.row.digest:
        raise Refused(word("own.changed_meanwhile"))
    typed, messages = typed_of(request), list[str]()
    text = typed["text"].strip()
    claim, contact = Claim(Kind.ROW), Contact()
    try:
        claim = _claim(typed, province, one)
    except Refused as refused:
        messages += refused.messages
    try:
        contact = _contact(typed["contact"])
    except Refusal as refusal:
        messages.append(refusal.message.text(language()))
    if not messages and not claim.claimed and not text:
        messages.append(word("own.say_what"))
    files = [file for file in request.FILES.getlist("papers") if file.name][: MOST_PAPERS + 1]
    messages += _faults(files)
    if messages:
        raise Refused(*messages)
    papers = [Paper(file.name or "", file, file.size or 0) for file in files]
    return Form(claim, _about(one), text, contact, papers)


def _claim(typed: Mapping[str, str], province: str, one: Shown) -> Claim:
    if one.gap is not None:
        return Claim(one.gap.kind)
    assert one.row is not None
    if typed["field"] == WHOLE_ROW:
        return Claim(Kind.ROW)
    return _field_claim(typed, province, one.row)


def _field_claim(typed: Mapping[str, str], province: str, row: HeldRow) -> Claim:
    shown = {column.name: (column, value) for column, value in row.shown()}
    if typed["field"] not in shown:
        raise Refused(word("own.choose_field"))
    column, held = shown[typed["field"]]
    today, text = timezone.localdate(), typed["claimed"]
    if column.type.is_area and text.strip():
        text = _commune(text, province, today)
    try:
        claimed = read_claimed(column, text, Limits(today, frozenset([text])))
    except Unreadable as error:
        raise Refused(error.label.text(language())) from error
    if claimed and same_value(column, held, claimed):
        raise Refused(word("own.says_so"))
    return Claim(Kind.FIELD, column.name, held, claimed)


def _commune(typed: str, province: str, on: date) -> str:
    """Return the code of a commune of the province typed by code or name, with or without marks; raises Refused."""
    wanted = folded(" ".join(typed.split()))
    found = {area.code for area in communes_of(PROVINCES[province], on) if wanted in _names(area)}
    if len(found) != 1:
        raise Refused(word("own.name_commune"))
    return found.pop()


def _names(area: Area) -> set[str]:
    """Return how people write a commune: its code, its name, and its name with the word for what it is."""
    label = area_label(area.kind, area.name)
    return {area.code, *(folded(name) for name in (area.name, label.vi, label.en, label.th))}


def _contact(typed: str) -> Contact:
    """Return where news may be sent; raises Refusal for what is neither a phone number nor an e-mail address."""
    limits = Limits(timezone.localdate())
    if not typed.strip():
        return Contact()
    if "@" in typed:
        return Contact(email=str(FIELD_TYPES["email"](typed, limits)))
    return Contact(phone=str(FIELD_TYPES["phone"](typed, limits)))


def _faults(files: "list[UploadedFile[bytes]]") -> list[str]:
    if len(files) > MOST_PAPERS:
        return [word("own.too_many_papers", n=MOST_PAPERS)]
    return [
        f"{file.name}: {fault.text(language())}"
        for file in files
        for fault in check_upload(file.name or "", file.size or 0, file)
    ]


def _about(one: Shown) -> Disputed:
    held = one.row or one.gap
    assert held is not None
    area, key = (one.row.area, one.row.key) if one.row else ("", "")
    return Disputed(held.contract.id, held.contract.sender, area, key, sequence_of(held.receipt))
