"""What stands on the terminal now, so that only what has changed is sent.

Textual paints whole regions again: a modal is painted three times over while it opens, and moving the focus
may repaint the screen (20 KB and 4 KB at 80 by 24). curses has always compared with what is there; so does
this, between Textual's compositor and the driver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

Cell = tuple[str, Style | None]
"""One place on the screen. The second half of a wide character is an empty text."""

NEARBY: Final = 8
"""Changes with at most this many unchanged places between them are sent as one: moving costs as much."""


class Glass:
    """The screen as it was last painted."""

    def __init__(self) -> None:
        self._lines: dict[int, list[Cell | None]] = {}

    def forget(self) -> None:
        """Take nothing for granted: the next paint is whole."""
        self._lines.clear()

    def paint(self, update: CompositorUpdate, console: Console) -> str:
        """What to send so that the update stands on the screen."""
        out: list[str] = []
        for x, y, strip in _pieces(update):
            cells = list(_cells(strip))
            line = self._lines.setdefault(y, [])
            if len(line) < x + len(cells):
                line.extend([None] * (x + len(cells) - len(line)))
            before = line[x : x + len(cells)]
            if before == cells:
                continue
            line[x : x + len(cells)] = cells
            for start, end in _changed(before, cells):
                out.append(Control.move_to(x + start, y).segment.text)
                out.append(_rendered(cells[start:end], console))
        return "".join(out)


class Changes(CompositorUpdate):
    """An update that sends only what differs from the glass."""

    def __init__(self, glass: Glass, update: CompositorUpdate) -> None:
        self._glass = glass
        self._update = update

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield ""  # never drawn this way: Textual asks for the segments below

    def render_segments(self, console: Console) -> str:
        """The characters to send."""
        return self._glass.paint(self._update, console)


def comparable(update: object) -> bool:
    """Whether this is an update of a kind whose pieces are known."""
    return isinstance(update, LayoutUpdate | ChopsUpdate)


def _pieces(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The column, the line and the content of each piece that Textual would paint."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            yield update.region.x, y, Strip.join(strips)
    elif isinstance(update, ChopsUpdate):
        for y, x1, x2 in update.spans:
            for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if strip is not None and x <= x2 and end > x1:
                    yield x, y, strip if x >= x1 and end <= x2 else strip.crop(0, min(end, x2) - x)


def _cells(strip: Iterable[Segment]) -> Iterator[Cell]:
    for text, style, _control in strip:
        ink = _seen(style)
        if text.isascii():
            blank = (" ", _behind(style))
            for character in text:
                yield blank if character == " " else (character, ink)
            continue
        whole = ""
        for character in text:
            if cell_len(character) == 0:  # belongs to the character before
                whole += character
                continue
            if whole:
                yield from _wide(whole, ink)
            whole = character
        if whole:
            yield from _wide(whole, ink)


def _wide(character: str, style: Style | None) -> Iterator[Cell]:
    yield character, style
    for _ in range(cell_len(character[0]) - 1):
        yield "", style


@lru_cache(2048)
def _seen(style: Style | None) -> Style | None:
    """The style without what does not show: links and the marks that Textual keeps for the mouse."""
    return style.clear_meta_and_links() if style else style


@lru_cache(2048)
def _behind(style: Style | None) -> Style | None:
    """The style of a blank: its background alone, where nothing else would show."""
    if (
        style is None
        or style.reverse
        or style.underline
        or style.underline2
        or style.strike
        or style.overline
    ):
        return _seen(style)
    return Style.from_color(None, style.bgcolor)


def _changed(before: list[Cell | None], after: list[Cell]) -> list[tuple[int, int]]:
    """From where to where the cells differ, those near one another as one.

    Terminals differ in how wide they draw marks and emoji. Where a line has any, it is painted whole.
    """
    if any(cell is not None and len(cell[0]) != 1 for cell in before) or any(len(c[0]) != 1 for c in after):
        return [(0, len(after))]
    runs: list[tuple[int, int]] = []
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        if old == new:
            continue
        if runs and place - runs[-1][1] <= NEARBY:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs


def _rendered(cells: list[Cell], console: Console) -> str:
    segments: list[Segment] = []
    text = ""
    style: Style | None = None
    for character, own in cells:
        if own != style and not (character == " " and text and own == _behind(style)):
            if text:
                segments.append(Segment(text, style))
            text, style = "", own
        text += character
    segments.append(Segment(text, style))
    return Strip(segments).render(console)
