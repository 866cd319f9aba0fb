"""The title line on top and the line of keys at the bottom of every place.

The stock header and footer take a tenth of a second to build and use glyphs that Windows fonts lack; these
two are one line and one widget each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from widgets.safe import Part, cut, words

if TYPE_CHECKING:
    from textual.screen import Screen

MOST_KEYS: Final = 6
"""More keys than these are not read, and nine would need 130 columns."""

_KEY_NAMES: Final = {
    "escape": "Esc", "enter": "Enter", "tab": "Tab", "space": "Space", "up": "Up", "down": "Down",
    "left": "Left", "right": "Right", "pageup": "PgUp", "pagedown": "PgDn", "home": "Home", "end": "End",
    "delete": "Del", "slash": "/", "question_mark": "?", "plus": "+", "minus": "-", "full_stop": ".",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as people know it: `Esc`, `Ctrl+S`, `F1`, `/`."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_name(key[5:]).upper() if len(key) == 6 else key_name(key[5:])}"
    if key.startswith("shift+"):
        return f"Shift+{key_name(key[6:])}"
    return _KEY_NAMES.get(key, key.upper() if len(key) > 1 and key[0] == "f" else key)


class TitleLine(Widget):
    """One line on top: the place at the left, the service in the middle, the person at the right."""

    DEFAULT_CSS = """
    TitleLine {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground;
        &:ansi { background: ansi_blue; color: ansi_bright_white; }
        &:nocolor { text-style: reverse; }
    }
    """

    place: reactive[str] = reactive("")
    service: reactive[str] = reactive("")
    person: reactive[str] = reactive("")

    def __init__(
        self, place: str = "", service: str = "", person: str = "", *, id: str | None = None
    ) -> None:
        super().__init__(id=id)
        self.set_reactive(TitleLine.place, place)
        self.set_reactive(TitleLine.service, service)
        self.set_reactive(TitleLine.person, person)

    def render(self) -> RenderResult:
        """The line, each of the three cut where there is no room."""
        width = self.size.width - 2  # a blank at each side
        place = cut(self.place, width)
        room = max(0, width - cell_len(place) - 2)
        person = cut(self.person, room // 2 if self.service else room)
        service = cut(self.service, max(0, room - cell_len(person) - 2))
        taken = cell_len(place) + cell_len(service) + cell_len(person)
        before = (width - cell_len(service)) // 2 - cell_len(place)  # the service in the middle, if it may
        before = max(2, min(before, width - taken - 2)) if service else 0
        after = max(0, width - taken - before)
        return words(" ", (place, "strong"), " " * before, service, " " * after, person, " ")


class KeyLine(Widget):
    """One line at the bottom: at most six keys that work now, cut to the width, each of them a button.

    They come from the bindings with `show=True` of whatever has the focus, then of the screen, then of the
    application, in the order of declaration. `F1` (help) stands last and is never cut.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        &:ansi { background: ansi_default; }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._spots: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        """Follow them no more."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.app.screen and self._keys() != self._shown:
            self.refresh()

    _shown: list[tuple[str, str]] = []

    def _keys(self) -> list[tuple[str, str]]:
        """Keys and their words, the ones that fit."""
        found: list[tuple[str, str]] = []
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                found.append((binding.key, binding.description))
        help_last = [one for one in found if one[0] == "f1"]
        others = [one for one in found if one[0] != "f1"][: MOST_KEYS - len(help_last)]
        while others and _width([*others, *help_last]) > self.size.width:
            others.pop()
        return [*others, *help_last]

    def render(self) -> RenderResult:
        """The keys that work now."""
        self._shown = self._keys()
        parts: list[Part] = []
        self._spots = []
        at = 0
        for key, description in self._shown:
            name = key_name(key)
            width = cell_len(name) + 1 + cell_len(description)
            self._spots.append((at, at + width, key))
            parts += [(name, "strong"), f" {description}   "]
            at += width + 3
        return words(*parts) if parts else Content("")

    def on_click(self, event: events.Click) -> None:
        """A click is the key's press."""
        x = event.x - self.styles.padding.left
        for start, end, key in self._spots:
            if start <= x < end:
                self.app.simulate_key(key)


def _width(keys: list[tuple[str, str]]) -> int:
    return sum(cell_len(key_name(key)) + 1 + cell_len(words) for key, words in keys) + 3 * (len(keys) - 1)
