"""A field declared once.

A :class:`Field` says what a person is asked, what may be answered, and how the answer is written down.
The form on screen, the plain prompt, the validation, the CSV column, the JSON, the database column and the
documentation are all drawn from it. Each *kind* of value has its reading and its writing side by side.

Nothing here knows a database or a screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from mentor_tui.text import UncleanText, clean, for_terminal, trimmed

#: What a row holds once read: text, whole numbers, numbers, dates, yes/no, lists of words, or nothing.
Value = str | int | float | bool | date | tuple[str, ...] | None


class Unfit(ValueError):
    """An answer that does not fit its field. The message is a plain sentence that says what is expected."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, at one field (``""`` for the record as a whole)."""

    field: str
    message: str


class Kind:
    """How one kind of value is read, checked and written. Subclasses say which."""

    #: the word for the type in the documentation
    name = "text"

    def read(self, text: str) -> Value:
        """The value that ``text`` (never blank) stands for. Raises :class:`Unfit`."""
        raise NotImplementedError

    def write(self, value: Value) -> str:
        """The text that stands for ``value`` in a CSV cell; reading it gives the value back."""
        return "" if value is None else str(value)

    def show(self, value: Value) -> str:
        """``value`` as people read it on a screen."""
        return self.write(value)

    def check(self, value: Value) -> None:
        """Raises :class:`Unfit` where a value that did not come through :meth:`read` does not fit."""
        again = self.read(self.write(value))
        if again != value:
            raise Unfit(f"expected {self.expected()}")

    def expected(self) -> str:
        """What an answer looks like, in words."""
        return self.name


@lru_cache(maxsize=8192)
def _day(text: str) -> date:
    """A date from ``YYYY-MM-DD`` or ``DD/MM/YYYY`` (dates repeat, so they are remembered)."""
    if len(text) == 10 and text[4] == "-" and text[7] == "-" and text.isascii():
        return date.fromisoformat(text)
    parts = text.split("/")
    if len(parts) == 3 and text.isascii() and all(part.isdigit() for part in parts) and len(parts[2]) == 4:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    raise ValueError(text)


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A civil date. Written ``YYYY-MM-DD``; ``DD/MM/YYYY`` is read too, because spreadsheets write it."""

    name = "date"
    #: whether the field looks ahead: then 'fri' means the coming Friday
    ahead: bool = False

    def read(self, text: str) -> date:
        try:
            found = _day(text)
        except ValueError:
            raise Unfit(f"'{_short(text)}' is not a date; expected YYYY-MM-DD or DD/MM/YYYY") from None
        if not 1900 <= found.year <= 2200:
            raise Unfit(f"'{_short(text)}' is out of range; expected a year from 1900 to 2200")
        return found

    def write(self, value: Value) -> str:
        return value.isoformat() if isinstance(value, date) else ""

    def show(self, value: Value) -> str:
        from mentor_tui.dates import short

        return short(value) if isinstance(value, date) else ""

    def expected(self) -> str:
        return "a date, YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Words that a person writes. ``rows`` is how much room a form gives; more than one allows new lines."""

    name = "text"
    longest: int = 200
    rows: int = 1
    #: the name of a list of suggestions that the organisation keeps (support issues, job roles ...)
    suggestions: str = ""

    def read(self, text: str) -> str:
        try:
            words = clean(text, lines=self.rows > 1)
        except UncleanText as unclean:
            raise Unfit(str(unclean)) from None
        if len(words) > self.longest:
            raise Unfit(f"{len(words):,} characters are too many; expected at most {self.longest:,}")
        return words

    def expected(self) -> str:
        return f"text of at most {self.longest:,} characters"


@dataclass(frozen=True, slots=True)
class Ident(Kind):
    """An id of the provider's own: up to 64 printable characters without ``;`` and ``@``."""

    name = "id"

    def read(self, text: str) -> str:
        if len(text) > 64:
            raise Unfit(f"the id has {len(text)} characters; expected at most 64")
        if not text.isprintable() or ";" in text or "@" in text:
            raise Unfit(f"'{_short(text)}' is not an id; expected printable characters without ; and @")
        try:
            # Kept as it is, but for what must never come in anywhere.
            clean(text)
        except UncleanText as unclean:
            raise Unfit(str(unclean)) from None
        return text

    def expected(self) -> str:
        return "an id of up to 64 printable characters without ; and @"


Whose = Literal["", "theirs", "mentor", "part", "source"]
"""What a record is to the person to whom a link leads.

``theirs``: it is about them, or hangs on what is. ``mentor``: they are the mentor in it. ``part``: they had a part in
what is somebody else's. ``source``: the same, and whom it is about is not told who it was.
"""


