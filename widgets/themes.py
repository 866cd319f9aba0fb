"""The looks of the program: dark, light, high contrast, and one of the terminal's own sixteen colours.

`-` in a theme's name says whose it is. `choose` picks one by what the terminal can show: with sixteen colours
several of Textual's own themes print half of the characters invisibly, and PuTTY's `TERM=xterm`, screen, tmux
and the Linux console all have sixteen.

The grounds are nearly grey: a colour with a saturation of 0.15 or more is drawn by a terminal of 256 colours as
one of a cube of 216, so that a bluish dark grey would be navy and a yellowish white pink.
"""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DARK: Final = "mentor-dark"
LIGHT: Final = "mentor-light"
CONTRAST: Final = "mentor-contrast"
SIXTEEN: Final = "mentor-16"

NAMES: Final = {
    DARK: "Dark",
    LIGHT: "Light",
    CONTRAST: "High contrast",
    SIXTEEN: "The terminal's own colours",
}
"""Each theme with the words by which a person chooses it."""

THEMES: Final = (
    Theme(
        name=DARK,
        dark=True,
        background="#15191b",
        surface="#1d2225",
        panel="#252c30",
        foreground="#d5dcdb",
        primary="#6fb7a8",
        secondary="#8fa9c4",
        accent="#d9b36c",
        success="#8cbf86",
        warning="#dcb35c",
        error="#e28379",
        variables={
            "text": "#d5dcdb",
            "text-muted": "#9aa8a6",
            "text-disabled": "#8e9a98",
            "text-primary": "#83c9ba",
            "text-success": "#98cc92",
            "text-warning": "#e2bd6c",
            "text-error": "#ee9389",
            "block-cursor-background": "#2d5f57",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#293235",
            "block-cursor-blurred-foreground": "#d5dcdb",
            "input-cursor-background": "#d5dcdb",
            "input-cursor-foreground": "#15191b",
            "input-selection-background": "#2d5f57",
            "border": "#6fb7a8",
            "border-blurred": "#3a464b",
            "scrollbar": "#46545a",
            "scrollbar-hover": "#55666d",
            "scrollbar-active": "#6fb7a8",
            "scrollbar-background": "#1d2225",
            "scrollbar-background-hover": "#1d2225",
            "scrollbar-background-active": "#1d2225",
            "field": "#23292c",
            "field-odd": "#1c2124",
            "field-focus": "#2c363b",
        },
    ),
    Theme(
        name=LIGHT,
        dark=False,
        background="#faf9f6",
        surface="#f3f3f0",
        panel="#e3e3df",
        foreground="#1f2a2c",
        primary="#0f6b60",
        secondary="#365f86",
        accent="#6e4a00",
        success="#2c6b2f",
        warning="#6e4a00",
        error="#a32a24",
        variables={
            "text": "#1f2a2c",
            "text-muted": "#566366",
            "text-disabled": "#5d686a",
            "text-primary": "#0f6b60",
            "text-success": "#2c6b2f",
            "text-warning": "#6e4a00",
            "text-error": "#a32a24",
            "block-cursor-background": "#0f6b60",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "#d9dfdb",
            "block-cursor-blurred-foreground": "#1f2a2c",
            "input-cursor-background": "#1f2a2c",
            "input-cursor-foreground": "#faf9f6",
            "input-selection-background": "#b9d6cf",
            "border": "#0f6b60",
            "border-blurred": "#b9bdb6",
            "scrollbar": "#b4bab5",
            "scrollbar-hover": "#98a19c",
            "scrollbar-active": "#0f6b60",
            "scrollbar-background": "#f3f3f0",
            "scrollbar-background-hover": "#f3f3f0",
            "scrollbar-background-active": "#f3f3f0",
            "field": "#ebebe8",
            "field-odd": "#f3f3f1",
            "field-focus": "#ffffff",
        },
    ),
    Theme(
        name=CONTRAST,
        dark=True,
        background="#000000",
        surface="#000000",
        panel="#303030",
        foreground="#ffffff",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        success="#00ff00",
        warning="#ffff00",
        error="#ff8080",
        variables={
            "text": "#ffffff",
            "text-muted": "#ffffff",
            "text-disabled": "#d0d0d0",
            "text-primary": "#ffff00",
            "text-success": "#00ff00",
            "text-warning": "#ffff00",
            "text-error": "#ff9090",
            "block-cursor-background": "#ffff00",
            "block-cursor-foreground": "#000000",
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-background": "#ffffff",
            "block-cursor-blurred-foreground": "#000000",
            "input-cursor-background": "#ffff00",
            "input-cursor-foreground": "#000000",
            "input-selection-background": "#0000c0",
            "border": "#ffff00",
            "border-blurred": "#ffffff",
            "scrollbar": "#ffffff",
            "scrollbar-hover": "#ffffff",
            "scrollbar-active": "#ffff00",
            "scrollbar-background": "#000000",
            "scrollbar-background-hover": "#000000",
            "scrollbar-background-active": "#000000",
            "field": "#1c1c1c",
            "field-odd": "#101010",
            "field-focus": "#0000a0",
        },
    ),
    Theme(
        name=SIXTEEN,
        dark=True,
        ansi=True,
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        foreground="ansi_default",
        primary="ansi_cyan",
        secondary="ansi_blue",
        accent="ansi_yellow",
        success="ansi_green",
        warning="ansi_magenta",
        error="ansi_red",
        variables={
            "text": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            # Red and magenta can be read on black and on white; yellow, green and cyan on black alone.
            "text-primary": "ansi_default",
            "text-success": "ansi_default",
            "text-warning": "ansi_magenta",
            "text-error": "ansi_red",
            "block-cursor-background": "ansi_cyan",
            "block-cursor-foreground": "ansi_black",
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": "ansi_white",
            "block-cursor-blurred-foreground": "ansi_black",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-selection-background": "ansi_cyan",
            "input-selection-foreground": "ansi_black",
            "border": "ansi_cyan",
            "border-blurred": "ansi_default",
            "scrollbar": "ansi_cyan",
            "scrollbar-hover": "ansi_cyan",
            "scrollbar-active": "ansi_cyan",
            "scrollbar-background": "ansi_default",
            "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default",
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "field": "ansi_default",
            "field-odd": "ansi_default",
            "field-focus": "ansi_default",
        },
    ),
)


def choose(color_system: str | None, wanted: str = "") -> str:
    """The theme for a terminal: `color_system` as rich names it, `wanted` as the person set it, if they did.

    Sixteen colours or none take the terminal's own, which hold on a light and on a dark terminal alike.
    """
    if color_system in (None, "standard", "windows"):
        return SIXTEEN
    return wanted if wanted in NAMES else DARK
