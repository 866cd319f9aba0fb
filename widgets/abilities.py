"""What a terminal can do, by what it says of itself; what it cannot do is never sent to it.

A terminal that does not know a sequence does not always skip it: the Linux console before 5.8 prints the tail
of `ESC [ > 1 u`, Apple's Terminal a `p` after a question about modes, and an answer that comes after the
program has ended stands on the shell's line as if somebody had typed it. So nothing is asked over SSH, and a
plain terminal gets cursor, text and, where it has them, its sixteen colours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

Colours = Literal["none", "sixteen", "as found"]

_PLAIN: Final = re.compile(
    r"linux|vt\d|ansi|pcansi|cons\d|wsvt|sun|cygwin|hurd|mach|minix|qnx|att|hp|ibm|aixterm|wy|tvi|adm|dec"
)
"""Names of terminals without a second screen, a mouse or marked pastes; no name at all is one of them."""

_WITHOUT_COLOUR: Final = re.compile(r"vt\d{3}(-\w+)?$|.*-m(ono)?$|wy\d|tvi|adm")


@dataclass(frozen=True, slots=True)
class Abilities:
    """What may be sent."""

    #: none at all, the sixteen alone, or what is found out about the terminal
    colours: Colours
    #: a second screen, so that what stood on the terminal comes back at the end
    second_screen: bool
    mouse: bool
    #: pastes are marked as such
    marked_pastes: bool
    #: keys that cannot be told apart otherwise come in an unmistakable form (kitty's protocol, where known)
    distinct_keys: bool
    #: it may be asked something: whether it can draw a change at once
    questions: bool
    #: the console font has the 256 signs of the IBM PC and not ours
    console_font: bool
    #: the line may be slow: parts of one key may come one after another
    distant: bool


def abilities(environ: Mapping[str, str]) -> Abilities:
    """What the terminal of this environment can do."""
    name = environ.get("TERM", "").lower()
    distant = "SSH_CONNECTION" in environ or "SSH_TTY" in environ
    plain = not name or _PLAIN.match(name) is not None
    # Over SSH the name travels and `STY` does not, so that GNU screen is to be taken for granted there.
    gnu_screen = "STY" in environ or (name.startswith("screen") and "TMUX" not in environ)
    if "NO_COLOR" in environ or _WITHOUT_COLOUR.match(name):
        colours: Colours = "none"
    elif plain or (gnu_screen and "256color" not in name):
        # `COLORTERM` may be a leftover of the terminal that the person came from.
        colours = "sixteen"
    else:
        colours = "as found"
    return Abilities(
        colours=colours,
        second_screen=not plain,
        # GNU screen swallows a lone Esc while the mouse is on.
        mouse=not plain and not gnu_screen,
        marked_pastes=not plain,
        # Windows Terminal loses keys under the protocol over SSH; a line that drops would leave it on.
        distinct_keys=not plain and not gnu_screen and not distant,
        questions=not plain and not gnu_screen and not distant,
        console_font=name.startswith("linux"),
        distant=distant,
    )
