"""What is shown where the terminal is too small to show anything else."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.screen import ModalScreen

from widgets.safe import words

LEAST: Final = Size(60, 20)
"""The smallest terminal that the program is drawn on, in columns and rows."""


class TooSmall(ModalScreen[None]):
    """Says how large the terminal must be. It goes by itself when there is room again."""

    DEFAULT_CSS = """
    TooSmall { background: $background; color: $foreground; }
    """
    AUTO_FOCUS = None

    @staticmethod
    def fits(size: Size) -> bool:
        """Whether a terminal of this size is large enough."""
        return size.width >= LEAST.width and size.height >= LEAST.height

    def render(self) -> Content:
        """The notice, in as few words as a small terminal holds."""
        size = self.app.size
        return words(
            ("This window is too small.\n", "strong"),
            f"It has {size.width} columns and {size.height} rows; ",
            f"{LEAST.width} by {LEAST.height} are needed.\n",
            "Make it larger to go on. Nothing is lost.",
        )

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        """Go where there is room again: it may have come while another screen was on top."""
        if self.fits(self.app.size):
            self.dismiss()

    def on_resize(self, _event: events.Resize) -> None:
        """Say the new size."""
        self.refresh()
