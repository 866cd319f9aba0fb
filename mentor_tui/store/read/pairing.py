"""One pairing's whole story: its people, its schedule, and everything recorded in it in order of time.

Private notes are read by the mentor and the mentee alone (people.md, *Confidentiality*): for everybody else
the query does not even ask for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from mentor_tui.access import Standing, may_write
from mentor_tui.records.new_starters import ACTIVITIES, END_REASONS, EXCUSAL, MODES, OUTCOMES, PROGRAMMES
from mentor_tui.store.read.pairing_alerts import Raised, alerts_of
from mentor_tui.store.read.pairings import over
from mentor_tui.store.read.slots import SlotSeen, slots_of
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_date

What = Literal[
    "started", "session", "excusal", "goal", "achieved", "review", "action", "completed", "ended",
    "risk", "plan", "meeting", "pathway", "signed", "follow_up", "impact", "closed",
]  # fmt: skip
"""What happened: in a pairing (the first line), or in a case (:mod:`mentor_tui.store.read.case_story`)."""


HELD_BACK = frozenset(("private_notes", "went_well", "feedback", "reflection"))
"""What the two wrote for one another. Others see that a session took place, its score, issue and summary."""


@dataclass(frozen=True, slots=True)
class PairingHead:
    """Who and what the pairing is."""

    key: str
    ref: str
    revision: int
    mentee_key: str
    mentee: str
    mentor_key: str
    mentor: str
    manager_key: str | None
    manager: str
    service_key: str | None
    service: str
    programme: str
    started_on: date
    ended_on: date | None
    end_reason: str
    why_this_mentor: str
    #: the day on which it came to its end, by its own end or the mentee's leaving; blank while it is open
    over_on: date | None
    mentee_left_on: date | None
    mentor_left_on: date | None

    @property
    def programme_words(self) -> str:
        """The programme as people call it."""
        return dict(PROGRAMMES).get(self.programme, self.programme)

    @property
    def end_words(self) -> str:
        """Why it ended, in words."""
        return dict(END_REASONS).get(self.end_reason, self.end_reason)


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that was recorded: the day, what kind, a line, and what stands beneath it."""

    on: date
    what: What
    record: str
    key: str
    line: str
    details: tuple[tuple[str, str], ...] = ()
    recorded_on: date | None = None
    recorded_by: str = ""
    #: something about it needs attention: overdue, a low score
    notable: str = ""


@dataclass(frozen=True, slots=True)
class PairingStory:
    """Everything about one pairing that the person may read."""

    head: PairingHead
    slots: tuple[SlotSeen, ...]
    #: (date held, score) in order
    confidence: tuple[tuple[date, int], ...]
    happenings: tuple[Happening, ...]
    alerts: tuple[Raised, ...]
    #: the records that the person may make here, by name: session, excusal, goal, action, review, pairing
    may: frozenset[str]
    #: whether the person is its mentor or mentee
    own: bool


def head(reader: Reader, key: str) -> PairingHead | None:
    """Who and what a pairing is; nothing where there is none or the person may not see it."""
    condition = reader.pairings("p")
    row = reader.store.row(
        "SELECT p.id, p.ref, p.revision, m.id, m.name, m.job_role, t.id, t.name, m.line_manager_id, l.name, "
        "p.service_id, v.name, p.programme, p.started_on, p.ended_on, p.end_reason, p.why_this_mentor, "
        "m.employment_end, t.employment_end FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id "
        "JOIN staff AS t ON t.id = p.mentor_id LEFT JOIN staff AS l ON l.id = m.line_manager_id "
        f"LEFT JOIN service AS v ON v.id = p.service_id WHERE p.id = :pairing AND {condition.sql}",
        {**condition.params, "pairing": key},
    )
    if row is None:
        return None
    ended, left, mentor_left = to_date(row[14]), to_date(row[17]), to_date(row[18])
    return PairingHead(
        key=row[0],
        ref=row[1],
        revision=row[2],
        mentee_key=row[3],
        mentee=row[4],
        mentor_key=row[6],
        mentor=row[7],
        manager_key=row[8],
        manager=row[9] or "",
        service_key=row[10],
        service=row[11] or "",
        programme=row[12],
        started_on=to_date(row[13]) or reader.today,
        ended_on=ended,
        end_reason=row[15] or "",
        why_this_mentor=row[16] or "",
        over_on=over(ended, left, reader.today),
        mentee_left_on=left if left and left < reader.today else None,
        mentor_left_on=mentor_left if mentor_left and mentor_left < reader.today else None,
    )


class Around(Protocol):
    """Who stands around a record: the head of a pairing or case, or an action's story, says it."""

    @property
    def mentee_key(self) -> str:
        """The person whom it is for."""

    @property
    def mentor_key(self) -> str:
        """Their mentor, blank where there is none."""

    @property
    def manager_key(self) -> str | None:
        """Their line manager."""

    @property
    def service_key(self) -> str | None:
        """The service."""


