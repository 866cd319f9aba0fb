"""The one way by which people's text reaches widgets.

Textual reads a bare `str` as markup: `[@click=app.quit]x[/]` in a note would run an action, `[/b]` would
stop the program, `[JS]` would vanish. So whatever a person may have typed goes to a widget as `Content`, to
a list cell as rich `Text`, and to a notification with markup off, all through here. What is not text any
more (control characters, overrides of direction; see `mentor_tui.text`) is shown as a visible mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual.content import Content

from mentor_tui.text import for_terminal, one_line
from mentor_tui.tones import Part as Part
from mentor_tui.tones import Tone as Tone
from widgets.glyphs import ELLIPSIS

if TYPE_CHECKING:
    from textual.app import App

_STYLES: Final[dict[Tone, str]] = {
    "plain": "",
    "strong": "bold",
    "quiet": "$text-muted",
    "good": "$text-success",
    "warning": "$text-warning",
    "bad": "bold $text-error",
}


_FEWEST_BOTH_ENDS: Final = 7
"""Cells under which a text is cut at its end alone."""


def words(*parts: Part) -> Content:
    """Content for a `Static`, `Label`, border title or tooltip: the parts one after another, never markup."""
    return Content.assemble(
        *(
            for_terminal(part) if isinstance(part, str) else (for_terminal(part[0]), _STYLES[part[1]])
            for part in parts
        )
    )


def lines(*rows: Content | Part) -> Content:
    """Several lines as one content."""
    return Content("\n").join([row if isinstance(row, Content) else words(row) for row in rows])


def cell(*parts: Part) -> Text:
    """A cell of a `Listing`, in one line. The style of each part is its tone, which the list colours."""
    text = Text(no_wrap=True, end="")
    for part in parts:
        if isinstance(part, str):
            text.append(one_line_kept(part))
        else:
            text.append(one_line_kept(part[0]), part[1])
    return text


def one_line_kept(text: str) -> str:
    """The text in one line, with its blanks at both ends kept where it is one line already."""
    return for_terminal(text) if "\n" not in text and "\t" not in text else one_line(text)


def cut(text: str, width: int) -> str:
    """The text in at most this many cells of one line, with a mark where it was cut."""
    text = one_line_kept(text)
    if cell_len(text) <= width:
        return text
    return f"{set_cell_size(text, width - 1).rstrip()}{ELLIPSIS}" if width > 0 else ""


def cut_parts(parts: Sequence[Part], width: int) -> list[Part]:
    """The parts in at most this many cells of one line, with a mark where they were cut."""
    made: list[Part] = []
    left = width
    for part in parts:
        text = part if isinstance(part, str) else part[0]
        shorter = text if cell_len(text) <= left else cut(text, left)
        made.append(shorter if isinstance(part, str) else (shorter, part[1]))
        left -= cell_len(text)
        if left <= 0:
            break
    return made


def cut_in_the_middle(text: Text, width: int) -> Text:
    """A text of one line in at most this many cells: its beginning, a mark, and its end."""
    if text.cell_len <= width or width < _FEWEST_BOTH_ENDS:
        return text
    plain, tail = text.plain, width // 2
    head = width - 1 - tail
    begin = next(count for count in range(len(plain), -1, -1) if cell_len(plain[:count]) <= head)
    end = next(place for place in range(len(plain) + 1) if cell_len(plain[place:]) <= tail)
    return text[:begin] + Text(ELLIPSIS, text.style) + text[end:]


def notify(
    app: App[Any],
    message: str,
    *,
    title: str = "",
    severity: Literal["information", "warning", "error"] = "information",
    timeout: float | None = None,
    once: bool = False,
) -> None:
    """A passing notice in the corner of the screen, never markup.

    With `once` it is not said again while it still stands there: a key held down, or many bytes that are no
    characters, would cover the screen with it.
    """
    message = for_terminal(message)
    if once and any(said.message == message and not said.has_expired for said in app._notifications):
        return
    app.notify(
        message,
        title=for_terminal(title),
        severity=severity,
        timeout=timeout,
        markup=False,
    )
