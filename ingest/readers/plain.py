"""Plain text: lines as they stand; a form feed ends a page."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.document import Document, Line
from ingest.japanese import SHORTEST_CUT_LINE
from ingest.readers.encoding import read_text
from ingest.readers.furniture import find_furniture

_ENDED = re.compile(r"[。．.！？!?」』）)】:：]\s*$")
_GOES_ON = re.compile(r"[ぁ-ん、，,]\s*$")
_INDENTED = re.compile(r"[\s・●○■□◆※]")


def read_plain(path: Path) -> Document:
    """The lines of a text file, as they are but for the line ends.

    A text with form feeds has pages: heads, feet and page numbers are left out of them, and the blank lines at
    their edges become one, or none where the page's end cuts a sentence.

    Raises:
        GuidelineError: the file cannot be read, is no text, or has an unknown encoding.
    """
    text = read_text(path)
    if "\f" not in text:
        return Document(tuple(Line(line) for line in text.splitlines()))
    pages = [page.splitlines() for page in text.split("\f")]
    furniture = find_furniture(pages)
    lines: list[Line] = []
    for number, (page, left_out) in enumerate(zip(pages, furniture.left_out, strict=True), start=1):
        kept = _without_edges([line for index, line in enumerate(page) if index not in left_out])
        if lines and kept and not _is_cut(lines[-1].text, kept[0]):
            lines.append(Line("", number - 1))
        lines.extend(Line(line, number) for line in kept)
    return Document(tuple(lines), furniture=furniture.lines)


def _without_edges(lines: list[str]) -> list[str]:
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _is_cut(last: str, first: str) -> bool:
    """Whether a sentence goes on from the last line of a page to the first of the next."""
    if _ENDED.search(last) or _INDENTED.match(first):
        return False
    return len(last.strip()) >= SHORTEST_CUT_LINE or _GOES_ON.search(last) is not None
