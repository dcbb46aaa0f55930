"""The catalogue, forms and calendars as pages need them: read once a process, and joined with a dossier's row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from threading import RLock

from tinhso.base.area import Area, communes_of
from tinhso.base.home import PROVINCES
from tinhso.rooms.services.calendar import WorkingCalendar, read_working_calendar
from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.deadlines import Clock, Extension, clock_of
from tinhso.rooms.services.forms import Form, read_forms
from tinhso.rooms.services.procedure import Channel, Edition, Procedure
from tinhso.rooms.services.states import History, pauses_of
from tinhso.rooms.services.vocabulary import Vocabulary, read_vocabulary
from tinhso.rooms.services.web.models import Dossier

UNITS = {"dong-nai": "H19", "hung-yen": "H31"}


# Several threads may ask first at once: one of them reads the files, the others wait for it.
_READING = RLock()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything read from files."""

    words: Vocabulary
    procedures: Mapping[str, Procedure]
    forms: Mapping[str, Form]


def words() -> Vocabulary:
    """The vocabulary."""
    return _catalogue().words


def procedures() -> Mapping[str, Procedure]:
    """Every procedure by id."""
    return _catalogue().procedures


def forms() -> Mapping[str, Form]:
    """The form of every procedure."""
    return _catalogue().forms


def _catalogue() -> Catalogue:
    with _READING:
        return _read()


@cache
def _read() -> Catalogue:
    vocabulary, found = read_vocabulary(), read_procedures()
    return Catalogue(vocabulary, found, read_forms(found, vocabulary))


@cache
def calendar_of(agency: str) -> WorkingCalendar:
    """The working calendar of a kind of body."""
    return read_working_calendar(words().agencies[agency].calendar)


@cache
def communes(province: str, on: date) -> Mapping[str, Area]:
    """The communes of a province (by its short name) on a day, by code."""
    return {area.code: area for area in communes_of(PROVINCES[province], on)}


def edition_of(dossier: Dossier) -> Edition:
    """The edition the dossier was submitted under, whatever the catalogue says today."""
    editions = procedures()[dossier.procedure_id].editions
    return next(e for e in editions if e.from_on == dossier.edition_from)


def clock_of_dossier(dossier: Dossier, history: History) -> Clock | None:
    """The dossier's clock from its history; None before reception, and for a procedure without a term."""
    term = edition_of(dossier).find_term(Channel(dossier.channel), dossier.case)
    if term is None or dossier.received_at is None:
        return None
    extension = None
    if dossier.extended_at and dossier.extended_until:
        extension = Extension(dossier.extended_at, dossier.extended_until)
    calendar = calendar_of(procedures()[dossier.procedure_id].agency)
    return clock_of(dossier.received_at, term, calendar, pauses_of(history), extension)
