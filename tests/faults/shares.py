"""A database on a network share or in a folder that a cloud client copies: refused with the reason, and not touched."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mentor_tui.store import whereabouts
from mentor_tui.store.database import create, open_store
from mentor_tui.store.problems import StoreProblem, UnsafePlace
from tests.faults.figures import Figure, none_of, untried
from tests.faults.ground import MAY_MOUNT, Ground, bytes_of
from tests.faults.served import USING, share

CLOUDS = (
    "OneDrive - Riverside Care",
    "Dropbox (Rose Care)",
    "Google Drive",
    "iCloud Drive",
    "Nextcloud",
    "ownCloud",
    "Mobile Documents/com~apple~CloudDocs",
    "CloudStorage/OneDrive-Personal",
)
#: as the system names what is mounted from elsewhere
NETWORKS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "9p",
    "afs",
    "ceph",
    "glusterfs",
    "lustre",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse",
)
#: disks of this machine
LOCAL = ("ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "fuseblk", "vfat", "apfs")


def tried(ground: Ground) -> Iterator[Figure]:
    """Cloud folders as they are; shares really mounted where that is possible; all kinds through the mount table."""
    with ground.folder("clouds") as folder:
        yield _clouds(ground, folder)
    with ground.folder("tables") as folder:
        yield _by_the_table(ground, folder)
    for kind in ("fuse.sshfs", "fuse")[: ground.of(2, 1)]:
        what = f"commands on a share that is really mounted ({kind})"
        if not MAY_MOUNT or not Path("/dev/fuse").exists():
            yield untried(what, "mounting needs root and /dev/fuse")
            continue
        with ground.folder("shares") as folder:
            try:
                yield _mounted(ground, what, folder, kind)
            except OSError as trouble:
                yield untried(what, str(trouble))


def _commands() -> tuple[tuple[object, ...], ...]:
    return (
        ("init", "--organisation", "Rose Care"),
        ("check",),
        ("figures", "--month", "2026-05"),
        ("person", "add", "--name", "Zoe Field"),
    )


def _clouds(ground: Ground, folder: Path) -> Figure:
    wrong: list[str] = []
    count = 0
    for name in CLOUDS[:: ground.of(1, 5)]:
        inside = folder / name
        inside.mkdir(parents=True)
        path = ground.organisation(inside / "records.db")
        link = folder / f"link-{count}.db"
        link.symlink_to(path)
        before = bytes_of(path)
        for place in (path, link):
            for words in _commands()[:: ground.of(1, 3)]:
                count += 1
                ran = ground.run(place, *words)
                if not ran.told or "synchronised with a cloud" not in ran.err or "SSH" not in ran.err:
                    wrong.append(f"{name}: {words[0]}: {ran}")
        if bytes_of(path) != before or len(list(inside.iterdir())) != 1:
            wrong.append(f"{name}: something was touched")
    return none_of("commands in folders of cloud clients that were not refused", wrong, count)


def _mounted(ground: Ground, what: str, folder: Path, kind: str) -> Figure:
    wrong: list[str] = []
    count = 0
    content = ground.organisation(folder / "there.db").read_bytes()
    with share(folder / "share", kind, "records.db", content) as served:
        for name in ("records.db", "new.db"):
            for words in _commands()[:: ground.of(1, 3)]:
                count += 1
                ran = ground.run(folder / "share" / name, *words)
                if not ran.told or f"network share ({kind})" not in ran.err or "SSH" not in ran.err:
                    wrong.append(f"{name}: {words[0]}: {ran}")
        if used := USING & set(served.asked):
            wrong.append(f"the share was asked to {', '.join(sorted(used))}")
        # A backup may lie there: it is only read.
        restored = folder / "records.db"
        back = ground.run(restored, "restore", folder / "share" / "records.db")
        if back.status:
            wrong.append(f"restore from there: {back}")
    return none_of(f"{what} that were not refused, or touched it", wrong, count)


@contextmanager
def _mount_table(table: Path, point: Path, kind: str) -> Iterator[None]:
    """The system says that something of this kind is mounted there, in its own words."""
    escaped = str(point).replace("\\", "\\134").replace(" ", "\\040").replace("\t", "\\011")
    before = whereabouts.MOUNTS
    table.write_text(
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n"
        f"90 22 0:50 / {escaped} rw,relatime shared:2 - {kind} somewhere:/care rw\n"
    )
    whereabouts.MOUNTS = table
    try:
        yield
    finally:
        whereabouts.MOUNTS = before


def _by_the_table(ground: Ground, folder: Path) -> Figure:
    """Every kind of share that cannot be mounted here, through what the system would say of it."""
    wrong: list[str] = []
    if sys.platform != "linux":
        return untried("kinds of file system", "only Linux tells them in a table")
    for kind in (*NETWORKS, *LOCAL):
        for name in ("care", "care home", "care\thome")[:: ground.of(1, 2)]:
            point = folder / f"{kind} {name}"
            path = ground.organisation(point / "records.db")
            before = bytes_of(path)
            with _mount_table(folder / "table", point, kind):
                for use in (open_store, create):
                    wrong += _judged(use, path if use is open_store else point / "new.db", kind)
            if kind in NETWORKS and (bytes_of(path) != before or len(list(point.iterdir())) != 1):
                wrong.append(f"{kind}: something was touched")
    return none_of(
        "kinds of file system judged wrongly, by the mount table",
        wrong,
        ground.of(3, 2) * len((*NETWORKS, *LOCAL)),
    )


def _judged(use: object, path: Path, kind: str) -> Iterator[str]:
    assert callable(use)
    try:
        use(path).close()
    except UnsafePlace as refusal:
        if kind in LOCAL:
            yield f"{kind}: refused: {refusal}"
    except StoreProblem as trouble:
        yield f"{kind}: {trouble}"
    else:
        if kind in NETWORKS:
            yield f"{kind}: it was used"
