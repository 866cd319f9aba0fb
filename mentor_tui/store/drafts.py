"""What people are typing: kept as they type, their author's alone, and no record until it is saved.

A draft is checked again when it resumes; the form does that. people.md and trust.md say why it is kept.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from mentor_tui.store.database import Store, canonical
from mentor_tui.store.keys import new_key


@dataclass(frozen=True, slots=True)
class Draft:
    """What one person had typed in one form. ``saved_at`` is a moment in UTC."""

    form: str
    #: what the form is about: the pairing of a session, the record being corrected; blank for a new one
    subject: str
    typed: Mapping[str, str]
    saved_at: datetime


def save(store: Store, person: str, form: str, subject: str, typed: Mapping[str, str], now: datetime) -> None:
    """Keeps what ``person`` has typed so far, in place of what was kept before. Raises StoreProblem."""
    with store.writing():
        store.execute(
            "INSERT INTO draft (id, person_id, form, subject, typed, saved_at) "
            "VALUES (:id, :person, :form, :subject, :typed, :now) "
            "ON CONFLICT (person_id, form, subject) DO UPDATE SET typed = :typed, saved_at = :now",
            {
                "id": new_key(),
                "person": person,
                "form": form,
                "subject": subject,
                "typed": canonical(dict(typed)),
                "now": now.isoformat(timespec="seconds"),
            },
        )


def of(store: Store, person: str) -> list[Draft]:
    """The drafts of a person, the newest first."""
    rows = store.rows(
        "SELECT form, subject, typed, saved_at FROM draft WHERE person_id = :person "
        "ORDER BY saved_at DESC, id",
        {"person": person},
    )
    return [_draft(*row) for row in rows]


def one(store: Store, person: str, form: str, subject: str) -> Draft | None:
    """What the person had typed in this form about this, if anything is kept."""
    row = store.row(
        "SELECT form, subject, typed, saved_at FROM draft "
        "WHERE person_id = :person AND form = :form AND subject = :subject",
        {"person": person, "form": form, "subject": subject},
    )
    return _draft(*row) if row else None


def drop(store: Store, person: str, form: str, subject: str) -> None:
    """Forgets a draft: it was saved as a record, or its author threw it away."""
    if one(store, person, form, subject) is None:
        return  # most forms are saved without one: they need not wait for their turn to write
    with store.writing():
        store.execute(
            "DELETE FROM draft WHERE person_id = :person AND form = :form AND subject = :subject",
            {"person": person, "form": form, "subject": subject},
        )


def clear_old(store: Store, days: int, now: datetime) -> int:
    """Forgets what was typed more than ``days`` days ago (policy ``draft_days``); gives how many."""
    before = {"before": (now - timedelta(days=days)).isoformat(timespec="seconds")}
    if not store.value("SELECT 1 FROM draft WHERE saved_at < :before", before):
        return 0
    with store.writing():
        return store.execute("DELETE FROM draft WHERE saved_at < :before", before)


def tidy(store: Store, today: date, now: datetime) -> int:
    """Forgets the drafts that are older than the policy keeps them; called at start-up. Gives how many."""
    from mentor_tui.policy import DRAFT_DAYS
    from mentor_tui.store.schedules import load_policy

    return clear_old(store, load_policy(store).at(DRAFT_DAYS, today), now)


def _draft(form: str, subject: str, typed: str, saved_at: str) -> Draft:
    try:
        words = json.loads(typed)
    except ValueError:
        words = {}
    kept = {str(name): str(text) for name, text in words.items()} if isinstance(words, dict) else {}
    return Draft(form, subject, kept, datetime.fromisoformat(saved_at))
