"""What comes over a line becomes keys: broken up, run together, or no key at all. The clock is the tests' own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.message import Message

from widgets.keyboard import DISTANT, NEAR, PASTE_ENDS, Keyboard

ARROWS_AND_SUCH = {
    "\x1b[A": "up",
    "\x1bOB": "down",
    "\x1b[1;5C": "ctrl+right",
    "\x1b[15~": "f5",
    "\x1bOP": "f1",
    "\x1b[[A": "f1",
    "\x1b[Z": "shift+tab",
    "\x1b[3~": "delete",
    "\x1b[27u": "escape",
    "\x1b[115;5u": "ctrl+s",
    "\x13": "ctrl+s",
    "\t": "tab",
    "\r": "enter",
    "\x7f": "backspace",
    "é": "é",
}


def names(found: list[Message]) -> list[str]:
    return [
        one.key
        if isinstance(one, events.Key)
        else f"[{one.text}]"
        if isinstance(one, events.Paste)
        else repr(one)
        for one in found
    ]


def fed(*parts: str, apart: float = 0.0, patience: float = NEAR, wait: float = 60.0) -> list[str]:
    """What becomes of these parts, one after another, when nothing comes after them for a while."""
    keyboard, now = Keyboard(patience), 100.0
    found: list[Message] = []
    for part in parts:
        found += keyboard.tick(now)
        found += keyboard.feed(part, now)
        now += apart
    found += keyboard.tick(now + wait)
    assert keyboard.due is None
    return names(found)


@pytest.mark.parametrize(("sent", "key"), ARROWS_AND_SUCH.items())
def test_a_key_is_that_key_wherever_the_line_breaks_it(sent: str, key: str) -> None:
    assert fed(sent) == [key]
    for cut in range(1, len(sent)):
        assert fed(sent[:cut], sent[cut:], apart=0.3, patience=DISTANT) == [key]
    assert fed(*sent, apart=0.3, patience=DISTANT) == [key]


@given(st.lists(st.sampled_from(sorted(ARROWS_AND_SUCH)), max_size=12), st.data())
def test_keys_keep_their_order_however_they_are_cut(sent: list[str], data: st.DataObject) -> None:
    whole = "".join(sent)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(whole)), max_size=8)))
    parts = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    assert fed(*parts, apart=0.3, patience=DISTANT) == [ARROWS_AND_SUCH[one] for one in sent]


def test_esc_alone_waits_no_longer_than_it_must() -> None:
    keyboard = Keyboard(NEAR)
    assert names(list(keyboard.feed("\x1b", 5.0))) == []
    assert keyboard.due == pytest.approx(5.1)
    assert names(list(keyboard.tick(5.05))) == []
    assert names(list(keyboard.tick(5.1))) == ["escape"]
    assert keyboard.due is None


def test_esc_and_a_key_typed_ahead_are_both() -> None:
    assert fed("\x1b2") == ["escape", "2"]
    assert fed("\x1b", "x", apart=0.05) == ["escape", "x"]
    assert fed("\x1b\x1b") == ["escape", "escape"]
    assert fed("\x1b\x1b[A") == ["escape", "up"]
    assert fed("\x1b\r") == ["escape", "enter"]
    assert fed("\x1b[") == ["escape", "left_square_bracket"]
    assert fed("\x1bPaul") == ["escape", "P", "a", "u", "l"]


def test_by_words_only_where_it_came_at_once() -> None:
    assert fed("\x1bb") == ["ctrl+left"]
    assert fed("\x1b", "b", apart=0.01) == ["escape", "b"]
    assert fed("q\x1bb") == ["q", "escape", "b"]


def test_the_rest_of_a_key_that_comes_far_too_late_is_not_typed() -> None:
    assert fed("\x1b", "[A", "q", apart=1.0) == ["escape", "q"]
    assert fed("\x1b", "[Ab", apart=1.0) == ["escape", "b"]
    assert fed("\x1b", "nothing", apart=1.0) == ["escape", *"nothing"]


@pytest.mark.parametrize(
    "answer",
    [
        "\x1b[?2048;0$y", "\x1b[?62;22c", "\x1b[12;40R", "\x1b[I", "\x1b[O", "\x1b[99~", "\x1b[?1u", "\x1b[>0;276;0c",
        "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1bP>|tmux 3.3a\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[99999999999;5u", "\x1b[5:7;1:1u", "\x1b[1;", "\x1b[200",
    ],
)  # fmt: skip
def test_what_is_no_key_is_never_typed(answer: str) -> None:
    typed = [key for key in fed(f"a{answer}") if len(key) == 1 and key.isprintable()]
    assert typed == ["a"]
    for cut in range(1, len(answer)):
        assert all(len(key) != 1 for key in fed(answer[:cut], answer[cut:], apart=0.3, patience=DISTANT))


def test_a_paste_comes_in_one_however_it_was_sent() -> None:
    sent = "\x1b[200~Gave the round\nalone \x1b[A\x1b[201~x"
    assert fed(sent) == ["[Gave the round\nalone \x1b[A]", "x"]
    for cut in range(1, len(sent)):
        assert fed(sent[:cut], sent[cut:], apart=0.3, patience=DISTANT) == [
            "[Gave the round\nalone \x1b[A]",
            "x",
        ]


def test_a_paste_without_an_end_does_not_last_for_ever() -> None:
    keyboard = Keyboard()
    assert names(list(keyboard.feed("\x1b[200~half", 1.0))) == []
    assert names(list(keyboard.tick(1.0 + PASTE_ENDS - 0.1))) == []
    assert names(list(keyboard.tick(1.0 + PASTE_ENDS))) == ["[half]"]
    assert names(list(keyboard.feed("on", 20.0))) == ["o", "n"]


def test_the_mouse_is_heard_in_pieces_too() -> None:
    whole, pieces = Keyboard(), Keyboard()
    (press,) = whole.feed("\x1b[<0;10;5M", 1.0)
    assert isinstance(press, events.MouseDown)
    assert (press.x, press.y) == (9, 4)
    assert list(pieces.feed("\x1b[<0;1", 1.0)) == []
    assert isinstance(next(pieces.feed("0;5M", 1.3)), events.MouseDown)


@given(st.text(alphabet=st.characters(max_codepoint=0x3000), max_size=40))
def test_nothing_that_comes_stops_it(text: str) -> None:
    fed(text)
    fed("\x1b[" + text)
    fed(*text)
