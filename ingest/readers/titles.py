"""The title of a document whose headings have levels by markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Line
from ingest.japanese import fold

LEAST_HEADINGS = 2
"""Headings that a title has below it; a single chapter with one heading in it is no title."""
_NUMBERED = re.compile(r"\s*(?:第?[0-9０-９〇一二三四五六七八九十]+[編部章節条.．、\s\u3000-]|[Ⅰ-Ⅻ①-⑳(（〔])")


def settle_title(lines: Sequence[Line], stated: str = "") -> tuple[tuple[Line, ...], str]:
    """The lines and the document's title; the line that prints the title is no heading then.

    The title is the first heading, if it has no number, stands on the first level, alone there or in the words
    that the format states as the title (``stated``), and has other headings below it.
    """
    headings = [place for place, line in enumerate(lines) if line.level is not None]
    first_level = [place for place in headings if lines[place].level == 1]
    if first_level and first_level[0] == headings[0] and len(headings) > LEAST_HEADINGS:
        first = lines[first_level[0]]
        same = fold(first.text) == fold(stated)
        if (len(first_level) == 1 or same) and not _NUMBERED.match(first.text):
            untitled = [*lines[: headings[0]], replace(first, level=None), *lines[headings[0] + 1 :]]
            return tuple(untitled), stated if same else first.text
    if not stated and len(first_level) == 1:
        stated = lines[first_level[0]].text
    return tuple(lines), stated
