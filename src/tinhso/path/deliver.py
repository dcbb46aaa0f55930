"""Deliver: receive whatever lies in the inbox, in the order full before change, and take it from there.

The inbox is laid out as `[invented/](full|change)/<register>/<file or folder of parts>`; a folder of parts whose name
is a day (`2026-10-31`) tells of that day, anything else of the day it is received. Bytes are kept before a file leaves
the inbox, so a stop at any moment loses nothing and receives nothing twice.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tinhso.base.home import Home
from tinhso.registers.contract import read_contracts
from tinhso.registers.receive import Delivery, DeliveryKind, receive

KINDS: tuple[DeliveryKind, ...] = ("full", "change")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that lies in the inbox: its place, register, kind, and whether it is invented."""

    path: Path
    register: str
    kind: DeliveryKind
    invented: bool


def find_waiting(home: Home) -> list[Waiting]:
    """Return what lies in the inbox: full deliveries first, then changes, each by register and name."""
    return [waiting for kind in KINDS for waiting in _of_kind(home.inbox, kind)]


def _of_kind(inbox: Path, kind: DeliveryKind) -> Iterator[Waiting]:
    for root, invented in ((inbox, False), (inbox / "invented", True)):
        for path in sorted((root / kind).glob("*/*")):
            if not path.name.startswith("."):
                yield Waiting(path, path.parent.name, kind, invented)


def receive_inbox(home: Home, as_of: date) -> list[Delivery]:
    """Receive all that waits and empty the inbox; an unknown register raises UnusableInput and its file stays."""
    return [receive_waiting(home, waiting, as_of) for waiting in find_waiting(home)]


def receive_waiting(home: Home, waiting: Waiting, as_of: date) -> Delivery:
    """Receive one delivery of the inbox, then take it out of there; raises UnusableInput and leaves it otherwise."""
    told_on = _day_in_name(waiting.path) or as_of
    delivery = receive_paths(
        home, [waiting.path], register=waiting.register, kind=waiting.kind, as_of=told_on, invented=waiting.invented
    )
    shutil.rmtree(waiting.path) if waiting.path.is_dir() else waiting.path.unlink()
    return delivery


def _day_in_name(path: Path) -> date | None:
    """Return the day that a folder of parts is named after."""
    try:
        return date.fromisoformat(path.name) if path.is_dir() else None
    except ValueError:
        return None


def receive_paths(
    home: Home,
    paths: Sequence[Path],
    *,
    register: str,
    kind: DeliveryKind,
    as_of: date,
    invented: bool,
    sender: str = "",
) -> Delivery:
    """Receive files or folders for a register in the name of a sender, or of the agency its contract says sends it."""
    contract = read_contracts(home.folder).get(register)
    sender = sender or (contract.sender if contract else "")
    return receive(home, paths, register=register, sender=sender, as_of=as_of, kind=kind, invented=invented)
