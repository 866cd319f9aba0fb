"""Whose record it is: the service, the mentor, the line manager that permission looks at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mentor_tui.access import Standing
from mentor_tui.declare import Record
from mentor_tui.office.rows import Rows


def standing_of(record: Record, values: Mapping[str, Any], rows: Rows) -> Standing:
    """The standing of a row of ``record``."""
    if values.get("pairing_id"):
        return _of_pairing(rows.find("pairing", values["pairing_id"]) or {}, rows, values.get("owner_id"))
    if values.get("case_id"):
        return _of_case(rows.find("targeted_case", values["case_id"]) or {}, rows, values.get("owner_id"))
    if record.table == "pairing":
        return _of_pairing(values, rows, None)
    if record.table == "targeted_case":
        return _of_case(values, rows, None)
    if record.table == "staff":
        return _of_person(values)
    if values.get("staff_id"):
        return _of_person(rows.find("staff", values["staff_id"]) or {})
    return Standing(service=values.get("service_id"))


def _of_person(person: Mapping[str, Any]) -> Standing:
    return Standing(service=person.get("service_id"), line_manager=person.get("line_manager_id"))


def _of_pairing(pairing: Mapping[str, Any], rows: Rows, owner: str | None) -> Standing:
    mentee = rows.find("staff", pairing["mentee_id"]) if pairing.get("mentee_id") else None
    person = mentee or {}
    return Standing(
        # The service in which the pairing began; a new one begins where the mentee works.
        service=pairing.get("service_id") or person.get("service_id"),
        mentor=pairing.get("mentor_id"),
        mentee=pairing.get("mentee_id"),
        line_manager=person.get("line_manager_id"),
        owner=owner,
    )


def _of_case(case: Mapping[str, Any], rows: Rows, owner: str | None) -> Standing:
    found = rows.find("staff", case["staff_id"]) if case.get("staff_id") else None
    person = found or {}
    return Standing(
        service=case.get("service_id") or person.get("service_id"),
        mentor=case.get("mentor_id"),
        mentee=case.get("staff_id"),
        line_manager=person.get("line_manager_id"),
        owner=owner,
    )
