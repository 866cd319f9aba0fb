"""Of which services figures are asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """One service, or several together, of which the person reads the figures."""

    #: the service's key; blank for several together
    key: str
    name: str
    #: the ids of the services; None for the whole organisation
    refs: tuple[str, ...] | None

    @property
    def asked(self) -> tuple[str | None, ...]:
        """What is asked for, one after another, to be added."""
        return (None,) if self.refs is None else self.refs
