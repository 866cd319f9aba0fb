"""The thresholds that an organisation may change, each declared once, and the value in force at a date.

A change carries the date from which it holds; what a rule looks at before that date keeps the older value
(spec page rules.md: every number there in bold). Who changed it and why is the journal's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from mentor_tui.programmes import DEFAULT_OFFSETS, INFORMAL


@dataclass(frozen=True, slots=True)
class Setting:
    """One threshold: what it is called, what it means, and what it may be."""

    key: str
    label: str
    hint: str
    default: int
    unit: str
    minimum: int
    maximum: int

    def check(self, value: int) -> None:
        """Raises ValueError, in words, for a value that the setting may not have."""
        if not self.minimum <= value <= self.maximum:
            unit = f" {self.unit}" if self.unit else ""
            raise ValueError(f"{self.label}: {value} is not between {self.minimum} and {self.maximum}{unit}")


def _declare(*settings: Setting) -> Mapping[str, Setting]:
    return {setting.key: setting for setting in settings}


GRACE_DAYS = "grace_days"
UPCOMING_DAYS = "upcoming_days"
NEW_STARTER_DAYS = "new_starter_days"
FOLLOW_UP_DAYS = "follow_up_days"
EXECUTIVE_REVIEW_DAYS = "executive_review_days"
CONFIDENCE_SETTLED = "confidence_settled"
ACTION_COMPLETION_PERCENT = "action_completion_percent"
REPEATED_CONCERNS = "repeated_concerns"
LOW_CONFIDENCE = "low_confidence"
COMPLIANCE_PERCENT = "compliance_percent"
HAND_ON_DAYS = "hand_on_days"
RISK_CONFIDENCE = "risk_confidence"
RISK_CONFIDENCE_FALL = "risk_confidence_fall"
RISK_ATTENDANCE_PERCENT = "risk_attendance_percent"
SUSTAINED_REVIEWS = "sustained_reviews"
SUSTAINED_CONFIDENCE = "sustained_confidence"
SUSTAINED_ATTENDANCE = "sustained_attendance"
LOCK_MINUTES = "lock_minutes"
DRAFT_DAYS = "draft_days"
XMR_RUN = "xmr_run"
XMR_TREND = "xmr_trend"

SETTINGS: Mapping[str, Setting] = _declare(
    Setting(
        GRACE_DAYS,
        "Days of grace for a session",
        "A session counts as on schedule until this many working days after it was due.",
        2,
        "working days",
        0,
        20,
    ),
    Setting(
        UPCOMING_DAYS,
        "Shown before it is due",
        "How many days before its due date an item appears on a list.",
        7,
        "days",
        0,
        60,
    ),
    Setting(
        NEW_STARTER_DAYS,
        "How long a new starter waits on the list",
        "A new starter without a mentor is listed until this many days after the first day of employment.",
        180,
        "days",
        7,
        730,
    ),
    Setting(
        FOLLOW_UP_DAYS,
        "Time between follow-ups of a case",
        "Days from sign-off, or from the follow-up before, to the next follow-up of a support plan.",
        14,
        "days",
        1,
        90,
    ),
    Setting(
        EXECUTIVE_REVIEW_DAYS,
        "Time between reviews of a strategic action",
        "Days from approval, or from the review before, to the next review of a strategic action.",
        14,
        "days",
        1,
        90,
    ),
    Setting(
        CONFIDENCE_SETTLED,
        "Confidence that needs no warning",
        "Confidence that does not rise is a warning only while the latest score is below this.",
        8,
        "points",
        1,
        10,
    ),
    Setting(
        ACTION_COMPLETION_PERCENT,
        "Actions completed",
        "A warning is raised when fewer than this share of a pairing's recent actions are completed.",
        80,
        "per cent",
        0,
        100,
    ),
    Setting(
        REPEATED_CONCERNS,
        "Repeated concerns",
        "This many supervision concerns about one person in six weeks raise a warning.",
        2,
        "concerns",
        1,
        20,
    ),
    Setting(
        LOW_CONFIDENCE,
        "Low confidence",
        "Two sessions in a row that score this or less, without an action, raise a warning.",
        5,
        "points",
        1,
        10,
    ),
    Setting(
        COMPLIANCE_PERCENT,
        "Mentoring compliance threshold",
        "A service is below the threshold when a smaller share of its sessions is held on schedule.",
        85,
        "per cent",
        0,
        100,
    ),
    Setting(
        HAND_ON_DAYS,
        "Escalations are handed on after",
        "An escalation that nobody has acknowledged after this many working days goes to the next person.",
        5,
        "working days",
        1,
        60,
    ),
    Setting(
        RISK_CONFIDENCE,
        "Confidence that suggests a risk",
        "A latest confidence score of this or less is a reason in the retention risk profile.",
        5,
        "points",
        1,
        10,
    ),
    Setting(
        RISK_CONFIDENCE_FALL,
        "Fall in confidence that suggests a risk",
        "A fall of this much between the last two scores is a reason in the retention risk profile.",
        2,
        "points",
        1,
        9,
    ),
    Setting(
        RISK_ATTENDANCE_PERCENT,
        "Attendance that suggests a risk",
        "Attendance over six weeks below this is a reason in the retention risk profile.",
        90,
        "per cent",
        0,
        100,
    ),
    Setting(
        SUSTAINED_REVIEWS,
        "Reviews that show improvement",
        "Improvement is sustained when this many impact reviews in a row, the latest among them, show it.",
        2,
        "reviews",
        1,
        12,
    ),
    Setting(
        SUSTAINED_CONFIDENCE,
        "Gain in confidence that counts as improvement",
        "Each of those reviews must show confidence up by at least this much since the plan.",
        1,
        "points",
        0,
        9,
    ),
    Setting(
        SUSTAINED_ATTENDANCE,
        "Change in attendance that counts as improvement",
        "Each of those reviews must show attendance changed by at least this much since the plan.",
        0,
        "percentage points",
        0,
        100,
    ),
    Setting(
        LOCK_MINUTES,
        "Lock when left alone",
        "The program locks itself after this many minutes without a key.",
        5,
        "minutes",
        1,
        60,
    ),
    Setting(
        DRAFT_DAYS,
        "Drafts are kept",
        "What was typed and not saved is kept for its author for at least this long.",
        30,
        "days",
        30,
        365,
    ),
    Setting(
        XMR_RUN,
        "Run on a control chart",
        "This many points in a row on one side of the mean are a special cause.",
        7,
        "points",
        5,
        12,
    ),
    Setting(
        XMR_TREND,
        "Trend on a control chart",
        "This many points in a row, all rising or all falling, are a special cause.",
        7,
        "points",
        5,
        12,
    ),
)
"""Every threshold by its key."""

OFFSETS_PREFIX = "offsets."
"""A programme's session offsets are policy too: their key is this and the programme's code."""

_LONGEST_OFFSET = 3 * 365


def offsets_key(programme: str) -> str:
    """The policy key of a programme's session offsets."""
    return OFFSETS_PREFIX + programme


