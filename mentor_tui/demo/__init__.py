"""The demonstration: an invented provider, made anew so that its history ends today.

It has a database of its own; any other one is untouched. Everybody and everything in it is invented, and comes in
through the import like any provider's records. Who is who stands in :mod:`mentor_tui.demo.stories`.
"""

from mentor_tui.demo.preparing import Seat, cast, is_stale, opened, prepare

__all__ = ["Seat", "cast", "is_stale", "opened", "prepare"]
