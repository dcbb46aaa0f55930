"""Cover: compute the coverage of residential areas from the registers, and receive the answer like any other delivery.

Takes a home and a day; the computed rows are kept as bytes, checked and measured by the path, so a share of people
covered is proven down to the rows it was counted from. The same registers give the same bytes: nothing to do again.
"""

import tempfile
from datetime import date
from pathlib import Path

from pyarrow import csv

from tinhso.base.home import Home
from tinhso.engine import open_store
from tinhso.path.deliver import receive_paths
from tinhso.registers.check import check_all
from tinhso.registers.delivery import Delivery
from tinhso.registers.history import current
from tinhso.rooms.network.computing import compute
from tinhso.rooms.network.place_table import REGISTER, days_to_answer, place_table

_INPUTS = ("network.station", "network.residential_area")


def cover(home: Home, as_of: date) -> Delivery | None:
    """Return the delivery of the computed coverage, checked; None while there is no station."""
    with open_store(home.store, read_only=True) as store:
        computed = compute(store, home, as_of)
        if computed is None:
            return None
        table = place_table(computed, days_to_answer(as_of))
    states = current(home)
    invented = computed.ground.made_from == "invented" or any(
        states[name].invented for name in _INPUTS if name in states
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "phu-song-khu-dan-cu.csv"
        csv.write_csv(table, path)
        delivery = receive_paths(home, [path], register=REGISTER, kind="full", as_of=as_of, invented=invented)
    check_all(home)
    return delivery
