"""The lines of a PDF page in reading order: tables, columns, lines.

Runs (``pdf_lines``) that stand over one another make a column. A gutter is a white strip with lines of text on
both sides; text that runs across it, such as a heading over both columns, parts the page above and below.
Lengths are points; ``y`` grows downwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf_edges import Edge
from ingest.readers.pdf_lines import Run, build_runs, join_runs, script_gap, write_cell, write_line
from ingest.readers.pdf_page import Glyph
from ingest.readers.pdf_tables import Table, find_tables

_GUTTER = 1.0
"""Em; a narrower white strip is no gutter."""
_LEAST_LINES = 3
"""Lines on either side that a gutter needs to be found; a page that has one may have shorter parts."""
_FILLED = 0.6
"""Share of its column that a line of running text fills."""
_NARROWEST_COLUMN = 0.2
"""Of the region's width."""
_HEADING_SIZE = 1.2
_MOST_CANDIDATES = 40
_DEEPEST = 3
_SIZE_STEP = 0.5
_MOST_RUNS = 1_000
"""Runs beside a gutter; with more the page is no page of columns."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line. ``column`` counts the page's parts in reading order; ``left`` and ``right`` are its
    sides. ``bold`` and ``gothic`` hold if all letters are; a row of a table has ``is_row``."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    gothic: bool = False
    is_row: bool = False
    column: int = 0
    left: float = 0.0
    right: float = 0.0


def lay_out(glyphs: Sequence[Glyph], edges: Sequence[Edge] = ()) -> list[TextLine]:
    """The lines of a page in reading order."""
    tables = find_tables(edges) if glyphs else []
    runs: list[Run] = []
    rest = list(glyphs)
    for table in tables:
        inside = [glyph for glyph in rest if _is_inside(glyph, table)]
        rows = table.write_rows(inside, write_cell)
        if rows:
            rest = [glyph for glyph in rest if not _is_inside(glyph, table)]
            runs.append(_table_run(table, inside, tuple(rows)))
    runs.extend(build_runs(rest))
    if not runs:
        return []
    between_scripts = script_gap(runs)
    lines: list[TextLine] = []
    for number, column in enumerate(_split_columns(runs, _find_gutter(runs), _DEEPEST)):
        left, right = min(run.x0 for run in column), max(run.x1 for run in column)
        for parts in join_runs(column):
            lines.extend(
                replace(line, column=number, left=left, right=right) for line in _write_lines(parts, between_scripts)
            )
    return lines


def is_vertical(glyphs: Sequence[Glyph]) -> bool:
    """Whether most letters, in the order in which they are drawn, follow one another downwards."""
    down = across = 0
    for before, after in pairwise(glyphs):
        dx = abs((after.x0 + after.x1) - (before.x0 + before.x1)) / 2
        dy = (after.top + after.bottom - before.top - before.bottom) / 2
        down += dx < 0.3 * after.size and 0.6 * after.size < dy < 2 * after.size
        across += after.x0 > before.x0 and abs(dy) < 0.3 * after.size
    return down > 2 * across and down >= 10


def turn_vertical(glyphs: Sequence[Glyph], width: float) -> list[Glyph]:
    """Glyphs of a page in vertical writing, turned so that its lines, from the right, run from the left down."""
    return [
        replace(glyph, x0=glyph.top, x1=glyph.bottom, top=top, bottom=top + glyph.size, baseline=top + glyph.size)
        for glyph in glyphs
        for top in (width - (glyph.x0 + glyph.x1 + glyph.size) / 2,)
    ]


def _is_inside(glyph: Glyph, table: Table) -> bool:
    return table.cell_at((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2) is not None


def _table_run(table: Table, glyphs: Sequence[Glyph], rows: tuple[str, ...]) -> Run:
    left, top, right, bottom = table.box
    size = Counter(glyph.size for glyph in glyphs).most_common(1)[0][0]
    return Run((), left, right, top, bottom, bottom, size, rows)


def _write_lines(parts: Sequence[Run], between_scripts: float) -> list[TextLine]:
    """The line that runs side by side make, or the rows of a table."""
    first = parts[0]
    if first.rows:
        height = (first.bottom - first.top) / len(first.rows)
        tops = [first.top + index * height for index in range(len(first.rows))]
        return [
            TextLine(row, first.x0, first.x1, top, top + height, first.size, is_row=True)
            for row, top in zip(first.rows, tops, strict=True)
        ]
    text = write_line(parts, between_scripts)
    if not text:
        return []
    printed = [glyph for run in parts for glyph in run.glyphs if glyph.text != " "]
    largest = max(parts, key=lambda run: len(run.glyphs))
    return [
        TextLine(
            text,
            min(run.x0 for run in parts),
            max(run.x1 for run in parts),
            min(run.top for run in parts),
            max(run.bottom for run in parts),
            largest.size,
            all(glyph.bold for glyph in printed),
            all(glyph.gothic or glyph.text.isascii() for glyph in printed),
        )
    ]


def _find_gutter(runs: Sequence[Run]) -> float | None:
    """The x at which a right column begins, or None; found where both sides have lines that fill their column."""
    text = [run for run in runs if not run.rows]
    if len(text) < 2 * _LEAST_LINES:
        return None
    em = _usual_size(text)
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    starts = Counter(round(run.x0 / _SIZE_STEP) * _SIZE_STEP for run in text)
    likely = [
        start
        for start, count in starts.most_common(_MOST_CANDIDATES)
        if count >= _LEAST_LINES
        and start - left >= _NARROWEST_COLUMN * (right - left)
        and right - start >= _NARROWEST_COLUMN * (right - left)
    ]
    best, best_score = None, 0
    for start in likely:
        score = sum(_score_part(part, start, em, right - left) for part, _ in _slabs(runs, start, em))
        if score > best_score:
            best, best_score = start, score
    return best


def _usual_size(runs: Sequence[Run]) -> float:
    weights: Counter[float] = Counter()
    for run in runs:
        weights[round(run.size, 1)] += len(run.glyphs)
    return weights.most_common(1)[0][0]


def _slabs(runs: Sequence[Run], gutter: float, em: float) -> list[tuple[list[Run], bool]]:
    """The runs from the top down in parts: those beside the gutter, and (True) those across it."""
    strip = (gutter - 0.8 * _GUTTER * em, gutter - 0.2 * em)
    parts: list[tuple[list[Run], bool]] = []
    for run in sorted(runs, key=lambda run: run.top):
        across = (run.x0 < strip[0] < run.x1) or strip[0] <= run.x0 < strip[1]
        if not parts or parts[-1][1] != across:
            parts.append(([], across))
        parts[-1][0].append(run)
    return parts


def _score_part(part: Sequence[Run], gutter: float, em: float, across: float) -> int:
    """How many runs of a part speak for columns: 0 unless both sides have lines that fill their column.

    ``across`` is the width of all.
    """
    sides = [run for run in part if run.x1 <= gutter], [run for run in part if run.x0 >= gutter - 0.5 * em]
    for side in sides:
        if len(side) < _LEAST_LINES:
            return 0
        lengths = sorted(run.x1 - run.x0 for run in side)
        # The usual longest line, since a side may hold columns of its own or a line that sticks out.
        width = lengths[-1 - len(lengths) // 10]
        full = [length for length in lengths if length >= _FILLED * width]
        if width < _NARROWEST_COLUMN * across or len(full) < _LEAST_LINES or 2 * sum(full) < sum(lengths):
            return 0
    top, bottom = (
        max(min(run.top for run in side) for side in sides),
        min(max(run.bottom for run in side) for side in sides),
    )
    shortest = min(max(run.bottom for run in side) - min(run.top for run in side) for side in sides)
    return len(sides[0]) + len(sides[1]) if bottom - top >= 0.5 * shortest else 0


def _split_columns(runs: Sequence[Run], gutter: float | None, depth: int) -> list[list[Run]]:
    """The columns in reading order. Text across the gutter is a column of its own."""
    if gutter is None or depth == 0:
        return [list(runs)]
    em = _usual_size([run for run in runs if not run.rows])
    columns: list[list[Run]] = []
    for part, across in _slabs(runs, gutter, em):
        if across:
            columns.append(part)
            continue
        for slab in _split_at_headings(part, gutter, em):
            left = [run for run in slab if run.x1 <= gutter]
            right = [run for run in slab if run.x1 > gutter]
            for side in (left, right):
                if side:
                    columns.extend(_split_columns(side, _find_gutter(side), depth - 1))
    return columns


def _split_at_headings(part: Sequence[Run], gutter: float, em: float) -> list[list[Run]]:
    """A large heading that is short stands over both columns all the same if the other side is white beside it."""
    if len(part) > _MOST_RUNS:
        return [list(part)]
    slabs: list[list[Run]] = [[]]
    rights = [run for run in part if run.x0 >= gutter - 0.5 * em]
    lefts = [run for run in part if run.x1 <= gutter]
    for run in sorted(part, key=lambda run: run.top):
        parts_page = (
            run.x1 <= gutter
            and not run.rows
            and run.size >= _HEADING_SIZE * em
            and not any(other.top < run.bottom + 0.3 * em and other.bottom > run.top - 0.3 * em for other in rights)
            and all(
                any(other.bottom <= run.top for other in side) and any(other.top >= run.bottom for other in side)
                for side in (lefts, rights)
            )
        )
        if parts_page:
            slabs.extend([[run], []])
        else:
            slabs[-1].append(run)
    return [part for slab in slabs if slab for part in _split_below(slab, gutter, em)]


def _split_below(slab: list[Run], gutter: float, em: float) -> list[list[Run]]:
    """What stands at the left below a pair of columns that end together, parted from them."""
    lefts = sorted((run for run in slab if run.x1 <= gutter), key=lambda run: run.top)
    right_end = max((run.bottom for run in slab if run.x1 > gutter), default=None)
    if right_end is None:
        return [slab]
    left_end = lefts[0].bottom if lefts else 0.0
    for run in lefts[1:]:
        white = run.top - max(left_end, right_end)
        if white > (0.5 if run.rows else 1.5) * em and abs(left_end - right_end) <= 2 * em:
            return [[other for other in slab if other.top < run.top], [other for other in slab if other.top >= run.top]]
        left_end = max(left_end, run.bottom)
    return [slab]
