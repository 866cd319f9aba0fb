"""Who is at the other end: told by sshd, by sudo, by the system; never by what a client may set."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from mentor_tui import caller
from mentor_tui.caller import Proof

#: a key made for this test alone, and its fingerprint as ssh-keygen prints it
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINoo5WbhwrMKFgA17kFvYqzamz02zclpFlAaPdvj71iw"
PRINT = "SHA256:GhzGH2FsnruDPteJbARenjfGwgMz33q1W3zraLds4+o"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no sshd of this kind and no sudo on Windows")


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which sshd says how somebody was let in."""
    file = tmp_path / "sshauth"
    file.write_text(f"publickey {KEY}\n", encoding="ascii")
    monkeypatch.setenv("SSH_USER_AUTH", str(file))
    return file


@pytest.mark.parametrize(
    "text",
    [KEY, f"{KEY} sam@laptop", f"restrict {KEY}", PRINT, f"256 {PRINT} sam@laptop (ED25519)"],
)
def test_a_key_has_one_fingerprint_however_it_is_given(text: str) -> None:
    assert caller.fingerprint(text) == PRINT


@pytest.mark.parametrize(
    "text", ["", "sam", "SHA256:short", "ssh-ed25519", "ssh-ed25519 AAAA", "MD5:aa:bb", "SHA256"]
)
def test_what_is_no_key_has_none(text: str) -> None:
    assert caller.fingerprint(text) == ""


def test_the_key_is_the_one_of_which_sshd_tells(told: Path) -> None:
    assert caller.names(Proof.KEY) == (PRINT,)
    told.write_text("password\n", encoding="ascii")
    assert caller.names(Proof.KEY) == ()


def test_without_sshd_there_is_no_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SSH_USER_AUTH", raising=False)
    assert caller.names(Proof.KEY) == ()
    for place in ("", str(tmp_path), str(tmp_path / "none"), os.devnull, "/dev/zero"):
        monkeypatch.setenv("SSH_USER_AUTH", place)
        assert caller.names(Proof.KEY) == ()


def test_a_file_that_is_reached_by_a_link_or_is_no_file_says_nothing(
    told: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    link = tmp_path / "link"
    link.symlink_to(told)
    monkeypatch.setenv("SSH_USER_AUTH", str(link))
    assert caller.names(Proof.KEY) == ()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setenv("SSH_USER_AUTH", str(pipe))
    assert caller.names(Proof.KEY) == (), "nobody waits at a pipe"


def test_sudo_tells_who_called_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUDO_USER", "somebody-else")
    monkeypatch.delenv("SUDO_UID", raising=False)
    assert caller.names(Proof.SUDO) == ()
    monkeypatch.setenv("SUDO_UID", str(os.getuid()))
    assert caller.names(Proof.SUDO) == (caller.account(),)
    for odd in ("", "-1", "root", "²", "99999999999999999999", "4294967000"):
        monkeypatch.setenv("SUDO_UID", odd)
        assert caller.names(Proof.SUDO) == ()


def test_the_account_comes_from_the_system_not_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    before = caller.account()
    for name in ("USER", "LOGNAME", "LNAME", "USERNAME", "SUDO_USER", "SUDO_UID"):
        monkeypatch.setenv(name, "0")
    assert caller.names(Proof.ACCOUNT) == (before,)
    assert caller.names(Proof.PASSPHRASE) == ()
