"""Escalations that were raised, kept until somebody has acknowledged them and their cause is gone (rules.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from mentor_tui.rules.due_oversight import below_threshold_since
from mentor_tui.rules.raised import Alert
from mentor_tui.rules.view import View

#: what is measured against a deadline: another deadline is another cause
_BY_DEADLINE = frozenset(("E1", "E2", "E6"))


@dataclass(frozen=True, slots=True)
class Kept:
    """An escalation as it was noticed, by its stable reference."""

    #: the key of its row
    key: str
    reference: str
    #: the id of the service it is of; None for the whole organisation
    service: str | None
    raised_on: date
    #: the day on which its cause was first seen to be gone
    gone_on: date | None = None

    @property
    def alert(self) -> Alert:
        """The alert that it was."""
        return Alert.of(self.reference, self.service, self.raised_on)

    def goes_on_as(self, alert: Alert) -> bool:
        """Whether the alert is of the same cause, without a break."""
        if self.reference != alert.reference or self.gone_on is not None:
            return False
        return alert.code not in _BY_DEADLINE or self.raised_on == alert.since


class News(NamedTuple):
    """What has changed since escalations were last noticed."""

    raised: list[tuple[Alert, date]]
    gone: list[Kept]


def raised_on(view: View, alert: Alert) -> date:
    """Since when the cause of an escalation holds without a break."""
    if alert.code != "E5":
        return alert.since
    return below_threshold_since(view, alert.subject) or alert.since


def news(kept: Iterable[Kept], raised: Mapping[str, tuple[Alert, date]]) -> News:
    """What is raised and was not noticed yet, and what was noticed and is gone.

    `raised` holds, by reference, every escalation of the day with the day since when its cause holds.
    """
    open_ones = [one for one in kept if one.gone_on is None]
    going_on = {
        one.reference
        for one in open_ones
        if one.reference in raised and one.goes_on_as(raised[one.reference][0])
    }
    return News(
        [found for reference, found in raised.items() if reference not in going_on],
        [one for one in open_ones if one.reference not in going_on],
    )
