"""The beginning of a database: the organisation, its first service, its first administrator.

The first start of the full-screen program and ``mentor-tui init`` both come this way.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from mentor_tui import identity, records
from mentor_tui.access import EVERYWHERE, Actor, Holding
from mentor_tui.office import Change, Office
from mentor_tui.passphrases import check_passphrase
from mentor_tui.store import database
from mentor_tui.store.database import Store

#: whoever makes the database; from then on nobody acts without being somebody
_FOUNDER = Actor("", "", "", None, (Holding("administrator", EVERYWHERE),))


def found(
    path: Path,
    *,
    organisation: str,
    administrator: str,
    service: str = "",
    nation: str = "england",
    passphrase: str | None = None,
    os_account: str | None = None,
    today: Callable[[], date],
    now: Callable[[], datetime],
) -> tuple[Store, Actor]:
    """Makes the database at ``path`` and gives it open, with its first administrator.

    The usual support issues are put on the organisation's list; a service may wait until later.
    Raises Unacceptable for the passphrase, Invalid for a name, StoreProblem; then nothing is left behind.
    """
    if passphrase is not None:
        near = (organisation, administrator, *administrator.split())
        check_passphrase(passphrase, near=near)
    store = database.create(path)
    try:
        office = Office(store, today, now)
        person = _people(office, organisation, service, nation, administrator)
        if passphrase is not None:
            identity.set_passphrase(store, office, _FOUNDER, person, passphrase, now())
        if os_account:
            identity.link(store, office, _FOUNDER, person, os_account, now())
        return store, identity.actor_of(store, person, today())
    except BaseException:
        store.close()
        for left in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", ".queue"))):
            left.unlink(missing_ok=True)
        raise


def _people(office: Office, organisation: str, service: str, nation: str, name: str) -> str:
    from mentor_tui.store.read.session_entry import SUPPORT_ISSUES

    with office.batch(_FOUNDER) as batch:
        batch.add(Change(records.ORGANISATION, {"one": 1, "name": organisation}))
        for word in SUPPORT_ISSUES:
            batch.add(Change(records.LIST_WORD, {"list": "support_issues", "word": word, "in_use": True}))
        if service:
            batch.add(Change(records.SERVICE, {"service_id": "S01", "name": service, "nation": nation}))
        return batch.add(Change(records.PERSON, {"name": name, "roles": (f"administrator@{EVERYWHERE}",)}))