@dataclass(frozen=True, slots=True)
class Link(Kind):
    """A reference to another record. People and files name it by the provider's id, rows by its key."""

    name = "reference"
    #: the table that is pointed to
    to: str = ""
    #: what the record is to the person it leads to; declared of every link that leads to one (docs/personal-data.md)
    whose: Whose = ""

    def read(self, text: str) -> str:
        return Ident().read(text)

    def check(self, value: Value) -> None:
        if not isinstance(value, str):
            raise Unfit("expected a key")

    def expected(self) -> str:
        return f"the id of a {self.to.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Whole(Kind):
    """A whole number from ``least`` to ``most``, both included."""

    name = "whole number"
    least: int = 0
    most: int = 1_000_000
    unit: str = ""

    def read(self, text: str) -> int:
        digits = text[1:] if text[:1] == "-" else text
        if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
            raise Unfit(f"'{_short(text)}' is not a whole number; expected {self.expected()}")
        number = int(text)
        if not self.least <= number <= self.most:
            raise Unfit(f"{number} is out of range; expected {self.expected()}")
        return number

    def expected(self) -> str:
        return f"a whole number from {self.least} to {self.most:,}"


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A number from ``least`` to ``most``, decimals allowed."""

    name = "number"
    least: float = 0
    most: float = 1_000_000
    unit: str = ""

    def read(self, text: str) -> float:
        body = text[1:] if text[:1] == "-" else text
        whole, _, decimals = body.partition(".")
        digits = whole + decimals
        if not (digits.isascii() and digits.isdigit() and whole and len(digits) < 16):
            raise Unfit(f"'{_short(text)}' is not a number; expected {self.expected()}")
        number = float(text)
        if not self.least <= number <= self.most:
            raise Unfit(f"{text} is out of range; expected {self.expected()}")
        return number

    def write(self, value: Value) -> str:
        if value is None:
            return ""
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        # Very small numbers too are written so that they can be read again: without an exponent.
        return str(value) if "e" not in str(value) else f"{Decimal(repr(value)):f}"

    def expected(self) -> str:
        return f"a number from {self.least:g} to {self.most:,.0f}"


@dataclass(frozen=True, slots=True)
class YesNo(Kind):
    """Yes or no."""

    name = "yes or no"

    def read(self, text: str) -> bool:
        answer = text.lower()
        if answer not in ("yes", "no"):
            raise Unfit(f"'{_short(text)}' is neither yes nor no")
        return answer == "yes"

    def write(self, value: Value) -> str:
        return "" if value is None else "yes" if value else "no"

    def show(self, value: Value) -> str:
        return self.write(value).capitalize()

    def check(self, value: Value) -> None:
        if not isinstance(value, bool):
            raise Unfit("expected yes or no")

    def expected(self) -> str:
        return "yes or no"


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One of a list: a code as it is stored, and its words as people read it."""

    name = "choice"
    options: tuple[tuple[str, str], ...] = ()
    #: a code that takes words after it (``other: no cover on the unit``)
    with_words: str = ""

    def read(self, text: str) -> str:
        if any(text == code for code, _ in self.options) and text != self.with_words:
            return text
        if self.with_words and trimmed(text.partition(":")[0]) == self.with_words:
            words = trimmed(text.partition(":")[2])
            if not words:
                raise Unfit(
                    f"'{self.with_words}' needs a few words; expected '{self.with_words}: and the words'"
                )
            return f"{self.with_words}: {Text().read(words)}"
        raise Unfit(f"'{_short(text)}' is not one of the choices; expected {self.expected()}")

    def show(self, value: Value) -> str:
        if not isinstance(value, str):
            return ""
        code, _, words = value.partition(":")
        label = dict(self.options).get(code, code)
        return f"{label}: {words.strip()}" if words else label

    def expected(self) -> str:
        codes = [f"{code}: words" if code == self.with_words else code for code, _ in self.options]
        return " or ".join([", ".join(codes[:-1]), codes[-1]]) if len(codes) > 1 else codes[0]


