"""Publish: what was measured, with the plan's board and all documents, as one signed release of a home.

Takes the kept measurement, gives the release's folder. Measuring is a step of its own; its result waits in
`store/measured/`, so publishing reads only the step before it.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tinhso.base.canonical import canonical_json
from tinhso.base.errors import Fault, UnusableInput
from tinhso.base.home import Home, write_atomically
from tinhso.base.label import Label
from tinhso.base.progress import Progress
from tinhso.base.receipt import Receipt, read_receipt
from tinhso.engine import open_store
from tinhso.link.applied import link_receipts
from tinhso.measure.observation import HEADER, Observation, parse_line
from tinhso.measure.proposal import keep_proposal, withdraw_proposal
from tinhso.measure.release import Draft, compose, observation_lines, publish
from tinhso.measure.run import Measurement, measure
from tinhso.path.documents import documents
from tinhso.path.link_document import current_links
from tinhso.path.linking import link_home
from tinhso.path.outlook import home_outlook
from tinhso.path.restating import NAME as RESTATED
from tinhso.path.restating import restated_csv
from tinhso.path.steps import step_documents
from tinhso.registers.history import receipts as register_receipts
from tinhso.rooms.plan.board_json import board_as_dict, status_rows
from tinhso.rooms.plan.publishing import read_board


def measure_home(home: Home, as_of: date, progress: Progress | None = None) -> Measurement:
    """Link what changed, measure a home and keep the result in `store/measured/`, replacing the one before.

    Linking comes first so that no figure rests on links of rows that are no longer there.
    """
    link_home(home, progress)
    measurement = measure(home, as_of, progress)
    lines = [HEADER, *observation_lines(measurement.observations), ""]
    kept = {
        "as_of": as_of.isoformat(),
        "observations": lines,
        "receipts": [receipt.as_dict() for receipt in measurement.receipts],
    }
    write_atomically(_kept(home), canonical_json(kept) + b"\n")
    return measurement


def read_measurement(home: Home) -> tuple[date, Measurement]:
    """Return the day and result of the last measuring; raises UnusableInput when nothing was measured."""
    if not _kept(home).exists():
        raise UnusableInput(_not_measured(home))
    kept = json.loads(_kept(home).read_text("utf-8"))
    observations = tuple(parse_line(line) for line in kept["observations"][1:-1])
    receipts = tuple(read_receipt(raw) for raw in kept["receipts"])
    return date.fromisoformat(kept["as_of"]), Measurement(observations, receipts)


def publish_home(home: Home) -> Path:
    """Publish what was last measured and return the release's folder; the same release when nothing changed."""
    with home.writing():
        return publish(home, _draft(home))


def propose_home(home: Home) -> Path | None:
    """Keep what was last measured as a proposal and return its folder; None when nothing differs from what is public.

    A proposal made before is replaced, or withdrawn when there is nothing to propose.
    """
    with home.writing():
        draft = _draft(home)
        if draft is not None:
            return keep_proposal(home, draft)
        withdraw_proposal(home)
        return None


def _draft(home: Home) -> Draft | None:
    as_of, measurement = read_measurement(home)
    made = [*measurement.receipts, *current_links(home).values()]
    return compose(
        home,
        observations=measurement.observations,
        receipts=[*made, *_beneath(home, made)],
        documents=documents(home, as_of)
        | {"plan.json": _plan(home, measurement.observations, as_of)}
        | step_documents(home, as_of)
        | {RESTATED: restated_csv(home, as_of, measurement.observations)}
        | {"outlook.json": canonical_json(home_outlook(home, measurement.observations)) + b"\n"},
        as_of=as_of,
    )


def _beneath(home: Home, receipts: Sequence[Receipt]) -> list[Receipt]:
    """Return the receipts that measuring rests on: checks, links, and deliveries down to bytes."""
    with open_store(home.store, read_only=True) as store:
        linked = link_receipts(store)
    known = {r.id: r for r in [*register_receipts(home), *linked]}
    found: dict[str, Receipt] = {}
    waiting = list(receipts)
    while waiting:
        for name, id_ in waiting.pop().inputs.items():
            if name.startswith("receipt:") and id_ not in found:
                found[id_] = known[id_]
                waiting.append(known[id_])
    return list(found.values())


def _plan(home: Home, observations: Sequence[Observation], as_of: date) -> bytes:
    made = read_board([observation.as_dict() for observation in observations], as_of, home.name, home.folder)
    return canonical_json(board_as_dict(made) | {"status": status_rows(made)}) + b"\n"


def _kept(home: Home) -> Path:
    return home.store / "measured.json"


def _not_measured(home: Home) -> Fault:
    return Fault(
        Label("chưa đo", "nothing was measured", "ยังไม่ได้วัด"),
        str(home.folder),
        "store/measured.json: -",
        Label("kết quả của `tinhso measure`", "what `tinhso measure` keeps", "ผลของ `tinhso measure`"),
        Label("Chạy `tinhso measure`.", "Run `tinhso measure`.", "เรียก `tinhso measure`"),
    )
