"""How a row of the sector's files becomes a row of ours: its codes, dates and rules (ASC-WDS bulk upload)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from mentor_tui.calendar import add_months
from mentor_tui.codes import by_code
from mentor_tui.declare import Value
from mentor_tui.exchange.cells import unguard
from mentor_tui.exchange.problems import shown
from mentor_tui.exchange.seen import Seen
from mentor_tui.office import Batch
from mentor_tui.text import trimmed

#: our columns, each with theirs, in the order of a translated row
WORKPLACE = {"service_id": "LOCALESTID", "name": "ESTNAME"}
WORKER = {
    "staff_id": "UNIQUEWORKERID",
    "name": "DISPLAYID",
    "service_id": "LOCALESTID",
    "job_role": "MAINJOBROLE",
    "employment_start": "STARTDATE",
}
TRAINING = {
    "staff_id": "UNIQUEWORKERID",
    "course": "CATEGORY",
    "completed_on": "DATECOMPLETED",
    "expires_on": "EXPIRYDATE",
}
STATUSES = ("NEW", "UPDATE", "UNCHECKED", "NOCHANGE", "DELETE")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
#: job roles and training categories for which the file has words of its own
_OTHER_ROLES = ("23", "27")
_OTHER_TRAINING = "21"
#: how many ids a notice names
_NAMED = 5
_LONGEST_COURSE = 120


@dataclass(slots=True)
class Translated:
    """One row in our columns; or what is wrong with it; or that it is left out."""

    cells: list[str]
    faults: list[tuple[str, str]] = field(default_factory=list)
    left_out: bool = False


class Translator:
    """Turns the rows of one of the sector's files into ours."""

    #: what must be entered before somebody or something that the sector deleted counts as gone
    gone_by = ""

    def __init__(self, places: dict[str, int], batch: Batch) -> None:
        self._places = places
        self._batch = batch
        self._deleted: list[str] = []
        #: rows that were left out and told of
        self.left_out = 0

    def row(self, cells: list[str]) -> Translated:
        """A row of theirs as a row of ours."""
        raise NotImplementedError

    def when_new(self, values: dict[str, Value]) -> None:
        """Gives a new record what their file has no column for."""

    def notices(self) -> Iterator[str]:
        """What the person is told once the file is read."""
        if self._deleted:
            rows = "1 row is" if len(self._deleted) == 1 else f"{len(self._deleted):,} rows are"
            some = ", ".join(shown(ident, 64) for ident in self._deleted[:_NAMED])
            more = "" if len(self._deleted) <= _NAMED else f" and {len(self._deleted) - _NAMED:,} more"
            yield (
                f"{rows} marked DELETE and changed nothing ({some}{more}): nothing is removed from the "
                f"registers, and {self.gone_by}"
            )

    def _cell(self, cells: list[str], column: str) -> str:
        place = self._places.get(column)
        return trimmed(unguard(cells[place])) if place is not None and place < len(cells) else ""

    def _status(self, cells: list[str], row: Translated) -> None:
        # What is known already may come as NEW again, and what is not known as UPDATE: a file is taken in at any
        # time, by a register that may have begun after the sector's.
        status = self._cell(cells, "STATUS")
        if status.upper() == "DELETE":
            self._deleted.append(row.cells[0])
            self.left_out += 1
            row.left_out = True
        elif status.upper() not in STATUSES:
            expected = f"{', '.join(STATUSES[:-1])} or {STATUSES[-1]}"
            row.faults.append(
                ("STATUS", f"'{shown(status, 40)}' is not one of the choices; expected {expected}")
            )

    def _day(self, cells: list[str], column: str, row: Translated) -> date | None:
        text = self._cell(cells, column)
        if not text:
            return None
        found = _DAY.fullmatch(text)
        try:
            if found:
                return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            pass
        row.faults.append((column, f"'{shown(text, 40)}' is not a date; expected DD/MM/YYYY"))
        return None

    def _code(self, cells: list[str], column: str, names: str, row: Translated) -> tuple[str, str]:
        """The code without leading noughts, and its name."""
        text = self._cell(cells, column)
        code = text.lstrip("0") if text.isascii() and text.isdigit() else text
        name = by_code(names).get(code, "")
        if not text:
            row.faults.append((column, f"is blank; expected a code of the sector's {_words(names)}"))
        elif not name:
            row.faults.append(
                (column, f"'{shown(text, 40)}' is not a code of the sector's {_words(names)}; expected one")
            )
        return code, name


def _words(names: str) -> str:
    return names.replace("_", " ")


class Workplaces(Translator):
    """Workplaces become services. The data set is England's, which is what a new service has anyway."""

    gone_by = "a service has closed once its closing date is entered here"

    def row(self, cells: list[str]) -> Translated:
        """See :meth:`Translator.row`."""
        ident, name = self._cell(cells, "LOCALESTID"), self._cell(cells, "ESTNAME")
        row = Translated([ident, name])
        self._status(cells, row)
        if not name:
            known = self._batch.store.value("SELECT name FROM service WHERE ref = :ref", {"ref": ident})
            row.cells[1] = str(known or "")
        return row


