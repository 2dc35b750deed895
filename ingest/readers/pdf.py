"""PDF files with a text layer: their lines in reading order, with pages, heading levels and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from corpus.errors import GuidelineError
from ingest.document import Document, Line, PageQuality
from ingest.readers.furniture import Furniture, find_furniture
from ingest.readers.pdf_layout import TextLine
from ingest.readers.pdf_levels import find_levels
from ingest.readers.pdf_pages import PdfFault, PdfPage, read_pages_apart

_HEADER, _HEADER_WITHIN = b"%PDF-", 1024
_WIDER_GAP = 0.45
"""Em; a gap between lines that much wider than the usual one parts paragraphs."""
_CLOSED = re.compile(r"[。．.！？!?」』）)】〕＞>：:]\s*$")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd\ufffd]|\\(cid:[0-9]{1,6}\\)")


def read_pdf(path: Path) -> Document:
    """The document in a PDF file. Text is read from its text layer only; pictures of text are named in a warning.

    Raises:
        GuidelineError: no PDF, damaged, protected by a password, too large, or without any text.
    """
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as fault:
        raise GuidelineError(f"{path}: cannot be read: {fault}") from fault
    if _HEADER not in content[:_HEADER_WITHIN]:
        raise GuidelineError(f"{path}: not a PDF file")
    try:
        pages = read_pages_apart(content)
    except PdfFault as fault:
        raise GuidelineError(f"{path}: {fault}") from fault
    if not any(page.lines for page in pages):
        raise GuidelineError(
            f"{path}: no text layer (a scan?): run OCR on it, save the recognised text as a text file (.txt), add that"
        )
    texts = [[line.text for line in page.lines] for page in pages]
    furniture = find_furniture(texts, [page.places for page in pages], least=2)
    kept = _leave_out(pages, furniture)
    levels = find_levels(kept)
    slanted = dict.fromkeys(page.slanted for page in pages if page.slanted)
    return Document(
        lines=tuple(_write_lines(kept, levels.by_line)),
        title=levels.title,
        warnings=tuple(_warnings(pages)),
        pages=tuple(_measure(number, lines) for number, lines in enumerate(texts, start=1)),
        furniture=(*furniture.lines, *slanted),
    )


def _leave_out(pages: Sequence[PdfPage], furniture: Furniture) -> list[list[TextLine]]:
    """The lines without furniture, and without the heading of a table that comes again on its next page."""
    kept: list[list[TextLine]] = []
    head: str | None = None
    for page, left_out in zip(pages, furniture.left_out, strict=True):
        lines = [line for index, line in enumerate(page.lines) if index not in left_out]
        if len(lines) > 1 and lines[0].is_row and lines[1].is_row and lines[0].text == head:
            del lines[0]
        elif lines:
            head = None
        if lines and lines[-1].is_row:
            rows = next((i for i in range(len(lines), 0, -1) if not lines[i - 1].is_row), 0)
            head = lines[rows].text if rows or head is None else head
        elif lines:
            head = None
        kept.append(lines)
    return kept


def _write_lines(pages: Sequence[Sequence[TextLine]], levels: dict[tuple[int, int], int]) -> Iterator[Line]:
    """The document's lines, with an empty one where a paragraph ends."""
    usual = _usual_gap(pages)
    before: TextLine | None = None
    was_heading = False
    last_page = 0
    for number, page in enumerate(pages):
        for index, line in enumerate(page):
            level = levels.get((number, index))
            if before is not None:
                turned = last_page != number or line.top < before.top
                parted = _is_parted(before, line, usual) if not turned else _has_ended(before, line)
                if parted or (turned and (was_heading or level is not None)):
                    yield Line("", number + 1)
            yield Line(line.text, number + 1, level)
            before, was_heading, last_page = line, level is not None, number


def _usual_gap(pages: Sequence[Sequence[TextLine]]) -> float:
    """The usual white between lines of running text in em."""
    gaps = sorted(
        (after.top - before.bottom) / after.size
        for page in pages
        for before, after in pairwise(page)
        if before.column == after.column
        and not before.is_row
        and not after.is_row
        and after.size > 0
        and abs(before.size - after.size) < 0.5
        and after.top > before.top
    )
    return max(gaps[len(gaps) // 2], 0.0) if gaps else 1.0


def _is_parted(before: TextLine, line: TextLine, usual: float) -> bool:
    """Whether the white between two lines of a page is clearly wider than usual, or a table begins or ends."""
    if before.is_row and line.is_row:
        return False
    white = (line.top - before.bottom) / max(min(before.size, line.size), 1.0)
    return before.is_row or line.is_row or white > usual + _WIDER_GAP


def _has_ended(before: TextLine, line: TextLine) -> bool:
    """Whether the text had ended at the foot of a page or column."""
    if before.is_row or line.is_row:
        return not (before.is_row and line.is_row)
    return bool(_CLOSED.search(before.text)) or before.x1 < before.right - 2 * before.size


def _measure(number: int, lines: Sequence[str]) -> PageQuality:
    text = "".join("".join(line.split()) for line in lines)
    broken = sum(len(match[0]) for match in _PRIVATE.finditer(text))
    return PageQuality(number, len(text), broken)


def _warnings(pages: Sequence[PdfPage]) -> Iterator[str]:
    said = (
        ("pages without text, scanned or pictures only (OCR needed)", [page.is_picture for page in pages]),
        ("pages that cannot be read", [page.is_unreadable for page in pages]),
        ("pages with too many ruled lines, their tables not read as tables", [page.is_too_ruled for page in pages]),
        ("pages in vertical writing, to be checked", [page.is_vertical for page in pages]),
        ("text set aslant, such as a watermark, left out", [bool(page.slanted) for page in pages]),
    )
    for what, marks in said:
        numbers = [str(number) for number, mark in enumerate(marks, start=1) if mark]
        if numbers:
            shown = ", ".join(numbers[:20]) + (f" and {len(numbers) - 20} more" if len(numbers) > 20 else "")
            yield f"{what}: {shown}"
