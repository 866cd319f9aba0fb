"""Who is who: the people whom the demonstration can be signed in as, and the stories in it.

The words are data (assets/demo/stories.toml); README and tests name the people by what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mentor_tui.demo.world import asset


@dataclass(frozen=True, slots=True)
class Played:
    """Somebody whom the demonstration signs in as, in one role."""

    role: str
    id: str
    name: str
    service: str
    job_role: str
    roles: str
    look: str


@dataclass(frozen=True, slots=True)
class Story:
    """Something to look at: whom it is about, the alert that it raises (if any), what happened."""

    key: str
    title: str
    alert: str
    service: str
    id: str
    name: str
    mentor_id: str
    mentor: str
    what: str
    #: what each session of the story was about, and what was written; chance writes the others
    issues: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()


ORGANISATION: str = asset("stories.toml")["organisation"]
CAST: tuple[Played, ...] = tuple(Played(**row) for row in asset("stories.toml")["cast"])


def _told(row: dict[str, Any]) -> Story:
    lists = {name: tuple(row.get(name, ())) for name in ("issues", "summaries")}
    return Story(**{**row, **lists})


STORIES: tuple[Story, ...] = tuple(_told(row) for row in asset("stories.toml")["story"])


def story(key: str) -> Story:
    """The story of that key."""
    return next(one for one in STORIES if one.key == key)
