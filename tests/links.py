"""Finds dead links in the documentation: `python -m tests.links README.md docs`.

Looks at links to files of the project and to headings in them. Addresses on the web are not visited.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def anchor(heading: str) -> str:
    """The name under which a heading is linked to."""
    plain = re.sub(r"[^\w\- ]", "", heading.lower())
    return plain.replace(" ", "-")


def dead_links(page: Path) -> Iterator[str]:
    """Each link of a page that leads nowhere, with its line."""
    text = _CODE.sub(lambda code: "\n" * code.group().count("\n"), page.read_text(encoding="utf-8"))
    for link in _LINK.finditer(text):
        target = link.group(1)
        if re.match(r"[a-z]+:", target):
            continue
        line = text.count("\n", 0, link.start()) + 1
        name, _, heading = target.partition("#")
        file = (page.parent / name).resolve() if name else page.resolve()
        if not file.exists():
            yield f"{page}:{line}: {target} leads to no file"
        elif heading and file.suffix == ".md":
            found = {anchor(one) for one in _HEADING.findall(file.read_text(encoding="utf-8"))}
            if heading not in found:
                yield f"{page}:{line}: {target} leads to no heading"


def main(arguments: list[str]) -> int:
    """Prints every dead link of the pages and folders that are named; 1 where there is one."""
    pages: list[Path] = []
    for one in map(Path, arguments):
        pages += sorted(one.rglob("*.md")) if one.is_dir() else [one]
    dead = [fault for page in pages for fault in dead_links(page)]
    for fault in dead:
        print(fault)
    print(f"{len(pages)} pages, {len(dead)} dead links")
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
