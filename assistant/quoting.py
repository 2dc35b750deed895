"""From excerpts to blocks: sentences as paragraphs, items as lists, table rows read with their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.answer import Block, BlockKind, Item
from assistant.citing import CitationList
from assistant.spans import Excerpt, Span
from corpus.guideline import Passage, PassageKind, Section
from ingest.japanese import display_text
from ingest.passages import split_passages
from ingest.tables import split_cells

_MARK = re.compile(r"^[○●◎✓]$")
_TABLE = {PassageKind.ROW, PassageKind.TABLE_HEAD}


def quote_excerpt(excerpt: Excerpt, citations: CitationList, label: str = "") -> Iterator[Block]:
    """The blocks that show an excerpt in the guideline's own words; the first carries ``label``."""
    pieces = _pieces(excerpt)
    for kind, group in groupby(pieces, key=lambda piece: _block_kind(piece[0])):
        spans = list(group)
        if kind is BlockKind.TABLE:
            yield _rows_block(excerpt.section, [passage for passage, _ in spans], citations, label)
        elif kind is BlockKind.LIST:
            yield _list_block(excerpt.section, spans, citations, label)
        else:
            yield from _paragraph_blocks(excerpt.section, spans, citations, label)
        label = ""


def _pieces(excerpt: Excerpt) -> list[tuple[Passage, Span]]:
    """(passage, the part of it that is quoted), in reading order; rows are taken whole."""
    pieces = []
    for passage in excerpt.passages:
        if passage.kind is PassageKind.TABLE_HEAD or (passage.kind is PassageKind.CAPTION and len(excerpt.spans) > 1):
            continue
        for start, end in excerpt.spans:
            part = (max(start, passage.start), min(end, passage.end))
            if part[0] < part[1]:
                whole = (passage.start, passage.end)
                pieces.append((passage, whole if passage.kind in _TABLE else part))
    unique = dict.fromkeys(pieces)
    return list(unique) or [(p, (p.start, p.end)) for p in excerpt.passages]


def _block_kind(passage: Passage) -> BlockKind:
    if passage.kind is PassageKind.ROW:
        return BlockKind.TABLE
    return BlockKind.LIST if passage.kind is PassageKind.ITEM else BlockKind.PARAGRAPH


def _paragraph_blocks(
    section: Section, pieces: list[tuple[Passage, Span]], citations: CitationList, label: str
) -> Iterator[Block]:
    for _, group in groupby(pieces, key=lambda piece: piece[0].paragraph):
        spans = _adjoining(section, [span for _, span in group])
        for span in spans:
            number = citations.cite(section, span)
            text = display_text(section.text[span[0] : span[1]])
            yield Block(BlockKind.PARAGRAPH, text=text, citations=(number,), verbatim=True, label=label)
            label = ""


def _list_block(section: Section, pieces: list[tuple[Passage, Span]], citations: CitationList, label: str) -> Block:
    runs = _adjoining(section, [span for _, span in pieces])
    numbers = [citations.cite(section, run) for run in runs]
    items = []
    for _, (start, end) in pieces:
        number = next(n for n, run in zip(numbers, runs, strict=True) if run[0] <= start and end <= run[1])
        items.append(Item(display_text(section.text[start:end]), (number,)))
    return Block(BlockKind.LIST, items=tuple(items), citations=tuple(numbers), verbatim=True, label=label)


def _rows_block(section: Section, rows: list[Passage], citations: CitationList, label: str) -> Block:
    """Each row read as "heading: cell"; the heading line is cited beside the rows."""
    numbers = [citations.cite(section, run) for run in _adjoining(section, [(r.start, r.end) for r in rows])]
    if any(row.labels for row in rows):
        numbers += [citations.cite(section, (head.start, head.end)) for head in _heads(section, rows)]
    era = citations.era(section)
    items = tuple(Item(read_row(section, row, era), tuple(numbers)) for row in rows)
    return Block(BlockKind.LIST, items=items, citations=tuple(numbers), verbatim=False, label=label)


def _heads(section: Section, rows: list[Passage]) -> list[Passage]:
    """The heading lines of the rows' tables; one that a page break repeats counts once."""
    blocks = {row.paragraph for row in rows}
    heads = [p for p in split_passages(section) if p.kind is PassageKind.TABLE_HEAD and p.paragraph in blocks]
    return list({head.text: head for head in reversed(heads)}.values())[::-1]


def read_row(section: Section, row: Passage, era: str) -> str:
    """A table row in words: its cells with their column headings, empty cells left out.

    ``era`` is what the document counts its fiscal years in, for column headings such as 21 under 年度.
    """
    cells = [display_text(cell) for cell in split_cells(row.text)]
    name = next((cell for cell in cells if cell), "")
    if not row.labels:
        return "：".join(cell for cell in cells if cell)
    parts: list[str] = []
    for cell, heading in zip(cells, (*row.labels, *[""] * len(cells)), strict=False):
        if not cell:
            continue
        heading = _year_heading(heading, era)
        if _MARK.match(cell):
            group, _, column = heading.partition(" ")
            parts.append(f"{group}：{column}" if column else heading)
        else:
            parts.append(f"{heading}：{cell}" if heading else cell)
    if not cells[0]:
        parts.insert(0, _row_name(section, row))
    return "／".join(part for part in parts if part) or name


def _row_name(section: Section, row: Passage) -> str:
    """The name that a row without one of its own takes from above."""
    above = [line for line in section.text[: row.start].split("\n") if "\t" in line]
    return next((cells[0] for cells in map(split_cells, reversed(above)) if cells[0]), "")


def _year_heading(heading: str, era: str) -> str:
    """A two-digit year under 年度 read with its era: 平成21年度."""
    group, _, column = heading.partition(" ")
    return f"{group} {era}{column}年度" if "年度" in group and column.isdecimal() else heading


def _adjoining(section: Section, spans: list[Span]) -> list[Span]:
    """Spans with only white space between them made one, so that one citation serves."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and not section.text[merged[-1][1] : start].strip():
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged
