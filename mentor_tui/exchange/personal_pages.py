"""A person's file written out: as JSON for a program, as Markdown or HTML in plain English for the person.

The file appears whole or not at all, never over another, and only this account may read it.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from mentor_tui.dates import short
from mentor_tui.exchange.personal_file import NOT_NAMED, PersonalFile, Section, Told, gather
from mentor_tui.exchange.problems import ExchangeProblem
from mentor_tui.office import Office
from mentor_tui.store.keys import new_key
from mentor_tui.store.reading import Reader
from mentor_tui.text import for_terminal

ENDINGS = (".json", ".md", ".html")


def export_person(reader: Reader, office: Office, person: str, path: Path) -> PersonalFile:
    """Writes what is held about a person to a new file; the way is told by its ending. That it was made is journaled.

    Raises NotAllowed for whom it is not for, ExchangeProblem where the place will not do, StoreProblem.
    """
    path = Path(path).expanduser()
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ExchangeProblem(f"{path.name} ends on none of {', '.join(ENDINGS)}. Name the file so.")
    if path.exists() or path.is_symlink():
        raise ExchangeProblem(f"{path} exists already. Name another file, so that nothing is overwritten.")
    file = gather(reader, person)
    text = {".json": _json, ".md": _markdown, ".html": _html}[ending](file)
    unfinished = path.with_name(f".{path.name}.{new_key()[-8:]}.part")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        # Said before the file appears: no copy of personal data is made unseen.
        office.note(reader.actor, "exported", "staff", person)
        _put(unfinished, path)
    except FileExistsError as taken:
        raise ExchangeProblem(f"{path} exists already. Nothing was overwritten.") from taken
    except OSError as trouble:
        raise ExchangeProblem(
            f"{path} cannot be written: {trouble.strerror or trouble}. Nothing was exported."
        ) from trouble
    finally:
        unfinished.unlink(missing_ok=True)
    return file


def _put(unfinished: Path, path: Path) -> None:
    """Gives a whole file its name. Raises FileExistsError where another came meanwhile: none is overwritten."""
    try:
        os.link(unfinished, path)
    except FileExistsError:
        raise
    except OSError:
        # A stick to be handed over may have a file system without links: there the name is taken first.
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        unfinished.replace(path)


# -- for a program -----------------------------------------------------------------------------------------


def _json(file: PersonalFile) -> str:
    content = {
        "organisation": file.organisation,
        "person": {"id": file.ref, "name": file.name},
        "made_on": file.made_on.isoformat(),
        "made_by": file.made_by,
        "own": file.own,
        "records": [_section(one) for one in file.sections],
        "as_mentor": [_section(one) for one in file.as_mentor],
        "parts": [
            {"record": title, "part": label, "count": count, "first": first or None, "last": last or None}
            for title, label, count, first, last in file.parts
        ],
        "account": dict(file.account),
        "drafts": [
            {"form": form, "saved_at": at.isoformat(), "typed": typed if file.own else None}
            for form, at, typed in file.drafts
        ],
        "journal": {"about": [_told(one) for one in file.about], "by": [_told(one) for one in file.by]},
        "not_in_this_file": file.left_out,
    }
    return json.dumps(content, indent=2, ensure_ascii=True) + "\n"


def _section(section: Section) -> dict[str, Any]:
    return {
        "record": section.record,
        "title": section.title,
        "rows": [
            {one.name: one.value if one.value is not None else one.words for one in row}
            for row in section.rows
        ],
    }


def _told(one: Told) -> dict[str, Any]:
    told: dict[str, Any] = {"at": one.at.isoformat(), "did": one.did, "what": one.what}
    if one.by:
        told["by"] = one.by
    if one.why:
        told["why"] = one.why
    if one.changes:
        told["changes"] = [
            {"field": label, "from": before, "to": after} for label, before, after in one.changes
        ]
    return told


# -- for a reader ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A piece of a page: a heading of a level, a paragraph (level 0), or an item of a list, with its label."""

    words: str
    level: int = 0
    label: str = ""
    item: bool = False


