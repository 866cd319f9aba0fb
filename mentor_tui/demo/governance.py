"""The governance calendar and the strategic actions of the executive (C3 and C4)."""

from __future__ import annotations

from datetime import date

from mentor_tui.calendar import Period
from mentor_tui.demo.timeline import days, dice
from mentor_tui.demo.world import World, asset

_WEDNESDAY, _THURSDAY, _TUESDAY = 2, 3, 1
_MONTHS_AHEAD = 4
_FORTNIGHT = 14
_DIRECTOR = "MD1009"
_PARTNER = "MD1008"


def meeting_day(kind: str, month: Period) -> date:
    """The day of a month's meeting: workforce the second Wednesday, executive the fourth Tuesday, board the
    third Thursday."""
    weekday, which = {
        "workforce": (_WEDNESDAY, 2),
        "executive": (_TUESDAY, 4),
        "board": (_THURSDAY, 3),
    }[kind]
    first = month.first
    return first + days((weekday - first.weekday()) % 7 + 7 * (which - 1))


def is_board_month(month: Period) -> bool:
    """The board meets in the first month of a quarter."""
    return month.number % 3 == 1


class Governance:
    """Writes the calendar and the register of strategic actions."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._chance = dice("governance")

    def meetings(self) -> None:
        """Every month's meetings from the beginning to some months ahead."""
        month = Period.containing(self.world.time.begins, "month")
        last = Period.containing(self.world.today, "month").next(_MONTHS_AHEAD)
        while month <= last:
            for kind in ("workforce", "executive", "board"):
                if kind != "board" or is_board_month(month):
                    # The executive of December meets a week early, before the holidays.
                    early = 7 if kind == "executive" and month.number == 12 else 0
                    self.world.add("meeting", kind=kind, held_on=meeting_day(kind, month) - days(early))
            month = month.next()

    def strategic_actions(self) -> None:
        """The actions of assets/demo/oversight.toml, with their executive reviews."""
        for number, told in enumerate(asset("oversight.toml")["action"], start=1):
            approved = self._executive_before(self._day(told["approved"]))
            target = self._day(told["target"])
            completed = self._day(told["completed"]) if "completed" in told else None
            ref = f"SA-{number:02}"
            evidence = told.get("evidence", "")
            self.world.add(
                "strategic_action",
                strategic_action_id=ref,
                approved_on=approved,
                intervention=told["intervention"],
                executive_owner_id=told.get("owner", _DIRECTOR),
                target_on=target,
                success_measure=told["measure"],
                service_id=told.get("service") or None,
                completed_on=completed,
                evidence_reference=evidence if completed else "",
                recorded_on=approved,
            )
            self._reviews(ref, approved, target, completed, told)

    def _day(self, told: str) -> date:
        """A day as the file has it: ``after-40`` is forty days before the end of the last quarter."""
        name, sign, number = told.partition("-") if "-" in told else told.partition("+")
        start = {
            "today": self.world.today,
            "after": self.world.time.after.last,
            "before": self.world.time.before.last,
            "begins": self.world.time.begins,
        }[name]
        return start + days(int(number or 0) * (-1 if sign == "-" else 1))

    def _executive_before(self, day: date) -> date:
        month = Period.containing(day, "month")
        meeting = meeting_day("executive", month)
        return meeting if meeting <= day else meeting_day("executive", month.previous())

    def _reviews(
        self, ref: str, approved: date, target: date, completed: date | None, told: dict[str, str]
    ) -> None:
        working = self.world.england
        end = min(completed or self.world.today, self.world.today)
        on = working.roll(approved + days(_FORTNIGHT))
        proved = told.get("review_evidence", "")
        while on <= end:
            following = working.roll(on + days(_FORTNIGHT))
            last = completed is not None and following > end
            if last:
                status, evidence = "complete", told.get("evidence", "")
            elif on > target:
                status, evidence = "off_track", ""
            else:
                near = (target - on).days < 30
                status = self._chance.choice(
                    ("at_risk", "on_track") if near else ("on_track", "on_track", "at_risk")
                )
                evidence = ""
            if proved and target - days(40) < on < target:
                evidence, proved = proved, ""
            self.world.add(
                "executive_review",
                strategic_action_id=ref,
                reviewed_on=on,
                status=status,
                evidence_reference=evidence,
                recorded_on=on,
            )
            # Now and then a fortnight becomes three weeks.
            late = self._chance.random() < 0.15
            on = working.roll(following + days(self._chance.randint(2, 7))) if late else following

    def acknowledged(self) -> None:
        """Escalations that somebody has taken up; acknowledging hides none of them."""
        for told in asset("oversight.toml")["acknowledged"]:
            self.world.add(
                "acknowledgement",
                reference=told["reference"].format(
                    case_not_improving=self.world.story_case("case_not_improving").ref
                ),
                acknowledged_on=self.world.time.ago(told["days_ago"]),
                acknowledged_by_id=told["by"],
                will_do=told["will_do"],
            )
