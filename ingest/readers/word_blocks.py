"""Paragraphs, tables and text boxes of a Word file as printed lines, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ingest.document import Line
from ingest.japanese import fold
from ingest.readers.bold_headings import looks_like_heading
from ingest.readers.word_notes import Note, Notes
from ingest.readers.word_numbering import BULLET, Numbering
from ingest.readers.word_package import WordPackage
from ingest.readers.word_pages import PageCounter
from ingest.readers.word_styles import Style, Styles, numbering_of, outline_level
from ingest.readers.word_tables import Cell, is_box, table_rows
from ingest.readers.word_text import TextReader
from ingest.readers.word_xml import Element, child, child_value, is_on, qn, tags

_BLOCKS = tags("w:p", "w:tbl", "w:altChunk")
_AROUND = tags("w:sdtContent", "w:customXml", "w:ins", "w:moveTo")
_CONTROL = qn("w:sdt")
_PAGE_NUMBER = re.compile(r"(?:[0-9０-９]{1,4}|[ivx]{1,5})(?:頁|ページ)?", re.IGNORECASE)
_AROUND_PAGE_NUMBER = " \u3000()（）-‐－–―"
_CONTENTS_TITLES = frozenset({"目次", "もくじ", "contents"})
_BRACKETS = "【】[]〔〕<>《》■◆●"
_WHITE_SPACE = " \t\n\r"
_WIDE_SPACE = f"{_WHITE_SPACE}\u3000"

Lines = list[tuple[str, int | None]]
"""Texts with their pages."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line and what it is besides. ``in_contents`` marks an entry of a contents list, ``generated`` one that
    Word writes; ``in_title`` a part of the document's title; ``bold_size`` the size of print, in half
    points, of a paragraph that is all bold."""

    line: Line
    in_contents: bool = False
    generated: bool = False
    in_title: bool = False
    bold_size: int | None = None


def is_contents_title(text: str) -> bool:
    """Whether a line is the title of a contents list."""
    return len(text) < 30 and fold(text).strip(_BRACKETS) in _CONTENTS_TITLES


class BlockReader:
    """Reads the blocks of a file one after the other: numbers, notes and pages count on."""

    def __init__(self, package: WordPackage, pages: PageCounter) -> None:
        """``pages`` is moved on by what is read."""
        self.embedded = 0
        self._styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering, self._styles)
        self._notes = Notes(package.footnotes, package.endnotes)
        self._pages = pages
        self._text = TextReader(self._styles, self._notes, pages)
        self._title: set[str] = set()
        self._title_ended = False
        self._carried: list[Lines] = []

    @property
    def pictures(self) -> int:
        """How many pictures have been passed."""
        return self._text.pictures

    def read_body(self, body: Element) -> list[PrintedLine]:
        """The lines of the document, each section's notes after it."""
        printed: list[PrintedLine] = []
        waiting: list[Note] = []
        for block, in_contents in _blocks(body, False):
            read = self._read_block(block, in_contents)
            if any(entry.line.level for entry in read):
                printed += self._print_notes(waiting)
                waiting = []
            printed += read
            waiting += self._notes.take_waiting()
        printed += self._print_carried()
        while waiting:
            printed += self._print_notes(waiting)
            waiting = self._notes.take_waiting()
        return printed

    def read_blocks(self, parent: Element, in_contents: bool = False) -> list[PrintedLine]:
        """The lines of what is inside ``parent``: a cell, a text box, a note, a running head."""
        outer, self._carried = self._carried, []
        printed = [entry for block, inside in _blocks(parent, in_contents) for entry in self._read_block(block, inside)]
        printed += self._print_carried()
        self._carried = outer
        return printed

    def _read_block(self, block: Element, in_contents: bool) -> list[PrintedLine]:
        if block.tag == qn("w:tbl"):
            return self._read_table(block, in_contents)
        if block.tag == qn("w:altChunk"):
            self.embedded += 1
            return []
        properties = child(block, "w:pPr")
        printed = self._read_paragraph(block, properties, in_contents)
        self._pages.end_section(properties)
        return printed

    def _read_paragraph(self, paragraph: Element, properties: Element | None, in_contents: bool) -> list[PrintedLine]:
        style = self._styles.paragraph_style(properties)
        starts_page = child(properties, "w:pageBreakBefore")
        if style.starts_page if starts_page is None else is_on(starts_page):
            self._pages.start_paragraph_on_new_page()
        text = self._text.read(paragraph, style)
        printed: list[PrintedLine] = []
        lines = [] if (removed := _is_removed(properties)) else _joined([*self._take_carried(), text.lines])
        if removed:
            # Without its mark the paragraph runs on into the next one.
            self._carried.append(text.lines)
        elif lines or not (style.is_hidden or is_on(child(properties, "w:rPr", "w:vanish"))):
            printed = self._print_paragraph(lines, properties, style, in_contents or text.in_contents, text.bold_size)
        # What is bold in a text box titles the box, not a part of the document.
        return printed + [replace(entry, bold_size=None) for box in text.boxes for entry in self.read_blocks(box)]

    def _print_paragraph(
        self, lines: Lines, properties: Element | None, style: Style, generated: bool, bold_size: int | None
    ) -> list[PrintedLine]:
        number_id, number_level = numbering_of(properties, style)
        number = self._numbering.next_number(number_id, number_level, style.id) if number_id else ""
        if not lines:
            shown = "" if number == BULLET else number.strip(_WHITE_SPACE)
            return [PrintedLine(Line(shown, self._pages.page), generated, generated)]
        whole = " ".join([lines[0][0], *(text.lstrip(_WIDE_SPACE) for text, _ in lines[1:])])
        stated, level = outline_level(properties)
        level = level if stated else style.level
        in_title = self._belongs_to_title(whole, style)
        if not whole.strip() or is_contents_title(whole) or (style.is_title and whole in self._title):
            level = None
        if level is not None:
            if generated:
                self._text.leave_contents()
            number = "" if number == BULLET else number
            return [PrintedLine(Line(number + whole.replace("\t", " "), lines[0][1], level))]
        is_bold = bold_size is not None and number != BULLET and not in_title and looks_like_heading(whole)
        if is_bold or _is_broken_entry([text for text, _ in lines]):
            lines = [(whole, lines[0][1])]
        lines = [(number + lines[0][0], lines[0][1]), *lines[1:]]
        printed = [self._print_line(text, page, style, generated, in_title) for text, page in lines]
        return [replace(entry, bold_size=bold_size if is_bold and not entry.in_contents else None) for entry in printed]

    def _print_line(self, text: str, page: int | None, style: Style, generated: bool, in_title: bool) -> PrintedLine:
        head, _, tail = text.rpartition("\t")
        numbered = _ends_in_page_number(text)
        spaced = f"{head.replace(chr(9), ' ').rstrip(' ')}\t{tail}" if numbered else text.replace("\t", " ")
        is_entry = style.is_contents or (generated and (numbered or not text.strip() or is_contents_title(text)))
        return PrintedLine(Line(spaced, page), is_entry, generated and is_entry, in_title)

    def _belongs_to_title(self, text: str, style: Style) -> bool:
        """The first paragraphs in the title's style are the title; later ones are headings, or repeat it."""
        if not text.strip():
            return False
        if not style.is_title or self._title_ended:
            self._title_ended = bool(self._title)
            return False
        self._title.add(text)
        return True

    def _read_table(self, table: Element, in_contents: bool) -> list[PrintedLine]:
        rows = list(table_rows(table))
        if is_box(rows):
            elements = [cell.element for row in rows for cell in row if cell.element is not None]
            return [entry for element in elements for entry in self.read_blocks(element, in_contents)]
        return [entry for row in rows for entry in self._read_row(row)]

    def _read_row(self, row: Iterable[Cell]) -> list[PrintedLine]:
        # A row that runs over a page break marks it in each of its cells.
        start = last = first = self._pages.page
        texts: list[str] = []
        for cell in row:
            self._pages.page = start
            printed = [] if cell.element is None else self.read_blocks(cell.element)
            printed = [entry for entry in printed if entry.line.text.strip()]
            texts.append(" ".join(entry.line.text.replace("\t", " ").strip(_WHITE_SPACE) for entry in printed))
            if start is not None:
                last = max(last or start, self._pages.page or start)
                first = max(first or start, (printed[0].line.page if printed else start) or start)
        self._pages.page = last
        return [PrintedLine(Line("\t".join(texts), first))] if any(texts) else []

    def _print_notes(self, notes: Iterable[Note]) -> Iterator[PrintedLine]:
        for note in notes:
            printed = self.read_blocks(note.element)
            texts = [entry.line.text.replace("\t", " ").strip(_WHITE_SPACE) for entry in printed]
            text = " ".join(text for text in texts if text)
            if text:
                yield PrintedLine(Line(f"{note.marker} {text}".strip(_WHITE_SPACE), note.page))

    def _take_carried(self) -> list[Lines]:
        carried, self._carried = self._carried, []
        return carried

    def _print_carried(self) -> list[PrintedLine]:
        lines = _joined(self._take_carried())
        return [PrintedLine(Line(text.replace("\t", " "), page)) for text, page in lines]


