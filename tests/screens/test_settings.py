"""Settings: one's own choices, and what the administrator decides, each with its reason and date."""

from __future__ import annotations

import json
from datetime import date

import pytest

from mentor_tui import identity, policy
from mentor_tui.store import choices
from mentor_tui.store.schedules import load_policy
from screens.place import Place, RecordSaved
from screens.settings import SECTIONS, Settings
from screens.settings_own import Display, Passphrase, PinEntry
from screens.settings_policy import Policies, PolicyEntry
from screens.settings_registers import Calendar, Meetings, OrganisationEntry, ServiceEntry, Services, Words
from screens.settings_roles import Roles
from tests.reasons import latest_reason
from tests.screens.home import ADMINISTRATOR, NOW, TODAY, Home
from tests.story import LARGE, SMALL, Story, tell
from tests.widgets import hostile
from widgets import themes
from widgets.entry import Secret
from widgets.form import Form
from widgets.listing import Listing


def rows(story: Story) -> list[str]:  # type: ignore[type-arg]
    listing = story.app.screen.query_one(Listing)
    found = [listing.row_at(place) for place in range(listing.length)]
    return [" | ".join(map(str, row.cells)) for row in found if row]


async def fill(story: Story, **answers: str) -> None:  # type: ignore[type-arg]
    """Writes answers into the form, as choosing and typing would."""
    form = story.app.screen.query_one(Form)
    for name, text in answers.items():
        form._rows[name].editor.write(text)
    await story.settle()


async def save(story: Story) -> None:  # type: ignore[type-arg]
    """Saves, and waits until the office has."""
    await story.press("ctrl+s")
    await story.hears(RecordSaved)


def last_reason(home: Home) -> str:
    return latest_reason(home.store)


async def test_an_administrator_sees_all_of_it_others_their_own(home: Home) -> None:
    async with tell(home.app("Nora", Settings)) as story:
        await story.sees("Display", "PIN", "Services", "Policy and programmes")
        assert len(rows(story)) == len(SECTIONS)
    async with tell(home.app("Sam", Settings)) as story:
        await story.sees("Display", "PIN", "Passphrase")
        assert len(rows(story)) == 3


@pytest.mark.parametrize("section", SECTIONS, ids=[one.key for one in SECTIONS])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["small", "large"])
async def test_every_section_opens(home: Home, section: object, size: tuple[int, int]) -> None:
    place = SECTIONS.index(section)
    async with tell(home.app("Nora", Settings), size) as story:
        await story.press(*["down"] * place, "enter")
        await story.settle()
        assert not isinstance(story.app.screen, Settings)
        assert isinstance(story.app.screen, Place)
        await story.press("escape")
        await story.sees("Settings")


@pytest.mark.parametrize("screen", [Services, Roles, Policies, Meetings, Calendar, Words])
async def test_nobody_else_reads_or_changes_the_registers(home: Home, screen: type[Place]) -> None:
    async with tell(home.app("Helen", screen)) as story:
        listing = story.app.screen.query_one(Listing)
        if screen is not Policies:
            assert listing.length == 0
        await story.press("n" if screen is not Policies else "enter")
        await story.sees("administrator")
        assert not story.app.screen.query(Form)


# -- one's own -------------------------------------------------------------------------------------


async def test_a_look_is_taken_at_once_and_kept(home: Home) -> None:
    async with tell(home.app("Sam", Display)) as story:
        await story.sees("Dark", "Light", "High contrast")
        await story.press("home", "down", "enter")
        await story.app.workers.wait_for_complete()
        assert story.app.theme in (themes.LIGHT, themes.SIXTEEN)  # as the terminal of the test can show
    assert choices.choices_of(home.store, home.key["Sam"])["theme"] == themes.LIGHT
    assert choices.choices_of(home.store, home.key["Ruth"]) == {}


async def test_a_pin_is_set_by_whoever_knows_the_passphrase(home: Home) -> None:
    passphrase = "velvet-otter-basket"
    identity.set_passphrase(home.store, home.office, ADMINISTRATOR, home.key["Sam"], passphrase, NOW)
    async with tell(home.app("Sam", PinEntry)) as story:
        await story.sees("You have none yet", "Passphrase now")
        await story.types("not mine at all")
        await story.press("enter")
        await story.types("2580")
        await story.press("enter")
        await story.sees("is not right")
        assert not identity.has_pin(home.store, home.key["Sam"])
        now, pin = story.app.screen.query(Secret)
        now.value = passphrase
        pin.value = "1111"
        await story.press("ctrl+s")
        await story.sees("among the first that others would try")
        pin.value = "2580"
        await story.press("ctrl+s")
        await story.sees("Your PIN is set")
    assert identity.has_pin(home.store, home.key["Sam"])