def check_offsets(programme: str, offsets: tuple[int, ...]) -> None:
    """Raises ValueError, in words, for offsets that make no schedule."""
    if programme not in DEFAULT_OFFSETS:
        raise ValueError(f"unknown programme: {programme}")
    if programme == INFORMAL and offsets:
        raise ValueError("informal mentoring has no session schedule")
    if programme != INFORMAL and not offsets:
        raise ValueError("a programme needs at least one session")
    if any(not 1 <= offset <= _LONGEST_OFFSET for offset in offsets):
        raise ValueError(f"each session is 1 to {_LONGEST_OFFSET} days after the start")
    if any(later <= earlier for earlier, later in pairwise(offsets)):
        raise ValueError("sessions must be in order, each later than the one before")


PolicyValue = int | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """A value that a setting, or a programme's offsets, has from a date on."""

    key: str
    value: PolicyValue
    from_date: date


class Policy:
    """What an organisation has set, and since when; anything else is the default.

    Of two changes of one key from the same date, the one given later holds.
    """

    __slots__ = ("_history", "changes")

    def __init__(self, changes: Iterable[PolicyChange] = ()) -> None:
        """Raises ValueError for an unknown key or a value that its setting may not have."""
        self.changes = tuple(changes)
        history: dict[str, list[PolicyChange]] = {}
        for change in self.changes:
            _check(change)
            history.setdefault(change.key, []).append(change)
        for kept in history.values():
            kept.sort(key=lambda change: change.from_date)
        self._history = history

    def __repr__(self) -> str:
        return f"Policy({len(self.changes)} changes)"

    def at(self, key: str, on: date) -> int:
        """The value of a setting in force on a date. Raises KeyError for an unknown key."""
        changed = self._latest(key, on)
        return changed if isinstance(changed, int) else SETTINGS[key].default

    def offsets(self, programme: str, on: date) -> tuple[int, ...]:
        """The session offsets of a programme for a pairing that starts on a date.

        Raises KeyError for an unknown programme.
        """
        changed = self._latest(offsets_key(programme), on)
        return changed if isinstance(changed, tuple) else DEFAULT_OFFSETS[programme]

    def grace_at(self, due_on: date) -> int:
        """The working days of grace of a session that is due on a date."""
        return self.at(GRACE_DAYS, due_on)

    def _latest(self, key: str, on: date) -> PolicyValue | None:
        history = self._history.get(key)
        if history is None:
            return None
        value = None
        for change in history:
            if change.from_date > on:
                break
            value = change.value
        return value


def _check(change: PolicyChange) -> None:
    if change.key.startswith(OFFSETS_PREFIX):
        if not isinstance(change.value, tuple):
            raise ValueError(f"{change.key}: a list of days is expected")
        check_offsets(change.key.removeprefix(OFFSETS_PREFIX), change.value)
        return
    setting = SETTINGS.get(change.key)
    if setting is None:
        raise ValueError(f"unknown setting: {change.key}")
    if not isinstance(change.value, int):
        raise ValueError(f"{change.key}: a whole number is expected")
    setting.check(change.value)


DEFAULT_POLICY = Policy()
"""An organisation that has changed nothing."""
