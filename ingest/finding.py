"""Finding the headings of a document: numbered ones by their runs, unnumbered ones by their shape and place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.contents import Contents
from ingest.headings import LONGEST_TITLE, Mark, clean_heading, find_family, fold_title, measure_width, read_marks
from ingest.japanese import fold
from ingest.layout import Layout
from ingest.numbered import find_articles, find_candidates, lines_of, read_lines, shape_headings
from ingest.runs import find_runs, tell_doubts
from ingest.tree import HeadingLine
from ingest.unnumbered import find_unnumbered

_SPECIMEN = re.compile(
    r"ひな[形型]|雛[形型]|書式|様式|[記文]例|記[載入]例|見本|モデル|(?i:\b(?:model|sample|specimen|template)\b)"
)
RECURRING = 3
"""A loose title under this many places is a label that recurs, not a heading."""
LEAST_COUNTED = 3
"""Numbers in a run (ア, イ, ウ) whose titles are headings however often they recur; a pair is labels."""
LEAST_STYLED = 2
"""Headings with a stated level that make a document one that marks its headings by style."""
LEAST_PROSE = 25
"""Full-width characters of a line that is text and not of a title page."""
NAMELESS = ("styled", "sign", "circle", "bracket", "bullet", "plain")
"""Families whose lines may as well be lines of a title page."""

SIGNS = ("sign", "bracket")
"""Families whose lines are headings even before the first number, where more of them follow."""


@dataclass(frozen=True, slots=True)
class Found:
    """The headings found, in order, and what was doubtful about them."""

    headings: list[HeadingLine]
    warnings: list[str]


def find_headings(layout: Layout, contents: Sequence[Contents], title: str) -> Found:
    """Every heading of the document outside its contents lists.

    ``title`` is the document's title if known: the line that bears it is none of its headings.
    """
    promised = {entry.title for one in contents for entry in one.entries if entry.title}
    titles = _title_lines(layout, title)
    styled = sum(line.level is not None and bool(line.text.strip()) for line in layout.lines) - len(titles)
    marked = read_lines(layout, titles)
    is_styled = styled >= LEAST_STYLED
    strong_runs, strays = find_runs(find_candidates(layout, marked, promised, (), strong=True), layout)
    strong = shape_headings(strong_runs, layout, False, promised)
    taken = lines_of(strong)
    scopes = find_articles(layout, marked, strong, promised)
    candidates = find_candidates(layout, marked, promised, scopes, strong=False)
    weak_runs, more_strays = find_runs(
        (c for c in candidates if c.position not in taken), layout, first=len(layout.lines)
    )
    weak = shape_headings(weak_runs, layout, is_styled, promised)
    taken |= lines_of(weak)
    plain = find_unnumbered(layout, marked, promised, taken, is_styled)
    headings = sorted((*strong, *weak, *plain), key=lambda heading: heading.line)
    headings, missing = _keep_promises(layout, contents, headings, titles)
    headings = _without_title_page(layout, contents, _without_specimens(headings), title)
    doubts = tell_doubts([*strong_runs, *weak_runs], [*strays, *more_strays], lines_of(headings), layout)
    return Found([_with_frame(h, layout) for h in _drop_recurring(headings)], [*doubts, *missing])


def _title_lines(layout: Layout, title: str) -> set[int]:
    """Lines whose stated level is that of the document's title: the title itself, or one outermost above all."""
    styled = [n for n, line in enumerate(layout.lines) if line.level is not None and line.text.strip()]
    lines = {n for n in styled if title and fold(layout.text(n)) == fold(title)}
    rest = [n for n in styled if n not in lines and n not in layout.skipped]
    levels = Counter(layout.lines[n].level for n in rest)
    if len(rest) > 2 and levels[layout.lines[rest[0]].level] == 1:
        first = layout.lines[rest[0]].level or 0
        numbered = any(mark.value for mark in read_marks(layout.text(rest[0])))
        if not numbered and all((layout.lines[n].level or 0) > first for n in rest[1:]):
            lines.add(rest[0])
    return lines


def _keep_promises(
    layout: Layout, contents: Sequence[Contents], headings: list[HeadingLine], titles: set[int]
) -> tuple[list[HeadingLine], list[str]]:
    """``headings`` with those put in that a contents list names and that bear no mark; and what is not found."""
    held = {fold_title(heading.mark.title) for heading in headings}
    held |= {fold(f"{heading.mark.number}{heading.mark.title}") for heading in headings}
    missing = [(one, entry) for one in contents for entry in one.entries if entry.title]
    missing = [(one, entry) for one, entry in missing if entry.title not in held and fold(entry.text) not in held]
    if not missing:
        return headings, []
    taken = lines_of(headings) | titles
    places: dict[str, list[int]] = {}
    for position, line in enumerate(layout.lines):
        if 0 < len(line.text.strip()) <= 2 * LONGEST_TITLE and position not in taken and position not in layout.skipped:
            places.setdefault(fold_title(clean_heading(line.text)), []).append(position)
    added: dict[int, HeadingLine] = {}
    absent: list[str] = []
    is_last = not any(heading.line > contents[-1].end for heading in headings)
    for one, entry in missing:
        names = (fold(entry.text), entry.title)
        found = (p for name in names for p in places.get(name, ()) if p not in added)
        place = next((p for p in found if p >= one.end or is_last), None)
        if place is None:
            absent.append(entry.text)
            continue
        outermost = min((other.indent for other in one.entries), default=0)
        name = "promised" if entry.indent <= outermost else "promised inside"
        mark = Mark(find_family(name), "", 0, clean_heading(layout.text(place)))
        added[place] = HeadingLine(place, place, mark)
    told = (
        [f"contents list: {len(absent)} of its headings not found in the text, first {absent[0]!r}"] if absent else []
    )
    return sorted((*headings, *added.values()), key=lambda heading: heading.line), told


