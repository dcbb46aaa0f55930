"""What a new station costs by where it stands: dated planning assumptions, marked unverified.

Takes `budgets/site_costs.yaml`; gives whole đồng. The first operator pays the mast and its equipment; each operator
that shares the mast adds equipment only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tinhso.base.definition import read_yaml
from tinhso.base.errors import DefinitionError, definition_fault

COSTS = Path(__file__).parent / "budgets" / "site_costs.yaml"


@dataclass(frozen=True, slots=True)
class SiteCosts:
    """Amounts in đồng; `equipment_vnd` and `band_mhz` (of what is planned) by technology."""

    new_mast_vnd: int
    new_mast_height_m: float
    existing_site_vnd: int
    equipment_vnd: Mapping[str, int]
    band_mhz: Mapping[str, int]
    from_on: date
    source: str
    verified: bool

    def station_vnd(self, standing_vnd: int, technology: str, n_operators: int) -> int:
        """Return the cost of a site whose place costs `standing_vnd`, shared by operators with equipment each."""
        return standing_vnd + n_operators * self.equipment_vnd[technology]


def read_site_costs(path: Path = COSTS) -> SiteCosts:
    """Return the costs of a file; DefinitionError when it is not one."""
    raw = read_yaml(path.read_text("utf-8"), path.name)
    try:
        return SiteCosts(
            int(str(raw["new_mast_vnd"])),
            float(str(raw["new_mast_height_m"])),
            int(str(raw["existing_site_vnd"])),
            _by_technology(raw["equipment_vnd"]),
            _by_technology(raw["planned_band_mhz"]),
            date.fromisoformat(str(raw["from"])),
            str(raw["source"]),
            raw["verified"] is True,
        )
    except (KeyError, ValueError) as error:
        expected = "from, source, verified, masts, equipment and bands as in the packaged file"
        raise DefinitionError(
            definition_fault(path.name, "not site costs", repr(error), expected, "Mend it.")
        ) from error


def _by_technology(raw: object) -> dict[str, int]:
    if not isinstance(raw, Mapping):
        raise ValueError(f"expected a number by technology, got {raw!r}")
    return {str(technology): int(str(value)) for technology, value in raw.items()}
