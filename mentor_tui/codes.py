"""The sector's own lists: job roles and reasons for leaving of the Adult Social Care Workforce Data Set.

They are offered, not demanded: a provider's own words are as good (records.md, the registers).
"""

from __future__ import annotations

import csv
import importlib.resources
from functools import lru_cache


def code_list(name: str) -> tuple[str, ...]:
    """The words of ``job_roles``, ``leaving_reasons`` or ``training_categories``, in the sector's order."""
    return tuple(by_code(name).values())


@lru_cache(maxsize=4)
def by_code(name: str) -> dict[str, str]:
    """The words of such a list by the code that the sector's files have for each."""
    text = (importlib.resources.files("assets") / "codes" / f"{name}.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}
