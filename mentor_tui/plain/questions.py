"""How a question is put in words, and how its answer is meant: by number, by first letters, in everyday words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mentor_tui.answers import Option, matching
from mentor_tui.declare import Choice, Day, Field, Link, Many, Number, Text, Unfit, Whole, YesNo

#: so many choices are told with the question; more are read out when one asks for them
_TOLD = 5
_NUMBERS = re.compile(r"[0-9]{1,3}(?:[ ,;]+[0-9]{1,3})*")


def expected(field: Field, options: Sequence[Option], *, briefly: bool = False) -> str:
    """What may be answered, in a few words; `briefly` without examples, which were told before."""
    kind = field.kind
    if isinstance(kind, Day):
        return "a date" if briefly else "a date, such as today, fri or 12/3"
    if isinstance(kind, Whole | Number):
        unit = f" {kind.unit}" if kind.unit and kind.unit != "%" else ""
        return f"{kind.least:g} to {kind.most:,g}{unit}" if kind.most < 1_000_000 else f"a number{unit}"
    if isinstance(kind, YesNo):
        return "yes or no"
    if isinstance(kind, Many):
        return f"any of {len(options)} choices" if options else "words, with ; between"
    if isinstance(kind, Choice | Link):
        return "a choice" if len(options) <= _TOLD else f"one of {len(options)} choices"
    if options:
        return f"one of {len(options)} choices, or a few words"
    if is_long(field):
        return "text" if briefly else "text, one line or several"
    return "a few words"


def is_long(field: Field) -> bool:
    """Whether an answer may have several lines."""
    return isinstance(field.kind, Text) and field.kind.rows > 1


def choices_told(field: Field, options: Sequence[Option]) -> str:
    """The choices, where they are few enough to be told with the question: those with details a line each."""
    if not options or isinstance(field.kind, YesNo) or len(options) > _TOLD:
        return ""
    told = [numbered(number, option) for number, option in enumerate(options, 1)]
    return "\n".join(told) if any(option.detail for option in options) else f"{'; '.join(told)}."


def numbered(number: int, option: Option) -> str:
    """A choice: its number before its words."""
    detail = f", {option.detail}" if option.detail else ""
    return f"{number} {option.label.strip().rstrip(':')}{detail}"


def meant(field: Field, typed: str, options: Sequence[Option]) -> str:
    """What was typed as the form reads it: numbers of choices become the choices. Raises Unfit."""
    kind, words = field.kind, typed.strip()
    if isinstance(kind, YesNo):
        return {"y": "yes", "n": "no"}.get(words.lower(), words)
    if not options or not words:
        return typed
    if isinstance(kind, Many):
        return _several(words, options)
    if words.isascii() and words.isdigit():
        found = _by_number(words, options)
        if found.value.endswith(": ") or (isinstance(kind, Choice) and found.value == kind.with_words):
            raise Unfit(
                f"Write it with its words, such as: {found.label.strip().rstrip(':')}: and the words."
            )
        return found.value
    if isinstance(kind, Text):
        return _suggested(words, options) or typed
    if isinstance(kind, Choice | Link):
        found_by = matching(options, words.partition(":")[0])
        if len(found_by) > 1 and not any(one.label.lower() == words.lower() for one in options):
            begun = [one for one in found_by if one.label.lower().startswith(words.lower())]
            if len(begun) != 1:
                raise Unfit(f"{len(found_by)} choices match: {_listed(options, found_by)}. Give its number.")
        if not found_by and all(one.value != words for one in options):
            raise Unfit("That is none of the choices. list reads them.")
    return typed


def _suggested(words: str, options: Sequence[Option]) -> str:
    """The one suggestion that begins so; blank where the words are the person's own."""
    begun = [one.value for one in options if one.label.casefold().startswith(words.casefold())]
    return begun[0] if len(set(begun)) == 1 and len(words) > 1 else ""


def _listed(options: Sequence[Option], some: Sequence[Option]) -> str:
    places = {id(option): number for number, option in enumerate(options, 1)}
    told = [f"{places[id(one)]} {one.label}" for one in some[:6]]
    return "; ".join(told) + (f"; and {len(some) - 6} more" if len(some) > 6 else "")


def _by_number(words: str, options: Sequence[Option]) -> Option:
    number = int(words)
    if not 1 <= number <= len(options):
        raise Unfit(
            f"There is no choice {number}. Give a number from 1 to {len(options)}, or its first letters."
        )
    return options[number - 1]


def _several(words: str, options: Sequence[Option]) -> str:
    if _NUMBERS.fullmatch(words):
        return ";".join(_by_number(number, options).value for number in re.findall("[0-9]+", words))
    return words.replace(",", ";") if ";" not in words else words
