"""The editor of each kind of field. `editor_for` picks one by the field's declaration.

An editor is an entry (`widgets.entry`) that knows how its field reads. `written()` is what a draft keeps,
`write()` puts that back, `echo()` is what the program understood, shown beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol, cast

from textual import events
from textual.binding import Binding
from textual.widget import Widget

from mentor_tui.answers import YES_NO, Option, matching, meant, options_of, shown
from mentor_tui.dates import NotADate, in_full, short, understand
from mentor_tui.declare import Choice, Day, Field, Link, Many, Number, Text, Whole, YesNo
from widgets.choose import Choose, ChooseMany
from widgets.entry import LineInput, LongText
from widgets.safe import Part

Options = Sequence[Option] | Callable[[], Sequence[Option]]
"""The answers to choose from, or what gives them when they are wanted."""


class Editor(Protocol):
    """What the form asks of an editor."""

    field: Field
    room: int
    """How many cells wide it is; 0 takes all there is."""

    def written(self) -> str:
        """What was typed, as a draft keeps it: dates no longer relative to today, choices by their value."""

    def write(self, text: str) -> None:
        """Put back what `written` gave."""

    def options(self) -> Sequence[Option]:
        """The answers to choose from, if it is a choice."""

    def echo(self) -> Part:
        """What was understood, or how to answer."""


class LineEditor(LineInput):
    """A line of words. Up and Down go to the field before and after, Enter too."""

    BINDINGS = [
        Binding("up", "before", "Field before", show=False),
        Binding("down", "after", "Field after", show=False),
        Binding("enter", "onward", "Next field", show=False),
    ]
    room = 0

    def __init__(self, field: Field, *, select_on_focus: bool = False) -> None:
        super().__init__(select_on_focus=select_on_focus)
        self.field = field

    def written(self) -> str:
        """The words as they stand."""
        return self.value

    def write(self, text: str) -> None:
        """Put words back."""
        self.value = text

    def options(self) -> Sequence[Option]:
        """None: it is no choice."""
        return ()

    def echo(self) -> Part:
        """Words need no echo."""
        return ""

    def action_before(self) -> None:
        """To the field before."""
        self.screen.focus_previous()

    def action_after(self) -> None:
        """To the field after."""
        self.screen.focus_next()

    def action_onward(self) -> None:
        """Done with this one."""
        self.screen.focus_next()


class LongEditor(LongText):
    """A few lines of words."""

    room = 0

    def __init__(self, field: Field, *, rows: int) -> None:
        super().__init__(rows=rows)
        self.field = field

    def written(self) -> str:
        """The words as they stand."""
        return self.text

    def write(self, text: str) -> None:
        """Put words back."""
        self.text = text

    def options(self) -> Sequence[Option]:
        """None: it is no choice."""
        return ()

    def echo(self) -> Part:
        """Words need no echo."""
        return ""


class DateEditor(LineEditor):
    """A date in everyday words, echoed in full. When one leaves it, the words give way to the date."""

    room = 17

    def __init__(self, field: Field, today: date) -> None:
        super().__init__(field, select_on_focus=True)
        self.today = today

    def _understood(self) -> date | None:
        kind = self.field.kind
        try:
            return understand(
                self.value, self.today, looks="future" if isinstance(kind, Day) and kind.ahead else "past"
            )
        except NotADate:
            return None

    def written(self) -> str:
        """The date that was meant: `today` would mean another tomorrow."""
        found = self._understood()
        return short(found) if found else self.value

    def echo(self) -> Part:
        """The date in full."""
        found = self._understood()
        if found:
            return in_full(found)
        return "" if not self.value.strip() else ("not a date yet", "quiet")

    def on_blur(self) -> None:
        """Show the date that was meant."""
        if (found := self._understood()) and self.value != short(found):
            self.value = short(found)


class NumberEditor(LineEditor):
    """A number, typed or moved by the arrows."""

    BINDINGS = [
        Binding("up", "move(1)", "More", show=False),
        Binding("down", "move(-1)", "Less", show=False),
    ]
    room = 9

    def __init__(self, field: Field) -> None:
        super().__init__(field, select_on_focus=True)
        kind = cast("Whole | Number", field.kind)
        self._least, self._most, self._unit = kind.least, kind.most, kind.unit

    def echo(self) -> Part:
        """The range, or the unit."""
        if self._unit:
            return (self._unit, "quiet")
        return (f"{self._least:g} to {self._most:,g}", "quiet") if self._most < 1_000_000 else ""

    def action_move(self, by: int) -> None:
        """One more or one less, within the range; from nothing, the end that it comes from."""
        try:
            number = float(self.value.replace(",", ""))
        except ValueError:
            moved = self._least if by > 0 else self._most
        else:
            moved = max(self._least, min(self._most, number + by))
        self.value = f"{moved:g}"
        self.cursor_position = len(self.value)


class _Offered:
    """The answers to choose from, asked for once and again whenever the focus comes."""

    def __init__(self, options: Options) -> None:
        self._given = options
        self._known: Sequence[Option] | None = None

    def all(self) -> Sequence[Option]:
        if self._known is None:
            self._known = self._given() if callable(self._given) else self._given
        return self._known

    def forget(self) -> None:
        self._known = None


class ChoiceEditor(LineEditor):
    """One of several, found as one types. Down opens the list, Enter takes the answer or opens the list.

    With `free`, the list only suggests: other words may stand.
    """

    BINDINGS = [
        Binding("down", "list", "Choose", show=False),
        Binding("enter", "take", "Take", show=False),
    ]

    def __init__(self, field: Field, options: Options, *, free: bool = False) -> None:
        super().__init__(field, select_on_focus=not free)
        self._offered = _Offered(options)
        self._free = free
        self._key = ""
        self.room = 0 if free else 34

    def options(self) -> Sequence[Option]:
        """The answers to choose from."""
        return self._offered.all()

    def offer(self, options: Options) -> None:
        """Other answers from now on."""
        self._offered = _Offered(options)

    def on_focus(self) -> None:
        """What is on offer may have changed meanwhile."""
        self._offered.forget()

    def chosen(self) -> Option | None:
        """The answer that stands. Of two people of one name, the one that was chosen."""
        options = self.options()
        if self._key:
            for option in options:
                if option.value == self._key and option.label == self.value:
                    return option
        return meant(options, self.value, guess=False)

    def written(self) -> str:
        """The value of the answer; while there is none, the words."""
        found = None if self._free else self.chosen()
        return found.value if found else self.value

    def write(self, text: str) -> None:
        """Put an answer back, by its value or in words."""
        for option in self.options():
            if option.value == text:
                self._choose(option)
                return
        self._key = ""
        self.value = shown(self.field, text, self.options())

    def echo(self) -> Part:
        """What helps to know the answer that stands, or how many match."""
        if not self.value.strip():
            return ("Down shows the list", "quiet") if self.has_focus else ""
        found = self.chosen()
        if found:
            return (found.detail, "quiet")
        if self._free:
            return ""
        if self._words_follow():
            return ("add a few words", "quiet") if not self.value.partition(":")[2].strip() else ""
        if meaning := meant(self.options(), self.value):
            return f"= {meaning.label}"
        matches = matching(self.options(), self.value)
        return (f"{len(matches)} match" if matches else "not in the list", "quiet")

    def _words_follow(self) -> bool:
        kind = self.field.kind
        return (
            isinstance(kind, Choice)
            and bool(kind.with_words)
            and (found := meant(self.options(), self.value.partition(":")[0], guess=False)) is not None
            and found.value == kind.with_words
        )

    def _choose(self, option: Option) -> None:
        kind = self.field.kind
        self._key = option.value
        if isinstance(kind, Choice) and option.value == kind.with_words:
            self.value = f"{option.label}: "
        else:
            self.value = option.label
        self.cursor_position = len(self.value)

    def _settle(self) -> None:
        """Take the only answer that matches what was typed."""
        if not self._free and not self.chosen() and (found := meant(self.options(), self.value)):
            self._choose(found)

    def on_blur(self) -> None:
        """Left: take what was meant."""
        self._settle()

    def action_take(self) -> None:
        """Take the answer and go on; where it is not clear which, open the list."""
        self._settle()
        if self.chosen() or self._words_follow() or (self._free and self.value.strip()):
            self.screen.focus_next()
        else:
            self.action_list()

    def action_list(self) -> None:
        """Open the list, narrowed to what was typed."""
        found = self.chosen()

        def picked(option: Option | None) -> None:
            if option is not None:
                self._choose(option)

        self.app.push_screen(
            Choose(
                self.field.label,
                self.options(),
                typed="" if found else self.value.strip(),
                current=found.value if found else "",
            ),
            picked,
        )


class YesNoEditor(ChoiceEditor):
    """Yes or no: one letter, or the arrows."""

    BINDINGS = [Binding("down,up", "turn", "The other", show=False)]

    def __init__(self, field: Field) -> None:
        super().__init__(field, YES_NO)
        self.room = 9

    def echo(self) -> Part:
        """How to answer."""
        return "" if self.chosen() else ("y or n", "quiet")

    async def _on_key(self, event: events.Key) -> None:
        for option in YES_NO:
            if event.character and event.character.lower() == option.value[0]:
                event.stop()
                event.prevent_default()
                self._choose(option)

    def action_turn(self) -> None:
        """From one to the other."""
        now = self.chosen()
        self._choose(YES_NO[1] if now and now.value == "yes" else YES_NO[0])


class ManyEditor(LineEditor):
    """Any number of several, with a semicolon between. Down or Enter opens the list to tick."""

    BINDINGS = [
        Binding("down", "list", "Choose", show=False),
        Binding("enter", "take", "Take", show=False),
    ]

    def __init__(self, field: Field, options: Options) -> None:
        super().__init__(field)
        self._offered = _Offered(options)

    def options(self) -> Sequence[Option]:
        """The answers to choose from."""
        return self._offered.all()

    def offer(self, options: Options) -> None:
        """Other answers from now on."""
        self._offered = _Offered(options)

    def on_focus(self) -> None:
        """What is on offer may have changed meanwhile."""
        self._offered.forget()

    def _parts(self) -> list[str]:
        return [part.strip() for part in self.value.split(";") if part.strip()]

    def _ticked(self) -> tuple[str, ...]:
        found = (meant(self.options(), part) for part in self._parts())
        return tuple(option.value for option in found if option is not None)

    def written(self) -> str:
        """The values; what is not clear yet, in words."""
        options = self.options()
        parts = ((part, meant(options, part, guess=False)) for part in self._parts())
        return ";".join(option.value if option else part for part, option in parts)

    def write(self, text: str) -> None:
        """Put answers back."""
        labels = {option.value: option.label for option in self.options()}
        parts = [part.strip() for part in text.split(";") if part.strip()]
        self.value = "; ".join(labels.get(part, part) for part in parts)

    def echo(self) -> Part:
        """Nothing: the answers stand there."""
        return ("Down shows the list", "quiet") if self.has_focus and not self.value.strip() else ""

    def action_take(self) -> None:
        """Go on where something stands, open the list where nothing does."""
        if self.value.strip():
            self.screen.focus_next()
        else:
            self.action_list()

    def action_list(self) -> None:
        """Open the list to tick."""

        def picked(values: tuple[str, ...] | None) -> None:
            if values is not None:
                self.write(";".join(values))
                self.cursor_position = len(self.value)

        self.app.push_screen(ChooseMany(self.field.label, self.options(), ticked=self._ticked()), picked)


def editor_for(field: Field, today: date, options: Options | None, *, rows: int) -> Widget:
    """The editor of a field. `options` are its answers where the declaration does not have them."""
    kind = field.kind
    if isinstance(kind, Day):
        return DateEditor(field, today)
    if isinstance(kind, Whole | Number):
        return NumberEditor(field)
    if isinstance(kind, YesNo):
        return YesNoEditor(field)
    if isinstance(kind, Many) and (options or kind.options):
        return ManyEditor(field, options or options_of(field))
    if isinstance(kind, Choice | Link):
        return ChoiceEditor(field, options if options is not None else options_of(field))
    if isinstance(kind, Text) and kind.rows > 1:
        return LongEditor(field, rows=min(rows, kind.rows))
    if options is not None:
        return ChoiceEditor(field, options, free=True)
    return LineEditor(field)
