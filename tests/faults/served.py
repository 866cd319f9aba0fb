"""A share of another machine, as the kernel sees it: a file system that a program serves (FUSE), with one file.

It says what it is asked, so that a trial can tell what the program did with the share. Needs root and /dev/fuse.
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: the kernel's numbers for what it asks
_ASKED = {
    1: "look up", 2: "forget", 3: "attributes", 5: "link", 6: "symbolic link", 8: "make node", 9: "make folder",
    10: "remove", 12: "rename", 14: "open", 15: "read", 16: "write", 17: "room", 18: "close", 25: "flush",
    26: "start", 27: "open folder", 28: "list folder", 29: "close folder", 34: "access", 35: "create",
    36: "interrupt", 42: "forget many",
}  # fmt: skip
#: what it would mean that the program began to use the share
USING = frozenset({"open", "read", "write", "create", "make node", "make folder", "link", "rename", "remove"})

_HEADER = struct.Struct("<IIQQIIII")
_REPLY = struct.Struct("<IiQ")
_ROOT, _FILE = 1, 2
_SILENT = ("forget", "forget many", "interrupt")


class Share:
    """One that is being served."""

    def __init__(self, name: str, content: bytes) -> None:
        self.asked: list[str] = []
        self._name = name.encode()
        self._content = content

    def serve(self, device: int) -> None:
        """Answers until the share is taken away."""
        with suppress(OSError):
            while True:
                message = os.read(device, 1 << 20)
                _, number, unique, node, *_ = _HEADER.unpack_from(message)
                what = _ASKED.get(number, str(number))
                self.asked.append(what)
                if what in _SILENT:
                    continue
                error, answer = self._answer(what, node, message[_HEADER.size :])
                os.write(device, _REPLY.pack(_REPLY.size + len(answer), -error, unique) + answer)

    def _answer(self, what: str, node: int, said: bytes) -> tuple[int, bytes]:
        if what == "start":
            # Version 7.31, nothing special; the rest as the kernel likes it.
            return 0, struct.pack(
                "<IIIIHHIIHHIIIIII", 7, 31, 65536, 0, 12, 9, 65536, 1, 0, 0, 0, 0, 0, 0, 0, 0
            )
        if what == "attributes":
            return 0, struct.pack("<QII", 0, 0, 0) + self._attributes(node)
        if what == "look up":
            if said.rstrip(b"\0") != self._name:
                return errno.ENOENT, b""
            return 0, struct.pack("<QQQQII", _FILE, 0, 0, 0, 0, 0) + self._attributes(_FILE)
        if what in ("open", "open folder"):
            return 0, struct.pack("<QII", 1, 0, 0)
        if what == "read":
            _, offset, size = struct.unpack_from("<QQI", said)
            return 0, self._content[offset : offset + size]
        if what == "list folder":
            return 0, b""
        if what in ("flush", "close", "close folder", "access"):
            return 0, b""
        return (errno.EROFS if what in USING else errno.ENOSYS), b""

    def _attributes(self, node: int) -> bytes:
        size = len(self._content) if node == _FILE else 0
        mode = stat.S_IFREG | 0o600 if node == _FILE else stat.S_IFDIR | 0o700
        times = (0,) * 3
        return struct.pack(
            "<QQQQQQIIIIIIIIII", node, size, 0, *times, *times, mode, 1, os.getuid(), os.getgid(), 0, 4096, 0
        )


@contextmanager
def share(point: Path, kind: str, name: str, content: bytes) -> Iterator[Share]:
    """A share at ``point`` of the kind ``kind`` (``fuse.sshfs``), with one file. Raises OSError where it cannot be."""
    point.mkdir()
    device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}".encode()
    try:
        if libc.mount(b"somewhere:/care", os.fsencode(point), kind.encode(), 0, options):
            number = ctypes.get_errno()
            raise OSError(number, f"{kind} cannot be mounted: {os.strerror(number)}")
        served = Share(name, content)
        server = threading.Thread(target=served.serve, args=(device,), daemon=True)
        server.start()
        try:
            yield served
        finally:
            libc.umount2(os.fsencode(point), 2)
            server.join(5)
    finally:
        os.close(device)
        point.rmdir()
