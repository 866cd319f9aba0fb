"""An organisation in which every text field of every record says something that nothing else says.

So whatever stands on a face tells which record and which field it came from. Two services side by side: at Ash
Lodge two pairings, an earlier one that ended with another mentor, and a case with a mentor of its own; at Oak House
a pairing and a case again. Today is Thursday 12 March 2026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from mentor_tui import identity, records
from mentor_tui.access import Actor, Holding
from mentor_tui.declare import Many, Record, Text, Value
from mentor_tui.office import Batch, Change, Office
from mentor_tui.store import database, drafts, facts
from mentor_tui.store.database import Store
from mentor_tui.store.reading import Reader

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
ADMINISTRATOR = Actor("", "admin", "Administrator", None, (Holding("administrator", "*"),))

#: every word of the organisation that says where it came from
CANARY = re.compile(r"QX\d{3}XQ")

#: id: name of what they are here, service, line manager, roles; a blank service is no member of staff
PEOPLE: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "registered manager": ("ASH", "", ("registered_manager",)),
    "HR coordinator": ("ASH", "", ("hr_coordinator",)),
    "operations manager": ("ASH", "", ("operations_manager",)),
    "L&D lead": ("ASH", "", ("ld_lead",)),
    "line manager": ("ASH", "registered manager", ("line_manager",)),
    "line manager without reports": ("ASH", "", ("line_manager",)),
    "mentor": ("ASH", "registered manager", ("mentor",)),
    "mentee": ("ASH", "line manager", ("mentee",)),
    "former mentor": ("ASH", "registered manager", ("mentor",)),
    "mentor of the case": ("ASH", "registered manager", ("mentor",)),
    "another mentor": ("ASH", "registered manager", ("mentor",)),
    "another mentee": ("ASH", "registered manager", ("mentee",)),
    "owner of an action": ("ASH", "registered manager", ()),
    "somebody without a role": ("ASH", "registered manager", ()),
    "leaver": ("ASH", "", ("registered_manager",)),
    "administrator": ("ASH", "", ("administrator",)),
    "manager elsewhere": ("OAK", "", ("registered_manager", "line_manager")),
    "HR coordinator elsewhere": ("OAK", "", ("hr_coordinator",)),
    "mentor elsewhere": ("OAK", "", ("mentor",)),
    "mentee elsewhere": ("OAK", "manager elsewhere", ("mentee",)),
    "administrator and manager elsewhere": ("OAK", "", ("administrator", "registered_manager")),
    "manager elsewhere and L&D lead here": ("OAK", "", ("registered_manager", "ld_lead@ASH")),
    "data analyst": ("", "", ("data_analyst@*",)),
    "HR business partner": ("", "", ("hr_business_partner@*",)),
    "director": ("", "", ("director_of_people@*",)),
    "board quality lead": ("", "", ("board_quality_lead@*",)),
}

#: pairing: mentee, mentor, line manager of the mentee, service, and who owns an action in it
PAIRINGS: Mapping[str, tuple[str, str, str]] = {
    "pairing": ("mentee", "mentor", "ASH"),
    "earlier pairing": ("mentee", "former mentor", "ASH"),
    "another pairing": ("another mentee", "another mentor", "ASH"),
    "pairing elsewhere": ("mentee elsewhere", "mentor elsewhere", "OAK"),
}
#: case: whom it supports, their mentor in it, the service
CASES: Mapping[str, tuple[str, str, str]] = {
    "case": ("mentee", "mentor of the case", "ASH"),
    "case elsewhere": ("mentee elsewhere", "mentor elsewhere", "OAK"),
}


def day(text: str) -> date:
    return date.fromisoformat(text)


@dataclass
class Canaries:
    """Which word stands where: ``pairing elsewhere/session.feedback``, by the record it hangs on."""

    words: dict[str, str] = field(default_factory=dict)

    def word(self, where: str) -> str:
        """The word that stands there, and nowhere else."""
        if where not in self.words:
            self.words[where] = f"QX{len(self.words):03}XQ"
        return self.words[where]

    @property
    def places(self) -> dict[str, str]:
        """Where each word stands."""
        return {word: where for where, word in self.words.items()}


@dataclass
class Organisation:
    """The organisation, open."""

    store: Store
    office: Office
    canaries: Canaries
    key: dict[str, str]

    def actor(self, who: str) -> Actor:
        """A person with the roles held today; the leaver as they were while they were employed."""
        at = TODAY if who != "leaver" else day("2026-01-01")
        return identity.actor_of(self.store, self.key[who], at)

    def reader(self, who: str) -> Reader:
        """What a person reads today."""
        return Reader(self.store, self.actor(who), TODAY)

    def keys(self, table: str) -> list[str]:
        """The keys of every record of a table."""
        return [key for (key,) in self.store.rows(f'SELECT id FROM "{table}" ORDER BY id')]

    def close(self) -> None:
        self.store.close()


def opened(path: Path, canaries: Canaries, key: dict[str, str]) -> Organisation:
    """The organisation in this database."""
    store = database.open_store(path)
    return Organisation(store, Office(store, lambda: TODAY, lambda: NOW), canaries, key)


def build(path: Path) -> tuple[Canaries, dict[str, str]]:
    """Makes it; gives its words and the keys of its records."""
    store = database.create(path)
    office = Office(store, lambda: TODAY, lambda: NOW)
    writing = _Writing(Canaries(), {})
    with office.batch(ADMINISTRATOR, history=True) as batch:
        writing.fill(batch)
    made = Organisation(store, office, writing.canaries, writing.key)
    _corrected(made)
    _acknowledged(made)
    # The leaver was still there when the accounts were linked.
    before = Office(store, lambda: day("2026-01-05"), lambda: NOW)
    for who in PEOPLE:
        identity.link(store, before, ADMINISTRATOR, made.key[who], account(who), NOW)
    for who in ("mentor", "mentor elsewhere"):
        # What somebody is typing is nobody else's.
        typed = {"private_notes": writing.canaries.word(f"draft of {who}/typed")}
        subject = made.key["pairing" if who == "mentor" else "pairing elsewhere"]
        drafts.save(store, made.key[who], "session", subject, typed, NOW)
    store.close()
    return made.canaries, made.key


def account(who: str) -> str:
    """The operating-system account that is linked to a person."""
    return who.replace(" ", "-").replace("&", "and")


def _corrected(made: Organisation) -> None:
    """Corrections: what stood there before is in the journal, and so is why."""
    word = made.canaries.word
    for name in ("pairing", "pairing elsewhere"):
        mentor = PAIRINGS[name][1]
        values: dict[str, Value] = {
            label: word(f"{name}/session.{label} corrected")
            for label in ("private_notes", "shared_summary", "feedback")
        }
        made.office.save(
            made.actor(mentor),
            Change(
                records.SESSION,
                values,
                id=made.key[f"{name}/session"],
                reason=word(f"{name}/session.reason"),
            ),
        )
    for name in ("case", "case elsewhere"):
        manager = "registered manager" if CASES[name][2] == "ASH" else "manager elsewhere"
        made.office.save(
            made.actor(manager),
            Change(
                records.CASE,
                {"aim": word(f"{name}/case.aim corrected")},
                id=made.key[name],
                reason=word(f"{name}/case.reason"),
            ),
        )


def _acknowledged(made: Organisation) -> None:
    """Somebody said what will be done about each pairing whose sessions are missed, in words about a person."""
    raised = {one.subject: one for one in facts.alerts(made.store, TODAY) if one.code == "E1"}
    with made.office.batch(ADMINISTRATOR, history=True) as batch:
        for name, who in (("pairing", "line manager"), ("pairing elsewhere", "manager elsewhere")):
            alert = raised[made.canaries.word(f"{name}/pairing.pairing_id")]
            made.key[f"escalation of {name}"] = alert.reference
            values: dict[str, Value] = {
                "reference": alert.reference,
                "acknowledged_on": day("2026-03-10"),
                "acknowledged_by_id": made.key[who],
                "will_do": made.canaries.word(f"escalation of {name}/acknowledgement.will_do"),
            }
            batch.add(Change(records.ACKNOWLEDGEMENT, values))


@dataclass
class _Writing:
    canaries: Canaries
    key: dict[str, str]

    def fill(self, batch: Batch) -> None:
        """Everything, in the order in which it is imported."""
        self.batch = batch
        self._registers()
        for name in PAIRINGS:
            self._pairing(name)
        for name in CASES:
            self._case(name)
        self._oversight()

    def add(self, hangs_on: str, record: Record, label: str = "", **values: Any) -> str:
        """A record of which every text field that is not given says a word of its own."""
        said: dict[str, Any] = {}
        for one in record.fields:
            where = f"{hangs_on}/{record.name}{label}.{one.name}"
            if one.name in values:
                continue
            if isinstance(one.kind, Text) or one.name == record.ident:
                said[one.name] = self.canaries.word(where)
            elif type(one.kind) is Many and not one.kind.options:
                said[one.name] = (self.canaries.word(where),)
        return self.batch.add(Change(record, {**said, **values}))

    def _registers(self) -> None:
        add, key = self.add, self.key
        add("organisation", records.ORGANISATION, one=1)
        for code, nation in (("ASH", "england"), ("OAK", "wales")):
            key[code] = add(code, records.SERVICE, nation=nation)
        for who, (service, manager, held) in PEOPLE.items():
            roles = tuple(
                role.replace("@ASH", f"@{self.canaries.word('ASH/service.service_id')}") for role in held
            )
            if not service:
                key[who] = add(who, records.PERSON, roles=roles)
                continue
            key[who] = add(
                who,
                records.STAFF,
                service_id=key[service],
                employment_start=day("2025-11-03" if "mentee" in who else "2019-01-07"),
                employment_end=day("2026-02-27") if who == "leaver" else None,
                leaving_reason=self.canaries.word(f"{who}/staff.leaving_reason") if who == "leaver" else None,
                line_manager_id=key.get(manager),
                roles=roles,
                mentoring="expected" if "mentee" in who else "not_expected",
            )
            if "mentor" in who:
                add(who, records.MENTOR, staff_id=key[who], trained_on=day("2024-05-01"), capacity=3)
            if "mentee" in who or "mentor" in who:
                add(who, records.TRAINING, staff_id=key[who], mandatory=True, completed_on=day("2026-01-12"))
                for week in ("2026-02-16", "2026-02-23"):
                    add(
                        who, records.ATTENDANCE, staff_id=key[who], week_commencing=day(week),
                        shifts_rostered=5, shifts_attended=3,
                    )  # fmt: skip
                add(who, records.OBSERVATION, staff_id=key[who], observed_on=day("2026-02-20"), score=61)
                for on in ("2026-02-20", "2026-03-05"):
                    manages = (
                        key.get(manager) or key["manager elsewhere" if service == "OAK" else "line manager"]
                    )
                    add(
                        who, records.CONCERN, f" of {on}", staff_id=key[who], raised_on=day(on),
                        raised_by_id=manages,
                    )  # fmt: skip
                add(who, records.RISK, staff_id=key[who], identified_on=day("2026-02-16"))
        add(
            "mentee",
            records.PLACEMENT,
            staff_id=key["mentee"],
            service_id=key["ASH"],
            until_on=day("2025-12-01"),
        )
        add("policy", records.POLICY_CHANGE, key="grace_days", value="3", from_on=day("2025-01-01"))
        add("calendar", records.CALENDAR_DAY, nation="wales", day=day("2026-03-02"), working=False)
        add("lists", records.LIST_WORD, list="support_issues", in_use=True)
        for kind in ("workforce", "executive", "board"):
            add("governance", records.MEETING, kind=kind, held_on=day("2026-03-20"))

    def _pairing(self, name: str) -> None:
        add, key = self.add, self.key
        mentee, mentor, service = PAIRINGS[name]
        begins = day("2026-01-05") if name != "earlier pairing" else day("2025-11-03")
        manager = PEOPLE[mentee][1]
        ended: dict[str, Any] = {"ended_on": day("2025-12-20"), "end_reason": "mentor_changed"}
        key[name] = add(
            name,
            records.PAIRING,
            mentee_id=key[mentee],
            mentor_id=key[mentor],
            started_on=begins,
            programme="new_starter",
            recorded_on=begins,
            recorded_by_id=key["HR coordinator" if service == "ASH" else "HR coordinator elsewhere"],
            **(ended if name == "earlier pairing" else {}),
        )
        for nth, (after, score) in enumerate(((7, 5), (14, 3), (21, 3))):
            held = begins + timedelta(days=after)
            of = "" if nth == 0 else f" {nth + 1}"
            key[f"{name}/session{of}"] = add(
                name,
                records.SESSION,
                of,
                pairing_id=key[name],
                held_on=held,
                confidence_score=score,
                recorded_on=held,
                recorded_by_id=key[mentor],
                minutes=40,
                mode="in_person",
            )
        if name == "pairing":
            # Recorded while somebody else was its mentor: whoever came later reads none of those notes.
            key[f"{name}/session earlier"] = add(
                name,
                records.SESSION,
                " earlier",
                pairing_id=key[name],
                held_on=begins + timedelta(days=1),
                confidence_score=6,
                recorded_on=begins + timedelta(days=1),
                recorded_by_id=key["former mentor"],
            )
        add(
            name,
            records.EXCUSAL,
            pairing_id=key[name],
            slot=4,
            reason=f"other: {self.canaries.word(f'{name}/excusal.reason')}",
            recorded_on=begins + timedelta(days=26),
            recorded_by_id=key[mentor],
        )
        key[f"{name}/goal"] = add(
            name,
            records.GOAL,
            pairing_id=key[name],
            set_on=begins,
            target_on=day("2026-04-30"),
        )
        key[f"{name}/review"] = add(
            name,
            records.REVIEW,
            pairing_id=key[name],
            reviewed_on=begins + timedelta(days=28),
            sessions_completed=3,
            outcome="on_track",
            recorded_on=begins + timedelta(days=28),
            reviewer_id=key[manager],
            recorded_by_id=key[manager],
        )
        more: dict[str, dict[str, Any]] = {
            " open": {"completed_on": None, "evidence_reference": None, "cancel_reason": None},
            " done": {"completed_on": day("2026-02-20"), "cancel_reason": None},
            " cancelled": {"cancelled_on": day("2026-02-20"), "evidence_reference": None},
        }
        for label, values in more.items():
            owner = "owner of an action" if (name, label) == ("pairing", " open") else mentor
            key[f"{name}/action{label}"] = add(
                name,
                records.ACTION,
                label,
                pairing_id=key[name],
                need_identified_on=begins + timedelta(days=21),
                owner_id=key[owner],
                review_on=day("2026-02-06"),
                recorded_on=begins + timedelta(days=21),
                goal_id=key[f"{name}/goal"],
                session_id=key[f"{name}/session"],
                recorded_by_id=key[mentor],
                **values,
            )

    def _case(self, name: str) -> None:
        add, key = self.add, self.key
        staff, mentor, service = CASES[name]
        here = service == "ASH"
        manager = key["registered manager" if here else "manager elsewhere"]
        hr = key["HR coordinator" if here else "HR coordinator elsewhere"]
        key[name] = add(
            name,
            records.CASE,
            staff_id=key[staff],
            risk_identified_on=day("2026-02-16"),
            planned_on=day("2026-02-18"),
            confidence_score=4,
            supervision_concerns=2,
            attendance_percent=60.0,
            at_risk_of_resigning=True,
            mentor_id=key[mentor],
            recorded_on=day("2026-02-18"),
            recorded_by_id=manager,
        )
        common: dict[str, Any] = {"case_id": key[name]}
        key[f"{name}/support_meeting"] = add(
            name,
            records.SUPPORT_MEETING,
            held_on=day("2026-02-24"),
            next_session_on=day("2026-03-03"),
            recorded_on=day("2026-02-24"),
            recorded_by_id=key[mentor],
            **common,
        )
        if here:
            key[f"{name}/support_meeting earlier"] = add(
                name,
                records.SUPPORT_MEETING,
                " earlier",
                held_on=day("2026-02-19"),
                next_session_on=day("2026-02-24"),
                recorded_on=day("2026-02-19"),
                recorded_by_id=key["former mentor"],
                **common,
            )
        key[f"{name}/pathway_update"] = add(
            name,
            records.PATHWAY_UPDATE,
            shadowing_hours=6.0,
            reassessment_on=day("2026-03-25"),
            recorded_on=day("2026-02-25"),
            recorded_by_id=key["L&D lead"] if here else hr,
            **common,
        )
        key[f"{name}/follow_up"] = add(
            name,
            records.FOLLOW_UP,
            followed_up_on=day("2026-02-27"),
            status="delivered",
            recorded_on=day("2026-02-27"),
            recorded_by_id=hr,
            **common,
        )
        for on, label in (("2026-02-27", ""), ("2026-03-06", " 2")):
            key[f"{name}/impact_review{label}"] = add(
                name,
                records.IMPACT_REVIEW,
                label,
                reviewed_on=day(on),
                confidence_score=4,
                attendance_percent=60.0,
                at_risk_of_resigning=True,
                decision="continue",
                recorded_on=day(on),
                recorded_by_id=manager,
                **common,
            )
        key[f"{name}/action"] = add(
            name,
            records.ACTION,
            need_identified_on=day("2026-02-24"),
            owner_id=key[mentor],
            review_on=day("2026-03-04"),
            recorded_on=day("2026-02-24"),
            completed_on=None,
            evidence_reference=None,
            cancel_reason=None,
            recorded_by_id=key[mentor],
            **common,
        )

    def _oversight(self) -> None:
        add, key = self.add, self.key
        for name, service in (("strategic action", "ASH"), ("strategic action elsewhere", "OAK")):
            key[name] = add(
                name,
                records.STRATEGIC_ACTION,
                approved_on=day("2026-01-12"),
                executive_owner_id=key["director"],
                target_on=day("2026-02-27"),
                service_id=key[service],
                completed_on=None,
                recorded_on=day("2026-01-12"),
                recorded_by_id=key["director"],
            )
            add(
                name,
                records.EXECUTIVE_REVIEW,
                strategic_action_id=key[name],
                reviewed_on=day("2026-01-26"),
                status="at_risk",
                recorded_on=day("2026-01-26"),
                recorded_by_id=key["HR business partner"],
            )
        for kind, period, signer, service in (
            ("A5", "2026-01", "operations manager", "ASH"),
            ("A5", "2026-01", "manager elsewhere", "OAK"),
            ("C1", "2026-01", "data analyst", ""),
            ("C2", "2026-01", "HR business partner", ""),
            ("C5", "2025-Q4", "board quality lead", ""),
        ):
            of = f"audit {kind} {service}".strip()
            key[of] = add(
                of,
                records.AUDIT,
                kind=kind,
                period=period,
                service_id=key.get(service),
                signed_on=day("2026-02-06"),
                signed_by_id=key[signer],
                figures='{"period":"2026-01","figures":{},"evidence":{}}',
                board_escalation_status="none" if kind == "C5" else None,
            )
