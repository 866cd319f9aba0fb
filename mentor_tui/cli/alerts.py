"""``alerts``: early warnings and escalations at a date."""

from __future__ import annotations

from datetime import date

import click

from mentor_tui.cli import FOUND
from mentor_tui.cli.options import (
    as_at_option,
    as_option,
    database_option,
    format_option,
    service_option,
)


@click.command(
    short_help="Early warnings and escalations.",
    epilog="Example: mentor-tui alerts --service S02 --fail-on-escalation",
)
@as_at_option
@service_option
@click.option("--fail-on-escalation", is_flag=True, help="Exit status 1 where there is an escalation.")
@format_option
@database_option
@as_option
def alerts(
    as_at: date | None,
    service: str | None,
    fail_on_escalation: bool,
    format_: str,
    database: str | None,
    as_whom: str | None,
) -> int:
    """Early warnings and escalations, as far as they are yours to read."""
    from mentor_tui.cli import output
    from mentor_tui.cli.session import session
    from mentor_tui.rules.alerts import alerts_json
    from mentor_tui.store import facts
    from mentor_tui.store.read.sight import Sight
    from mentor_tui.store.reading import Reader

    with session(database, as_whom) as now:
        if service is not None:
            now.known_service(service)
        day = as_at or now.today
        with now.store.snapshot():
            raised = facts.alerts(now.store, day, service)
            raised = Sight(Reader(now.store, now.actor, day)).alerts(raised)
    if format_ == "json":
        output.print_json(alerts_json(raised, day))
    elif format_ == "csv":
        output.print_csv(
            ("code", "name", "subject", "cycle", "service", "since"),
            [(a.code, a.name, a.subject, a.cycle, a.service, a.since.isoformat()) for a in raised],
        )
    elif raised:
        from mentor_tui.dates import short
        from mentor_tui.rules.wording import SHORT, escalations_first

        output.say(f"As known on {short(day)}: {_counted(len(raised))}, escalations first.")
        output.say()
        output.print_table(
            ("Code", "What", "About", "Service", "Since"),
            [
                (a.code, SHORT[a.code], _about(a.subject, a.cycle), a.service or "all", short(a.since))
                for a in sorted(raised, key=lambda one: (escalations_first(one.code), one.since, one.order))
            ],
        )
    else:
        output.say("No early warning and no escalation.")
    return FOUND if fail_on_escalation and any(alert.is_escalation for alert in raised) else 0


def _counted(number: int) -> str:
    return f"{number} alert" if number == 1 else f"{number} alerts"


def _about(subject: str, cycle: int | None) -> str:
    return f"{subject}, cycle {cycle}" if cycle is not None else subject
