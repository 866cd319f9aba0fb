"""The same record is not made twice, also where a part of its key is blank."""

from __future__ import annotations

from pathlib import Path

import pytest

from mentor_tui import records
from mentor_tui.access import Actor, Holding
from mentor_tui.office import Change, Invalid
from tests.exchange.folders import ADMINISTRATOR, FOLDER, bring_in, new_office, rows_of_folder
from tests.office.conftest import Trusting


def test_a_record_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    office = new_office(tmp_path / "mentor.db")
    office = Trusting(office.store, office.today, office.now)
    folder = rows_of_folder()
    folder["training.csv"] = [FOLDER["training.csv"] | {"completed_on": "", "expires_on": ""}]
    bring_in(office, tmp_path / "folder", folder)
    person = office.store.value("SELECT id FROM staff WHERE ref = 'ST-1'")
    lead = Actor(person, "ST-1", "Lea Lead", None, (Holding("ld_lead", "*"),))
    course = {"staff_id": person, "course": "Medication", "mandatory": True}
    with pytest.raises(Invalid, match="this is recorded already; change that record instead"):
        office.save(lead, Change(records.TRAINING, course))
    office.save(lead, Change(records.TRAINING, {**course, "course": "Dementia"}))
    with pytest.raises(Invalid, match="'S1' is in use already; choose another"):
        office.save(ADMINISTRATOR, Change(records.SERVICE, {"service_id": "S1", "name": "Other"}))
    office.store.close()
