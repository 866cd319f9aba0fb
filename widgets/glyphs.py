"""The few signs that the program draws, and their twins for terminals without them.

All but the little bars of `TREND` are in WGL4, the set that Windows' console fonts have carried since 1995;
the bars are in Cascadia, DejaVu and Menlo, and stand beside a number wherever they are used. Where the
terminal's character set lacks a character, :func:`mentor_tui.charset.fold` puts a twin of the same width in
its place, on the way out, so that widgets need not know.
"""

from __future__ import annotations

from typing import Final

DOT: Final = "●"
RING: Final = "○"
CROSS: Final = "×"
DASH: Final = "–"
POINT: Final = "·"
BULLET: Final = "•"
UP: Final = "▲"
DOWN: Final = "▼"
RIGHT: Final = "►"
ELLIPSIS: Final = "…"
TICKED: Final = "■"
UNTICKED: Final = "□"
RULE: Final = "─"
BAR: Final = "│"
TREND: Final = "▁▂▃▄▅▆▇█"
