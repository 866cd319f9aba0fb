"""Who is at the other end, as the system that started the program proves it (people.md, *Identity*).

Each way gives names to which a person may be linked. What an SSH client sends is never asked: the key comes from the
file that sshd itself writes (`ExposeAuthInfo`), the account from the process or from sudo. Both reach the program
through the environment, which sshd and sudo fill anew; whoever may start programs as the account that owns the database
could fill it too, and could as well write the file. `docs/administrator.md` says how that account is kept for the
program alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
from enum import StrEnum

#: what sshd names the file in which it says how somebody was let in
_TOLD_BY_SSHD = "SSH_USER_AUTH"
#: more than any key takes
_LARGEST = 65536
_KEY = re.compile(r"(?:ssh|ecdsa|sk)-[\w@.-]{1,60}\s+([A-Za-z0-9+/]{40,}={0,2})")
_FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")


class Proof(StrEnum):
    """What tells who is there."""

    ACCOUNT = "account"  # the operating-system account that runs the program
    KEY = "key"  # the SSH key with which sshd let them in
    SUDO = "sudo"  # the account that called sudo
    PASSPHRASE = "passphrase"  # nothing does: they are asked


def names(proof: Proof) -> tuple[str, ...]:
    """The names to which a person may be linked: accounts, or the fingerprints of keys; none where nothing is told."""
    if proof is Proof.ACCOUNT:
        found = [account()]
    elif proof is Proof.KEY:
        found = _keys()
    elif proof is Proof.SUDO:
        found = [_called_sudo()]
    else:
        found = []
    return tuple(name for name in found if name)


def account() -> str:
    """The name of the operating-system account that runs the program, as the system itself knows it.

    Never from the environment, which anybody can set. Blank where the system has no name for it.
    """
    if os.name == "nt":  # pragma: no cover - exercised on Windows only
        import ctypes

        buffer = ctypes.create_unicode_buffer(257)
        size = ctypes.c_ulong(257)
        told = getattr(ctypes, "windll").advapi32.GetUserNameW(buffer, ctypes.byref(size))  # noqa: B009
        return buffer.value if told else ""
    return _name_of(os.getuid())


def fingerprint(text: str) -> str:
    """The fingerprint of a public key, as sshd logs it and `ssh-keygen -l` prints it; blank where this is no key.

    ``text`` is the line of a public key, or anything that has the fingerprint in it.
    """
    if key := _KEY.search(text):
        try:
            blob = base64.b64decode(key[1], validate=True)
        except binascii.Error:
            return ""
        return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")
    found = _FINGERPRINT.search(text)
    return found[0] if found else ""


def _keys() -> list[str]:
    """The fingerprints of the keys that sshd says it was shown: more than one only where it asks for several."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(os.environ.get(_TOLD_BY_SSHD, ""), flags)
    except OSError:
        return []
    try:
        about = os.fstat(descriptor)
        # sshd writes it as the account that was signed in to; a file of anybody else's says nothing.
        if not stat.S_ISREG(about.st_mode) or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
            return []
        lines = os.read(descriptor, _LARGEST).decode("ascii", "replace").splitlines()
    finally:
        os.close(descriptor)
    return [fingerprint(line) for line in lines if line.startswith("publickey ")]


def _called_sudo() -> str:
    """The account that called sudo, as sudo says."""
    told = os.environ.get("SUDO_UID", "")
    return _name_of(int(told)) if told.isascii() and told.isdigit() else ""


def _name_of(uid: int) -> str:
    if os.name == "nt":  # pragma: no cover - there are no such numbers
        return ""
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except (KeyError, OverflowError):
        return ""


__all__ = ["Proof", "account", "fingerprint", "names"]
