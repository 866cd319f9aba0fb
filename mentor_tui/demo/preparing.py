"""Making the demonstration's database, and what the program asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from mentor_tui.access import EVERYWHERE, Actor, Holding
from mentor_tui.demo.folder import Row, write_folder
from mentor_tui.demo.stories import CAST
from mentor_tui.exchange import import_folder
from mentor_tui.office import Office
from mentor_tui.records.registers import ROLES
from mentor_tui.store import database
from mentor_tui.store.database import Store, open_store
from mentor_tui.store.problems import StoreProblem

#: what the database keeps about itself
KEPT = "demonstration"
_UNTIL = "demonstration_until"
_MAKER = Actor("", "", "", None, (Holding("administrator", EVERYWHERE),))
_BESIDE = ("", "-wal", "-shm", ".queue")

#: told what is being done, in words
Progress = Callable[[str], None]


class Seat(NamedTuple):
    """One of the cast: somebody whom the demonstration can be signed in as without a passphrase."""

    role: str
    person: str
    name: str
    look: str


def prepare(
    path: Path,
    *,
    today: date,
    reset: bool = False,
    now: Callable[[], datetime] | None = None,
    progress: Progress | None = None,
) -> bool:
    """Makes the demonstration at ``path``, with a history that ends today; says whether it made one.

    One that is there is left as it is, unless ``reset``. Raises StoreProblem where something else is there, or
    where the place cannot be written to; then that is left as it is.
    """
    path = path.expanduser()
    tell = progress or (lambda _: None)
    if path.exists():
        _refuse_another(path)
        if not reset:
            return False
    making = path.with_name(path.name + ".making")
    _remove(making)
    try:
        _make(making, today, now or (lambda: datetime.now(UTC)), tell)
    except BaseException:
        _remove(making)
        raise
    _remove(path)
    making.replace(path)
    _remove(making)
    return True


def opened(path: Path, today: date, now: Callable[[], datetime] | None = None) -> Store:
    """The demonstration at ``path``, open; made if it is not there yet. Raises StoreProblem."""
    prepare(path, today=today, now=now)
    return open_store(path)


def is_stale(store: Store, today: date) -> bool:
    """Whether this is a demonstration whose history ends before today, so that it had better be made anew."""
    return store.kept(KEPT) == "yes" and store.kept(_UNTIL) < today.isoformat()


def cast(store: Store) -> list[Seat]:
    """Whom the demonstration offers to sign in as: one person for each role, with what to look at."""
    labels = dict(ROLES)
    keys = dict(store.rows("SELECT ref, id FROM staff"))
    return [Seat(labels[one.role], keys[one.id], one.name, one.look) for one in CAST if one.id in keys]


def _refuse_another(path: Path) -> None:
    """Raises StoreProblem for a file that is not a demonstration."""
    store = open_store(path)
    try:
        if store.kept(KEPT) != "yes":
            raise StoreProblem(
                f"{path} holds real records, not the demonstration. It was left as it is. "
                "Name another place for the demonstration."
            )
    finally:
        store.close()


def _remove(path: Path) -> None:
    for end in _BESIDE:
        path.with_name(path.name + end).unlink(missing_ok=True)


def _make(path: Path, today: date, now: Callable[[], datetime], tell: Progress) -> None:
    from mentor_tui.demo.auditing import Auditing
    from mentor_tui.demo.inventing import invent

    tell("Inventing a provider ...")
    world = invent(today)
    store = database.create(path)
    try:
        office = Office(store, lambda: today, now)
        tell("Bringing its records in ...")
        _bring_in(office, world.rows)
        tell("Signing the audits of past months ...")
        moved = [
            {**row, "service_id": to, "service_from": since}
            for person, to, since in world.transfers
            for row in world.rows["staff"]
            if row["staff_id"] == person.ref
        ]
        _bring_in(office, {"staff": moved, "audit": Auditing(store, today).rows()})
        _link_maker(store, office, now)
        with store.writing():
            store.keep(KEPT, "yes")
            store.keep(_UNTIL, today.isoformat())
    finally:
        store.close()


def _bring_in(office: Office, rows: Mapping[str, Iterable[Row]]) -> None:
    """Writes a folder and imports it, as a provider would."""
    with TemporaryDirectory(prefix="mentor-tui-") as folder:
        write_folder(rows, Path(folder))
        import_folder(office, _MAKER, Path(folder))


def _link_maker(store: Store, office: Office, now: Callable[[], datetime]) -> None:
    """Whoever made the demonstration acts as its administrator on the command line."""
    from mentor_tui import identity

    administrator = next(one for one in cast(store) if one.role == "Administrator")
    account = identity.os_account()
    if account:
        identity.link(store, office, _MAKER, administrator.person, account, now())
