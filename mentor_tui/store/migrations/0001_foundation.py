"""The foundation: every record and register, slots, journal, accounts, drafts."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def up(migrator: Any, db: Any) -> None:
    """Makes the tables, indexes and triggers of the first version."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute_sql(statement)
