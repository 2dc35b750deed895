"""What the size and weight of print say about a PDF's lines: the title, and headings by level."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.readers.furniture import NUMBERED_HEADING
from ingest.readers.pdf_layout import TextLine

_LARGER = 1.15
"""Times the body's size; print of at least this size marks a heading."""
_TITLE_SIZE = 1.3
_ONE_SIZE = 0.05
"""Sizes that differ by no more than this share are one."""
_LONGEST_HEADING, _LONGEST_BOLD, _LONGEST_TITLE = 60, 40, 120
"""Characters."""
_MOST_LINES = 3
"""Consecutive lines of one look; more are a text set large or bold, not headings."""
_MOST_BOLD = 0.3
"""Share of a document's letters; where more are bold, bold marks no heading."""
_TITLE_PAGE = 250
"""Characters; a first page with a title and no more text than this is a title page."""
_NO_HEADING = re.compile(r"[。、，,;；:：]$|[.．・…‥⋯·]{3,}\s*\d*$|\t|^[\W\d_]*$")
_CONTENTS = re.compile(r"^(?:目\s*次|もくじ|contents)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"^(?:はじめに|まえがき|introduction)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Levels:
    """``by_line`` maps (page index, line index) to a heading's level, 1 the outermost."""

    title: str
    by_line: dict[tuple[int, int], int]


def find_levels(pages: Sequence[Sequence[TextLine]]) -> Levels:
    """Title and levels of a document, given as the lines of each page without furniture.

    Sizes clearly above the body's are levels from the largest down; short bold lines of the body's size come
    below them all. Numbers decide more about headings than print does, so print that is not clear gets no level.
    """
    body = _body_size(pages)
    if body is None:
        return Levels("", {})
    title = _find_title(pages, body)
    plain = set(title)
    if title and sum(len(line.text) for line in pages[min(title)[0]]) <= _TITLE_PAGE:
        # What else stands large or bold on a title page is its date and publisher.
        first = min(title)[0]
        plain.update((first, index) for index in range(len(pages[first])))
    large = {spot for spot in _heading_spots(pages) if _line(pages, spot).size >= _LARGER * body} - plain
    steps = _distinct_sizes(_line(pages, spot).size for spot in large)
    levels = {spot: _step(steps, _line(pages, spot).size) for spot in large}
    for spot in _bold_spots(pages, body):
        if spot not in levels and spot not in plain:
            levels[spot] = len(steps) + 1
    return Levels(_join([_line(pages, spot).text for spot in sorted(title)]), levels)


def _join(texts: Sequence[str]) -> str:
    """A title over several lines as one, with a space between Latin words."""
    joined = ""
    for text in texts:
        joined += f" {text}" if joined[-1:].isascii() and text[:1].isascii() and joined else text
    return joined


def _line(pages: Sequence[Sequence[TextLine]], spot: tuple[int, int]) -> TextLine:
    return pages[spot[0]][spot[1]]


def _body_size(pages: Sequence[Sequence[TextLine]]) -> float | None:
    """The size in which most letters stand, tables only counted where there is nothing else."""
    for with_rows in (False, True):
        weights: Counter[float] = Counter()
        for line in (line for page in pages for line in page if with_rows or not line.is_row):
            weights[round(line.size * 2) / 2] += len(line.text)
        if weights and weights.most_common(1)[0][0] > 0:
            return weights.most_common(1)[0][0]
    return None


def _find_title(pages: Sequence[Sequence[TextLine]], body: float) -> set[tuple[int, int]]:
    """The lines of the first page's largest print, if no other page has any as large."""
    first = next(index for index, page in enumerate(pages) if page)
    largest = max(line.size for line in pages[first])
    others = [line for index, page in enumerate(pages) if index != first for line in page]
    elsewhere = max((line.size for line in others if not _CONTENTS.match(line.text)), default=0.0)
    spots = [i for i, line in enumerate(pages[first]) if line.size >= largest * (1 - _ONE_SIZE) and not line.is_row]
    spots = _first_block(pages[first], spots)
    text = _join([pages[first][index].text for index in spots])
    if (
        largest < _TITLE_SIZE * body
        or elsewhere >= largest * (1 - _ONE_SIZE)
        or not 1 <= len(spots) <= _MOST_LINES
        or len(text) > _LONGEST_TITLE
        or NUMBERED_HEADING.match(text)
        or _CONTENTS.match(text)
        or _NO_TITLE.match(text)
    ):
        return set()
    return {(first, index) for index in spots}


def _first_block(page: Sequence[TextLine], spots: list[int]) -> list[int]:
    """Of some lines of a page the first and those that follow it closely."""
    block = spots[:1]
    for index in spots[1:]:
        before = page[block[-1]]
        if index != block[-1] + 1 or page[index].top - before.bottom > before.size:
            break
        block.append(index)
    return block


def _heading_spots(pages: Sequence[Sequence[TextLine]], longest: int = _LONGEST_HEADING) -> Iterator[tuple[int, int]]:
    """Lines that may be headings: short, without a sentence's end, few of one size together."""
    for number, page in enumerate(pages):
        position = 0
        for _, group in groupby(page, key=lambda line: (round(line.size, 1), line.bold, line.gothic, line.is_row)):
            lines = list(group)
            # Numbered lines are headings each, however many follow one another.
            plain = sum(not NUMBERED_HEADING.match(line.text) for line in lines)
            for line in lines:
                fits = not line.is_row and len(line.text) <= longest
                fits = fits and not _NO_HEADING.search(line.text) and not _CONTENTS.match(line.text)
                if fits and plain <= _MOST_LINES:
                    yield number, position
                position += 1


def _bold_spots(pages: Sequence[Sequence[TextLine]], body: float) -> list[tuple[int, int]]:
    lines = [line for page in pages for line in page if not line.is_row]
    total = sum(len(line.text) for line in lines)
    bold_marks = sum(len(line.text) for line in lines if line.bold) <= _MOST_BOLD * total
    gothic_marks = sum(len(line.text) for line in lines if line.gothic) <= _MOST_BOLD * total
    return [
        spot
        for spot in _heading_spots(pages, _LONGEST_BOLD)
        for line in (_line(pages, spot),)
        if line.size >= body * (1 - _ONE_SIZE) and ((line.bold and bold_marks) or (line.gothic and gothic_marks))
    ]


def _distinct_sizes(sizes: Iterable[float]) -> list[float]:
    """The sizes from the largest down, near ones once."""
    steps: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not steps or size < steps[-1] * (1 - _ONE_SIZE):
            steps.append(size)
    return steps


def _step(steps: Sequence[float], size: float) -> int:
    """Where a size stands among the distinct sizes, 1 the largest."""
    return max(1, sum(step >= size for step in steps))
