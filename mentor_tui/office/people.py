"""What is asked of a change of people's roles: services that there are, and somebody left to give roles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mentor_tui.declare import Fault

if TYPE_CHECKING:
    from mentor_tui.office.conducting import Conducting

_ADMINISTRATOR = "administrator"


def roles_of_known_services(case: Conducting) -> Iterator[Fault]:
    """A role is held for a service that there is; for none other it would silently be no role at all."""
    if not case.becomes("roles"):
        return
    case.flush()
    for role in case.values["roles"]:
        service = role.partition("@")[2]
        if service in ("", "*"):
            continue
        if not case.store.value("SELECT 1 FROM service WHERE ref = :ref", {"ref": service}):
            yield Fault("roles", f"there is no service {service}; give its id as it stands under Services")


def an_administrator_stays(case: Conducting) -> Iterator[Fault]:
    """The last administrator can neither leave nor hand the role back: nobody could give it to another."""
    before = case.before or {}
    if not _administers(before.get("roles")):
        return
    ended = case.values.get("employment_end")
    if _administers(case.values.get("roles")) and not (ended and ended < case.today):
        return
    case.flush()
    others = case.store.rows(
        "SELECT roles FROM staff WHERE roles LIKE '%administrator%' AND id <> :id "
        "AND (employment_end IS NULL OR employment_end >= :today)",
        {"id": case.values["id"], "today": case.today.isoformat()},
    )
    if not any(_administers(tuple(str(roles).split(";"))) for (roles,) in others):
        field = "employment_end" if _administers(case.values.get("roles")) else "roles"
        yield Fault(field, "this is the only administrator; give the role to somebody else first")


def _administers(roles: tuple[str, ...] | None) -> bool:
    return any(role.partition("@")[0] == _ADMINISTRATOR for role in roles or ())
