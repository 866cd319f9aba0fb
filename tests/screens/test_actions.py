"""The action log: what is open and overdue, completed with evidence in two keys, and what became of one."""

from __future__ import annotations

import pytest

from mentor_tui import records
from mentor_tui.declare import Value
from mentor_tui.office import Change, Invalid
from mentor_tui.store.read import actions
from screens.action_entry import ActionForm
from screens.action_page import ActionPage
from screens.actions import ActionEntry, Actions
from screens.place import Place, RecordSaved, SaveRefused
from screens.seat import Seat
from tests.screens.home import ADMINISTRATOR, TODAY, Home, day
from tests.story import LARGE, tell
from tests.widgets import hostile
from widgets.form import Form
from widgets.listing import Listing


def key_of(home: Home, ref: str) -> str:
    return str(home.store.value("SELECT id FROM action WHERE ref = :ref", {"ref": ref}))


def proposed(home: Home) -> str:
    """An action that Sam agreed on with Amara."""
    return home.save(
        "Sam",
        records.ACTION,
        {
            "pairing_id": home.key["Amara's"],
            "need_identified_on": TODAY,
            "action": "Practise the controlled drugs book",
            "owner_id": home.key["Sam"],
            "review_on": day("2026-03-26"),
        },
    )


# -- the log ---------------------------------------------------------------------------------------


def test_mine_and_all_overdue_first(home: Home) -> None:
    reader = home.seat("Grace").reader
    assert [(one.ref, one.state) for one in actions.lines(reader, actions.keys(reader))] == [
        ("A2", "overdue")
    ]
    everything = actions.lines(reader, actions.keys(reader, "open"))
    assert [(one.ref, one.state, one.mine) for one in everything] == [
        ("A2", "overdue", True),
        ("A3", "open", False),
    ]
    closed = actions.lines(reader, actions.keys(reader, "closed"))
    assert [(one.ref, one.state, one.evidence) for one in closed] == [("A1", "completed", "MED-14")]
    assert actions.tally(reader) == actions.Tally(mine=1, open=2, overdue=1, unconfirmed=0)
    assert len(actions.keys(reader, "open", "amara insulin")) == 1
    assert actions.keys(reader, "open", "%") == []


def test_an_owner_sees_their_own_and_nobody_elses(home: Home) -> None:
    """Ken has nothing to do with Amara; an action of hers that is his is on his list all the same."""
    assert actions.keys(home.seat("Ken").reader, "open") == []
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.ACTION, {"owner_id": home.key["Ken"]}, key_of(home, "A2")))
    reader = home.seat("Ken").reader
    assert [one.ref for one in actions.lines(reader, actions.keys(reader))] == ["A2"]
    assert actions.story(reader, key_of(home, "A3")) is None
    # Somebody of another service sees none of it.
    assert actions.keys(home.seat("Bea").reader, "open") == []
    assert actions.lines(home.seat("Bea").reader, [key_of(home, "A2")]) == []


async def test_completed_with_evidence_in_two_keys(home: Home) -> None:
    async with tell(home.app("Grace", Actions)) as story:
        await story.sees("overdue", "Book the insulin course")
        await story.press("c")
        await story.types("CRS-7")
        await story.press("enter")
        await story.hears(RecordSaved)
        row = home.store.row(
            "SELECT completed_on, evidence_reference FROM action WHERE id = :id", {"id": key_of(home, "A2")}
        )
        assert row == ("2026-03-12", "CRS-7")
        await story.sees("it counts as late", "You own no open action.")
        await story.press("v", "v")
        await story.sees("done late", "done")


async def test_without_evidence_it_asks_once(home: Home) -> None:
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("c", "enter")
        await story.sees("Nothing is given as evidence.")
        assert home.store.value("SELECT count(*) FROM action WHERE completed_on IS NOT NULL") == 1
        await story.press("enter")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT count(*) FROM action WHERE completed_on IS NOT NULL") == 2


