"""Fees that a provincial council sets: dated rates by resolution, which a province writes in its home.

Takes `council_fees/*.yaml`, one resolution a file, and the catalogue; gives `CouncilRate` values for `fees`. None are
packaged: the resolutions of the two provinces were not found, and a fee without one is not asked for.

Source: Law 97/2015/QH13 on fees and charges, article 21 (provincial councils set the fees given to them; unverified).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from tinhso.base.definition import DefinitionFile, find_definitions, read_yaml
from tinhso.base.errors import DefinitionError, Fault, definition_fault, nearest
from tinhso.base.label import Label
from tinhso.rooms.services.fees import CouncilRate
from tinhso.rooms.services.procedure import Channel, FeeKind, Procedure

KIND = "council_fees"


def read_council_rates(
    province: str, procedures: Mapping[str, Procedure], home: Path | None = None
) -> tuple[CouncilRate, ...]:
    """The rates of a province (its short name), by file and in the order written.

    Raises DefinitionError with every fault of every file: an unknown procedure, case or channel, a procedure whose fee
    no council sets, a negative amount, an end before its beginning, two rates that nobody could tell apart.
    """
    rates: list[CouncilRate] = []
    faults: list[Fault] = []
    for file in find_definitions(KIND, "*.yaml", home):
        try:
            found = list(_rates(file))
        except (KeyError, ValueError, TypeError) as error:
            advice = "Name the province, the resolution and its rates as the manual shows."
            faults.append(definition_fault(file.where, "not a resolution on fees", repr(error), "rates", advice))
            continue
        faults += [fault for rate in found for fault in _check_rate(rate, procedures, file.where)]
        rates += [rate for rate in found if rate.province == province]
    faults += _check_apart(rates)
    if faults:
        raise DefinitionError(*faults)
    return tuple(rates)


def _rates(file: DefinitionFile) -> Iterator[CouncilRate]:
    raw = read_yaml(file.text(), file.where)
    province, resolution, rows = str(raw["province"]), str(raw["resolution"]), raw["rates"]
    if not resolution or not isinstance(rows, list):
        raise ValueError(f"expected a resolution and a list of rates, got {resolution!r} and {rows!r}")
    n = 0
    for row in rows:
        for procedure_id in row["procedures"]:
            n += 1
            yield CouncilRate(
                id=f"{file.name}-{n}",
                province=province,
                procedure_id=str(procedure_id),
                amount_vnd=_amount(row["amount_vnd"]),
                resolution=resolution,
                from_on=date.fromisoformat(str(row["from"])),
                to_on=date.fromisoformat(str(row["to"])) if "to" in row else None,
                channels=frozenset(Channel(str(c)) for c in row.get("channels", [])),
                case=str(row.get("case", "")),
                label=Label.read(row["label"]) if "label" in row else None,
                verified=raw.get("verified") is True,
            )


def _amount(raw: object) -> int:
    if not isinstance(raw, int) or isinstance(raw, bool) or raw < 0:
        raise ValueError(f"expected a whole amount of đồng, not below zero, got {raw!r}")
    return raw


def _check_rate(rate: CouncilRate, procedures: Mapping[str, Procedure], where: str) -> Iterator[Fault]:
    procedure = procedures.get(rate.procedure_id)
    if procedure is None:
        advice = nearest(rate.procedure_id, [*procedures])
        yield definition_fault(where, "unknown procedure", rate.procedure_id, "a procedure's file", advice)
        return
    if rate.case and rate.case not in procedure.cases:
        yield definition_fault(
            where, "unknown case", rate.case, "a case of the procedure", nearest(rate.case, [*procedure.cases])
        )
    if not rate.channels <= procedure.channels:
        found = ", ".join(sorted(rate.channels - procedure.channels))
        yield definition_fault(
            where, "not a door of the procedure", found, ", ".join(sorted(procedure.channels)), "Take it out."
        )
    if not any(fee.kind is FeeKind.SET_BY_COUNCIL for edition in procedure.editions for fee in edition.fees):
        advice = "Take it out, or replace the procedure's file in the home."
        yield definition_fault(where, "no fee that a council sets", rate.procedure_id, "SET_BY_COUNCIL", advice)
    if rate.to_on and rate.to_on < rate.from_on:
        yield definition_fault(
            where, "ends before it begins", f"{rate.from_on} to {rate.to_on}", "a later day", "Mend it."
        )


def _check_apart(rates: Sequence[CouncilRate]) -> Iterator[Fault]:
    """Two rates that hold together need labels that differ, by which an officer picks one."""
    for one, other in combinations(rates, 2):
        if (
            one.procedure_id == other.procedure_id
            and one.meets(other)
            and (one.label is None or one.label == other.label)
        ):
            found = f"{one.id} and {other.id}"
            yield definition_fault(
                f"services/{KIND}", f"two rates of {one.procedure_id} on one day", found, "one, or labels that differ",
                "End the earlier one, or give both a label.",
            )  # fmt: skip
