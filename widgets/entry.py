"""Where people type: one line, a few lines, or a passphrase. Text that is not kept never gets in.

Stock `Input` and `TextArea` take control characters from a paste, drop every line of it but the first, and
blink for ever (1.7 KB a second over SSH, which also kept sshd from noticing that the other end had gone).
"""

from __future__ import annotations

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, TextArea

from mentor_tui.text import REPLACEMENT, UncleanText, clean
from widgets.safe import notify

_NOT_WHOLE = "That character did not arrive whole. Set the character set of your terminal program to UTF-8."


def _admitted(widget: Widget, text: str, *, lines: bool) -> str | None:
    """The text as it may come in; where it may not, say why and give nothing."""
    if REPLACEMENT in text:
        notify(widget.app, _NOT_WHOLE, severity="warning", once=True)
        return None
    try:
        clean(text, lines=True)
    except UncleanText as unclean:
        notify(widget.app, str(unclean), severity="warning", once=True)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if lines else " ".join(text.split("\n")).replace("\t", " ")


def _refuses(widget: Widget, event: events.Key, before: str) -> bool:
    """Whether a typed character may not come in behind the one before; then it has been said why."""
    character = event.character
    if not character or character < "\x80":
        return False
    # An emoji may be typed in parts: a digit, its selector, and then the key around it.
    whole = f"{before}{character}\u20e3" if character in "\ufe0e\ufe0f" else character
    return _admitted(widget, whole, lines=True) is None


class LineInput(Input):
    """One line to type in. Pasted lines become one."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        password: bool = False,
        select_on_focus: bool = False,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(
            value,
            placeholder,
            password=password,
            select_on_focus=select_on_focus,
            id=id,
            classes=classes,
            compact=True,
        )
        self.cursor_blink = False

    async def _on_key(self, event: events.Key) -> None:
        if _refuses(self, event, self.value[: self.cursor_position][-1:]):
            event.stop()
            event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def action_paste(self) -> None:
        """From the program's own clipboard, by the same gate."""
        self.take(self.app.clipboard)

    def take(self, text: str) -> bool:
        """Put text at the cursor, if it is clean. Returns whether it was."""
        admitted = _admitted(self, text, lines=False)
        if admitted is None:
            return False
        self.replace(admitted, *self.selection)
        return True


class Secret(LineInput):
    """A passphrase or PIN. It is never copied: stock Ctrl+C sends it to the terminal's clipboard (OSC 52)."""

    def __init__(self, *, placeholder: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(placeholder=placeholder, password=True, id=id, classes=classes)

    def action_copy(self) -> None:
        """Nothing is copied."""

    def action_cut(self) -> None:
        """Nothing is copied; what is marked goes."""
        self.delete_selection()


class Filter(LineInput):
    """Narrows a list as one types. Down or Enter goes to the list, Esc empties it and goes there too.

    The owner listens to `Input.Changed` and shows what matches; `target` is the id of the list.
    """

    BINDINGS = [
        Binding("down,enter", "leave", "To the list", show=False),
        Binding("escape", "clear", "Clear", show=False),
    ]

    def __init__(
        self,
        target: str,
        *,
        placeholder: str = "Type to find",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(placeholder=placeholder, id=id, classes=classes)
        self.target = target

    def action_leave(self) -> None:
        """On to the list."""
        self.screen.query_one(f"#{self.target}").focus()

    def action_clear(self) -> None:
        """All rows again."""
        self.value = ""
        self.action_leave()


class LongText(TextArea):
    """A few lines to type in. Up on the first line and Down on the last go to the field before and after."""

    BINDINGS = [
        Binding("up", "up_or_out", "Up", show=False),
        Binding("down", "down_or_out", "Down", show=False),
    ]
    DEFAULT_CSS = """
    LongText {
        width: 1fr;
        height: 3;
        padding: 0;
        border: none;
        scrollbar-size-vertical: 1;
        &:focus { border: none; }
        & .text-area--cursor { text-style: reverse; }
    }
    """

    def __init__(
        self, text: str = "", *, rows: int = 3, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(text, id=id, classes=classes, compact=True, highlight_cursor_line=False)
        self.rows = rows
        self.cursor_blink = False
        self.match_cursor_bracket = False

    async def _on_key(self, event: events.Key) -> None:
        line, column = self.cursor_location
        if _refuses(self, event, self.document.get_line(line)[:column][-1:]):
            event.stop()
            event.prevent_default()

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def action_paste(self) -> None:
        """From the program's own clipboard, by the same gate."""
        self.take(self.app.clipboard)

    def take(self, text: str) -> bool:
        """Put text at the cursor, if it is clean. Returns whether it was."""
        admitted = _admitted(self, text, lines=True)
        if admitted is None:
            return False
        start, end = self.selection
        self.move_cursor(self.replace(admitted, start, end, maintain_selection_offset=False).end_location)
        return True

    def action_up_or_out(self) -> None:
        """Up a line, or to the field before."""
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            self.action_cursor_up()

    def action_down_or_out(self) -> None:
        """Down a line, or to the field after."""
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            self.action_cursor_down()


Entry = LineInput | LongText
