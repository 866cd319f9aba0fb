"""Entries take text and nothing else, and a passphrase is never copied."""

from __future__ import annotations

import pytest
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from mentor_tui.text import REPLACEMENT
from tests.story import tell
from tests.widgets import hostile
from widgets.entry import Filter, LineInput, LongText, Secret
from widgets.listing import Column, Listing, Row
from widgets.terminal import TerminalApp


class Page(TerminalApp[None]):
    def __init__(self) -> None:
        super().__init__(environ={"LANG": "en_GB.UTF-8"})

    def compose(self) -> ComposeResult:
        yield LineInput(id="line")
        yield LongText(id="long")
        yield Secret(id="secret")
        yield Filter("rows", id="filter")
        yield Listing([Column("name", "Name", 10, 1)], id="rows")

    @on(Input.Changed, "#filter")
    def narrow(self, event: Input.Changed) -> None:
        names = [name for name in ("Amina", "Ben", "Carys") if event.value.lower() in name.lower()]
        self.query_one(Listing).show_rows([Row(name, (name,)) for name in names])


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\x9b", "\u2028", REPLACEMENT])
async def test_single_keys_pass_the_same_gate(character: str) -> None:
    async with tell(Page()) as story:
        for name in ("#line", "#long", "#secret"):
            entry = story.app.query_one(name)
            entry.focus()
            await story.press("a")
            story._send(events.Key("other", character))
            await story.press("b")
        assert story.app.query_one("#line", LineInput).value == "ab"
        assert story.app.query_one("#long", LongText).text == "ab"
        assert story.app._notifications


async def test_the_clipboard_passes_the_same_gate() -> None:
    async with tell(Page()) as story:
        line, long = story.app.query_one("#line", LineInput), story.app.query_one("#long", LongText)
        for text in hostile.UNCLEAN.values():
            story.app._clipboard = text
            line.action_paste()
            long.action_paste()
        await story.settle()
        assert line.value == long.text == ""
        story.app._clipboard = "one\ntwo"
        line.action_paste()
        long.action_paste()
        await story.settle()
        assert (line.value, long.text) == ("one two", "one\ntwo")


async def test_a_passphrase_is_not_copied_or_shown() -> None:
    async with tell(Page()) as story:
        secret = story.app.query_one(Secret)
        secret.focus()
        await story.types("three random words")
        assert not story.shows("random")
        secret.action_select_all()
        await story.press("ctrl+c", "ctrl+x")
        assert story.app.clipboard == ""
        assert secret.value == ""


async def test_a_passphrase_may_be_pasted() -> None:
    async with tell(Page()) as story:
        secret = story.app.query_one(Secret)
        secret.focus()
        secret.post_message(events.Paste("Three  random wörds!"))
        await story.settle()
        assert secret.value == "Three  random wörds!"
        assert not story.shows("random")


async def test_forgets_the_clipboard() -> None:
    async with tell(Page()) as story:
        story.app.copy_to_clipboard("a note")
        story.app.forget_clipboard()
        assert story.app.clipboard == ""


async def test_a_filter_narrows_and_leads_to_the_list() -> None:
    async with tell(Page()) as story:
        story.app.query_one("#filter").focus()
        await story.types("b")
        await story.sees("Ben")
        await story.sees_no_more("Amina")
        await story.press("down")
        assert isinstance(story.focused, Listing)
        story.app.query_one("#filter").focus()
        await story.press("escape")
        await story.sees("Amina", "Carys")
        assert isinstance(story.focused, Listing)


async def test_nothing_blinks() -> None:
    async with tell(Page()) as story:
        assert not any(entry.cursor_blink for entry in story.app.query(Input))
        assert not story.app.query_one(LongText).cursor_blink
