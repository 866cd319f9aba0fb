"""The audit: figures with movement, opened to their records, charted, signed, and what differs since."""

from __future__ import annotations

import json

import pytest

from mentor_tui import records
from mentor_tui.app import MentorApp
from mentor_tui.calendar import Period
from mentor_tui.catalogue import MONTH
from mentor_tui.declare import Value
from mentor_tui.figures import Average, Below, Proportion
from mentor_tui.office import Change, Invalid, NotAllowed
from mentor_tui.store import evidence
from mentor_tui.store.read import audit
from mentor_tui.store.read.audit import AuditMonth, Scope
from mentor_tui.store.read.audit_records import RecordsBehind
from screens.action_page import ActionPage
from screens.audit import Audit, MonthFound
from screens.chart_page import ChartPage
from screens.evidence import EvidencePage
from screens.pairing import PairingPage
from screens.place import RecordSaved
from tests.screens.home import ADMINISTRATOR, TODAY, Home, day
from tests.story import LARGE, Story, tell
from tests.widgets import hostile

FEBRUARY = Period.month("2026-02")
MARCH = Period.month("2026-03")


def scope_of(home: Home, who: str, name: str) -> Scope:
    return next(one for one in audit.scopes(home.seat(who).reader) if one.name == name)


def month_of(home: Home, who: str = "Dilip", period: Period = FEBRUARY) -> AuditMonth:
    return audit.month(home.seat(who).reader, scope_of(home, who, "Ash Lodge"), period)


def signed(home: Home) -> str:
    return home.save(
        "Dilip",
        records.AUDIT,
        {
            "kind": "A5",
            "period": "2026-02",
            "service_id": home.key["ASH"],
            "signed_on": TODAY,
            "signed_by_id": home.key["Dilip"],
            "comment": "Cover is arranged for half term.",
            "figures": audit.frozen_now(
                home.seat("Dilip").reader, scope_of(home, "Dilip", "Ash Lodge"), FEBRUARY
            ),
        },
    )


def late_session(home: Home) -> str:
    """A session of February that is written down only now."""
    return home.save(
        "Sam",
        records.SESSION,
        {
            "pairing_id": home.key["Amara's"],
            "held_on": day("2026-02-24"),
            "confidence_score": 6,
            "top_support_issue": "Medication",
        },
    )


# -- what is read ----------------------------------------------------------------------------------


def test_the_audited_three_stand_first_and_are_those_of_the_figures(home: Home) -> None:
    month = month_of(home)
    assert [line.measure.key for line in month.lines[:3]] == list(audit.AUDITED)
    for line in month.lines:
        assert line.now == evidence.figure(home.store, line.measure.key, FEBRUARY, "ASH", TODAY)
        assert line.before == evidence.figure(home.store, line.measure.key, FEBRUARY.previous(), "ASH", TODAY)
        assert line.earlier == evidence.figure(
            home.store, line.measure.key, FEBRUARY.previous(6), "ASH", TODAY
        )
    assert month.due_on == day("2026-03-31")
    assert month.waiting[-1] == FEBRUARY
    assert "services_below_threshold" not in [line.measure.key for line in month.lines]


def test_late_is_kept_apart_from_never(home: Home) -> None:
    home.save("Grace", records.ACTION, {"completed_on": TODAY}, id=_action(home, "A2"))
    line = next(one for one in month_of(home, period=MARCH).lines if one.measure.key == "action_completion")
    assert isinstance(line.now, Proportion)
    assert (line.now.numerator, line.now.denominator, line.late, line.never) == (0, 1, 1, 0)
    reviews = next(one for one in month_of(home).lines if one.measure.key == "week_four_reviews_on_time")
    assert (reviews.late, reviews.never) == (0, 1)


def _action(home: Home, ref: str) -> str:
    return str(home.store.value("SELECT id FROM action WHERE ref = :ref", {"ref": ref}))


def test_who_sees_which_services(home: Home) -> None:
    def names(who: str) -> list[str]:
        return [one.name for one in audit.scopes(home.seat(who).reader)]

    assert names("Dilip") == ["All services", "Ash Lodge", "Oak House"]
    assert names("Helen") == ["Ash Lodge"]
    assert names("Sam") == []
    assert names("Amara") == []


