"""Where a database may lie: on a disk of this machine, since SQLite keeps records whole nowhere else (trust.md)."""

from __future__ import annotations

import re
from pathlib import Path

from mentor_tui.store.problems import UnsafePlace

#: file systems on which SQLite silently loses what it acknowledged
_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ncpfs", "glusterfs", "ceph", "davfs", "lustre", "sshfs")
#: where the system tells what is mounted where (Linux)
MOUNTS = Path("/proc/self/mountinfo")
#: folders that a cloud client synchronises, by the name of the folder
_CLOUD = (
    *(
        "onedrive",
        "dropbox",
        "google drive",
        "googledrive",
        "icloud drive",
        "icloudrive",
        "nextcloud",
        "owncloud",
    ),
    # where macOS keeps what is synchronised, whoever does it
    *("cloudstorage", "mobile documents"),
)


def refuse_unsafe_place(path: Path) -> None:
    """Raises UnsafePlace where ``path`` is on a network share or in a folder that a cloud client copies."""
    try:
        resolved = path.expanduser().resolve()
    except (OSError, RuntimeError):
        # Links that lead round in a circle lead nowhere: what is asked next says that nothing is there.
        resolved = path.expanduser().absolute()
    text = str(resolved)
    ways = (
        "SQLite keeps records whole only on a disk of this machine. "
        "Keep the database here and let others sign in over SSH, or use PostgreSQL."
    )
    if text.startswith("\\\\") or str(path).startswith("//"):
        raise UnsafePlace(f"{text} is on a network share. {ways}")
    for part in resolved.parts:
        if part.lower().startswith(_CLOUD):
            raise UnsafePlace(f"{text} is in a folder that is synchronised with a cloud. {ways}")
    kind = _file_system(text)
    # Some shares say no more than that a program serves them, and whose it is cannot be told.
    served = kind == "fuse" or (kind.startswith("fuse.") and not kind.startswith("fuse.overlay"))
    if served or kind.startswith(_NETWORK):
        raise UnsafePlace(f"{text} is on a network share ({kind}). {ways}")


def _file_system(path: str) -> str:
    """The type of the file system that holds ``path``, where the system says so (Linux); else blank."""
    best, kind = "", ""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields, rest = before.split(), after.split()
        if len(fields) < 5 or not rest:
            continue
        # The kernel writes blanks, tabs, line ends and backslashes as three octal digits.
        point = re.sub(r"\\([0-7]{3})", lambda escape: chr(int(escape[1], 8)), fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, rest[0]
    return kind