def _blocks(parent: Element, in_contents: bool) -> Iterator[tuple[Element, bool]]:
    """Paragraphs, tables and embedded files, each with whether it stands in a control that Word fills
    with a contents list."""
    for element in parent:
        if element.tag in _BLOCKS:
            yield element, in_contents
        elif element.tag == _CONTROL:
            gallery = child_value(element, "w:sdtPr", "w:docPartObj", "w:docPartGallery")
            yield from _blocks(element, in_contents or gallery == "Table of Contents")
        elif element.tag in _AROUND:
            yield from _blocks(element, in_contents)


def _ends_in_page_number(text: str) -> bool:
    head, _, tail = text.rpartition("\t")
    return bool(head.strip() and _PAGE_NUMBER.fullmatch(tail.strip(_AROUND_PAGE_NUMBER)))


def _is_broken_entry(texts: list[str]) -> bool:
    """Whether two lines of a paragraph are one entry of a contents list, broken like the heading that it names."""
    first, *rest = texts
    return len(rest) == 1 and "\t" not in first and not is_contents_title(first) and _ends_in_page_number(rest[0])


def _is_removed(properties: Element | None) -> bool:
    """Whether a tracked change takes away the mark at a paragraph's end."""
    return any(child(properties, "w:rPr", name) is not None for name in ("w:del", "w:moveFrom"))


def _joined(paragraphs: Iterable[Lines]) -> Lines:
    """The lines of paragraphs that run on: each one's first line continues the last line before it."""
    open_lines: list[tuple[list[str], int | None]] = []
    for lines in paragraphs:
        for position, (text, page) in enumerate(lines):
            if position == 0 and open_lines:
                open_lines[-1][0].append(text)
            else:
                open_lines.append(([text], page))
    return [("".join(parts), page) for parts, page in open_lines]
