"""What people write in the demonstration: notes that fit the issue, the kind of service and the confidence."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from mentor_tui.demo.world import Person, asset

_SHE = re.compile(r"\b(she|her|hers|herself)\b", re.IGNORECASE)
_HE = re.compile(r"\b(he|him|his|himself)\b", re.IGNORECASE)
_OF_CALLS = re.compile(
    r"(?<!telephone )\bcalls?\b(?! by| for| the)|\bruns?\b(?! of)|\bdriv|\btravel|key safe"
    r"|\bvisits\b|(a|each|first) visit"
)
_OF_HOUSES = re.compile(
    r"lounge|laundry|\bfloor\b|\bunit\b|\bcook\b|night shift|on nights|trolley|agency|the next shift|the house"
)
_CONFIDENT = 7


class Notes:
    """Words for sessions, actions and goals, by support issue."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        data = asset("notes.toml")
        self._issues: dict[str, dict[str, Any]] = {issue["name"]: issue for issue in data["issue"]}
        self._general: dict[str, list[str]] = data["general"]

    @property
    def issues(self) -> list[str]:
        """Every support issue."""
        return list(self._issues)

    def issue(self, kind: str) -> str:
        """A support issue that comes up in this kind of service."""
        able = [issue for issue in self._issues.values() if kind in issue["kinds"]]
        return str(self._chance.choices(able, [issue["weight"] for issue in able])[0]["name"])

    def about(
        self, issue: str, part: str, kind: str, person: Person | None = None, said: set[str] | None = None
    ) -> str:
        """A sentence on an issue that suits the kind of service, and is not among those ``said`` already.

        Of a person it says she or he as fits. Blank if no sentence is left.
        """
        able = [
            words
            for words in (
                *self._issues[issue][part],
                *(self._general.get(part, ()) if said is not None else ()),
            )
            if suits(words, kind) and (person is None or fits(words, person)) and words not in (said or ())
        ]
        if not able:
            return ""
        own = [words for words in able if words in self._issues[issue][part]]
        chosen: str = self._chance.choice(own if own and self._chance.random() < 0.8 else able)
        if said is not None:
            said.add(chosen)
        return chosen

    def summary(self, issue: str, score: int, kind: str, person: Person, said: set[str]) -> str:
        """The shared summary of a session: a sentence, sometimes two."""
        part = "later" if score >= _CONFIDENT else "early"
        words = self.about(issue, part, kind, person, said)
        if words and self._chance.random() < 0.3:
            able = [more for more in self._general[part] if more not in said and fits(more, person)]
            if able:
                more = self._chance.choice(able)
                said.add(more)
                return f"{words} {more}"
        return words

    def reflection(self, issue: str, kind: str, said: set[str]) -> str:
        """The mentee's reflection: what, so what, now what."""
        parts = [self.about(issue, part, kind, None, said) for part in ("what", "so", "now")]
        return "\n".join(parts) if all(parts) else ""

    def one_of(self, able: tuple[str, ...], kind: str) -> str:
        """One of some sentences, of those that suit the kind of service."""
        return self._chance.choice([words for words in able if suits(words, kind)])


def fits(words: str, person: Person) -> bool:
    """Whether a sentence may be said of this person: one that says she is not said of a man."""
    she, he = bool(_SHE.search(words)), bool(_HE.search(words))
    return not she if person.is_man else (she or not he)


def suits(words: str, kind: str) -> bool:
    """Whether a sentence suits the kind of service: home care has calls and runs, a home has floors."""
    return not (_OF_HOUSES if kind == "home_care" else _OF_CALLS).search(words)
