"""Measured samples against prediction: bias and RMSE, by operator and by the clutter that samples stand in.

Takes the computed coverage with its samples; gives comparisons, always shown apart from prediction. The bias by clutter
height is what a calibration would take off (`calibration`).
"""

from datetime import date

import numpy as np

from tinhso.rooms.network.calibration import predicted_levels
from tinhso.rooms.network.computing import Computed
from tinhso.rooms.network.coverage import Comparison, compare_samples


def compare_by(computed: Computed, as_of: date) -> list[tuple[dict[str, str], Comparison]]:
    """Return comparisons by technology and operator, then by technology and clutter height (m), empty ones left out."""
    samples, field, own = computed.samples, computed.field, computed.part("samples")
    clutter = field.clutter[own]
    predicted = np.full(samples.lat.size, np.nan)
    groups = sorted(set(zip(samples.technology.tolist(), samples.operator.tolist(), strict=True)))
    for technology, operator in groups:
        chosen = (samples.technology == technology) & (samples.operator == operator)
        predicted[chosen] = predicted_levels(field, technology, operator, as_of)[own][chosen]
    masks = [({"technology": t, "operator": o}, (samples.technology == t) & (samples.operator == o)) for t, o in groups]
    for t in sorted({technology for technology, _ in groups}):
        masks += [
            ({"technology": t, "clutter_m": f"{height:g}"}, (samples.technology == t) & (clutter == height))
            for height in np.unique(clutter)
        ]
    found = [(what, compare_samples(samples.level_dbm[mask], predicted[mask])) for what, mask in masks]
    return [(what, comparison) for what, comparison in found if comparison is not None]
