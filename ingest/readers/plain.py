"""Plain text: lines as they stand; a form feed ends a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ingest.document import Document, Line
from ingest.japanese import SHORTEST_CUT_LINE
from ingest.readers.encoding import read_text
from ingest.readers.furniture import find_furniture
from ingest.readers.page_marks import find_page_marks, split_at_marks

_ENDED = re.compile(r"[。．.！？!?」』）)】:：]\s*$")
_GOES_ON = re.compile(r"[ぁ-ん、，,]\s*$")
_INDENTED = re.compile(r"[\s・●○■□◆※]")


def read_plain(path: Path) -> Document:
    """The lines of a text file, as they are but for the line ends.

    A text with form feeds has pages: heads, feet and page numbers are left out of them, and the blank lines at
    their edges become one, or none where the page's end cuts a sentence. Page marks amid a text part it in the same
    way; its lines have no page then, as marks may be missing.

    Raises:
        GuidelineError: the file cannot be read, is no text, or has an unknown encoding.
    """
    text = read_text(path)
    if "\f" in text:
        pages = [page.splitlines() for page in text.split("\f")]
        return _read_pages(pages, find_page_marks([line for page in pages for line in page]))
    lines = text.splitlines()
    marks = find_page_marks(lines)
    if not marks:
        return Document(tuple(Line(line) for line in lines))
    document = _read_pages(split_at_marks(lines, marks), marks)
    return replace(document, lines=tuple(Line(line.text) for line in document.lines))


def _read_pages(pages: Sequence[Sequence[str]], marks: frozenset[int]) -> Document:
    """The lines of pages without furniture; ``marks`` are page marks, counted through all pages from 0."""
    furniture = find_furniture(pages)
    lines: list[Line] = []
    listed = dict.fromkeys(furniture.lines)
    start = 0
    for number, (page, left_out) in enumerate(zip(pages, furniture.left_out, strict=True), start=1):
        amid = {index for index in range(len(page)) if start + index in marks} - left_out
        if amid and not listed:
            listed[page[min(amid)].strip()] = None
        kept = _without_edges([line for index, line in enumerate(page) if index not in left_out | amid])
        if lines and kept and not _is_cut(lines[-1].text, kept[0]):
            lines.append(Line("", number - 1))
        lines.extend(Line(line, number) for line in kept)
        start += len(page)
    return Document(tuple(lines), furniture=tuple(listed))


def _without_edges(lines: list[str]) -> list[str]:
    filled = [index for index, line in enumerate(lines) if line.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _is_cut(last: str, first: str) -> bool:
    """Whether a sentence goes on from the last line of a page to the first of the next."""
    if _ENDED.search(last) or _INDENTED.match(first):
        return False
    return len(last.strip()) >= SHORTEST_CUT_LINE or _GOES_ON.search(last) is not None
