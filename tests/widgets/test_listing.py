"""A list of any length keeps its place, costs the same, and shows people's text as text."""

from __future__ import annotations

import pytest
from textual.app import ComposeResult
from textual.binding import Binding

from mentor_tui.text import without_controls
from tests.story import LARGE, SMALL, Story, tell
from tests.widgets import hostile
from widgets.chrome import KeyLine, TitleLine, key_name
from widgets.listing import PAGE, Column, Listing, Row
from widgets.safe import cell, cut_in_the_middle
from widgets.terminal import TerminalApp

COLUMNS = (
    Column("name", "Name", 16, 2),
    Column("state", "State", 10, sorted="up"),
    Column("score", "Score", 5, align="right"),
    Column("service", "Service", 12, 1, from_width=100),
)


class Page(TerminalApp[None]):
    BINDINGS = [
        Binding("escape", "nothing", "Back"),
        Binding("slash", "nothing_more", "Filter"),
        Binding("f1", "help", "Help"),
    ]

    def __init__(self, rows: int = 0) -> None:
        super().__init__(environ={"LANG": "en_GB.UTF-8"})
        self.names = [f"Person {n}" for n in range(rows)]
        self.asked: list[int] = []

    def compose(self) -> ComposeResult:
        yield TitleLine("Pairings", "Ash Lodge", "Priya Shah")
        yield Listing(COLUMNS, empty="No pairings yet. Press n for a new one.")
        yield KeyLine()

    def on_mount(self) -> None:
        listing = self.query_one(Listing)
        listing.show(self.fetch, lambda: len(self.names))
        listing.focus()

    def fetch(self, offset: int, limit: int) -> list[Row]:
        self.asked.append(offset)
        return [
            Row(name, (name, cell("● ", ("overdue", "bad")), "7", "Ash Lodge"))
            for name in self.names[offset : offset + limit]
        ]

    def action_nothing(self) -> None:
        self.sub_title = "back"


def listing_of(story: Story[Page]) -> Listing:
    return story.app.query_one(Listing)


async def test_moves_and_opens() -> None:
    async with tell(Page(500)) as story:
        await story.sees("Person 0 ", "overdue", "State ▲")
        await story.press("down", "j", "k", "enter")
        assert (await story.hears(Listing.Selected)).key == "Person 1"
        await story.press("end")
        await story.sees("Person 499")
        await story.press("home", "pagedown")
        assert listing_of(story).cursor == 20
        await story.press("up", "pageup")
        assert listing_of(story).cursor == 0
        await story.press("up")
        assert listing_of(story).cursor == 0


async def test_fetches_only_the_pages_that_are_shown() -> None:
    async with tell(Page(20_000)) as story:
        await story.press("end")
        await story.sees("Person 19999")
        assert set(story.app.asked) <= {0, 19_800, 19_900}
        for _ in range(30):
            await story.press("up")
        assert len(story.app.asked) <= 3


async def test_keeps_its_record_when_rows_change() -> None:
    async with tell(Page(PAGE * 2)) as story:
        listing = listing_of(story)
        await story.press("down", "down", "down")
        story.app.names.insert(0, "Aaron")
        listing.renew()
        assert (listing.key, listing.cursor) == ("Person 3", 4)
        story.app.names.remove("Person 3")
        listing.renew()
        assert listing.cursor == 4
        story.app.names.clear()
        listing.renew()
        assert (listing.key, listing.length) == ("", 0)
        await story.sees("No pairings yet. Press n for a new one.")
        assert (await story.hears(Listing.Moved)).key == ""


async def test_goes_to_a_key_anywhere_when_told_where_keys_are() -> None:
    async with tell(Page(0)) as story:
        rows = [Row(str(n), (f"Person {n}", "", "", "")) for n in range(1000)]
        listing_of(story).show_rows(rows, at="750")
        await story.sees("Person 750")
        assert listing_of(story).go_to("3")
        assert not listing_of(story).go_to("none")
        await story.sees("Person 0", "Person 20")


async def test_mouse() -> None:
    async with tell(Page(30)) as story:
        await story.clicks("Person 4")
        assert listing_of(story).key == "Person 4"
        assert not story.heard(Listing.Selected)
        await story.clicks("Person 4")
        assert (await story.hears(Listing.Selected)).key == "Person 4"
        await story.clicks("Name")
        assert listing_of(story).key == "Person 4"


async def test_uses_the_width() -> None:
    async with tell(Page(3), LARGE) as story:
        await story.sees("Service")
        await story.pilot.resize_terminal(*SMALL)
        await story.sees_no_more("Service")
        assert all(len(line) <= 80 for line in story.screen_lines())


async def test_shows_any_text_as_text() -> None:
    async with tell(Page(), LARGE) as story:
        rows = [Row(name, (text, cell((text, "bad")), "", text)) for name, text in hostile.ALL.items()]
        listing_of(story).show_rows(rows)
        title = story.app.query_one(TitleLine)
        for text in hostile.ALL.values():
            title.place, title.service, title.person = text, text, text
            listing_of(story).empty = text
            await story.settle()
            assert all(line == without_controls(line) for line in story.screen_lines())
        await story.sees("[/b]", "[@click=app.quit]x", "שלום")
        for _ in rows:
            await story.press("down", "enter")
        await story.clicks("[@click")
        listing_of(story).show_rows([])
        await story.settle()
        assert story.app.return_code is None


async def test_keys_line_fits_and_clicks() -> None:
    async with tell(Page(3)) as story:
        await story.sees("Esc Back   / Filter   F1 Help")
        await story.clicks("Esc Back")
        assert story.app.sub_title == "back"


def test_key_names() -> None:
    assert [key_name(key) for key in ("escape", "ctrl+s", "f10", "slash", "n", "shift+tab")] == [
        "Esc", "Ctrl+S", "F10", "/", "n", "Shift+Tab",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("Rose Care North", 15, "Rose Care North"),
        ("Rose Home Care North", 12, "Rose … North"),
        ("Rose Home Care South", 12, "Rose … South"),
        ("漢字かな漢字かな", 9, "漢字…かな"),
        ("Rose Care North", 4, "Rose Care North"),
        ("", 8, ""),
    ],
)
def test_a_name_is_cut_in_its_middle(text: str, width: int, shown: str) -> None:
    found = cut_in_the_middle(cell(text), width)
    assert found.plain == shown
    assert found.cell_len <= max(width, len(shown))


class Narrow(Page):
    def compose(self) -> ComposeResult:
        listing = Listing(COLUMNS, empty="No pairings yet. Press n for a new one.")
        listing.styles.width = 30
        yield listing


async def test_where_there_is_too_little_room_words_are_narrowed_and_the_last_column_stays() -> None:
    async with tell(Narrow(3)) as story:
        await story.sees("overdue", "Score", "    7")
        assert all(len(line) <= 30 for line in story.screen_lines())
        story.app.query_one(Listing).styles.width = 20
        await story.sees("Name", "…", "  7")


async def test_an_empty_list_says_all_that_it_has_to_say() -> None:
    async with tell(Narrow()) as story:
        await story.sees("No pairings yet. Press n for", "a new one.")
