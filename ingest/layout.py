"""How the lines of a document stand to one another: blank lines, lines that the page width cut, tables.

Built once for a document, in time linear in its length, and asked by everything that finds headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Line
from ingest.headings import is_drawn_row, measure_width

FULL_WIDTH_SHARE = 0.86
"""Of the usual full line; a line of at least this width may have been cut by the edge of the page."""
LEAST_FULL_WIDTH = 18.0
"""Full-width characters; narrower text is a list or a form, not prose cut by a page edge."""
LEAST_INDENT = 2.0
"""Full-width characters; a line that stands further in by this much belongs to the line above it."""
LONGEST_JOIN = 12
"""Lines that are joined to see whether a line begins a sentence."""

_EDGES = " \t\u3000\u00a0" + "".join(map(chr, range(0x2500, 0x2580)))
"""White space, and what frames are drawn with."""
LONGEST_UNDERLINED = 60
"""Characters of a line that is underlined as a heading."""
LEAST_UNDERLINED = 2
_RULE = re.compile(r"([-=~_*＝―─━═＊＿－～〜])(?:\s*\1){2,}")
_CELLS = re.compile(r"[\t|│]|\S[ \u3000]{2,}\S|[。、]$")
_SENTENCE_END = re.compile(r"[。！？!?：:;]\s*[」』）)】]?\s*$|[a-z]\.\s*$")
_ENCLOSED = re.compile(r"[（(][^（）()]*[)）]")
_OPEN_END = re.compile(r"[、，をはがもで]$|\b(?:the|a|an|of|and|or|to|in|for|with|by|is|are)$")
_NEW_ITEM = re.compile(
    r"\s*(?:[(（]?[0-9０-９]{1,2}[)）.．、\s]|[①-⑳⑴-⒇❶-❿]|[(（]?[ア-ン][)）.．、\s]|第\s*[0-9０-９一二三四五六七八九十]+\s*[章節条]"
    r"|[・○●◎■□◆◇▼☐☑※【〔]|[-*|]\s)"
)
_LIST_LINE = re.compile(r"\s*(?:[-*]\s|\||・|[□☐☑✓✔])")


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a document with what their places tell.

    ``following`` and ``preceding`` hold for each line the next and the last line that is not blank, or None.
    ``cut`` says of each line whether the page width seems to have cut it; ``ends`` holds the last line that
    carries it on, itself if none does. ``filled`` counts the lines before each line that are not blank;
    ``skipped`` are lines in which no heading is looked for.
    """

    lines: tuple[Line, ...]
    following: tuple[int | None, ...]
    preceding: tuple[int | None, ...]
    cut: tuple[bool, ...]
    ends: tuple[int, ...]
    filled: tuple[int, ...]
    skipped: frozenset[int]

    def text(self, position: int) -> str:
        """The line at ``position``, white space at its edges left out."""
        return self.lines[position].text.strip()

    def is_blank(self, position: int) -> bool:
        """Whether nothing but the edge of a frame is printed there; so it is beyond the edges of the document."""
        return not 0 <= position < len(self.lines) or not self.lines[position].text.strip(_EDGES)

    def is_edge(self, position: int) -> bool:
        """Whether the line is the upper or the lower edge of a frame."""
        return 0 <= position < len(self.lines) and self.is_blank(position) and bool(self.text(position))

    def stands_in(self, position: int) -> bool:
        """Whether the line stands far further in than those above and below it, as a heading's second line does."""
        depth = _measure_indent(self.lines[position].text)
        around = [n for n in (self.preceding[position], self.following[position]) if n is not None]
        return all(depth >= _measure_indent(self.lines[n].text) + LEAST_INDENT for n in around)

    def is_row(self, position: int) -> bool:
        """Whether the line is a row of a table."""
        text = self.lines[position].text
        return "\t" in text or text.lstrip().startswith("|") or is_drawn_row(text)

    def joined(self, position: int) -> str:
        """The line at ``position`` with the lines that carry it on."""
        return "".join(self.text(number) for number in range(position, self.ends[position] + 1))

    def carries_on(self, position: int) -> bool:
        """Whether the line is the middle or the end of a sentence that began on a line above."""
        if self.is_blank(position - 1) or self.is_row(position - 1) or self.lines[position - 1].level is not None:
            return False
        above = self.text(position - 1)
        return self.cut[position - 1] or (len(above) > 8 and _OPEN_END.search(above) is not None)

    def count_between(self, start: int, end: int) -> int:
        """How many lines from ``start`` up to but without ``end`` are not blank."""
        return self.filled[end] - self.filled[start] if start < end else 0

    def leads_to_prose(self, position: int) -> bool:
        """Whether prose follows the line, at once or under one more line that may be a heading."""
        below = self.following[position]
        if below is None or self.is_prose(below):
            return below is not None
        second = self.following[below]
        is_item = self.is_row(below) or _LIST_LINE.match(self.text(below))
        return not is_item and second is not None and self.is_prose(second)

    def is_prose(self, position: int) -> bool:
        """Whether the line is running text: not an item, not a row."""
        text = self.joined(position)
        if _LIST_LINE.match(text) or "\t" in text:
            return False
        return "。" in text or "、" in text or re.search(r"[a-z], |[a-z]\.(?:\s|$)", text) is not None


