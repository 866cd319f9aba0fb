"""A change as it would stand, and what may be looked at to judge it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.access import Actor
from mentor_tui.declare import Fault, Record, Value
from mentor_tui.office.rows import Rows
from mentor_tui.policy import Policy
from mentor_tui.store.database import Store


@dataclass(frozen=True, slots=True)
class Conducting:
    """A record as it would stand, and what may be looked at to judge it."""

    record: Record
    values: Mapping[str, Any]
    #: as it stood; nothing for a new record
    before: Mapping[str, Any] | None
    stated: Mapping[str, Value]
    reason: str
    actor: Actor
    today: date
    store: Store
    rows: Rows
    policy: Policy
    flush: Callable[[], None]

    def becomes(self, name: str) -> bool:
        """Whether the field gets a value that it did not have."""
        return self.values.get(name) is not None and (self.before or {}).get(name) != self.values.get(name)


Rule = Callable[[Conducting], Iterator[Fault]]
"""What people are held to in one respect: the faults of a change, none where it is right."""
