"""The sector's own lists: job roles and reasons for leaving of the Adult Social Care Workforce Data Set.

They are offered, not demanded: a provider's own words are as good (records.md, the registers).
"""

from __future__ import annotations

import csv
import importlib.resources
from functools import lru_cache


@lru_cache(maxsize=4)
def code_list(name: str) -> tuple[str, ...]:
    """The words of ``job_roles`` or ``leaving_reasons``, in the sector's order."""
    text = (importlib.resources.files("assets") / "codes" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(row["name"] for row in csv.DictReader(text.splitlines()))
