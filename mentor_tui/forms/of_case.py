"""What the forms of a case have in common: whose case it is, who may, a new record or the correction of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from mentor_tui.access import may_write, writers_in_words
from mentor_tui.declare import Field, Record, Value
from mentor_tui.forms.paper import CORRECTED, REASON, UNCHANGED, Asked, Options, Paper, Sitting
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.store.read import cases
from mentor_tui.store.read.cases import CaseHead
from mentor_tui.store.read.pairing import standing
from mentor_tui.store.read.session_entry import Standing


class CasePaper(Paper):
    """A record of a case: a new one, or with `key` the correction of one that is there."""

    #: the record that is written
    RECORD: ClassVar[Record]
    #: what a correction is asked besides
    WHY: ClassVar[Field] = REASON

    def __init__(self, seat: Sitting, case_key: str, key: str = "") -> None:
        super().__init__(seat, key or case_key)
        self.case_key = case_key
        self.key = key
        self.head: CaseHead | None = cases.head(seat.reader, case_key)
        if key:
            self.standing = self.fresh()

    def may(self, head: CaseHead) -> bool:
        """Whether the person records this in a case."""
        return may_write(self.seat.actor, self.RECORD.name, standing(head))

    def why_not(self) -> str:
        """Whose it is, or that it is closed or gone."""
        if self.head is None:
            return "This case is not among those that you may see."
        if not self.may(self.head):
            who = writers_in_words(self.RECORD.name)
            return f"The {self.RECORD.title.lower()} is for the {who} of this case."
        if not self.head.is_open:
            return "This case is closed. A new risk makes a new case."
        return "This record is not in the database any more."

    def fresh(self) -> Standing | None:
        """The record as it stands now."""
        return cases.record(self.seat.reader, self.RECORD, self.key, self.case_key)

    def may_record(self) -> bool:
        """Those who complete the record; a new one while the case is open."""
        if self.head is None or not self.may(self.head):
            return False
        return self.standing is not None if self.key else self.head.is_open

    def about(self) -> str:
        """Whose case it is."""
        return self.head.mentee if self.head else ""

    def first(self) -> tuple[Mapping[str, Value], Mapping[str, str]]:
        """What stands in a new one, and where it comes from."""
        return {}, {}

    def new_fields(self) -> list[Field]:
        """The questions of a new one."""
        return list(self.RECORD.asked)

    def options(self) -> Mapping[str, Options]:
        """The answers of references and choices."""
        return {}

    def asked(self) -> Asked:
        """A new one with what is known; one that is there as it stands."""
        if self.standing is not None:
            return Asked([*self.RECORD.asked, self.WHY], self.standing.values, options=self.options())
        values, sources = self.first()
        return Asked(self.new_fields(), values, sources, self.options())

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """The record, or what has changed in it."""
        if self.standing is not None:
            batch.add(self.correction(self.RECORD, values, self.WHY.name))
        else:
            batch.add(Change(self.RECORD, {"case_id": self.case_key, **values}))

    def said_when_saved(self, saved: Saved) -> str:
        """What was saved, and what comes next."""
        if self.key:
            return CORRECTED if saved.changed else UNCHANGED
        assert self.head is not None, "there is no form without a case"
        return f"Saved: {self.RECORD.title.lower()} for {self.head.mentee}. {self.next_words()}".strip()

    def next_words(self) -> str:
        """What follows from a new record, as a sentence."""
        return ""
