"""The rows of a Word table, its merged cells laid out as empty ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.readers.word_xml import Element, attribute, child, child_value, descend, integer, is_on, tags

_ROW, _CELL = tags("w:tr"), tags("w:tc")
_AROUND = tags("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")
_WIDEST = 63
"""Columns that Word allows."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that prints its text, or an empty place (``element`` None)."""

    element: Element | None


def table_rows(table: Element) -> Iterator[list[Cell]]:
    """The printed rows of a ``w:tbl``. A cell over several columns or rows is followed by empty places in all
    but its first; deleted and hidden rows are left out."""
    for row in descend(table, _ROW, _AROUND):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None or is_on(child(properties, "w:hidden")):
            continue
        cells = [Cell(None)] * _span(child_value(properties, "w:gridBefore"), least=0)
        for element in descend(row, _CELL, _AROUND):
            cells += _read_cell(element)
        yield cells[:_WIDEST]


def is_box(rows: list[list[Cell]]) -> bool:
    """Whether the table is a frame around running text: no row has two cells."""
    return all(sum(cell.element is not None for cell in row) <= 1 for row in rows)


def _read_cell(element: Element) -> list[Cell]:
    properties = child(element, "w:tcPr")
    if child(properties, "w:cellDel") is not None:
        return []
    span = _span(child_value(properties, "w:gridSpan"), least=1)
    continues = any(
        merge is not None and attribute(merge) != "restart"
        for merge in (child(properties, "w:vMerge"), child(properties, "w:hMerge"))
    )
    return [Cell(None if continues else element)] + [Cell(None)] * (span - 1)


def _span(printed: str, least: int) -> int:
    return max(least, min(integer(printed) or least, _WIDEST))