def test_several_services_together_are_added(home: Home) -> None:
    reader = home.seat("Dilip").reader
    both = Scope("", "All my services", ("ASH", "OAK"))
    together = audit.figure(reader, both, "sessions_on_schedule", FEBRUARY)
    ash = audit.figure(reader, Scope("x", "", ("ASH",)), "sessions_on_schedule", FEBRUARY)
    oak = audit.figure(reader, Scope("x", "", ("OAK",)), "sessions_on_schedule", FEBRUARY)
    assert isinstance(together, Proportion)
    assert isinstance(ash, Proportion)
    assert isinstance(oak, Proportion)
    assert together.denominator == ash.denominator + oak.denominator > ash.denominator
    behind = RecordsBehind(reader, both, FEBRUARY, "sessions_on_schedule")
    assert behind.how_many(None) == together.denominator
    one_by_one = [one.key for n in range(together.denominator) for one in behind.page(None, n, 1)]
    assert one_by_one == [one.key for one in behind.page(None, 0, 100)]
    assert audit.added([Average(5, 2), Average(1, 1)]) == Average(6, 3)
    assert audit.added([Below(1, 1, ("B",)), Below(1, 2, ("A",))]) == Below(2, 3, ("A", "B"))
    assert audit.added([2, 3]) == 5


@pytest.mark.parametrize("key", MONTH)
def test_every_figure_opens_to_its_records(home: Home, key: str) -> None:
    reader = home.seat("Dilip").reader
    behind = RecordsBehind(reader, scope_of(home, "Dilip", "All services"), FEBRUARY, key)
    lines = behind.page(None, 0, 100)
    assert len(lines) == behind.how_many(None)
    assert len({one.key for one in lines}) == len(lines)
    assert sum(one.counted for one in lines) == behind.inside
    assert all(one.words for one in lines)
    assert behind.page(True, 0, 100) == [one for one in lines if one.counted]
    assert behind.page(False, 0, 100) == [one for one in lines if not one.counted]


def test_references_without_names_for_those_who_read_figures(home: Home) -> None:
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STAFF, {"roles": ("data_analyst@*",)}, home.key["Lena"]))
    reader = home.seat("Lena").reader
    for key in ("sessions_on_schedule", "open_actions", "session_records_same_day", "retention_90_day_all"):
        for period in (FEBRUARY, MARCH):
            behind = RecordsBehind(reader, audit.scopes(reader)[0], period, key)
            assert all((one.who, one.pairing) == ("", "") for one in behind.page(None, 0, 100))
    assert RecordsBehind(reader, audit.scopes(reader)[0], FEBRUARY, "sessions_on_schedule").inside


def test_a_chart_has_the_months_that_are_over(home: Home) -> None:
    reader = home.seat("Dilip").reader
    series = audit.series(reader, scope_of(home, "Dilip", "Ash Lodge"), "sessions_on_schedule", MARCH)
    assert series.months[-1] == FEBRUARY
    assert all(isinstance(one, Proportion) and one.denominator for one in series.figures)
    assert series.chart.limits is None
    assert not any(series.firm)
    assert (
        audit.series(reader, scope_of(home, "Dilip", "Oak House"), "action_completion", FEBRUARY).months == ()
    )


# -- signing ---------------------------------------------------------------------------------------


def test_a_late_record_shows_beside_the_signed_figure(home: Home) -> None:
    signed(home)
    assert not month_of(home).differing
    ref = home.store.value("SELECT ref FROM session WHERE id = :id", {"id": late_session(home)})
    month = month_of(home)
    line = next(one for one in month.lines if one.measure.key == "session_records_same_day")
    assert (line.signed, line.now) == (Proportion(2, 2), Proportion(2, 3))
    assert line.difference is not None
    assert line.difference.arrived == (("session", ref),)
    assert month.signature is not None
    assert month.signature.by == "Dilip Rao"
    assert FEBRUARY not in month.waiting


