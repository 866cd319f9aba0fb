"""The month of each service that a person answers for, as Today shows it."""

from __future__ import annotations

from mentor_tui.store.read.month_so_far import MonthLine, in_numbers
from widgets.listing import Row


def month_row(line: MonthLine) -> Row:
    """The service in one line."""
    return Row(
        line.key,
        (line.name, in_numbers(line.sessions), in_numbers(line.retention), str(line.open_actions)),
    )
