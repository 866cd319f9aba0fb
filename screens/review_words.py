"""What the registers and sessions say for a review, in lines: beside the form, in the list, in the review."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len
from textual.content import Content

from mentor_tui.forms.review_evidence import CONFIDENCE, SESSIONS, evidence_said
from mentor_tui.store.read.reviews import ReviewEvidence
from widgets.safe import Part, Tone, words
from widgets.slot_strip import slot_parts
from widgets.trend import trend_parts

_LABEL = 11


def evidence_lines(known: ReviewEvidence, today: date, *, width: int, whole: bool) -> list[Content]:
    """Sessions, training, practice and confidence, in lines of this width; `whole` names every course."""
    found: list[Content] = []
    scores = [score for _, score in known.confidence]
    for label, parts in evidence_said(known, today, whole=whole):
        if label == SESSIONS:
            parts = [*slot_parts(slot.state for slot in known.slots), "  ", *parts]
        elif label == CONFIDENCE and len(scores) > 1:
            parts = [*parts, "  ", *trend_parts(scores, width=min(12, len(scores)))[:1]]
        found += hung(label, parts, width)
    return found


def hung(label: str, parts: Sequence[Part], width: int) -> list[Content]:
    """A label and what it is about, whose further lines stand beneath its first."""
    room = max(12, width - _LABEL)
    rows: list[list[Part]] = [[]]
    taken, blanks = 0, ""
    for part in parts:
        text, tone = _toned(part)
        text, blanks = blanks + text, ""
        if not text.strip():
            blanks = text  # they belong to the words that come
            continue
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