async def test_what_was_typed_as_evidence_stands_there_again(home: Home) -> None:
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("c")
        await story.types("Half a ref")
        await story.press("escape", "c")
        await story.sees("Half a ref")
    async with tell(home.app("Grace", lambda seat: ActionEntry(seat, key_of(home, "A2")))) as story:
        await story.sees("Half a ref")


async def test_cancelled_with_a_reason_alone(home: Home) -> None:
    async with tell(home.app("Sam", Actions)) as story:
        await story.press("x", "enter")
        await story.sees("Say why in a few words")
        await story.types("She moved to days")
        await story.press("enter")
        await story.hears(RecordSaved)
        row = home.store.row(
            "SELECT cancelled_on, cancel_reason FROM action WHERE id = :id", {"id": key_of(home, "A3")}
        )
        assert row == ("2026-03-12", "She moved to days")


async def test_who_may_not_is_told_who_may(home: Home) -> None:
    async with tell(home.app("Dilip", Actions)) as story:
        await story.press("c")
        await story.sees("An action is completed by its owner, the mentor or the line manager.")
        await story.press("e")
        await story.sees("An action is corrected by the mentor or the line manager.")
        assert story.app.screen.query_one(Listing).has_focus
        assert "n New" not in story.screen_text()


async def test_somebody_else_was_first(home: Home) -> None:
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("c")
        await story.types("CRS-7")
        values: dict[str, Value] = {"review_on": day("2026-03-30")}
        home.save("Helen", records.ACTION, values, id=key_of(home, "A2"), reason="Course was put off")
        await story.press("enter")
        await story.hears(SaveRefused)
        await story.sees("Helen Marsh changed this record", "CRS-7")
        await story.press("enter")
        await story.hears(RecordSaved)


async def test_an_owner_who_has_left_is_flagged(home: Home) -> None:
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STAFF, {"employment_end": day("2026-03-01")}, home.key["Sam"]))
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("v")
        await story.sees("left: Sam")
        await story.press("down", "enter")
        await story.sees("Sam Doyle has left: give it another owner.")


# -- one action ------------------------------------------------------------------------------------


async def test_the_whole_story(home: Home) -> None:
    home.save(
        "Helen",
        records.ACTION,
        {"review_on": day("2026-03-30")},
        id=key_of(home, "A2"),
        reason="Course was put off",
    )
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("enter")
        await story.sees(
            "Open. Its review date is 30 Mar 2026",
            "Helen Marsh corrected it.",
            "because Course was put off",
            "5 Mar 2026 → 30 Mar 2026",
        )
        await story.press("c")
        await story.types("CRS-7")
        await story.press("enter")
        await story.sees(
            "Completed on 12 Mar 2026, by its review date 30 Mar 2026.", "Grace Okafor completed it."
        )


async def test_a_mentors_action_is_confirmed_by_the_manager(home: Home) -> None:
    key = proposed(home)
    with pytest.raises(Invalid, match="confirms an action"):
        home.save("Sam", records.ACTION, {"confirmed_on": TODAY}, id=key)
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("v", "end")
        await story.sees("to confirm 1", "to confirm: Practise")
        await story.press("y")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT confirmed_on FROM action WHERE id = :id", {"id": key}) == "2026-03-12"
        await story.sees_no_more("to confirm: Practise")
        await story.press("y")
        await story.sees("There is nothing to confirm")


# -- the form --------------------------------------------------------------------------------------


async def test_a_new_action_of_somebody(home: Home) -> None:
    async with tell(home.app("Grace", Actions)) as story:
        await story.press("n")
        await story.types("ben")
        await story.press("tab", "tab")
        await story.types("Visit the night team")
        await story.press("tab")
        await story.types("Sam")
        await story.press("tab")
        await story.types("+7")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        row = home.store.row(
            "SELECT pairing_id, owner_id, review_on, confirmed_on, recorded_by_id FROM action "
            "WHERE action = 'Visit the night team'"
        )
        grace, sam = home.key["Grace"], home.key["Sam"]
        assert row == (home.key["Ben's"], sam, "2026-03-19", "2026-03-12", grace)
        await story.sees("on the list of Sam Doyle")


