"""Calibration: corrections of the loss by the clutter a receiver stands in, and the levels predicted with them.

Takes `rooms/network/clutter_corrections.yaml` of a home (decibels by clutter height in metres), which a province writes
when it trusts its measured samples (`sample_fit` says what they suggest); nothing is corrected without that file.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tinhso.base.definition import read_yaml
from tinhso.base.errors import UnusableInput, definition_fault
from tinhso.rooms.network.served import LossField

CORRECTIONS = "rooms/network/clutter_corrections.yaml"


def read_corrections(home: Path) -> dict[float, float]:
    """Return decibels added to losses by clutter height (m); none without the file, `UnusableInput` for a bad one."""
    path = home / CORRECTIONS
    if not path.exists():
        return {}
    raw = read_yaml(path.read_text("utf-8"), CORRECTIONS).get("corrections_db")
    try:
        if not isinstance(raw, Mapping):
            raise ValueError(raw)
        return {float(str(height)): float(str(db)) for height, db in raw.items()}
    except ValueError as error:
        expected = "corrections_db: {0: 0.0, 10: 3.5}"
        raise UnusableInput(
            definition_fault(CORRECTIONS, "not corrections by clutter height", repr(error), expected, "Mend it.")
        ) from error


def with_corrections(field: LossField, corrections: Mapping[float, float]) -> LossField:
    """Return the field with losses corrected by the clutter height at each receiver."""
    added = np.zeros(field.n_receivers, np.float32)
    for height, decibels in corrections.items():
        added[field.clutter == np.float32(height)] = decibels
    return replace(field, correction_db=added)


def predicted_levels(field: LossField, technology: str, operator: str, day: date) -> NDArray[np.float64]:
    """Return the best predicted level (dBm, outdoors) at each receiver; NaN where no mast is near."""
    level = np.full(field.n_receivers, np.nan)
    for budget, loss in field.levels(technology, operator, field.stations.on_air(day)):
        found = np.where(np.isfinite(loss), budget.most_loss_db + budget.least_dbm - loss.astype(float), np.nan)
        level = np.fmax(level, found)
    return level
