"""``due``: what is due from whom."""

from __future__ import annotations

from datetime import date

import click

from mentor_tui.cli.options import as_at_option, as_option, database_option, format_option

#: what each kind of item asks for, in a few words (rules.md, *What is due, from whom, when*)
_WORDS = {
    "A1": "Allocate a mentor",
    "A2": "Mentoring session",
    "A3": "Week-four review",
    "A4": "Complete an action",
    "A5": "Monthly audit",
    "B1": "Targeted plan",
    "B1S": "Sign off the plan",
    "B2": "Support meeting",
    "B3": "Pathway update",
    "B4": "Follow-up",
    "B5": "Impact review",
    "B5C": "Close a leaver's case",
    "C1": "Monthly intelligence",
    "C2": "Pattern review",
    "C3": "Strategic intervention",
    "C4": "Executive follow-up",
    "C5": "Board assurance",
}


@click.command(
    short_help="What is due from whom.",
    epilog="Example: mentor-tui due --role line_manager --as-at 2026-03-31",
)
@as_at_option
@click.option("--person", metavar="NAME-OR-ID", help="What this person is named for.")
@click.option("--role", metavar="CODE", help="What is on the list of this role.")
@format_option
@database_option
@as_option
def due(
    as_at: date | None,
    person: str | None,
    role: str | None,
    format_: str,
    database: str | None,
    as_whom: str | None,
) -> None:
    """What is due from whom, as far as it is yours to read."""
    from mentor_tui.cli import output
    from mentor_tui.cli.session import session
    from mentor_tui.rules.due import due_json
    from mentor_tui.rules.items import LIST_OF
    from mentor_tui.store import facts
    from mentor_tui.store.read import people
    from mentor_tui.store.read.sight import Sight
    from mentor_tui.store.reading import Reader

    if role is not None and role not in LIST_OF.values():
        known = ", ".join(sorted(set(LIST_OF.values())))
        raise click.BadParameter(
            f"'{role[:40]}' holds no list; expected one of {known}.", param_hint="--role"
        )
    with session(database, as_whom) as now:
        ref = None
        if person is not None:
            # Somebody whom one may not know is answered as somebody whom there is not.
            key = people.called(Reader(now.store, now.actor, now.today), person)
            ref = now.store.value("SELECT ref FROM staff WHERE id = :id", {"id": key})
            if ref is None:
                raise click.BadParameter(
                    f"'{person[:60]}' is no id, and not the name of exactly one person.",
                    param_hint="--person",
                )
        day = as_at or now.today
        with now.store.snapshot():
            items = facts.due(now.store, day, person=ref, role=role)
            items = Sight(Reader(now.store, now.actor, day)).items(items)
    if format_ == "json":
        output.print_json(due_json(items, day))
    elif format_ == "csv":
        output.print_csv(
            ("kind", "subject", "slot", "period", "due_on", "state", "role", "person", "service"),
            [
                (
                    i.kind,
                    i.subject,
                    i.slot,
                    i.period,
                    i.due_on.isoformat(),
                    i.state,
                    i.role,
                    i.person,
                    i.service,
                )
                for i in items
            ],
        )
    elif items:
        from mentor_tui.dates import short

        output.print_table(
            ("Due", "State", "What", "About", "From", "Service"),
            [
                (
                    short(item.due_on),
                    item.state,
                    f"{item.kind} {_WORDS[item.kind]}",
                    _about(item.subject, item.slot, item.period),
                    item.person or item.role.replace("_", " "),
                    item.service or "all",
                )
                for item in items
            ],
        )
    else:
        output.say("Nothing is due.")


def _about(subject: str, slot: int | None, period: str | None) -> str:
    if slot is not None:
        return f"{subject}, session {slot}"
    return f"{subject}, {period}" if period is not None else subject
