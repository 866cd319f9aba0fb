"""A form as it would lie on paper: its questions, what is filled in, what follows, and what saving writes.

Whoever shows it hands it a :class:`Sheet`, on which the answers stand, and calls :meth:`Paper.changed` after each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar, Protocol

from mentor_tui.access import Actor
from mentor_tui.answers import Option
from mentor_tui.declare import Fault, Field, Record, Text, Value
from mentor_tui.office import Batch, Change, Saved
from mentor_tui.store.database import Store
from mentor_tui.store.read.session_entry import Standing, record
from mentor_tui.store.read.todo import Opens
from mentor_tui.store.reading import Reader
from mentor_tui.tones import Line

Options = Sequence[Option] | Callable[[], Sequence[Option]]
"""The answers to choose from, or what gives them when they are wanted."""

REASON = Field(
    "reason", Text(400), "Why you correct it", "In a few words. What stood here before is kept too."
)
"""What a correction is asked besides; the office asks for it where a value is changed that was given before."""


class Sitting(Protocol):
    """Who fills the form in, and where."""

    @property
    def store(self) -> Store:
        """The database."""

    @property
    def actor(self) -> Actor:
        """The person."""

    @property
    def reader(self) -> Reader:
        """Reads as this person, today."""

    @property
    def today(self) -> Callable[[], date]:
        """The date today."""


class Sheet(Protocol):
    """The answers as they stand, on a screen or given one by one."""

    def value(self, name: str) -> Value:
        """One answer as a value; None where it cannot be read (yet)."""

    def put(self, name: str, value: Value, source: str = "") -> None:
        """Fills in one answer, and says where it comes from."""

    def ask(self, name: str, wanted: bool) -> None:
        """Whether a question arises. One that does not is no part of the answers."""

    def offer(self, name: str, options: Options) -> None:
        """Gives a choice other answers, because they hang on another one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of a form, with what is known already."""

    fields: Sequence[Field]
    values: Mapping[str, Value] = field(default_factory=dict)
    #: where what is filled in comes from
    sources: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Options] = field(default_factory=dict)
    #: the names of questions that most leave blank: whoever asks one by one asks them only if told to
    further: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked once more before saving: what will happen in words, and the two answers."""

    title: str
    body: str
    #: what is done, in a few words ('Sign it off'), never just Yes
    yes: str
    no: str = "Go back"
    #: the question to go on with after the second answer
    back_to: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """A form that often follows on what was saved: whether to write it now, and what opens it."""

    question: Question
    opens: Opens


class Paper:
    """A form of one person about one thing: a new record, or the correction of one (then it has a standing)."""

    #: what the form is called
    TITLE: ClassVar[str] = ""
    #: the draft's name; with :attr:`subject` it tells one draft from another
    DRAFT: ClassVar[str] = ""
    #: the name of its help page
    HELP: ClassVar[str] = ""
    #: said where the person may not record this here
    NOT_YOURS: ClassVar[str] = "This is not yours to record."

    def __init__(self, seat: Sitting, subject: str) -> None:
        self.seat = seat
        self.subject = subject
        #: the record that is being corrected, as it stood when one began
        self.standing: Standing | None = None
        #: where the answers stand; whoever shows the form gives it
        self.sheet: Sheet

    # What stands on it

    def may_record(self) -> bool:
        """Whether there is a form for this person."""
        return True

    def why_not(self) -> str:
        """Why there is none, as a sentence."""
        return self.NOT_YOURS

    def about(self) -> str:
        """Whom or what it is about."""
        return ""

    def asked(self) -> Asked:
        """The questions, with what is known filled in."""
        raise NotImplementedError

    def told(self) -> list[Line]:
        """What stands over the questions."""
        return []

    def follows(self) -> list[Line]:
        """What follows from the answers, as they stand."""
        return []

    def changed(self) -> None:
        """An answer was given, or the form has just been filled in: asks, offers and fills in what follows."""

    def idle(self, name: str) -> bool:  # noqa: ARG002
        """Whether an answer would mean nothing yet, though a form on a screen keeps its room."""
        return False

    def fresh(self) -> Standing | None:
        """The record that is being corrected, as it stands now."""
        return None

    def stands(self, kind: Record, key: str, pairing: str) -> Standing | None:
        """A record of a pairing as it stands now."""
        return record(self.seat.reader, kind, key, pairing)

    # Saving

    def check(self, values: dict[str, Value]) -> list[Fault]:  # noqa: ARG002
        """What is wrong with the answers together, before the office looks."""
        return []

    def question(self, values: dict[str, Value]) -> Question | None:  # noqa: ARG002
        """What is asked once more before saving, if anything."""
        return None

    def write(self, batch: Batch, values: dict[str, Value]) -> None:
        """Hands what was answered to the office: all of it in one transaction. Raises Refused."""
        raise NotImplementedError

    def said_when_saved(self, saved: Saved) -> str:
        """The sentence that tells what was saved."""
        raise NotImplementedError

    def next(self, saved: Saved) -> Next | None:  # noqa: ARG002
        """The form that often follows on what was saved, for whom it is to fill in."""
        return None

    def altered(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Of the answers, those that differ from the record as it stood."""
        before = self.standing.values if self.standing else {}
        return {name: value for name, value in values.items() if name in before and value != before[name]}

    def correction(self, kind: Record, values: Mapping[str, Value], reason: str = REASON.name) -> Change:
        """What has changed in the record, with its reason, which stands among the answers."""
        assert self.standing is not None, "only what is there is corrected"
        why = str(values.get(reason) or "")
        return Change(kind, self.altered(values), self.standing.key, self.standing.revision, why)

    def placed(self, fault: Fault) -> Fault:
        """A fault of the office's, at the question where the person looks for it."""
        return fault


def sentence(text: str) -> str:
    """A fault, which is made to follow the name of a column, as a sentence."""
    said = text[:1].upper() + text[1:]
    return said if said.endswith((".", "?")) else f"{said}."


CORRECTED = "Corrected. What stood there before is kept."
UNCHANGED = "Nothing was changed."
