"""The list of pairings that a person may see.

A list is opened once: that gives the keys in their order, which is light even for 20,000 pairings. What
stands on a line (slots, confidence, alerts) is read for the lines of one page, so a step of the cursor costs
the same however many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from mentor_tui.store.read.pairing_alerts import Raised, alerts_of
from mentor_tui.store.read.slots import SlotSeen, chunks, marks, slots_of
from mentor_tui.store.reading import Reader
from mentor_tui.store.values import to_date

Which = Literal["open", "ended", "all"]
Sort = Literal["mentee", "newest", "confidence", "missed"]

SORTS: dict[Sort, str] = {
    "mentee": "by mentee",
    "newest": "newest first",
    "confidence": "lowest confidence first",
    "missed": "most missed first",
}
"""Each order of the list, in words."""

_OPEN = (
    "((p.ended_on IS NULL OR p.ended_on > :today) "
    "AND (m.employment_end IS NULL OR m.employment_end >= :today))"
)
_LATEST_SCORE = (
    "(SELECT s.confidence_score FROM session AS s WHERE s.pairing_id = p.id "
    "ORDER BY s.held_on DESC, s.ref DESC LIMIT 1)"
)
_MISSED = (
    "(SELECT count(*) FROM slot AS k WHERE k.pairing_id = p.id AND k.ends_on < :today "
    "AND k.answered_on IS NULL AND k.excused_on IS NULL "
    "AND (k.stopped_on IS NULL OR k.stopped_on >= k.ends_on))"
)
_ORDER: dict[Sort, str] = {
    "mentee": "m.name, p.started_on DESC, p.id",
    "newest": "p.started_on DESC, p.id",
    "confidence": f"coalesce({_LATEST_SCORE}, 99), m.name, p.id",
    "missed": f"{_MISSED} DESC, m.name, p.id",
}


@dataclass(frozen=True, slots=True)
class PairingLine:
    """One pairing as it stands in the list."""

    key: str
    ref: str
    mentee: str
    mentor: str
    service: str
    programme: str
    started_on: date
    #: the earlier of the pairing's end and the mentee's leaving, if that has come
    ended_on: date | None
    slots: tuple[SlotSeen, ...]
    #: the confidence scores in order of date
    scores: tuple[int, ...]
    last_held_on: date | None
    alerts: tuple[Raised, ...]

    def week(self, on: date) -> int:
        """The week of mentoring that a date falls in: 1 from the first day on, 0 or less before it."""
        return (on - self.started_on).days // 7 + 1


def keys(reader: Reader, which: Which = "open", sort: Sort = "mentee", find: str = "") -> list[str]:
    """The keys of the pairings that the person may see, in order.

    `find` is what was typed in the filter: each of its words must stand in a name, the service or the ids.
    """
    condition = reader.pairings("p")
    params: dict[str, Any] = {**condition.params, "today": reader.today.isoformat()}
    where = [condition.sql]
    if which != "all":
        where.append(_OPEN if which == "open" else f"NOT {_OPEN}")
    tables = "pairing AS p JOIN staff AS m ON m.id = p.mentee_id"
    for number, word in enumerate(find.split()[:8]):
        params[f"word{number}"] = f"%{_literally(word)}%"
        where.append(f"{_SOUGHT} LIKE :word{number} ESCAPE '!'")
    if find.split():
        tables += " JOIN staff AS t ON t.id = p.mentor_id LEFT JOIN service AS v ON v.id = p.service_id"
    sql = f"SELECT p.id FROM {tables} WHERE {' AND '.join(where)} ORDER BY {_ORDER[sort]}"
    return [key for (key,) in reader.store.rows(sql, params)]


_SOUGHT = "lower(m.name || ' ' || t.name || ' ' || coalesce(v.name, '') || ' ' || p.ref || ' ' || m.ref)"


def _literally(word: str) -> str:
    """A word for LIKE, in which nothing stands for anything else."""
    return word.lower().replace("!", "!!").replace("%", "!%").replace("_", "!_")


def lines(reader: Reader, wanted: Sequence[str]) -> list[PairingLine]:
    """The lines of these pairings, in the order given; those that the person may not see are left out."""
    found: dict[str, PairingLine] = {}
    for some in chunks(wanted):
        found |= _some(reader, some)
    return [found[key] for key in wanted if key in found]


def _some(reader: Reader, wanted: Sequence[str]) -> dict[str, PairingLine]:
    condition = reader.pairings("p")
    listed, params = marks(wanted)
    rows = reader.store.rows(
        "SELECT p.id, p.ref, m.name, t.name, v.name, p.programme, p.started_on, p.ended_on, m.employment_end "
        "FROM pairing AS p JOIN staff AS m ON m.id = p.mentee_id JOIN staff AS t ON t.id = p.mentor_id "
        f"LEFT JOIN service AS v ON v.id = p.service_id WHERE p.id IN ({listed}) AND {condition.sql}",
        {**condition.params, **params},
    )
    seen = [row[0] for row in rows]
    slots = slots_of(reader.store, seen, reader.today)
    alerts = alerts_of(reader.store, seen, reader.today)
    scores, last = _confidence(reader, seen)
    return {
        key: PairingLine(
            key=key,
            ref=ref,
            mentee=mentee,
            mentor=mentor,
            service=service or "",
            programme=programme,
            started_on=to_date(started) or reader.today,
            ended_on=over(to_date(ended), to_date(left), reader.today),
            slots=slots[key],
            scores=tuple(scores[key]),
            last_held_on=last.get(key),
            alerts=alerts.get(key, ()),
        )
        for key, ref, mentee, mentor, service, programme, started, ended, left in rows
    }


def over(ended_on: date | None, left_on: date | None, on: date) -> date | None:
    """The day on which a pairing came to its end, by its own end or by the mentee's leaving, if it has."""
    ends = [day for day in (ended_on if ended_on and ended_on <= on else None,) if day]
    if left_on is not None and left_on < on:
        ends.append(left_on)
    return min(ends) if ends else None


def _confidence(reader: Reader, seen: Sequence[str]) -> tuple[dict[str, list[int]], dict[str, date | None]]:
    scores: dict[str, list[int]] = defaultdict(list)
    last: dict[str, date | None] = {}
    if seen:
        listed, params = marks(seen)
        for key, held, score in reader.store.rows(
            f"SELECT pairing_id, held_on, confidence_score FROM session WHERE pairing_id IN ({listed}) "
            "ORDER BY pairing_id, held_on, ref",
            params,
        ):
            scores[key].append(score)
            last[key] = to_date(held)
    return scores, last
