"""Ruled tables: edges that cross make a grid, squares without a rule between them one cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf_edges import Edge
from ingest.readers.pdf_page import Glyph

MOST_EDGES = 400
"""Of either direction on one page, after joining; a page with more is a drawing."""
_SNAP = 3.0
"""Points; edges as near as this to one another are one, and ends as near to an edge touch it."""
_SHORTEST_EDGE = 5.0
_MOST_SQUARES = 20_000
_MOST_CROOKED = 0.3
"""Share of the squares in cells that are no rectangle, above which a grid is a figure."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table's box in points and its cells.

    ``owners[row][column]`` is the number of the cell that covers this square of the grid; a merged cell
    covers several. ``xs`` and ``ys`` are the places of the rules, one more than columns and rows.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    owners: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int | None:
        """The number of the cell at a point; None outside the table."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return self.owners[row][column] if inside else None

    def write_rows(self, glyphs: Iterable[Glyph], write_cell: Callable[[list[Glyph]], str]) -> list[str]:
        """The rows, cells tab-separated; a merged cell's text stands once, at its top left, then empty cells.

        Rows and columns in which nothing stands are left out. Every glyph must stand in the table.
        """
        held: dict[int, list[Glyph]] = defaultdict(list)
        for glyph in glyphs:
            number = self.cell_at((glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2)
            if number is not None:
                held[number].append(glyph)
        written = {number: write_cell(cell) for number, cell in held.items()}
        rows: list[list[str]] = []
        for owners in self.owners:
            # A cell's text is used up where it is met first: at its top left corner.
            rows.append([written.pop(number, "") for number in owners])
        filled = [column for column in range(len(self.xs) - 1) if any(row[column] for row in rows)]
        return ["\t".join(row[column] for column in filled) for row in rows if any(row)]


def find_tables(edges: Sequence[Edge]) -> list[Table]:
    """The tables that the edges of a page rule. A box without inner rules and a single column are none."""
    upright = _join_edges(edge for edge in edges if edge.upright)
    level = _join_edges(edge for edge in edges if not edge.upright)
    if not upright or not level or max(len(upright), len(level)) > MOST_EDGES:
        return []
    tables = (_read_grid(uprights, levels) for uprights, levels in _group_crossing(upright, level))
    found = [table for table in tables if table]
    return [table for table in found if not any(_holds(other, table) for other in found)]


def _holds(outer: Table, inner: Table) -> bool:
    """Whether a table lies in a cell of another: its text then belongs to that cell."""
    if outer is inner:
        return False
    left, top, right, bottom = inner.box
    return outer.box[0] < left and outer.box[1] < top and right < outer.box[2] and bottom < outer.box[3]


def _join_edges(edges: Iterable[Edge]) -> list[Edge]:
    """Edges on one line made one: double strokes, dashes, the sides of neighbouring cells."""
    lines: list[list[Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.place):
        if lines and edge.place - lines[-1][0].place <= _SNAP:
            lines[-1].append(edge)
        else:
            lines.append([edge])
    joined: list[Edge] = []
    for line in lines:
        place = sum(edge.place for edge in line) / len(line)
        start = end = None
        for edge in sorted(line, key=lambda edge: edge.start):
            if start is None or end is None or edge.start > end + _SNAP:
                if start is not None and end is not None:
                    joined.append(Edge(edge.upright, place, start, end))
                start, end = edge.start, edge.end
            else:
                end = max(end, edge.end)
        if start is not None and end is not None:
            joined.append(Edge(line[0].upright, place, start, end))
    return [edge for edge in joined if edge.end - edge.start >= _SHORTEST_EDGE]


def _group_crossing(upright: list[Edge], level: list[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Edges that touch one another, directly or through others, from the top of the page down."""
    roots = _Roots(len(upright) + len(level))
    for first, up in enumerate(upright):
        for second, flat in enumerate(level):
            if up.start - _SNAP <= flat.place <= up.end + _SNAP and flat.start - _SNAP <= up.place <= flat.end + _SNAP:
                roots.join(first, len(upright) + second)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for number, edge in enumerate([*upright, *level]):
        groups.setdefault(roots.find(number), ([], []))[0 if edge.upright else 1].append(edge)
    whole = [group for group in groups.values() if group[0] and group[1]]
    return sorted(whole, key=lambda group: min(edge.place for edge in group[1]))


def _read_grid(uprights: list[Edge], levels: list[Edge]) -> Table | None:
    # The outer sides count as ruled: many tables are open at the left and right.
    xs = _distinct([*(e.place for e in uprights), min(e.start for e in levels), max(e.end for e in levels)])
    ys = _distinct([*(e.place for e in levels), min(e.start for e in uprights), max(e.end for e in uprights)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 2 or rows < 1 or columns * rows > _MOST_SQUARES:
        return None
    roots = _Roots(columns * rows)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        ruled = {_nearest(xs, edge.place) for edge in uprights if edge.start <= middle <= edge.end}
        for column in range(columns - 1):
            if column + 1 not in ruled:
                roots.join(row * columns + column, row * columns + column + 1)
    for column in range(columns):
        middle = (xs[column] + xs[column + 1]) / 2
        ruled = {_nearest(ys, edge.place) for edge in levels if edge.start <= middle <= edge.end}
        for row in range(rows - 1):
            if row + 1 not in ruled:
                roots.join(row * columns + column, (row + 1) * columns + column)
    owners = tuple(tuple(roots.find(row * columns + column) for column in range(columns)) for row in range(rows))
    side_by_side = any(len(set(row)) >= 2 for row in owners)
    return Table(tuple(xs), tuple(ys), owners) if side_by_side and _is_straight(owners) else None


def _distinct(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SNAP:
            kept.append(place)
    return kept


def _nearest(places: list[float], place: float) -> int:
    """Index of the place at or just below; every edge of a grid is near one of its places."""
    return bisect_right(places, place) - 1


def _is_straight(owners: tuple[tuple[int, ...], ...]) -> bool:
    """Whether nearly all cells are rectangles; boxes joined by arrows leave a crooked rest."""
    squares: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row, numbers in enumerate(owners):
        for column, number in enumerate(numbers):
            squares[number].append((row, column))
    crooked = 0
    for cell in squares.values():
        height = max(row for row, _ in cell) - min(row for row, _ in cell) + 1
        width = max(column for _, column in cell) - min(column for _, column in cell) + 1
        crooked += len(cell) if height * width != len(cell) else 0
    return crooked <= _MOST_CROOKED * len(owners) * len(owners[0])


class _Roots:
    """Which numbers belong together: a forest whose trees are joined (union-find)."""

    def __init__(self, count: int) -> None:
        self._parents = list(range(count))

    def find(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self.find(first), self.find(second)))
        self._parents[high] = low
