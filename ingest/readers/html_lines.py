"""Elements of a page to lines, as a browser would print them: blocks, lists with their numbers, tables, ruby.

The walk keeps its own stack, so that a page may be nested as deeply as it likes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from importlib.resources import files

from bs4 import Tag
from bs4.element import NavigableString, PageElement

from ingest.document import Line
from ingest.readers.html_lists import BULLET, brings_its_own_mark, list_markers
from ingest.readers.html_tables import scan_table, table_grid

HEADINGS = {f"h{level}": level for level in range(1, 7)}


def read_table() -> dict[str, dict[str, list[str]]]:
    """The words of ``web_pages.toml``: section -> key -> words."""
    return tomllib.loads(files("ingest").joinpath("web_pages.toml").read_text("utf-8"))


_NOT_SHOWN, _HIDDEN_CLASSES, _SPACED, _BLOCKS = (
    frozenset(read_table()["shown"][key]) for key in ("not_shown", "hidden_classes", "spaced", "blocks")
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_WHITE_SPACE = re.compile(r"[ \t\r\n\f]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FIRST_WIDE = "\u2e80"
"""From here on writing has no spaces: a line end of the source between two such letters is nothing."""


def is_shown(tag: Tag) -> bool:
    """Whether a browser would show the element."""
    if tag.name in _NOT_SHOWN or tag.has_attr("hidden") or str(tag.get("aria-hidden", "")).lower() == "true":
        return False
    if tag.name == "dialog" and not tag.has_attr("open"):
        return False
    if _HIDDEN_STYLE.search(str(tag.get("style", ""))):
        return False
    return not _HIDDEN_CLASSES.intersection(tag.get_attribute_list("class"))


def element_lines(
    root: Tag, left_out: Collection[int] = (), in_cell: bool = False, bold: dict[int, int] | None = None
) -> list[Line]:
    """The lines of an element, without those of the elements whose ``id()`` is in ``left_out``.

    ``in_cell`` reads the content of a table cell: a table in it is not a grid of its own. ``bold`` is filled with the
    indices of the lines outside lists and tables that are bold as a whole, or the terms of a list of answers, each with
    the size 0, as it is not known.
    """
    writer = _Writer({} if bold is None else bold)
    stack: list[tuple[PageElement, bool]] = [(root, True)]
    while stack:
        node, opens = stack.pop()
        if not isinstance(node, Tag):
            if type(node) is NavigableString:  # not a comment, a declaration
                writer.add(str(node))
        elif not opens:
            _close(writer, node)
        elif id(node) not in left_out and is_shown(node):
            if node.name == "table" and not in_cell and _write_table(writer, node, left_out):
                continue
            _open(writer, node)
            stack.append((node, False))
            stack.extend((child, True) for child in reversed(node.contents))
    writer.end_line()
    while writer.lines and not writer.lines[-1].text:
        writer.lines.pop()
    return writer.lines


def _open(writer: _Writer, tag: Tag) -> None:
    name = tag.name
    if name in HEADINGS:
        writer.end_block()
        writer.level = HEADINGS[name]
    elif name == "br":
        writer.add(" ") if writer.level else writer.end_line(keep_blank=True)
    elif name in {"ul", "ol"}:
        writer.end_block()
        writer.list_depth += 1
        writer.markers.update(list_markers(tag))
    elif name in _SPACED:
        writer.end_block()
        writer.preformatted += name == "pre"
    elif name in _BLOCKS:
        writer.end_line()
        if name == "li":
            writer.marker += writer.markers.pop(id(tag), BULLET)
    elif name == "sup":
        writer.raised.append(len(writer.pieces))
    writer.strength += _is_bold(tag)


def _close(writer: _Writer, tag: Tag) -> None:
    name = tag.name
    _end(writer, tag, name)
    writer.strength -= _is_bold(tag)


def _end(writer: _Writer, tag: Tag, name: str) -> None:
    if name in HEADINGS:
        writer.end_block()
        writer.level = None
    elif name in {"ul", "ol"}:
        writer.end_line()
        writer.list_depth -= 1
        writer.end_block()
    elif name in _SPACED:
        writer.end_block()
        writer.preformatted -= name == "pre"
    elif name in _BLOCKS:
        writer.end_line()
        if name == "li":
            writer.marker = ""
    elif name == "sup":
        _raise_digits(writer)


def _is_bold(tag: Tag) -> bool:
    if tag.name == "dt":  # with blocks below it a term is a question or a heading
        answer = tag.find_next_sibling("dd")
        return isinstance(answer, Tag) and answer.find(["p", "ul", "ol", "table"], recursive=False) is not None
    return tag.name in {"b", "strong"} or _BOLD_STYLE.search(str(tag.get("style", ""))) is not None


def _raise_digits(writer: _Writer) -> None:
    """A raised number, as of a note, gets raised digits: 協働1 would be something else."""
    start = writer.raised.pop() if writer.raised else len(writer.pieces)
    raised = "".join(writer.pieces[start : start + 3]).strip()
    if len(writer.pieces) <= start + 3 and raised.isascii() and raised.isdecimal() and len(raised) <= 3:
        writer.pieces[start:] = [raised.translate(_RAISED)]


def _write_table(writer: _Writer, table: Tag, left_out: Collection[int]) -> bool:
    """Write the rows of a table that holds data; False if it only lays out the page."""
    scan = scan_table(table, is_shown)
    if scan.is_layout:
        return False
    writer.end_block()
    for caption in scan.captions:
        for line in element_lines(caption, left_out, in_cell=True):
            writer.put(line.text)
    for row in table_grid(scan, lambda cell: _cell_text(cell, left_out)):
        writer.put(row)
    writer.end_block()
    return True


def _cell_text(cell: Tag, left_out: Collection[int]) -> str:
    lines = element_lines(cell, left_out, in_cell=True)
    return " ".join(line.text.replace("\t", " ") for line in lines if line.text.strip()).strip(" ")


class _Writer:
    """Lines as they are printed; ``pieces`` are those of the line that is being written, ``marker`` goes in front.

    ``strength`` counts the bold elements around what is being written, ``bold`` takes the bold lines' indices.
    """

    def __init__(self, bold: dict[int, int]) -> None:
        self.bold = bold
        self.strength = 0
        self._is_plain = False
        self.lines: list[Line] = []
        self.pieces: list[str] = []
        self.raised: list[int] = []  # where raised text starts among the pieces
        self.marker = ""
        self.markers: dict[int, str] = {}
        self.level: int | None = None
        self.list_depth = 0
        self.preformatted = 0
        self._blank_due = False

    def add(self, text: str) -> None:
        """Text of an element, with the white space of the source."""
        self._is_plain = self._is_plain or (not self.strength and not text.isspace())
        if not self.preformatted:
            self.pieces.append(text)
            return
        first, *rest = text.replace("\r\n", "\n").split("\n")
        self.pieces.append(first)
        for line in rest:
            self.end_line(keep_blank=True)
            self.pieces.append(line)

    def end_line(self, keep_blank: bool = False) -> None:
        """End the line; one without text is left out, or kept as a blank line inside a block."""
        text = "".join(self.pieces)
        self.pieces.clear()
        self.raised.clear()
        text = text.rstrip() if self.preformatted else _collapse(text)
        if text.strip():
            self.put(text, is_bold=not self._is_plain)
        elif keep_blank and self.lines and self.lines[-1].text and not self._blank_due:
            self.lines.append(Line(""))
        self._is_plain = False

    def put(self, text: str, is_bold: bool = False) -> None:
        """A whole line."""
        if self._blank_due and self.lines and self.lines[-1].text:
            self.lines.append(Line(""))
        self._blank_due = False
        marker, self.marker = self.marker, ""
        if (self.level and marker.endswith(BULLET)) or brings_its_own_mark(text):
            marker = ""
        if is_bold and not (marker or self.list_depth or self.preformatted):
            self.bold[len(self.lines)] = 0
        self.lines.append(Line(marker + text, level=self.level))

    def end_block(self) -> None:
        """End the line, and have a blank one before the next; the items of a list stay together."""
        self.end_line()
        self._blank_due = self._blank_due or not self.list_depth


def _collapse(text: str) -> str:
    def space(match: re.Match[str]) -> str:
        start, end = match.span()
        inside = start > 0 and end < len(text)
        wide = inside and text[start - 1] >= _FIRST_WIDE and text[end] >= _FIRST_WIDE
        return "" if wide and "\n" in match[0] else " "

    return _WHITE_SPACE.sub(space, text).replace("\xa0", " ").strip(" ")
