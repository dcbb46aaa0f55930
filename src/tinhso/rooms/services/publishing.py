"""The document the room publishes beside its figures: `agencies.json`, what each kind of body received and settled.

Areas are communes and the province, so figures of a department have no place among the observations; they are counted
here from the same register and under the same disclosure control, the index's points by the index's own tables. Takes
the registers as they stand when a release is made; a province that delivered no dossiers publishes none.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home
from tinhso.base.period import PeriodKind
from tinhso.base.receipt import origin_of
from tinhso.engine import Store
from tinhso.measure.disclosure import protect
from tinhso.measure.frame import frame_periods
from tinhso.measure.observation import Cell
from tinhso.measure.run import read_all_parameters
from tinhso.registers.history import receipts_in
from tinhso.rooms.services.body_points import ALL, body_points
from tinhso.rooms.services.vocabulary import Word, read_vocabulary

DOCUMENT = "agencies.json"
AT_LEAST = 5
# By body and month of a day; status 3, 7 and the paused ones are neither settled nor open, as in on_time_share.
_SETTLED = """
select coalesce(competent_body, ''), substr(cast(finished_on as varchar), 1, 7),
    count(*) filter (where finished_on <= due_on), count(*)
from services.dossier where status in (9, 10) and finished_on is not null group by 1, 2
"""
_RECEIVED = """
select coalesce(competent_body, ''), substr(cast(received_on as varchar), 1, 7),
    count(*) filter (where channel = 2), count(*)
from services.dossier group by 1, 2
"""
_MERGED = """
select current_agency, count(distinct original_agency), count(*)
from services.dossier where current_agency is not null group by 1 order by 1
"""


def documents(store: Store, home: Home, as_of: date) -> Mapping[str, bytes]:
    """Return `agencies.json` once dossiers were received: by body and period, and by agency that succeeded others.

    `settled` is settled on time / settled, `online` online / received, `points` the parts of the index that dossiers
    alone can score; small counts are suppressed, and as many others as it takes that no difference shows them. `merged`
    keeps how many former agencies a dossier's present one answers
    for.
    """
    states = receipts_in(store)
    if "services.dossier" not in states:
        return {}
    bodies = read_vocabulary(home.folder).agencies
    content = {
        **origin_of([states["services.dossier"]]),
        "as_of": as_of.isoformat(),
        "protect": AT_LEAST,
        "bodies": {id_: _words(bodies, id_) for id_ in sorted(bodies)},
        "settled": by_body(store.fetch(_SETTLED), as_of),
        "online": by_body(store.fetch(_RECEIVED), as_of),
        "points": _points(store, home, as_of),
        "merged": [
            {"agency": agency, "n_former": former, "n_dossiers": n}
            for agency, former, n in store.fetch(_MERGED)
            if n >= AT_LEAST
        ],
    }
    return {DOCUMENT: canonical_json(content) + b"\n"}


def by_body(rows: Sequence[tuple[str, str, int, int]], as_of: date) -> list[dict[str, object]]:
    """Return (body, month, numerator, denominator) as protected rows by body (and `all`) and ended month and year."""
    ended = {p.id for p in frame_periods(as_of) if p.kind in (PeriodKind.MONTH, PeriodKind.YEAR)}
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for body, month, numerator, denominator in rows:
        for key in ((of, period) for of in (body, ALL) for period in (month, month[:4]) if period in ended):
            before = sums.get(key, (0, 0))
            sums[key] = (before[0] + numerator, before[1] + denominator)
    cells = [Cell(body, period, Decimal(n), Decimal(d)) for (body, period), (n, d) in sorted(sums.items())]
    parents = {cell.area: ALL for cell in cells if cell.area != ALL}
    return [_row(cell) for cell in protect(cells, at_least=AT_LEAST, parents=parents)]


def _row(cell: Cell) -> dict[str, object]:
    shown = cell.status == "ok"
    numbers = {"numerator": str(cell.numerator), "denominator": str(cell.denominator)} if shown else {}
    if shown and cell.numerator is not None and cell.denominator:
        numbers["share"] = f"{cell.numerator / cell.denominator:.6f}"
    return {"body": cell.area, "period": cell.period, "status": cell.status, **numbers}


def _points(store: Store, home: Home, as_of: date) -> list[dict[str, object]]:
    """The parts' points by body and ended year, under the same disclosure control as the counts they come from."""
    years = {p.id for p in frame_periods(as_of) if p.kind is PeriodKind.YEAR}
    found = [row for row in body_points(store, home.folder, as_of) if row[1] in years]
    labels = {id_: parameter.label.as_dict() for id_, parameter in read_all_parameters(home.folder).items()}
    rows: list[dict[str, object]] = []
    for part in sorted({row[2] for row in found}):
        here = {(row[0], row[1]): row for row in found if row[2] == part}
        cells = [Cell(body, period, Decimal(r[3]), Decimal(r[4])) for (body, period), r in here.items()]
        for cell in protect(cells, at_least=AT_LEAST, parents={c.area: ALL for c in cells if c.area != ALL}):
            row = here[cell.area, cell.period]
            points = {"points": row[5]} if cell.status == "ok" else {}
            rows.append({**_row(cell), "part": part, "label": labels[part], "at_most": row[6], **points})
    return rows


def _words(bodies: Mapping[str, Word], id_: str) -> dict[str, str]:
    label = bodies[id_].label
    return {"vi": label.vi, "en": label.en, "th": label.th}
