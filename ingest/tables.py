"""Tables in plain text: tab-separated or with pipes, read as rows under column headings.

A table is lines next to one another. Its first line is the heading; a second heading line that fills
columns the first left empty is merged into it, as the years under 実施目標年度. A heading that comes again
on the next page is a heading there too. A row whose first cell is empty continues the one above and takes
over its name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST_SUBHEADING = 6
"""Characters; longer cells are content, not a second line of headings."""

_RULE = re.compile(r"^\|[\s|:-]+\|?$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its place in the text in characters, its cells, and the cells' headings.

    ``name`` is the first cell, or the nearest above if this one is empty. ``is_head`` marks heading lines.
    """

    start: int
    end: int
    cells: tuple[str, ...]
    labels: tuple[str, ...]
    name: str
    is_head: bool


def is_table_line(line: str) -> bool:
    """Whether a line belongs to a table."""
    return "\t" in line or (line.startswith("|") and line.count("|") >= 2)


def split_cells(line: str) -> tuple[str, ...]:
    """The cells of a table line, white space at their edges left out."""
    parts = line.strip().strip("|").split("|") if line.startswith("|") else line.split("\t")
    return tuple(part.strip() for part in parts)


def read_table(text: str, start: int, end: int) -> list[Row]:
    """The rows of the table that stands at ``text[start:end]``; rules between them are left out."""
    lines: list[tuple[int, int, tuple[str, ...]]] = []
    position = start
    for line in text[start:end].split("\n"):
        if line.strip() and not _RULE.match(line.strip()):
            lines.append((position, position + len(line), split_cells(line)))
        position += len(line) + 1
    head_lines = _head_lines([cells for _, _, cells in lines])
    heads = [cells for _, _, cells in lines[:head_lines]]
    labels = _merge_heads(heads)
    rows: list[Row] = []
    name = ""
    for begin, stop, cells in lines:
        is_head = cells in heads
        name = name if is_head else (cells[0] or name)
        rows.append(Row(begin, stop, cells, labels, name, is_head))
    return rows


def _head_lines(rows: list[tuple[str, ...]]) -> int:
    """How many lines head the table: 0 for pairs of a name and its text, else 1, or 2 where the second
    line only fills columns that the first left empty or spanned."""
    if len(rows) < 2 or (len(rows[0]) <= 2 and rows[0][0]):
        return 0
    first, second = rows[0], rows[1]
    spans = any(not cell for cell in first[1:-1])
    return 2 if spans and not second[0] and all(len(cell) <= LONGEST_SUBHEADING for cell in second) else 1


def _merge_heads(heads: list[tuple[str, ...]]) -> tuple[str, ...]:
    if not heads:
        return ()
    width = max(len(cells) for cells in heads)
    filled: list[list[str]] = []
    for cells in heads:
        padded = [*cells, *[""] * (width - len(cells))]
        filled.append(padded)
    if len(filled) == 1:
        return tuple(filled[0])
    upper, lower = filled[0], filled[1]
    labels, group = [], ""
    for top, bottom in zip(upper, lower, strict=True):
        group = top or group
        labels.append(f"{group} {bottom}" if bottom else (top or group))
    return tuple(labels)
