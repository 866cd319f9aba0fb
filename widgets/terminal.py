"""Every work-around of Textual 8.2.8 and of the terminals that people have, each with its reason.

`TerminalApp` is the application class to build on: a program made of it takes any byte, sends no control
character of somebody's text to the terminal, honours `NO_COLOR`, keeps still over SSH, and leaves no way to
a shell. `stand_guard` saves what is being typed when the line drops. `run` puts them together.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import secrets
import selectors
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.color import Color
from textual.driver import Driver
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widget import AwaitMount

from mentor_tui.charset import CONSOLE, charset, fold
from mentor_tui.text import without_controls
from widgets import themes
from widgets.abilities import Abilities, abilities
from widgets.glass import Changes, Glass, comparable
from widgets.keyboard import DISTANT, NEAR, Keyboard
from widgets.safe import notify
from widgets.too_small import TooSmall

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual._compositor import CompositorUpdate

ReturnType = TypeVar("ReturnType")

_STYLE_SHEET = Path(__file__).parent.parent / "assets" / "mentor.tcss"

_ON_ITS_WAY = 0.2
"""Seconds that a key may take from the terminal to the program: its way is another than that of a new size."""

# The way out


class NoControls(LineFilter):
    """Takes control characters and overrides of direction out of every line that is drawn.

    Widgets draw the text that they hold as it is: without this an ESC in a record would reach the terminal.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments without them."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(without_controls(segment.text), segment.style)
            for segment in segments
        ]


class Folded(LineFilter):
    """Puts a twin in place of what the terminal's character set lacks, in borders and in people's text."""

    def __init__(self, encoding: str) -> None:
        super().__init__()
        self.encoding = encoding

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments in characters that the terminal has."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(fold(segment.text, self.encoding), segment.style)
            for segment in segments
        ]


class Colourless(LineFilter):
    """Takes every colour out and leaves bold, reverse and underline. The stock filter names a default colour."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments without colours."""
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, segment.style.without_color)
            for segment in segments
        ]


