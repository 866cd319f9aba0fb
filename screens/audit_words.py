"""The figures of a month in words: beside one another in a list, and one of them in full."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from rich.text import Text
from textual.content import Content

from mentor_tui.calendar import Period
from mentor_tui.catalogue import Measure
from mentor_tui.dates import short
from mentor_tui.figures import Figure, Proportion
from mentor_tui.store.read.audit import AUDITED, AuditLine, AuditMonth
from mentor_tui.store.signed import Difference
from screens.chart_panel import month_words, period_in_full
from widgets import glyphs
from widgets.figure import TOO_EARLY, figure_text, movement
from widgets.listing import Row
from widgets.safe import Part, Tone, cell, words

_MOST_NAMED: Final = 4


def room_for_figures(month: AuditMonth) -> int:
    """How many cells the longest figure of the month takes, within reason."""
    shown = (figure_text(line.now if line.signed is None else line.signed) for line in month.lines)
    return min(24, max((len(text) for text in shown), default=17))


CLOSED: Final = "closed without improvement"
"""The line of the cases that were closed without improvement; it is no figure."""


NOTHING: Final = (
    "The audit is for those who answer for a service: operations managers, registered managers, HR and those "
    "who look after the whole organisation. Your own list is under Today (1)."
)
"""Said to those who see the figures of no service."""


def rows(month: AuditMonth, room: int = 99) -> list[Row]:
    """Every figure in a line; last the cases that were closed without improvement, where there are any.

    Names have so much room: a long one stands in a few words where it would be cut.
    """
    found = [row(line, month.headlines, room) for line in month.lines]
    if month.closed:
        name = "Cases closed without improvement"
        label = cell((name if len(name) <= room else "Closed without improvement", "warning"))
        found.append(Row(CLOSED, (label, f"{len(month.closed)} so far", "", "", "")))
    return found


def closed_words(month: AuditMonth, most: int = 4) -> list[Content]:
    """The cases closed without improvement, each with its reason: it stays on every audit."""
    said: list[Content] = [
        words(
            (f"{one.mentee or one.ref}", "strong"),
            f" ({one.ref}, {one.service}): {one.why.lower()}, closed {short(one.closed_on)}",
        )
        for one in month.closed[:most]
    ]
    if len(month.closed) > most:
        said.append(words((f"and {len(month.closed) - most} more: Enter shows all", "quiet")))
    return said


def row(line: AuditLine, headlines: Mapping[str, str] = AUDITED, room: int = 99) -> Row:
    """A figure in the list: now (and as signed), and how it has moved."""
    name = line.measure.called(room)
    label: Part = (name, "strong") if line.measure.key in headlines else name
    now: list[Part] = [figure_text(line.now)]
    if line.signed is not None:
        now = [figure_text(line.signed)]
    since: list[Part] = []
    if line.difference is not None:
        since = [(f"now {figure_text(line.now)}", "warning")]
    elif line.signed is not None:
        since = [("the same", "quiet")]
    return Row(
        line.measure.key,
        (
            cell(label),
            cell(*now),
            cell(*since),
            _moved(line.measure, line.now, line.before),
            _moved(line.measure, line.now, line.earlier),
        ),
    )


def _moved(measure: Measure, now: Figure, before: Figure) -> Text:
    """`▲ 4.0 better`, `▼ 2 fewer`, `was 3 of 4` where there are too few for a percentage."""
    if figure_text(before) == TOO_EARLY or figure_text(now) == TOO_EARLY:
        return cell((glyphs.DASH, "quiet"))
    moved = movement(now, before)
    if moved is None:
        # Too few for a percentage: the counts stand for themselves.
        return cell((f"was {figure_text(before).partition(' (')[0]}", "quiet"))
    if moved == 0:
        return cell((f"{glyphs.BULLET} no change", "quiet"))
    up = moved > 0
    amount = f"{abs(moved):.0f}" if isinstance(now, int) or measure.shape == "below" else f"{abs(moved):.1f}"
    if measure.good == "neither":
        judged, tone = ("more" if up else "fewer"), "plain"
    else:
        better = up == (measure.good == "up")
        judged, tone = ("better" if better else "worse"), ("good" if better else "warning")
    told: Tone = "plain" if tone == "plain" else "good" if tone == "good" else "warning"
    return cell((f"{glyphs.UP if up else glyphs.DOWN} {amount} {judged}", told))


def in_full(line: AuditLine, month: AuditMonth) -> list[Content]:
    """The figure that has the cursor: what counts, what lies outside it, what it was."""
    heading = month.headlines.get(line.measure.key, "")
    both = heading and heading.casefold() != line.measure.label.casefold()
    label = f"{heading}: {line.measure.label.lower()}. " if both else f"{line.measure.label}. "
    rows = [words((label, "strong"), line.measure.meaning)]
    told: list[Part] = []
    if isinstance(line.now, Proportion) and line.now.percent is not None:
        low, high = line.now.interval or (0.0, 0.0)
        told.append((f"{figure_text(line.now)}, likely {low:.0f} to {high:.0f}%. ", "plain"))
        if line.late is not None and line.now.numerator < line.now.denominator:
            told += _late(line)
    before = f"{month_words(month.period.previous())}: {figure_text(line.before)}"
    half_year = 6 if month.period.kind == "month" else 2
    earlier = f"{month_words(month.period.previous(half_year))}: {figure_text(line.earlier)}"
    told.append((f"{before}. {earlier}.", "quiet"))
    rows.append(words(*told))
    if line.difference is not None:
        rows.append(words(*difference(line.difference)))
    return rows


def _late(line: AuditLine) -> list[Part]:
    """Done late is kept apart from never done."""
    parts = []
    if line.late:
        parts.append(f"{line.late} done late")
    if line.never:
        parts.append(f"{line.never} not done")
    return [(f"{', '.join(parts)}. ", "warning" if line.never else "plain")]


def difference(one: Difference) -> list[Part]:
    """What has arrived, gone or changed behind a figure since it was signed."""
    parts = []
    for names, verb in ((one.arrived, "arrived"), (one.gone, "gone"), (one.changed, "changed")):
        if names:
            told = ", ".join(_named(*name) for name in names[:_MOST_NAMED])
            more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
            parts.append(f"{verb}: {told}{more}")
    said = "; ".join(parts) or "the figure itself, on the same records"
    return [(f"Since it was signed, {said}.", "warning")]


_KINDS: Final = {"session": "session ", "action": "action ", "pairing": "pairing ", "targeted_case": "case "}


def _named(kind: str, ref: str) -> str:
    """A record as people call it: `session 3 of P1`, `action A7`, a person by their reference."""
    own, _, place = ref.partition("@")
    if kind == "slot":
        return f"session {place} of {own}"
    return f"{_KINDS.get(kind, '')}{own}"


def standing(month: AuditMonth, today: date, *, may_sign: bool) -> Part:
    """Whether the month is signed, waits, or is not over yet."""
    if month.signature is not None:
        count = len(month.differing)
        differ = f", {count} {'differs' if count == 1 else 'differ'} since" if count else ""
        return (f"Signed {short(month.signature.signed_on)}{differ}", "warning" if count else "good")
    if month.kind == "A5" and not month.scope.key:
        return ("v chooses a service", "quiet")
    if month.period.last >= today:
        return (f"Under way: it is signed once the {month.period.kind} is over", "quiet")
    if month.due_on is None:
        return ("", "plain")
    late = month.due_on < today
    by = "was due" if late else "due"
    who = "Your signature" if may_sign else "The signature"
    return (f"{who} {by} {short(month.due_on)}", "bad" if late else "warning")


def head(month: AuditMonth, today: date, *, may_sign: bool) -> list[Part]:
    """The period, since when it is known, how it stands, and how many others wait."""
    parts: list[Part] = [(heading(month.period), "strong"), (f"  known {short(month.as_at)}  ", "quiet")]
    parts.append(standing(month, today, may_sign=may_sign))
    others = [one for one in month.waiting if one != month.period]
    if others and not month.differing:
        parts.append((f"  +{len(others)} (w)", "warning"))
    return parts


def waiting(month: AuditMonth) -> str:
    """The months that wait for a signature, in words."""
    return ", ".join(month_words(one) for one in month.waiting)


def heading(month: Period) -> str:
    """`◄ February 2026 ►`."""
    name = month_words(month) if month.kind == "quarter" else period_in_full(month)
    return f"◄ {name} {glyphs.RIGHT}"