class Workers(Translator):
    """Workers become staff. A blank cell leaves what the register says of somebody as it is."""

    gone_by = "somebody has left once their last day at work is entered here"

    def row(self, cells: list[str]) -> Translated:
        """See :meth:`Translator.row`."""
        ident = self._cell(cells, "UNIQUEWORKERID")
        row = Translated([ident])
        self._status(cells, row)
        if row.left_out:
            return row
        name, service = self._cell(cells, "DISPLAYID"), self._cell(cells, "LOCALESTID")
        known = self._batch.store.row(
            "SELECT p.name, p.job_role, p.employment_start, s.ref FROM staff AS p "
            "LEFT JOIN service AS s ON s.id = p.service_id WHERE p.ref = :ref",
            {"ref": ident},
        )
        before = known or (None, None, None, None)
        if known and name and service and known[0].casefold() != name.casefold() and known[3] != service:
            # The sector's ids are unique in a workplace only; ours in the organisation.
            where = f"of {known[3]}" if known[3] else "outside the staff register"
            said = (
                f"'{shown(ident, 64)}' is {shown(known[0])} {where} here; expected an id of this person alone"
            )
            row.faults.append(("UNIQUEWORKERID", said))
        if self._cell(cells, "CHGUNIQUEWRKID") not in ("", ident):
            row.faults.append(
                ("CHGUNIQUEWRKID", "asks for another id; expected blank, since ids are kept here")
            )
        started = self._day(cells, "STARTDATE", row)
        start = started.isoformat() if started else str(before[2] or "")
        if not start and not self._cell(cells, "STARTDATE"):
            row.faults.append(("STARTDATE", "is blank; expected the first day at work, DD/MM/YYYY"))
        row.cells = [ident, name or str(before[0] or ""), service, self._role(cells, before[1], row), start]
        return row

    def _role(self, cells: list[str], before: str | None, row: Translated) -> str:
        if before and not self._cell(cells, "MAINJOBROLE"):
            return before
        code, role = self._code(cells, "MAINJOBROLE", "job_roles", row)
        return (self._cell(cells, "MAINJRDESC") if code in _OTHER_ROLES else "") or role


class Courses(Translator):
    """Training becomes the training register: the category is the course, since names are written differently.

    Whether a course is mandatory is not in the file: the person says which categories are, or else a new row
    follows what the register says of the course.
    """

    def __init__(self, places: dict[str, int], batch: Batch, mandatory: frozenset[str] | None = None) -> None:
        super().__init__(places, batch)
        found = batch.store.rows("SELECT course, max(mandatory) FROM training GROUP BY course")
        self._register = {course: bool(mandatory) for course, mandatory in found}
        self._said = mandatory
        self._seen = Seen()
        self._same = 0
        self._unknown: set[str] = set()

    def row(self, cells: list[str]) -> Translated:
        """See :meth:`Translator.row`."""
        ident = self._cell(cells, "UNIQUEWORKERID")
        row = Translated([ident])
        code, course = self._code(cells, "CATEGORY", "training_categories", row)
        called = self._cell(cells, "TRAININGNAME") or self._cell(cells, "DESCRIPTION")
        if code == _OTHER_TRAINING:
            course = called or course
        completed = self._day(cells, "DATECOMPLETED", row)
        if completed and completed > self._batch.today:
            today = self._batch.today.strftime("%d/%m/%Y")
            row.faults.append(("DATECOMPLETED", f"is in the future; expected {today} or earlier"))
        expires = self._day(cells, "EXPIRYDATE", row) or self._valid_until(cells, completed, row)
        if completed and expires and expires <= completed:
            row.faults.append(("EXPIRYDATE", "is not after DATECOMPLETED; expected a later day"))
        day, end = (one.isoformat() if one else "" for one in (completed, expires))
        if not row.faults:
            course = self._untaken(ident, course, called, day)
            row.left_out = not course
        row.cells = [ident, course, day, end]
        if self._said is not None:
            row.cells.append("yes" if code in self._said else "no")
        return row

    def _untaken(self, ident: str, course: str, called: str, day: str) -> str:
        """The course; with the training's own name where the same was done that day; blank for the very same."""
        if not self._seen.line((ident, course, day), 1):
            return course
        longer = f"{course}: {called}"[:_LONGEST_COURSE].rstrip()
        if called in ("", course) or self._seen.line((ident, longer, day), 1):
            self._same += 1
            self.left_out += 1
            return ""
        return longer

    def _valid_until(self, cells: list[str], completed: date | None, row: Translated) -> date | None:
        text = self._cell(cells, "VALIDITY")
        if not text or text == "none":
            return None
        whole = text.partition(".")[0]
        if not (whole.isascii() and whole.isdigit() and 1 <= int(whole[:4]) <= 999 and len(whole) < 4):
            row.faults.append(
                (
                    "VALIDITY",
                    f"'{shown(text, 40)}' is not a validity; expected none or a number from 1 to 999",
                )
            )
            return None
        return add_months(completed, int(whole)) - timedelta(days=1) if completed else None

    def when_new(self, values: dict[str, Value]) -> None:
        """See :meth:`Translator.when_new`."""
        if self._said is not None:
            return
        course = str(values["course"])
        if course not in self._register:
            self._unknown.add(course)
        values["mandatory"] = self._register.get(course, False)

    def notices(self) -> Iterator[str]:
        """See :meth:`Translator.notices`."""
        yield from super().notices()
        if self._same:
            rows = "1 row tells" if self._same == 1 else f"{self._same:,} rows tell"
            yield f"{rows} of a course that the same person did on the same day; each was taken once"
        if self._unknown:
            courses = "1 course is" if len(self._unknown) == 1 else f"{len(self._unknown):,} courses are"
            yield (
                f"{courses} new and came in as not mandatory, since the file does not say: "
                "name the categories with --mandatory, or mark them in the training register"
            )
