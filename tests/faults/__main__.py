"""Does to the program what machines do to it, and says what came out.

    python -m tests.faults [--short] [--seed NUMBER] [--only NAME ...]

Each line is one figure with ``pass`` or ``FAIL``; the exit status is 1 where one failed. ``--short`` does what
the test suite does. The same seed tries the same moments, bits and orders; how the machine answers is its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import bits, copies, cuts, full, kills, on_screen, shares, shut, together, versions
from tests.faults.figures import Figure
from tests.faults.ground import Ground

TRIALS: dict[str, tuple[str, Callable[[Ground], Iterator[Figure]]]] = {
    "kills": ("Killed in the middle", kills.tried),
    "together": ("Several people at once", together.tried),
    "full": ("A full disk", full.tried),
    "shut": ("What may not be written, or is held by another", shut.tried),
    "bits": ("Changed bits", bits.tried),
    "shares": ("Network shares and cloud folders", shares.tried),
    "copies": ("Backup while others write; restore", copies.tried),
    "cuts": ("The power goes", cuts.tried),
    "versions": ("Older and newer versions", versions.tried),
    "screen": ("In front of a person", on_screen.tried),
}


def main() -> int:
    """Runs the trials that are named, or all; gives the exit status."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.split("\n")[0])
    asked.add_argument("--short", action="store_true", help="a small part of each, as in the test suite")
    asked.add_argument("--seed", type=int, default=1, metavar="NUMBER", help="which moments and bits (1)")
    asked.add_argument("--only", action="append", choices=TRIALS, metavar="NAME", help=", ".join(TRIALS))
    words = asked.parse_args()
    failed = 0
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="mentor-tui-faults-") as place:
        ground = Ground(Path(place).resolve(), words.seed, short=words.short)
        for name, (title, tried) in TRIALS.items():
            if words.only and name not in words.only:
                continue
            print(f"\n{title} ({name})", flush=True)
            for figure in tried(ground):
                failed += figure.holds is False
                print(figure, flush=True)
    took = time.perf_counter() - began
    print(f"\n{failed or 'Nothing'} failed. Seed {words.seed}, {took:.0f} s.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
