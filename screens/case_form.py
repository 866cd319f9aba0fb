"""What the forms of a case have in common: whose case it is, who may, a new record or the correction of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual.widget import Widget

from mentor_tui.access import may_write, writers_in_words
from mentor_tui.declare import Field, Record, Value
from mentor_tui.office import Change
from mentor_tui.store.read import cases
from mentor_tui.store.read.cases import CaseHead
from mentor_tui.store.read.pairing import standing
from mentor_tui.store.read.session_entry import Standing
from screens.form_place import REASON, FormPlace
from screens.place import RecordSaved
from screens.seat import Seat
from widgets.editors import Options
from widgets.form import Form


class CaseForm(FormPlace):
    """A record of a case: a new one, or with `key` the correction of one that is there."""

    #: the record that is written
    RECORD: ClassVar[Record]
    #: what a correction is asked besides
    WHY: ClassVar[Field] = REASON

    def __init__(self, seat: Seat, case_key: str, key: str = "") -> None:
        super().__init__(seat, key or case_key)
        self.case_key = case_key
        self.key = key
        self.head: CaseHead | None = cases.head(seat.reader, case_key)
        self.NOT_YOURS = self._why_not()  # type: ignore[misc]
        if key:
            self.standing = self.fresh()

    @classmethod
    def may(cls, seat: Seat, head: CaseHead) -> bool:
        """Whether the person records this in a case."""
        return may_write(seat.actor, cls.RECORD.name, standing(head))

    def _why_not(self) -> str:
        if self.head is None:
            return "This case is not among those that you may see. Esc goes back."
        if not self.may(self.seat, self.head):
            who = writers_in_words(self.RECORD.name)
            return f"The {self.RECORD.title.lower()} is for the {who} of this case. Esc goes back."
        if not self.head.is_open:
            return "This case is closed. A new risk makes a new case. Esc goes back."
        return "This record is not in the database any more. Esc goes back."

    def fresh(self) -> Standing | None:
        """The record as it stands now."""
        return cases.record(self.seat.reader, self.RECORD, self.key, self.case_key)

    def may_record(self) -> bool:
        """Those who complete the record; a new one while the case is open."""
        if self.head is None or not self.may(self.seat, self.head):
            return False
        return self.standing is not None if self.key else self.head.is_open

    def about(self) -> str:
        """Whose case it is."""
        return self.head.mentee if self.head else ""

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """What stands in a new one, and where it comes from."""
        return {}, {}

    def asked(self) -> list[Field]:
        """The questions of a new one."""
        return list(self.RECORD.asked)

    def options(self) -> Mapping[str, Options]:
        """The answers of references and choices."""
        return {}

    def above(self) -> Sequence[Widget]:
        """What stands over the questions."""
        return ()

    def below(self) -> Sequence[Widget]:
        """What stands under them."""
        return ()

    def make_form(self) -> Form:
        """A new one with what is known; one that is there as it stands."""
        values: Mapping[str, Value]
        sources: Mapping[str, str]
        if self.standing is not None:
            fields, values, sources = [*self.RECORD.asked, self.WHY], self.standing.values, {}
        else:
            fields = self.asked()
            values, sources = self.first()
        names = {field.name for field in fields}
        return Form(
            fields,
            today=self.seat.today(),
            values=values,
            sources=sources,
            options={name: found for name, found in self.options().items() if name in names},
            above=self.above(),
            below=self.below(),
        )

    def save(self, values: dict[str, Value]) -> None:
        """The record, or what has changed in it."""
        self.begin_saving()
        if self.standing is not None:
            self.carry_out(self.correction(values))
        else:
            self.carry_out(Change(self.RECORD, {"case_id": self.case_key, **values}))

    def correction(self, values: dict[str, Value]) -> Change:
        """What has changed, with its reason."""
        assert self.standing is not None, "only what is there is corrected"
        reason = str(values.pop(self.WHY.name, None) or "")
        return Change(self.RECORD, self.altered(values), self.key, self.standing.revision, reason)

    def said_when_saved(self, saved: RecordSaved) -> str:
        """What was saved, and what comes next."""
        if self.key:
            return (
                "Corrected. What stood there before is kept."
                if saved.saved.changed
                else "Nothing was changed."
            )
        assert self.head is not None, "there is no form without a case"
        return f"Saved: {self.RECORD.title.lower()} for {self.head.mentee}. {self.next_words()}".strip()

    def next_words(self) -> str:
        """What follows from a new record, as a sentence."""
        return ""