def test_only_the_operations_manager_signs_and_only_a_month_that_is_over(home: Home) -> None:
    values: dict[str, Value] = {
        "kind": "A5",
        "service_id": home.key["ASH"],
        "signed_on": TODAY,
        "comment": "All well",
    }
    for who in ("Helen", "Grace", "Tom", "Sam", "Nora"):
        with pytest.raises(NotAllowed):
            home.save(who, records.AUDIT, {**values, "period": "2026-02"})
    with pytest.raises(Invalid, match="not over yet"):
        home.save("Dilip", records.AUDIT, {**values, "period": "2026-03"})


def test_figures_that_were_signed_elsewhere(home: Home) -> None:
    assert audit.stated({"numerator": 1, "denominator": 3, "percent": 33.3}) == Proportion(1, 3)
    assert audit.stated({"average": 1.5, "count": 4}) == Average(6, 4)
    assert audit.stated({"count": 2, "of": 9, "services": ["A"]}) == Below(2, 9, ("A",))
    assert audit.stated(4) == 4
    several: list[object] = [None, {}, [], {"numerator": "x", "denominator": 2}]
    for nonsense in several:
        assert audit.stated(nonsense) is None
    home.save(
        "Dilip",
        records.AUDIT,
        {
            "kind": "A5",
            "period": "2026-02",
            "service_id": home.key["ASH"],
            "signed_on": TODAY,
            "comment": "On paper",
            "figures": json.dumps({"figures": "none"}),
        },
    )
    month = month_of(home)
    assert month.signature is not None
    assert not month.signature.readable
    assert all(line.signed is None for line in month.lines)


# -- the screen ------------------------------------------------------------------------------------


async def opened(story: Story[MentorApp]) -> None:
    await story.hears(MonthFound)
    await story.settle()


async def test_from_the_figures_to_a_record(home: Home) -> None:
    async with tell(home.app("Dilip", Audit)) as story:
        await opened(story)
        await story.sees(
            "February 2026", "known 12 Mar 2026", "Your signature due 31 Mar 2026", "2 of 5", "was 1 of 3",
            "too early to tell", "Session timeliness: sessions on schedule.", "2 of 5, likely 12 to 77%",
        )  # fmt: skip
        await story.press("enter")
        await story.sees(
            "2 inside, 3 outside", "Amara Nwosu", "held in its window", "missed", "P1, session 1"
        )
        await story.press("v")
        await story.sees("Shown: inside")
        await story.sees_no_more("missed")
        await story.press("v")
        await story.sees("Shown: outside", "missed")
        await story.press("enter")
        assert isinstance(story.app.screen, PairingPage)
        await story.press("escape", "escape", "down")
        await story.sees("Action completion: actions completed on time.")
        await story.press("enter")
        await story.sees("Amara Nwosu", "completed 16 Feb", "A1 Shadow two")
        await story.press("enter")
        assert isinstance(story.app.screen, ActionPage)


async def test_months_and_services(home: Home) -> None:
    async with tell(home.app("Dilip", Audit)) as story:
        await opened(story)
        await story.press("left")
        await opened(story)
        await story.sees("January 2026", "1 of 3")
        await story.press("right", "right", "right", "right")
        await opened(story)
        await story.sees("March 2026", "Under way")
        await story.press("s")
        await story.sees("Mar 2026 is not over yet.")
        await story.press("v")
        await story.types("oak")
        await story.press("enter")
        await opened(story)
        await story.sees("Oak House")
        await story.press("v", "up", "up", "enter")
        await opened(story)
        await story.sees("All services", "v chooses a service")
        await story.press("end", "enter")
        await story.sees("Services below the threshold")


async def test_opens_where_it_was_asked_to(home: Home) -> None:
    page = lambda seat: Audit(seat, home.key["OAK"], "2026-01")  # noqa: E731
    async with tell(home.app("Dilip", page)) as story:
        await opened(story)
        await story.sees("Oak House", "January 2026")
    draft = lambda seat: Audit(seat, f"{home.key['OAK']} 2026-01")  # noqa: E731
    async with tell(home.app("Dilip", draft)) as story:
        await opened(story)
        await story.sees("Oak House", "January 2026")


