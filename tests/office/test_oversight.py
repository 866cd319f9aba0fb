"""What people are held to in oversight: evidence, the status with its reason, whose escalation it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui import records
from mentor_tui.calendar import Period
from mentor_tui.declare import Value
from mentor_tui.office import Invalid, NotAllowed
from mentor_tui.store.read import reports
from mentor_tui.store.read.escalations import escalations
from tests.reasons import latest_reason
from tests.screens.home import TODAY, Home, build, day
from tests.screens.overseen import oversee, reader_on

QUARTER = Period.quarter("2025-Q4")


@pytest.fixture(scope="module")
def overseen(tmp_path_factory: pytest.TempPathFactory) -> Home:
    path: Path = tmp_path_factory.mktemp("overseen") / "records.db"
    build(path)
    home = Home.opened(path)
    oversee(home)
    return home


def approval(home: Home, **more: Value) -> dict[str, Value]:
    return {
        "approved_on": TODAY,
        "intervention": "Protected time for mentors",
        "executive_owner_id": home.key["Vera"],
        "target_on": day("2026-06-30"),
        "success_measure": "Sessions on schedule from 40% to 85%",
        **more,
    }


@pytest.mark.parametrize("missing", ["executive_owner_id", "target_on", "success_measure", "intervention"])
def test_nothing_is_approved_without_owner_target_and_measure(overseen: Home, missing: str) -> None:
    with pytest.raises(Invalid) as refused:
        overseen.save("Vera", records.STRATEGIC_ACTION, approval(overseen, **{missing: None}))
    assert missing in [fault.field for fault in refused.value.faults]


def test_only_the_director_approves_and_only_hr_follows_up(overseen: Home) -> None:
    with pytest.raises(NotAllowed):
        overseen.save("Marc", records.STRATEGIC_ACTION, approval(overseen))
    with pytest.raises(NotAllowed):
        overseen.save(
            "Vera",
            records.EXECUTIVE_REVIEW,
            {"strategic_action_id": overseen.key["SA1"], "reviewed_on": TODAY, "status": "on_track"},
        )


def test_nothing_is_complete_without_evidence(overseen: Home) -> None:
    with pytest.raises(Invalid, match="evidence"):
        overseen.save("Vera", records.STRATEGIC_ACTION, {"completed_on": TODAY}, id=overseen.key["SA1"])
    review: dict[str, Value] = {
        "strategic_action_id": overseen.key["SA1"],
        "reviewed_on": TODAY,
        "status": "complete",
    }
    with pytest.raises(Invalid, match="evidence"):
        overseen.save("Marc", records.EXECUTIVE_REVIEW, review)


def assurance(home: Home, status: str) -> dict[str, Value]:
    return {
        "kind": "C5",
        "period": QUARTER.code,
        "signed_on": TODAY,
        "signed_by_id": home.key["Alun"],
        "comment": "The board is assured of the plan.",
        "board_escalation_status": status,
        "figures": reports.frozen_now(reader_on(home, "Alun"), QUARTER),
    }


def test_another_status_than_proposed_needs_a_reason_and_a_quarter_is_signed_once(overseen: Home) -> None:
    month = reports.report(reader_on(overseen, "Alun"), "C5", QUARTER)
    assert reports.proposed_status(month) == "watch"
    with pytest.raises(Invalid, match="the rules propose"):
        overseen.save("Alun", records.AUDIT, assurance(overseen, "escalated"))
    with pytest.raises(NotAllowed):
        overseen.save("Vera", records.AUDIT, assurance(overseen, "watch"))
    key = overseen.save(
        "Alun", records.AUDIT, assurance(overseen, "escalated"), reason="Two managers are new."
    )
    reason = latest_reason(overseen.store, "record = :key", key=key)
    assert reason == "Two managers are new."
    with pytest.raises(Invalid, match="recorded already"):
        overseen.save("Alun", records.AUDIT, assurance(overseen, "watch"))


def said(home: Home, who: str, reference: str, **more: Value) -> dict[str, Value]:
    return {
        "reference": reference,
        "acknowledged_on": TODAY,
        "acknowledged_by_id": home.key[who],
        "will_do": "Cover is arranged.",
        **more,
    }


def test_an_escalation_is_acknowledged_by_its_own_in_their_own_name_today(overseen: Home) -> None:
    with pytest.raises(Invalid, match="goes to others"):
        overseen.save("Marc", records.ACKNOWLEDGEMENT, said(overseen, "Marc", "E6@SA1"))
    with pytest.raises(Invalid, match="no escalation"):
        overseen.save("Vera", records.ACKNOWLEDGEMENT, said(overseen, "Vera", "W9@SA1"))
    with pytest.raises(Invalid, match="own name"):
        overseen.save("Vera", records.ACKNOWLEDGEMENT, said(overseen, "Alun", "E6@SA1"))
    earlier = said(overseen, "Vera", "E6@SA1", acknowledged_on=day("2026-03-01"))
    with pytest.raises(Invalid, match="today"):
        overseen.save("Vera", records.ACKNOWLEDGEMENT, earlier)
    with pytest.raises(Invalid, match="may see"):
        overseen.save("Grace", records.ACKNOWLEDGEMENT, said(overseen, "Grace", "E1@P4@1"))


def test_an_escalation_is_handed_on_after_five_working_days_and_stays_until_its_cause_is_gone(
    overseen: Home,
) -> None:
    def e6(on: str) -> list[tuple[str, bool]]:
        found = escalations(reader_on(overseen, "Vera", day(on)))
        return [(one.role, one.is_acknowledged) for one in found if one.key == "E6@SA1"]

    assert e6("2026-02-27") == []
    assert e6("2026-02-28") == [("director_of_people", False)]
    assert e6("2026-03-06") == [("director_of_people", False)]
    assert e6("2026-03-09") == [("board_quality_lead", False)]
    overseen.save("Alun", records.ACKNOWLEDGEMENT, said(overseen, "Alun", "E6@SA1"))
    assert e6("2026-03-12") == [("board_quality_lead", True)]
    history = next(one for one in escalations(reader_on(overseen, "Vera")) if one.key == "E6@SA1")
    assert [one.will_do for one in history.acknowledged] == ["Cover is arranged."]
    overseen.save(
        "Vera",
        records.STRATEGIC_ACTION,
        {"completed_on": TODAY, "evidence_reference": "BOARD-7"},
        id=overseen.key["SA1"],
    )
    assert e6("2026-03-12") == []


def test_what_was_written_about_a_person_is_not_read_with_figures(overseen: Home) -> None:
    action = next(one for one in escalations(reader_on(overseen, "Grace")) if one.key == "E2@A2")
    assert action.mine
    assert action.may_acknowledge
    words = "Amara's course is booked."
    overseen.save("Grace", records.ACKNOWLEDGEMENT, said(overseen, "Grace", "E2@A2", will_do=words))
    for who, reads in (("Grace", words), ("Helen", words), ("Marc", ""), ("Alun", "")):
        found = [one for one in escalations(reader_on(overseen, who)) if one.key == "E2@A2"]
        assert [each.will_do for each in found[0].acknowledged] == [reads], who
        if not reads:
            assert found[0].acknowledged[0].by == "LM"
            assert found[0].notice.who == "A2"
    references = [one.key for one in escalations(reader_on(overseen, "Marc"), warnings=True)]
    assert len(references) == len(set(references))
