"""Measures what the program promises of its speed, each figure beside a floor measured in the same run.

    python -m tests.bench [--small] [PART ...]       parts: start import figures oversight list bytes line

Each line says what was measured, the floor, the ratio, and the ratio that is aimed at. Nothing passes or fails:
a number is to be looked at. `--small` takes a tenth of everything, to try the benchmark itself.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench import by_hand, large, open_as_manager, slow
from tests.bench.relay import OVER_SSH
from tests.bench.terminal import Watched

ROOT = Path(__file__).resolve().parents[2]


def line(what: str, measured: str, floor: str = "", ratio: float | None = None, aim: str = "") -> None:
    """Prints one figure."""
    shown = f"{ratio:.2f}x" if ratio is not None else ""
    print(f"{what:<46} {measured:>12} {floor:>12} {shown:>8}  {aim}", flush=True)


def python(*arguments: str) -> list[str]:
    """A command that runs this Python."""
    return [sys.executable, *arguments]


def run(*arguments: str) -> list[float]:
    """Runs a module of the benchmark; gives the numbers that it prints."""
    done = subprocess.run(python("-m", *arguments), cwd=ROOT, check=True, capture_output=True, text=True)
    return [float(number) for number in done.stdout.split()]


def median(times: int, measure: Callable[[], float]) -> float:
    """The median of several measurements."""
    return statistics.median(measure() for _ in range(times))


class Bench:
    """The parts, on one large database that is made when first needed."""

    def __init__(self, place: Path, tenth: bool) -> None:
        self._place = place
        self._size = 10 if tenth else 1
        self._folder = place / "large"
        self._database = place / "large.db"
        self._worked: slow.Session | None = None

    def _pairings_only(self) -> Path:
        """The folder without its sessions, imported: what both ways of adding the sessions start from."""
        base = self._place / "base.db"
        if not base.exists():
            size = self._size
            numbers = {"services": 500, "staff": 60_000, "pairings": 20_000, "sessions": 250_000}
            large.write(self._folder, **{name: number // size for name, number in numbers.items()})
            sessions = self._folder / "sessions.csv"
            aside = self._place / "sessions.csv"
            sessions.rename(aside)
            run("tests.bench.importing", str(self._folder), str(base))
            aside.rename(sessions)
        return base

    def large(self) -> Path:
        """The large database."""
        if not self._database.exists():
            self._import()
        return self._database

    def _import(self) -> tuple[float, float]:
        self._database.write_bytes(self._pairings_only().read_bytes())
        self._database.chmod(0o600)
        only = self._place / "sessions-only"
        only.mkdir(exist_ok=True)
        (only / "sessions.csv").write_bytes((self._folder / "sessions.csv").read_bytes())
        seconds, megabytes = run("tests.bench.importing", str(only), str(self._database))
        return seconds, megabytes

    def start(self) -> None:
        """Start to the first complete frame, against a bare Textual program; commands against bare Python."""
        home = self._home()

        def ours() -> float:
            with Watched(python("-m", "mentor_tui", "--database", str(home))) as seen:
                return seen.until("Today")

        def floor() -> float:
            with Watched(python(str(ROOT / "tests/bench/floor_screen.py"))) as seen:
                return seen.until("Row 15")

        bare, first = median(7, floor), median(7, ours)
        line("start to first complete frame", f"{first:.3f} s", f"{bare:.3f} s", first / bare, "<= 1.5")

        def spent(*arguments: str) -> float:
            began = time.perf_counter()
            subprocess.run(python(*arguments), cwd=ROOT, check=True, capture_output=True)
            return time.perf_counter() - began

        bare = median(9, lambda: spent("-c", "pass"))
        version = median(9, lambda: spent("-m", "mentor_tui", "--version"))
        line(
            "mentor-tui --version against python -c pass", f"{version:.3f} s", f"{bare:.3f} s", version / bare
        )
        asked = ("-m", "mentor_tui", "--database", str(home), "figures", "--month", "2026-01")
        figures = median(5, lambda: spent(*asked))
        driver = median(5, lambda: spent("-c", "import peewee, sqlcipher3, click"))
        line(
            "figures against importing its libraries", f"{figures:.3f} s", f"{driver:.3f} s", figures / driver
        )

    def _home(self) -> Path:
        """A small database with the account that runs this as its administrator."""
        home = self._place / "home.db"
        if not home.exists():
            made = ("-m", "mentor_tui", "--database", str(home), "init", "--organisation", "A care provider")
            subprocess.run(python(*made), cwd=ROOT, check=True, capture_output=True)
        return home

    def figures(self) -> None:
        """A month's figures over 250,000 sessions, against the same questions as SQL by hand."""
        from mentor_tui.calendar import Period
        from mentor_tui.store import database, evidence

        path = self.large()
        month = Period.month(large.MONTH)
        as_at = large.AS_AT

        def hand() -> float:
            began = time.perf_counter()
            by_hand.month(str(path), month.first.isoformat(), month.last.isoformat(), as_at.isoformat())
            return time.perf_counter() - began

        store = database.open_store(path)

        def ours() -> float:
            began = time.perf_counter()
            evidence.figures(store, month, None, as_at)
            return time.perf_counter() - began

        floor, measured = median(7, hand), median(7, ours)
        store.close()
        line(
            "figures of a month, 250,000 sessions",
            f"{measured:.3f} s",
            f"{floor:.3f} s",
            measured / floor,
            "<= 3",
        )

    def oversight(self) -> None:
        """The first figures of the oversight screen over 500 services, against the same SQL by hand."""
        from mentor_tui.access import Actor, Holding
        from mentor_tui.calendar import Period
        from mentor_tui.store import database
        from mentor_tui.store.read import oversight
        from mentor_tui.store.reading import Reader

        path = self.large()
        month = Period.month(large.MONTH)
        store = database.open_store(path)
        director = Actor("", "bench", "Bench", None, (Holding("director_of_people", "*"),))
        reader = Reader(store, director, large.AS_AT)

        def hand() -> float:
            began = time.perf_counter()
            by_hand.league(
                str(path), month.first.isoformat(), month.last.isoformat(), large.AS_AT.isoformat()
            )
            return time.perf_counter() - began

        def ours() -> float:
            began = time.perf_counter()
            oversight.league(reader, month)
            return time.perf_counter() - began

        floor, measured = median(5, hand), median(5, ours)
        store.close()
        line(
            "oversight of 500 services, first figures",
            f"{measured:.3f} s",
            f"{floor:.3f} s",
            measured / floor,
            "<= 3",
        )

    def importing(self) -> None:
        """Importing 250,000 sessions, against a bare bulk insert of the same rows; and its memory."""
        seconds, megabytes = self._import()
        bare = self._place / "bare.db"
        bare.write_bytes(self._pairings_only().read_bytes())
        (floor,) = run("tests.bench.bare_insert", str(self._folder), str(bare))
        bare.unlink()
        line("import of 250,000 sessions", f"{seconds:.1f} s", f"{floor:.1f} s", seconds / floor, "<= 4")
        line("  its peak memory", f"{megabytes:.0f} MB", aim="< 300 MB")

    def listing(self) -> None:
        """A step of the cursor in the list of pairings: with 20,000 as with 20."""
        few = self._place / "few.db"
        folder = self._place / "few"
        large.write(folder, services=2, staff=60, pairings=20, sessions=100)
        run("tests.bench.importing", str(folder), str(few))
        open_as_manager.appoint(few)
        open_as_manager.appoint(self.large())
        steps, opened = {}, {}
        for name, path in (("20", few), ("20,000", self.large())):
            with Watched(python("-m", "tests.bench.open_as_manager", str(path))) as seen:
                seen.until("pairings")
                opened[name] = time.perf_counter() - seen.started
                steps[name] = statistics.median(seen.press(b"\x1b[B")[1] for _ in range(12))
        ratio = steps["20,000"] / steps["20"]
        line(
            "cursor step among 20,000 pairings",
            f"{steps['20,000'] * 1000:.1f} ms",
            f"{steps['20'] * 1000:.1f} ms",
            ratio,
            "as among 20",
        )
        line("  opening the list", f"{opened['20,000']:.2f} s", f"{opened['20']:.2f} s")

    def _few(self) -> list[str]:
        """The program at a list of twenty pairings."""
        few = self._place / "few-bytes.db"
        if not few.exists():
            folder = self._place / "few-bytes"
            large.write(folder, services=2, staff=60, pairings=20, sessions=100)
            run("tests.bench.importing", str(folder), str(few))
            open_as_manager.appoint(few)
        return python("-m", "tests.bench.open_as_manager", str(few))

    def _session(self) -> slow.Session:
        """Ten minutes of work, done once for both parts that look at it."""
        if self._worked is None:
            self._worked = slow.session(self._few(), self._size)
        return self._worked

    def few_bytes(self) -> None:
        """Bytes written to the terminal at 80x24, over SSH: a session's script, and nothing when idle."""
        done = self._session()
        for what, each, most in (
            ("a cursor step", done.steps, 1024),
            ("opening a form", done.forms, 12 * 1024),
            ("a typed character", done.characters, 2048),
        ):
            line(
                f"bytes of {what}, 80x24",
                f"{statistics.median(each):.0f}",
                f"{max(each)} most",
                aim=f"<= {most}",
            )
        for what, keys in (
            ("bytes in five idle seconds: a list", ()),
            ("  a form in which something was typed", (b"s", b"\t", b"7", b"\t")),
            ("  audit", (b"6",)),
            ("  oversight", (b"7",)),
            ("  heat map", (b"7", b"h")),
        ):
            line(what, f"{self._idle(*keys)}", aim="0")

    def _idle(self, *keys: bytes) -> int:
        with Watched(self._few(), environ=OVER_SSH) as seen:
            seen.until("pairings")
            for key in keys:
                seen.press(key)
            seen.wait(lambda: "Working out" not in seen.text, 20)
            # A figure is read beside the screen, a cursor is put where one types: once, after which it is still.
            seen.quiet = 1.0
            seen.settle()
            before = seen.written
            seen.quiet = 5.0
            seen.settle()
            return seen.written - before

    def slow_line(self) -> None:
        """Ten minutes over 64 kbit/s and 300 ms: 30 forms, 600 characters, 300 steps."""
        part = 10 if self._size > 1 else 1
        done = slow.session(self._few(), part)
        line(
            "ten minutes over 64 kbit/s: the line is busy",
            f"{done.line_seconds:.0f} s",
            f"of {600 // self._size} s",
        )
        line(
            "  the longest wait for what one asked for",
            f"{done.longest:.2f} s",
            aim="<= 1.5 s, 0.3 s the line's",
        )
        waits = zip(("a step", "a character", "a form, first"), slow.waits(self._few()), strict=True)
        for what, seconds in waits:
            line(f"  waited for {what}", f"{seconds:.2f} s", "0.30 s")


def main(arguments: list[str]) -> None:
    """Runs the parts that are named, or all."""
    tenth = "--small" in arguments
    named = [one for one in arguments if not one.startswith("-")]
    with tempfile.TemporaryDirectory(prefix="mentor-tui-bench-") as place:
        bench = Bench(Path(place), tenth)
        parts: dict[str, Callable[[], None]] = {
            "start": bench.start,
            "import": bench.importing,
            "figures": bench.figures,
            "oversight": bench.oversight,
            "list": bench.listing,
            "bytes": bench.few_bytes,
            "line": bench.slow_line,
        }
        line("measured", "here", "floor", None, "aim")
        for name, part in parts.items():
            if not named or name in named:
                part()


if __name__ == "__main__":
    main(sys.argv[1:])
