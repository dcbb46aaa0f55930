"""The kinds of dossier that the invented years are made of: real procedures of the catalogue, invented frequencies.

Takes the catalogue, gives for each kind what a year needs: code, competent body, term in working days, fee, papers.
Council-set and unknown fees get an invented amount; everything made from this bears the mark *invented*.
"""

from dataclasses import dataclass
from datetime import date

from tinhso.rooms.services.catalogue import read_procedures
from tinhso.rooms.services.deadlines import TimeUnit
from tinhso.rooms.services.fees import fee_due
from tinhso.rooms.services.procedure import Channel, Procedure

FLAT = (1.0,) * 12
SCHOOL = (0.3, 0.3, 0.3, 0.4, 0.9, 2.4, 3.0, 2.8, 0.8, 0.3, 0.3, 0.2)
BUSINESS = (1.5, 0.8, 1.4, 1.2, 1.1, 1.0, 0.9, 0.9, 1.0, 1.0, 0.9, 0.8)
WEDDINGS = (1.3, 0.8, 1.2, 1.0, 0.8, 0.7, 0.6, 0.6, 1.0, 1.3, 1.5, 1.6)
BUILDING = (0.8, 0.7, 1.3, 1.3, 1.2, 1.0, 0.8, 0.7, 0.8, 1.1, 1.2, 1.1)
COUNCIL_FEE_VND, UNKNOWN_FEE_VND = 30_000, 0

# Procedure, share of all dossiers, weight of each month, chance to be late, first day as a full-process service.
_KINDS = (
    ("birth_registration", 0.07, FLAT, 0.012, "2025-03-01"),
    ("civil_status_copy", 0.13, FLAT, 0.010, "2024-01-01"),
    ("temporary_residence", 0.13, FLAT, 0.020, "2026-02-01"),
    ("permanent_residence", 0.06, FLAT, 0.025, ""),
    ("residence_confirmation", 0.09, FLAT, 0.008, "2025-09-01"),
    ("marital_status_certificate", 0.05, WEDDINGS, 0.015, ""),
    ("marriage_registration", 0.04, WEDDINGS, 0.012, ""),
    ("death_registration", 0.02, FLAT, 0.010, "2025-03-01"),
    ("household_business", 0.05, BUSINESS, 0.020, "2025-10-01"),
    ("company_one_member", 0.02, BUSINESS, 0.015, "2024-06-01"),
    ("land_change_transfer", 0.08, BUILDING, 0.090, ""),
    ("land_first_certificate", 0.02, BUILDING, 0.140, ""),
    ("land_mortgage", 0.07, BUILDING, 0.030, ""),
    ("construction_permit", 0.03, BUILDING, 0.060, "2026-05-01"),
    ("social_allowance", 0.02, FLAT, 0.035, ""),
    ("social_pension", 0.03, FLAT, 0.040, ""),
    ("school_transfer", 0.03, SCHOOL, 0.010, "2025-06-01"),
    ("judicial_record", 0.03, BUSINESS, 0.050, ""),
    ("driving_licence_exchange", 0.03, FLAT, 0.025, "2025-08-01"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of dossier: `term_days` working days (0: the same day), fee in đồng, `months` twelve weights."""

    id: str
    code: str
    body: str
    share: float
    months: tuple[float, ...]
    late: float
    full_from: str
    term_days: int
    fee_vnd: int
    n_papers: int
    online: bool


def read_kinds(province: str) -> list[Kind]:
    """Return the kinds in their order; Hưng Yên opens full-process services half a year after Đồng Nai."""
    procedures = read_procedures()
    rest = 1 / sum(kind[1] for kind in _KINDS)
    kinds = []
    for id_, share, months, late, full_from in _KINDS:
        p = procedures[id_]
        later = full_from if province == "75" else _half_a_year_after(full_from)
        kinds.append(
            Kind(
                id_, p.code, p.agency, share * rest, months, late, later, _term_days(p), _fee_vnd(p),
                max(1, len(p.components)), Channel.ONLINE in p.channels,
            )
        )  # fmt: skip
    return kinds


def _half_a_year_after(day: str) -> str:
    if not day:
        return ""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + 6, 12)
    return f"{year}-{month + 1:02d}-01"


def _term_days(procedure: Procedure) -> int:
    """Return the term online in working days; calendar days are taken as five in seven."""
    term = procedure.editions[-1].find_term(Channel.ONLINE, next(iter(procedure.cases), ""))
    if term is None or term.unit is TimeUnit.SAME_DAY:
        return 0
    return max(1, round(term.amount * 5 / 7)) if term.unit is TimeUnit.CALENDAR_DAY else term.amount


def _fee_vnd(procedure: Procedure) -> int:
    edition, case = procedure.editions[-1], next(iter(procedure.cases), "")
    if not edition.fees:
        return UNKNOWN_FEE_VND
    due = fee_due(procedure.id, edition, Channel.ONLINE, date(2026, 6, 1), case).amount_vnd
    return COUNCIL_FEE_VND if due is None else due
