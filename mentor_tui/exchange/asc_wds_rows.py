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
#: what each file must have; the older training file has no VALIDITY and TRAININGNAME
WORKPLACE_NEEDED = ("LOCALESTID", "STATUS", "ESTNAME")
WORKER_NEEDED = ("LOCALESTID", "UNIQUEWORKERID", "STATUS", "DISPLAYID", "STARTDATE", "MAINJOBROLE")
TRAINING_NEEDED = ("LOCALESTID", "UNIQUEWORKERID", "CATEGORY", "DATECOMPLETED", "EXPIRYDATE")

STATUSES = ("NEW", "UPDATE", "UNCHECKED", "NOCHANGE", "DELETE")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})", re.ASCII)
#: job roles and training categories for which the file has words of its own
_OTHER_ROLES = ("23", "27")
_OTHER_TRAINING = "21"


@dataclass(slots=True)
class Translated:
    """One row in our columns; or what is wrong with it; or that it is left out."""

    cells: list[str]
    faults: list[tuple[str, str]] = field(default_factory=list)
    left_out: bool = False


class Translator:
    """Turns the rows of one of the sector's files into ours."""

    def __init__(self, places: dict[str, int], batch: Batch) -> None:
        self._places = places
        self._batch = batch
        self._deleted = 0

    def row(self, cells: list[str]) -> Translated:
        """A row of theirs as a row of ours."""
        raise NotImplementedError

    def when_new(self, values: dict[str, Value]) -> None:
        """Gives a new record what their file has no column for."""

    def notices(self) -> Iterator[str]:
        """What the person is told once the file is read."""
        if self._deleted:
            rows = "1 row is" if self._deleted == 1 else f"{self._deleted:,} rows are"
            yield f"{rows} marked DELETE and changed nothing; nothing is removed from the registers"

    def _cell(self, cells: list[str], column: str) -> str:
        place = self._places.get(column)
        return unguard(cells[place]).strip() if place is not None and place < len(cells) else ""

    def _status(self, cells: list[str], row: Translated) -> None:
        status = self._cell(cells, "STATUS")
        if status == "DELETE":
            self._deleted += 1
            row.left_out = True
        elif status not in STATUSES:
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

    def row(self, cells: list[str]) -> Translated:
        """See :meth:`Translator.row`."""
        row = Translated([self._cell(cells, "LOCALESTID"), self._cell(cells, "ESTNAME")])
        self._status(cells, row)
        return row


class Workers(Translator):
    """Workers become staff."""

    def row(self, cells: list[str]) -> Translated:
        """See :meth:`Translator.row`."""
        ident = self._cell(cells, "UNIQUEWORKERID")
        row = Translated([ident])
        self._status(cells, row)
        if row.left_out:
            return row
        code, role = self._code(cells, "MAINJOBROLE", "job_roles", row)
        if code in _OTHER_ROLES:
            role = self._cell(cells, "MAINJRDESC") or role
        started = self._day(cells, "STARTDATE", row)
        start = started.isoformat() if started else ""
        if not start and not row.faults:
            # The sector lets it be blank; then what the register says stays.
            known = self._batch.store.value(
                "SELECT employment_start FROM staff WHERE ref = :ref", {"ref": ident}
            )
            start = str(known or "")
        row.cells = [ident, self._cell(cells, "DISPLAYID"), self._cell(cells, "LOCALESTID"), role, start]
        return row


class Courses(Translator):
    """Training becomes the training register: the category is the course, since names are written differently.

    Whether a course is mandatory is not in the file: a new row follows what the register says of the course.
    """

    def __init__(self, places: dict[str, int], batch: Batch) -> None:
        super().__init__(places, batch)
        found = batch.store.rows("SELECT course, max(mandatory) FROM training GROUP BY course")
        self._mandatory = {course: bool(mandatory) for course, mandatory in found}
        self._seen = Seen()
        self._same = 0
        self._unknown: set[str] = set()

    def row(self, cells: list[str]) -> Translated:
        """See :meth:`Translator.row`."""
        ident = self._cell(cells, "UNIQUEWORKERID")
        row = Translated([ident])
        code, course = self._code(cells, "CATEGORY", "training_categories", row)
        if code == _OTHER_TRAINING:
            course = self._cell(cells, "TRAININGNAME") or self._cell(cells, "DESCRIPTION") or course
        completed = self._day(cells, "DATECOMPLETED", row)
        if completed and completed > self._batch.today:
            today = self._batch.today.strftime("%d/%m/%Y")
            row.faults.append(("DATECOMPLETED", f"is in the future; expected {today} or earlier"))
        expires = self._day(cells, "EXPIRYDATE", row) or self._valid_until(cells, completed, row)
        if completed and expires and expires <= completed:
            row.faults.append(("EXPIRYDATE", "is not after DATECOMPLETED; expected a later day"))
        day, end = (one.isoformat() if one else "" for one in (completed, expires))
        row.cells = [ident, course, day, end]
        if not row.faults and self._seen.line((ident, course, day), 1):
            self._same += 1
            row.left_out = True
        return row

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
        course = str(values["course"])
        if course not in self._mandatory:
            self._unknown.add(course)
        values["mandatory"] = self._mandatory.get(course, False)

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
                "mark what is mandatory in the training register"
            )