async def test_a_passphrase_is_changed(home: Home) -> None:
    identity.set_passphrase(
        home.store, home.office, ADMINISTRATOR, home.key["Sam"], "velvet-otter-basket", NOW
    )
    async with tell(home.app("Sam", Passphrase)) as story:
        now, new = story.app.screen.query(Secret)
        now.value, new.value = "velvet-otter-basket", "lantern-gravel-piano"
        await story.press("ctrl+s")
        await story.sees("Your new passphrase is set")
    assert identity.sign_in(home.store, home.office, home.key["Sam"], "lantern-gravel-piano", NOW)


# -- everybody's -----------------------------------------------------------------------------------


async def test_policy_changes_from_a_date_with_a_reason(home: Home) -> None:
    async with tell(home.app("Nora", Policies)) as story:
        await story.sees("Days of grace for a session", "working days")
        await story.press("enter")
        await story.sees("Now 2 working days; out of the box 2.")
        await fill(story, value="3", from_on="2026-04-01")
        await story.press("ctrl+s")
        await story.sees("There is a problem", "Reason: This needs an answer.")
        await fill(story, reason="Agreed by the board")
        await save(story)
        await story.sees("every schedule that it touches is worked out again")
        await story.sees("3 to come")
    kept = load_policy(home.store)
    assert kept.at(policy.GRACE_DAYS, TODAY) == 2
    assert kept.at(policy.GRACE_DAYS, date(2026, 4, 1)) == 3
    assert home.store.value("SELECT reason FROM policy_change") == "Agreed by the board"


async def test_a_second_change_of_one_day_corrects_the_first(home: Home) -> None:
    for value in ("3", "4"):
        async with tell(home.app("Nora", lambda seat: PolicyEntry(seat, policy.GRACE_DAYS))) as story:
            await fill(story, value=value, reason=f"because {value}")
            await save(story)
            await story.sees("is worked out again")
    assert home.store.rows("SELECT value, reason FROM policy_change") == [("4", "because 4")]
    assert last_reason(home) == "because 4"


async def test_the_days_of_a_programme_change(home: Home) -> None:
    key = policy.offsets_key("new_starter")
    async with tell(home.app("Nora", lambda seat: PolicyEntry(seat, key))) as story:
        await story.sees("7 14 21 28 42 56 70 84")
        await fill(story, value="7 14 14", reason="a try")
        await story.press("ctrl+s")
        await story.sees("Sessions must be in order")
        await fill(story, value="7 21 42")
        await save(story)
        await story.sees("is worked out again")
    assert load_policy(home.store).offsets("new_starter", TODAY) == (7, 21, 42)


async def test_a_service_is_added_and_changed(home: Home) -> None:
    async with tell(home.app("Nora", Services)) as story:
        await story.sees("Ash Lodge", "Oak House", "Wales")
        await story.press("n")
        await story.sees("Ctrl+S Save")
        await fill(story, service_id="ELM", name="Elm Court", nation="scotland")
        await save(story)
        await story.sees("Elm Court", "Scotland")
        await story.press("/")
        await story.types("elm")
        await story.press("enter", "enter")
        await story.sees("Service", "Why *")
        await fill(story, name="Elm Court West", reason="was renamed")
        await save(story)
        await story.sees("Saved. The journal keeps who changed it", "Elm Court West")
    assert home.store.value("SELECT name FROM service WHERE ref = 'ELM'") == "Elm Court West"
    assert last_reason(home) == "was renamed"


async def test_two_administrators_see_each_others_change(home: Home) -> None:
    key = home.key["ASH"]
    async with tell(home.app("Nora", lambda seat: ServiceEntry(seat, key))) as story:
        from mentor_tui import records
        from mentor_tui.office import Change

        home.office.save(
            home.actor("Nora"), Change(records.SERVICE, {"name": "Ash House"}, key, reason="sign")
        )
        await fill(story, name="Ash Place", reason="also")
        await story.press("ctrl+s")
        await story.sees("changed this while you had it open", "Ash House", "Ash Place")
        await save(story)
        await story.settle()
        await story.sees_no_more("changed this while")
    assert home.store.value("SELECT name FROM service WHERE ref = 'ASH'") == "Ash Place"


