"""The ruled lines of a PDF page, from which tables are seen, and the frame in which a page is read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MOST_OBJECTS = 15_000
"""Of one page; further drawings are not looked at for table rules."""
_DEEPEST_FORM = 6
_MOST_SEGMENTS = 400
"""Of one path; a path with more is a drawing, not a table's rules."""
_THIN = 3.0
"""Points; a filled shape no thicker is a ruled line."""
_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruled line: at ``place`` from ``start`` to ``end``; ``upright`` ones have their place on the x axis."""

    upright: bool
    place: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The page's box as it is stored, and how many quarters against the clock its text is turned.

    In the frame the text runs from left to right: the origin is the top left corner of the page as it is
    read, ``y`` grows downwards, the unit is the point (1/72 inch).
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """The point of the frame that a point of the stored page is."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def measure(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.turn % 2 == 0 else (height, width)


def read_edges(page: pdfium.PdfPage, frame: Frame) -> tuple[list[Edge], bool]:
    """The ruled lines of a page and whether anything but text is drawn on it."""
    edges: list[Edge] = []
    has_drawings = False
    left = MOST_OBJECTS
    pending = [(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _IDENTITY, 0)]
    while pending:
        holder, count_objects, get_object, matrix, depth = pending.pop()
        for index in range(min(count_objects(holder), left)):
            left -= 1
            item = get_object(holder, index)
            kind = raw.FPDFPageObj_GetType(item)
            has_drawings = has_drawings or kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH)
            if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
                continue
            own = raw.FS_MATRIX()
            raw.FPDFPageObj_GetMatrix(item, own)
            whole = _combine((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                edges.extend(_path_edges(item, whole, frame))
            elif depth < _DEEPEST_FORM:
                pending.append((item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, whole, depth + 1))
    return edges, has_drawings


def _combine(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c, d, e, f = first
    m, n, o, p, q, r = then
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, e * m + f * o + q, e * n + f * p + r)


def _path_edges(path: object, matrix: _Matrix, frame: Frame) -> Iterator[Edge]:
    """The level and upright straight lines that a path strokes, and the thin bars that it fills."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    count = raw.FPDFPath_CountSegments(path)
    if not (fill.value or stroke.value) or not 0 < count <= _MOST_SEGMENTS:
        return
    strokes: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        a, b, c, d, e, f = matrix
        point = frame.place(a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if not (math.isfinite(point[0]) and math.isfinite(point[1])):
            return
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO or kind == raw.FPDF_SEGMENT_BEZIERTO or not strokes:
            strokes.append([point])
        else:
            strokes[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            strokes[-1].append(strokes[-1][0])
    for points in strokes:
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                yield from _straight(x0, y0, x1, y1)
        elif len(points) >= 4:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
                yield from _straight(min(xs), min(ys), max(xs), max(ys))


def _straight(x0: float, y0: float, x1: float, y1: float) -> Iterator[Edge]:
    if abs(x1 - x0) <= _THIN and abs(y1 - y0) > abs(x1 - x0):
        yield Edge(True, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    elif abs(y1 - y0) <= _THIN and abs(x1 - x0) > abs(y1 - y0):
        yield Edge(False, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
