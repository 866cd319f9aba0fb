"""The full-screen program: puts store, office and screens together.

This is the only module of the package that imports screens. Each person who signs in has a stack of screens of
their own (a Textual *mode*), so that locking hides it whole and coming back shows it as it was, whoever else has
used the program in between. The door (sign in, lock) is a mode besides, made afresh each time.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import Screen

from mentor_tui.access import Actor
from mentor_tui.caller import Proof
from mentor_tui.left_alone import WARN_BEFORE, LeftAlone
from mentor_tui.store.database import Store
from mentor_tui.tries import SignInRefused
from screens.housekeeping import keep_house
from screens.office_later import OfficeLater
from screens.place import Place
from screens.seat import Held, Seat
from screens.ways import WAYS, closed
from widgets.in_order import InOrder, KeyDone
from widgets.safe import notify
from widgets.terminal import TerminalApp
from widgets.terminal import run as run_in_terminal

if TYPE_CHECKING:
    from mentor_tui.office import Office

#: seconds between looks at whether another process has written, and whether anybody is still there
_LOOK_EVERY = 2.0

_TRACES = (events.Key, events.MouseEvent, events.Paste)


class MentorApp(TerminalApp[int]):
    """The program on one database, with one person at the terminal at a time.

    With an ``actor`` it starts in their seat (somebody whom the system has ``proved``, tests); without one at the
    door; without a ``store`` at the first start, which makes one at ``path``, or where the one there is ``encrypted``
    at the door that opens it.
    """

    TITLE = "mentor-tui"
    DEFAULT_MODE = "start"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", show=False, tooltip="Leave; what you were typing is kept"),
        Binding("ctrl+p", "palette", "Find", show=False, tooltip="Find a person, pairing, place or command"),
        Binding("ctrl+o", "cast", "Another seat", show=False, tooltip="Sign in as another of the cast"),
    ]

    def __init__(
        self,
        store: Store | None,
        actor: Actor | None = None,
        *,
        path: Path | None = None,
        encrypted: bool = False,
        today: Callable[[], date] = date.today,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        ticks: Callable[[], float] = time.monotonic,
        demonstration: bool = False,
        look: str = "",
        environ: Mapping[str, str] | None = None,
        stream: IO[str] | None = None,
        proved: tuple[str, ...] = (),
    ) -> None:
        super().__init__(look=look, environ=environ, stream=stream)
        self._keys = InOrder(self, super().on_event)
        self._look_by_default = look
        self._today = today
        self._now = now
        self._alone = LeftAlone(ticks)
        self.demonstration = demonstration
        self.path = path
        self._encrypted = encrypted
        self.seat: Seat | None = None
        self._held: dict[str, Held] = {}
        self._modes_made = 0
        self._door: str = ""
        self._seen = 0
        self._told_replaced = False
        self._day = today()
        self._house_kept_on: date | None = None
        self.store: Store
        self.office: Office
        if store is not None:
            self.take(store)
        self.add_mode(self.DEFAULT_MODE, self._first)
        if actor is not None:
            self._hold(actor, self.DEFAULT_MODE, proved)
        else:
            self._door = self.DEFAULT_MODE

    # -- what is behind it -------------------------------------------------------------------------

    def take(self, store: Store) -> None:
        """Works on this database from now on."""
        self.store = store
        self.office = cast("Office", OfficeLater(store, self._today, self._now))
        self._seen = store.version()
        self._house_kept_on = None
        self._alone.policy_may_have_changed()

    @property
    def has_store(self) -> bool:
        """Whether there is a database yet."""
        return hasattr(self, "store")

    def today(self) -> date:
        """The date today, as it was handed in."""
        return self._today()

    def now(self) -> datetime:
        """The moment, in UTC, as it was handed in."""
        return self._now()

    # -- starting ----------------------------------------------------------------------------------

    def _first(self) -> Screen[Any]:
        """The screen of the first frame."""
        if self.seat is not None:
            return self._make("today")
        return self._door_screen()

    def _door_screen(self) -> Screen[Any]:
        if not self.has_store and self._encrypted and self.path is not None:
            from screens.unlock import Unlock

            return Unlock(self.path)
        if not self.has_store:
            from screens.first_start import FirstStart

            return FirstStart(self.path)
        if self.demonstration:
            from screens.cast import CastChooser

            return CastChooser(self.store)
        return self.sign_in_screen()

    def sign_in_screen(self, said: str = "") -> Screen[Any]:
        """Where the next person signs in; what is ``said`` tells somebody why they are here again."""
        from screens.sign_in import SignIn

        return SignIn(self.store, self._today, self._now, held=self.held_people(), said=said)

    def on_mount(self) -> None:
        """Looks from time to time at what others write and whether anybody is there."""
        self._keys.watch()
        self.set_interval(_LOOK_EVERY, self.look_round)

    def _keep_house(self) -> None:
        """Does what is done once a day, after the first screen is there."""
        today = self._today()
        if self._house_kept_on != today:
            self._house_kept_on = today
            self.run_worker(partial(keep_house, self.store, self.office, today, self._now()), thread=True)

    def look_round(self) -> None:
        """Renews what is on screen when another connection has written, and locks a seat left alone."""
        if not self.has_store or not self.screen_stack:
            # Nothing is there yet, or one person's screens are just giving way to another's: at the next look.
            return
        if self.store.replaced() and not self._told_replaced:
            self._told_replaced = True
            notify(
                self,
                "The database was replaced or moved away while it was open here. Nothing can be saved any more: "
                "close mentor-tui and start it again.",
                severity="error",
                timeout=3600,
            )
        version, today = self.store.version(), self._today()
        if (version, today) != (self._seen, self._day):
            for place in self._above() if today != self._day else ():
                place.new_day()
            self._seen, self._day = version, today
            self._alone.policy_may_have_changed()
            # A place that is just opening reads for itself.
            if self.look_again() and isinstance(self.screen, Place) and self.screen.is_mounted:
                self.screen.renew()
        self._watch()
        self._keep_house()

    # -- seats -------------------------------------------------------------------------------------

    def look_again(self) -> bool:
        """Whether the one who sits here may still do so in the same way.

        Roles that were changed from elsewhere count at once: everything that was open is closed, and Today opens
        anew. Whoever has left, or is to sign in anew, is back at the door. What was being typed is kept.
        """
        seat = self.seat
        if seat is None or self.demonstration:
            return True
        try:
            now = seat.admission.as_they_stand(seat.actor, self._today())
        except SignInRefused as refused:
            left = self._rise()
            self.open_door(partial(self.sign_in_screen, f"{refused} What you were typing is kept."))
            self._close(left)
            return False
        if now == seat.actor:
            return True
        left = self._rise()
        self._sit_down(now, seat.proved)
        self._close(left)
        notify(
            self,
            "Your roles or your service were changed, so what was open here is closed. "
            "What you were typing is kept.",
            timeout=12,
        )
        return False

    def _rise(self) -> Held:
        """The person leaves the seat for good; what is being typed is kept, to the last letter."""
        assert self.seat is not None, "somebody sits here"
        for place in self._above():
            place.keep_typed()
        self.flush_drafts()
        return self._held.pop(self.seat.actor.id)

    def _close(self, left: Held) -> None:
        """Closes the screens of a seat that was left, once others stand in front."""
        left.seat.drafting.end()
        self.remove_mode(left.mode)

    def _sit_down(self, actor: Actor, proved: tuple[str, ...] = ()) -> None:
        """A seat of one's own, at Today."""
        mode = self._new_mode("seat")
        self._hold(actor, mode, proved)
        self.add_mode(mode, lambda: self._make("today"))
        self.switch_mode(mode)

    def _hold(self, actor: Actor, mode: str, proved: tuple[str, ...] = ()) -> Seat:
        self.seat = Seat(self.store, self.office, actor, self._today, self._now, self.demonstration, proved)
        # Looked at now: what is changed from here on counts.
        assert self.seat.admission
        self._held[actor.id] = Held(self.seat, mode)
        self._alone.somebody_is_there()
        self._dress()
        return self.seat

    def _dress(self) -> None:
        """The colours that the person chose."""
        if self.seat is None:
            return
        from mentor_tui.store.choices import choices_of

        self.wear(choices_of(self.seat.store, self.seat.actor.id).get("theme", "") or self._look_by_default)

    def held_people(self) -> tuple[str, ...]:
        """The keys of those whose work is open behind the lock."""
        return tuple(self._held)

    def sit(self, actor: Actor) -> None:
        """The person takes their seat: where they left off, or at Today."""
        held = self._held.get(actor.id)
        if held is not None and held.seat.actor != actor:
            # Roles have changed since: what is open may not be theirs to see any more.
            self._close(self._held.pop(actor.id))
            held = None
        if held is None:
            self._sit_down(actor)
        else:
            held.seat.admission.proved_again()
            self.seat = held.seat
            self._dress()
            self.switch_mode(held.mode)
        self._alone.somebody_is_there()
        self._close_door()

    def _new_mode(self, kind: str) -> str:
        self._modes_made += 1
        return f"{kind}-{self._modes_made}"

    def _close_door(self) -> None:
        if self._door:
            self.remove_mode(self._door)
            self._door = ""

    def pin_will_do(self, person: str) -> str:
        """Why the PIN does not open the work that a person has open here; blank where it does."""
        held = self._held.get(person)
        try:
            if held is not None:
                held.seat.admission.as_they_stand(held.seat.actor, self._today())
        except SignInRefused as refused:
            return str(refused)
        return ""

    def open_door(self, screen: Callable[[], Screen[Any]]) -> None:
        """Puts a screen of the door in front of everything, and forgets what could be seen or pasted."""
        for form in self.screen.query("Form"):
            # What was typed within the last second is still with the form.
            form.call_later(getattr(form, "flush", lambda: None))
        self.flush_drafts()
        self.forget_clipboard()
        self.clear_notifications()
        self.seat = None
        before, self._door = self._door, self._new_mode("door")
        self.add_mode(self._door, screen)
        self.switch_mode(self._door)
        if before:
            self.remove_mode(before)
        self.wear(self._look_by_default)

    def action_lock(self) -> None:
        """Hides everything at once; the work stays behind the lock."""
        seat = self.seat
        if seat is None:
            return
        if self.demonstration:
            self.open_door(self._door_screen)
            return
        from screens.lock import Lock

        self.open_door(lambda: Lock(seat, self._now))

    def action_sign_out(self) -> None:
        """Closes the person's screens and goes back to the door; what was being typed is kept."""
        if self.seat is None:
            return
        left = self._rise()
        self.open_door(self._door_screen)
        self._close(left)

    def show_demonstration(self, store: Store) -> None:
        """Goes over to the demonstration: its cast, on its own database."""
        self.demonstration = True
        self.take(store)
        self.open_door(self._door_screen)

    def action_cast(self) -> None:
        """In the demonstration: take another seat."""
        if self.demonstration and self.seat is not None:
            self.open_door(self._door_screen)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Another seat is taken in the demonstration alone; without a seat there is nothing to find."""
        if action == "cast":
            return self.demonstration and self.seat is not None
        if action in ("palette", "lock", "go"):
            return self.seat is not None
        return True

    # -- left alone --------------------------------------------------------------------------------

    async def on_event(self, event: events.Event) -> None:
        """Takes note that somebody is there."""
        if isinstance(event, _TRACES) and self._alone.somebody_is_there():
            self.clear_notifications()
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    def behind_the_keys(self, act: Callable[[], object]) -> None:
        """Does something when every key that was pressed before is in."""
        self._keys.behind(act)

    async def on_key_done(self, message: KeyDone) -> None:
        """A key has run its course: the next one goes in."""
        message.stop()
        await self._keys.done(message)

    def _watch(self) -> None:
        """Locks a seat that has been left alone, and says so before."""
        if self.seat is None:
            return
        left = self._alone.seconds_left(self.store, self._today())
        if left <= 0:
            self.action_lock()
        elif self._alone.is_to_be_said(left):
            notify(
                self,
                f"Nobody has pressed a key for a while. This locks in {left:.0f} seconds. "
                "Press any key to stay; what you are typing is kept either way.",
                severity="warning",
                timeout=WARN_BEFORE + 5,
            )

    # -- drafts ------------------------------------------------------------------------------------

    def crashed(self, reference: str, error: BaseException | None) -> None:
        """Keeps a report of a fault in the log folder, without anything that somebody typed."""
        from mentor_tui import reports

        if error is not None:
            reports.write(error, reference)

    def flush_drafts(self) -> None:
        """Writes every draft that is not in the database yet. Touches no widget: the guard calls it too."""
        for held in tuple(self._held.values()):
            held.seat.drafting.flush()

    async def action_quit(self) -> None:
        """Leaves the program; what is being typed is kept as a draft."""
        self.flush_drafts()
        self.exit(0)

    # -- going about -------------------------------------------------------------------------------

    def _make(self, place: str) -> Place:
        assert self.seat is not None, "a place is made for somebody"
        way = WAYS[place]
        made: Place = getattr(importlib.import_module(way.module), way.screen)(self.seat)
        return made

    def action_go(self, place: str) -> None:
        """Opens a main place, closing whatever is open above it; says why where it is none of theirs."""
        if self.seat is None:
            return
        if why := closed(self.seat.actor, place):
            notify(self, why, timeout=8)
            return
        said = [one.leaving() for one in self._above()]
        if isinstance(self.screen, Place) and len(self.screen_stack) == 1 and _is_at(self.screen, place):
            self.screen.renew()
            return
        made = self._make(place)
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(made)
        for sentence in filter(None, said):
            notify(self, sentence)

    def _above(self) -> Iterator[Place]:
        yield from (screen for screen in self.screen_stack if isinstance(screen, Place))

    def action_help(self) -> None:
        """What this screen is for, and the keys that work on it now."""
        from screens.help import Help

        if not isinstance(self.screen, Help):
            self.push_screen(Help(self.screen))

    def action_palette(self) -> None:
        """Finds any person, pairing, action, place or command."""
        from screens.palette import Palette

        if self.seat is not None and not isinstance(self.screen, Palette):
            self.push_screen(Palette(self.seat))


def _is_at(screen: Screen[Any], place: str) -> bool:
    way = WAYS[place]
    return type(screen).__module__ == way.module and type(screen).__name__ == way.screen


def run(path: Path, *, demonstration: bool = False, proof: Proof = Proof.ACCOUNT) -> int:
    """Opens the database at ``path`` in this terminal, and gives the exit status.

    Somebody whom ``proof`` names, and who is linked, is signed in; else the program asks who is there. Where there
    is no database it is the first start, but not where somebody arranged who may come in: what is gone is not made
    anew by whoever connects next. Raises StoreProblem before the screen is taken over.
    """
    from mentor_tui import caller, identity
    from mentor_tui.store.database import open_store
    from mentor_tui.store.problems import Encrypted

    store, encrypted = None, False
    try:
        store = open_store(path) if path.exists() or proof is not Proof.ACCOUNT else None
    except Encrypted:
        encrypted = True
    demonstration = demonstration or (store is not None and store.kept("demonstration") == "yes")
    actor = None
    if store is not None and not demonstration:
        now = datetime.now(UTC)
        actor = identity.arrived(store, proof, date.today(), now)  # noqa: DTZ011
    proved = caller.names(proof) if actor is not None else ()
    app = MentorApp(store, actor, path=path, encrypted=encrypted, demonstration=demonstration, proved=proved)
    try:
        return run_in_terminal(app, app.flush_drafts)
    finally:
        app.flush_drafts()
