"""What people write in the demonstration: notes that fit the issue, the kind of service and the confidence."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from mentor_tui.demo.world import Person, asset

_SHE = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(he|him|his|himself)\b", re.IGNORECASE)


class Notes:
    """Words for sessions, actions and goals, by support issue."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._issues: dict[str, dict[str, Any]] = {
            issue["name"]: issue for issue in asset("notes.toml")["issue"]
        }

    @property
    def issues(self) -> list[str]:
        """Every support issue."""
        return list(self._issues)

    def issue(self, kind: str) -> str:
        """A support issue that comes up in this kind of service."""
        able = [issue for issue in self._issues.values() if kind in issue["kinds"]]
        return str(self._chance.choices(able, [issue["weight"] for issue in able])[0]["name"])

    def about(self, issue: str, part: str, person: Person | None = None) -> str:
        """A sentence on an issue; of a person it says she or he as fits, or is blank if none fits."""
        able: list[str] = self._issues[issue][part]
        if person is not None:
            able = [words for words in able if fits(words, person)]
        return self._chance.choice(able) if able else ""

    def summary(self, issue: str, score: int, person: Person) -> str:
        """The shared summary of a session."""
        part = "later" if score >= 7 else "early"
        return self.about(issue, part, person) or self.about("Wellbeing and workload", part, person)

    def reflection(self, issue: str) -> str:
        """The mentee's reflection: what, so what, now what."""
        return "\n".join(self.about(issue, part) for part in ("what", "so", "now"))


def fits(words: str, person: Person) -> bool:
    """Whether a sentence may be said of this person: one that says she is not said of a man."""
    she, he = bool(_SHE.search(words)), bool(_HE.search(words))
    return not she if person.is_man else not (he and not she)
