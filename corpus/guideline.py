"""The nouns of the text: a city's guideline, its sections and the passages cut from them.

Everything else in the project speaks of these three. Nothing here reads a file or knows an index.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum


class PassageKind(StrEnum):
    """What a passage is on the page; finding and composing treat the kinds differently."""

    HEADING = "heading"
    SENTENCE = "sentence"
    ITEM = "item"
    ROW = "row"
    TABLE_HEAD = "table_head"
    FOOTNOTE = "footnote"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact slice of one section's text: ``section.text[start:end] == text``.

    ``start`` and ``end`` count characters. ``paragraph`` numbers the paragraph, list or table of the
    section that the passage stands in, from 0; passages of one block share it. ``labels`` are the
    column headings of a table row, one per cell; empty for everything else.
    """

    section_id: str
    start: int
    end: int
    text: str
    kind: PassageKind
    paragraph: int
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A node of a guideline's heading tree.

    ``id`` is stable: the city's id and the numbers on the way, as in ``kitamoto/5-1-1``. ``number`` is
    as printed (``(1)``), empty for an unnumbered heading. ``path`` holds number and heading of every
    ancestor and of the section itself. ``text`` is the section's own text with its heading line, without
    its children's. ``level`` is 1 for a chapter. ``listed_only`` marks a heading that only the contents
    list names: its text is not held. ``page`` is the page of its first line, ``page_starts`` the offsets in
    ``text`` at which pages start, with their numbers, in order; empty where the format has no pages.
    ``heading_end`` is the offset in ``text`` just after the heading where that is not its first line.
    """

    id: str
    number: str
    heading: str
    level: int
    path: tuple[str, ...]
    text: str
    parent_id: str | None = None
    listed_only: bool = False
    page: int | None = None
    page_starts: tuple[tuple[int, int], ...] = ()
    heading_end: int | None = None

    @property
    def anchor(self) -> str:
        """The part of the id after the city, used as the fragment on the source page."""
        return self.id.partition("/")[2]

    @property
    def body_start(self) -> int:
        """Offset in ``text`` of the first character after the heading; its length if there is none."""
        if self.heading_end is not None:
            return self.heading_end
        newline = self.text.find("\n")
        return len(self.text) if newline < 0 else newline + 1

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at ``offset`` of ``text`` stands; None where there are no pages."""
        place = bisect_right(self.page_starts, offset, key=lambda start: start[0])
        return self.page_starts[place - 1][1] if place else self.page


@dataclass(frozen=True, slots=True)
class GuidelineMeta:
    """What stands on a guideline's title page, and what is known to be missing.

    ``issued`` is as printed (``平成19年3月``) or "" when the text does not state it; ``issued_date`` is
    ISO 8601, as exact as the print allows (``2007-03``), or "".  ``complete`` is False when text is known
    to be missing; ``completeness`` then says what, in Japanese and English.
    """

    id: str
    city_name: str
    city_name_kana: str
    city_name_en: str
    prefecture: str
    title: str
    title_en: str
    issued: str
    issued_date: str
    publisher: str
    desk: str
    source: str
    complete: bool
    completeness: str
    completeness_en: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Guideline:
    """One document of one city: its title page and its sections in reading order."""

    meta: GuidelineMeta
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = field(default=())

    def section(self, section_id: str) -> Section:
        """The section with this id.

        Raises:
            KeyError: no section of this guideline has the id.
        """
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)
