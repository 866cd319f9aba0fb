"""Disks of one's own for a trial: a small one in memory, and one in a file whose power can be cut. Needs root."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _do(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{words[0]}: {done.stderr.strip() or done.returncode}")
    return done.stdout.strip()


def _let_go(point: Path) -> None:
    """Takes a mount away; whoever still ends in it is waited for."""
    for _ in range(100):
        if not subprocess.run(["umount", str(point)], capture_output=True, check=False).returncode:
            break
        time.sleep(0.02)
    else:
        _do("umount", "--lazy", point)
    point.rmdir()


@contextmanager
def small_disk(point: Path, kilobytes: int) -> Iterator[Path]:
    """A file system in memory that holds so much and no more. Raises OSError where it cannot be mounted."""
    point.mkdir()
    try:
        _do("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0755", "tmpfs", point)
    except OSError:
        point.rmdir()
        raise
    try:
        yield point
    finally:
        _let_go(point)


@contextmanager
def read_only(point: Path, of: Path) -> Iterator[Path]:
    """A second view of a folder through which nobody can write, root included."""
    point.mkdir()
    try:
        _do("mount", "--bind", of, point)
    except OSError:
        point.rmdir()
        raise
    try:
        _do("mount", "-o", "remount,ro,bind", point)
        yield point
    finally:
        _let_go(point)


class Disk:
    """A disk in a file. What was not flushed to it is not in the file, as it is not on a disk at a power cut."""

    def __init__(self, image: Path, point: Path) -> None:
        self.image = image
        self.point = point
        self._loop = ""

    @classmethod
    def made(cls, image: Path, point: Path, megabytes: int) -> Disk:
        """A new, empty one with an ext4 file system."""
        with image.open("wb") as file:
            file.truncate(megabytes * 1024 * 1024)
        _do("mkfs.ext4", "-q", "-F", image)
        return cls(image, point)

    @contextmanager
    def mounted(self) -> Iterator[Path]:
        """The disk in use. Raises OSError where the machine has no loop devices."""
        self._loop = _do("losetup", "--find", "--show", self.image)
        self.point.mkdir()
        try:
            # The file system itself makes nothing safe for minutes: only what the program asks for is.
            _do("mount", "-t", "ext4", "-o", "commit=300", self._loop, self.point)
            try:
                yield self.point
            finally:
                _do("umount", self.point)
        finally:
            self.point.rmdir()
            _do("losetup", "--detach", self._loop)

    def cut(self, image: Path) -> Disk:
        """The disk as a power cut at this moment leaves it. Whoever writes must be stopped meanwhile."""
        while True:
            before = self._written()
            _do("cp", "--sparse=always", self.image, image)
            if before == self._written():
                return Disk(image, image.with_suffix(".mount"))

    def _written(self) -> tuple[str, ...]:
        """What the machine counts of this disk: writes that were done, and those under way."""
        device = Path("/sys/block") / Path(self._loop).name
        while (under_way := (device / "inflight").read_text().split()) != ["0", "0"]:
            time.sleep(0.001)
        fields = (device / "stat").read_text().split()
        return (*fields[4:7], *under_way)
