"""The headline results, planned as whole numbers of people (spec page measures.md).

The demonstration is made so that the program's own figures, asked of its raw records, give these results. What is
planned here are numerators and denominators; who the people are, and when they came, is left to chance.
Quarters are counted back from the last complete one: 0 is that one, 2 is two quarters earlier.
"""

from __future__ import annotations

from typing import NamedTuple


class Cohort(NamedTuple):
    """So many people, of whom so many are counted."""

    people: int
    counted: int


NEW_STARTERS: dict[int, Cohort] = {
    7: Cohort(9, 5),
    6: Cohort(12, 8),
    5: Cohort(15, 10),
    4: Cohort(23, 15),
    3: Cohort(34, 23),
    2: Cohort(50, 34),
    1: Cohort(47, 37),
    0: Cohort(50, 43),
}
"""`retention_90_day`: new starters whose ninetieth day falls in the quarter, and how many stayed: 68% to 86%."""

MENTORED: dict[int, Cohort] = {
    2: Cohort(75, 54),
    1: Cohort(71, 56),
    0: Cohort(80, 68),
}
"""`mentored_retention_90_day`: everybody mentored for ninety days in the quarter: 72% to 85%."""

OTHER_MENTEES: dict[int, int] = {7: 2, 6: 2, 5: 4, 4: 5, 3: 7}
"""In the earlier quarters: people mentored for a change of role or a return to work."""

CASES_BEFORE = Cohort(47, 16)
"""`resignation_risk` in the last month of the quarter two before: 34%."""

CASES_AFTER = Cohort(43, 6)
"""`resignation_risk` in the last month of the last complete quarter: 14%."""

CONFIDENCE_BEFORE = 263
"""Points of confidence of the 47 together: 5.6 each."""

CONFIDENCE_AFTER = 353
"""Points of confidence of the 43 together: 8.2 each."""

#: how services come to be below the compliance threshold in each of the three quarters (2, 1, 0 back)
BELOW: dict[str, tuple[bool, bool, bool]] = {
    "steady": (False, False, False),
    "improving": (True, False, False),
    "improving_late": (True, True, False),
    "slow": (True, True, True),
    "drifting": (True, True, True),
}
"""With the paths of the services in assets/demo/services.csv: nine, six and three of fourteen."""

#: the share of sessions on schedule that each path aims at: before the quarter 2 back, then 2, 1, 0 back, since
ON_SCHEDULE: dict[str, tuple[float, float, float, float, float]] = {
    "steady": (0.86, 0.91, 0.91, 0.91, 0.90),
    "improving": (0.68, 0.73, 0.89, 0.90, 0.88),
    "improving_late": (0.66, 0.70, 0.77, 0.89, 0.88),
    "slow": (0.67, 0.69, 0.73, 0.77, 0.84),
    "drifting": (0.71, 0.73, 0.75, 0.72, 0.70),
}
