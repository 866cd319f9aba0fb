"""Keys that come in one burst (a slow line, somebody who types ahead) go where they would have gone one by one."""

from __future__ import annotations

import pytest
from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key

from screens.pairings import Pairings
from screens.session_entry import SessionEntry
from screens.settings_registers import ServiceEntry
from tests.screens.home import Home
from tests.story import SMALL, Story, _key, tell
from widgets.form import Form


async def burst(story: Story, *keys: str) -> None:  # type: ignore[type-arg]
    """Sends all of it at once: names of keys, and with = in front characters."""
    for key in keys:
        if key.startswith("="):
            for character in key[1:]:
                story._send(events.Key(_character_to_key(character), character))
        else:
            story._send(_key(key))
    for _ in range(20):
        await story.settle()


def typed(story: Story) -> dict[str, str]:  # type: ignore[type-arg]
    return {name: text for name, text in story.app.screen.query_one(Form).typed().items() if text}


async def test_every_answer_is_in_its_own_field(home: Home) -> None:
    async with tell(home.app("Nora", ServiceEntry)) as story:
        await burst(story, "=ELM", "tab", "=Elm Court", "tab", "=wal", "tab", "=1/2/2020", "tab", "tab")
        found = typed(story)
        assert found["service_id"] == "ELM"
        assert found["name"] == "Elm Court"
        assert found["opened_on"] == "1 Feb 2020"


@pytest.mark.parametrize("onward", ["tab", "enter"])
async def test_a_score_typed_ahead_reaches_the_form_that_opens(home: Home, onward: str) -> None:
    async with tell(home.app("Sam")) as story:
        await story.sees("Session 1 with Ben Carter")
        await burst(story, "enter", onward, "=7")
        await story.sees("Confidence score")
        assert isinstance(story.app.screen, SessionEntry)
        assert typed(story)["confidence_score"] == "7"


async def test_letters_typed_ahead_filter_and_do_not_act(home: Home) -> None:
    async with tell(home.app("Tom", Pairings)) as story:
        await story.sees("Owen Price")
        await burst(story, "/", "=owen")
        await story.sees("1 open pairing,")
        assert isinstance(story.app.screen, Pairings)


async def test_a_long_burst_stays_in_order(home: Home) -> None:
    text = "The quick brown fox jumps over the lazy dog, " * 2
    async with tell(home.app("Nora", ServiceEntry)) as story:
        await burst(story, "tab", f"={text.strip()}")
        assert typed(story)["name"] == text.strip()


async def test_a_key_whose_widget_goes_holds_up_nothing(home: Home) -> None:
    async with tell(home.app("Sam")) as story:
        await burst(story, "2", "3", "4", "1", "ctrl+p", "escape", "2")
        await story.sees("Pairings", "Amara Nwosu")


async def test_what_was_typed_before_the_window_became_too_small_is_kept(home: Home) -> None:
    async with tell(home.app("Nora", ServiceEntry)) as story:
        small, large = Size(59, 19), Size(*SMALL)
        await story.press("tab")
        for character in "Elm Court":
            story._send(events.Key(_character_to_key(character), character))
        story.app.post_message(events.Resize(small, small))
        await story.sees("59 columns and 19 rows")
        await story.types_keys("there is nowhere to type this")
        story.app.post_message(events.Resize(large, large))
        await story.sees("Elm Court")
        await story.types_keys(" by the river")
        await story.sees("Elm Court by the river")