async def test_a_mentors_new_action_waits_to_be_confirmed(home: Home) -> None:
    page = lambda seat: ActionEntry(seat, pairing_key=home.key["Amara's"])  # noqa: E731
    async with tell(home.app("Sam", page)) as story:
        await story.sees("For which goal")
        form = story.app.screen.query_one(Form)
        form.go_to("action")
        await story.types("Read the policy")
        form.go_to("owner_id")
        await story.types("Amara")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        row = home.store.row("SELECT confirmed_on, owner_id FROM action WHERE action = 'Read the policy'")
        assert row == (None, home.key["Amara"])
    reader = home.seat("Grace").reader
    assert actions.tally(reader).unconfirmed == 1


async def test_a_correction_has_its_reason(home: Home) -> None:
    page = lambda seat: ActionForm(seat, key_of(home, "A2"), home.key["Amara's"])  # noqa: E731
    async with tell(home.app("Grace", page)) as story:
        form = story.app.screen.query_one(Form)
        form.go_to("review_on")
        await story.types("30 March 2026")
        await story.press("ctrl+s")
        await story.hears(SaveRefused)
        await story.sees("A correction of Next mentoring review date")
        form.go_to("reason")
        await story.types("The course was put off")
        await story.press("ctrl+s")
        await story.hears(RecordSaved)
        assert home.store.value("SELECT review_on FROM action WHERE ref = 'A2'") == "2026-03-30"


async def test_the_form_is_for_those_who_write_actions(home: Home) -> None:
    async with tell(home.app("Dilip", lambda seat: ActionForm(seat, "", home.key["Amara's"]))) as story:
        await story.sees("Actions are written by the mentor")
        assert not story.app.screen.query(Form)
    async with tell(home.app("Bea", lambda seat: ActionPage(seat, key_of(home, "A2")))) as story:
        await story.sees("not among those that you may see")


async def test_a_draft_of_a_new_action_is_known_by_its_pairing(home: Home) -> None:
    seat: Seat = home.seat("Grace")
    place: Place = ActionEntry(seat, home.key["Amara's"])
    assert isinstance(place, ActionForm)
    assert place.subject == home.key["Amara's"]


async def test_any_text_goes_through(home: Home) -> None:
    async with tell(home.app("Grace", Actions), LARGE) as story:
        for text in hostile.UNCLEAN.values():
            await story.press("c")
            await story.types(text)
            await story.press("escape")
        await story.press("c")
        await story.types(" ".join(text for text in hostile.TEXTS.values() if len(text) < 40)[:200])
        await story.press("enter")
        await story.hears(RecordSaved)
        assert "[@click=app.quit]x[/]" in home.store.value(
            "SELECT evidence_reference FROM action WHERE ref = 'A2'"
        )
        await story.press("v", "v", "enter")
        await story.sees("[@click=app.quit]x[/]")
        assert story.app.return_code is None


async def test_from_today_to_done(home: Home) -> None:
    async with tell(home.app("Grace")) as story:
        await story.sees("Book the insulin course")
        await story.press("enter")
        await story.sees("Overdue: its review date was 5 Mar 2026")
        await story.press("c")
        await story.types("CRS-7")
        await story.press("enter")
        await story.hears(RecordSaved)
        await story.press("escape")
        await story.sees_no_more("Book the insulin course")
        assert home.store.value("SELECT evidence_reference FROM action WHERE ref = 'A2'") == "CRS-7"


async def test_evidence_that_was_being_typed_is_found_from_today(home: Home) -> None:
    seat = home.seat("Grace")
    seat.drafting.note("evidence", key_of(home, "A2"), {"evidence": "CRS-"})
    seat.drafting.end()
    async with tell(home.app("Grace")) as story:
        await story.sees("The evidence of an action")
        await story.press("home", "enter")
        await story.sees("Where is the evidence?", "CRS-")
