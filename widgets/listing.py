"""A list of any length: people, pairings, actions, entries of the journal.

Rows are fetched by the page from whoever owns the list, and only the lines on the screen are drawn, so a
step of the cursor costs the same with 20 rows and with 20,000.

    listing = Listing(
        [Column("mentee", "Mentee", width=18, flex=2), Column("due", "Next due", width=12)],
        empty="No pairings yet. Press n for a new one.",
    ) listing.show(fetch=lambda offset, limit: [Row(p.key, (p.name, short(p.due))) for p in page(offset,
    limit)],
                 count=how_many)
    listing.renew()                      # after a change: the cursor stays on the same record

    @on(Listing.Selected)                # Enter, or a click on the row that has the cursor
    def open(self, event): ... event.key
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from mentor_tui.text import for_terminal
from widgets import glyphs
from widgets.safe import cell, cut_in_the_middle

PAGE: Final = 100
"""How many rows are fetched at once."""

_PAGES_KEPT: Final = 6
_LEAST: Final = 9


@dataclass(frozen=True, slots=True)
class Column:
    """A column: at least `width` cells; what is left over goes to the columns with `flex`, in that
    proportion, and where there is too little they are the first to be narrowed.

    Where the list is narrower than `from_width` the column is left out. `sorted` puts a mark in the header. A text
    that is too long is cut at its end; with `middle` in its middle, because names such as *Rose Care North* and *Rose
    Care South* differ at the end.
    """

    key: str
    label: str
    width: int
    flex: int = 0
    align: Literal["left", "right"] = "left"
    from_width: int = 0
    sorted: Literal["", "up", "down"] = ""
    middle: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the key of its record, and a cell for each column: text as typed, or a `safe.cell`."""

    key: str
    cells: Sequence[str | Text]


Fetch = Callable[[int, int], Sequence[Row]]
Count = Callable[[], int]
Find = Callable[[str], int | None]


def _nothing(_offset: int, _limit: int) -> Sequence[Row]:
    return ()