def standing(found: Around) -> Standing:
    """Whose pairing or case it is, for :func:`mentor_tui.access.may_write`."""
    return Standing(found.service_key, found.mentor_key or None, found.mentee_key, found.manager_key)


def story(reader: Reader, key: str) -> PairingStory | None:
    """Everything about a pairing that the person may read; nothing where they may not see it."""
    with reader.store.snapshot():
        found = head(reader, key)
        if found is None:
            return None
        private = reader.reads_private(found.mentor_key, found.mentee_key)
        sessions = _sessions(reader, found, private)
        happenings = [
            *_ends(found),
            *(one for one, _ in sessions),
            *_excusals(reader, key),
            *_goals(reader, found),
            *_reviews(reader, key),
            *actions_of(reader, "pairing_id", key),
        ]
        slots = slots_of(reader.store, [key], reader.today)[key]
        alerts = alerts_of(reader.store, [key], reader.today).get(key, ())
    records = ("session", "excusal", "goal", "action", "review", "pairing")
    return PairingStory(
        head=found,
        slots=slots,
        confidence=tuple((one.on, score) for one, score in sessions),
        happenings=tuple(sorted(happenings, key=lambda one: (one.on, FIRST[one.what], one.key))),
        alerts=alerts,
        may=frozenset(name for name in records if _may(reader, name, found)),
        own=private,
    )


def _may(reader: Reader, record: str, found: PairingHead) -> bool:
    """Whether the person may make such a record here.

    The mentee may acknowledge a session, but not record one; who allocates sets goals with the allocation alone.
    """
    if record == "session" and found.mentor_key != reader.actor.id:
        return False
    if record == "goal" and reader.actor.id not in (found.mentor_key, found.mentee_key):
        return False
    return may_write(reader.actor, record, standing(found))


FIRST: dict[What, int] = {
    "started": 0, "goal": 1, "session": 2, "excusal": 2, "review": 3, "action": 4, "completed": 5,
    "achieved": 5, "ended": 9,
    "risk": 0, "plan": 1, "meeting": 2, "pathway": 3, "signed": 4, "follow_up": 5, "impact": 6, "closed": 9,
}  # fmt: skip
"""What stands first where several things happened on one day."""


def _ends(found: PairingHead) -> list[Happening]:
    why = (("Why this mentor", found.why_this_mentor),) if found.why_this_mentor else ()
    line = f"{found.mentor} begins to mentor {found.mentee}"
    made = [Happening(found.started_on, "started", "pairing", found.key, line, why)]
    if found.over_on:
        line = f"Ended: {found.end_words}" if found.end_reason else f"{found.mentee} left"
        made.append(Happening(found.over_on, "ended", "pairing", found.key, line))
    return made


def _rows(
    reader: Reader, table: str, columns: str, key: str, order: str, more: Mapping[str, Any] | None = None
) -> list[tuple[Any, ...]]:
    """Rows of a table of this pairing, with who recorded them where the table says."""
    return reader.store.rows(
        f'SELECT {columns} FROM "{table}" AS x LEFT JOIN staff AS w ON w.id = x.recorded_by_id '
        f"WHERE x.pairing_id = :pairing ORDER BY {order}",
        {"pairing": key, **(more or {})},
    )


def _sessions(reader: Reader, found: PairingHead, private: bool) -> list[tuple[Happening, int]]:
    may = reader.notes(found.mentee_key)
    notes = f"CASE WHEN {may.sql} THEN x.private_notes END" if private else "NULL"
    made = []
    for (
        ident, held, score, issue, recorded, who, minutes, mode, activities, well, feedback, summary, note,
        reflection, acknowledged,
    ) in _rows(
        reader,
        "session",
        "x.id, x.held_on, x.confidence_score, x.top_support_issue, x.recorded_on, w.name, x.minutes, x.mode, "
        f"x.activities, x.went_well, x.feedback, x.shared_summary, {notes}, x.reflection, x.acknowledged_on",
        found.key,
        "x.held_on, x.ref",
        may.params if private else {},
    ):  # fmt: skip
        how = [f"{minutes} minutes"] if minutes else []
        how += [dict(MODES)[mode].lower()] if mode else []
        labels = dict(ACTIVITIES)
        worked_on = ", ".join(labels.get(one, one) for one in (activities or "").split(";") if one)
        seen = to_date(acknowledged)
        details = [
            ("How", ", ".join(how)),
            ("Summary", summary or ""),
            ("Activities", worked_on),
            ("What went well", (well or "") if private else ""),
            ("Feedback", (feedback or "") if private else ""),
            ("Reflection", (reflection or "") if private else ""),
            ("Private notes", note or ""),
            ("Acknowledged", f"by the mentee on {_words(seen)}" if seen else ""),
        ]
        line = f"Session: confidence {score} of 10. {issue}"
        happening = Happening(
            _day(held), "session", "session", ident, line, said(details), to_date(recorded), who or ""
        )
        made.append((happening, score))
    return made


