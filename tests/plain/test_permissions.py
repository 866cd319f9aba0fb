"""The plain mode for people of each kind of sight: what it says is theirs to hear (people.md)."""

from __future__ import annotations

import pytest

from mentor_tui.plain.menu import Menu
from mentor_tui.plain.talk import Left, Switched, Talk
from mentor_tui.plain.teletype import Ended
from mentor_tui.store.read.todo import Opens
from screens.openers import SCREENS
from tests.permissions.conftest import made, organisation
from tests.permissions.organisation import CANARY, NOW, TODAY, Organisation
from tests.permissions.table import strays
from tests.plain.script import Script

__all__ = ["made", "organisation"]

#: what everybody may type, whatever is theirs; what asks for a choice is left again
TYPED = (
    "today", "alerts", "<", "actions", "<", "actions all", "<", "actions done", "<", "reviews", "<", "pairing", "1",
    "whole", "pairing QX", "<", "support", "1", "whole", "session", "<", "review", "<", "action", "<", "goal", "<",
    "missed", "<",
)  # fmt: skip
#: tables whose keys may be guessed, for each thing that can be opened
_TABLES = ("pairing", "targeted_case", "staff", "action", "session", "review", "service", "strategic_action")


#: people of each kind of sight, and how much of what is theirs they are told at least
WHO = {
    "registered manager": 80,
    "HR coordinator": 90,
    "L&D lead": 15,
    "line manager": 55,
    "mentor": 35,
    "mentee": 80,
    "mentor of the case": 15,
    "administrator": 0,
    "manager elsewhere": 30,
    "data analyst": 0,
    "board quality lead": 8,
}


@pytest.mark.parametrize("who", WHO)
def test_what_is_said_is_theirs(organisation: Organisation, who: str) -> None:
    script = Script([*TYPED, *TYPED])
    talk = Talk(script, organisation.store, today=lambda: TODAY, now=lambda: NOW)
    talk.sit(organisation.actor(who))
    with pytest.raises((Ended, Switched)):
        Menu(talk).serve()
    keys = [key for table in _TABLES for key in organisation.keys(table)[:3]]
    for what in SCREENS:
        for key in keys:
            # Whoever opens it with whatever key: `answers` reads what stands there, then one leaves.
            script.types("answers", "list", "?", "<", "later", "<", "<")
            talk.sit(organisation.actor(who))
            try:
                Menu(talk).open(Opens(what, (key,)))
            except (Left, Ended, Switched):
                continue
    heard = set(CANARY.findall(script.said))
    wrong = strays(organisation.canaries, who, heard)
    assert not wrong, "\n".join(wrong)
    assert len(heard) >= WHO[who], "they were told less than they work with"