@dataclass(frozen=True, slots=True)
class Many(Kind):
    """Several of a list, or (with no options) several words of one's own. ``;`` stands between them."""

    name = "list"
    options: tuple[tuple[str, str], ...] = ()
    longest: int = 500

    def read(self, text: str) -> tuple[str, ...]:
        words = tuple(part for part in map(trimmed, text.split(";")) if part)
        if self.options:
            codes = dict(self.options)
            for word in words:
                if word not in codes:
                    raise Unfit(
                        f"'{_short(word)}' is not one of the choices; expected any of {', '.join(codes)}"
                    )
        else:
            words = tuple(str(Text(self.longest).read(word)) for word in words)
        if len(set(words)) != len(words):
            raise Unfit("the same word stands twice; expected each once")
        return words

    def write(self, value: Value) -> str:
        return ";".join(value) if isinstance(value, tuple) else ""

    def show(self, value: Value) -> str:
        labels = dict(self.options)
        return ", ".join(labels.get(word, word) for word in value) if isinstance(value, tuple) else ""

    def expected(self) -> str:
        if self.options:
            return "any of " + ", ".join(code for code, _ in self.options) + ", with ; between"
        return "words with ; between"


def _short(text: str) -> str:
    """What was typed, cut so that a message stays one line, and with nothing in it that a terminal obeys."""
    shown = for_terminal("".join(char if char.isprintable() else "?" for char in text))
    return shown if len(shown) <= 40 else shown[:39] + "…"


Share = Literal["open", "sensitive", "private"]


@dataclass(frozen=True, slots=True)
class Field:
    """One question: what is asked, what may be answered, and who may read the answer."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    required: bool = False
    #: ``sensitive``: names and notes, kept apart in the journal so that they can be removed;
    #: ``private``: besides, read by the mentor and the mentee alone (people.md, Confidentiality)
    share: Share = "open"
    #: the program offers a value from the records; changing what it offers needs a reason
    computed: bool = False
    #: whether the column stands in the folder of interchange.md; else it goes out in a further file
    in_folder: bool = True
    #: whether a form asks for it
    asked: bool = True
    default: Value = None
    #: words of a list that say nothing of a person, such as a course: they stay when the person is anonymised
    stays: bool = False
    #: the link to the person whom the words are about, where that is another than whose record it is
    about: str = ""

    @property
    def worded(self) -> bool:
        """Whether what stands in it is somebody's own words, and not a number, a day or a choice of a list."""
        kind = self.kind
        return (
            isinstance(kind, Text)
            or (isinstance(kind, Many) and not kind.options)
            or (isinstance(kind, Choice) and bool(kind.with_words))
        )

    @property
    def sensitive(self) -> bool:
        """Whether the journal keeps the value apart from its entry."""
        return self.share != "open"

    def read(self, text: str) -> Value:
        """The value of what was typed or imported; blank gives the default.

        Raises :class:`Unfit`: with 'is required' where a required field is blank.
        """
        text = trimmed(text)
        if not text:
            if self.required:
                raise Unfit(f"is blank; expected {self.kind.expected()}")
            return self.default
        value = self.kind.read(text)
        # A list with nothing between its marks says no more than a blank.
        return None if value == () else value


@dataclass(frozen=True, slots=True)
class Column:
    """A derived column: worked out from the records whenever they change, never typed, never journaled."""

    name: str
    kind: Kind


class Entry:
    """A row as it would stand after a change, with the records that it points to, for the checks."""

    __slots__ = ("_find", "today", "values")

    def __init__(
        self, values: Mapping[str, Any], find: Callable[[str, str], Mapping[str, Any] | None], today: date
    ) -> None:
        self.values = values
        self.today = today
        self._find = find

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def linked(self, table: str, name: str) -> Mapping[str, Any]:
        """The facts of the record that field ``name`` points to, empty where it points to none."""
        key = self.values.get(name)
        return (self._find(table, key) or {}) if key else {}


Check = Callable[[Entry], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of record: its fields in the order in which people and files have them."""

    name: str
    title: str
    file: str
    fields: tuple[Field, ...]
    #: the code of records.md (A1 ...), blank for a register
    code: str = ""
    table: str = ""
    #: the field that holds the provider's own id, blank where the natural key serves
    ident: str = ""
    natural: tuple[str, ...] = ()
    #: several rows may share the natural key; they are told apart by their order
    several: bool = False
    checks: tuple[Check, ...] = ()
    derived: tuple[Column, ...] = ()
    #: columns of this record that the checks of others look at
    facts: tuple[str, ...] = ()
    #: the field whose date counts where there is no ``recorded_on``
    dated: str = ""
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})
        if not self.table:
            object.__setattr__(self, "table", self.name)

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    @property
    def links(self) -> dict[str, str]:
        """Field name to the table that it points to."""
        return {one.name: one.kind.to for one in self.fields if isinstance(one.kind, Link)}

    @property
    def recorded(self) -> bool:
        """Whether the record says when it was recorded."""
        return "recorded_on" in self.by_name

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields that a form asks for."""
        return tuple(one for one in self.fields if one.asked)
