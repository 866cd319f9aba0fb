"""The pairings for which somebody may make a record: what is chosen from where a new one begins with whom."""

from __future__ import annotations

from dataclasses import dataclass

from mentor_tui.access import EVERYWHERE, Standing, holdings, may_write
from mentor_tui.store.read.session_entry import Owner
from mentor_tui.store.reading import Reader


@dataclass(frozen=True, slots=True)
class Holder:
    """A pairing for which a new record may be made."""

    key: str
    mentee: str
    mentor: str
    service: str


def holders(reader: Reader, record: str) -> list[Holder]:
    """The open pairings for which the person may make a record (by its name), by the mentee's name."""
    condition = reader.pairings("p")
    found = []
    for key, mentee_key, mentee, manager, mentor_key, mentor, service_key, service in reader.store.rows(
        "SELECT p.id, m.id, m.name, m.line_manager_id, t.id, t.name, p.service_id, v.name FROM pairing AS p "
        "JOIN staff AS m ON m.id = p.mentee_id JOIN staff AS t ON t.id = p.mentor_id "
        f"LEFT JOIN service AS v ON v.id = p.service_id WHERE {condition.sql} "
        "AND (p.ended_on IS NULL OR p.ended_on > :today) "
        "AND (m.employment_end IS NULL OR m.employment_end >= :today) "
        "ORDER BY m.name, p.started_on DESC, p.id",
        {**condition.params, "today": reader.today.isoformat()},
    ):
        if may_write(reader.actor, record, Standing(service_key, mentor_key, mentee_key, manager)):
            found.append(Holder(key, mentee, mentor, service or ""))
    return found


def who_hold(reader: Reader, role: str, service: str) -> list[Owner]:
    """Everybody employed who holds a role for a service (its key), by name: to be asked for something.

    Nobody for those who do not read the service by name.
    """
    if not reader.reach.sees_service(service):
        return []
    key_of = dict[str, str](reader.store.rows("SELECT ref, id FROM service"))
    found = []
    for key, name, job, own, roles in reader.store.rows(
        "SELECT id, name, job_role, service_id, roles FROM staff WHERE roles LIKE :role "
        "AND (employment_end IS NULL OR employment_end >= :today) ORDER BY name, id",
        {"role": f"%{role}%", "today": reader.today.isoformat()},
    ):
        held = holdings((roles or "").split(";"), own, key_of)
        if any(one.role == role and one.service in (EVERYWHERE, service) for one in held):
            found.append(Owner(key, name, job or ""))
    return found