def _without_title_page(
    layout: Layout, contents: Sequence[Contents], headings: list[HeadingLine], title: str
) -> list[HeadingLine]:
    """``headings`` without those that are lines of the title page: nameless ones with no prose under them."""
    starts = [one.start for one in contents[:1] if not _closes(one, headings)]
    opens_list = bool(starts)
    starts += [heading.line for heading in headings if heading.mark.family.name not in NAMELESS][:1]
    end = min(starts, default=0)
    first = next((n for n in range(len(layout.lines)) if not layout.is_blank(n)), 0)
    last_prose = max(
        (n for n in range(end) if layout.is_prose(n) and measure_width(layout.joined(n)) > LEAST_PROSE), default=-1
    )
    later = {heading.mark.key for heading in headings if heading.line >= end and heading.mark.family.name in SIGNS}
    over = _over_first_number([h for h in headings if h.line > first], range(last_prose + 1, end))
    levels = Counter(heading.level for heading in headings)
    kept: list[HeadingLine] = []
    for heading in headings:
        is_nameless = heading.mark.family.name in NAMELESS and heading.mark.key not in later and heading is not over
        below = layout.following[heading.last_line]
        opens_text = below is not None and layout.is_prose(below) and below <= last_prose
        is_one_of_many = heading.level is not None and levels[heading.level] > LEAST_STYLED and opens_text
        is_titled = bool(title) and fold(layout.text(heading.line)) == fold(title)
        is_title = is_titled or (heading.line == first and not is_one_of_many)
        is_front = heading.line < end and (heading.line > last_prose or opens_list)
        if not (is_nameless and (is_front or (is_title and heading.line < max(end, first + 1)))):
            kept.append(heading)
    loose = all(heading.mark.family.needs_sentence for heading in kept)
    return [] if len(kept) == 1 and loose else kept


def _over_first_number(headings: Sequence[HeadingLine], front: range) -> HeadingLine | None:
    """The last heading in ``front``, the lines of the title page, if headings of its style stand outside it as well."""
    above = next((heading for heading in reversed(headings) if heading.line in front), None)
    if above is None or above.level is None:
        return None
    others = (h for h in headings if h.level == above.level)
    return above if any(h.line not in front for h in others) else None


def _without_specimens(headings: list[HeadingLine]) -> list[HeadingLine]:
    """``headings`` without the articles of a specimen (ひな形, 様式) whose text runs on behind their number.

    An article whose caption has a line of its own, on or above that of the number, is cited as a section.
    """
    kept: list[HeadingLine] = []
    in_specimen = False
    for heading in headings:
        if heading.mark.family.article and heading.level is None:
            has_own_line = heading.mark.title and (not heading.length or heading.line < heading.last_line)
            if in_specimen and not has_own_line:
                continue
        else:
            in_specimen = _SPECIMEN.search(heading.mark.title) is not None or heading.mark.family.name == "form"
        kept.append(heading)
    return kept


def _with_frame(heading: HeadingLine, layout: Layout) -> HeadingLine:
    """A heading with the edges of the frame drawn around it."""
    first = heading.line - layout.is_edge(heading.line - 1)
    last = heading.last_line + layout.is_edge(heading.last_line + 1)
    return replace(heading, line=first, last_line=last)


def _closes(contents: Contents, headings: Sequence[HeadingLine]) -> bool:
    """Whether a contents list stands at the end of the document: most of the headings are before it."""
    return 2 * sum(heading.line < contents.start for heading in headings) > len(headings)


def _drop_recurring(headings: list[HeadingLine]) -> list[HeadingLine]:
    """``headings`` without the loose titles that come again and again.

    Those of an article's commentary stay, and those numbered in a run of ``LEAST_COUNTED`` or more.
    """
    loose = Counter(fold(h.mark.title) for h in headings if h.mark.family.loose)
    sizes = Counter(heading.run for heading in headings if heading.mark.value)
    kept: list[HeadingLine] = []
    in_rule = False
    for heading in headings:
        family = heading.mark.family
        in_rule = family.law if family.name != "bracket" else in_rule
        recurs = family.loose and loose[fold(heading.mark.title)] >= RECURRING and heading.level is None
        recurs = recurs and not (heading.mark.value and sizes[heading.run] >= LEAST_COUNTED)
        if not recurs or (family.name == "bracket" and in_rule):
            kept.append(heading)
    return kept
