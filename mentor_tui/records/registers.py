"""The registers beneath the fifteen records (records.md): services, staff, mentors, training and the rest.

The columns are those of interchange.md, in its order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mentor_tui.declare import (
    Choice,
    Column,
    Day,
    Entry,
    Fault,
    Field,
    Ident,
    Link,
    Many,
    Record,
    Text,
    Unfit,
    Whole,
    YesNo,
)
from mentor_tui.records.common import ends_after, not_in_future

NATIONS = (
    ("england", "England"),
    ("wales", "Wales"),
    ("scotland", "Scotland"),
    ("northern_ireland", "Northern Ireland"),
)

ROLES = (
    ("mentor", "Mentor"),
    ("mentee", "Mentee"),
    ("hr_coordinator", "HR Coordinator"),
    ("line_manager", "Line Manager"),
    ("operations_manager", "Operations Manager"),
    ("registered_manager", "Registered Manager"),
    ("ld_lead", "Learning and Development Lead"),
    ("data_analyst", "Data Analyst"),
    ("hr_business_partner", "HR Business Partner"),
    ("director_of_people", "Director of People"),
    ("board_quality_lead", "Board Quality Lead"),
    ("administrator", "Administrator"),
)

MEETING_KINDS = (
    ("workforce", "Workforce governance"),
    ("executive", "Executive review"),
    ("board", "Board"),
)


class Roles(Many):
    """Roles held: ``role``, ``role@service_id`` or ``role@*``, with ``;`` between."""

    def read(self, text: str) -> tuple[str, ...]:
        """See :meth:`mentor_tui.declare.Kind.read`; the service ids are looked up by the office."""
        known = dict(ROLES)
        held = super().read(text)
        for one in held:
            role, at, service = one.partition("@")
            if role not in known:
                raise Unfit(f"'{role[:40]}' is not a role; expected any of {', '.join(known)}")
            if at and service != "*":
                Ident().read(service)
        return held

    def expected(self) -> str:
        """See :meth:`mentor_tui.declare.Kind.expected`."""
        return "roles with ; between: role, role@service_id or role@*"


@dataclass(frozen=True, slots=True)
class Escalation(Text):
    """Which escalation: its code, its subject and, of E1, the cycle. It is about whom its subject is about."""


SERVICE = Record(
    name="service",
    title="Service",
    file="services.csv",
    ident="service_id",
    fields=(
        Field("service_id", Ident(), "Service id", "Your own short code for it, such as S01.", required=True),
        Field("name", Text(120), "Name", "As people call it.", required=True),
        Field("nation", Choice(NATIONS), "Nation", "Decides which bank holidays count.", default="england"),
        Field("opened_on", Day(), "Opened on"),
        Field("closed_on", Day(), "Closed on"),
    ),
    checks=(ends_after("opened_on", "closed_on", "the service"),),
    facts=("nation", "ref", "closed_on"),
)

STAFF = Record(
    name="staff",
    title="Member of staff",
    file="staff.csv",
    ident="staff_id",
    fields=(
        Field(
            "staff_id",
            Ident(),
            "Staff id",
            "Your own number for the person.",
            required=True,
            share="sensitive",
        ),
        Field("name", Text(120), "Name", "First name and family name.", required=True, share="sensitive"),
        Field("service_id", Link(to="service"), "Service", "Where the person works.", required=True),
        Field(
            "job_role",
            Text(120, suggestions="job_roles"),
            "Job role",
            "The sector's list is offered; your own words are fine.",
            required=True,
            share="sensitive",
        ),
        Field("employment_start", Day(ahead=True), "First day at work", required=True),
        Field("employment_end", Day(ahead=True), "Last day at work", "Blank while the person is employed."),
        Field(
            "leaving_reason",
            Text(200, suggestions="leaving_reasons"),
            "Reason for leaving",
            "Blank while the person is employed.",
            share="sensitive",
        ),
        Field("line_manager_id", Link(to="staff", whose="part"), "Line manager"),
        Field("roles", Roles(), "Roles", "What the person may do in this program.", share="sensitive"),
        Field(
            "mentoring",
            Choice((("expected", "Expected"), ("not_expected", "Not expected"))),
            "Mentoring",
            "Whether a mentor is expected for this person as a new starter.",
            default="expected",
        ),
        Field(
            "service_from",
            Day(ahead=True),
            "At this service from",
            "For a transfer: the first day at the new service. What is past stays with the old one.",
        ),
    ),
    checks=(ends_after("employment_start", "employment_end", "employment"),),
    derived=(
        Column("start_service_id", Link(to="service")),
        Column("first_day_due", Day()),
        Column("day_90", Day()),
    ),
    facts=("ref", "service_id", "service_from", "employment_start", "employment_end", "line_manager_id"),
)

#: People who sign in but are not on the staff register: a first administrator, a board member. Same table.
PERSON = Record(
    name="person",
    title="Person outside the staff register",
    file="people.csv",
    table="staff",
    ident="staff_id",
    fields=(
        Field("staff_id", Ident(), "Person id", required=True, share="sensitive"),
        Field("name", Text(120), "Name", required=True, share="sensitive"),
        Field("roles", Roles(), "Roles", "What the person may do in this program.", share="sensitive"),
        Field("employment_end", Day(), "Access ends on"),
    ),
)

#: Where a person worked before a transfer: at ``service_id`` until the day before ``until_on``.
PLACEMENT = Record(
    name="placement",
    title="Earlier service of a member of staff",
    file="placements.csv",
    natural=("staff_id", "until_on"),
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("service_id", Link(to="service"), "Service", required=True),
        Field("until_on", Day(), "First day at the next service", required=True),
    ),
)

MENTOR = Record(
    name="mentor",
    title="Mentor",
    file="mentors.csv",
    natural=("staff_id",),
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Mentor", required=True),
        Field("trained_on", Day(), "Mentor training done on", "Blank while not trained."),
        Field("capacity", Whole(0, 50), "Capacity", "How many mentees at once."),
        Field("expertise", Many(), "Expertise", "A few words each, with ; between.", share="sensitive"),
    ),
)

TRAINING = Record(
    name="training",
    title="Training",
    file="training.csv",
    natural=("staff_id", "course", "completed_on"),
    dated="completed_on",
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("course", Text(120, suggestions="courses"), "Course", required=True, stays=True),
        Field("mandatory", YesNo(), "Mandatory", required=True),
        Field("completed_on", Day(), "Completed on"),
        Field("expires_on", Day(ahead=True), "Expires on"),
    ),
    checks=(ends_after("completed_on", "expires_on", "the course's validity"),),
)


ATTENDANCE = Record(
    name="attendance",
    title="Attendance",
    file="attendance.csv",
    natural=("staff_id", "week_commencing"),
    dated="week_commencing",
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("week_commencing", Day(), "Week beginning", required=True),
        Field("shifts_rostered", Whole(0, 21), "Shifts rostered", required=True),
        Field("shifts_attended", Whole(0, 21), "Shifts attended", required=True),
    ),
)

OBSERVATION = Record(
    name="observation",
    title="Practice observation",
    file="observations.csv",
    natural=("staff_id", "observed_on"),
    several=True,
    dated="observed_on",
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("observed_on", Day(), "Observed on", required=True),
        Field("score", Whole(0, 100), "Practice score", "0 to 100.", required=True),
        Field("observer_id", Link(to="staff", whose="part"), "Observer"),
    ),
    checks=(not_in_future("observed_on"),),
)

CONCERN = Record(
    name="concern",
    title="Supervision concern",
    file="concerns.csv",
    natural=("staff_id", "raised_on"),
    several=True,
    dated="raised_on",
    fields=(
        Field("staff_id", Link(to="staff", whose="theirs"), "Member of staff", required=True),
        Field("raised_on", Day(), "Raised on", required=True),
        Field("summary", Text(2000, rows=3), "What it is about", required=True, share="sensitive"),
        Field("raised_by_id", Link(to="staff", whose="source"), "Raised by"),
    ),
    checks=(not_in_future("raised_on"),),
)

MEETING = Record(
    name="meeting",
    title="Governance meeting",
    file="meetings.csv",
    natural=("kind", "held_on"),
    fields=(
        Field("kind", Choice(MEETING_KINDS), "Meeting", required=True),
        Field("held_on", Day(ahead=True), "Date", required=True),
        # A meeting that is called off stays in the journal and no longer drives what is due.
        Field("called_off", YesNo(), "Called off", in_folder=False),
    ),
)

#: What an administrator changes: each with its reason (in the journal and here) and from a date.
POLICY_CHANGE = Record(
    name="policy_change",
    title="Policy",
    file="policy.csv",
    natural=("key", "from_on"),
    fields=(
        Field("key", Ident(), "Policy", required=True),
        Field(
            "value", Text(200), "Value", "A number, or days after the start such as 7 14 21.", required=True
        ),
        Field("from_on", Day(ahead=True), "In force from", required=True),
        Field("reason", Text(400), "Reason", required=True),
    ),
)

CALENDAR_DAY = Record(
    name="calendar_day",
    title="Working day added or removed",
    file="calendar.csv",
    natural=("nation", "day"),
    fields=(
        Field("nation", Choice(NATIONS), "Nation", required=True),
        Field("day", Day(ahead=True), "Day", required=True),
        Field("working", YesNo(), "Is a working day", required=True),
        Field("reason", Text(400), "Reason", required=True),
    ),
)

LIST_WORD = Record(
    name="list_word",
    title="Word of a list",
    file="lists.csv",
    natural=("list", "word"),
    fields=(
        Field(
            "list",
            Choice((("support_issues", "Support issues"), ("headings", "Evidence headings"))),
            "List",
            required=True,
        ),
        Field("word", Text(120), "Word", required=True),
        Field("in_use", YesNo(), "In use", default=True),
    ),
)

ORGANISATION = Record(
    name="organisation",
    title="Organisation",
    file="organisation.csv",
    natural=("one",),
    fields=(
        Field("one", Whole(1, 1), "Only one", required=True),
        Field("name", Text(120), "Name of the organisation", required=True),
    ),
)

ACKNOWLEDGEMENT = Record(
    name="acknowledgement",
    title="Escalation acknowledged",
    file="acknowledgements.csv",
    natural=("reference", "acknowledged_on"),
    several=True,
    fields=(
        Field("reference", Escalation(120), "Escalation", required=True, stays=True),
        Field("acknowledged_on", Day(), "Acknowledged on", required=True),
        Field("acknowledged_by_id", Link(to="staff", whose="part"), "Acknowledged by", asked=False),
        Field("will_do", Text(1000, rows=3), "What will be done", required=True, share="sensitive"),
    ),
    checks=(not_in_future("acknowledged_on"),),
)

_REFERENCE = re.compile(r"E1@[^@;]+@[0-9]{1,4}|E[2-6]@[^@;]+")


def _refers_to_an_escalation(entry: Entry) -> Iterator[Fault]:
    """A reference is made of a code, a subject and, of E1, the cycle."""
    reference = entry["reference"]
    if reference is not None and not _REFERENCE.fullmatch(reference):
        yield Fault(
            "reference", "this is no escalation; expected such as E2@A-17, or E1@P-017@2 with the cycle"
        )


#: What the program itself notes: nobody fills it in.
RAISED_ESCALATION = Record(
    name="raised_escalation",
    title="Escalation raised",
    file="raised_escalations.csv",
    natural=("reference", "raised_on"),
    fields=(
        Field("reference", Escalation(120), "Escalation", required=True, stays=True),
        Field("raised_on", Day(), "Raised on", required=True),
        Field("service_id", Link(to="service"), "Service"),
        Field("gone_on", Day(), "Its cause is gone since"),
    ),
    checks=(
        _refers_to_an_escalation,
        not_in_future("raised_on"),
        ends_after("raised_on", "gone_on", "the escalation"),
    ),
)
