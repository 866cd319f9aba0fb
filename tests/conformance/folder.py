"""Reads a CSV folder into the facts that the rules look at, without the program's own importer.

It believes what it reads: the folders of the tests are free of faults.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from mentor_tui.policy import DEFAULT_POLICY, Policy
from mentor_tui.rules.facts import (
    Action,
    Attendance,
    Audit,
    Case,
    Concern,
    Excusal,
    ExecutiveReview,
    FollowUp,
    GovernanceMeeting,
    ImpactReview,
    Organisation,
    Pairing,
    PathwayUpdate,
    Review,
    Service,
    Session,
    Staff,
    StrategicAction,
    SupportMeeting,
    Training,
)

Row = Mapping[str, str]
Folder = Mapping[str, Sequence[Row]]
"""The rows of each file, by its name without `.csv`."""


def read_folder(path: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every CSV file in a folder."""
    folder = {}
    for file in sorted(path.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as stream:
            folder[file.stem] = list(csv.DictReader(stream))
    return folder


def write_folder(folder: Folder, path: Path) -> None:
    """Writes the rows of each file, with the columns of its first row."""
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in folder.items():
        if rows:
            with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
                writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)


def organisation(folder: Folder, policy: Policy = DEFAULT_POLICY) -> Organisation:
    """The facts of a folder."""
    sessions = _grouped(folder, "sessions", "pairing_id")
    excusals = _grouped(folder, "excusals", "pairing_id")
    reviews = _grouped(folder, "reviews", "pairing_id")
    pairing_actions = _grouped(folder, "actions", "pairing_id")
    case_actions = _grouped(folder, "actions", "case_id")
    meetings = _grouped(folder, "support_meetings", "case_id")
    updates = _grouped(folder, "pathway_updates", "case_id")
    follow_ups = _grouped(folder, "follow_ups", "case_id")
    impact_reviews = _grouped(folder, "impact_reviews", "case_id")
    executive_reviews = _grouped(folder, "executive_reviews", "strategic_action_id")
    return Organisation(
        services={
            row["service_id"]: Service(
                row["service_id"],
                row.get("nation") or "england",
                _day(row, "opened_on"),
                _day(row, "closed_on"),
            )
            for row in folder.get("services", ())
        },
        staff={
            row["staff_id"]: Staff(
                row["staff_id"],
                row["service_id"],
                _on(row, "employment_start"),
                _day(row, "employment_end"),
                row.get("line_manager_id") or None,
                row.get("mentoring") != "not_expected",
            )
            for row in folder.get("staff", ())
        },
        pairings=[
            Pairing(
                row["pairing_id"],
                row["mentee_id"],
                row["mentor_id"],
                row["programme"],
                _on(row, "started_on"),
                _recorded(row, "started_on"),
                _day(row, "ended_on"),
                [
                    Session(
                        each["session_id"],
                        _on(each, "held_on"),
                        int(each["confidence_score"]),
                        _recorded(each, "held_on"),
                    )
                    for each in sessions[row["pairing_id"]]
                ],
                [
                    Excusal(int(each["slot"]), _on(each, "recorded_on"))
                    for each in excusals[row["pairing_id"]]
                ],
                [
                    Review(
                        _on(each, "reviewed_on"),
                        _recorded(each, "reviewed_on"),
                        each.get("outcome") or None,
                    )
                    for each in reviews[row["pairing_id"]]
                ],
                [_action(each) for each in pairing_actions[row["pairing_id"]]],
            )
            for row in folder.get("pairings", ())
        ],
        cases=[
            Case(
                row["case_id"],
                row["staff_id"],
                _on(row, "risk_identified_on"),
                _on(row, "planned_on"),
                int(row["confidence_score"]),
                Decimal(row["attendance_percent"]),
                row["at_risk_of_resigning"] == "yes",
                _recorded(row, "planned_on"),
                row.get("aim") or None,
                _day(row, "aim_by"),
                row.get("mentor_id") or None,
                _day(row, "signed_off_on"),
                _day(row, "closed_on"),
                row.get("close_reason") or None,
                [
                    SupportMeeting(
                        _on(each, "held_on"),
                        _recorded(each, "held_on"),
                        _day(each, "next_session_on"),
                        each.get("focus_area") or None,
                    )
                    for each in meetings[row["case_id"]]
                ],
                [PathwayUpdate(_on(each, "recorded_on")) for each in updates[row["case_id"]]],
                [
                    FollowUp(
                        _on(each, "followed_up_on"),
                        each["status"],
                        _recorded(each, "followed_up_on"),
                        each.get("evidence_reference") or None,
                    )
                    for each in follow_ups[row["case_id"]]
                ],
                [
                    ImpactReview(
                        _on(each, "reviewed_on"),
                        int(each["confidence_score"]),
                        Decimal(each["attendance_percent"]),
                        each["at_risk_of_resigning"] == "yes",
                        _recorded(each, "reviewed_on"),
                        each["decision"],
                    )
                    for each in impact_reviews[row["case_id"]]
                ],
                [_action(each) for each in case_actions[row["case_id"]]],
            )
            for row in folder.get("cases", ())
        ],
        strategic_actions=[
            StrategicAction(
                row["strategic_action_id"],
                row["executive_owner_id"],
                _on(row, "approved_on"),
                _on(row, "target_on"),
                _recorded(row, "approved_on"),
                row.get("service_id") or None,
                _day(row, "completed_on"),
                row.get("evidence_reference") or None,
                [
                    ExecutiveReview(
                        _on(each, "reviewed_on"),
                        each["status"],
                        _recorded(each, "reviewed_on"),
                        each.get("evidence_reference") or None,
                    )
                    for each in executive_reviews[row["strategic_action_id"]]
                ],
            )
            for row in folder.get("strategic_actions", ())
        ],
        concerns=[Concern(row["staff_id"], _on(row, "raised_on")) for row in folder.get("concerns", ())],
        attendance=[
            Attendance(
                row["staff_id"],
                _on(row, "week_commencing"),
                int(row["shifts_rostered"]),
                int(row["shifts_attended"]),
            )
            for row in folder.get("attendance", ())
        ],
        training=[
            Training(
                row["staff_id"],
                row["course"],
                row["mandatory"] == "yes",
                _day(row, "completed_on"),
                _day(row, "expires_on"),
            )
            for row in folder.get("training", ())
        ],
        meetings=[GovernanceMeeting(row["kind"], _on(row, "held_on")) for row in folder.get("meetings", ())],
        audits=[
            Audit(row["kind"], row["period"], _on(row, "signed_on"), row.get("service_id") or None)
            for row in folder.get("audits", ())
        ],
        policy=policy,
    )


def _action(row: Row) -> Action:
    return Action(
        row["action_id"],
        row["owner_id"],
        _on(row, "need_identified_on"),
        _on(row, "review_on"),
        _recorded(row, "need_identified_on"),
        _day(row, "completed_on"),
        row.get("evidence_reference") or None,
        _day(row, "cancelled_on"),
    )


def _grouped(folder: Folder, name: str, column: str) -> defaultdict[str, list[Row]]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in folder.get(name, ()):
        groups[row.get(column) or ""].append(row)
    return groups


def _day(row: Row, column: str) -> date | None:
    text = row.get(column)
    return date.fromisoformat(text) if text else None


def _on(row: Row, column: str) -> date:
    return date.fromisoformat(row[column])


def _recorded(row: Row, event: str) -> date:
    return _day(row, "recorded_on") or _on(row, event)


def expected_files(case: Path, kind: str) -> Iterable[Path]:
    """The answers that a case expects, of one kind (`alerts` or `figures`)."""
    return sorted((case / "expected").glob(f"{kind}_*.json"))
