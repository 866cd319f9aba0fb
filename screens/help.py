"""Help: what the screen is for, in plain English, and the keys that work on it now."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Mapping
from textwrap import fill
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from mentor_tui.access import Actor
from screens.ways import WAYS, closed
from widgets.chrome import KeyLine, TitleLine, key_name
from widgets.safe import Part, words

OVERVIEW: Final = "overview"
#: columns from which page and keys stand side by side, and how many the keys then have
_WIDE, _KEYS_WIDE = 100, 50
#: columns of the names of keys
_KEYS_COLUMN = 16
_NAMED: Final = {
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "comma": ",",
}
#: keys of editing and of lists that everybody knows, told in one line in place of one each
_EVERYDAY: Final = frozenset(
    ("up", "down", "left", "right", "home", "end", "pageup", "pagedown", "shift+tab")
)
_EVERYDAY_ACTIONS: Final = (
    "step(",
    "turn(",
    "go(",
    "scroll",
    "cursor_",
    "page_",
    "delete_",
    "home",
    "end",
    "select_",
    "app.focus_",
    "screen.copy_text",
    "copy",
    "cut",
    "paste",
    "undo",
    "redo",
    "submit",
)


class Help(Screen[None]):
    """The help of the screen below it."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f10,f1,question_mark,q", "close", "Close"),
        Binding("o", "overview", "The whole program"),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown,space", "scroll(15)", "Page down", show=False),
        Binding("pageup", "scroll(-15)", "Page up", show=False),
    ]
    DEFAULT_CSS = """
    Help {
        & #help { height: 1fr; padding: 1 2; }
        & #page { width: 1fr; height: auto; padding: 0 2 1 0; }
        & #keys { width: 1fr; height: auto; }
        & #columns { height: auto; layout: vertical; }
        &.-wide #columns { layout: horizontal; }
        &.-wide #keys { width: 50; }
    }
    """

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._about = str(getattr(below, "TITLE_TEXT", "") or "")
        self._page = str(getattr(below, "HELP_PAGE", "") or OVERVIEW)
        seat = getattr(below, "seat", None)
        self._actor: Actor | None = seat.actor if seat is not None else None
        #: taken now: what works there is not what works here
        self._working = dict(below.active_bindings)

    def compose(self) -> ComposeResult:
        """The page and the keys."""
        yield TitleLine("Help", self._about)
        with VerticalScroll(id="help", can_focus=True), Horizontal(id="columns"):
            yield Static(id="page")
            yield Static(id="keys")
        yield KeyLine()

    def on_mount(self) -> None:
        """The keys of scrolling work at once."""
        self._write()
        self.query_one("#help").focus()

    def on_resize(self) -> None:
        """Lines end where the screen does."""
        self._write()

    def _write(self) -> None:
        width = self.app.size.width - 7
        beside = _KEYS_WIDE if self.app.size.width >= _WIDE else 0
        self.query_one("#page", Static).update(page(self._page, width - beside - 2))
        self.query_one("#keys", Static).update(keys_of(self._working, self._actor, (beside or width) - 1))

    def action_close(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_overview(self) -> None:
        """What the program is, and how its screens hang together."""
        self._page = OVERVIEW
        self._write()
        self.query_one("#help", VerticalScroll).scroll_home(animate=False)

    def action_scroll(self, lines: int) -> None:
        """Up and down."""
        self.query_one("#help", VerticalScroll).scroll_relative(y=lines, animate=False)


def page(name: str, width: int) -> Content:
    """A help page in lines of at most ``width``: headings with #, lists with -, paragraphs, and no markup."""
    file = importlib.resources.files("assets") / "help" / f"{name}.md"
    try:
        text = file.read_text(encoding="utf-8")
    except (FileNotFoundError, OSError):
        return words("There is no page about this screen. Press o for the whole program.")
    parts: list[Part] = []
    for block in text.strip().split("\n\n"):
        for line in _lines(block):
            if line.startswith("#"):
                parts.append((f"{line.lstrip('#').strip()}\n", "strong"))
            elif line.startswith("- "):
                parts.append(f"{fill(line[2:], width, initial_indent='  • ', subsequent_indent='    ')}\n")
            else:
                parts.append(f"{fill(line, width)}\n")
        parts.append("\n")
    return words(*parts)


def _lines(block: str) -> Iterator[str]:
    """The lines of a block, those of one paragraph joined: the screen wraps them where it ends."""
    joined = ""
    for line in block.splitlines():
        if line.startswith(("#", "- ")):
            if joined:
                yield joined
            joined = ""
            if line.startswith("#"):
                yield line
                continue
        joined = f"{joined} {line.strip()}" if joined else line
    if joined:
        yield joined


def keys_of(bindings: Mapping[str, ActiveBinding], actor: Actor | None, width: int) -> Content:
    """The keys that work now, with what they do, drawn from the bindings themselves."""
    by_action: dict[str, tuple[list[str], str]] = {}
    places: dict[str, list[str]] = {}
    for active in bindings.values():
        binding = active.binding
        if not active.enabled or not binding.description:
            continue
        if binding.action.startswith("app.go("):
            places.setdefault(binding.action[8:-2], []).append(binding.key)
            continue
        if binding.key in _EVERYDAY or binding.action.startswith(_EVERYDAY_ACTIONS):
            continue
        keys, _ = by_action.setdefault(binding.action, ([], binding.tooltip or binding.description))
        keys.append(binding.key)
    parts: list[Part] = [("Keys on this screen\n", "strong")]
    for keys, said in by_action.values():
        parts += _line(_shown(keys), said, width)
    parts += _line("Tab, arrows", "move about; PgUp, PgDn, Home and End too", width)
    if places and actor is not None:
        parts.append(("\nPlaces, from everywhere\n", "strong"))
        for name, keys in places.items():
            if not closed(actor, name):
                way = WAYS[name]
                parts += _line(_shown(keys), f"{way.title}: {way.purpose}", width)
    return words(*parts)


def _line(keys: str, said: str, width: int) -> list[Part]:
    """Keys at the left, what they do beside them however many lines that takes."""
    hang = " " * _KEYS_COLUMN
    told = fill(said, max(40, width), initial_indent=hang, subsequent_indent=hang)[_KEYS_COLUMN:]
    return [(f"  {keys:<{_KEYS_COLUMN - 2}}", "strong"), f"{told}\n"]


def _shown(keys: list[str]) -> str:
    return " or ".join(dict.fromkeys(_NAMED.get(key) or key_name(key) for key in keys[:3]))
