"""What the registers and sessions say for a review, in lines: beside the form, in the list, in the review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from mentor_tui.dates import day_and_month, short
from mentor_tui.programmes import SlotState
from mentor_tui.store.read.reviews import Course, ReviewEvidence
from widgets.safe import Part, Tone, words
from widgets.slot_strip import slot_parts
from widgets.trend import trend_parts

_LABEL = 11


def evidence_lines(known: ReviewEvidence, today: date, *, width: int, whole: bool) -> list[Content]:
    """Sessions, training, practice and confidence, in lines of this width; `whole` names every course."""
    found: list[Content] = []
    for label, parts in (
        *_sessions(known),
        *_training(known, whole),
        _practice(known, today),
        _confidence(known),
    ):
        found += hung(label, parts, width)
    return found


def hung(label: str, parts: Sequence[Part], width: int) -> list[Content]:
    """A label and what it is about, whose further lines stand beneath its first."""
    room = max(12, width - _LABEL)
    rows: list[list[Part]] = [[]]
    taken = 0
    for part in parts:
        text, tone = _toned(part)
        for word in re.findall(r"\s*\S+\s*$|\s*\S+", text):
            if taken and taken + cell_len(word.rstrip()) > room:
                rows.append([])
                taken, word = 0, word.lstrip()
            rows[-1].append((word, tone))
            taken += cell_len(word)
    labels = [label, *[""] * (len(rows) - 1)]
    return [words((f"{one:<{_LABEL}}", "quiet"), *row) for one, row in zip(labels, rows, strict=True)]


def _toned(part: Part) -> tuple[str, Tone]:
    return (part, "plain") if isinstance(part, str) else part


Labelled = tuple[str, list[Part]]


def _sessions(known: ReviewEvidence) -> list[Labelled]:
    decided = [slot for slot in known.slots if slot.state in (SlotState.ON_SCHEDULE, SlotState.MISSED)]
    held = sum(slot.state is SlotState.ON_SCHEDULE for slot in decided)
    count = known.computed["sessions_completed"]
    found: list[Labelled] = [
        (
            "Sessions",
            [
                *slot_parts(slot.state for slot in known.slots),
                (f"  {count} held", "strong"),
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
        return ("Confidence", [("no session yet", "quiet")])
    if len(scores) == 1:
        return ("Confidence", [(f"{scores[0]} of 10", "strong"), ", one session"])
    moved = scores[-1] - scores[0]
    words_for = f"up {moved}" if moved > 0 else f"down {-moved}" if moved < 0 else "no change"
    return (
        "Confidence",
        [
            (f"{scores[-1]} of 10", "strong"),
            f", {words_for} from {scores[0]}  ",
            *trend_parts(scores, width=min(12, len(scores)))[:1],
        ],
    )
