"""Numbered headings: the lines that bear a number, their titles, captions and second lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.headings import (
    LONGEST_TITLE,
    Mark,
    clean_heading,
    fold_title,
    is_never_heading,
    measure_width,
    read_marks,
    reads_as_sentence,
)
from ingest.layout import Layout
from ingest.runs import Candidate, Run, select_headings
from ingest.tree import HeadingLine

LONGEST_SECOND_LINE = 30
"""Characters; a longer line under a heading is text, unless it is of the heading's own style."""
LEAST_FIRST_LINE = 8.0
"""Full-width characters; a shorter title is not parted over two lines."""
LEAST_PARAGRAPH = 18.0
"""Full-width characters of a line of running text; narrower columns are forms."""
LONGEST_ARTICLE_TITLE = 25
"""Characters behind an article's number on its line; more is the article's text."""

Marked = Mapping[int, tuple[Mark, ...]]
"""The marks that each line fits, by line."""

_LIST_LINE = re.compile(r"\s*[-*]\s")
_CELLS = re.compile(r"\S[ \u3000]{2,}\S")
_SPACES = str.maketrans("\u3000\u00a0", "  ")
_CAPTION = re.compile(r"^[(（][^()（）]{1,36}(?:[(（][^()（）]*[)）])?[)）]$")
_REMARK = re.compile(
    r"(?:令和|平成|昭和|[0-9０-９]{4}年).*[年月日]|単\s*位|敬称略|[時現]点|現在|[円人件]\s*[）)]$|順不同|抜粋|予定"
)
"""What stands in brackets under a heading and says something of the text below it."""
_RELATED = re.compile(r"[（(]第[^（）()]{1,20}関\s*係[）)]")
_PROVISO = re.compile(r"(?:含む|含みます|除く|除きます|限る|限ります|いう|いいます|同じ)。[）)]$")
_INLINE_CAPTION = re.compile(r"^[(（][^)）]{1,36}[)）]")
_DATED = re.compile(r"(?:令和|平成|昭和).*[年月日]|[様殿印]$|[○〇]{2}")
_UNFINISHED = re.compile(
    r"(?:[のとをや・、,&]|及び|又は|および|または|並びに|に関する|に対する|における|による|\b(?:and|or|of|the|to|for|with|in))$"
)
_ASKED = re.compile(r"(?:か[。.]?|[?？])[」』）)]?$")
_GOES_ON = re.compile(r"[ぁ-んァィゥェォッャュョー」』）)】a-z]")


