"""Draws the pictures of the documentation from the demonstration: `python -m tests.pictures`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from mentor_tui import demo, identity
from mentor_tui.app import MentorApp
from mentor_tui.store import database

TODAY = date(2026, 11, 20)
DOCS = Path(__file__).resolve().parents[1] / "docs"

#: name of the picture, role of the person, keys pressed
PICTURES = (
    ("pairings", "Registered Manager", ("2",)),
    ("session", "Mentor", ("enter",)),
    ("audit", "Operations Manager", ("6",)),
)


def without_web_fonts(svg: str) -> str:
    """The picture with the reader's own fonts: nothing is fetched when it is shown."""
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)


async def draw(path: Path, role: str, keys: tuple[str, ...]) -> str:
    """The screen of the first person of the cast with a role, after some keys."""
    store = database.open_store(path)
    person = next(one.person for one in demo.cast(store) if one.role == role)
    app = MentorApp(
        store,
        identity.actor_of(store, person, TODAY),
        today=lambda: TODAY,
        now=lambda: datetime(2026, 11, 20, 14, 30, tzinfo=UTC),
        environ={"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"},
    )
    async with app.run_test(size=(100, 28)) as pilot:
        for key in ("", *keys):
            if key:
                await pilot.press(key)
            await pilot.app.workers.wait_for_complete()
            await pilot.pause()
        picture = app.export_screenshot(title="mentor-tui")
    store.close()
    return without_web_fonts(picture)


def main() -> None:
    """Makes the demonstration and draws every picture."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "demonstration.db"
        demo.prepare(path, today=TODAY)
        for name, role, keys in PICTURES:
            (DOCS / f"{name}.svg").write_text(asyncio.run(draw(path, role, keys)), encoding="utf-8")
            print(f"docs/{name}.svg")


if __name__ == "__main__":
    main()
