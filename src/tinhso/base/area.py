"""Areas: the country, its provinces and communes, each with the days it was valid, its predecessors and their weights.

Takes the units of 1 July 2025 and the old ones before from the package `vietnamadminunits`, and `events.yaml`: a dated list of
what changed since or is wrong there. Gives `Area` values as they stood on a day, and old units mapped to new ones.
Codes are text (Decision 19/2025/QĐ-TTg): two digits for a province, five for a commune, never used again.
"""

from datetime import date
from typing import Literal

AreaKind = Literal["country", "province", "city", "commune", "ward", "special_zone"]
AreaLevel = Literal["country", "province", "commune"]
COUNTRY = "VN"
TWO_LEVELS_SINCE = date(2025, 7, 1)
