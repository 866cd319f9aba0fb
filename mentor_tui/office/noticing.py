"""What the program notes by itself: which escalations are raised, and which are not raised any more (rules.md).

Noticed once a day, so that an escalation whose cause went away before anybody answered is not forgotten.
"""

from __future__ import annotations

from datetime import date

from mentor_tui import records
from mentor_tui.access import Actor
from mentor_tui.office.changes import Change
from mentor_tui.office.desk import Batch, Office
from mentor_tui.rules.kept import news, raised_on
from mentor_tui.rules.raised import Alert
from mentor_tui.store import facts, raised
from mentor_tui.store.database import Store
from mentor_tui.text import is_clean

#: nobody: what the program notes has no author
PROGRAM = Actor("", "", "mentor-tui")
#: under which the database keeps the last day on which escalations were noticed
_NOTICED_ON = "escalations_noticed_on"


def is_to_be_noticed(store: Store, today: date) -> bool:
    """Whether nobody has looked today."""
    return store.kept(_NOTICED_ON) < today.isoformat()


def notice(office: Office) -> int:
    """Notes what is raised today and what is gone; gives how many notes were made.

    Raises StoreProblem; then nothing has changed.
    """
    store, today = office.store, office.today()
    view = raised.view_of_services(store, today)
    now: dict[str, tuple[Alert, date]] = {
        alert.reference: (alert, raised_on(view, alert))
        for alert in facts.alerts(store, today)
        # An id that another program wrote, of characters that are not kept, is no reference that could be.
        if alert.is_escalation and is_clean(alert.reference)
    }
    with store.writing():
        new, gone = news(raised.kept(store), now)
        batch = Batch(store, PROGRAM, today, office.now(), history=True)
        for alert, began in new:
            batch.add(_noted(batch, alert, began))
        for one in gone:
            batch.add(Change(records.RAISED_ESCALATION, {"gone_on": max(today, one.raised_on)}, id=one.key))
        batch.finish()
        store.keep(_NOTICED_ON, today.isoformat())
    return len(new) + len(gone)


def _noted(batch: Batch, alert: Alert, began: date) -> Change:
    store = batch.store
    # What is counted by whole months dates from the day after the last one, which on that day is to come.
    since = min(began, batch.today)
    before = raised.noted(store, alert.reference, since)
    if before is not None:
        # The cause was taken away and came back: a completion was corrected, say.
        return Change(records.RAISED_ESCALATION, {"gone_on": None}, id=before)
    service = store.value("SELECT id FROM service WHERE ref = :ref", {"ref": alert.service or ""})
    return Change(
        records.RAISED_ESCALATION,
        {"reference": alert.reference, "raised_on": since, "service_id": service},
    )
