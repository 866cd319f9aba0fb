"""Strategic interventions and their executive follow-ups, and the services that wait for one (records.md, C3 and C4).

For those who read strategic actions. The named executive owner is shown by name: that is what the register is for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mentor_tui.access import EVERYWHERE, may_write
from mentor_tui.access import Standing as Whose
from mentor_tui.records import STRATEGIC_ACTION
from mentor_tui.rules import timing
from mentor_tui.rules.due_oversight import interventions
from mentor_tui.store.loading import Scope
from mentor_tui.store.read.governance import looking_ahead
from mentor_tui.store.read.session_entry import Owner, Standing
from mentor_tui.store.reading import Reader
from mentor_tui.store.schedules import load_calendars, load_policy
from mentor_tui.store.values import from_column, to_date

_ORGANISATION_WIDE = ("director_of_people", "hr_business_partner", "board_quality_lead", "data_analyst")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One executive follow-up."""

    reviewed_on: date
    status: str
    evidence: str
    note: str


@dataclass(frozen=True, slots=True)
class StrategicLine:
    """One strategic action, with how it stands."""

    key: str
    ref: str
    intervention: str
    owner: str
    #: the service's name; blank for all of them
    service: str
    measure: str
    approved_on: date
    target_on: date
    completed_on: date | None
    evidence: str
    revision: int
    #: the newest first
    follow_ups: tuple[FollowUp, ...]
    #: by when the next follow-up is due; None once complete
    follow_up_due: date | None

    @property
    def status(self) -> str:
        """What the latest follow-up says; blank without one."""
        return self.follow_ups[0].status if self.follow_ups else ""

    @property
    def evidenced(self) -> bool:
        """Whether any evidence stands, on the action or on a follow-up."""
        return bool(self.evidence) or any(one.evidence for one in self.follow_ups)

    @property
    def on_time(self) -> bool:
        """Whether it was completed by its target date with evidence of its own."""
        return self.completed_on is not None and self.completed_on <= self.target_on and bool(self.evidence)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service that is below the threshold two months running and has no intervention approved since."""

    key: str
    name: str
    due_on: date


def lines(reader: Reader) -> list[StrategicLine]:
    """The strategic actions, open ones first, the nearest target on top; none for who may not read them."""
    if not reader.reach.strategic:
        return []
    policy, days = load_policy(reader.store), load_calendars(reader.store).of(None)
    follow_ups: dict[str, list[FollowUp]] = {}
    today = {"today": reader.today.isoformat()}
    for key, on, status, evidence, note in reader.store.rows(
        "SELECT strategic_action_id, reviewed_on, status, evidence_reference, note FROM executive_review "
        "WHERE recorded_on <= :today ORDER BY reviewed_on DESC, nth DESC",
        today,
    ):
        follow_ups.setdefault(key, []).append(FollowUp(_day(on), status, evidence or "", note or ""))
    found = []
    for (
        key,
        ref,
        what,
        owner,
        service,
        measure,
        approved,
        target,
        completed,
        evidence,
        revision,
    ) in reader.store.rows(
        "SELECT x.id, x.ref, x.intervention, s.name, v.name, x.success_measure, x.approved_on, x.target_on, "
        "x.completed_on, x.evidence_reference, x.revision FROM strategic_action AS x "
        "LEFT JOIN staff AS s ON s.id = x.executive_owner_id LEFT JOIN service AS v ON v.id = x.service_id "
        "WHERE x.recorded_on <= :today ORDER BY x.target_on, x.ref",
        today,
    ):
        done, reviews = to_date(completed), tuple(follow_ups.get(key, ()))
        latest = reviews[0].reviewed_on if reviews else _day(approved)
        due = None if done else timing.executive_review_due(latest, days, policy)
        found.append(
            StrategicLine(
                key, ref, what, owner or "", service or "", measure, _day(approved), _day(target), done,
                evidence or "", revision, reviews, due,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.completed_on is not None, one.target_on, one.ref))


def line(reader: Reader, key: str) -> StrategicLine | None:
    """One strategic action by its key or its reference; nothing where the person may not read it."""
    return next((one for one in lines(reader) if key in (one.key, one.ref)), None)


def standing(reader: Reader, key: str) -> Standing | None:
    """A strategic action as it stands, to be corrected or completed."""
    if not reader.reach.strategic:
        return None
    fields = [field for field in STRATEGIC_ACTION.fields if field.name != STRATEGIC_ACTION.ident]
    columns = ", ".join(field.name for field in fields)
    row = reader.store.row(
        f"SELECT id, revision, {columns} FROM strategic_action WHERE id = :key", {"key": key}
    )
    if row is None:
        return None
    values = {
        field.name: from_column(field.kind)(value) for field, value in zip(fields, row[2:], strict=True)
    }
    return Standing(row[0], row[1], values)


def may_approve(reader: Reader) -> bool:
    """Whether the person approves interventions and records their completion."""
    return may_write(reader.actor, "strategic_action", Whose())


def may_follow_up(reader: Reader) -> bool:
    """Whether the person follows them up."""
    return may_write(reader.actor, "executive_review", Whose())


def wanted(reader: Reader) -> list[Wanted]:
    """The services for which an intervention is asked of the director, the nearest meeting first."""
    if not reader.reach.strategic:
        return []
    store = reader.store
    with store.snapshot():
        view = looking_ahead(reader, Scope(oversight=True))
        names = {ref: (key, name) for ref, key, name in store.rows("SELECT ref, id, name FROM service")}
        found = [
            Wanted(*names[item.subject], item.due_on) for item in interventions(view) if item is not None
        ]
    return sorted(found, key=lambda one: (one.due_on, one.name))


def services(reader: Reader) -> list[tuple[str, str, str]]:
    """Key, name and id of the services that are open, by name."""
    condition = reader.services("v")
    return reader.store.rows(
        f"SELECT v.id, v.name, v.ref FROM service AS v WHERE {condition.sql} "
        "AND (v.closed_on IS NULL OR v.closed_on >= :today) ORDER BY v.name, v.ref",
        {**condition.params, "today": reader.today.isoformat()},
    )


def executives(reader: Reader) -> list[Owner]:
    """Who may be named as executive owner: whoever holds a role for the whole organisation, and managers of services.

    Offered to whoever approves interventions, and nobody else's name: the register of staff is not the director's.
    """
    if not may_approve(reader):
        return []
    found = []
    for key, name, job, roles in reader.store.rows(
        "SELECT id, name, job_role, roles FROM staff WHERE roles IS NOT NULL AND roles <> '' "
        "AND (employment_end IS NULL OR employment_end >= :today) ORDER BY name, ref",
        {"today": reader.today.isoformat()},
    ):
        held = [one.partition("@") for one in roles.split(";")]
        if any(
            role in (*_ORGANISATION_WIDE, "registered_manager", "operations_manager") or service == EVERYWHERE
            for role, _, service in held
            if role not in ("mentor", "mentee", "administrator")
        ):
            found.append(Owner(key, name, job or ""))
    return found


def _day(text: str) -> date:
    day = to_date(text)
    assert day is not None, "the column is never blank"
    return day
