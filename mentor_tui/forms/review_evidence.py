"""What the registers and sessions say for a review, in words: beside the form, in the list, read out."""

from __future__ import annotations

from datetime import date

from mentor_tui.dates import day_and_month, short
from mentor_tui.programmes import SlotState
from mentor_tui.store.read.reviews import Course, ReviewEvidence
from mentor_tui.tones import Line

Labelled = tuple[str, Line]
"""What is told under a label; a blank one goes on with what the one before told."""

SESSIONS, CONFIDENCE = "Sessions", "Confidence"


def evidence_said(known: ReviewEvidence, today: date, *, whole: bool) -> list[Labelled]:
    """Sessions, training, practice and confidence; `whole` names every course."""
    return [*_sessions(known), *_training(known, whole), _practice(known, today), _confidence(known)]


def _sessions(known: ReviewEvidence) -> list[Labelled]:
    decided = [slot for slot in known.slots if slot.state in (SlotState.ON_SCHEDULE, SlotState.MISSED)]
    held = sum(slot.state is SlotState.ON_SCHEDULE for slot in decided)
    count = known.computed["sessions_completed"]
    found: list[Labelled] = [
        (
            SESSIONS,
            [
                (f"{count} held", "strong"),
                f"; on schedule {held} of {len(decided)} due" if decided else "; none was due yet",
            ],
        )
    ]
    if known.missed:
        days = ", ".join(day_and_month(slot.due_on) for slot in known.missed)
        found.append(("", [(f"missed: {days}", "bad")]))
    excused = [slot for slot in known.slots if slot.state is SlotState.EXCUSED]
    if excused:
        days = ", ".join(day_and_month(slot.due_on) for slot in excused)
        found.append(("", [(f"excused: {days}", "quiet")]))
    return found


def _training(known: ReviewEvidence, whole: bool) -> list[Labelled]:
    percent = known.computed["training_percent"]
    if percent is None:
        return [("Training", [("no mandatory course is on the register", "quiet")])]
    done = [course for course in known.courses if course.complete]
    left = [course for course in known.courses if not course.complete]
    found: list[Labelled] = [
        (
            "Training",
            [
                (f"{len(done)} of {len(known.courses)} mandatory courses", "strong"),
                f" ({percent:g}%)",
            ],
        )
    ]
    if left:
        found.append(("", [("not complete: " + ", ".join(_course(one) for one in left), "warning")]))
    if done and whole:
        found.append(("", [("complete: " + ", ".join(one.name for one in done), "quiet")]))
    return found


def _course(course: Course) -> str:
    return f"{course.name} (expired {day_and_month(course.expired_on)})" if course.expired_on else course.name


def _practice(known: ReviewEvidence, today: date) -> Labelled:
    score = known.computed["practice_score"]
    if score is None or known.practice_on is None:
        return ("Practice", [("no practice was observed yet", "quiet")])
    day = (
        short(known.practice_on) if known.practice_on.year != today.year else day_and_month(known.practice_on)
    )
    return ("Practice", [(f"{score} of 100", "strong"), f", observed {day}"])


def _confidence(known: ReviewEvidence) -> Labelled:
    scores = [score for _, score in known.confidence]
    if not scores:
        return (CONFIDENCE, [("no session yet", "quiet")])
    if len(scores) == 1:
        return (CONFIDENCE, [(f"{scores[0]} of 10", "strong"), ", one session"])
    moved = scores[-1] - scores[0]
    words_for = f"up {moved}" if moved > 0 else f"down {-moved}" if moved < 0 else "no change"
    return (CONFIDENCE, [(f"{scores[-1]} of 10", "strong"), f", {words_for} from {scores[0]}"])
