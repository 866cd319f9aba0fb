"""Every tone of text can be read on every ground that it stands on, in every theme: 4.5 to 1 or better."""

from __future__ import annotations

from itertools import product

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from textual.color import Color
from textual.theme import Theme

from widgets import themes
from widgets.terminal import TerminalApp

PAGE = ("background", "surface", "panel", "field", "field-odd", "field-focus")
INK = ("text", "foreground", "text-muted", "text-primary", "text-success", "text-warning", "text-error")
PAIRS = (
    *product(INK, PAGE),
    *product(("text-disabled",), ("background", "surface", "field", "field-odd")),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
    ("input-cursor-foreground", "input-cursor-background"),
    ("text", "input-selection-background"),
)
TRUE = [theme for theme in themes.THEMES if not theme.ansi]


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def in_256(color: Color) -> Color:
    """What a terminal of 256 colours shows of it."""
    shown = (
        RichColor.from_rgb(*color.rgb).downgrade(ColorSystem.EIGHT_BIT).get_truecolor(DEFAULT_TERMINAL_THEME)
    )
    return Color(*shown)


@pytest.mark.parametrize("depth", ["truecolor", "256"])
@pytest.mark.parametrize("theme", TRUE, ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme, depth: str) -> None:
    app: TerminalApp[None] = TerminalApp(
        look=theme.name, environ={"LANG": "C.UTF-8", "TERM": "xterm-256color"}
    )
    app.theme = theme.name
    found = {**theme.to_color_system().generate(), **theme.variables}
    poor = []
    for ink, ground in PAIRS:
        one, other = Color.parse(found[ink]), Color.parse(found[ground])
        if depth == "256":
            one, other = in_256(one), in_256(other)
        ratio = contrast(one, other)
        if ratio < 4.5:
            poor.append(f"{ink} on {ground}: {ratio:.2f} ({one.hex} on {other.hex})")
    assert not poor, "\n".join(poor)


def test_sixteen_colours_hold_on_a_light_and_on_a_dark_terminal() -> None:
    (theme,) = (theme for theme in themes.THEMES if theme.ansi)
    found = {**theme.to_color_system().generate(), **theme.variables}
    assert {found[ink] for ink in INK} <= {"ansi_default", "ansi_red", "ansi_magenta"}
    for palette in ({"red": "#cd0000", "magenta": "#cd00cd"}, {"red": "#bb0000", "magenta": "#bb00bb"}):
        for name, ground in product(palette, ("#000000", "#ffffff")):
            assert contrast(Color.parse(palette[name]), Color.parse(ground)) > 3
