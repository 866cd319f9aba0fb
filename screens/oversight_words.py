"""The league of services and the heat map in words and signs: what is below the threshold is a shape, not a colour."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.content import Content

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE
from mentor_tui.dates import MONTHS
from mentor_tui.figures import Average, Figure, Proportion
from mentor_tui.rules.wording import SHORT
from mentor_tui.store.read.oversight import AlertCount, HeatLine, League, LeagueLine
from widgets import glyphs
from widgets.figure import TOO_EARLY, figure_text
from widgets.safe import Part, Tone, cell, lines, words

_COUNTS: Final = {
    "sessions_on_schedule": "of the sessions that were due, those held in time",
    "retention_90_day": "of the new starters with a mentor, those still here on day 90",
    "confidence_movement": "points gained from first to latest session (of how many pairings)",
    "open_action_plans": "pairings and cases with an action that is still open",
}
"""What each figure counts, in one line."""

NOT_READ: Final = AlertCount(-1)
"""While the alerts are being worked out."""


def figure_cell(key: str, line: LeagueLine) -> Text:
    """One figure of one service, with ▼ where its sessions are below the threshold."""
    found = line.figures[key]
    if key == "sessions_on_schedule":
        if not isinstance(found, Proportion) or not found.denominator:
            return cell(("  too early", "quiet"))
        mark: Part = (f"{glyphs.DOWN} ", "bad") if line.below else "  "
        return cell(mark, (figure_text(found), "bad" if line.below else "plain"))
    if isinstance(found, Average):
        if not found.count:
            return cell((glyphs.DASH, "quiet"))
        return cell(f"{found.average:+.1f} of {found.count:,}")
    if isinstance(found, Proportion) and not found.denominator:
        return cell((glyphs.DASH, "quiet"))
    return cell(figure_text(found))


def alerts_cell(count: AlertCount) -> Text:
    """`E2 W13`: escalations and early warnings."""
    if count is NOT_READ:
        return cell(("...", "quiet"))
    parts: list[Part] = []
    if count.escalations:
        parts.append((f"E{count.escalations} ", "bad"))
    if count.warnings:
        parts.append((f"W{count.warnings}", "warning"))
    return cell(*parts) if parts else cell(("none", "quiet"))


def alerts_told(count: AlertCount) -> list[Part]:
    """What is raised, in words, the escalations first."""
    if count is NOT_READ:
        return [("Alerts are being read ...", "quiet")]
    if not count.codes:
        return [("No escalation and no early warning today.", "quiet")]
    told: list[Part] = ["Today: "]
    for place, (code, number) in enumerate(count.codes):
        tone: Tone = "bad" if code.startswith("E") else "warning"
        told.append(("; " if place else "", "plain"))
        told.append((f"{number} {code} {SHORT[code].lower()}", tone))
    return [*told, "."]


def one_in_full(line: LeagueLine, league: League, key: str, count: AlertCount) -> Content:
    """The service that has the cursor: what the chosen figure counts, how the service stands, its alerts."""
    if key == "alerts":
        meaning = "escalations (E) and early warnings (W) that are raised today"
        return lines(
            words(("Alerts: ", "strong"), (meaning, "quiet")),
            words((line.scope.name, "strong"), ". ", *alerts_told(count)),
        )
    found = line.figures[key]
    return lines(
        words((f"{CATALOGUE[key].label}: ", "strong"), (_COUNTS[key], "quiet")),
        words((line.scope.name, "strong"), f": {figure_told(found)}.", *_against(line, league, key)),
    )


def figure_told(found: Figure) -> str:
    """A figure with what makes it uncertain."""
    if isinstance(found, Average):
        return f"{found.average:+.1f} points over {found.count:,} pairings" if found.count else TOO_EARLY
    if isinstance(found, Proportion) and found.denominator and not found.firm:
        return f"{figure_text(found)}, too few for a percentage"
    return figure_text(found, interval=True)


def _against(line: LeagueLine, league: League, key: str) -> list[Part]:
    if key != "sessions_on_schedule" or not _has(line.figures[key]):
        return []
    if line.below:
        return [(f" {glyphs.DOWN} Below the threshold of {league.threshold}%.", "bad")]
    return [(f" At or above the threshold of {league.threshold}%.", "good")]


def _has(found: Figure) -> bool:
    return isinstance(found, Proportion) and found.denominator > 0


def worst_first(key: str, line: LeagueLine, count: AlertCount) -> tuple[float, float, str]:
    """The order in which services need attention by one figure; those without data come last."""
    if key == "alerts":
        return (-count.escalations, -count.warnings, line.scope.name)
    found = line.figures[key]
    match found:
        case Proportion():
            share = found.numerator / found.denominator if found.denominator else 2.0
            return (share, -found.denominator, line.scope.name)
        case Average():
            return (found.total / found.count if found.count else 100.0, -found.count, line.scope.name)
        case int():
            return (-found, 0, line.scope.name)
    return (0, 0, line.scope.name)


# -- the heat map ----------------------------------------------------------------------------------


def month_heading(month: Period, chosen: bool, width: int) -> str:
    """`Oct`, with ► where it is chosen; with its year where there is room."""
    name = MONTHS[month.number - 1][:3]
    if width >= 9:
        name = f"{name} {month.year}"
    return f"{glyphs.RIGHT}{name}" if chosen else f" {name}"


def heat_cell(found: Proportion, below: bool, width: int) -> Text:
    """A month of a service: ▼ below the threshold, ● at or above, ○ likewise but fewer than ten, – nothing."""
    if not found.denominator:
        return cell((glyphs.DASH, "quiet"))
    mark, tone = heat_mark(found, below)
    if not found.firm:
        return cell((f"{mark}{found.numerator}/{found.denominator}", tone))
    # Never rounded up to a threshold that was not reached.
    percent = str(found.numerator * 100 // found.denominator)
    if width >= 11:
        return cell((f"{mark}{found.numerator}/{found.denominator} {percent}%", tone))
    return cell((f"{mark}{percent}{'%' if width >= 5 else ''}", tone))


def heat_mark(found: Proportion, below: bool) -> tuple[str, Tone]:
    """The shape of a month of a service, and its tone."""
    if below:
        return glyphs.DOWN, "bad"
    return (glyphs.DOT, "good") if found.firm else (glyphs.RING, "plain")


def heat_key() -> Content:
    """What the shapes mean."""
    return words(
        (f"{glyphs.DOWN} ", "bad"),
        "below the threshold  ",
        (f"{glyphs.DOT} ", "good"),
        "at or above  ",
        f"{glyphs.RING} the same, under 10  ",
        (f"{glyphs.DASH} nothing decided", "quiet"),
    )


def heat_told(line: HeatLine, place: int, month: Period, percent: int) -> Content:
    """One month of one service in words."""
    found, below = line.months[place], line.below[place]
    name = f"{MONTHS[month.number - 1]} {month.year}"
    if not found.denominator:
        return words((line.scope.name, "strong"), f", {name}: no session was decided.")
    stands: Part = (
        (f"below the threshold of {percent}%", "bad")
        if below
        else (f"at or above the threshold of {percent}%", "good")
    )
    return words(
        (line.scope.name, "strong"), f", {name}: {figure_told(found)} held on schedule, ", stands, "."
    )
