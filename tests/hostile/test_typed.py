"""Hostile text typed and pasted into every form of the program, and saved by those of oversight."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.keys import _character_to_key
from textual.widget import Widget

from mentor_tui import records
from mentor_tui.declare import Text, Value
from mentor_tui.office import Invalid
from mentor_tui.store import journal
from mentor_tui.store.read.todo import Opens
from screens.form_place import FormPlace
from screens.openers import opened
from tests.hostile.looking import unclean
from tests.hostile.texts import KEPT, LINES, NOT_WHOLE, REFUSED
from tests.screens.home import NOW, TODAY, Home, Staged, day
from tests.screens.rooms import ROOMS, at, every_screen, furnish
from tests.story import Story, tell
from widgets.entry import LineInput, LongText, Secret
from widgets.form import Form
from widgets.terminal import TerminalApp


def leaves(kind: type[FormPlace]) -> Iterator[type[FormPlace]]:
    for one in kind.__subclasses__():
        if one.__module__.startswith("screens."):
            if not one.__subclasses__():
                yield one
            yield from leaves(one)


#: the screens with a form
FORMS = {one.__name__ for one in leaves(FormPlace)}
UTF8 = {"LANG": "en_GB.UTF-8", "TERM": "xterm-256color"}
#: what is refused in every field; all the others are tried in one
SOME = (NOT_WHOLE["OSC 52"], NOT_WHOLE["override"])
#: typed key by key: markup, and characters that come in parts
KEYS = "[@click=app.quit]x[/] e\u0301 ❤️ 1️⃣ 漢"


@pytest.fixture(scope="module")
def furnished_file(home_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("furnished") / "records.db"
    shutil.copy(home_file, path)
    furnish(Home.opened(path)).store.close()
    return path


@pytest.fixture
def furnished(furnished_file: Path, tmp_path: Path) -> Iterator[Home]:
    path = tmp_path / "records.db"
    shutil.copy(furnished_file, path)
    home = at(path)
    yield home
    home.store.close()


def program(home: Home, who: str) -> Staged:
    return Staged(home.store, home.actor(who), first=None, today=lambda: TODAY, now=lambda: NOW, environ=UTF8)


def paste(editor: Widget, text: str) -> None:
    editor.post_message(events.Paste(text))


def type_keys(editor: Widget, text: str) -> None:
    for character in text:
        editor.post_message(events.Key(_character_to_key(character), character))


async def try_form(story: Story[Any], form: Form) -> set[str]:
    """Everything that is refused, then what is kept, into every field; gives the fields of words."""
    before = form.typed()
    for row in form._rows.values():
        for text in SOME:
            paste(row.entry, text)
        type_keys(row.entry, "\u202e")
    await story.settle()
    assert form.typed() == before, "what is refused came in"
    plain = set()
    for number, (name, row) in enumerate(form._rows.items()):
        if not isinstance(row.field.kind, Text):
            paste(row.entry, KEPT["action"])
            continue
        plain.add(name)
        row.editor.write("")
        text = list(KEPT.values())[number % len(KEPT)]
        paste(row.entry, f"{LINES}\n{text}" if isinstance(row.entry, LongText) else text)
        if len(plain) == 1:
            type_keys(row.entry, KEYS)
    await story.settle()
    for number, (name, row) in enumerate(form._rows.items()):
        if name in plain:
            text = list(KEPT.values())[number % len(KEPT)]
            text = f"{LINES}\n{text}" if isinstance(row.entry, LongText) else text
            assert form.typed()[name] in (text, text + KEYS), name
            assert KEYS in "".join(form.typed().values())
    form.action_save()
    await story.settle()
    return plain


def test_every_form_is_tried() -> None:
    made = {name for name in every_screen() if name in ROOMS}
    assert made >= FORMS


@pytest.mark.parametrize("who", sorted({room.who for name, room in ROOMS.items() if name in FORMS}))
async def test_every_field_of_every_form(furnished: Home, who: str) -> None:
    async with tell(program(furnished, who)) as story:
        for name, room in ROOMS.items():
            if room.who != who or name not in FORMS:
                continue
            assert story.app.seat is not None
            await story.app.push_screen(room.open(furnished, story.app.seat))
            await story.settle()
            screen = story.app.screen
            for form in screen.query(Form):
                await try_form(story, form)
            story.app.clear_notifications()
            while len(story.app.screen_stack) > 1:
                story.app.pop_screen()
            await story.settle()
        assert story.app.return_code is None
    assert unclean(furnished.store) == []
    assert list(journal.verify(furnished.store)) == []


class Page(TerminalApp[None]):
    def __init__(self) -> None:
        super().__init__(environ=UTF8)

    def compose(self) -> ComposeResult:
        yield LineInput(id="line")
        yield LongText(id="lines")
        yield Secret(id="secret")


async def test_every_refused_character_is_refused_by_every_entry() -> None:
    async with tell(Page()) as story:
        line, lines, secret = (story.app.query_one(f"#{name}") for name in ("line", "lines", "secret"))
        for bad, _ in REFUSED.values():
            for entry in (line, lines, secret):
                assert isinstance(entry, LineInput | LongText)
                assert not entry.take(f"Ann{bad}Dale")
        assert isinstance(line, LineInput)
        assert isinstance(lines, LongText)
        assert isinstance(secret, LineInput)
        assert (line.value, lines.text, secret.value) == ("", "", "")
        await story.settle()
        said = " ".join(notice.message for notice in story.app._notifications)
        assert all(words in said for _, words in REFUSED.values())


LONGER = f"{LINES}\n{' '.join(text for text in KEPT.values() if len(text) < 40)}"
#: forms of oversight: who, what opens it, answers by field, and where the words of the last are kept
OVERSIGHT: dict[str, tuple[str, Opens, dict[str, Value], str]] = {
    "escalation": (
        "Marc", Opens("escalation_entry", ("E5@ASH",)), {"will_do": LONGER},
        "SELECT will_do FROM acknowledgement",
    ),
    "follow-up": (
        "Marc", Opens("executive_review", ("SA1",)),
        {"status": "at_risk", "evidence_reference": KEPT["escaped"], "note": LONGER},
        "SELECT note FROM executive_review",
    ),
    "completion": (
        "Vera", Opens("strategic_done", ("SA1",)), {"evidence_reference": KEPT["nested"]},
        "SELECT evidence_reference FROM strategic_action WHERE ref = 'SA1'",
    ),
    "intervention": (
        "Vera", Opens("strategic_entry", ("", "OAK")),
        {"executive_owner_id": "Vera", "target_on": day("2026-06-30"), "success_measure": KEPT["link"],
         "intervention": KEPT["action in quotes"]},
        "SELECT intervention FROM strategic_action WHERE ref <> 'SA1'",
    ),
    "C1": ("Ivy", Opens("report", ("C1",)), {"comment": LONGER}, "SELECT comment FROM audit WHERE kind = 'C1'"),
    "C2": ("Marc", Opens("report", ("C2",)), {"comment": LONGER}, "SELECT comment FROM audit WHERE kind = 'C2'"),
}  # fmt: skip


@pytest.mark.parametrize("name", OVERSIGHT)
async def test_the_words_of_oversight_are_kept_as_they_were_typed(furnished: Home, name: str) -> None:
    who, opens, answers, kept = OVERSIGHT[name]
    # C1 is a kind of report, and a case of the home.
    keys = opens.keys if opens.what == "report" else tuple(furnished.key.get(key, key) for key in opens.keys)
    async with tell(program(furnished, who)) as story:
        assert story.app.seat is not None
        await story.app.push_screen(opened(story.app.seat, Opens(opens.what, keys)))
        await story.settle()
        if not story.app.screen.query(Form):
            await story.sees("Your signature")
            await story.press("s")
            await story._until(lambda: not story.app.screen.query(Form))
        form = story.app.screen.query_one(Form)
        for field, value in answers.items():
            editor = form._rows[field].entry
            if isinstance(form._rows[field].field.kind, Text):
                form.put(field, "")
                form.go_to(field)
                await story.types(str(value))
            else:
                form.put(field, furnished.key.get(value, value) if isinstance(value, str) else value)
                assert editor is not None
        await story.press("ctrl+s")
        if name in ("C1", "C2"):
            await story.sees("cannot be undone")
            await story.press("right", "enter")
        await story._until(lambda: furnished.store.value(kept) is None)
        assert furnished.store.value(kept) == list(answers.values())[-1], story.screen_text()
        assert story.app.is_running


def test_a_reason_is_refused_as_a_field_is(furnished: Home) -> None:
    for bad, words in REFUSED.values():
        with pytest.raises(Invalid) as caught:
            furnished.save(
                "Sam",
                records.SESSION,
                {"confidence_score": 9},
                id=furnished.key["SE1"],
                reason=f"Heard{bad}wrong",
            )
        assert [(fault.field, words in fault.message) for fault in caught.value.faults] == [("reason", True)]
