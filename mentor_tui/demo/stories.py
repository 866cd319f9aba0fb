"""Who is who: the people whom the demonstration can be signed in as, and the stories in it.

The words are data (assets/demo/stories.toml); README and tests name the people by what stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

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


ORGANISATION: str = asset("stories.toml")["organisation"]
CAST: tuple[Played, ...] = tuple(Played(**row) for row in asset("stories.toml")["cast"])
STORIES: tuple[Story, ...] = tuple(Story(**row) for row in asset("stories.toml")["story"])


def story(key: str) -> Story:
    """The story of that key."""
    return next(one for one in STORIES if one.key == key)