class WholeCellScrollBar(ScrollBarRender):
    """A scroll bar of whole cells: no eighths of a block, which many Windows fonts lack."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


# The way in


def _forgiving_driver(stock: type[Driver], encoding: str, able: Abilities) -> type[Driver]:
    """The platform's driver with an input thread that outlives any byte, and that sends a terminal only what
    it knows. Windows' driver needs none of it.
    """
    if sys.platform == "win32":
        return stock
    from textual.drivers import linux_driver

    if not issubclass(stock, linux_driver.LinuxDriver):
        return stock
    withheld = _withheld(able)

    class ForgivingDriver(linux_driver.LinuxDriver):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            # The stock driver stops the process at SIGTSTP: a way to the shell, and a blank screen after
            # `fg`.
            signal.signal(signal.SIGTSTP, signal.SIG_IGN)

        @property
        def can_suspend(self) -> bool:
            return False

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            # The stock handler reads the size and sends it on later. Where sizes come fast, it is stopped half way
            # by the next one, and the program may stay at a size that is gone.
            asyncio.get_running_loop().add_signal_handler(signal.SIGWINCH, self._tell_size)

        def _tell_size(self) -> None:
            size = Size(*self._get_terminal_size())
            self._app.post_message(events.Resize(size, size))

        def write(self, data: str) -> None:
            if data.startswith(withheld):
                return
            if data == _SECOND_SCREEN_ON:
                data = f"\r\x1b[K{data}"  # the word of what is going on, which stands there at the end else
            elif data == _SECOND_SCREEN_OFF:
                # Where there is no second screen, or GNU screen keeps none, names would stay to be read.
                data = f"\x1b[0m\x1b[H\x1b[J{data if able.second_screen else ''}"
            elif data.startswith(_KITTY_ON):
                data = f"{_KITTY_ON}1u"  # Esc and Ctrl keys alone: letters stay letters
            super().write(data)

        def _line_gone(self) -> None:
            self.exit_event.set()
            if _guarded.is_set():
                os.kill(os.getpid(), signal.SIGHUP)
            else:
                self._app.call_later(self._app.exit, None, 129)

        def run_input_thread(self) -> None:
            # The stock loop ends at a byte that is not UTF-8 (a Latin-1 `£` is 0xA3), and takes a whole
            # processor where the other end has gone: reading gives nothing then, at once, for ever.
            decoder = codecs.getincrementaldecoder(encoding)("replace")
            keyboard = Keyboard(DISTANT if able.distant else NEAR)
            with selectors.DefaultSelector() as selector:
                selector.register(self.fileno, selectors.EVENT_READ)
                while not self.exit_event.is_set():
                    wait = 0.1 if keyboard.due is None else min(0.1, max(0, keyboard.due - time.monotonic()))
                    if selector.select(wait):
                        try:
                            data = os.read(self.fileno, 4096)
                        except OSError:  # EIO: the terminal has been taken away
                            data = b""
                        if not data:
                            self._line_gone()
                            return
                        found = keyboard.feed(decoder.decode(data), time.monotonic())
                    else:
                        found = keyboard.tick(time.monotonic())
                    for event in found:
                        self.process_message(event)

        def _enable_mouse_support(self) -> None:
            # The stock driver asks to hear of every movement (1003), some ten bytes each over SSH.
            # Presses, drags and the wheel (1002) are all that is used here.
            if self._mouse:
                self.write("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
                self.flush()

        def _disable_mouse_support(self) -> None:
            if self._mouse:
                self.write("\x1b[?1000l\x1b[?1002l\x1b[?1006l")
                self.flush()

    return ForgivingDriver


_SECOND_SCREEN_ON, _SECOND_SCREEN_OFF = "\x1b[?1049h", "\x1b[?1049l"
_KITTY_ON, _KITTY_OFF = "\x1b[>", "\x1b[<u"


def _withheld(able: Abilities) -> tuple[str, ...]:
    """How the sequences begin that this terminal is not sent."""
    # Nobody: whether the window has the focus (1004, of no use here, and Esc where its notice is broken up),
    # the size by sequences (2048, which turns on a mouse by the pixel that the driver never turns off), and
    # the shape of the mouse's pointer (a terminal that does not know it shows the words).
    sent = ["\x1b[?1004", "\x1b[?2048", "\x1b]22;"]
    if not able.second_screen:
        sent.append(_SECOND_SCREEN_ON)
    if not able.marked_pastes:
        sent += ["\x1b[?2004", "\x1b]52;"]
    if not able.distinct_keys:
        sent += [_KITTY_ON, _KITTY_OFF]
    if not able.questions:
        sent.append("\x1b[?2026$p")
    return tuple(sent)


def goodbye(able: Abilities) -> str:
    """What hands the terminal back: modes off, the first screen and its cursor on."""
    said = [
        "\x1b[0m\x1b[?7h",
        "\x1b[?1000l\x1b[?1002l\x1b[?1006l" if able.mouse else "",
        "\x1b[?2004l" if able.marked_pastes else "",
        _KITTY_OFF if able.distinct_keys else "",
        "\x1b[H\x1b[J",
        _SECOND_SCREEN_OFF if able.second_screen else "",
        "\x1b[?25h",
    ]
    return "".join(said)


# A line that drops

_guarded = threading.Event()


def stand_guard(save: Callable[[], None], *, farewell: str = "", patience: float = 5.0) -> bool:
    """Save drafts and end the process when the line drops (SIGHUP) or it is told to stop (SIGTERM and its like).

    Call it in the main thread before any other thread starts. A thread of its own waits for the signals and
    then calls `save`, which may touch no widget, and `os._exit`. Handlers in the event loop hung in 4 of 10
    tries on a stalled link, because the loop itself stands still there. After `patience` seconds the
    process ends whatever `save` does; `farewell` is what hands the terminal back to a person who is still
    looking at it. Returns whether the platform has these signals.
    """
    if not hasattr(signal, "sigwait"):
        return False
    # The keyboard's own Ctrl+C and Ctrl+\ arrive as keys; these two are somebody's `kill`.
    wanted = {signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
    signal.pthread_sigmask(signal.SIG_BLOCK, wanted)
    before = _terminal_settings()

    def wait() -> None:
        number = signal.sigwait(wanted)
        status = 128 + number
        last_resort = threading.Timer(patience, os._exit, (status,))
        last_resort.daemon = True
        last_resort.start()
        with contextlib.suppress(Exception):  # nothing may stand between here and the end
            save()
        if number != signal.SIGHUP:
            _hand_back(before, farewell)
        os._exit(status)

    threading.Thread(target=wait, name="guard", daemon=True).start()
    _guarded.set()
    return True


def _terminal_settings() -> list[Any] | None:
    import termios

    try:
        return termios.tcgetattr(0)
    except termios.error:
        return None


def _hand_back(settings: list[Any] | None, farewell: str) -> None:
    """Leave the terminal as it was found: told to stop, the person is still looking at it."""
    if settings is None:
        return
    import termios

    with contextlib.suppress(termios.error, OSError):
        screen, (_, nowhere) = os.dup(2), os.pipe()
        # What the other threads had still to show goes nowhere from here on: the farewell is the last word.
        os.dup2(nowhere, 2)
        os.write(screen, farewell.encode())
        termios.tcsetattr(0, termios.TCSANOW, settings)


# The application


class TerminalApp(App[ReturnType]):
    """An application that holds on real terminals. Build on it in place of `App`.

    `look` is the theme that the person has set, if any. `environ` and `stream` say what the terminal is;
    tests give their own.
    """

    CSS_PATH = _STYLE_SHEET
    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("ctrl+l", "redraw", "Draw the screen again", show=False)]

    def __init__(
        self,
        *,
        look: str = "",
        environ: Mapping[str, str] | None = None,
        stream: IO[str] | None = None,
    ) -> None:
        self.environ: Mapping[str, str] = os.environ if environ is None else environ
        encoding = getattr(stream or sys.__stderr__, "encoding", None) or "utf-8"
        self.charset = charset(self.environ, encoding)
        self.able = abilities(self.environ)
        # Textual turns colours to greys unless it draws the terminal's own; set later is too late.
        super().__init__(ansi_color=True if self.able.colours == "none" else None)
        self.no_color = self.able.colours == "none"
        if self.able.colours == "sixteen":
            self.console._color_system = ColorSystem.STANDARD
        ScrollBar.renderer = WholeCellScrollBar
        self._last_filters: list[LineFilter] = [NoControls()]
        if self.charset != "utf-8":
            self._last_filters.append(Folded(self.charset))
        elif self.able.console_font:
            self._last_filters.append(Folded(CONSOLE))
        if self.no_color:
            self._last_filters.append(Colourless())
        self._glass = Glass()
        self._glass_size = Size(0, 0)
        self.animation_level = "none"
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.wear(look)

    def wear(self, look: str = "") -> None:
        """Take the theme that a person has set, or the best for the terminal."""
        system = None if self.no_color else self.console.color_system
        self.theme = themes.choose(system, look)

    def get_driver_class(self) -> type[Driver]:
        """The platform's driver, made to outlive any byte."""
        reading = "utf-8" if self.charset in ("utf-8", "ascii") else self.charset
        return _forgiving_driver(super().get_driver_class(), reading, self.able)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The stock filters, then the last ones before the terminal."""
        return [*super().get_line_filters(), *self._last_filters]

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        # Send what has changed and no more (see widgets.glass).
        if comparable(renderable):
            if self._glass_size != screen.size:
                self._glass_size = screen.size
                self._glass.forget()
            renderable = Changes(self._glass, cast("CompositorUpdate", renderable))
        super()._display(screen, renderable)

    def action_redraw(self) -> None:
        """Paint the whole screen again, after something else wrote on the terminal."""
        self._glass.forget()
        self.screen.refresh()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own colours, for a theme that lacks them."""
        return {"field": "$surface", "field-odd": "$surface", "field-focus": "$panel"}

    async def on_event(self, event: events.Event) -> None:
        """As Textual does, but a press on what has just been taken away is none: the stock one fails at it."""
        if isinstance(event, events.MouseDown) and not event.is_forwarded and self._gone_at(event):
            return
        await super().on_event(event)

    def _gone_at(self, event: events.MouseDown) -> bool:
        """Whether what stands there in the last picture has no place any more."""
        try:
            widget, _ = self.get_widget_at(event.x, event.y)
        except NoWidget:
            return False
        return widget.parent is None and not isinstance(widget, Screen)

    def behind_the_keys(self, act: Callable[[], object]) -> None:
        """Does something when every key that was pressed before is in; here keys go in as they come."""
        act()

    def on_resize(self, event: events.Resize) -> None:
        """Say so where the terminal is too small, and go on where it is large enough again."""
        self._glass.forget()
        # What was typed while there was room goes where it was meant to go; it may be on its way still.
        wait = 0.01 if TooSmall.fits(event.size) else _ON_ITS_WAY
        self.set_timer(wait, lambda: self.behind_the_keys(lambda: self._mind_size(self.size)))

    def on_ready(self) -> None:
        """The first screen stands."""
        self._mind_size(self.size)

    def switch_mode(self, mode: str) -> AwaitMount:
        """As Textual does, and mind the size: each mode has screens of its own."""
        switched = super().switch_mode(mode)
        self.call_after_refresh(lambda: self._mind_size(self.size))
        return switched

    def _mind_size(self, size: Size) -> None:
        if not self.screen_stack:
            return
        if TooSmall.fits(size):
            if isinstance(self.screen, TooSmall):
                self.screen.dismiss()
        elif not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall())

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        """Puts another screen in the place of the one on top, also where that is the first of its mode.

        The stock method takes a result callback off the screen that goes, and the first screen of a mode was
        put there without one.
        """
        if not self.screen._result_callbacks:
            self.screen._push_result_callback(self.screen, None)
        return super().switch_screen(screen)

    # No way out of the program but its own

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002
        """None of Textual's: its screenshot writes the screen to a file."""
        return ()

    def action_screenshot(self, filename: str | None = None, path: str | None = None) -> None:
        """No screenshots: they write the screen to a file."""

    def action_suspend_process(self) -> None:
        """No way to the shell, and a blank screen after `fg`."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """No other program is started."""

    def action_help_quit(self) -> None:
        """Ctrl+C copies where something is marked; where nothing is, say how to leave."""
        notify(self, "Ctrl+Q leaves the program.")

    def forget_clipboard(self) -> None:
        """Empty the program's own clipboard (on locking)."""
        self._clipboard = ""

    # A fault in the program

    def crashed(self, reference: str, error: BaseException | None) -> None:
        """Called once when the program fails, before it ends; the application keeps its report here."""

    def panic(self, *renderables: RenderableType) -> None:  # noqa: ARG002
        """A fault outside of the event loop: the same sentence."""
        self._return_code = 1
        self._fatal_error()

    def _fatal_error(self) -> None:
        # The stock one prints every local variable: notes and names on a shared screen.
        reference = secrets.token_hex(4).upper()
        with contextlib.suppress(Exception):  # a report that fails must not hide the sentence
            self.crashed(reference, sys.exc_info()[1])
        sentence = f"Sorry, the program had to stop. What you were typing is kept. Reference: {reference}"
        self._exit_renderables = [Text(sentence, style=Style.null())]
        self._close_messages_no_wait()


def run(app: TerminalApp[Any], save: Callable[[], None]) -> int:
    """Run the program in this terminal and return its exit status; `save` keeps drafts if the line drops."""
    stand_guard(save, farewell=goodbye(app.able))
    app.run(mouse=app.able.mouse)
    return app.return_code or 0