def _excusals(reader: Reader, key: str) -> list[Happening]:
    made = []
    for ident, number, reason, recorded, who, excused in reader.store.rows(
        "SELECT x.id, x.slot, x.reason, x.recorded_on, w.name, k.ends_on >= x.recorded_on FROM excusal AS x "
        "LEFT JOIN staff AS w ON w.id = x.recorded_by_id "
        "LEFT JOIN slot AS k ON k.pairing_id = x.pairing_id AND k.number = x.slot "
        "WHERE x.pairing_id = :pairing ORDER BY x.slot",
        {"pairing": key},
    ):
        words = EXCUSAL["reason"].kind.show(reason)
        counts = "counts as excused" if excused else "written down too late to count as excused"
        line = f"Session {number} not held: {words} ({counts})"
        made.append(
            Happening(_day(recorded), "excusal", "excusal", ident, line, (), _day(recorded), who or "")
        )
    return made


def _goals(reader: Reader, found: PairingHead) -> list[Happening]:
    made = []
    for ident, goal, set_on, target, achieved, progress in reader.store.rows(
        "SELECT id, goal, set_on, target_on, achieved_on, progress FROM goal WHERE pairing_id = :pairing "
        "ORDER BY set_on, ref",
        {"pairing": found.key},
    ):
        details = said([("By", _words(to_date(target))), ("Progress", progress or "")])
        begun = to_date(set_on) or found.started_on
        made.append(Happening(begun, "goal", "goal", ident, f"Goal: {goal}", details))
        done = to_date(achieved)
        if done:
            made.append(Happening(done, "achieved", "goal", ident, f"Goal achieved: {goal}"))
    return made


def _reviews(reader: Reader, key: str) -> list[Happening]:
    made = []
    for ident, on, sessions, training, practice, outcome, comment, recorded, who in _rows(
        reader,
        "review",
        "x.id, x.reviewed_on, x.sessions_completed, x.training_percent, x.practice_score, x.outcome, "
        "x.comment, x.recorded_on, w.name",
        key,
        "x.reviewed_on, x.nth",
    ):
        details = [
            ("Sessions", str(sessions)),
            ("Training", f"{training:g}%" if training is not None else ""),
            ("Practice score", str(practice) if practice is not None else ""),
            ("Comment", comment or ""),
        ]
        line = f"Review: {dict(OUTCOMES).get(outcome, 'no outcome given')}"
        made.append(
            Happening(_day(on), "review", "review", ident, line, said(details), to_date(recorded), who or "")
        )
    return made


def actions_of(reader: Reader, parent: Literal["pairing_id", "case_id"], key: str) -> list[Happening]:
    """The actions of a pairing or case that the person may see, and their completion; none of any other."""
    of_pairing = parent == "pairing_id"
    may = reader.pairings("p") if of_pairing else reader.cases("p")
    table = "pairing" if of_pairing else "targeted_case"
    made = []
    for (
        ident, need, action, owner, left, review, completed, evidence, cancelled, why, worked, recorded, who
    ) in reader.store.rows(
        "SELECT x.id, x.need_identified_on, x.action, o.name, o.employment_end, x.review_on, x.completed_on, "
        "x.evidence_reference, x.cancelled_on, x.cancel_reason, x.success_looks_like, x.recorded_on, w.name "
        f"FROM action AS x JOIN {table} AS p ON p.id = x.{parent} JOIN staff AS o ON o.id = x.owner_id "
        f"LEFT JOIN staff AS w ON w.id = x.recorded_by_id WHERE x.{parent} = :parent AND {may.sql} "
        "ORDER BY x.need_identified_on, x.ref",
        {**may.params, "parent": key},
    ):  # fmt: skip
        done, off, due = to_date(completed), to_date(cancelled), _day(review)
        gone = to_date(left)
        open_still = done is None and off is None
        notable = ""
        if open_still and due < reader.today:
            notable = f"past its review date, {_words(due)}"
        elif open_still and gone and gone < reader.today:
            notable = "its owner has left"
        details = said(
            [
                ("Owner", f"{owner} (has left)" if gone and gone < reader.today else owner),
                ("Review", _words(due)),
                ("It worked if", worked or ""),
                ("Cancelled", f"{_words(off)}: {why}" if off else ""),
                ("Evidence", evidence or ""),
            ]
        )
        line = f"Action: {action}"
        made.append(
            Happening(
                _day(need), "action", "action", ident, line, details, to_date(recorded), who or "", notable
            )
        )
        if done:
            made.append(Happening(done, "completed", "action", ident, f"Action completed: {action}"))
    return made


def said(details: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The details that say something."""
    return tuple((label, text) for label, text in details if text)


def _words(day: date | None) -> str:
    from mentor_tui.dates import short

    return short(day) if day else ""


def _day(text: str) -> date:
    day = to_date(text)
    assert day is not None  # the column is never blank
    return day
