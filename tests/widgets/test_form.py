"""The form: from the first key to the saved answers, at 80 by 24 and larger, with nothing lost on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual import events, on
from textual.app import ComposeResult

from mentor_tui.answers import Option
from mentor_tui.declare import Choice, Day, Fault, Field, Link, Many, Number, Text, Whole, YesNo
from mentor_tui.text import without_controls
from tests.story import LARGE, SMALL, Story, tell
from tests.widgets import hostile
from widgets.form import Faults, Form, FormChanged, FormTyped
from widgets.terminal import TerminalApp

TODAY = date(2026, 3, 12)
FIELDS = (
    Field("held_on", Day(), "Date held", "The day you met.", required=True),
    Field("score", Whole(1, 10), "Confidence score", "The mentee's own score.", required=True),
    Field("issue", Text(120, suggestions="issues"), "Top support issue", "Choose, or write.", required=True),
    Field("mode", Choice((("in_person", "In person"), ("telephone", "Telephone"))), "How"),
    Field(
        "activities", Many((("skills", "Skill development"), ("support", "Emotional support"))), "Activities"
    ),
    Field("mentor", Link("staff"), "Mentor", "Best fit first."),
    Field("risk", YesNo(), "At risk of resigning"),
    Field("training", Number(0, 100), "Training complete", "Per cent."),
    Field("notes", Text(4000, rows=3), "Private notes", "Only you and your mentee read these."),
    Field("next_on", Day(ahead=True), "Next session due"),
)
ISSUES = (Option("Shift patterns", "Shift patterns"), Option("Medication", "Medication"))
PEOPLE = (
    Option("p1", "Amina Yusuf", "2 of 4 mentees"),
    Option("p2", "John Smith", "Nurse"),
    Option("p3", "John Smith", "Care worker"),
)


class Page(TerminalApp[None]):
    def __init__(self, **given: Any) -> None:
        super().__init__(environ={"LANG": "en_GB.UTF-8"})
        self.given = given
        self.kept: list[dict[str, str]] = []
        self.saved: list[dict[str, Any]] = []

    def compose(self) -> ComposeResult:
        yield Form(FIELDS, today=TODAY, options={"issue": ISSUES, "mentor": lambda: PEOPLE}, **self.given)

    @on(FormChanged)
    def keep(self, event: FormChanged) -> None:
        self.kept.append(event.typed)

    @on(Form.Ready)
    def save(self, event: Form.Ready) -> None:
        self.saved.append(event.values)


def form_of(story: Story[Page]) -> Form:
    return story.app.query_one(Form)


async def test_a_record_from_the_first_key_to_saved() -> None:
    async with tell(Page(values={"held_on": TODAY}, sources={"held_on": "today"})) as story:
        await story.sees("Date held *", "12 Mar 2026", "Thursday 12 March 2026", "The day you met.")
        await story.press("enter", "7", "enter")
        await story.types("Nights feel long")
        await story.press("enter")
        await story.types("tel")
        await story.press("enter")
        await story.sees("Telephone")
        await story.press("tab", "down", "enter")
        await story.sees("Amina Yusuf", "2 of 4 mentees")
        await story.press("tab", "y", "tab")
        await story.types("87.5")
        await story.press("tab")
        await story.types("Asked about [b]nights[/b].\nWill shadow on fri.")
        await story.press("tab")
        await story.types("+14")
        await story.sees("Thursday 26 March 2026")
        await story.press("ctrl+s")
        await story.hears(Form.Ready)
        assert story.app.saved == [
            {
                "held_on": TODAY,
                "score": 7,
                "issue": "Nights feel long",
                "mode": "telephone",
                "activities": None,
                "mentor": "p1",
                "risk": True,
                "training": 87.5,
                "notes": "Asked about [b]nights[/b].\nWill shadow on fri.",
                "next_on": date(2026, 3, 26),
            }
        ]


async def test_faults_come_on_leaving_and_lead_to_their_fields() -> None:
    async with tell(Page()) as story:
        await story.types("32/3")
        await story.press("tab", "1", "1", "tab")
        assert not story.shows("There is a problem")
        await story.press("ctrl+s")
        await story.sees(
            "There is a problem",
            "Date held: There is no 32 March.",
            "▲ There is no 32 March.",
            "Confidence score: Give a whole number from 1 to 10.",
            "Top support issue: This needs an answer.",
        )
        assert isinstance(story.focused, Faults)
        await story.press("down", "enter")
        assert story.focused is form_of(story)._rows["score"].entry
        await story.press("home", "delete", "delete", "9")
        await story.sees_no_more("▲ Give a whole number")
        await story.press("shift+tab")
        await story.types("yesterday")
        await story.press("tab", "tab")
        await story.types("Medication")
        await story.press("ctrl+s")
        await story.hears(Form.Ready)
        await story.sees_no_more("There is a problem")
        assert story.app.saved[0]["held_on"] == date(2026, 3, 11)


async def test_faults_of_the_office_and_of_the_record_as_a_whole() -> None:
    async with tell(Page()) as story:
        form_of(story).show_faults(
            [Fault("held_on", "This is in the future."), Fault("", "Somebody was first.")]
        )
        await story.sees("Date held: This is in the future.", "Somebody was first.")
        await story.press("down", "enter")
        assert story.app.return_code is None


async def test_what_is_typed_is_told_and_comes_back() -> None:
    async with tell(Page()) as story:
        await story.types("yesterday")
        kept = await story.hears(FormChanged)
        assert kept.typed["held_on"] == "11 Mar 2026"
        await story.press("tab", "8", "tab", "tab")
        await story.types("tele")
        await story.press("tab", "tab", "down", "down", "enter", "tab", "tab", "tab")
        await story.types("half a sent")
        form_of(story).flush()
        await story.settle()
        draft = story.app.kept[-1]
        assert draft["mentor"] == "p2"
        assert draft["mode"] == "telephone"
        assert draft["notes"] == "half a sent"
    async with tell(Page()) as again:
        form_of(again).restore({**draft, "unknown": "x", "issue": "bad\x1btext"})
        await again.sees("11 Mar 2026", "Telephone", "John Smith", "Nurse", "half a sent")
        assert form_of(again).typed() == draft


async def test_what_was_typed_this_very_moment_is_told_as_well() -> None:
    async with tell(Page()) as story:
        form_of(story).go_to("notes")
        await story.types("half")
        await story.types(" a sent")
        assert (await story.hears(FormTyped)).typed["notes"] == "half a sent"


async def test_nothing_is_told_where_nothing_changed() -> None:
    async with tell(Page(values={"held_on": TODAY})) as story:
        await story.press("tab", "tab", "tab")
        form_of(story).flush()
        assert not story.heard(FormChanged)


async def test_chooses_from_a_list() -> None:
    async with tell(Page()) as story:
        form_of(story).go_to("mentor")
        await story.types("john")
        await story.sees("2 match")
        await story.press("enter")
        await story.sees("John Smith", "Care worker", "Enter chooses")
        await story.press("down", "enter")
        assert form_of(story).value("mentor") == "p3"
        await story.press("down", "escape")
        assert form_of(story).value("mentor") == "p3"
        form_of(story).go_to("activities")
        await story.press("down", "space", "down", "space", "enter")
        assert form_of(story).value("activities") == ("skills", "support")
        await story.sees("Skill development; Emotional support")
        await story.press("down", "space", "enter")
        assert form_of(story).value("activities") == ("support",)


async def test_scores_move_by_arrows_within_their_range() -> None:
    async with tell(Page()) as story:
        form_of(story).go_to("score")
        await story.press("up")
        assert form_of(story).value("score") == 1
        await story.press("down", "up", "up")
        assert form_of(story).value("score") == 3
        for _ in range(10):
            await story.press("up")
        assert form_of(story).value("score") == 10


async def test_arrows_lead_through_long_answers() -> None:
    async with tell(Page()) as story:
        form = form_of(story)
        form.go_to("notes")
        await story.types("one\ntwo")
        await story.press("up", "up")
        assert story.focused is form._rows["training"].entry
        form.go_to("notes")
        await story.press("down", "down")
        assert story.focused is form._rows["next_on"].entry


async def test_what_is_on_offer_may_hang_on_another_answer() -> None:
    asked: list[int] = []

    def people() -> tuple[Option, ...]:
        asked.append(1)
        return PEOPLE

    async with tell(Page()) as story:
        form = form_of(story)
        form.offer("mentor", people)
        form.go_to("mentor")
        await story.types_keys("amina")
        await story.press("enter")
        assert form.value("mentor") == "p1"
        assert len(asked) <= 2
        form.offer("mentor", [Option("p9", "Somebody Else")])
        assert form.value("mentor") is None
        assert form.changed


async def test_defaults_stand_where_nothing_else_is_known() -> None:
    field = Field("programme", FIELDS[3].kind, "Programme", default="telephone")
    form = Form([field], today=TODAY, values={"other": 1})
    app = TerminalApp[None](environ={"LANG": "en_GB.UTF-8"})
    async with tell(app) as story:
        await app.mount(form)
        await story.sees("Telephone")
        assert form.parsed().values == {"programme": "telephone"}
        assert not form.changed


async def test_a_question_that_does_not_arise() -> None:
    async with tell(Page()) as story:
        form_of(story).ask("issue", False)
        await story.sees_no_more("Top support issue")
        assert "issue" not in form_of(story).parsed().values
        assert all(fault.field != "issue" for fault in form_of(story).parsed().faults)
        form_of(story).ask("issue", True)
        await story.sees("Top support issue")


async def test_says_where_an_answer_comes_from() -> None:
    async with tell(Page()) as story:
        form_of(story).put("training", 92.5, "from the training register")
        form_of(story).go_to("training")
        await story.sees("92.5", "From the training register.")


async def test_nothing_unclean_comes_in() -> None:
    async with tell(Page()) as story:
        form = form_of(story)
        for name in ("held_on", "score", "issue", "mode", "activities", "mentor", "training", "notes"):
            form.go_to(name)
            for text in hostile.UNCLEAN.values():
                assert story.focused is not None
                story.focused.post_message(events.Paste(text))
        await story.is_told("which is not kept. Please take it out")
        assert not any(form.typed().values())
        assert len(story.app._notifications) >= len(hostile.UNCLEAN)


async def test_any_text_is_kept_and_shown_as_text() -> None:
    async with tell(Page(), SMALL) as story:
        form = form_of(story)
        for text in hostile.TEXTS.values():
            for name in ("issue", "notes", "mentor", "mode"):
                form.put(name, "")
                form.go_to(name)
                await story.types(text)
            assert form.typed()["notes"] == text
            assert form.typed()["issue"] == text
            assert all(line == without_controls(line) for line in story.screen_lines())
        await story.press("ctrl+s")
        await story.sees("There is a problem")
        assert story.app.return_code is None


@pytest.mark.parametrize("size", [(60, 20), SMALL, LARGE])
async def test_what_has_the_focus_is_in_view(size: tuple[int, int]) -> None:
    async with tell(Page(), size) as story:
        for field in FIELDS:
            await story.sees(f"► {field.label[:20]}")
            await story.press("tab")


async def test_pasted_lines_become_one() -> None:
    async with tell(Page()) as story:
        form_of(story).go_to("issue")
        await story.types("one\r\ntwo\tthree")
        assert form_of(story).typed()["issue"] == "one two three"
