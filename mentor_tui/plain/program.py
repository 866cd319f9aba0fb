"""The plain mode from the first line to the last."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, datetime

from mentor_tui import caller, identity
from mentor_tui.access import Actor
from mentor_tui.caller import Proof
from mentor_tui.plain.door import sign_in
from mentor_tui.plain.menu import Menu
from mentor_tui.plain.talk import Switched, Talk
from mentor_tui.plain.teletype import Ended, Teletype
from mentor_tui.store.database import Store

#: how somebody came in whom the system knows
_BY = {
    Proof.ACCOUNT: "by this machine's own account",
    Proof.KEY: "by your SSH key",
    Proof.SUDO: "by your account",
}


def run(
    store: Store,
    *,
    actor: Actor | None = None,
    proof: Proof = Proof.ACCOUNT,
    today: Callable[[], date],
    now: Callable[[], datetime],
    ticks: Callable[[], float] = time.monotonic,
    line: Teletype | None = None,
) -> int:
    """Serves whoever sits there until they leave; gives the exit status.

    The ``actor`` has shown who they are already; somebody whom ``proof`` names, and who is linked, is signed in;
    else it is asked who is there. What was typed is kept as a draft however it ends: a line that drops gives 129,
    Ctrl+C 130, being told to stop 143.
    """
    line = line or Teletype()
    demonstration = store.kept("demonstration") == "yes"
    talk = Talk(line, store, today=today, now=now, ticks=ticks, demonstration=demonstration)
    try:
        with line.attended():
            talk.say(_welcome(store))
            known, proved = "", tuple[str, ...]()
            if actor is None and not demonstration:
                actor = identity.arrived(store, proof, today(), now())
                known, proved = _BY.get(proof, ""), caller.names(proof) if actor is not None else ()
            _serve(talk, actor, proved, known)
    except Ended as ended:
        status = ended.status
    if status in (0, 130, 143):
        _farewell(talk)
    return status


def _welcome(store: Store) -> str:
    name = str(store.value("SELECT name FROM organisation") or "")
    return f"mentor-tui, without a full screen. {f'{name}. ' if name else ''}? helps at every prompt."


def _serve(talk: Talk, actor: Actor | None, proved: tuple[str, ...], known: str) -> None:
    how = f", {known}" if known else ""
    while True:
        if actor is None:
            actor, how = sign_in(talk), ""
        talk.sit(actor, proved)
        talk.say(f"Signed in: {actor.name}{how}. quit leaves, lock locks.")
        try:
            Menu(talk).serve()
        except Switched as switched:
            talk.seat = None
            if switched.actor is None:
                # Whoever comes next finds nothing of the last person.
                talk.line.clear()
            actor, proved, how = switched.actor, (), ""


def _farewell(talk: Talk) -> None:
    try:
        talk.say()
        talk.say("Goodbye. What you were typing is kept.")
    except Ended:
        return
