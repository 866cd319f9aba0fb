"""One question of a form: its label, where the answer goes, what was understood, its hint and its fault."""

from __future__ import annotations

from textwrap import wrap
from typing import Final, cast

from rich.segment import Segment
from rich.style import Style
from rich.text import Text as RichText
from textual.app import ComposeResult
from textual.strip import Strip
from textual.widget import Widget

from mentor_tui.declare import Field
from widgets import glyphs
from widgets.editors import Editor
from widgets.entry import LongText
from widgets.safe import cell, one_line_kept

MARK: Final = 2
"""The cells before the label, where the mark of the focus stands."""

MOST_ROWS: Final = 6
"""A long answer grows to so many lines; from there it scrolls."""


class FieldRow(Widget):
    """A row of the form. All but the entry itself is drawn here: one widget, not five."""

    COMPONENT_CLASSES = {
        "field--label",
        "field--label-focus",
        "field--quiet",
        "field--echo",
        "field--fault",
    }
    DEFAULT_CSS = """
    FieldRow {
        height: 1;
        layout: vertical;
        overflow: hidden;
        & > .field--label { color: $foreground; }
        & > .field--label-focus { color: $text-primary; text-style: bold; }
        & > .field--quiet { color: $text-muted; }
        & > .field--echo { color: $foreground; }
        & > .field--fault { color: $text-error; text-style: bold; }
    }
    """

    def __init__(self, editor: Widget, *, classes: str = "") -> None:
        super().__init__(id=f"row-{cast(Editor, editor).field.name}", classes=classes)
        self.entry = editor
        self.source = ""
        self.fault = ""
        self.hinted = False
        self.spaced = False
        self._label_width = 20
        self._width = 80
        self._height = 0

    @property
    def editor(self) -> Editor:
        """The entry, as the form speaks to it."""
        return cast(Editor, self.entry)

    @property
    def field(self) -> Field:
        """The question."""
        return self.editor.field

    @property
    def label(self) -> str:
        """The question's words, marked where an answer is needed."""
        return f"{self.field.label} *" if self.field.required else self.field.label

    def compose(self) -> ComposeResult:
        """The entry alone."""
        yield self.entry

    # Size

    def arrange_in(self, label_width: int, width: int) -> None:
        """Put the entry beside a label of this width, on a form of this one."""
        self._label_width = label_width
        self._width = width
        left = MARK + label_width + 1
        room = self.editor.room
        self.entry.styles.margin = (0, 1, 0, left)
        self.entry.styles.width = min(room, max(8, width - left - 2)) if room else "1fr"
        self.fit()

    @property
    def entry_rows(self) -> int:
        """How many lines the entry has."""
        if isinstance(self.entry, LongText):
            return max(self.entry.rows, min(MOST_ROWS, self.entry.wrapped_document.height))
        return 1

    @property
    def hint_lines(self) -> list[str]:
        """The hint as it stands under the entry, where there is room for it."""
        if not self.hinted:
            return []
        left = MARK + self._label_width + 1
        return wrap(self.field.hint, max(20, self._width - left - 2))

    @property
    def long(self) -> bool:
        """Whether the answer may have several lines."""
        return isinstance(self.entry, LongText)

    @property
    def rows_needed(self) -> int:
        """How many lines the row takes without the blank one after it."""
        return self.entry_rows + len(self.hint_lines) + (1 if self.fault else 0)

    def fit(self) -> None:
        """Be as high as what is shown."""
        rows = self.entry_rows
        if self.long:
            self.entry.styles.height = rows
        height = self.rows_needed + (1 if self.spaced else 0)
        if height != self._height:
            self._height = height
            self.styles.height = height
        self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """The label and the echo beside the entry; the hint and the fault under it."""
        width = self.size.width
        rows = self.entry_rows
        if y < rows:
            return self._beside(y, width)
        if self.fault and y == rows:
            return self._under(f"{glyphs.UP} {self.fault}", "field--fault", width)
        hint = y - rows - (1 if self.fault else 0)
        if hint < len(self.hint_lines):
            return self._under(self.hint_lines[hint], "field--quiet", width)
        return Strip.blank(width, self.rich_style)

    def _beside(self, y: int, width: int) -> Strip:
        focused = self.entry.has_focus
        mark = glyphs.RIGHT if focused and y == 0 else " "
        label = self._text(self._label_line(y), "field--label-focus" if focused else "field--label")
        label.truncate(self._label_width, overflow="ellipsis")
        label.pad_right(self._label_width - label.cell_len)
        before, after = self._edges()
        at = MARK + self._label_width + 1 + self.entry.outer_size.width  # where the entry ends
        texts = [
            self._text(f"{mark} ", "field--label-focus"),
            label,
            self._text(before, "field--quiet"),
            self._text(" " * self.entry.outer_size.width, ""),
            self._text(after, "field--quiet"),
        ]
        if self.editor.room and y == 0:
            echo = self._echo()
            echo.truncate(max(0, width - at - 3), overflow="ellipsis")
            texts += [self._text(" ", ""), echo]
        return self._strip(texts, width)

    def _edges(self) -> tuple[str, str]:
        """The ends of the entry: with the terminal's own colours it has no ground of its own."""
        if not self.app.native_ansi_color:
            return " ", " "
        return (glyphs.BAR, glyphs.BAR) if self.long else ("[", "]")

    def _label_line(self, y: int) -> str:
        """A label too long for its line goes on in the next, where the answer has one."""
        label = one_line_kept(self.label)
        if len(label) <= self._label_width or self.entry_rows == 1:
            return label if y == 0 else ""
        cut = label.rfind(" ", 0, self._label_width + 1)
        first = label[: cut if cut > 0 else self._label_width]
        return (first, label[len(first) :].strip(), *[""] * MOST_ROWS)[y]

    def _echo(self) -> RichText:
        part = self.editor.echo()
        words, quiet = (part, False) if isinstance(part, str) else (part[0], True)
        if not words and self.source:
            words, quiet = self.source, True
        elif words and self.source and not isinstance(part, str):
            words = self.source
        return self._text(words, "field--quiet" if quiet else "field--echo")

    def _under(self, words: str, look: str, width: int) -> Strip:
        left = MARK + self._label_width + 1
        text = self._text(words, look)
        text.truncate(max(0, width - left - 1), overflow="ellipsis")
        return self._strip([self._text(" " * left, ""), text], width)

    def _text(self, words: str, look: str) -> RichText:
        text = cell(words)
        style = self.rich_style
        if look:
            style += self.get_component_rich_style(look, partial=True)
        text.style = style
        return text

    def _strip(self, texts: list[RichText], width: int) -> Strip:
        segments = [
            Segment(text.plain, text.style if isinstance(text.style, Style) else None) for text in texts
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)
