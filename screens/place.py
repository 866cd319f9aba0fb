"""What every place has in common: title line, keys, help, going back, saving, fresh data.

A place is a full screen on top of the person's own stack. The main places (:mod:`screens.ways`) are at its
foot; whatever is opened from them stands above and goes back with Esc. What is typed in a form is noted with
``self.seat.drafting`` at each change, so that no way of leaving (a main place, the lock, a line that drops)
loses it; :meth:`Place.leaving` may say so.

Keys that are letters, digits or signs do nothing while one types: the field that has the focus takes them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen

from mentor_tui.store.problems import UNWRITTEN as UNWRITTEN
from mentor_tui.store.problems import StoreProblem
from screens.seat import Seat
from screens.ways import WAYS
from widgets.chrome import KeyLine, TitleLine
from widgets.safe import notify

if TYPE_CHECKING:
    from mentor_tui.office import Batch, Change, Refused, Saved


class RecordSaved(Message):
    """The office made the changes that this screen asked for."""

    def __init__(self, saved: Saved, purpose: str) -> None:
        super().__init__()
        self.saved = saved
        #: what the screen said it was for, to tell one save from another
        self.purpose = purpose


class SaveRefused(Message):
    """The office, or the disk, did not take the changes; nothing was changed and nothing typed is lost."""

    def __init__(self, refusal: Refused | StoreProblem, purpose: str) -> None:
        super().__init__()
        self.refusal = refusal
        self.purpose = purpose


class Place(Screen[bool | None]):
    """A full screen. Subclasses give :attr:`TITLE_TEXT`, :meth:`body`, and :meth:`renew` to show records."""

    #: how the place is called, on the title line and in the help
    TITLE_TEXT: ClassVar[str] = ""
    #: the name of its help page in assets/help
    HELP_PAGE: ClassVar[str] = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "app.help", "Help", tooltip="What this screen is for and which keys work here"),
        Binding("question_mark", "app.help", "Help", show=False),
        Binding("escape,f10", "back", "Back", show=False, tooltip="One step back; nothing typed is lost"),
        *(
            Binding(",".join(filter(None, way.keys)), f"app.go('{way.name}')", way.title, show=False)
            for way in WAYS.values()
        ),
        Binding(
            "ctrl+l", "app.lock", "Lock", show=False, tooltip="Lock at once; what you were typing is kept"
        ),
    ]

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat

    def compose(self) -> ComposeResult:
        """Title line, the place's own body, the keys."""
        yield TitleLine(self.titled(), self.about(), self.seat.title)
        yield from self.body()
        yield KeyLine()

    def titled(self) -> str:
        """What the place is called."""
        return self.TITLE_TEXT

    def about(self) -> str:
        """What stands in the middle of the title line: the service or person that the place is about."""
        return ""

    def body(self) -> ComposeResult:
        """The place's own widgets."""
        yield from ()

    def renew(self) -> None:
        """Reads what is shown again; the cursor stays where it is. Called when somebody else has written."""

    def new_day(self) -> None:
        """The day has turned while the place is open: the title line may name it."""
        self.query_one(TitleLine).service = self.about()

    def leaving(self) -> str:
        """What to tell a person who goes to another main place from here, such as that a draft is kept."""
        return ""

    def keep_typed(self) -> None:
        """Hands what stands in a form to the drafts at once: the place is about to be closed from outside."""

    def on_screen_resume(self) -> None:
        """Coming back to a place shows it as it is now."""
        self.renew()

    def action_back(self) -> None:
        """One step back: to the place before, or to Today."""
        if len(self.app.screen_stack) > 1:
            self.dismiss(None)
        else:
            self.app.call_later(self.app.run_action, "app.go('today')")

    def carry_out(self, *changes: Change, purpose: str = "") -> None:
        """Hands changes to the office in a worker; :class:`RecordSaved` or :class:`SaveRefused` answers."""

        def act(batch: Batch) -> None:
            for change in changes:
                batch.add(change)

        self.carry_out_together(act, purpose=purpose)

    def carry_out_together(self, act: Callable[[Batch], None], *, purpose: str = "") -> None:
        """The same where one change needs the key of another: all that ``act`` adds, or none of it."""
        seat = self.seat
        if not self._still_theirs():
            return

        def work() -> None:
            # Nothing of the office is loaded before somebody saves.
            from mentor_tui.office import Refused

            try:
                with seat.office.batch(seat.actor) as batch:
                    act(batch)
                saved = batch.saved()
            except (Refused, StoreProblem) as refusal:
                self.post_message(SaveRefused(refusal, purpose))
            else:
                self.post_message(RecordSaved(saved, purpose))
            finally:
                seat.store.close()  # this thread's connection; the screen's own stays open

        self.run_worker(work, thread=True, exclusive=False, group="office")

    def write_down_opened(self, table: str, key: str) -> None:
        """Writes into the journal whose file a record belongs to that is read here; the screen does not wait for it.

        Where it cannot be written, somebody reads on all the same and is told so.
        """
        seat = self.seat

        def work() -> None:
            from mentor_tui.office.opened import file_of, note_opened

            try:
                note_opened(seat.office, seat.actor, file_of(seat.store, seat.actor, table, key))
            except StoreProblem as trouble:
                self.app.call_from_thread(notify, self.app, f"{UNWRITTEN} {trouble}", severity="warning")
            finally:
                seat.store.close()

        if key:
            self.run_worker(work, thread=True, group="journal")

    def _still_theirs(self) -> bool:
        """Whether the one who sits here may still; if not, the program has closed the place and kept what was typed."""
        look_again = getattr(self.app, "look_again", None)
        return bool(look_again()) if callable(look_again) else True

    def on_save_refused(self, message: SaveRefused) -> None:
        """Says why, unless the place shows it better itself."""
        notify(self.app, str(message.refusal), severity="error", timeout=12)
