"""Keys that never meet and sort by when they were made."""

from __future__ import annotations

import uuid

from mentor_tui.store.keys import new_key, new_reference


def test_keys_are_uuids_of_version_7_in_order() -> None:
    keys = [new_key() for _ in range(5000)]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert {(uuid.UUID(key).version, uuid.UUID(key).variant) for key in keys} == {(7, uuid.RFC_4122)}


def test_references_are_short_and_easy_to_read_out() -> None:
    references = {new_reference("P") for _ in range(2000)}
    assert len(references) == 2000
    assert all(
        len(one) == 10 and one.startswith("P-") and not set("IOLU") & set(one[2:]) for one in references
    )
