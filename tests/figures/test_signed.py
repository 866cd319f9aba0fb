"""What an audit freezes, and what is said of it when the records have moved on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from mentor_tui.calendar import Period
from mentor_tui.catalogue import keys_of
from mentor_tui.exchange.signed import check
from mentor_tui.figures import to_json
from mentor_tui.store import evidence, signed
from mentor_tui.store.database import Store
from tests.figures.imported import imported, said
from tests.organisations import TODAY, invented

MAY = Period.month("2026-05")
SIGNED_ON = date(2026, 6, 9)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = imported(invented(3, workers=40), tmp_path, TODAY)
    yield made
    made.close()


def sign(store: Store, text: str, kind: str = "A5", service: str | None = "S1") -> str:
    period = json.loads(text)["period"]
    values = {"kind": kind, "period": period, "signed_on": SIGNED_ON, "figures": text, "comment": "Read"}
    return said(store, TODAY, "audit", **values, service_id=service)


@pytest.mark.parametrize("period", ["2026-05", "2026-Q1"])
@pytest.mark.parametrize("service", [None, "S2"])
def test_what_is_frozen_is_the_figures_and_their_records(
    store: Store, period: str, service: str | None
) -> None:
    of = Period.parse(period)

    text = signed.freeze(store, of, service, SIGNED_ON)

    check(text)
    frozen = json.loads(text)
    found = evidence.figures(store, of, service, SIGNED_ON)
    assert frozen["figures"] == {key: to_json(figure) for key, figure in found.items()}
    assert list(frozen["behind"]) == list(keys_of(of.kind))
    assert (frozen["period"], frozen["service"], frozen["as_at"]) == (period, service, "2026-06-09")
    assert signed.compare_with(store, text, SIGNED_ON) == []


def test_a_record_that_arrived_since_is_named_beside_the_figure(store: Store) -> None:
    text = signed.freeze(store, MAY, "S1", SIGNED_ON)
    audit = sign(store, text)
    ref = store.value(
        "SELECT p.ref FROM pairing AS p JOIN service AS v ON v.id = p.service_id "
        "WHERE v.ref = 'S1' AND p.ended_on IS NULL AND p.recorded_on <= '2026-05-14' "
        "AND p.started_on <= '2026-05-14' LIMIT 1"
    )

    said(
        store,
        TODAY,
        "session",
        pairing_id=ref,
        session_id="late-1",
        held_on=date(2026, 5, 14),
        confidence_score=6,
        top_support_issue="rota",
        recorded_on=SIGNED_ON - timedelta(days=1),
    )

    differences = {one.key: one for one in signed.compare(store, audit, SIGNED_ON)}
    same_day = differences["session_records_same_day"]
    assert same_day.arrived == (("session", "late-1"),)
    assert same_day.gone == ()
    assert same_day.now["denominator"] == same_day.signed["denominator"] + 1
    assert "active_pairings" not in differences


def test_a_corrected_record_is_named_as_changed(store: Store) -> None:
    text = signed.freeze(store, MAY, None, SIGNED_ON)
    session = evidence.evidence(store, "session_records_same_day", MAY, None, SIGNED_ON, counted=True)[0]

    said(store, TODAY, "session", session.ref, recorded_on=SIGNED_ON)

    differences = {one.key: one for one in signed.compare_with(store, text, SIGNED_ON)}
    assert differences["session_records_same_day"].changed == (("session", session.ref),)


def test_a_later_date_tells_what_came_to_be_known(store: Store) -> None:
    early = date(2026, 5, 20)
    text = signed.freeze(store, MAY, None, early)

    differences = {one.key: one for one in signed.compare_with(store, text, TODAY)}

    slots = differences["sessions_on_schedule"]
    assert slots.arrived
    assert all(kind == "slot" and "@" in ref for kind, ref in slots.arrived)
    assert slots.now == to_json(evidence.figure(store, "sessions_on_schedule", MAY, None, TODAY))


def test_an_audit_signed_elsewhere_may_name_no_records(store: Store) -> None:
    figures = json.loads(signed.freeze(store, MAY, "S1", SIGNED_ON))["figures"]
    figures["open_actions"] += 1
    text = json.dumps({"period": "2026-05", "service": "S1", "as_at": "2026-06-09", "figures": figures})

    differences = signed.compare_with(store, text, SIGNED_ON)

    assert [(one.key, one.signed - one.now, one.arrived) for one in differences] == [("open_actions", 1, ())]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "nothing",
        '{"period": "2026-05"}',
        '{"period": "soon", "figures": {}}',
        '{"period": "2026-05", "figures": {}, "records": {}, "behind": {"cases": {"1": {"slot": "0-9999999999"}}}}',
        '{"period": "2026-05", "figures": {}, "records": {}, "behind": {"cases": "x"}}',
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(store: Store, text: str) -> None:
    with pytest.raises(signed.NothingSigned, match="nothing"):
        signed.compare_with(store, text, SIGNED_ON)


def test_an_audit_without_figures_is_said_in_a_sentence(store: Store) -> None:
    with pytest.raises(signed.NothingSigned, match="no signed figures"):
        signed.compare(store, "no such key", SIGNED_ON)