async def test_meetings_days_and_words(home: Home) -> None:
    async with tell(home.app("Nora", Meetings)) as story:
        await story.press("n")
        await story.sees("Ctrl+S Save")
        await fill(story, kind="workforce", held_on="2026-04-15")
        await save(story)
        await story.sees("Wed 15 Apr 2026", "Workforce governance")
    async with tell(home.app("Nora", Calendar)) as story:
        await story.press("n")
        await story.sees("Ctrl+S Save")
        await fill(story, nation="england", day="2026-12-24", working="no", reason="the office is closed")
        await save(story)
        await story.sees("Thu 24 Dec 2026", "no working day", "the office is clo")
    async with tell(home.app("Nora", Words)) as story:
        await story.press("n")
        await story.sees("Ctrl+S Save")
        await fill(story, list="support_issues", word="Driving between visits")
        await save(story)
        await story.sees("Driving between visits")
    assert home.store.value("SELECT held_on FROM meeting") == "2026-04-15"
    assert home.store.value("SELECT working FROM calendar_day") == 0
    assert home.store.value("SELECT count(*) FROM list_word WHERE word = 'Driving between visits'") == 1


async def test_roles_are_given_with_a_reason(home: Home) -> None:
    async with tell(home.app("Nora", Roles)) as story:
        await story.sees("Amara Nwosu", "Mentee", "not yet")
        await story.press("/")
        await story.types("ken")
        await story.press("enter", "enter")
        await story.sees("Roles", "Ken Ito")
        await fill(story, roles="mentor;line_manager", reason="leads the night shift")
        await save(story)
        await story.sees("Mentor; Line Manager")
    assert home.store.value("SELECT roles FROM staff WHERE ref = 'M3'") == "mentor;line_manager"
    assert home.actor("Ken").holds("line_manager")
    assert last_reason(home) == "leads the night shift"


async def test_somebody_outside_the_register_is_added(home: Home) -> None:
    async with tell(home.app("Nora", Roles)) as story:
        await story.press("n")
        await story.sees("Ctrl+S Save")
        await fill(story, name="Alun Prosser", roles="board_quality_lead@*")
        await save(story)
        await story.sees("Alun Prosser", "Board Quality Lead")
    roles, service = home.store.rows("SELECT roles, service_id FROM staff WHERE name = 'Alun Prosser'")[0]
    assert (roles, service) == ("board_quality_lead@*", None)


async def test_a_code_is_given_once_and_shown_once(home: Home) -> None:
    async with tell(home.app("Nora", Roles)) as story:
        await story.press("/")
        await story.types("grace")
        await story.press("enter", "c")
        await story.sees("Give Grace Okafor a one-time code?")
        await story.press("right", "enter")
        await story.sees("The one-time code", "Hand it over in person")
        shown = next(line for line in story.screen_lines() if line.strip(" │")[5:6] == "-")
        code = shown.strip(" │")
        await story.press("enter")
        await story.sees("code given")
    actor = identity.use_reset_code(
        home.store, home.office, home.key["Grace"], code, "lantern-gravel-piano", NOW
    )
    assert actor.id == home.key["Grace"]


async def test_an_account_is_linked(home: Home) -> None:
    async with tell(home.app("Nora", Roles)) as story:
        await story.press("/")
        await story.types("grace")
        await story.press("enter", "l")
        await story.sees("Which account of this machine is Grace Okafor's?")
        await story.types("gokafor")
        await story.press("enter")
        await story.sees("gokafor is Grace Okafor from now on", "linked")
    found = identity.linked(home.store, "gokafor", TODAY)
    assert found is not None
    assert found.id == home.key["Grace"]


@pytest.mark.parametrize("said", hostile.TEXTS.values(), ids=hostile.TEXTS.keys())
async def test_hostile_names_stay_text(home: Home, said: str) -> None:
    key = home.store.value("SELECT id FROM organisation")
    async with tell(home.app("Nora", lambda seat: OrganisationEntry(seat, key))) as story:
        await fill(story, name=said, reason=said)
        await story.press("ctrl+s")
        await story.settle()
        assert story.app.is_running
    entry = home.store.row("SELECT changes FROM journal ORDER BY seq DESC")
    assert entry is not None
    assert isinstance(json.loads(entry[0]), dict)