async def test_signed_and_then_a_late_record(home: Home) -> None:
    async with tell(home.app("Dilip", Audit)) as story:
        await opened(story)
        await story.press("s")
        await story.sees("Session timeliness", "2 of 5")
        await story.press("ctrl+s")
        await story.sees("Comment: This needs an answer.")
        await story.press("enter")
        await story.types("Cover is arranged for half term.")
        await story.press("ctrl+s")
        await story.sees("Sign February 2026 of Ash Lodge?", "It cannot be undone")
        await story.press("escape")
        assert home.store.value("SELECT count(*) FROM audit") == 0
        await story.press("ctrl+s", "right", "enter")
        await story.hears(RecordSaved)
        row = home.store.row("SELECT kind, period, service_id, signed_by_id, signed_on FROM audit")
        assert row == ("A5", "2026-02", home.key["ASH"], home.key["Dilip"], "2026-03-12")
        await opened(story)
        await story.sees("Signed 12 Mar 2026")
        late_session(home)
        story.app.clear_notifications()
        assert isinstance(story.app.screen, Audit)
        story.app.screen.renew()
        await opened(story)
        await story.sees("4 differ since", "now 3 of 5", "changed: session 3 of P1.")
        await story.press("s")
        await story.sees(
            "Signed on 12 Mar 2026 by Dilip Rao", "Cover is arranged", "signed 2 of 5, now 3 of 5"
        )


async def test_a_signature_that_was_turned_down_can_be_given_again(home: Home) -> None:
    async with tell(home.app("Dilip", Audit)) as story:
        await opened(story)
        await story.press("s")
        await story.types("Half a thought")
        await story.press("escape")
        await story.sees("February 2026")
        await story.press("s")
        await story.sees("Half a thought")


async def test_who_may_not_sign_sees_the_figures(home: Home) -> None:
    async with tell(home.app("Helen", Audit)) as story:
        await opened(story)
        await story.sees("The signature due 31 Mar 2026", "2 of 5")
        assert "s Sign" not in story.screen_text()
        await story.press("v")
        await story.sees("You see the figures of this service alone.")
    signed(home)
    async with tell(home.app("Helen", Audit)) as story:
        await opened(story)
        await story.press("s")
        await story.sees("Signed on 12 Mar 2026 by Dilip Rao", "rests on the same records")


async def test_who_sees_no_figures_is_told(home: Home) -> None:
    async with tell(home.app("Sam", Audit)) as story:
        await story.sees("The audit is for those who answer for a service")
        await story.press("enter", "left", "s", "x", "v")
        assert isinstance(story.app.screen, Audit)


async def test_the_chart(home: Home) -> None:
    async with tell(home.app("Dilip", Audit)) as story:
        await opened(story)
        await story.press("x")
        assert isinstance(story.app.screen, ChartPage)
        await story.sees(
            "dots without limits", "○", "Feb 2026", "fewer than 10 that month", "Limits: mean ± 2.66"
        )
        assert all(len(line) <= 80 for line in story.screen_lines())
    async with tell(home.app("Dilip", Audit), LARGE) as story:
        await opened(story)
        await story.sees("Sessions on schedule in % by month.", "Wait for a signature")
        await story.press("down")
        await story.sees("Actions completed on time in % by month.")


async def test_any_text_goes_through(home: Home) -> None:
    with home.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.SERVICE, {"name": "[/b] Ash [@click=app.quit]x[/]"}, home.key["ASH"]))
        batch.add(Change(records.STAFF, {"name": "[JS] [/] Amara"}, home.key["Amara"]))
    async with tell(home.app("Dilip", Audit), LARGE) as story:
        await opened(story)
        await story.sees("[/b] Ash")
        await story.press("enter")
        await story.sees("[JS] [/] Amara")
        assert isinstance(story.app.screen, EvidencePage)
        await story.press("escape", "s")
        await story.types("\n".join(text for text in hostile.TEXTS.values() if len(text) < 60))
        await story.press("ctrl+s")
        await story.sees("Sign February 2026 of [/b] Ash")
        await story.press("right", "enter")
        await story.hears(RecordSaved)
        await opened(story)
        await story.press("s")
        await story.sees("[@click=app.quit]x[/]")
        assert story.app.return_code is None
