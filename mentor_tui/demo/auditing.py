"""The signed audits of past months: what the figures were on the day on which somebody signed them.

They are computed from the invented records by the same functions as any other audit, as known at that day.
"""

from __future__ import annotations

import json
from datetime import date
from random import Random

from mentor_tui.calendar import Calendars, Period, complete_months
from mentor_tui.demo.folder import Row
from mentor_tui.demo.governance import is_board_month, meeting_day
from mentor_tui.demo.timeline import days, dice
from mentor_tui.figures import Below, Figure, Proportion, to_json
from mentor_tui.store.database import Store
from mentor_tui.store.evidence import figures

_A5_MONTHS, _C_MONTHS, _QUARTERS = 6, 12, 4
#: the operations manager of the cast has these to sign
_UNSIGNED = ("S05", "S02")
_ANALYST, _PARTNER, _BOARD = "MD1007", "MD1008", "MD1010"
_A5_WORDS = (
    "Sessions and records read for the month; the missed sessions were talked through with the line managers.",
    "Two late records are explained by the change of handhelds. Actions are on their way.",
    "Timeliness is better than the month before. The open actions were gone through one by one.",
    "The numbers are small; one missed session moves the percentage. No pattern by mentor.",
    "One mentor carries too many; a second is in training.",
)


class Auditing:
    """Signs what was to be signed before today; leaves the newest for whoever plays the part."""

    def __init__(self, store: Store, today: date) -> None:
        self.store = store
        self.today = today
        self._chance: Random = dice("audits")
        self._england = Calendars().of("england")
        self._managers = {
            held.partition("@")[2]: ref
            for ref, roles in store.rows(
                "SELECT ref, roles FROM staff WHERE roles IS NOT NULL ORDER BY ref DESC"
            )
            for held in str(roles).replace('"', "").strip("[]").replace(",", ";").split(";")
            if held.strip().startswith("operations_manager@")
        }

    def rows(self) -> list[Row]:
        """The rows of audits.csv."""
        signed: list[Row] = []
        services = [ref for (ref,) in self.store.rows("SELECT ref FROM service ORDER BY ref")]
        for month in complete_months(self.today, _C_MONTHS):
            newest = month.last >= self.today - days(31)
            following = month.next()
            if month in complete_months(self.today, _A5_MONTHS):
                meeting = meeting_day("workforce", following)
                for service in services:
                    on = self._england.roll(meeting + days(self._chance.choice((-2, -1, 0, 0, 0, 0, 3))))
                    if not (newest and service in _UNSIGNED):
                        by = self._managers.get(service, "")
                        signed += self._sign("A5", month, service, on, by, self._chance.choice(_A5_WORDS))
            if not newest:
                late = self._chance.choice((0, 0, 0, 0, 1, 2))
                on = self._england.add(self._england.first_of(following), late)
                signed += self._sign("C1", month, None, on, _ANALYST, self._accuracy())
                on = meeting_day("executive", following) - days(9 if following.number == 12 else 4)
                signed += self._sign("C2", month, None, self._england.roll(on), _PARTNER, "")
        for back in range(_QUARTERS, 0, -1):
            # The last quarter waits for the board quality lead.
            quarter = Period.containing(self.today, "quarter").previous(back + 1)
            month = quarter.next().months()[0]
            if is_board_month(month):
                signed += self._sign("C5", quarter, None, meeting_day("board", month), _BOARD, "")
        return signed

    def _accuracy(self) -> str:
        return self._chance.choice(
            (
                "Compared with the records at the month's end: no gaps that change a figure.",
                "Eleven sessions were written down after the month's end and are in.",
                "Two services sent their attendance a week late; the figures here do not use it.",
                "A spot check of twenty sessions against the diaries found one wrong date, since corrected.",
            )
        )

    def _sign(
        self, kind: str, period: Period, service: str | None, on: date, by: str, comment: str
    ) -> list[Row]:
        if on > self.today:
            return []
        known = figures(self.store, period, service, on)
        row: dict[str, object] = {
            "kind": kind,
            "period": period.code,
            "service_id": service,
            "signed_on": on,
            "signed_by_id": by or None,
            "comment": comment or self._reading(kind, known),
            "figures": json.dumps(
                {
                    "period": period.code,
                    "service": service,
                    "as_at": on.isoformat(),
                    "figures": {key: to_json(figure) for key, figure in known.items()},
                }
            ),
        }
        if kind == "C5":
            row["board_escalation_status"] = known["board_escalation_status"]
        return [row]

    def _reading(self, kind: str, known: dict[str, Figure]) -> str:
        """What the figures say, in a sentence or two."""
        below, kept = known["services_below_threshold"], known["sessions_on_schedule"]
        assert isinstance(below, Below)
        assert isinstance(kept, Proportion)
        share = f"{kept.numerator} of {kept.denominator} sessions were on schedule"
        if kind == "C5":
            return f"{below.count} of {below.of} services were below the threshold in the quarter; {share}."
        return f"{below.count} of {below.of} services below the threshold; {share}. " + self._chance.choice(
            (
                "The pattern is one of mentors' time rather than of will.",
                "Home care is behind the residential services, as in the months before.",
                "Where a second mentor was trained, the service recovered.",
                "Confidence moves with the sessions that take place.",
            )
        )