def state_underlined(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those underlined by a row of hyphens or the like with a level, in the order of the kinds of rows.

    A document whose lines have a level, and one where fewer than two are underlined, stays as it is. What stands
    over a row as the head of a table is no heading.
    """
    if any(line.level is not None for line in lines):
        return lines
    levels: dict[str, int] = {}
    stated: dict[int, int] = {}
    for position, (line, below) in enumerate(pairwise(lines)):
        text, rule = line.text.strip(), below.text.strip()
        is_free = position == 0 or not lines[position - 1].text.strip()
        if is_free and is_rule(rule) and 0 < len(text) <= LONGEST_UNDERLINED and not _CELLS.search(text):
            stated[position] = levels.setdefault(rule[0], len(levels) + 1)
    if len(stated) < LEAST_UNDERLINED:
        return lines
    return [replace(line, level=stated.get(position)) for position, line in enumerate(lines)]


def clear_rules(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines, those that only draw a rule across the page (====, ----, ＊＊＊) blank."""
    return [replace(line, text="", level=None) if is_rule(line.text) else line for line in lines]


def is_rule(text: str) -> bool:
    """Whether a line only draws a rule across the page."""
    return _RULE.fullmatch(text.strip()) is not None


def _measure_indent(text: str) -> float:
    return measure_width(text[: len(text) - len(text.lstrip())])


def read_layout(lines: Sequence[Line], skipped: frozenset[int] = frozenset()) -> Layout:
    """The layout of these lines; nothing is looked for in ``skipped``."""
    following: list[int | None] = [None] * len(lines)
    preceding: list[int | None] = [None] * len(lines)
    filled = [0]
    last: int | None = None
    for position, line in enumerate(lines):
        preceding[position] = last
        printed = bool(line.text.strip(_EDGES))
        last = position if printed else last
        filled.append(filled[-1] + printed)
    upcoming: int | None = None
    for position in range(len(lines) - 1, -1, -1):
        following[position] = upcoming
        upcoming = position if lines[position].text.strip(_EDGES) else upcoming
    cut = _find_cuts(lines)
    return Layout(tuple(lines), tuple(following), tuple(preceding), cut, _find_ends(lines, cut), tuple(filled), skipped)


def _find_cuts(lines: Sequence[Line]) -> tuple[bool, ...]:
    """For each line whether it is as wide as lines get, ends no sentence, and text follows on the next line."""
    widths = [measure_width(line.text.strip(_EDGES)) for line in lines]
    prose = sorted(w for w, line in zip(widths, lines, strict=True) if w and "\t" not in line.text)
    full = max(prose[int(len(prose) * 0.9)] if prose else 0.0, LEAST_FULL_WIDTH) * FULL_WIDTH_SHARE
    cut = [False] * len(lines)
    for position, (line, below) in enumerate(pairwise(lines)):
        wide = widths[position] >= full and widths[position + 1] and "\t" not in line.text + below.text
        if wide and line.level is None and below.level is None:
            cut[position] = not (_SENTENCE_END.search(line.text) or _ENCLOSED.fullmatch(line.text.strip()))
    return tuple(cut)


def _find_ends(lines: Sequence[Line], cut: Sequence[bool]) -> tuple[int, ...]:
    ends = list(range(len(lines)))
    for position in range(len(lines) - 2, -1, -1):
        if cut[position] and not _NEW_ITEM.match(lines[position + 1].text):
            ends[position] = min(ends[position + 1], position + LONGEST_JOIN)
    return tuple(ends)
