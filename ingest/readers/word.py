"""Word files (.docx): paragraphs, tables and notes in reading order, numbered as Word prints them.

A contents list is left out where the heading styles say the same, as Word wrote it from them. It is kept,
as lines with a tab before the page number, where it names headings that no style marks. A heading's soft line
breaks become spaces, so that it stays one heading. Notes follow the section that refers to them.
"""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.japanese import fold
from ingest.readers.bold_headings import state_bold_levels
from ingest.readers.word_blocks import BlockReader, PrintedLine, is_contents_title
from ingest.readers.word_package import read_package
from ingest.readers.word_pages import PageCounter
from ingest.readers.word_xml import Element, qn


def read_word(path: Path) -> Document:
    """The document in a Word file. Running heads and feet are furniture; comments and hidden text are not read.

    Raises:
        GuidelineError: the file is no Word file, encrypted, damaged, or would inflate beyond reason.
    """
    package = read_package(path)
    pages = PageCounter(package.body)
    reader = BlockReader(package, pages)
    printed, dropped = _drop_contents(reader.read_body(package.body))
    margins = BlockReader(package, PageCounter())
    running = [entry for root in package.margins for entry in margins.read_blocks(root)]
    return Document(
        lines=tuple(state_bold_levels([entry.line for entry in printed], _bold_lines(printed))),
        title=" ".join(entry.line.text.strip() for entry in printed if entry.in_title),
        warnings=tuple(_warnings(package.body, reader, pages)),
        furniture=tuple(dict.fromkeys(e.line.text.strip() for e in running + dropped if e.line.text.strip())),
    )


def _bold_lines(printed: list[PrintedLine]) -> dict[int, int]:
    return {index: entry.bold_size for index, entry in enumerate(printed) if entry.bold_size is not None}


def _warnings(body: Element, reader: BlockReader, pages: PageCounter) -> list[str]:
    found: list[str] = []
    if pages.page is not None and not pages.is_exact:
        found.append("pages are counted by the page breaks put in by hand; the true numbers may be higher")
    if next(body.iter(qn("w:ins"), qn("w:del"), qn("w:moveFrom")), None) is not None:
        found.append("the file holds tracked changes: they are read as accepted")
    if reader.pictures:
        found.append(f"{reader.pictures} pictures or diagrams: text in them is not read")
    if reader.embedded:
        found.append(f"{reader.embedded} embedded files are not read")
    return found


def _drop_contents(printed: list[PrintedLine]) -> tuple[list[PrintedLine], list[PrintedLine]]:
    """The lines without the contents lists that say no more than the heading styles, and those left out."""
    styled = {fold(entry.line.text) for entry in printed if entry.line.level is not None}
    kept: list[PrintedLine] = []
    dropped: list[PrintedLine] = []
    position = 0
    while position < len(printed):
        if not printed[position].in_contents:
            kept.append(printed[position])
            position += 1
            continue
        end = _contents_end(printed, position)
        listing = [*_take_title(kept), *printed[position:end]]
        (dropped if _is_redundant(listing, styled) else kept).extend(listing)
        position = end
    return kept, dropped


def _contents_end(printed: list[PrintedLine], start: int) -> int:
    """The end of the contents list that starts there; blank lines inside belong to it."""
    end = position = start
    while position < len(printed) and (printed[position].in_contents or not printed[position].line.text.strip()):
        position += 1
        if printed[position - 1].in_contents:
            end = position
    return end


def _take_title(kept: list[PrintedLine]) -> list[PrintedLine]:
    """The title line at the end of ``kept``, with the blank lines below it, taken off; empty if there is none."""
    start = len(kept) - 1
    while start >= 0 and not kept[start].line.text.strip():
        start -= 1
    if start < 0 or not is_contents_title(kept[start].line.text):
        return []
    taken = kept[start:]
    del kept[start:]
    return taken


def _is_redundant(listing: list[PrintedLine], styled: set[str]) -> bool:
    texts = [entry.line.text for entry in listing if entry.line.text.strip()]
    entries = [text for text in texts if not is_contents_title(text)]
    if not entries:
        return False
    known = sum(fold(text.rpartition("\t")[0] or text) in styled for text in entries)
    # A list of figures has another title; no heading would ever be found by it.
    is_other_list = len(entries) == len(texts) and any(entry.generated for entry in listing)
    return known * 2 >= len(entries) or is_other_list
