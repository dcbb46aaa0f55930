"""The 766 points of each kind of body: the index's own tables, read with bodies in the place of communes.

Takes a store, a home and the day of reading; lays out periods and parameters as measuring does, and gives one row a
body, period and part that dossiers alone can score. Parts that rest on the published catalogue or on complaints are
of communes and the province only. What of it may be shown is decided in `publishing`.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tinhso.engine import Store
from tinhso.measure.frame import frame_periods, write_frame
from tinhso.measure.graph import DerivedTable, read_derived_tables
from tinhso.measure.run import read_all_parameters, write_parameters

ALL = "all"
GROUPS = ("progress", "digitisation", "online")
_COUNT = "services.dossier_count"
# The columns that the count reads, with the body where it expects the commune.
_DOSSIER = """
select coalesce(competent_body, '') as area, received_on, due_on, finished_on, status, channel, synchronised_on,
    n_components, n_digitised, n_reused, fee_vnd, paid_online, result_digital
from services.dossier
"""
# The parts that rest on the published catalogue find nothing here.
_NOTHING_PUBLISHED = """
select '' as area, '' as procedure_code, current_date as decided_on, current_date as valid_until, false as full_process,
    false as can_be_full_process, false as has_fee, false as pays_online
where false
"""


def body_points(store: Store, home: Path, as_of: date) -> list[tuple[str, str, str, int, int, str, str]]:
    """Return (body or `all`, period, part, numerator, denominator, points, most points).

    Points are decimal text with 4 decimals, as the index's tables round them.
    """
    write_frame(store, (), frame_periods(as_of))
    write_parameters(store, read_all_parameters(home))
    tables = read_derived_tables(home)
    return sorted(row for group in GROUPS for row in store.fetch(_points_sql(group, tables)))


def _points_sql(group: str, tables: Mapping[str, DerivedTable]) -> str:
    count = tables[_COUNT].sql.replace("services.dossier d", "body_dossier d")
    count = count.replace("measure.area a", "body_parent a")
    points = tables[f"services.index766_{group}"].sql.replace(f"{_COUNT} c", "body_count c")
    points = points.replace("services.procedure_published r", "nothing_published r")
    return f"""
        with body_dossier as ({_DOSSIER}),
        body_parent as (select distinct area, '{ALL}' as parent from body_dossier),
        body_count as ({count}), nothing_published as ({_NOTHING_PUBLISHED}),
        points as ({points})
        select area, period, part, numerator, denominator, cast(points as varchar),
            cast(cast(points_at_most as decimal(9, 4)) as varchar)
        from points
    """  # noqa: S608 - the room's own tables
