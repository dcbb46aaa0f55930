"""A delivery: the files an agency sent at once for one register, kept as bytes under their hashes.

Takes the records in `received/deliveries/`, gives `Delivery` values in the order received. What the rows say is left to
`check`; a delivery is never altered after it was received.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tinhso.base.canonical import canonical_json
from tinhso.base.home import Home, write_atomically
from tinhso.base.receipt import Receipt, read_receipt

DeliveryKind = Literal["full", "change"]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of a delivery: its name as sent, the SHA-256 its bytes are kept under, its size in bytes."""

    name: str
    sha256: str
    n_bytes: int

    def path(self, home: Home) -> Path:
        """Return where the bytes are kept."""
        return kept_path(home, self.sha256)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was received: its place in the order of all deliveries, its files, and the receipt of receiving."""

    sequence: int
    files: tuple[KeptFile, ...]
    receipt: Receipt

    @property
    def register(self) -> str:
        """Return the register's id, `room.register`."""
        return self.receipt.subject

    @property
    def kind(self) -> DeliveryKind:
        """Return whether the delivery is the whole register or changes of it."""
        return "change" if self.receipt.details["kind"] == "change" else "full"

    @property
    def sender(self) -> str:
        """Return the agency that sent it."""
        return self.receipt.details["sender"]

    @property
    def as_of(self) -> str:
        """Return the day (ISO) the delivery tells of."""
        return self.receipt.as_of

    @property
    def invented(self) -> bool:
        """Return whether the rows are invented, for demonstration only."""
        return self.receipt.invented

    def as_dict(self) -> dict[str, object]:
        """Return the record as it is kept."""
        files = [{"name": file.name, "sha256": file.sha256, "n_bytes": file.n_bytes} for file in self.files]
        return {"sequence": self.sequence, "files": files, "receipt": self.receipt.as_dict()}


def kept_path(home: Home, sha256: str) -> Path:
    """Return where bytes of a hash are kept."""
    return home.received / sha256[:2] / sha256


def read_deliveries(home: Home) -> list[Delivery]:
    """Return every delivery in the order received."""
    return read_records(home.received / "deliveries")


def write_delivery(home: Home, delivery: Delivery) -> None:
    """Keep the record of a delivery, whole or not at all."""
    write_record(home.received / "deliveries", delivery)


def read_records(folder: Path) -> list[Delivery]:
    """Return what was kept in a folder of records, in the order received."""
    return [read_record(path) for path in sorted(folder.glob("*.json"))]


def write_record(folder: Path, delivery: Delivery) -> None:
    """Keep a record in a folder of records, whole or not at all."""
    write_atomically(record_path(folder, delivery.sequence), canonical_json(delivery.as_dict()) + b"\n")


def record_path(folder: Path, sequence: int) -> Path:
    """Return where a record lies in a folder of records."""
    return folder / f"{sequence:06d}.json"


def read_record(path: Path) -> Delivery:
    """Return the delivery of one record; raises TypeError when the file is something else."""
    raw: Mapping[str, object] = json.loads(path.read_text("utf-8"))
    files, receipt, sequence = raw["files"], raw["receipt"], raw["sequence"]
    if not (isinstance(files, list) and isinstance(receipt, dict) and isinstance(sequence, int)):
        raise TypeError(f"{path}: not a delivery record")
    return Delivery(sequence, tuple(KeptFile(**file) for file in files), read_receipt(receipt))
