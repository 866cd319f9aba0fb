"""Journal: who changed what, when and why; narrowed as one types; verified by a key."""

from __future__ import annotations

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from mentor_tui.dates import short
from mentor_tui.office.opened import file_of
from mentor_tui.store import journal as chain
from mentor_tui.store.problems import StoreProblem
from mentor_tui.store.read import journal
from mentor_tui.store.read.journal import Filter as Asked
from mentor_tui.store.read.journal import Line, Side
from screens.place import Place
from screens.seat import Seat
from widgets.entry import Filter
from widgets.listing import Column, Listing, Row
from widgets.safe import Part, lines, words

_WIDE: Final = 110
_SHOWN: Final = 5
"""So many faults of a verification are named on the screen; the command line names all."""


class JournalVerified(Message):
    """The chain and the records were compared."""

    def __init__(self, entries: int, faults: list[str], head: str) -> None:
        super().__init__()
        self.entries = entries
        self.faults = faults
        self.head = head


def moment(line: Line) -> str:
    """When, in the time of this place: `12 Mar 2026 09:30`."""
    local = line.at.astimezone()
    return f"{short(local.date())} {local:%H:%M}"


def did(line: Line) -> str:
    """What somebody did: `corrected session SE-7K2M`."""
    about = f" {line.about}" if line.about else ""
    return f"{line.verb} {line.kind}{about}"


