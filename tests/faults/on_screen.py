"""The same faults in front of a person: the full-screen program in a real terminal while they type and save."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mentor_tui import identity
from mentor_tui.store import journal, sqlite
from mentor_tui.store.database import open_store
from tests.bench.terminal import Watched
from tests.faults.figures import Figure, none_of, untried
from tests.faults.full import filled
from tests.faults.ground import MAY_MOUNT, ROOT, Ground
from tests.faults.mounts import read_only, small_disk
from tests.faults.shut import held, stopped_in_its_turn
from tests.journeys.test_journeys import PASSPHRASE, SAVE, TAB, open_session, sign_in
from tests.screens.home import NOW, Home, build

SIZE = 8 * 1024


def tried(ground: Ground) -> Iterator[Figure]:
    """A full disk under somebody who types; a turn that does not come; a start where nothing can be opened."""
    with ground.folder("screens") as folder:
        what = "full screen: a disk that fills while somebody types"
        if MAY_MOUNT:
            try:
                with small_disk(folder / "disk", SIZE) as disk:
                    yield none_of(what, _full(_home(disk / "records.db"), disk), 1)
            except OSError as trouble:
                yield untried(what, str(trouble))
        else:
            yield untried(what, "mounting needs root")
        if not ground.short:
            path = _home(folder / "held" / "records.db")
            yield none_of(
                "full screen: another that was stopped in the middle of its save", _stopped(path), 1
            )
            yield from _starts(folder)


def _home(path: Path) -> Path:
    """A care home in which Sam, a mentor, has a passphrase."""
    path.parent.mkdir(exist_ok=True)
    build(path)
    home = Home.opened(path)
    sam = home.key["Sam"]
    identity.set_passphrase(home.store, home.office, home.actor("Nora"), sam, PASSPHRASE, NOW)
    home.store.close()
    return path


def _program(path: Path) -> Watched:
    return Watched([sys.executable, "-m", "tests.journeys.at_a_fixed_day", str(path)])


def _fill_in(seen: Watched) -> None:
    sign_in(seen)
    open_session(seen)
    for keys in (TAB, b"7", TAB, b"Medication", TAB, b"Gave the round alone"):
        seen.press(keys)


def _sessions(path: Path) -> list[tuple[object, ...]]:
    store = open_store(path)
    try:
        return store.rows("SELECT shared_summary FROM session WHERE held_on = '2026-03-12'")
    finally:
        store.close()


def _faults(path: Path) -> Iterator[str]:
    store = open_store(path)
    try:
        yield from map(str, journal.verify(store))
    finally:
        store.close()


def _full(path: Path, disk: Path) -> list[str]:
    wrong: list[str] = []
    try:
        with _program(path) as seen:
            _fill_in(seen)
            ballast = filled(disk, 0)
            seen.press(b" and with care")
            seen.press(SAVE)
            seen.until("The disk is full. Nothing was saved.")
            ballast.unlink()
            if _sessions(path):
                wrong.append("something was saved all the same")
            seen.press(SAVE)
            seen.until("Saved")
    except TimeoutError as other:
        wrong.append(str(other))
    if _sessions(path) != [("Gave the round alone and with care",)]:
        wrong.append(f"the database has {_sessions(path)}")
    return [*wrong, *_faults(path)]


def _stopped(path: Path) -> list[str]:
    wrong: list[str] = []
    try:
        with _program(path) as seen:
            _fill_in(seen)
            with held(path, stopped_in_its_turn):
                began = time.perf_counter()
                seen.press(SAVE)
                # The screen goes on meanwhile.
                seen.press(TAB)
                took = time.perf_counter() - began
                if took > 5:
                    wrong.append(f"the screen stood still for {took:.0f} s")
                seen.wait(lambda: "seconds" in seen.text, 2.0 * sqlite.BUSY_SECONDS)
            if _sessions(path):
                wrong.append("something was saved all the same")
            seen.press(SAVE)
            seen.until("Saved")
    except TimeoutError as other:
        wrong.append(str(other))
    if len(_sessions(path)) != 1:
        wrong.append(f"the database has {_sessions(path)}")
    return [*wrong, *_faults(path)]


def _starts(folder: Path) -> Iterator[Figure]:
    """Where nothing can be opened, the program says so and ends, before it takes the screen."""
    if not MAY_MOUNT:
        yield untried("full screen: started where it cannot be opened", "mounting needs root")
        return
    wrong: list[str] = []
    with small_disk(folder / "start", SIZE) as disk:
        path = _home(disk / "records.db")
        ballast = filled(disk, 0)
        wrong += _ends_with(path, "disk is full")
        ballast.unlink()
    at_rest = _home(folder / "at-rest" / "records.db")
    with suppress(OSError), read_only(folder / "start-shut", at_rest.parent) as shut:
        wrong += _ends_with(shut / "records.db", "permission")
    yield none_of("full screen: starts where it cannot be opened that were not told", wrong, 2)


def _ends_with(path: Path, words: str) -> Iterator[str]:
    environ = {"MENTOR_TUI_DATABASE": str(path), "PYTHONPATH": str(ROOT)}
    with Watched([sys.executable, "-m", "mentor_tui"], environ) as seen:
        try:
            status = os.waitstatus_to_exitcode(seen.ended())
        except TimeoutError as other:
            yield str(other)
            return
        # The lines of the terminal are one line of the program's.
        told = "".join(seen.screen.display)
        told = " ".join(told.split())
        if status != 2 or words not in told or "Traceback" in told:
            yield f"status {status}: {told}"
