"""An alert: an early warning or an escalation that holds at a date, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

NAMES: Mapping[str, str] = {
    "W1": "session_missed",
    "W2": "confidence_static",
    "W3": "actions_lagging",
    "W4": "case_confidence_unchanged",
    "W5": "concerns_repeated",
    "W6": "follow_up_missed",
    "W7": "completion_static",
    "W8": "threshold_breached_repeatedly",
    "W9": "strategic_action_overdue",
    "W10": "reassurance_without_action",
    "E1": "sessions_missed_twice",
    "E2": "action_overdue",
    "E3": "support_not_improving",
    "E4": "delivery_evidence_missing",
    "E5": "service_below_threshold_twice",
    "E6": "strategic_action_unevidenced",
}
"""Every early warning and escalation by its code (spec page rules.md)."""

WHOLE_ORGANISATION = "organisation"
"""The subject of what concerns no single record."""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that needs somebody's attention.

    `subject` is the reference of what it is about, `cycle` is given only where a pairing can raise one in
    each cycle, `service` is None for the whole organisation, `since` is the day from which it held.
    """

    code: str
    subject: str
    service: str | None
    since: date
    cycle: int | None = None

    @classmethod
    def of(cls, reference: str, service: str | None, since: date) -> Alert:
        """The alert that has this reference."""
        code, _, rest = reference.partition("@")
        subject, _, cycle = rest.partition("@")
        return cls(code, subject, service, since, int(cycle) if cycle else None)

    @property
    def name(self) -> str:
        """The name that goes with the code."""
        return NAMES[self.code]

    @property
    def is_escalation(self) -> bool:
        """Whether it is an escalation, not an early warning."""
        return self.code.startswith("E")

    @property
    def reference(self) -> str:
        """Code and subject (and cycle): the same for the same cause on every day that it lasts.

        `@` can be no part of a reference, so two causes never look alike.
        """
        parts = [self.code, self.subject]
        if self.cycle is not None:
            parts.append(str(self.cycle))
        return "@".join(parts)

    @property
    def order(self) -> tuple[str, str, int]:
        """By code as text, subject and cycle."""
        return (self.code, self.subject, self.cycle or 0)

    def as_json(self) -> dict[str, Any]:
        """As it is written by `alerts --format json` (spec page interchange.md)."""
        written: dict[str, Any] = {"code": self.code, "name": self.name, "subject": self.subject}
        if self.cycle is not None:
            written["cycle"] = self.cycle
        written["service"] = self.service
        written["since"] = self.since.isoformat()
        return written
