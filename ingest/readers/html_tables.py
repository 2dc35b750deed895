"""Tables of a page: whether one holds data or only lays out the page, and its cells as a grid of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bs4 import Tag

MOST_COLUMNS = 100
"""Cells of a row; what is spanned beyond is not filled up."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "div", "ul", "ol", "dl", "section", "article", "form"}


@dataclass(frozen=True, slots=True)
class TableScan:
    """A table's own captions and the cells of its own rows, those of tables inside it left aside."""

    captions: tuple[Tag, ...]
    rows: tuple[tuple[Tag, ...], ...]
    is_layout: bool


def scan_table(table: Tag, is_shown: Callable[[Tag], bool]) -> TableScan:
    """The rows of a table; one that is a single column, or holds headings or tables, lays out the page."""
    captions: list[Tag] = []
    rows: list[list[Tag]] = []
    names: set[str] = set()
    stack = [child for child in reversed(table.contents) if isinstance(child, Tag)]
    while stack:
        tag = stack.pop()
        if not is_shown(tag):
            continue
        names.add(tag.name)
        if tag.name == "caption":
            captions.append(tag)
        elif tag.name == "tr":
            rows.append([])
        elif tag.name in {"td", "th"} and rows:
            rows[-1].append(tag)
        if tag.name != "table":
            stack.extend(child for child in reversed(tag.contents) if isinstance(child, Tag))
    columns = max((len(row) for row in rows), default=0)
    # Without heading cells, a table of tables or of one row of blocks is a page's columns.
    plain = "th" not in names
    is_layout = (
        table.get("role") in {"presentation", "none"}
        or columns <= 1
        or (plain and bool(names & _HEADINGS or "table" in names))
        or (plain and len(rows) == 1 and bool(names & _BLOCKS))
    )
    return TableScan(tuple(captions), tuple(tuple(row) for row in rows if row), is_layout)


def table_grid(scan: TableScan, read_cell: Callable[[Tag], str]) -> list[str]:
    """The rows of a table, cells tab-separated: a spanned cell's text once, then empty cells; empty rows left out."""
    waiting: dict[int, int] = {}  # column -> rows below that a cell above still spans
    lines: list[str] = []
    for row in scan.rows:
        cells: list[str] = []
        spanned_on: dict[int, int] = {}
        for cell in row:
            _fill(cells, waiting)
            spans = range(len(cells), min(len(cells) + _span(cell, "colspan"), MOST_COLUMNS))
            below = _span(cell, "rowspan") - 1
            cells.append(read_cell(cell))
            cells.extend("" for _ in spans[1:])
            spanned_on.update(dict.fromkeys(spans, below) if below else {})
        _fill(cells, waiting)
        waiting = {column: left - 1 for column, left in waiting.items() if left > 1} | spanned_on
        if any(cell.strip() for cell in cells):
            lines.append("\t".join(cells))
    return lines


def _fill(cells: list[str], waiting: dict[int, int]) -> None:
    while waiting.get(len(cells), 0):
        cells.append("")


def _span(cell: Tag, name: str) -> int:
    written = str(cell.get(name, "1")).strip()
    if not (written.isascii() and written.isdecimal()) or len(written) > 5:
        return 1
    value = int(written)
    return 65534 if value == 0 and name == "rowspan" else max(1, value)
