"""The one way to change anything: permission, truth, revision, journal, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.office import Change, Conflict, Invalid, NotAllowed
from mentor_tui.store import journal, schedules
from tests.office.conftest import ADMINISTRATOR, TODAY, House
from tests.reasons import latest_reason


def session(house: House, **values: Any) -> Change:
    stated: dict[str, Any] = {
        "pairing_id": house.pairing,
        "held_on": TODAY,
        "confidence_score": 6,
        "top_support_issue": "Rota",
    }
    return Change(records.SESSION, stated | values)


def count(house: House, table: str) -> int:
    return int(house.store.value(f"SELECT count(*) FROM {table}"))


def test_a_mentor_records_a_session_of_their_own_pairing(house: House) -> None:
    saved = house.office.save(house.as_mentor, session(house, private_notes="Worried about nights"))

    row = house.store.dicts("SELECT * FROM session")[0]
    assert row["id"] == saved.ids[0]
    assert row["recorded_on"] == "2026-03-12"
    assert row["recorded_by_id"] == house.mentor
    assert row["ref"].startswith("SE-")
    assert list(journal.verify(house.store)) == []


def test_the_journal_holds_notes_apart_from_its_entries(house: House) -> None:
    house.office.save(house.as_mentor, session(house, private_notes="Worried about nights"))

    entries = " ".join(row[0] for row in house.store.rows("SELECT changes FROM journal"))
    apart = " ".join(row[0] for row in house.store.rows("SELECT content FROM journal_value"))
    assert "Worried" not in entries
    assert "Worried about nights" in apart


@pytest.mark.parametrize(
    "roles", [("line_manager",), ("registered_manager",), ("administrator",), ("hr_coordinator",)]
)
def test_nobody_but_the_mentor_records_a_session(house: House, roles: tuple[str, ...]) -> None:
    before = count(house, "journal")
    with pytest.raises(NotAllowed, match="This is for the Mentor"):
        house.office.save(house.actor(house.manager, *roles), session(house))
    assert count(house, "session") == 0
    assert count(house, "journal") == before


def test_another_mentor_does_not_reach_the_pairing(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.office.save(house.actor(house.manager, "mentor"), session(house))


def test_a_manager_of_another_service_does_not_reach_it(house: House) -> None:
    stranger = Actor("x", "x", "x", house.other_service, ())
    change = Change(
        records.REVIEW,
        {"pairing_id": house.pairing, "reviewed_on": TODAY, "sessions_completed": 0, "outcome": "on_track"},
    )
    with pytest.raises(NotAllowed):
        house.office.save(stranger, change)


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "held_on", "in the future"),
        ({"held_on": date(2026, 2, 1)}, "held_on", "before the pairing started"),
        ({"confidence_score": 11}, "confidence_score", "expected a whole number from 1 to 10"),
        ({"confidence_score": None}, "confidence_score", "is blank"),
        ({"top_support_issue": "a\x1b[2J"}, "top_support_issue", "control"),
        ({"mode": "pigeon"}, "mode", "in_person"),
        ({"pairing_id": "nobody"}, "pairing_id", "there is no such"),
        ({"recorded_on": date(2026, 3, 11)}, "held_on", "after recorded_on"),
    ],
)
def test_what_is_not_true_is_refused_at_its_field(
    house: House, values: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        house.office.save(house.as_mentor, session(house, **values))
    assert [fault.field for fault in refused.value.faults][:1] == [field]
    assert words in str(refused.value)
    assert count(house, "session") == 0


def test_all_changes_of_one_save_or_none(house: House) -> None:
    with pytest.raises(Invalid):
        house.office.save(house.as_mentor, session(house), session(house, confidence_score=0))
    assert count(house, "session") == 0


def test_a_correction_needs_a_reason_and_keeps_the_old_value(house: House) -> None:
    key = house.office.save(house.as_mentor, session(house)).ids[0]
    correction = Change(records.SESSION, {"confidence_score": 4}, id=key, seen=1)
    with pytest.raises(Invalid, match="needs a reason"):
        house.office.save(house.as_mentor, correction)

    house.office.save(
        house.as_mentor, Change(records.SESSION, {"confidence_score": 4}, id=key, seen=1, reason="Typo")
    )

    assert house.store.value("SELECT confidence_score FROM session") == 4
    changes, reason = house.store.row("SELECT changes, reason FROM journal ORDER BY seq DESC LIMIT 1") or (
        "",
        "",
    )
    made = house.store.value("SELECT id FROM journal WHERE verb = 'made' AND kind = 'session'")
    assert f'"from":6,"replaces":"{made}","to":4' in changes
    assert "Typo" not in reason
    assert latest_reason(house.store) == "Typo"


def test_a_pairing_cannot_start_after_a_session_of_it(house: House) -> None:
    house.office.save(house.as_mentor, session(house, held_on=date(2026, 2, 9)))
    later = {"started_on": date(2026, 2, 10)}
    with pytest.raises(Invalid, match="2026-02-10 is after a session of the pairing on 2026-02-09"):
        house.office.save(
            house.as_hr, Change(records.PAIRING, later, id=house.pairing, seen=1, reason="Mistyped")
        )
    assert house.store.value("SELECT started_on FROM pairing") == "2026-02-02"
    later["started_on"] = date(2026, 2, 9)
    house.office.save(
        house.as_hr, Change(records.PAIRING, later, id=house.pairing, seen=1, reason="Mistyped")
    )


def test_filling_in_a_blank_is_no_correction(house: House) -> None:
    key = house.office.save(house.as_mentor, session(house)).ids[0]
    house.office.save(house.as_mentor, Change(records.SESSION, {"minutes": 30}, id=key, seen=1))
    assert house.store.value("SELECT minutes FROM session") == 30


def test_the_second_of_two_editors_is_told_what_changed(house: House) -> None:
    key = house.office.save(house.as_mentor, session(house)).ids[0]
    house.office.save(
        house.as_mentor,
        Change(records.SESSION, {"top_support_issue": "Nights"}, id=key, seen=1, reason="More exact"),
    )
    with pytest.raises(Conflict) as conflict:
        house.office.save(
            house.as_mentor,
            Change(records.SESSION, {"confidence_score": 3}, id=key, seen=1, reason="Misheard"),
        )
    [theirs] = conflict.value.theirs
    assert (theirs.label, theirs.before, theirs.now, theirs.who) == (
        "Top support issue",
        "Rota",
        "Nights",
        "Mo Khan",
    )
    assert house.store.value("SELECT confidence_score FROM session") == 6


def test_the_same_change_twice_writes_nothing(house: House) -> None:
    key = house.office.save(house.as_mentor, session(house)).ids[0]
    before = count(house, "journal")
    house.office.save(house.as_mentor, Change(records.SESSION, {"confidence_score": 6}, id=key))
    assert count(house, "journal") == before


def test_only_an_administrator_imports_history(house: House) -> None:
    with (
        pytest.raises(NotAllowed, match="Only an administrator"),
        house.office.batch(house.as_hr, history=True),
    ):
        pass


def test_roles_are_given_by_the_administrator_alone(house: House) -> None:
    promote = Change(records.STAFF, {"roles": ("registered_manager",)}, id=house.mentor)
    with pytest.raises(NotAllowed, match="Only the administrator"):
        house.office.save(house.as_hr, promote)
    house.office.save(ADMINISTRATOR, promote)
    assert house.store.value("SELECT roles FROM staff WHERE ref = 'M1'") == "registered_manager"


class TestAllocation:
    def pairing(self, house: House, **values: Any) -> Change:
        stated: dict[str, Any] = {
            "mentee_id": house.mentee,
            "mentor_id": house.mentor,
            "started_on": TODAY,
            "programme": "role_change",
        }
        return Change(records.PAIRING, stated | values)

    def test_writes_its_slots(self, house: House) -> None:
        key = house.office.save(house.as_hr, self.pairing(house)).ids[0]
        slots = house.store.rows("SELECT number, due_on, cycle FROM slot WHERE pairing_id = :p", {"p": key})
        assert slots == [
            (1, "2026-03-19", 1),
            (2, "2026-03-26", 1),
            (3, "2026-04-09", 1),
            (4, "2026-04-23", 2),
            (5, "2026-05-07", 2),
        ]

    def test_nobody_mentors_themselves(self, house: House) -> None:
        with pytest.raises(Invalid, match="same person"):
            house.office.save(house.as_hr, self.pairing(house, mentor_id=house.mentee))

    def test_one_open_pairing_of_a_programme(self, house: House) -> None:
        with pytest.raises(Invalid, match=r"open pairing of the same programme \(P1\)"):
            house.office.save(house.as_hr, self.pairing(house, programme="new_starter"))

    def test_a_mentor_at_capacity_needs_a_reason(self, house: House) -> None:
        house.office.save(house.as_hr, self.pairing(house))
        third = self.pairing(house, programme="return_to_work")
        with pytest.raises(Invalid, match=r"is at capacity \(2 of 2\)"):
            house.office.save(house.as_hr, third)
        house.office.save(
            house.as_hr,
            self.pairing(house, programme="return_to_work", why_this_mentor="Knows her from before"),
        )

    def test_the_own_line_manager_needs_a_reason(self, house: House) -> None:
        with pytest.raises(Invalid, match="is the mentee's own line manager"):
            house.office.save(house.as_hr, self.pairing(house, mentor_id=house.manager))


class TestActions:
    def action(self, house: House, actor: Actor, **values: Any) -> str:
        stated: dict[str, Any] = {
            "pairing_id": house.pairing,
            "need_identified_on": TODAY,
            "action": "Shadow a medication round",
            "owner_id": house.mentee,
            "review_on": TODAY + timedelta(days=14),
        }
        return house.office.save(actor, Change(records.ACTION, stated | values)).ids[0]

    def test_mentor_and_line_manager_log_one(self, house: House) -> None:
        self.action(house, house.as_mentor)
        self.action(house, house.as_manager)
        assert count(house, "action") == 2

    def test_its_owner_completes_it_and_changes_nothing_else(self, house: House) -> None:
        key = self.action(house, house.as_manager)
        owner = house.actor(house.mentee)
        with pytest.raises(Invalid, match="only the mentor or the line manager"):
            house.office.save(owner, Change(records.ACTION, {"review_on": TODAY}, id=key, reason="Sooner"))
        done = Change(records.ACTION, {"completed_on": TODAY, "evidence_reference": "MED-7"}, id=key, seen=1)
        house.office.save(owner, done)
        assert house.store.value("SELECT evidence_reference FROM action") == "MED-7"

    def test_cancelling_needs_a_reason(self, house: House) -> None:
        key = self.action(house, house.as_manager)
        with pytest.raises(Invalid, match="say why"):
            house.office.save(house.as_manager, Change(records.ACTION, {"cancelled_on": TODAY}, id=key))

    def test_belongs_to_exactly_one_parent(self, house: House) -> None:
        with pytest.raises(Invalid, match="neither is given"):
            self.action(house, house.as_manager, pairing_id=None)


def test_a_transfer_is_dated_and_rewrites_nothing_that_is_past(house: House) -> None:
    house.office.save(
        house.as_hr,
        Change(records.STAFF, {"service_from": date(2026, 3, 2), "line_manager_id": None}, id=house.mentee),
    )
    with house.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(
            Change(
                records.STAFF,
                {"service_id": house.other_service, "service_from": date(2026, 3, 9)},
                id=house.mentee,
            )
        )
    assert house.store.rows("SELECT service_id FROM pairing") == [(house.service,)]
    assert house.store.rows("SELECT until_on FROM placement") == [("2026-03-09",)]
    assert house.store.value("SELECT start_service_id FROM staff WHERE ref = 'W1'") == house.service
    with house.store.writing():
        assert schedules.rebuild(house.store) == 0


def test_what_is_derived_follows_every_change_and_can_be_derived_again(house: House) -> None:
    house.office.save(house.as_mentor, session(house, held_on=date(2026, 2, 10)))
    house.office.save(
        house.as_mentor,
        Change(records.EXCUSAL, {"pairing_id": house.pairing, "slot": 5, "reason": "sickness"}),
    )
    with house.office.batch(ADMINISTRATOR, history=True) as batch:
        batch.add(Change(records.STAFF, {"employment_end": date(2026, 3, 20)}, id=house.mentee))
    house.office.save(
        ADMINISTRATOR,
        Change(
            records.POLICY_CHANGE,
            {"key": "grace_days", "value": "4", "from_on": date(2026, 2, 20), "reason": "Winter"},
        ),
    )
    answered = house.store.rows("SELECT number FROM slot WHERE answered_on IS NOT NULL")
    excused = house.store.rows("SELECT number FROM slot WHERE excused_on IS NOT NULL")
    assert answered == [(1,)]
    assert excused == [(5,)]
    assert house.store.value("SELECT min(stopped_on) FROM slot") == "2026-03-20"
    with house.store.writing():
        assert schedules.rebuild(house.store) == 0


def test_a_slot_that_the_programme_does_not_have(house: House) -> None:
    with pytest.raises(Invalid, match="no session 9; expected a number from 1 to 8"):
        house.office.save(
            house.as_mentor,
            Change(records.EXCUSAL, {"pairing_id": house.pairing, "slot": 9, "reason": "sickness"}),
        )
