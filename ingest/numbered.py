"""Numbered headings: the lines that bear a number, their titles, captions and second lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.headings import LONGEST_TITLE, Mark, clean_heading, measure_width, read_marks, reads_as_sentence
from ingest.japanese import fold
from ingest.layout import Layout
from ingest.runs import Candidate, Run, select_headings
from ingest.tree import HeadingLine

LONGEST_SECOND_LINE = 30
"""Characters; a longer line under a heading is text, unless it is of the heading's own style."""
LONGEST_ARTICLE_TITLE = 25
"""Characters behind an article's number on its line; more is the article's text."""

Marked = Mapping[int, tuple[Mark, ...]]
"""The marks that each line fits, by line."""

_LIST_LINE = re.compile(r"\s*(?:\||[-*]\s)")
_CAPTION = re.compile(r"^[(（][^()（）]{1,36}(?:[(（][^()（）]*[)）])?[)）]$")
_INLINE_CAPTION = re.compile(r"^[(（][^)）]{1,36}[)）]")
_UNFINISHED = re.compile(
    r"(?:[のとをや・、,&]|及び|又は|および|または|並びに|に関する|に対する|における|による|\b(?:and|or|of|the|to|for|with|in))$"
)
_GOES_ON = re.compile(r"[ぁ-んァィゥェォッャュョー」』）)】a-z]")


def read_lines(layout: Layout, titles: set[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of every line that may be a heading, by line."""
    marked: dict[int, tuple[Mark, ...]] = {}
    for position, line in enumerate(layout.lines):
        if position in layout.skipped or position in titles or not line.text.strip():
            continue
        if line.level is None and ("\t" in line.text or _LIST_LINE.match(line.text)):
            continue
        marked[position] = tuple(read_marks(line.text))
    return marked


def find_candidates(
    layout: Layout,
    marked: Marked,
    promised: set[str],
    scopes: Sequence[tuple[int, int]],
    strong: bool,
) -> Iterator[Candidate]:
    """The numbered lines, in order: those of the strong families, or of the others."""
    starts = [start for start, _ in scopes]
    for position, marks in marked.items():
        own = tuple(mark for mark in marks if mark.value and mark.family.strong == strong)
        if not own:
            continue
        scope = bisect_right(starts, position) - 1
        joined = layout.joined(position) if layout.ends[position] > position else ""
        is_sentence = not own[0].family.sentence and (own[0].is_sentence or reads_as_sentence(joined))
        if strong and is_sentence:
            continue
        yield Candidate(
            position,
            own,
            layout.lines[position].level,
            is_sentence,
            layout.carries_on(position),
            scope >= 0 and scopes[scope][0] < position < scopes[scope][1],
            any(fold(mark.title) in promised for mark in own if mark.title),
        )


def shape_headings(runs: Sequence[Run], layout: Layout, is_styled: bool) -> list[HeadingLine]:
    selected = select_headings(runs, layout, is_styled)
    last = {run.number: candidate.position for candidate, _, run in selected}
    return [_make_heading(layout, candidate, mark, run, last[run.number]) for candidate, mark, run in selected]


def _make_heading(layout: Layout, candidate: Candidate, mark: Mark, run: Run, last: int) -> HeadingLine:
    position = candidate.position
    line = HeadingLine(
        position,
        position,
        mark,
        level=candidate.level,
        run=run.number,
        continues=position < last,
        misprint=position in run.misprints,
    )
    if mark.family.name == "article":
        return _with_caption(layout, line)
    below = layout.following[position]
    if not mark.title and below is not None and _may_be_title(layout, below):
        return replace(line, last_line=below, mark=replace(mark, title=clean_heading(layout.text(below))))
    return join_second_line(layout, line)


def _may_be_title(layout: Layout, position: int) -> bool:
    text = layout.text(position)
    if layout.is_row(position) or "。" in text or measure_width(text) > LONGEST_TITLE:
        return False
    return not any(mark.value for mark in read_marks(text)) and position not in layout.skipped


def join_second_line(layout: Layout, heading: HeadingLine) -> HeadingLine:
    """A heading that goes on over the next line."""
    position, title = heading.last_line, heading.mark.title
    below = position + 1
    if layout.is_blank(below) or not _may_be_title(layout, below) or reads_as_sentence(title):
        return heading
    text = layout.text(below)
    same_style = heading.level is not None and layout.lines[below].level == heading.level
    open_bracket = sum(title.count(c) for c in "（(「『") > sum(title.count(c) for c in "）)」』")
    unfinished = _UNFINISHED.search(title) is not None or _GOES_ON.match(text) is not None or open_bracket
    if (
        layout.cut[below]
        or layout.lines[below].level != heading.level
        or (len(text) > LONGEST_SECOND_LINE and not same_style)
    ):
        return heading
    if not (same_style or layout.cut[position] or unfinished) or layout.following[below] is None:
        return heading
    gap = " " if title[-1:].isascii() and text[:1].isascii() else ""
    joined = replace(heading.mark, title=f"{title}{gap}{clean_heading(text)}")
    return replace(heading, last_line=below, mark=joined)


def _with_caption(layout: Layout, heading: HeadingLine) -> HeadingLine:
    """An article with the caption on the line above it or behind its number; the rest of its line is text."""
    position, mark = heading.line, heading.mark
    printed = layout.lines[position].text
    above = layout.preceding[position]
    if above is not None and above not in layout.skipped and _CAPTION.match(layout.text(above)):
        level = heading.level or layout.lines[above].level
        caption = replace(mark, title=clean_heading(layout.text(above)))
        return replace(heading, line=above, mark=caption, level=level, length=_length_before(printed, mark.title))
    inline = _INLINE_CAPTION.match(mark.title)
    title = inline[0] if inline else ""
    rest = mark.title[len(title) :].strip()
    if (
        not title
        and rest
        and len(rest) <= LONGEST_ARTICLE_TITLE
        and not reads_as_sentence(rest)
        and not layout.cut[position]
    ):
        return heading
    return replace(heading, mark=replace(mark, title=title), length=_length_before(printed, rest))


def _length_before(printed: str, rest: str) -> int:
    """The characters of a line before the text that follows its heading; 0 if none does."""
    return max(printed.find(rest[:8]), 0) if rest else 0


def find_articles(
    layout: Layout, marked: Marked, strong: Sequence[HeadingLine], promised: set[str]
) -> list[tuple[int, int]]:
    """Where the articles of rules stand, as (first line, line after): numbers there count paragraphs and items."""
    others = {heading.line for heading in strong if heading.mark.family.name != "article"}
    articles = {heading.line for heading in strong if heading.mark.family.name == "article"}
    scopes: list[tuple[int, int]] = []
    start: int | None = None
    for position, marks in marked.items():
        family = marks[0].family if marks else None
        is_supplement = family is not None and family.annex and family.law
        ends = position in others or layout.lines[position].level is not None
        ends = ends or (family is not None and family.name in ("bracket", "preface", "appendix"))
        ends = ends or any(mark.value and fold(mark.title) in promised for mark in marks)
        if start is not None and (ends or position in articles or is_supplement):
            scopes.append((start, position))
            start = None
        if position in articles or (is_supplement and scopes):
            start = position
    return [*scopes, (start, len(layout.lines))] if start is not None else scopes


def lines_of(headings: Iterable[HeadingLine]) -> set[int]:
    return {line for heading in headings for line in range(heading.line, heading.last_line + 1)}
