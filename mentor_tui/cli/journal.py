"""``journal``: the record of every change, and the proof that none was altered."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import click

from mentor_tui.cli import FOUND
from mentor_tui.cli.options import Day, as_option, database_option, format_option

if TYPE_CHECKING:
    from mentor_tui.cli.session import Session
    from mentor_tui.store.read.journal import Filter, Side, Whole

#: what stands in place of a value that is not this person's to read
HIDDEN = "(not shown)"


@click.group(
    short_help="Show the journal, or prove that it is unaltered.",
    no_args_is_help=False,
    epilog="Example: mentor-tui journal verify",
)
def journal() -> None:
    """The record of every change: show it, or prove that none was altered."""


@journal.command(epilog="Example: mentor-tui journal show --record P-017 --since 2026-03-01")
@click.option("--record", default="", metavar="ID", help="What happened to the record with this id.")
@click.option("--person", default="", metavar="NAME-OR-ID", help="What this person did.")
@click.option("--since", type=Day(), metavar="DATE", help="From this date on.")
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many entries."
)
@format_option
@database_option
@as_option
def show(
    record: str,
    person: str,
    since: date | None,
    limit: int,
    format_: str,
    database: str | None,
    as_whom: str | None,
) -> None:
    """Show entries, the newest first. Private notes are never shown."""
    from mentor_tui.cli import output
    from mentor_tui.cli.session import session
    from mentor_tui.store.read.journal import lines, whole
    from mentor_tui.store.reading import Reader

    with session(database, as_whom) as now:
        reader = Reader(now.store, now.actor, now.today)
        found = [line for asked in _asked(now, record, person, since) for line in lines(reader, asked, limit)]
        found.sort(key=lambda line: line.key, reverse=True)
        seen = [one for line in found[:limit] if (one := whole(reader, line.key)) is not None]
        _write_down(now, seen)
    if format_ == "json":
        output.print_json([_as_json(one) for one in seen])
    elif format_ == "csv":
        output.print_csv(
            ("at", "who", "what", "kind", "record", "field", "before", "after", "reason", "seq", "device"),
            [
                (*_head(one), *side, one.line.reason, one.sequence, one.device)
                for one in seen
                for side in [(s.label, *_sides(s)) for s in one.sides] or [("", "", "")]
            ],
        )
    else:
        for one in seen:
            _tell(one)
        if not seen:
            output.say("Nothing in the journal answers to that, or it is not yours to read.")


def _write_down(now: Session, seen: list[Whole]) -> None:
    """Whose files were read here is itself in the journal; where it cannot be written, it is read all the same."""
    import sys

    from mentor_tui.office.opened import file_of, note_all_opened
    from mentor_tui.store.problems import StoreProblem
    from mentor_tui.text import one_line

    said = (one.line for one in seen if any(not side.kept for side in one.sides))
    files = {(line.table, line.record) for line in said if line.record}
    try:
        note_all_opened(
            now.office, now.actor, (file_of(now.store, now.actor, table, key) for table, key in files)
        )
    except StoreProblem as trouble:
        sys.stderr.write(
            one_line(f"mentor-tui: that you read this could not be written down: {trouble}") + "\n"
        )


def _asked(now: Session, record: str, person: str, since: date | None) -> list[Filter]:
    """What is looked for: one filter, or one for each record that has the id.

    None for an id or a name that there is not: to all but an administrator, who reads that there are entries about
    everything, that is the same as what is not theirs to read.
    """
    from mentor_tui import identity, records
    from mentor_tui.store.read.journal import Filter

    who = identity.person_called(now.store, person) if person else ""
    told = now.actor.holds("administrator")
    if person and not who:
        if not told:
            return []
        raise click.BadParameter(
            f"'{person[:60]}' is no id, and not the name of exactly one person.", param_hint="--person"
        )
    if not record:
        return [Filter(person=who, since=since)]
    keys = [
        key
        for known in records.BY_TABLE.values()
        if known.ident
        for (key,) in now.store.rows(f'SELECT id FROM "{known.table}" WHERE ref = :ref', {"ref": record})
    ]
    if not keys and told:
        raise click.BadParameter(f"There is no record with the id {record[:60]}.", param_hint="--record")
    return [Filter(person=who, record=key, since=since) for key in keys]


def _head(one: Whole) -> tuple[str, str, str, str, str]:
    line = one.line
    return line.at.isoformat(timespec="seconds"), line.who, line.verb, line.kind, line.about


def _sides(side: Side) -> tuple[str, str]:
    """Before and after; private notes stay on the screen of their two people and come out of no command."""
    hidden = side.kept or side.label in _private()
    return (HIDDEN, HIDDEN) if hidden else (side.before, side.after)


@lru_cache(maxsize=1)
def _private() -> frozenset[str]:
    from mentor_tui import records

    return frozenset(
        field.label for record in records.ALL for field in record.fields if field.share == "private"
    )


def _as_json(one: Whole) -> dict[str, Any]:
    at, who, verb, kind, about = _head(one)
    return {
        "at": at,
        "who": who or None,
        "what": verb,
        "kind": kind,
        "record": about or None,
        "changes": [
            {"field": side.label, "before": before or None, "after": after or None}
            for side in one.sides
            for before, after in [_sides(side)]
        ],
        "reason": one.line.reason or None,
        "seq": one.sequence,
        "device": one.device,
        "hash": one.hash,
    }


def _tell(one: Whole) -> None:
    """An entry in lines, its fields under it."""
    from mentor_tui.cli.output import say
    from mentor_tui.text import one_line

    at, who, verb, kind, about = _head(one)
    say(one_line(f"{at[:10]} {at[11:16]} UTC  {who or 'Nobody signed in'}: {verb}, {kind} {about}"))
    for side in one.sides:
        before, after = _sides(side)
        change = f"{before} -> {after or '(blank)'}" if before and before != HIDDEN else after
        say(f"    {one_line(f'{side.label}: {change}')}")
    if one.line.reason:
        say(f"    {one_line(f'Why: {one.line.reason}')}")


@journal.command(epilog="Example: mentor-tui journal verify || echo 'ask for help'")
@database_option
@as_option
def verify(database: str | None, as_whom: str | None) -> int:
    """Prove that no entry and no record was altered; exit status 1 with each fault where one was."""
    from mentor_tui.cli.output import say
    from mentor_tui.cli.session import session
    from mentor_tui.store import journal as kept
    from mentor_tui.store.problems import Damaged

    faults = 0
    try:
        with session(database, as_whom) as now:
            now.for_administrators("verify the journal")
            for altered in kept.verify(now.store):
                faults += 1
                say(str(altered))
            entries = now.store.value("SELECT count(*) FROM journal")
            head = kept.head(now.store)
    except Damaged as damage:
        # It could not be read to its end, or not at all.
        say(f"the database: {damage}")
        return FOUND
    if faults:
        say(f"{faults} {'fault' if faults == 1 else 'faults'} found in {entries:,} entries.")
    else:
        say(f"Nothing was altered: {entries:,} entries, and every record agrees with them.")
    say(f"Head of the journal: {head}")
    return FOUND if faults else 0
