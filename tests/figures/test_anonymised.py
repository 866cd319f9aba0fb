"""Random organisations: every figure, alert and signed audit is the same before and after people are anonymised."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from mentor_tui import records
from mentor_tui.calendar import Period
from mentor_tui.catalogue import keys_of
from mentor_tui.exchange import ImportFaults, import_folder
from mentor_tui.exchange.exporting import export_folder
from mentor_tui.figures import to_json
from mentor_tui.office import Change, Office
from mentor_tui.office.anonymising import anonymise, outlook
from mentor_tui.rules.raised import Alert
from mentor_tui.store import evidence, facts, journal, signed
from mentor_tui.store.database import Store
from tests.figures.imported import ADMINISTRATOR, imported, said
from tests.organisations import TODAY, invented

LATER = date(2033, 1, 10)
MONTHS = [Period.parse(code) for code in ("2026-01", "2026-03", "2026-05")]
QUARTERS = [Period.parse(code) for code in ("2026-Q1",)]


def everything(store: Store) -> dict[str, Any]:
    """Every figure with the keys of its records, for periods and services, as known then and as known long after."""
    found: dict[str, Any] = {}
    for period in (*MONTHS, *QUARTERS):
        for service in (None, "S2"):
            for as_at in (period.last, LATER):
                asked = evidence.Figures(store, period, service, as_at)
                for key in keys_of(period.kind):
                    behind = [
                        (one.kind, one.key, one.value)
                        for one in asked.evidence(key, limit=evidence.EVERYTHING)
                    ]
                    of = f"{key} {period.code} {service} {as_at}"
                    found[of] = (to_json(asked.figure(key)), sorted(behind, key=str))
    return found


def alerts(store: Store, called: dict[str, str]) -> list[Alert]:
    """What was raised at the ends of months, with the people by the ids that they have in ``called``."""
    found = [one for period in MONTHS for one in facts.alerts(store, period.last)]
    return sorted((replace(one, subject=called.get(one.subject, one.subject)) for one in found), key=str)


def closed(store: Store, random: Random) -> list[str]:
    """Lets half of the people leave and ends what is open of theirs; gives their keys, mentors among them."""
    office = Office(store, lambda: LATER)
    people = [key for (key,) in store.rows("SELECT id FROM staff WHERE service_id IS NOT NULL ORDER BY id")]
    leaving = random.sample(people, len(people) // 2)
    with office.batch(ADMINISTRATOR, history=True) as batch:
        for key in leaving:
            start, end = store.row(
                "SELECT employment_start, employment_end FROM staff WHERE id = :k", {"k": key}
            ) or ("", "")
            if end is None:
                last = max(date(2032, 6, 30), date.fromisoformat(start))
                batch.add(
                    Change(records.STAFF, {"employment_end": last, "leaving_reason": "Other work"}, id=key)
                )
        for record, open_, values in (
            (records.PAIRING, "ended_on IS NULL", {"ended_on": date(2032, 6, 30), "end_reason": "other"}),
            (records.CASE, "closed_on IS NULL", {"closed_on": date(2032, 6, 30), "close_reason": "other"}),
            (
                records.ACTION,
                "completed_on IS NULL AND cancelled_on IS NULL",
                {"cancelled_on": date(2032, 6, 30)},
            ),
            (records.STRATEGIC_ACTION, "completed_on IS NULL", {"completed_on": date(2032, 6, 30)}),
        ):
            for (key,) in store.rows(f"SELECT id FROM {record.table} WHERE {open_} ORDER BY id"):
                batch.add(Change(record, values, id=key))  # type: ignore[arg-type]
    return leaving


@pytest.mark.parametrize("seed", range(2))
def test_figures_alerts_and_what_was_signed_stay(seed: int, tmp_path: Path) -> None:
    store = imported(invented(seed, workers=18), tmp_path, TODAY)
    audits = []
    for period, service, kind in (
        (MONTHS[1], "S1", "A5"),
        (MONTHS[2], None, "C1"),
        (QUARTERS[0], None, "C5"),
    ):
        text = signed.freeze(store, period, service, period.last + timedelta(days=9))
        values: dict[str, Any] = {"kind": kind, "period": period.code, "signed_on": TODAY, "figures": text}
        known = store.value(
            "SELECT a.id FROM audit AS a LEFT JOIN service AS v ON v.id = a.service_id "
            "WHERE a.kind = :kind AND a.period = :period AND coalesce(v.ref, '') = :service",
            {"kind": kind, "period": period.code, "service": service or ""},
        )
        if known:
            with Office(store, lambda: TODAY).batch(ADMINISTRATOR, history=True) as batch:
                batch.add(Change(records.AUDIT, {"figures": text}, id=known))
        audits.append(known or said(store, TODAY, "audit", **values, service_id=service))
    leaving = closed(store, Random(seed))
    refs = dict(store.rows("SELECT id, ref FROM staff"))
    before, raised = everything(store), alerts(store, {})
    frozen = {
        key: json.loads(text) for key, text in store.rows("SELECT id, figures FROM audit WHERE figures <> ''")
    }
    differed = {key: signed.compare(store, key, TODAY) for key in audits}
    office = Office(store, lambda: LATER)

    for key in leaving:
        assert outlook(office, ADMINISTRATOR, key).refusals == ()
        anonymise(office, ADMINISTRATOR, key, "kept for six years")

    renamed = dict(store.rows("SELECT id, ref FROM staff"))
    assert sum(renamed[key] != refs[key] for key in refs) == len(leaving)
    assert everything(store) == before
    assert alerts(store, {renamed[key]: refs[key] for key in refs}) == raised
    for key, then in frozen.items():
        now = json.loads(store.value("SELECT figures FROM audit WHERE id = :key", {"key": key}))
        assert (now["figures"], now.get("behind")) == (then["figures"], then.get("behind"))
        assert not {refs[one] for one in leaving} & set(now.get("records", {}).get("staff", ()))
    # Only a record that was renamed could differ, and it is renamed in what was signed as well.
    assert {key: [one.key for one in signed.compare(store, key, TODAY)] for key in audits} == {
        key: [one.key for one in found] for key, found in differed.items()
    }
    assert [str(one) for one in journal.verify(store)] == []
    store.close()


def test_an_old_folder_brings_nobody_back_and_a_new_one_changes_nothing(tmp_path: Path) -> None:
    store = imported(invented(5, workers=25), tmp_path, TODAY)
    leaving = closed(store, Random(5))
    office = Office(store, lambda: LATER)
    export_folder(store, office, ADMINISTRATOR, tmp_path / "old")
    for key in leaving:
        anonymise(office, ADMINISTRATOR, key, "kept for six years")
    people = store.rows("SELECT id, ref, name FROM staff ORDER BY id")

    with pytest.raises(ImportFaults) as told:
        import_folder(office, ADMINISTRATOR, tmp_path / "old")
    assert "anonymised" in str(told.value.faults)

    # Nor does the list of staff alone, which is what an HR system sends.
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "staff.csv").write_bytes((tmp_path / "old" / "staff.csv").read_bytes())
    with pytest.raises(ImportFaults) as told:
        import_folder(office, ADMINISTRATOR, alone)
    assert told.value.total >= len(leaving)
    assert store.rows("SELECT id, ref, name FROM staff ORDER BY id") == people

    export_folder(store, office, ADMINISTRATOR, tmp_path / "new")
    assert not import_folder(office, ADMINISTRATOR, tmp_path / "new").changed
    store.close()
