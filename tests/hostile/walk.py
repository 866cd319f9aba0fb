"""Every screen of the program in a row, at a real terminal, in the home with hostile text in every field.

`python -m tests.hostile.walk DATABASE TOLD` opens each room of `tests.screens.rooms` and some more, and writes to TOLD
what it found: what each shows, what in it a click would do, and which actions ran that nobody asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

from mentor_tui import records
from mentor_tui.answers import Option
from mentor_tui.office.changes import Conflict, Theirs
from mentor_tui.records.new_starters import SESSION
from mentor_tui.store.read import journal
from screens.conflict import ConflictScreen
from screens.journal import Differences, EntryPage
from screens.person import PersonPage
from screens.record import RecordPage
from screens.register_entry import RegisterEntry
from tests.hostile.house import JUNK, behind_the_office, through_the_office
from tests.hostile.texts import KEPT, LONG
from tests.screens.home import NOW, TODAY, Home, Staged
from tests.screens.rooms import ROOMS, Room, at
from tests.story import Story
from widgets.choose import Choose, ChooseMany
from widgets.confirm import Confirm
from widgets.listing import Listing
from widgets.safe import notify
from widgets.terminal import run

ALL = " ".join(KEPT.values())
OPTIONS = [Option(str(n), f"{text}{JUNK}", f"{text}{JUNK}") for n, text in enumerate(KEPT.values())]
#: kinds that have a page of their own, and the column of what they belong to
PAGES = {
    "session": "pairing_id", "excusal": "pairing_id", "goal": "pairing_id", "review": "pairing_id",
    "support_meeting": "case_id", "pathway_update": "case_id", "follow_up": "case_id", "impact_review": "case_id",
    "action": "pairing_id", "case": "id",
}  # fmt: skip


def rooms(home: Home) -> Iterator[tuple[str, Room]]:
    """Every screen of the program, and those that are handed text or a record."""
    yield from ROOMS.items()
    yield (
        "Confirm 2",
        Room("Sam", lambda _h, _s: Confirm(ALL + JUNK, ALL + JUNK, yes=KEPT["action"], no=KEPT["nested"])),
    )
    yield "Choose 2", Room("Sam", lambda _h, _s: Choose(ALL + JUNK, OPTIONS))
    yield "ChooseMany 2", Room("Sam", lambda _h, _s: ChooseMany(KEPT["action"], OPTIONS, ticked=["2"]))
    yield "Differences 2", Room("Nora", lambda _h, seat: Differences(seat, [ALL + JUNK, *LONG.values()]))
    mine = {"top_support_issue": KEPT["action"], "shared_summary": LONG["one word"]}
    theirs = [
        Theirs(name, KEPT["nested"], ALL + JUNK, LONG["wide and long"], ALL + JUNK, JUNK) for name in mine
    ]
    fields = {name: SESSION[name] for name in mine}
    yield "ConflictScreen 2", Room("Sam", lambda _h, _s: ConflictScreen(Conflict(2, theirs), fields, mine))
    for kind, column in PAGES.items():
        row = home.store.row(
            f'SELECT id, {column} FROM "{records.BY_NAME[kind].table}" WHERE {column} IS NOT NULL'
        )
        if row is not None:
            yield f"RecordPage of {kind}", _page(kind, *row, of_case=column != "pairing_id")
    for who in ("Sam", "Ella"):
        yield f"PersonPage of {who}", _person(who)
        yield f"RegisterEntry of {who}", _register(who)
    entries = [line.key for line in journal.lines(home.seat("Nora").reader, journal.Filter(), 400)]
    for number, key in enumerate(entries[:40:10]):
        yield f"EntryPage {number}", _entry(key)


def _person(who: str) -> Room:
    return Room("Tom", lambda home, seat: PersonPage(seat, home.key[who]))


def _register(who: str) -> Room:
    return Room("Tom", lambda home, seat: RegisterEntry(seat, "staff", key=home.key[who]))


def _entry(key: str) -> Room:
    return Room("Nora", lambda _home, seat: EntryPage(seat, key))


def _page(kind: str, key: str, parent: str, *, of_case: bool) -> Room:
    if of_case:  # Sam is the mentor of the first case, and of Amara
        return Room("Sam", lambda _h, seat: RecordPage(seat, "", kind, key, parent))
    return Room("Sam", lambda _h, seat: RecordPage(seat, parent, kind, key))


class Walker(Staged):
    """Opens one room after another, and leaves."""

    def __init__(self, home: Home, said: dict[str, str], told: Path) -> None:
        super().__init__(
            home.store, home.actor("Sam"), first=None, today=lambda: TODAY, now=lambda: NOW,
        )  # fmt: skip
        self._home = home
        self._said = said
        self._told_at = told
        self.ran: list[str] = []

    def on_ready(self) -> None:
        super().on_ready()
        self.run_worker(self._walk())

    async def action_bell(self) -> None:
        self.ran.append("bell")

    async def action_quit(self) -> None:
        self.ran.append("quit")

    async def _walk(self) -> None:
        story: Story[Any] = Story(self, Pilot(self), [])
        told: dict[str, Any] = {}
        await story.settle()
        for name, room in rooms(self._home):
            self.seat = self._home.seat(room.who)
            screen = room.open(self._home, self.seat)
            await (self.switch_screen(screen) if told else self.push_screen(screen))
            await story._until(self._busy_workers)
            await story.settle()
            told[name] = {"shows": "\n".join(shown(self.screen)), "obeys": sorted(obeyed(self.screen))}
            for listing in list(self.screen.query(Listing))[:1]:
                for _ in range(min(listing.length, 2)):
                    listing.action_step(1)
                await story.settle()
                told[name]["shows"] += "\n" + "\n".join(shown(self.screen))
        for text in (ALL + JUNK, LONG["one word"][:500]):
            notify(self, text, title=text)
            await story.settle()
        found = {"rooms": told, "ran": self.ran, "said": self._said}
        self._told_at.write_text(json.dumps(found), encoding="utf-8")
        self.exit(0)

    def _busy_workers(self) -> list[Any]:
        return [worker for worker in self.workers if worker.name != "_walk" and not worker.is_finished]


def shown(screen: Screen[Any]) -> Iterator[str]:
    """What each widget shows, with what it scrolls to, but not what it cuts off."""
    for widget in screen.query(Widget):
        if not widget.display or not widget.is_attached:
            continue
        if isinstance(widget, Input):
            yield widget.value
        elif isinstance(widget, TextArea):
            yield widget.text
        elif not list(widget.children) or isinstance(widget, Listing):
            size = widget.size
            yield "".join(
                strip.text.strip() for strip in widget.render_lines(Region(0, 0, size.width, size.height))
            )


def obeyed(screen: Screen[Any]) -> Iterator[str]:
    """What a click on the screen would do, where its text says so."""
    for strip in screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None:
                if segment.style.link:
                    yield f"link {segment.style.link}"
                for name, action in segment.style.meta.items():
                    if name.startswith("@"):
                        yield f"{name} {action}"


def main(database: Path, told: Path) -> int:
    """Walks; gives the exit status of the program."""
    home = at(database)
    poisoned = through_the_office(home)
    behind_the_office(home)
    said = {".".join(where): text for where, text in poisoned.said.items()}
    app = Walker(home, said, told)
    return run(app, app.flush_drafts)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
