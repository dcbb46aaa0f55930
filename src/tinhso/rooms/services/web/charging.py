"""What a dossier costs: its edition's fees, how much was applied for, and the council's rates on the day of filing.

Takes a dossier as it is stored; gives the fee with the rates an officer may pick among. A resolution that cannot be
read stops nobody from applying: the fee stays open, and the desk is told what to mend.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.utils import timezone

from tinhso.base.errors import DefinitionError, Fault
from tinhso.rooms.services.council_fees import read_council_rates
from tinhso.rooms.services.fees import CouncilRate, FeeDue, fee_due, units_asked
from tinhso.rooms.services.procedure import Channel
from tinhso.rooms.services.web.catalogued import edition_of, procedures
from tinhso.rooms.services.web.holdings import find_home
from tinhso.rooms.services.web.models import Dossier


@dataclass(frozen=True, slots=True)
class CouncilRates:
    """The rates of a province, and what is wrong with the files they stand in (then there are none)."""

    rates: Sequence[CouncilRate]
    faults: Sequence[Fault] = ()


@cache
def council_rates(province: str) -> CouncilRates:
    """The rates that a province wrote in its home, read once a process."""
    home = find_home(province)
    try:
        return CouncilRates(read_council_rates(province, procedures(), home.folder if home else None))
    except DefinitionError as error:
        return CouncilRates((), error.faults)


def rates_on(province: str, procedure_id: str, on: date) -> list[CouncilRate]:
    """The rates of a procedure in force on a day."""
    rates = (rate for rate in council_rates(province).rates if rate.procedure_id == procedure_id)
    return [rate for rate in rates if rate.from_on <= on <= (rate.to_on or date.max)]


def fee_of(dossier: Dossier, picked: CouncilRate | None = None) -> FeeDue:
    """The fee of a dossier by the day it was sent, under the rate an officer picked where the council set several."""
    edition = edition_of(dossier)
    return fee_due(
        dossier.procedure_id,
        edition,
        Channel(dossier.channel),
        timezone.localtime(dossier.submitted_at).date(),
        dossier.case,
        units_asked(edition, dossier.answers),
        [picked] if picked else council_rates(dossier.province).rates,
    )


def find_rate(dossier: Dossier, id_: str) -> CouncilRate | None:
    """The rate an officer picked, when the dossier falls under it."""
    return next((rate for rate in fee_of(dossier).choices if rate.id == id_), None)
