"""The answers of a form that is asked question by question, kept as the drafts of the screens keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mentor_tui.answers import Option, answer, options_of, shown, written_of
from mentor_tui.dates import in_full
from mentor_tui.declare import Day, Fault, Field, Unfit, Value
from mentor_tui.forms.paper import Asked, Options
from mentor_tui.text import is_clean


class PlainSheet:
    """What stands in the form. A draft of it opens on the screen, and the screen's opens here."""

    def __init__(self, asked: Asked, today: date) -> None:
        self.fields = {field.name: field for field in asked.fields}
        self.further = asked.further
        self.sources = dict(asked.sources)
        self._options = dict(asked.options)
        self._today = today
        self._not_asked: set[str] = set()
        self.typed = {
            name: written_of(field, asked.values.get(name, field.default))
            for name, field in self.fields.items()
        }
        #: as it stood at first: only what differs from it is kept as a draft
        self.begun = dict(self.typed)

    # As a paper uses it

    def value(self, name: str) -> Value:
        """One answer as a value; None where it cannot be read (yet)."""
        try:
            return self.read(name, self.typed[name])
        except Unfit:
            return None

    def put(self, name: str, value: Value, source: str = "") -> None:
        """Fills in one answer, and says where it comes from."""
        self.typed[name] = written_of(self.fields[name], value)
        self.sources[name] = source

    def ask(self, name: str, wanted: bool) -> None:
        """Whether a question arises."""
        (self._not_asked.discard if wanted else self._not_asked.add)(name)

    def offer(self, name: str, options: Options) -> None:
        """Gives a choice other answers."""
        self._options[name] = options

    # As it is asked

    @property
    def arising(self) -> list[str]:
        """The names of the questions that arise now, in order."""
        return [name for name in self.fields if name not in self._not_asked]

    def options(self, name: str) -> Sequence[Option]:
        """The answers to choose from, or that are suggested."""
        given = self._options.get(name)
        if given is None:
            return options_of(self.fields[name])
        return given() if callable(given) else given

    def read(self, name: str, typed: str) -> Value:
        """The value of an answer. Raises Unfit with a sentence."""
        return answer(self.fields[name], typed, self._today, self.options(name))

    def take(self, name: str, typed: str) -> Value:
        """Takes an answer that can be read, as a draft keeps it; gives its value. Raises Unfit."""
        value = self.read(name, typed)
        self.typed[name] = written_of(self.fields[name], value)
        self.sources.pop(name, None)
        return value

    def restore(self, typed: Mapping[str, str]) -> None:
        """Puts back what a draft kept; what has become unclean or unknown is left out."""
        for name, text in typed.items():
            if name in self.fields and is_clean(text, lines=True):
                if text != self.begun[name]:
                    self.sources.pop(name, None)
                self.typed[name] = text

    def in_words(self, name: str) -> str:
        """The answer that stands, as it is said back; blank where there is none."""
        field, text = self.fields[name], self.typed[name]
        if not text:
            return ""
        try:
            value = self.read(name, text)
        except Unfit:
            return text
        return said(field, value, self.options(name))

    def parsed(self) -> tuple[dict[str, Value], list[Fault]]:
        """Every answer that is asked for, as a value, and the faults of those that cannot be read."""
        values: dict[str, Value] = {}
        faults: list[Fault] = []
        for name in self.arising:
            try:
                values[name] = self.read(name, self.typed[name])
            except Unfit as unfit:
                faults.append(Fault(name, str(unfit)))
        return values, faults


def said(field: Field, value: Value, options: Sequence[Option]) -> str:
    """A value as it is said back: dates in full, choices by their words."""
    if isinstance(value, date) and isinstance(field.kind, Day):
        return in_full(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return shown(field, value, options)