class Journal(Place):
    """The list of entries; Enter opens one whole, `v` verifies that none was altered."""

    TITLE_TEXT = "Journal"
    HELP_PAGE = "journal"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open"),
        Binding("slash", "filter", "Filter"),
        Binding("v", "verify", "Verify", tooltip="Proves that no entry and no record was altered"),
    ]
    DEFAULT_CSS = """
    Journal {
        & #top { height: auto; max-height: 2; padding: 0 1; background: $surface; }
        & #said { width: 1fr; height: auto; max-height: 2; color: $text-muted; }
        & #find { width: 28; }
        & #side { display: none; width: 48; height: 1fr; padding: 0 1 0 2; border-left: solid $border-blurred; }
        &.-wide #side { display: block; }
    }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat)
        self._asked = Asked()
        self._verdict = ""

    def body(self) -> ComposeResult:
        """What is shown and how it is narrowed, the entries, and the one that has the cursor."""
        with Horizontal(id="top"):
            yield Static(id="said")
            yield Filter("list", placeholder="/ name, reference or kind", id="find")
        with Horizontal():
            yield Listing(
                [
                    Column("at", "When", 17),
                    Column("who", "Who", 16, 2),
                    Column("did", "Did", 24, 4),
                    Column("why", "Why", 8, 3),
                ],
                gap=1,
                empty="No entries that you may read. Your own changes will stand here.",
                id="list",
            )
            yield Static(id="side")

    def on_mount(self) -> None:
        """The list has the focus; the filter waits for its key."""
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        listing = self.query_one(Listing)
        listing.show(self._fetch, self._count)
        listing.focus()

    def on_resize(self, event: events.Resize) -> None:
        """List and detail side by side where there is room."""
        self.set_class(event.size.width >= _WIDE, "-wide")
        self._show_side()

    def renew(self) -> None:
        """Reads the entries again; the cursor stays where it is."""
        self.query_one(Listing).renew()
        self._say()

    def _count(self) -> int:
        return journal.count(self.seat.reader, self._asked)

    def _say(self) -> None:
        count = self.query_one(Listing).length
        what = "entry" if count == 1 else "entries"
        said = self._verdict or f"{count:,} {what}, newest first"
        self.query_one("#said", Static).update(words(said))

    def _fetch(self, offset: int, limit: int) -> list[Row]:
        return [
            Row(line.key, (moment(line), line.who or "the program", did(line), line.reason))
            for line in journal.lines(self.seat.reader, self._asked, limit, offset)
        ]

    @on(Listing.Moved)
    def _show_side(self) -> None:
        if self.has_class("-wide"):
            key = self.query_one(Listing).key
            self.query_one("#side", Static).update(entry_in_words(self.seat, key, whole=False) if key else "")

    @on(Input.Changed, "#find")
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._asked = Asked(find=event.value)
        self._verdict = ""
        self.query_one(Listing).show(self._fetch, self._count)
        self._say()

    def action_filter(self) -> None:
        """To the filter."""
        self.query_one(Filter).focus()

    @on(Listing.Selected)
    def _selected(self, event: Listing.Selected) -> None:
        event.stop()
        self.app.push_screen(EntryPage(self.seat, event.key))

    def action_open(self) -> None:
        """Opens the entry that has the cursor."""
        if key := self.query_one(Listing).key:
            self.app.push_screen(EntryPage(self.seat, key))

    def action_verify(self) -> None:
        """Compares chain, values and records in a worker; the keyboard stays free."""
        self._verdict = "Verifying every entry and record …"
        self._say()
        store = self.seat.store

        def work() -> None:
            try:
                with store.snapshot():
                    faults = [str(fault) for fault in chain.verify(store)]
                    entries = int(store.value("SELECT count(*) FROM journal"))
                    head = chain.head(store)
            except StoreProblem as problem:
                faults, entries, head = [str(problem)], 0, ""
            finally:
                store.close()  # this thread's connection
            self.post_message(JournalVerified(entries, faults, head))

        self.run_worker(work, thread=True, exclusive=True, group="verify")

    def on_journal_verified(self, message: JournalVerified) -> None:
        """Says what was found."""
        if not message.faults:
            self._verdict = f"Verified: {message.entries:,} entries. Head {message.head[:12]}"
            self._say()
            return
        self._verdict = f"{len(message.faults):,} differences found"
        self._say()
        self.app.push_screen(Differences(self.seat, message.faults))


class Differences(Place):
    """What a verification found, fault by fault."""

    TITLE_TEXT = "The journal does not verify"
    HELP_PAGE = "journal"
    DEFAULT_CSS = "Differences Static#found { padding: 1 2; }"

    def __init__(self, seat: Seat, faults: list[str]) -> None:
        super().__init__(seat)
        self._faults = faults

    def body(self) -> ComposeResult:
        """The first faults, and what to do."""
        rows: list[Content | Part] = [
            words(
                (f"{len(self._faults):,} places are not what was written.", "bad"),
                " Keep this database as it is, and tell your administrator.",
            ),
            "",
            *self._faults[:_SHOWN],
        ]
        if len(self._faults) > _SHOWN:
            rows += ["", "'mentor-tui journal verify' names all of them."]
        yield Static(lines(*rows), id="found")


class EntryPage(Place):
    """One entry whole."""

    TITLE_TEXT = "Journal entry"
    HELP_PAGE = "journal"
    DEFAULT_CSS = "EntryPage Static#entry { padding: 1 2; }"

    def __init__(self, seat: Seat, key: str) -> None:
        super().__init__(seat)
        self._key = key

    def body(self) -> ComposeResult:
        """The entry in words."""
        yield Static(id="entry")

    def on_mount(self) -> None:
        """Reads it, and writes down whose file that was."""
        self.query_one("#entry", Static).update(entry_in_words(self.seat, self._key))
        found = journal.whole(self.seat.reader, self._key)
        if found is not None and any(not side.kept for side in found.sides):
            self.write_down_opened(found.line.table, found.line.record)


def entry_in_words(seat: Seat, key: str, *, whole: bool = True) -> Content:
    """Everything of an entry that the person may read; not ``whole``, what other people's records say is left out."""
    found = journal.whole(seat.reader, key)
    if found is None:
        return words("This entry is not yours to read.")
    line = found.line
    rows: list[Content | Part] = [
        words((moment(line), "strong"), f"  {line.who or 'the program'}"),
        words(did(line)),
    ]
    if line.reason:
        rows.append(words(("Why: ", "quiet"), line.reason))
    rows.append("")
    if not whole and file_of(seat.store, seat.actor, line.table, line.record) is not None:
        rows += [words(label) for label in line.fields]
        rows.append(words(("Enter shows what they say; that you opened it is written down.", "quiet")))
    else:
        rows += [_side(side) for side in found.sides]
    rows += [
        "",
        words((f"Entry {found.sequence} of device {found.device[:8]}", "quiet")),
        words((f"SHA-256 {found.hash[:32]}", "quiet")),
        words((f"        {found.hash[32:]}", "quiet")),
    ]
    return lines(*rows)


def _side(side: Side) -> Content:
    """One field: what it was and became, as far as it may be read."""
    if side.kept:
        return words(side.label, ("  changed; not yours to read", "quiet"))
    if side.before:
        return words((f"{side.label}  ", "quiet"), side.before, (" became ", "quiet"), side.after or "blank")
    return words((f"{side.label}  ", "quiet"), side.after)
