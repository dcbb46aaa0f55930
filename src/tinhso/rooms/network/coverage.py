"""Coverage in three words: covered, probable, not – from a link budget, a loss and the spread over locations.

Takes dated link budgets (`budgets/link_budgets.yaml`, planning assumptions marked unverified) and median losses; gives
the share of locations served and the word for it, outdoors or indoors. Measured samples are compared with prediction
apart from it: bias, RMSE and the clutter correction they suggest. Predicting losses is left to `sweep`.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, definition_fault
from tinhso.base.label import Label
from tinhso.rooms.network.building_entry import Building, entry_loss_db, entry_spread_db
from tinhso.rooms.network.p1812.location import location_spread_db

BUDGETS = Path(__file__).parent / "budgets" / "link_budgets.yaml"


class Word(StrEnum):
    """The answer for a place."""

    COVERED = "covered"
    PROBABLE = "probable"
    NOT = "not"


LABELS = {
    Word.COVERED: Label("có sóng", "covered", "มีสัญญาณ"),
    Word.PROBABLE: Label("có thể có sóng", "probably covered", "น่าจะมีสัญญาณ"),
    Word.NOT: Label("chưa có sóng", "not covered", "ยังไม่มีสัญญาณ"),
}


@dataclass(frozen=True, slots=True)
class LinkBudget:
    """Link budget of one technology in one band; powers of one resource element (dBm), gains and losses in dB.

    `covered_share` and `probable_share` (0–1) are the shares of locations from which a place counts as covered or
    probable; they are printed on every map. `entry_db`, `entry_spread_db` hold indoors only.
    """

    technology: str
    band_mhz: int
    power_dbm: float
    gain_dbi: float
    feeder_db: float
    body_loss_db: float
    least_dbm: float
    entry_db: float
    entry_spread_db: float
    covered_share: float
    probable_share: float
    from_on: date
    source: str
    verified: bool

    @property
    def most_loss_db(self) -> float:
        """The greatest median path loss (dB) that still gives the least level outdoors."""
        return self.power_dbm + self.gain_dbi - self.feeder_db - self.body_loss_db - self.least_dbm


def read_link_budgets(path: Path = BUDGETS) -> dict[tuple[str, int], LinkBudget]:
    """Return the link budgets of a file by technology and band (MHz); DefinitionError when it is not one."""
    raw = read_yaml(path.read_text("utf-8"), path.name)
    try:
        budgets = [_budget(raw, row) for row in _rows(raw["bands"])]
    except (KeyError, ValueError, TypeError) as error:
        expected = "from, source, verified, shares, building and bands as in the packaged file"
        raise DefinitionError(
            definition_fault(path.name, "not link budgets", repr(error), expected, "Mend it.")
        ) from error
    return {(budget.technology, budget.band_mhz): budget for budget in budgets}


def _rows(raw: object) -> list[Mapping[str, object]]:
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        raise ValueError(f"bands: expected a list, got {raw!r}")
    return raw


def _number(raw: Mapping[str, object], name: str) -> float:
    return float(str(raw[name]))


def _budget(raw: Mapping[str, object], row: Mapping[str, object]) -> LinkBudget:
    band = int(str(row["band_mhz"]))
    building = Building(str(raw["building"]))
    covered, probable = _number(raw, "covered_share"), _number(raw, "probable_share")
    if not 0.0 < probable <= covered < 1.0:
        raise ValueError(f"shares: expected 0 < probable ≤ covered < 1, got {probable}, {covered}")
    return LinkBudget(
        technology=str(row["technology"]),
        band_mhz=band,
        power_dbm=_number(row, "power_dbm"),
        gain_dbi=_number(row, "gain_dbi"),
        feeder_db=_number(row, "feeder_db"),
        body_loss_db=_number(raw, "body_loss_db"),
        least_dbm=_number(row, "least_dbm"),
        entry_db=entry_loss_db(band / 1000.0, 0.5, building),
        entry_spread_db=entry_spread_db(band / 1000.0, building),
        covered_share=covered,
        probable_share=probable,
        from_on=date.fromisoformat(str(raw["from"])),
        source=str(raw["source"]),
        verified=raw["verified"] is True,
    )


def served_shares(
    budget: LinkBudget,
    loss_db: NDArray[np.float32],
    clutter_m: NDArray[np.float32],
    *,
    indoors: bool = False,
    rx_height_m: float = 1.5,
    resolution_m: float = 100.0,
) -> NDArray[np.float64]:
    """Return the share of locations (0–1) served in each cell with a median loss (dB) and clutter height (m).

    The spread is that of P.1812 (4.7); indoors the median entry loss is added and both spreads joined (68b).
    """
    widest = location_spread_db(budget.band_mhz / 1000.0, resolution_m, 0.0, 0.0)
    spread = widest * np.clip(1.0 - (rx_height_m - clutter_m.astype(float)) / 10.0, 0.0, 1.0)
    margin = budget.most_loss_db - loss_db.astype(float)
    if indoors:
        margin -= budget.entry_db
        spread = np.hypot(spread, budget.entry_spread_db)
    return np.asarray(ndtr(margin / np.maximum(spread, 1e-9)))


def words(budget: LinkBudget, shares: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return 2 covered, 1 probable, 0 not for shares of locations (0–1); no number counts as not."""
    return (shares >= budget.covered_share).astype(np.int8) + (shares >= budget.probable_share).astype(np.int8)


def word_of(budget: LinkBudget, share: float) -> Word:
    """Return the word for one share of locations (0–1)."""
    return (Word.NOT, Word.PROBABLE, Word.COVERED)[int(words(budget, np.array([share]))[0])]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measured levels against predicted ones: number, bias (predicted − measured) and RMSE in dB."""

    n: int
    bias_db: float
    rmse_db: float

    @property
    def corrected_rmse_db(self) -> float:
        """RMSE once the bias is taken off the prediction."""
        return math.sqrt(max(self.rmse_db**2 - self.bias_db**2, 0.0))


def compare_samples(measured_dbm: NDArray[np.float64], predicted_dbm: NDArray[np.float64]) -> Comparison | None:
    """Return how prediction fits measured samples, pairs without a number left out; None when no pair is left."""
    error = predicted_dbm - measured_dbm
    error = error[np.isfinite(error)]
    if error.size == 0:
        return None
    return Comparison(error.size, float(error.mean()), float(np.sqrt((error**2).mean())))
