"""Why something was changed, as it stands in the journal: the words are held apart from their entry."""

from __future__ import annotations

import json
from typing import Any

from mentor_tui.store.database import Store
from mentor_tui.store.journal import reason_in_words


def latest_reason(store: Store, where: str = "1 = 1", **params: Any) -> str:
    """The reason of the newest entry for which the condition holds."""
    row = store.row(
        "SELECT reason, content FROM journal LEFT JOIN journal_value ON entry_id = id "
        f"WHERE {where} ORDER BY clock DESC, seq DESC LIMIT 1",
        params,
    )
    assert row is not None
    return reason_in_words(row[0], json.loads(row[1]) if row[1] else {})