def _page(file: PersonalFile) -> Iterator[_Line]:
    whose = "you" if file.own else file.name
    yield _Line(f"What {file.organisation or 'the organisation'} holds about {file.name}", 1)
    yield _Line(
        f"Made on {short(file.made_on)} by {file.made_by} from mentor-tui, for {file.name} ({file.ref}). "
        "It holds personal matters: keep it where nobody else reads it."
    )
    yield _Line("What is not in this file", 2)
    for sentence in file.left_out:
        yield _Line(sentence, item=True)
    for section in file.sections:
        yield from _rows(section, f"{section.title}: about {whose}")
    for section in file.as_mentor:
        yield from _rows(section, f"{section.title}: {'you are' if file.own else 'as'} the mentor")
    if file.parts:
        yield _Line(f"Where {whose} had a part in what is about others", 2)
        for title, label, count, first, last in file.parts:
            yield _Line(f"{count:,}{_between(first, last)}", label=f"{title}, {label.lower()}", item=True)
    yield _Line("Account", 2)
    for label, words in file.account:
        yield _Line(words, label=label, item=True)
    if file.drafts:
        yield _Line("Typed and not saved", 2)
        for form, at, typed in file.drafts:
            yield _Line(_moment(at), label=form.replace("_", " ").capitalize(), item=True)
            for name, words in typed.items():
                yield _Line(words, label=name, item=True)
    yield _Line(f"What the journal tells about {whose}", 2)
    # That each record was made goes without saying one by one; what changed since is told in full.
    yield from _counted([one for one in file.about if not (one.changes or one.why)])
    for one in file.about:
        if one.changes or one.why:
            yield _Line(_entry(one), label=_moment(one.at), item=True)
    yield _Line(f"What {whose} did, as the journal tells it", 2)
    yield from _counted(file.by)
    if not file.by:
        yield _Line("Nothing.")


def _counted(entries: list[Told]) -> Iterator[_Line]:
    """How often each was done, and from when to when."""
    days: dict[tuple[str, str, str], list[str]] = {}
    for one in entries:
        days.setdefault((one.what, one.did, one.by), []).append(one.at.date().isoformat())
    for (what, did, by), when in days.items():
        label = f"{what}, {did}{_by(by)}"
        yield _Line(f"{len(when):,}{_between(min(when), max(when))}", label=label, item=True)


def _rows(section: Section, heading: str) -> Iterator[_Line]:
    yield _Line(heading, 2)
    for number, row in enumerate(section.rows, 1):
        if len(section.rows) > 1:
            yield _Line(f"{number} of {len(section.rows)}", 3)
        for one in row:
            yield _Line(one.words, label=one.label, item=True)


def _entry(one: Told) -> str:
    words = f"{one.what}: {one.did}{_by(one.by)}"
    if one.why:
        words += f", because {one.why}"
    for label, before, after in one.changes:
        words += f"; {label}: {before or 'blank'} → {after or 'blank'}"
    return words


def _by(who: str) -> str:
    """Who did it, where that is said."""
    return f" by {who}" if who not in ("", NOT_NAMED) else ""


def _between(first: str, last: str) -> str:
    if not first:
        return ""
    days = [short(date.fromisoformat(day)) for day in (first, last or first)]
    return f", on {days[0]}" if days[0] == days[1] else f", from {days[0]} to {days[1]}"


def _moment(at: datetime) -> str:
    return f"{short(at.date())} {at:%H:%M} UTC"


#: what Markdown takes for more than a character, anywhere and at the beginning of a line
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&$!]|(?<=[a-zA-Z]):(?=//))")
_BEGINS = re.compile(r"^(\s*\d*)([-+=.)])")


def _plain(words: str) -> str:
    """What people typed, so that Markdown shows it letter for letter; a new line goes on beneath."""
    lines = [_BEGINS.sub(r"\1\\\2", _MARKS.sub(r"\\\1", line)) for line in for_terminal(words).split("\n")]
    return "  \n  ".join(lines)


def _markdown(file: PersonalFile) -> str:
    out = []
    for line in _page(file):
        if line.level:
            out.append(f"\n{'#' * line.level} {_plain(line.words)}\n")
        elif line.item:
            out.append(
                f"- **{_plain(line.label)}**: {_plain(line.words)}"
                if line.label
                else f"- {_plain(line.words)}"
            )
        else:
            out.append(_plain(line.words))
    return "\n".join(out).strip() + "\n"


_HEAD = (
    '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    "<title>{title}</title>\n<style>body{{font-family:sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "line-height:1.5}}h2{{border-top:1px solid #888;padding-top:1rem}}li{{white-space:pre-line}}</style>\n"
    "</head>\n<body>\n"
)


def _html(file: PersonalFile) -> str:
    out = [_HEAD.format(title=_escaped(f"What is held about {file.name}"))]
    listing = False
    for line in _page(file):
        if listing and not line.item:
            out.append("</ul>\n")
        if line.item and not listing:
            out.append("<ul>\n")
        listing = line.item
        label = f"<strong>{_escaped(line.label)}</strong>: " if line.label else ""
        tag = f"h{line.level}" if line.level else "li" if line.item else "p"
        out.append(f"<{tag}>{label}{_escaped(line.words)}</{tag}>\n")
    return "".join(out) + ("</ul>\n" if listing else "") + "</body>\n</html>\n"


def _escaped(words: str) -> str:
    return html.escape(for_terminal(words))
