"""Unnumbered headings: known by their style, their name (はじめに, 附則), their sign (■) or their place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ingest.headings import Mark, clean_heading, find_family, fold_title
from ingest.layout import Layout
from ingest.numbered import Marked, join_second_line
from ingest.repair import holds_placeholder
from ingest.tree import HeadingLine

_NO_TITLE = re.compile(
    r"^(?:記|以\s*上|敬\s*具|草\s*々|拝\s*啓|謹\s*啓|印|(?:令和|平成|昭和).*[年月日]|.*[様殿]|第\d+回.*)$"
)


def find_unnumbered(
    layout: Layout,
    marked: Marked,
    promised: set[str],
    taken: set[int],
    is_styled: bool,
) -> Iterator[HeadingLine]:
    """The unnumbered headings outside the lines ``taken``, in order.

    ``is_styled`` says that the document marks its headings by style: then a plain line is none.
    """
    listed = _listed_signs(layout, marked)
    covered = set(taken)
    groups = _find_groups(layout, marked, taken) if not is_styled else set()
    for position, marks in marked.items():
        level = layout.lines[position].level
        if position in covered:
            continue
        if level is not None:
            text = clean_heading(layout.text(position))
            named = next((mark for mark in marks if mark.family.unnumbered and not mark.family.loose), None)
            if _NO_TITLE.match(text):
                continue
            mark = named or Mark(find_family("styled"), "", 0, text)
            heading = join_second_line(layout, HeadingLine(position, position, mark, level=level))
            covered.update(range(position, heading.last_line + 1))
            yield heading
            continue
        first = next((mark for mark in marks if not mark.is_sentence), None)
        if first is None or first.value or position in listed or not _is_unnumbered(layout, position, first, is_styled):
            continue
        if first.family.over_numbers and position not in groups:
            continue
        if (
            first.family.needs_sentence
            and fold_title(first.title) not in promised
            and not _stands_alone(layout, position)
        ):
            continue
        yield HeadingLine(position, position, first)


def _is_unnumbered(layout: Layout, position: int, mark: Mark, is_styled: bool) -> bool:
    family = mark.family
    if layout.carries_on(position) and not family.loose:
        return False
    if family.needs_sentence:
        return not is_styled and not _NO_TITLE.match(mark.title) and not holds_placeholder(mark.title)
    if family.name == "bracket":
        below = layout.following[position]
        return below is not None and "\t" not in layout.lines[below].text
    return True


def _find_groups(layout: Layout, marked: Marked, taken: Collection[int]) -> set[int]:
    """Lines that each name a group of the numbered headings below them; none where only one does."""
    groups = {
        position
        for position, marks in marked.items()
        if any(mark.family.over_numbers for mark in marks)
        and position not in taken
        and layout.is_blank(position - 1)
        and layout.following[position] in taken
    }
    return groups if len(groups) > 1 else set()


def _stands_alone(layout: Layout, position: int) -> bool:
    below = layout.following[position]
    return layout.is_blank(position - 1) and below is not None and layout.is_prose(below)


def _listed_signs(layout: Layout, marked: Marked) -> set[int]:
    """Lines with one sign (○, ■) in a row, without text between them: the items of a list."""
    listed: set[int] = set()
    last: dict[str, int] = {}
    for position, marks in marked.items():
        mark = marks[0] if marks else None
        if mark is None or not mark.family.listable:
            continue
        above = last.get(mark.key)
        if above is not None and not layout.count_between(layout.ends[above] + 1, position):
            listed |= {above, position}
        last[mark.key] = position
    return listed
