"""``plain``: the program by prompts and lines, without a full screen."""

from __future__ import annotations

import click

from mentor_tui.cli.options import database_option, sign_in_option, today


@click.command(
    short_help="The daily work by prompts and lines, without a full screen.",
    epilog="Example: mentor-tui plain --database /srv/mentoring/mentor-tui.db",
)
@click.option("--demo", is_flag=True, help="On the demonstration, an invented organisation.")
@sign_in_option
@database_option
def plain(demo: bool, sign_in: str, database: str | None) -> int:
    """Today's list, sessions, actions, reviews and support by prompts and lines.

    For screen readers, braille lines, the simplest terminals (TERM=dumb, vt100), a pipe, and very poor lines. One
    question at a time; Enter keeps what stands there, ? helps, < goes back, save saves, later keeps the draft. The
    drafts, the lock and the records are those of the full-screen program.
    """
    from mentor_tui import places
    from mentor_tui.caller import Proof
    from mentor_tui.cli.session import now, office_of, opened, place_of
    from mentor_tui.plain.encrypted import unlock
    from mentor_tui.plain.program import run
    from mentor_tui.plain.teletype import Ended, Teletype
    from mentor_tui.store import keyring

    if demo:
        from mentor_tui.demo import prepare

        path = places.as_path(database) if database else places.demonstration()
        prepare(path, today=today(), reset=False, progress=lambda words: click.echo(words, err=True))
        database = str(path)
    path, line, shown = place_of(database).expanduser(), None, None
    if keyring.is_encrypted(path):
        line = Teletype()
        try:
            with line.attended():
                shown = unlock(line, path)
        except Ended as ended:
            return ended.status
    with opened(database) as store:
        # Whoever opened an encrypted database has shown who they are.
        actor = shown.actor(office_of(store), now()) if shown else None
        # The account of the machine may be linked to somebody else than whoever just opened it by a code.
        proof = Proof.PASSPHRASE if shown else Proof(sign_in)
        return run(store, actor=actor, proof=proof, today=today, now=now, line=line)
