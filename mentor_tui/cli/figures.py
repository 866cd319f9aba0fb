"""``figures``: the figures of measures.md, for a month or a quarter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from mentor_tui.cli.options import (
    as_at_option,
    as_option,
    database_option,
    format_option,
    service_option,
)

if TYPE_CHECKING:
    from mentor_tui.calendar import Period
    from mentor_tui.cli.session import Session
    from mentor_tui.figures import Figure

#: what stands where nothing is decided yet, and where nothing ever was
TOO_EARLY = "too early to tell"
NOTHING = "nothing to count"


@click.command(
    short_help="The figures of a month or a quarter.",
    epilog="Example: mentor-tui figures --month 2026-03 --service S02 --format json",
)
@click.option("--month", metavar="YYYY-MM", help="The figures of a month.")
@click.option("--quarter", metavar="YYYY-QN", help="The figures of a calendar quarter.")
@service_option
@as_at_option
@format_option
@database_option
@as_option
def figures(
    month: str | None,
    quarter: str | None,
    service: str | None,
    as_at: date | None,
    format_: str,
    database: str | None,
    as_whom: str | None,
) -> None:
    """The figures of a month or a quarter, of one service or of all."""
    from mentor_tui.cli import output
    from mentor_tui.cli.session import session

    period = _period(month, quarter)
    with session(database, as_whom) as now:
        _permit(now, service)
        from mentor_tui.store.evidence import figures as worked_out

        day = as_at or now.today
        found = worked_out(now.store, period, service, day)
    if format_ == "json":
        from mentor_tui.figures import to_json

        output.print_json(
            {
                "period": period.code,
                "service": service,
                "as_at": day.isoformat(),
                "figures": {key: to_json(figure) for key, figure in found.items()},
            }
        )
    elif format_ == "csv":
        output.print_csv(
            ("figure", "numerator", "denominator", "value", "services"),
            [(key, *_cells(figure)) for key, figure in found.items()],
        )
    else:
        from mentor_tui.catalogue import CATALOGUE
        from mentor_tui.dates import short

        # Some weeks after its end nothing of a period is undecided any more.
        nothing = TOO_EARLY if day < period.last + timedelta(days=28) else NOTHING
        output.say(f"{period.code}, {service or 'all services'}, as known on {short(day)}")
        output.say()
        output.print_table(
            ("Figure", "Of", "Result"),
            [(CATALOGUE[key].label, *_shown(figure, nothing)) for key, figure in found.items()],
            right=(1,),
        )


def _period(month: str | None, quarter: str | None) -> Period:
    from mentor_tui.calendar import Period

    if (month is None) == (quarter is None):
        raise click.UsageError("Give either --month YYYY-MM or --quarter YYYY-QN.")
    try:
        return Period.month(month) if month is not None else Period.quarter(quarter or "")
    except ValueError:
        wrong, example = (month, "--month 2026-03") if month is not None else (quarter, "--quarter 2026-Q1")
        kind = "month" if month is not None else "quarter"
        raise click.BadParameter(
            f"'{(wrong or '')[:40]}' is not a {kind}; write it as in {example}.", param_hint=f"--{kind}"
        ) from None


def _permit(now: Session, service: str | None) -> None:
    """Raises for a service that there is not, and for figures that are not this person's to read."""
    from mentor_tui.access import reach

    seen = reach(now.actor)
    key = None
    if service is not None:
        key = now.store.value("SELECT id FROM service WHERE ref = :ref", {"ref": service})
        if key is None and seen.sees_figures(None):
            raise click.BadParameter(f"There is no service {service[:60]}.", param_hint="--service")
    if seen.sees_figures(key) and (key is not None or service is None):
        return
    refs = dict(now.store.rows("SELECT id, ref FROM service"))
    yours = ", ".join(sorted(refs[one] for one in seen.figures if one in refs))
    asked = f"of {service[:60]}" if service is not None else "of all services"
    hint = f"Yours: --service {yours}." if yours else "Ask your administrator if you should."
    raise click.ClickException(f"The figures {asked} are not yours to read. {hint}")


def _cells(figure: Figure) -> tuple[object, ...]:
    """A figure as CSV: numerator, denominator, value, services."""
    from mentor_tui.figures import Average, Below, Proportion

    if isinstance(figure, Proportion):
        return figure.numerator, figure.denominator, figure.percent, None
    if isinstance(figure, Average):
        return None, figure.count, figure.average, None
    if isinstance(figure, Below):
        return figure.count, figure.of, figure.count, ";".join(figure.services)
    return None, None, figure, None


def _shown(figure: Figure, nothing: str) -> tuple[str, str]:
    """A figure for people: of how many, and the result. Under ten no percentage stands alone (trust.md)."""
    from mentor_tui.figures import Average, Below, Proportion

    if isinstance(figure, Proportion):
        if figure.percent is None:
            return "", nothing
        return f"{figure.numerator} of {figure.denominator}", f"{figure.percent:.1f}%" if figure.firm else ""
    if isinstance(figure, Average):
        if figure.average is None:
            return "", nothing
        return f"{figure.count}", f"{figure.average:.1f} on average"
    if isinstance(figure, Below):
        return f"{figure.count} of {figure.of}", ", ".join(figure.services)
    return "", str(figure)
