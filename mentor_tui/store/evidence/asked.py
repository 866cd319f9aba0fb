"""What a figure is asked for, how its evidence is stated, and what an answer looks like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from mentor_tui.calendar import Period
from mentor_tui.store.database import Params
from mentor_tui.store.problems import StoreProblem


class UnknownService(StoreProblem):
    """There is no service of that id. The message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, a service (its key; None: all of them) and the as-at date."""

    period: Period
    service: str | None
    as_at: date

    @property
    def end(self) -> date:
        """E: the period's last day, or the as-at date where that is earlier."""
        return min(self.period.last, self.as_at)

    def params(self, threshold: int) -> Params:
        """The named parameters that every query may use; `threshold` is the one in force at E."""
        return {
            "first": self.period.first.isoformat(),
            "last": self.period.last.isoformat(),
            "end": self.end.isoformat(),
            "day": self.as_at.isoformat(),
            "service": self.service,
            "threshold": threshold,
        }


@dataclass(frozen=True, slots=True)
class Evidence:
    """One record behind a figure: inside its numerator (`counted`) or outside it.

    `kind` is the table of the record, or `slot` for one session of a pairing's schedule (its `number`), in
    which case `key` and `ref` are the pairing's. Records without an id of their own carry their parent's ref.
    """

    kind: str
    key: str
    ref: str
    #: the id of the service to which it belongs
    service: str | None
    counted: bool
    #: what it adds to the sum: 1 or 0, or the value of which a mean is taken
    value: int
    #: the date by which it falls in the period
    on: date | None = None
    number: int | None = None
    #: outside the numerator because it was done late, not because it was never done
    late: bool = False


def one_if(condition: str) -> str:
    """1 where the condition holds, else 0 (where it cannot be said, too)."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


class _Only:
    """Fills `{only[column]}` in a query: the condition that the record is of the service asked for."""

    def __init__(self, one_service: bool) -> None:
        self._one_service = one_service

    def __getitem__(self, column: str) -> str:
        return f" AND {column} = :service" if self._one_service else ""


class _Apart:
    """Fills `{apart[column]}`: what counts once for all services counts once in each when compared."""

    def __init__(self, by_service: bool) -> None:
        self._by_service = by_service

    def __getitem__(self, column: str) -> str:
        return f", {column}" if self._by_service else ""


@dataclass(frozen=True, slots=True)
class Part:
    """Where some of the records behind a figure are found, and the expressions that say what each adds."""

    #: the table of the record, or `slot`
    kind: str
    record: str
    day: str
    service: str
    #: 1 in the numerator, 0 outside it; for a mean the value
    hit: str
    #: FROM and WHERE, ending where `{only[service]}` is added
    source: str
    number: str = "NULL"
    group: str = ""
    #: 1 where it was done, but late: kept apart from never done
    late: str = "0"

    @property
    def sql(self) -> str:
        """The query, with `{only[...]}` and `{apart[...]}` still to be filled."""
        group = f" GROUP BY {self.group}" if self.group else ""
        return (
            f"SELECT '{self.kind}' AS kind, {self.record} AS record, {self.number} AS number, "
            f"{self.day} AS day, {self.service} AS service, {self.hit} AS hit, {self.late} AS late "
            f"{self.source}{group}"
        )


class Question:
    """The one query behind a figure: its parts one after the other, each record in one of them.

    The figure is SUM and COUNT over it, and so is each line of a comparison of services.
    """

    def __init__(self, *parts: Part) -> None:
        self._sql = " UNION ALL ".join(part.sql for part in parts)
        # Summed part by part, so that no part has to be written out before it is counted.
        self._totals = "SELECT COALESCE(SUM(u.total), 0), SUM(u.count) FROM ({parts}) AS u".format(
            parts=" UNION ALL ".join(
                f"SELECT SUM(e.hit) AS total, COUNT(*) AS count FROM ({part.sql}) AS e" for part in parts
            )
        )
        #: the kinds of record that it gives
        self.kinds = tuple(part.kind for part in parts)

    def totals(self, one_service: bool) -> str:
        """The query that gives the sum and the number of all that :meth:`of` gives."""
        return _filled(self._totals, one_service, False)

    def of(self, one_service: bool, by_service: bool = False) -> str:
        """The query for one service or for all, or for all with each service apart."""
        return _filled(self._sql, one_service, by_service)


def _filled(sql: str, one_service: bool, by_service: bool) -> str:
    marks: Any = {"only": _Only(one_service), "apart": _Apart(by_service)}
    return sql.format(**marks)
