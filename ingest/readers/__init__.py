"""Files to documents: ``read_document`` chooses the reader and refuses what no reader should open."""

from __future__ import annotations

from pathlib import Path

from corpus.errors import GuidelineError
from ingest.document import Document, Reader
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.navigation import leave_out_navigation
from ingest.readers.page_marks import leave_out_page_marks
from ingest.readers.pdf import read_pdf
from ingest.readers.plain import read_plain
from ingest.readers.word import read_word
from ingest.repair import repair

READERS: dict[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_word,
    ".pdf": read_pdf,
}
LARGEST_FILE = 100 * 1024 * 1024
"""Bytes; the largest file that is opened."""


def read_document(path: Path) -> Document:
    """The document in a file, its damage mended where it was not legible, a web site's links to other pages left out.

    Raises:
        GuidelineError: the file is missing, empty, too large, of no known format, or its reader refuses it.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise GuidelineError(f"{path}: no reader for this kind of file (known: {', '.join(READERS)})")
    try:
        if not path.is_file():
            raise GuidelineError(f"{path}: not a file")
        size = path.stat().st_size
    except (OSError, ValueError) as fault:
        raise GuidelineError(f"{path}: cannot be read: {fault}") from fault
    if size == 0:
        raise GuidelineError(f"{path}: the file is empty")
    if size > LARGEST_FILE:
        raise GuidelineError(f"{path}: {size} bytes, over the limit of {LARGEST_FILE}")
    document = leave_out_navigation(leave_out_page_marks(repair(reader(path))))
    if not any(line.text.strip() for line in document.lines):
        raise GuidelineError(f"{path}: the file holds no text")
    return document
