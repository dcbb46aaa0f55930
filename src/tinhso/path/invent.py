"""Invent: put believable deliveries of every room into the inbox of a home, under the mark *invented*.

Takes how many people and a seed, gives files as agencies would send them. Code is declared: each room that can invent
stands in `SAMPLES`.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tinhso.base.home import Home
from tinhso.registers.invention import InventedDelivery, Scene
from tinhso.rooms.economy import sample as economy
from tinhso.rooms.finance import sample as finance
from tinhso.rooms.industry import sample as industry
from tinhso.rooms.land import sample as land
from tinhso.rooms.network import sample as network
from tinhso.rooms.population import sample as population
from tinhso.rooms.services import sample as services

SAMPLES: dict[str, Callable[[Scene], list[InventedDelivery]]] = {
    "economy": economy.deliveries,
    "finance": finance.deliveries,
    "industry": industry.deliveries,
    "land": land.deliveries,
    "network": network.deliveries,
    "population": population.deliveries,
    "services": services.deliveries,
}


def invent(home: Home, *, n_people: int, seed: int, as_of: date) -> list[Path]:
    """Write the invented deliveries of every room into `inbox/invented/` and return their paths."""
    scene = Scene(home.province, n_people, seed, as_of)
    return [
        delivery.write(home.inbox / "invented" / delivery.kind)
        for deliveries in SAMPLES.values()
        for delivery in deliveries(scene)
    ]
