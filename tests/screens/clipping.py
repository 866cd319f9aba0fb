"""What of a screen a person cannot see: controls and words that are cut off, and what lies over something else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from textual.containers import ScrollableContainer
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets._toast import Toast, ToastHolder, ToastRack

from widgets.chrome import MOST_KEYS, KeyLine, TitleLine, key_name
from widgets.listing import Listing

_PASSING = (Toast, ToastHolder, ToastRack)


def faults(screen: Screen[Any]) -> Iterator[str]:
    """Each as a sentence. What scrolls is seen by scrolling; what has a mark that it goes on is cut on purpose."""
    if screen.is_modal and screen.styles.background.a < 1 and not screen.app.native_ansi_color:
        yield "it is see-through, which costs twice the bytes"
    shown = [one for one in screen.query(Widget) if _stands(one)]
    for widget in shown:
        yield from _cut(screen, widget)
    yield from _overlaps(shown)
    for line in screen.query(KeyLine):
        yield from _keys(line)
    for title in screen.query(TitleLine):
        if title.place and not str(title.render()).strip().startswith(title.place):
            yield f"title {title.place!r} is cut: {str(title.render())!r}"
    for listing in screen.query(Listing):
        if _stands(listing):
            yield from _columns(listing)


def _stands(widget: Widget) -> bool:
    return bool(widget.is_attached and widget.is_on_screen and all(one.display for one in _chain(widget)))


def _chain(widget: Widget) -> list[Widget]:
    return [one for one in widget.ancestors_with_self if isinstance(one, Widget)]


def _scrolls(widget: Widget) -> bool:
    return any(
        one.allow_vertical_scroll or isinstance(one, ScrollableContainer) for one in _chain(widget)[1:-1]
    )


def _name(widget: Widget) -> str:
    return f"{type(widget).__name__}{f'#{widget.id}' if widget.id else ''}"


def _cut(screen: Screen[Any], widget: Widget) -> Iterator[str]:
    if isinstance(widget, _PASSING) or isinstance(widget.parent, _PASSING):
        return
    region, visible = widget.region, screen.find_widget(widget).visible_region
    if not region.area:
        if widget.focusable:
            yield f"{_name(widget)} has no room at all"
        return
    if visible != region and not _scrolls(widget) and (widget.focusable or isinstance(widget, Static)):
        yield f"{_name(widget)} stands at {region}, of which {visible} can be seen"
    if isinstance(widget, Static):
        room = widget.scrollable_content_region.size
        if not room.area or widget.allow_vertical_scroll:
            return
        needed = widget.get_content_height(Size(*room), screen.size, room.width)
        if needed > room.height:
            yield f"{_name(widget)} needs {needed} lines and has {room.height}: {str(widget.visual)!r}"


def _overlaps(shown: list[Widget]) -> Iterator[str]:
    leaves = [
        (one, one.screen.find_widget(one).visible_region)
        for one in shown
        if not any(child.display for child in one.children)
        and not isinstance(one, _PASSING)
        and not isinstance(one.parent, _PASSING)
    ]
    for (one, here), (other, there) in combinations(leaves, 2):
        both: Region = here.intersection(there)
        if both.area:
            yield f"{_name(one)} and {_name(other)} both stand at {both}"


def _keys(line: KeyLine) -> Iterator[str]:
    wanted: dict[str, str] = {}
    for active in line.screen.active_bindings.values():
        if active.binding.show and active.enabled and active.binding.action not in wanted:
            wanted[active.binding.action] = f"{key_name(active.binding.key)} {active.binding.description}"
    shown = [f"{key_name(key)} {description}" for key, description in line._keys()]
    if len(shown) > MOST_KEYS:
        yield f"{len(shown)} keys: {', '.join(shown)}"
    if len(shown) < min(len(wanted), MOST_KEYS) and line.size.width >= 80:
        yield f"the line of keys has no room for {', '.join(set(wanted.values()) - set(shown))}"
    if len("   ".join(shown)) > line.size.width:
        yield f"the line of keys is cut: {'   '.join(shown)}"


def _columns(listing: Listing) -> Iterator[str]:
    """Headings that the program has given: courses are called what people call them."""
    if not listing.header_rows or listing.size.width < 79:
        return
    shares = listing._share(listing.scrollable_content_region.width)
    for column, share in zip(listing.columns, shares, strict=True):
        if share and len(column.label) > share and not column.key.startswith("course"):
            yield f"{_name(listing)}: heading {column.label!r} has {share} cells"
