"""The league of services and the heat map in words and signs: what is below the threshold is a shape, not a colour."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.content import Content

from mentor_tui.calendar import Period
from mentor_tui.catalogue import CATALOGUE
from mentor_tui.dates import MONTHS, month_and_year
from mentor_tui.figures import Average, Figure, Proportion
from mentor_tui.rules.wording import SHORT
from mentor_tui.store.read.oversight import AlertCount, HeatLine, League, LeagueLine
from widgets import glyphs
from widgets.figure import TOO_EARLY, figure_text
from widgets.safe import Part, Tone, cell, lines, words

_COUNTS: Final = {
    "sessions_on_schedule": "of the sessions due in {month} that are decided, those held in time; more is better",
    "retention_90_day": "of the mentored new starters whose day 90 was in {month}, those still here; more is better",
    "confidence_movement": "points gained from the first to the latest session until the end of {month}, on average "
    "over so many pairings; more is better",
    "open_action_plans": "pairings and cases with an action still open at the end of {month}; fewer is better",
}
"""What each figure counts, in one line."""

_MOST_WARNINGS: Final = 2

NOT_READ: Final = AlertCount(-1)
"""While the alerts are being worked out."""


def figure_cell(key: str, line: LeagueLine, *, wide: bool = True) -> Text:
    """One figure of one service, with ▼ where its sessions are below the threshold: `▼ 3 of 4`, narrow `▼ 3/4`."""
    found = line.figures[key]
    if key == "sessions_on_schedule":
        if not isinstance(found, Proportion) or not found.denominator:
            return cell(("  too early", "quiet"))
        mark: Part = (f"{glyphs.DOWN} ", "bad") if line.below else "  "
        return cell(mark, (_share(found, wide=wide), "bad" if line.below else "plain"))
    if isinstance(found, Average):
        if not found.count:
            return cell((glyphs.DASH, "quiet"))
        return cell(
            f"{found.average:+.1f} over {found.count:,}" if wide else f"{found.average:+.1f} ({found.count})"
        )
    if isinstance(found, Proportion):
        return cell(_share(found, wide=wide) if found.denominator else (glyphs.DASH, "quiet"))
    return cell(figure_text(found) if wide else f"{found}")


def _share(found: Proportion, *, wide: bool) -> str:
    """`121 of 144 (84.0%)`, narrow `121/144 84.0%`; without a percentage where there are too few."""
    if wide:
        return figure_text(found)
    counts = f"{found.numerator}/{found.denominator}"
    return f"{counts} {found.percent:.1f}%" if found.firm else counts


def alerts_cell(count: AlertCount, *, wide: bool = True) -> Text:
    """`2 / 13`, narrow `2/13`: escalations and early warnings. Never a letter with a number: that is a code."""
    if count is NOT_READ:
        return cell(("...", "quiet"))
    if not count.escalations and not count.warnings:
        return cell(("none", "quiet"))
    number = "{:,}" if wide else "{}"
    escalations: Part = (number.format(count.escalations), "bad" if count.escalations else "quiet")
    warnings: Part = (number.format(count.warnings), "warning" if count.warnings else "quiet")
    return cell(escalations, " / " if wide else "/", warnings)


def alerts_told(count: AlertCount) -> list[Part]:
    """What is raised, in words, the escalations first."""
    if count is NOT_READ:
        return [("Alerts are being read ...", "quiet")]
    if not count.codes:
        return [("No escalation and no early warning today.", "quiet")]
    told: list[Part] = ["Today: "]
    warned = 0
    for place, (code, number) in enumerate(count.codes):
        warned += code.startswith("W")
        if warned > _MOST_WARNINGS:
            rest = sum(number for _, number in count.codes[place:])
            told.append((f"; and {rest} further early warnings, which Enter lists", "warning"))
            break
        told.append(("; " if place else "", "plain"))
        told.append(
            (f"{number} × {SHORT[code].lower()} ({code})", "bad" if code.startswith("E") else "warning")
        )
    return [*told, "."]


def one_in_full(line: LeagueLine, league: League, key: str, count: AlertCount) -> Content:
    """The service that has the cursor: what the chosen figure counts, how the service stands, its alerts."""
    if key == "alerts":
        meaning = "escalations / early warnings that are raised today; fewer is better"
        return lines(
            words(("Alerts: ", "strong"), (meaning, "quiet")),
            words((line.scope.name, "strong"), ". ", *alerts_told(count)),
        )
    found, month = line.figures[key], month_and_year(league.period.first)
    return lines(
        words((f"{CATALOGUE[key].label}: ", "strong"), (f"{_COUNTS[key].format(month=month)}.", "quiet")),
        words((line.scope.name, "strong"), f": {figure_told(found)}.", *_against(line, league, key)),
    )


def figure_told(found: Figure) -> str:
    """A figure with what makes it uncertain."""
    if isinstance(found, Average):
        return f"{found.average:+.1f} points over {found.count:,} pairings" if found.count else TOO_EARLY
    if isinstance(found, Proportion) and found.denominator and not found.firm:
        return f"{figure_text(found)} (too few for a percentage)"
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


_COUNTED: Final = 10
"""Cells of a month from which its counts stand beside its per cent."""


def month_heading(month: Period, chosen: bool, width: int) -> str:
    """`Oct`, with ► where it is chosen; with its year where there is room."""
    name = MONTHS[month.number - 1][:3]
    if width >= _COUNTED:
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
    if width >= _COUNTED:
        whole = f"{mark}{found.numerator}/{found.denominator} {percent}"
        return cell((whole if len(whole) >= width else f"{whole}%", tone))
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
