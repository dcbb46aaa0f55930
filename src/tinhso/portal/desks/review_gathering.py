"""Gather the pairs that a home's linkages are not sure of, so that people can look at them.

Takes a home whose registers are linked, reads each linked table that changed since, works out why every uncertain pair
has its weight, and keeps it for the desk. A pair's values are those its linkage compares, and nothing else of the rows.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tinhso.base.canonical import sha256_of
from tinhso.base.home import Home
from tinhso.base.label import Label
from tinhso.engine import Store, open_store
from tinhso.link import linkage as linkages
from tinhso.link.applied import links_in
from tinhso.link.definition import Field
from tinhso.link.explain import Waterfall
from tinhso.link.review import UNSURE_FROM, UNSURE_TO, waterfalls
from tinhso.path.linking import read_side
from tinhso.portal.desks.review_keeping import Found, keep_linkage, keep_pairs
from tinhso.portal.desks.review_models import Linkage
from tinhso.registers.contract import Contract, read_contracts
from tinhso.registers.history import receipts_in

_UNSURE_SQL = """
    select left_id, right_id, area, weight_bits, probability, accepted from {table}
    where decided_by = 'model' and probability between {least} and {most} order by left_id, right_id
"""


def gather(home: Home, province: str, at: datetime) -> Iterator[dict[str, object]]:
    """Bring the desk up to date with every linkage that was linked anew; give one line for the log a linkage."""
    contracts = read_contracts(home.folder)
    with open_store(home.store, read_only=True) as store:
        linked = links_in(store, receipts_in(store))
        for linkage in linkages.read_linkages(home.folder).values():
            receipt = linked.get(linkage.id)
            kept = Linkage.objects.filter(province=province, name=linkage.id)
            if receipt is None or kept.filter(states=receipt.id).exists():
                continue
            row = _keep_linkage(province, linkage, contracts, at)
            n_pairs = keep_pairs(row, _found(store, linkage))
            kept.update(states=receipt.id)
            yield {"step": "gather", "link": linkage.id, "pairs": n_pairs, "receipt": receipt.id}


def _keep_linkage(province: str, linkage: linkages.Linkage, contracts: Mapping[str, Contract], at: datetime) -> Linkage:
    right = linkage.right or linkage.left
    fields = [
        {"name": field.name, "kind": field.kind, "label": _field_label(field, contracts.get(linkage.left)).as_dict()}
        for field in linkage.definition.compared
    ]
    labels = {
        side: contracts[register].label.as_dict() for side, register in (("left", linkage.left), ("right", right))
    }
    # Without the state of its links until all pairs are kept: what is cut off here is begun again.
    return keep_linkage(
        province, linkage.id, at=at, label=linkage.label.as_dict(), **labels, fields=fields,
        four_eyes=linkage.rights, agency=linkage.mends, definition=linkage.sha256, states="",
    )  # fmt: skip


def _field_label(field: Field, contract: Contract | None) -> Label:
    named = {column.name: column.label for column in contract.columns} if contract else {}
    return next((named[name] for name in field.left if name in named), Label.same(field.name))


def _found(store: Store, linkage: linkages.Linkage) -> Iterator[Found]:
    room, _, name = linkage.id.partition(".")
    table = f'"{room}"."{name}"'
    unsure = store.fetch(_UNSURE_SQL.format(table=table, least=UNSURE_FROM, most=UNSURE_TO))
    if not unsure:
        return
    left = read_side(store, linkage, 0)
    right = None if linkage.is_within else read_side(store, linkage, 1)
    why = waterfalls(linkage.definition, left, right, [(row[0], row[1]) for row in unsure])
    sides = (
        _values(linkage, left, 0, [row[0] for row in unsure]),
        _values(linkage, left if right is None else right, 1, [row[1] for row in unsure]),
    )
    for row, shown, one, other in zip(unsure, why, *sides, strict=True):
        yield Found(
            left_id=row[0], right_id=row[1], area=row[2] or "", weight_bits=float(row[3]), probability=float(row[4]),
            accepted=bool(row[5]), left_digest=sha256_of([row[0], one]), right_digest=sha256_of([row[1], other]),
            steps=_steps(linkage, shown, one, other),
        )  # fmt: skip


def _values(linkage: linkages.Linkage, table: pa.Table, side: int, ids: Sequence[str]) -> list[list[str]]:
    """Return what each row holds in the compared fields, as text; several columns of a field joined by a space."""
    places = pc.index_in(pa.array(ids, pa.string()), value_set=table.column(linkage.ids[side]).cast(pa.string()))
    columns = [(field.left, field.right)[side] for field in linkage.definition.compared]
    wanted = table.select(sorted({name for names in columns for name in names})).take(places)
    rows: list[dict[str, Any]] = wanted.to_pylist()
    return [[" ".join(str(row[name]) for name in names if row[name] is not None) for names in columns] for row in rows]


def _steps(linkage: linkages.Linkage, shown: Waterfall, left: Sequence[str], right: Sequence[str]) -> dict[str, Any]:
    fields = [
        {"name": step.field, "left": one, "right": other, "level": step.level.as_dict(), "bits": round(step.bits, 3)}
        for step, one, other in zip(shown.steps, left, right, strict=True)
    ]
    return {
        "start": shown.start.as_dict(),
        "prior": round(shown.prior_bits, 3),
        "relatives": round(shown.relatives_bits, 3),
        "fields": fields,
    }
