"""Which mentor fits a mentee best, and why in words (records.md, A1). Pure: it looks at facts and a date.

The order is a suggestion with its reasons; the person who allocates decides. Somebody untrained, at capacity
or the mentee's own line manager comes last, and can be chosen only with a reason of one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from mentor_tui.rules.guards import mentor_cautions


@dataclass(frozen=True, slots=True)
class Mentee:
    """Whom a mentor is sought for. `wishes` are the goals and needs that were written down, if any."""

    key: str
    service: str | None
    job_role: str
    line_manager: str | None = None
    wishes: str = ""


@dataclass(frozen=True, slots=True)
class MentorFacts:
    """What is known of somebody on the register of mentors. `pairings` are those open now."""

    key: str
    name: str
    service: str | None
    service_name: str
    job_role: str
    trained_on: date | None
    capacity: int | None
    pairings: int
    expertise: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A mentor with what speaks for them, and what must be answered before they are chosen."""

    mentor: MentorFacts
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]

    @property
    def load(self) -> str:
        """Pairings now out of capacity: `2 of 3`, or `2` where no capacity is set."""
        mentor = self.mentor
        return (
            f"{mentor.pairings} of {mentor.capacity}" if mentor.capacity is not None else str(mentor.pairings)
        )


def rank(mentee: Mentee, mentors: Iterable[MentorFacts], on: date) -> list[Fit]:
    """The mentors, best fit first. Nobody is offered as their own mentor."""
    fits = [_fit(mentee, mentor, on) for mentor in mentors if mentor.key != mentee.key]
    return sorted(fits, key=lambda fit: _order(mentee, fit))


def _fit(mentee: Mentee, mentor: MentorFacts, on: date) -> Fit:
    reasons = []
    if mentor.service is not None and mentor.service == mentee.service:
        reasons.append("Works in the same service")
    elif mentor.service_name:
        reasons.append(f"Works at {mentor.service_name}")
    if matching := matching_expertise(mentee, mentor):
        reasons.append(f"Knows about {', '.join(matching)}")
    if _same_role(mentee, mentor):
        reasons.append("Same job role")
    free = _free(mentor)
    if mentor.pairings == 0:
        reasons.append("No mentees at present")
    elif free is not None and free > 0:
        reasons.append(f"Room for {free} more" if free > 1 else "Room for one more")
    cautions = mentor_cautions(
        trained_on=mentor.trained_on,
        capacity=mentor.capacity,
        open_pairings=mentor.pairings,
        is_line_manager=mentee.line_manager == mentor.key,
        on=on,
    )
    return Fit(mentor, tuple(reasons), tuple(cautions))


def _order(mentee: Mentee, fit: Fit) -> tuple[int, bool, int, bool, float, str, str]:
    mentor = fit.mentor
    return (
        len(fit.cautions),
        mentor.service is None or mentor.service != mentee.service,
        -len(matching_expertise(mentee, mentor)),
        not _same_role(mentee, mentor),
        # A mentor for whom no capacity is set counts as having room for three.
        mentor.pairings / max(mentor.capacity if mentor.capacity is not None else 3, 1),
        mentor.name.casefold(),
        mentor.key,
    )


def matching_expertise(mentee: Mentee, mentor: MentorFacts) -> tuple[str, ...]:
    """The mentor's fields of expertise of which a word stands in the mentee's wishes or job role."""
    wanted = _stems(f"{mentee.wishes} {mentee.job_role}")
    return tuple(field for field in mentor.expertise if _stems(field) & wanted)


def _same_role(mentee: Mentee, mentor: MentorFacts) -> bool:
    return bool(mentee.job_role) and mentee.job_role.casefold() == mentor.job_role.casefold()


def _free(mentor: MentorFacts) -> int | None:
    return None if mentor.capacity is None else mentor.capacity - mentor.pairings


_SMALL = frozenset(
    (
        "with",
        "from",
        "that",
        "this",
        "have",
        "into",
        "more",
        "care",
        "work",
        "worker",
        "working",
        "their",
        "about",
    )
)


def _stems(text: str) -> frozenset[str]:
    """The words of four letters or more, cut to their beginnings so that `medicines` meets `medicine`."""
    words = re.findall(r"[^\W\d_]{4,}", text.casefold())
    return frozenset(word[:5] for word in words if word not in _SMALL)
