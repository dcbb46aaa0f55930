"""Link: bring every linkage of a home up to date with its registers and with what people decided.

Takes a home, gives the receipts of the linkages that changed. Gather rows, link them (`link.linking`, pure), keep the
table with its receipt. Links follow from rows, definition and decisions alone, so the same three give the same hash,
and where they are unchanged there is nothing to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pyarrow as pa

from tinhso import __version__
from tinhso.base.canonical import sha256_of
from tinhso.base.home import Home
from tinhso.base.progress import Progress
from tinhso.base.receipt import Receipt
from tinhso.engine import Store, open_store
from tinhso.link.applied import apply_links, content_of_links, link_receipts, links_in
from tinhso.link.estimates import Estimate
from tinhso.link.linkage import DECISIONS, Linkage, read_linkages
from tinhso.link.linking import PairDecision, Told, link_rows
from tinhso.registers.history import receipts_in


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a linkage rests on: receipts by name, decisions, and one hash of all that can change its links."""

    named: Mapping[str, str]
    decisions: list[PairDecision]
    state: str
    as_of: str
    invented: bool


def link_home(home: Home, progress: Progress | None = None) -> list[Receipt]:
    """Link what changed since it was linked last and return the receipts; empty when there was nothing to do.

    A linkage whose registers were not received yet is passed over. Takes the home's write lock when there is work.
    """
    linkages = read_linkages(home.folder)
    with open_store(home.store, read_only=True) as store:
        if not _waiting(store, linkages):
            return []
    with home.writing(), open_store(home.store) as store:
        waiting = _waiting(store, linkages)
        made = []
        for n_done, (linkage, inputs) in enumerate(waiting):
            if progress:
                progress(linkage.id, n_done, len(waiting))
            made.append(_link(store, linkage, inputs))
        if made:
            apply_links(store, made)
        return [receipt for receipt, _ in made]


def _waiting(store: Store, linkages: Mapping[str, Linkage]) -> list[tuple[Linkage, _Inputs]]:
    """Return the linkages whose newest receipt does not rest on the present rows, definition, decisions and code."""
    states = receipts_in(store)
    linked = links_in(store, states)
    found = []
    for linkage in linkages.values():
        if not set(linkage.registers) <= states.keys():
            continue
        inputs = _inputs(store, linkage, states)
        before = linked.get(linkage.id)
        if before is None or before.inputs != inputs.named or before.details["state"] != inputs.state:
            found.append((linkage, inputs))
    return found


def _inputs(store: Store, linkage: Linkage, states: Mapping[str, Receipt]) -> _Inputs:
    """Return what a linkage would rest on now; where nobody decided, the register of decisions is no input."""
    decisions = _decisions(store, linkage) if DECISIONS in states else []
    names = sorted([*linkage.registers, *([DECISIONS] if decisions else [])])
    words = [[d.left_id, d.right_id, d.is_together, d.decided_on.isoformat(), d.n_deciders] for d in decisions]
    said = {
        "registers": {name: states[name].details["state"] for name in linkage.registers},
        "decisions": words,
        "definition": linkage.sha256,
        "code": __version__,
    }
    return _Inputs(
        {f"receipt:{name}": states[name].id for name in names},
        decisions,
        sha256_of(said),
        max(states[name].as_of for name in names),
        any(states[name].invented for name in names),
    )


def _decisions(store: Store, linkage: Linkage) -> list[PairDecision]:
    rows = store.fetch(
        "select left_id, right_id, judgement = 'together', decided_on, n_deciders"
        " from population.link_decision where link = ? order by all",
        [linkage.id],
    )
    return [PairDecision(*row) for row in rows]


def _link(store: Store, linkage: Linkage, inputs: _Inputs) -> tuple[Receipt, pa.Table | None]:
    """Return the receipt and the table of linking; where only receipts are new and no row is, the table stays: None."""
    before = next((r for r in reversed(link_receipts(store)) if r.subject == linkage.id), None)
    if before is not None and before.details["state"] == inputs.state:
        return replace(before, inputs=inputs.named, as_of=inputs.as_of, invented=inputs.invented), None
    left = read_side(store, linkage, 0)
    right = None if linkage.is_within else read_side(store, linkage, 1)
    table, told = link_rows(linkage, left, right, inputs.decisions)
    return _receipt(linkage, inputs, content_of_links(store, table), told), table


def read_side(store: Store, linkage: Linkage, side: int) -> pa.Table:
    """Return the rows of a side (0 left, 1 right) in order of their ids, with the columns its fields name."""
    id_ = linkage.ids[side]
    fields = {name for field in linkage.definition.fields for name in (field.left, field.right)[side]}
    columns = ", ".join(f'"{name}"' for name in sorted({*fields, id_, *(["area"] if side == 0 else [])}))
    select = (linkage.left_select, linkage.right_select)[side]
    store.ready_for(select)
    return store.arrow(f'select {columns} from ({select}) where "{id_}" is not null order by "{id_}"')  # noqa: S608


def _receipt(linkage: Linkage, inputs: _Inputs, content: str, told: Told) -> Receipt:
    return Receipt(
        step="link",
        subject=linkage.id,
        as_of=inputs.as_of,
        code=__version__,
        content=content,
        inputs=inputs.named,
        definition=linkage.sha256,
        law=linkage.law,
        rows_in=told.n_left,
        rows_out=told.n_linked,
        rows_rejected=told.n_left - told.n_linked,
        invented=inputs.invented,
        details={"state": inputs.state, **_details(told)},
    )


def _details(told: Told) -> dict[str, str]:
    return {
        "n_right": str(told.n_right),
        "n_kept": str(told.n_kept),
        "n_accepted": str(told.n_accepted),
        "n_uncertain": str(told.n_uncertain),
        "n_decided": str(told.n_decided),
        "n_decided_without_rows": str(told.n_without_rows),
        "n_left_out": str(told.n_left_out),
        "cut_bits": f"{told.cut_bits:.3f}",
        **_shares("precision", told.precision),
        **_shares("recall", told.recall),
    }


def _shares(name: str, estimate: Estimate) -> dict[str, str]:
    return {
        name: f"{estimate.value:.4f}",
        f"{name}_low": f"{estimate.low:.4f}",
        f"{name}_high": f"{estimate.high:.4f}",
    }
