"""All pages of a PDF file, read in a process of their own.

PDFium is quick and has been hardened for years, yet a hostile file can make any reader of the format run on for
hours or die. Apart, such a file ends in one message.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_layout import TextLine, is_vertical, lay_out, turn_vertical
from ingest.readers.pdf_page import PageContent, read_page

MOST_PAGES = 2_000
_SECONDS_PER_PAGE = 5
_LEAST_SECONDS, _BYTES_PER_SECOND = 10, 5_000
"""Seconds of computing that a page and a file may take, a file one more for each so many bytes.

Usual files take a tenth of it or less.
"""
_MOST_MEMORY = 4 * 1024**3
"""Bytes."""
_LEAST_CHARACTERS, _CHARACTERS_PER_BYTE = 100_000, 2
_LEAST_RULES, _BYTES_PER_RULE = 10_000, 2
"""What a file may hold, and how much for its bytes; one that holds more is made to tire its reader."""
_MARGIN = 0.12
"""Share of the page's height; running heads and page numbers stand within it at the top and bottom."""
_MOST_MARGIN_LINES = 4
_TURNED_PLACE = 10_000.0
"""Place of lines that are turned against the rest of their page, such as a chapter's name at its edge."""


class PdfFault(Exception):
    """A PDF cannot be read; the message is the reason in one line, without the file's name."""


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page's lines in reading order, and what is known of the page.

    ``places`` are the lines that may be furniture: index -> points from the top. ``slanted`` is text set aslant,
    ``is_picture`` a page of drawings without text; ``is_too_ruled`` says that its tables were not looked for.
    """

    lines: tuple[TextLine, ...]
    places: dict[int, float]
    slanted: str = ""
    is_vertical: bool = False
    is_picture: bool = False
    is_unreadable: bool = False
    is_too_ruled: bool = False


def read_pages(content: bytes, before_page: Callable[[], None] = lambda: None) -> list[PdfPage]:
    """The pages of a PDF, read in this process; ``before_page`` is called before each.

    Raises:
        PdfFault: it cannot be opened, or it is over a limit.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as fault:
        if fault.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise PdfFault("protected by a password: take the protection off and add it again") from fault
        raise PdfFault("a damaged PDF file: it cannot be opened") from fault
    try:
        count = len(document)
        if count == 0:
            raise PdfFault("the PDF file has no pages")
        if count > MOST_PAGES:
            raise PdfFault(f"{count} pages, over the limit of {MOST_PAGES}")
        characters = max(_LEAST_CHARACTERS, _CHARACTERS_PER_BYTE * len(content))
        rules = max(_LEAST_RULES, len(content) // _BYTES_PER_RULE)
        pages: list[PdfPage] = []
        for index in range(count):
            before_page()
            held = _read_content(document, index)
            if held is None:
                pages.append(PdfPage((), {}, is_unreadable=True))
                continue
            characters -= held.drawn
            rules -= len(held.edges)
            if characters < 0:
                raise PdfFault(f"page {index + 1}: more text than a file of its size can hold")
            pages.append(_lay_out_page(held, with_tables=rules >= 0))
        return pages
    finally:
        document.close()


def _read_content(document: pdfium.PdfDocument, index: int) -> PageContent | None:
    """What stands on a page; None if it cannot be read."""
    try:
        page = document[index]
    except pdfium.PdfiumError:
        return None
    try:
        return read_page(page)
    except pdfium.PdfiumError:
        return None
    except OverflowError as fault:
        raise PdfFault(f"page {index + 1}: {fault}") from fault
    finally:
        page.close()


def _lay_out_page(content: PageContent, with_tables: bool) -> PdfPage:
    vertical = is_vertical(content.glyphs)
    if vertical:
        lines = lay_out(turn_vertical(content.glyphs, content.width))
        places: dict[int, float] = {}
    else:
        lines = lay_out(content.glyphs, content.edges if with_tables else ())
        places = _margin_places(lines, content.height)
    for group in content.turned:
        turned = lay_out(group)
        places.update({len(lines) + index: _TURNED_PLACE for index in range(len(turned))})
        lines.extend(turned)
    is_picture = not lines and content.has_drawings
    return PdfPage(tuple(lines), places, content.slanted, vertical, is_picture, is_too_ruled=not with_tables)


def _margin_places(lines: Sequence[TextLine], height: float) -> dict[int, float]:
    """The outer lines that stand in the upper or lower margin: index -> points from the top."""
    by_height = sorted(range(len(lines)), key=lambda index: lines[index].top)
    upper = [index for index in by_height if lines[index].bottom <= _MARGIN * height][:_MOST_MARGIN_LINES]
    lower = [index for index in by_height if lines[index].top >= (1 - _MARGIN) * height][-_MOST_MARGIN_LINES:]
    return {index: lines[index].bottom for index in (*upper, *lower)}


def read_pages_apart(content: bytes, page_seconds: int = _SECONDS_PER_PAGE) -> list[PdfPage]:
    """``read_pages`` in a process of its own, with limits on what it computes and stores.

    Raises:
        PdfFault: as ``read_pages``; also where a limit was reached or the process died.
    """
    seconds = _LEAST_SECONDS + len(content) // _BYTES_PER_SECOND
    start = "import sys; from ingest.readers.pdf_pages import serve_pages; serve_pages(*map(int, sys.argv[1:]))"
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", start, str(seconds), str(page_seconds)],
            input=content,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": paths},
            # Holds where computing cannot be limited; much longer, since a busy machine is slow.
            timeout=6 * seconds + 30,
            check=False,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise PdfFault("damaged or hostile: reading it takes more time or memory than a text can need") from fault
    if "fault" in answer:
        raise PdfFault(answer["fault"])
    return [_revive_page(page) for page in answer["pages"]]


def serve_pages(seconds: int, page_seconds: int) -> None:
    """Read a PDF from standard input and write its pages, or the fault, as JSON to standard output."""
    before_page = _limit_process(seconds, page_seconds)
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, object] = {"pages": [asdict(page) for page in read_pages(content, before_page)]}
    except PdfFault as fault:
        answer = {"fault": str(fault)}
    sys.stdout.write(json.dumps(answer))


def _limit_process(seconds: int, page_seconds: int) -> Callable[[], None]:
    """Limit this process, which ends when it passes a limit; calling the result gives the next page its time."""
    try:
        import resource
    except ImportError:  # not a Unix system: only the caller's timeout holds
        return lambda: None
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def restart_timer() -> None:
        signal.setitimer(signal.ITIMER_PROF, page_seconds)

    return restart_timer


def _revive_page(page: dict[str, Any]) -> PdfPage:
    lines = tuple(TextLine(**line) for line in page["lines"])
    places = {int(index): float(place) for index, place in page["places"].items()}
    return PdfPage(**{**page, "lines": lines, "places": places})