def read_lines(layout: Layout, titles: set[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of every line that may be a heading, by line."""
    marked: dict[int, tuple[Mark, ...]] = {}
    for position, line in enumerate(layout.lines):
        if position in layout.skipped or position in titles or layout.is_blank(position) or is_never_heading(line.text):
            continue
        if line.level is None and (layout.is_row(position) or _LIST_LINE.match(line.text)):
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
        if not own or _is_answer(layout, marked, position, own):
            continue
        scope = bisect_right(starts, position) - 1
        joined = layout.joined(position) if layout.ends[position] > position else ""
        is_sentence = not own[0].family.sentence and (own[0].is_sentence or reads_as_sentence(joined))
        if is_sentence and goes_on_below(layout, position, own[0].title, promised):
            is_sentence = False
        if strong and is_sentence:
            continue
        yield Candidate(
            position,
            own,
            layout.lines[position].level,
            is_sentence,
            layout.carries_on(position),
            scope >= 0 and scopes[scope][0] < position < scopes[scope][1],
            any(fold_title(mark.title) in promised for mark in own if mark.title),
        )


def _is_answer(layout: Layout, marked: Marked, position: int, marks: Sequence[Mark]) -> bool:
    """Whether the letter A on the line is that of the answer to the question above."""
    above = layout.preceding[position]
    if marks[0].number.rstrip(".．") not in ("A", "Ａ") or above is None:
        return False
    return any(mark.family.name.startswith("question") for mark in marked.get(above, ()))


def goes_on_below(layout: Layout, position: int, title: str, promised: Collection[str]) -> bool:
    """Whether the next line is the second line of the heading at ``position``: it stands far further in, or the
    contents list has the two as one title."""
    below = position + 1
    if layout.is_blank(below) or not _may_be_title(layout, below) or layout.lines[below].level is not None:
        return False
    text = layout.text(below)
    if fold_title(f"{title}{text}") in promised:
        return True
    is_short = len(text) <= LONGEST_SECOND_LINE and measure_width(title) > LEAST_FIRST_LINE
    return is_short and not reads_as_sentence(text) and not _DATED.search(text) and layout.stands_in(below)


def shape_headings(
    runs: Sequence[Run], layout: Layout, is_styled: bool, promised: Collection[str] = ()
) -> list[HeadingLine]:
    selected = select_headings(runs, layout, is_styled)
    last = {run.number: candidate.position for candidate, _, run in selected}
    shaped = [
        _make_heading(layout, candidate, mark, run, last[run.number], promised) for candidate, mark, run in selected
    ]
    return [heading for heading in shaped if heading.mark.title or not heading.mark.family.needs_title]


def _make_heading(
    layout: Layout, candidate: Candidate, mark: Mark, run: Run, last: int, promised: Collection[str]
) -> HeadingLine:
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
    if mark.family.article:
        return _with_caption(layout, line)
    below = layout.following[position]
    if not mark.title and below is not None and _may_be_title(layout, below):
        return replace(line, last_line=below, mark=replace(mark, title=clean_heading(layout.text(below))))
    is_title = below == position + 1 and layout.following[below] is not None and _may_be_title(layout, below)
    if below is not None and is_title and _RELATED.fullmatch(mark.title):
        title = f"{mark.title} {clean_heading(layout.text(below))}"
        return replace(line, last_line=below, mark=replace(mark, title=title))
    return join_second_line(layout, line, promised)


def _may_be_title(layout: Layout, position: int) -> bool:
    text = layout.text(position)
    if layout.is_row(position) or _CELLS.search(text) or "。" in text or measure_width(text) > LONGEST_TITLE:
        return False
    return not any(mark.value for mark in read_marks(text)) and position not in layout.skipped


def join_second_line(layout: Layout, heading: HeadingLine, promised: Collection[str] = ()) -> HeadingLine:
    """A heading that goes on over the next line."""
    position, title = heading.last_line, heading.mark.title
    below = position + 1
    if heading.mark.value and goes_on_below(layout, position, title, promised):
        return _join(layout, heading, below)
    if _is_asked_below(layout, heading.mark, below):
        return _join(layout, heading, below)
    if layout.is_blank(below) or reads_as_sentence(title):
        return heading
    if _is_subtitle(layout, below):
        return _join(layout, heading, below)
    if not _may_be_title(layout, below):
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
    if not same_style and _opens_paragraph(layout, below):
        return heading
    return _join(layout, heading, below)


def _is_asked_below(layout: Layout, mark: Mark, below: int) -> bool:
    """Whether a question that is not at its end goes on over the next line, which ends as a question."""
    if not mark.family.sentence or _ASKED.search(mark.title) or layout.is_blank(below) or layout.is_row(below):
        return False
    text = layout.text(below)
    is_end = len(text) <= LONGEST_SECOND_LINE and _ASKED.search(text) is not None
    return is_end and not any(other.value for other in read_marks(text))


def _is_subtitle(layout: Layout, position: int) -> bool:
    """Whether the line under a heading is a remark in brackets that belongs to it, and not the caption of an article,
    the name of a group of numbered headings, a date or a unit."""
    text, below = layout.text(position), layout.following[position]
    if not _is_caption(text) or _REMARK.search(text) or below is None or position in layout.skipped:
        return False
    if "。" in text and not _PROVISO.search(text):
        return False
    return not any(mark.value or mark.family.article for mark in read_marks(layout.text(below)))


def _opens_paragraph(layout: Layout, position: int) -> bool:
    """Whether the line is as long as the next one or longer, and a sentence goes on there: running text."""
    below = position + 1
    if layout.is_blank(below) or layout.lines[below].level is not None:
        return False
    width = measure_width(layout.text(position))
    return width > LEAST_PARAGRAPH and width + 1 >= measure_width(layout.text(below)) and layout.is_prose(below)


def _join(layout: Layout, heading: HeadingLine, below: int) -> HeadingLine:
    title, text = heading.mark.title, layout.text(below)
    gap = " " if title[-1:].isascii() and text[:1].isascii() else ""
    joined = replace(heading.mark, title=f"{title}{gap}{clean_heading(text)}")
    return replace(heading, last_line=below, mark=joined)


def _with_caption(layout: Layout, heading: HeadingLine) -> HeadingLine:
    """An article with the caption on the line above it or behind its number; the rest of its line is text."""
    position, mark = heading.line, heading.mark
    printed = layout.lines[position].text
    above = _find_caption(layout, position)
    if above is not None:
        level = heading.level or layout.lines[above].level
        text = "".join(layout.text(line) for line in range(above, position))
        caption = replace(mark, title=clean_heading(text))
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


def _find_caption(layout: Layout, position: int) -> int | None:
    """The first line of the caption above an article; it may go on over a second line."""
    above = layout.preceding[position]
    if above is None or above in layout.skipped:
        return None
    if _is_caption(layout.text(above)):
        return above
    first = above - 1
    is_open = not layout.is_blank(first) and layout.text(first).startswith(("（", "(")) and first not in layout.skipped
    return first if is_open and _is_caption(layout.text(first) + layout.text(above)) else None


def _is_caption(text: str) -> bool:
    return _CAPTION.match(text) is not None and not is_never_heading(text)


def _length_before(printed: str, rest: str) -> int:
    """The characters of a line before the text that follows its heading; 0 if none does."""
    plain = printed.translate(_SPACES)
    starts = (plain.find(rest[:size]) for size in (8, 4, 2))
    return next((start for start in starts if start > 0), 0) if rest else 0


def find_articles(
    layout: Layout, marked: Marked, strong: Sequence[HeadingLine], promised: set[str]
) -> list[tuple[int, int]]:
    """Where the articles of rules stand, as (first line, line after): numbers there count paragraphs and items."""
    others = {heading.line for heading in strong if not heading.mark.family.article}
    articles = {heading.line for heading in strong if heading.mark.family.article}
    scopes: list[tuple[int, int]] = []
    start: int | None = None
    for position, marks in marked.items():
        family = marks[0].family if marks else None
        is_supplement = family is not None and family.annex and family.law
        ends = position in others or layout.lines[position].level is not None
        ends = ends or (family is not None and family.name in ("bracket", "preamble", "preface", "appendix"))
        ends = ends or any(mark.value and fold_title(mark.title) in promised for mark in marks)
        if start is not None and (ends or position in articles or is_supplement):
            scopes.append((start, position))
            start = None
        if position in articles or (is_supplement and scopes):
            start = position
    return [*scopes, (start, len(layout.lines))] if start is not None else scopes


def lines_of(headings: Iterable[HeadingLine]) -> set[int]:
    return {line for heading in headings for line in range(heading.line, heading.last_line + 1)}