class Listing(ScrollView, can_focus=True):
    """A list with a cursor. See the module for its use."""

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("enter", "select", "Open"),
        Binding("up,k", "step(-1)", "Up", show=False),
        Binding("down,j", "step(1)", "Down", show=False),
        Binding("pageup", "turn(-1)", "Page up", show=False),
        Binding("pagedown,space", "turn(1)", "Page down", show=False),
        Binding("home,g", "go(0)", "First", show=False),
        Binding("end,G", "go(-1)", "Last", show=False),
    ]
    COMPONENT_CLASSES = {
        "listing--header",
        "listing--cursor",
        "listing--cursor-blurred",
        "listing--strong",
        "listing--quiet",
        "listing--good",
        "listing--warning",
        "listing--bad",
    }
    DEFAULT_CSS = """
    Listing {
        height: 1fr;
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
        & > .listing--header { color: $text-muted; text-style: bold; }
        & > .listing--strong { text-style: bold; }
        & > .listing--quiet { color: $text-muted; }
        & > .listing--good { color: $text-success; }
        & > .listing--warning { color: $text-warning; }
        & > .listing--bad { color: $text-error; text-style: bold; }
        & > .listing--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .listing--cursor-blurred {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
        }
        &:nocolor > .listing--cursor { text-style: reverse; }
        &:nocolor > .listing--cursor-blurred { text-style: underline; }
        &:nocolor > .listing--header { text-style: bold; }
    }
    """

    cursor: var[int] = var(0, init=False)
    """The row that has the cursor, counted from 0."""

    @dataclass
    class Selected(Message):
        """A row was opened: by Enter, or by a click on the row that has the cursor."""

        listing: Listing
        key: str
        index: int

        @property
        def control(self) -> Listing:
            """The list."""
            return self.listing

    @dataclass
    class Moved(Message):
        """The cursor stands on another record now; its key is empty where the list is."""

        listing: Listing
        key: str
        index: int

        @property
        def control(self) -> Listing:
            """The list."""
            return self.listing

        def can_replace(self, message: Message) -> bool:
            """Only the last place counts, where several keys came at once."""
            return isinstance(message, Listing.Moved) and message.listing is self.listing

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "Nothing here.",
        header: bool = True,
        gap: int = 2,
        lit: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.columns = tuple(columns)
        self.empty = empty
        self.header_rows = 1 if header else 0
        self.gap = gap
        self.lit = lit
        if lit:  # the keys come from elsewhere, as in a chooser: the cursor always looks alive
            self.can_focus = False
        self._fetch: Fetch = _nothing
        self._count: Count = lambda: 0
        self._find: Find | None = None
        self._length = 0
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self._shares: dict[int, list[int]] = {}
        self._looks: dict[tuple[str, str], Style] = {}
        self._told: str | None = None

    # What it shows

    def show(self, fetch: Fetch, count: Count, find: Find | None = None, *, at: str | None = None) -> None:
        """Show these rows from the first on, or with the cursor `at` this key.

        `fetch(offset, limit)` gives rows, `count()` how many there are, `find(key)` where a key stands now;
        without it a key is looked for on the pages around the cursor only.
        """
        self._fetch, self._count, self._find = fetch, count, find
        self.set_reactive(Listing.cursor, 0)
        self.scroll_to(y=0, animate=False, force=True)
        self.renew(at=at)

    def show_rows(self, rows: Sequence[Row], *, at: str | None = None) -> None:
        """Show rows that are all at hand."""
        places = {row.key: index for index, row in enumerate(rows)}
        self.show(lambda offset, limit: rows[offset : offset + limit], lambda: len(rows), places.get, at=at)

    def renew(self, *, at: str | None = None) -> None:
        """Fetch again, after a change. The cursor stays on its record, or in its place."""
        key = at if at is not None else self.key
        self._pages.clear()
        self._length = max(0, self._count())
        place = self._place_of(key) if key else None
        self._fit()
        index = self.cursor if place is None else place
        self.set_reactive(Listing.cursor, max(0, min(index, self._length - 1)))
        self._into_view()
        self.refresh()
        self._tell()

    def _place_of(self, key: str) -> int | None:
        if self._find is not None:
            return self._find(key)
        page = self.cursor // PAGE
        for number in (page, page - 1, page + 1):
            if number < 0 or number * PAGE >= self._length:
                continue
            for index, row in enumerate(self._page(number)):
                if row.key == key:
                    return number * PAGE + index
        return None

    @property
    def key(self) -> str:
        """The key of the row that has the cursor, empty where there are no rows."""
        row = self.row
        return row.key if row else ""

    @property
    def row(self) -> Row | None:
        """The row that has the cursor."""
        return self.row_at(self.cursor)

    @property
    def length(self) -> int:
        """How many rows there are."""
        return self._length

    def row_at(self, index: int) -> Row | None:
        """The row in this place, fetched if need be."""
        if not 0 <= index < self._length:
            return None
        page = self._page(index // PAGE)
        return page[index % PAGE] if index % PAGE < len(page) else None

    def show_columns(self, columns: Sequence[Column]) -> None:
        """Other columns, for rows that are shown next."""
        self.columns = tuple(columns)
        self._shares.clear()
        self.refresh()

    def _page(self, number: int) -> Sequence[Row]:
        if number in self._pages:
            self._pages.move_to_end(number)
        else:
            self._pages[number] = self._fetch(number * PAGE, PAGE)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[number]

    # Moving

    def action_step(self, by: int) -> None:
        """The next row, or the one before."""
        self._to(self.cursor + by)

    def action_turn(self, by: int) -> None:
        """A page on, or back."""
        self._to(self.cursor + by * max(1, self._rows_shown - 1))

    def action_go(self, index: int) -> None:
        """The first row, or (-1) the last."""
        self._to(self._length - 1 if index < 0 else index)

    def action_select(self) -> None:
        """Open the row that has the cursor."""
        if row := self.row:
            self.post_message(self.Selected(self, row.key, self.cursor))

    def go_to(self, key: str) -> bool:
        """Put the cursor on this key. Returns whether it was found."""
        place = self._place_of(key)
        if place is not None:
            self._to(place)
        return place is not None

    def _to(self, index: int) -> None:
        index = max(0, min(index, self._length - 1))
        before = self.cursor
        if index == before:
            return
        self.set_reactive(Listing.cursor, index)
        self._refresh_row(before)
        self._refresh_row(index)
        self._into_view()
        self._tell()

    def _tell(self) -> None:
        if self.key != self._told:
            self._told = self.key
            self.post_message(self.Moved(self, self.key, self.cursor))

    def _into_view(self) -> None:
        """Bring the cursor into view. A step over the edge turns half a page: one repaint for many steps."""
        shown = self._rows_shown
        top = self.scroll_offset.y
        if shown <= 0 or top <= self.cursor < top + shown:
            return
        wanted = self.cursor - shown // 2
        self.scroll_to(y=max(0, min(wanted, self._length - shown)), animate=False, force=True)

    @property
    def _rows_shown(self) -> int:
        return self.scrollable_content_region.height - self.header_rows

    def _refresh_row(self, index: int) -> None:
        y = index - self.scroll_offset.y + self.header_rows
        if self.header_rows <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a row; on the row that has it already, it opens the row."""
        event.stop()
        index = event.y - self.header_rows + self.scroll_offset.y
        if event.y < self.header_rows or index >= self._length:
            return
        if index == self.cursor:
            self.action_select()
        else:
            self._to(index)

    def on_focus(self) -> None:
        """The cursor shows that keys work here."""
        self._refresh_row(self.cursor)

    def on_blur(self) -> None:
        """And no longer."""
        self._refresh_row(self.cursor)

    # Drawing

    def on_resize(self, _event: events.Resize) -> None:
        """Share the width among the columns anew."""
        self._fit()
        self._into_view()

    def notify_style_update(self) -> None:
        """Another theme: other colours."""
        super().notify_style_update()
        self._looks.clear()

    def _fit(self) -> None:
        self.virtual_size = Size(self.size.width, self._length + self.header_rows)

    def _share(self, width: int) -> list[int]:
        """The width of each column, 0 where it is left out, on a line of this width."""
        if width in self._shares:
            return self._shares[width]
        shown = [width >= column.from_width for column in self.columns]
        fixed = sum(c.width for c, there in zip(self.columns, shown, strict=True) if there)
        spare = width - 2 - fixed - self.gap * max(0, sum(shown) - 1)  # a blank at each side
        flex = sum(c.flex for c, there in zip(self.columns, shown, strict=True) if there)
        widths: list[int] = []
        reached = given = 0
        for column, there in zip(self.columns, shown, strict=True):
            reached += column.flex if there else 0
            share = max(0, spare) * reached // flex - given if flex else 0
            given += share
            widths.append(column.width + share if there else 0)
        for _ in range(-spare):
            self._narrow(widths)
        self._shares[width] = widths
        return widths

    def _narrow(self, widths: list[int]) -> None:
        """Take a cell from the widest column of words; dates and numbers give theirs last."""
        words = [place for place, column in enumerate(self.columns) if column.flex and widths[place] > _LEAST]
        widest = max(words or range(len(widths)), key=widths.__getitem__)
        widths[widest] = max(0, widths[widest] - 1)

    def room_of(self, key: str) -> int:
        """How many cells the column has that is known by this key, as the list stands; 0 where it is left out."""
        shares = self._share(self.scrollable_content_region.width)
        return next((room for column, room in zip(self.columns, shares, strict=True) if column.key == key), 0)

    def _look(self, line: str, tone: str) -> Style:
        """The style of a tone on a line: `""`, `header`, `cursor` or `cursor-blurred`."""
        if (line, tone) not in self._looks:
            style = self.rich_style
            if tone and tone != "plain" and f"listing--{tone}" in self.COMPONENT_CLASSES:
                style += self.get_component_rich_style(f"listing--{tone}", partial=True)
            if line:
                style += self.get_component_rich_style(f"listing--{line}", partial=True)
            self._looks[(line, tone)] = style
        return self._looks[(line, tone)]

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.scrollable_content_region.width
        if y < self.header_rows:
            return self._strip([self._heading(column) for column in self.columns], "header", width)
        index = y - self.header_rows + self.scroll_offset.y
        if self._length == 0:
            return self._sentence(y - self.header_rows, width)
        row = self.row_at(index)
        if row is None:
            return Strip.blank(width, self._look("", ""))
        line = ""
        if index == self.cursor:
            line = "cursor" if self.lit or self.has_focus else "cursor-blurred"
        return self._strip(row.cells, line, width)

    def _heading(self, column: Column) -> Text:
        mark = {"up": f" {glyphs.UP}", "down": f" {glyphs.DOWN}", "": ""}[column.sorted]
        return cell(column.label + mark)

    def _sentence(self, y: int, width: int) -> Strip:
        """A line of what is said where there are no rows."""
        look = self._look("", "quiet")
        said = Text(for_terminal(self.empty), look).wrap(self.app.console, max(1, width - 2))
        if y >= len(said):
            return Strip.blank(width, self._look("", ""))
        text = Text(" ", look, end="") + said[y]
        text.rstrip()
        return self._whole([Text(text.plain, look, no_wrap=True, end="")], self._look("", ""), width)

    def _strip(self, cells: Sequence[str | Text], line: str, width: int) -> Strip:
        base = self._look(line, "")
        texts = [Text(" ", base, end="")]
        first = True
        for column, given, room in zip(self.columns, cells, self._share(width), strict=False):
            if not room:
                continue
            text = self._dressed(given, line)
            if not first:
                texts.append(Text(" " * self.gap, base, end=""))
            first = False
            if column.middle and text.cell_len > room:
                text = cut_in_the_middle(text, room)
            text.truncate(room, overflow="ellipsis")
            text.align(column.align, room)
            texts.append(text)
        return self._whole(texts, base, width)

    def _dressed(self, given: str | Text, line: str) -> Text:
        """A cell with the colours of the line that it stands in."""
        text = cell(given) if isinstance(given, str) else given
        dressed = Text(text.plain, self._look(line, str(text.style)), no_wrap=True, end="")
        for span in text.spans:
            dressed.stylize(self._look(line, str(span.style)), span.start, span.end)
        return dressed

    def _whole(self, texts: Sequence[Text], base: Style, width: int) -> Strip:
        console: Any = self.app.console
        segments: list[Segment] = []
        for text in texts:
            # rich leaves the style of a text without spans to its console
            segments.extend(text.render(console) if text.spans else [Segment(text.plain, _style_of(text))])
        return Strip(segments).adjust_cell_length(width, base).simplify()


def _style_of(text: Text) -> Style:
    return text.style if isinstance(text.style, Style) else Style.null()
