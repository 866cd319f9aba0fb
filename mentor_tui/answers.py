"""What a person answered in a form, read as the value that its field keeps.

The declaration (`mentor_tui.declare`) reads what files write; this reads what people type: dates in everyday
words, choices by the words that they see, several with a semicolon between. The sentences are for the person
who typed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mentor_tui.dates import NotADate, short, understand
from mentor_tui.declare import Choice, Day, Field, Link, Many, Number, Text, Unfit, Value, Whole, YesNo
from mentor_tui.text import UncleanText, clean


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from: the value that is kept, its words, and what helps to choose."""

    value: str
    label: str
    detail: str = ""


YES_NO = (Option("yes", "Yes"), Option("no", "No"))


def options_of(field: Field) -> tuple[Option, ...]:
    """The answers that a field's own declaration offers."""
    kind = field.kind
    if isinstance(kind, YesNo):
        return YES_NO
    if isinstance(kind, Choice | Many):
        return tuple(Option(value, label) for value, label in kind.options)
    return ()


def _folded(text: str) -> str:
    """Text for comparing: without case and accents, so that `zoe` finds Zoë."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def matching(options: Iterable[Option], typed: str) -> list[Option]:
    """The options in which each word typed begins a word; first those whose words begin with it all."""
    wanted = _folded(typed).split()
    if not wanted:
        return list(options)
    whole = " ".join(wanted)
    first: list[Option] = []
    others: list[Option] = []
    for option in options:
        label = _folded(option.label)
        if label.startswith(whole):
            first.append(option)
            continue
        there = [*label.replace("-", " ").split(), *_folded(option.detail).split()]
        if all(any(word.startswith(part) for word in there) for part in wanted):
            others.append(option)
    return first + others


def meant(options: Sequence[Option], typed: str, *, guess: bool = True) -> Option | None:
    """The option that a person means: by its words, its value, or (with `guess`) as the only match."""
    typed = typed.strip()
    if not typed:
        return None
    folded = _folded(typed)
    same = [option for option in options if _folded(option.label) == folded]
    if len(same) == 1:
        return same[0]
    for option in options:
        if option.value == typed:
            return option
    if guess and not same:
        found = matching(options, typed)
        # `sam` is Sam Doyle, though the details of others say that they work in the same service.
        begun = [option for option in found if _folded(option.label).startswith(folded)]
        if len(begun) == 1:
            return begun[0]
        if len(found) == 1:
            return found[0]
    return None


def answer(field: Field, typed: str, today: date, options: Sequence[Option] = ()) -> Value:
    """The value of what was typed in answer to a field. Raises `Unfit` with a sentence."""
    kind = field.kind
    try:
        words = clean(typed, lines=isinstance(kind, Text) and kind.rows > 1)
    except UncleanText as unclean:
        raise Unfit(str(unclean)) from None
    if not words:
        if field.required:
            raise Unfit(_missing(field))
        return field.default
    if isinstance(kind, Day):
        try:
            return understand(words, today, looks="future" if kind.ahead else "past")
        except NotADate as fault:
            raise Unfit(str(fault)) from None
    if isinstance(kind, Whole | Number):
        return _number(kind, words)
    if isinstance(kind, YesNo):
        return _one(options or YES_NO, words).value == "yes"
    if isinstance(kind, Choice):
        return _choice(kind, options or options_of(field), words)
    if isinstance(kind, Many):
        return _several(kind, options or options_of(field), words)
    if isinstance(kind, Link):
        return _one(options, words).value
    if isinstance(kind, Text) and len(words) > kind.longest:
        raise Unfit(f"This is {len(words):,} characters long; at most {kind.longest:,} are kept.")
    try:
        return kind.read(words)
    except Unfit as fault:
        raise Unfit(_sentence(str(fault))) from None


def shown(field: Field, value: Value, options: Sequence[Option] = ()) -> str:
    """A value as it stands in the form, so that reading it gives the value back."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return short(value)
    if isinstance(value, tuple):
        labels = {option.value: option.label for option in options}
        return "; ".join(labels.get(one, one) for one in value)
    if isinstance(value, str) and isinstance(field.kind, Choice | Link):
        code, colon, words = value.partition(":")
        for option in options:
            if option.value == value:
                return option.label
            if colon and option.value == code:
                return f"{option.label}: {words.strip()}"
        return value
    return field.kind.show(value)


def written_of(field: Field, value: Value) -> str:
    """A value as a draft keeps it: dates no longer relative to today, choices by their value. `answer` reads it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short(value)
    return field.kind.write(value)


def _missing(field: Field) -> str:
    kind = field.kind
    if isinstance(kind, Day):
        return "Give the date."
    if isinstance(kind, Whole | Number):
        return f"Give a number from {kind.least:g} to {kind.most:,g}."
    if isinstance(kind, Choice | YesNo | Many | Link):
        return "Choose one."
    return "This needs an answer."


def _number(kind: Whole | Number, words: str) -> Value:
    plain = words.replace(",", "").removesuffix("%").strip()
    try:
        return kind.read(plain)
    except Unfit:
        whole = "whole number" if isinstance(kind, Whole) else "number"
        raise Unfit(f"Give a {whole} from {kind.least:g} to {kind.most:,g}.") from None


def _one(options: Sequence[Option], words: str) -> Option:
    found = meant(options, words)
    if found is None:
        raise Unfit(_which(options, words))
    return found


def _which(options: Sequence[Option], words: str) -> str:
    if 1 < len(options) <= 3:
        labels = [option.label for option in options]
        return f"Choose {', '.join(labels[:-1])} or {labels[-1]}."
    count = len(matching(options, words))
    if count > 1:
        return f"{count} answers match this. Press Down to choose one."
    return "This is not in the list. Press Down to choose from it."


def _choice(kind: Choice, options: Sequence[Option], words: str) -> str:
    if kind.with_words:
        first, _, rest = words.partition(":")
        option = meant(options, first, guess=False)
        if option is not None and option.value == kind.with_words:
            if not rest.strip():
                raise Unfit(f"Add a few words after '{option.label}:'.")
            return kind.read(f"{option.value}: {rest.strip()}")
    found = _one(options, words)
    if found.value == kind.with_words:
        raise Unfit(f"Add a few words after '{found.label}:'.")
    return found.value


def _several(kind: Many, options: Sequence[Option], words: str) -> tuple[str, ...]:
    parts = [part.strip() for part in words.split(";") if part.strip()]
    if not options:
        found = parts
        for part in parts:
            if len(part) > kind.longest:
                raise Unfit(f"Each may be at most {kind.longest:,} characters long.")
    else:
        found = [_one(options, part).value for part in parts]
    return tuple(dict.fromkeys(found))


def _sentence(fault: str) -> str:
    """A declaration's fault, which is made to follow the name of a column, as a sentence."""
    fault = fault[:1].upper() + fault[1:]
    return fault if fault.endswith(".") else f"{fault}."
