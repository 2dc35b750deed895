"""The styles of a Word file, each with what it takes over from the styles it is based on."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ingest.readers.word_xml import Element, attribute, child, child_value, integer, is_on, qn

_HEADING = re.compile(r"(?:heading|見出し)\s*([1-9])")
_TITLE = frozenset({"title", "表題"})
_CONTENTS = re.compile(r"(?:toc|目次|contents)\s*[1-9]|table of figures|図表目次")
_LONGEST_CHAIN = 20
"""Styles; Word allows fewer. It also ends a circle of styles."""
_OUTLINE_LEVELS = 9
_USUAL_SIZE = 21
"""Half points; what Word takes where a file says nothing."""


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says of its paragraphs or runs.

    ``level`` is a heading's, 1 the outermost. ``is_contents`` marks the styles of a contents
    list's entries.
    ``size`` is that of the print in half points. ``number_id`` names the list that numbers the paragraphs, "" for
    none; ``number_level`` counts from 0, None where the list itself names the style.
    """

    id: str
    level: int | None = None
    is_title: bool = False
    is_contents: bool = False
    is_hidden: bool = False
    is_bold: bool = False
    size: int = _USUAL_SIZE
    starts_page: bool = False
    number_id: str = ""
    number_level: int | None = None


class Styles:
    """All styles of a file, by id."""

    def __init__(self, root: Element | None) -> None:
        """Read a styles part; None stands for a file without one."""
        elements = [] if root is None else root.findall(qn("w:style"))
        self._elements: dict[str, Element] = {attribute(e, "w:styleId"): e for e in elements}
        self._read: dict[str, Style] = {}
        defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._size = size_of(defaults) or _USUAL_SIZE
        self._default = next(
            (
                attribute(e, "w:styleId")
                for e in elements
                if attribute(e, "w:type") == "paragraph" and attribute(e, "w:default").lower() in {"1", "true", "on"}
            ),
            "",
        )

    def paragraph_style(self, properties: Element | None) -> Style:
        """The style of a paragraph with these ``w:pPr``."""
        return self.style(child_value(properties, "w:pStyle") or self._default)

    def style(self, style_id: str) -> Style:
        """The style with this id; an id that the file does not define is taken for the style's name."""
        if style_id not in self._read:
            self._read[style_id] = self._resolve(style_id)
        return self._read[style_id]

    def _resolve(self, style_id: str) -> Style:
        chain = self._chain(style_id)
        names = [_plain_name(child_value(e, "w:name")) for e in chain] or [_plain_name(style_id)]
        numbers = [child(e, "w:pPr", "w:numPr") for e in chain]
        number_id, number_level = _numbering(numbers)
        is_contents = any(_CONTENTS.fullmatch(name) for name in names)
        return Style(
            id=style_id,
            level=None if is_contents else _level(chain, names),
            is_title=any(name in _TITLE for name in names),
            is_contents=is_contents,
            is_hidden=_switch(chain, "w:rPr", "w:vanish"),
            is_bold=_switch(chain, "w:rPr", "w:b"),
            size=next((size for e in chain if (size := size_of(child(e, "w:rPr")))), self._size),
            starts_page=_switch(chain, "w:pPr", "w:pageBreakBefore"),
            number_id=number_id,
            number_level=number_level,
        )

    def _chain(self, style_id: str) -> list[Element]:
        """The style and those it is based on, nearest first."""
        chain: list[Element] = []
        while style_id in self._elements and len(chain) < _LONGEST_CHAIN:
            chain.append(self._elements[style_id])
            style_id = child_value(chain[-1], "w:basedOn")
        return chain


def size_of(properties: Element | None) -> int:
    """The size of print that ``w:rPr`` state, in half points; 0 if they state none."""
    return max(integer(child_value(properties, "w:sz")) or 0, 0)


def outline_level(properties: Element | None) -> tuple[bool, int | None]:
    """Whether ``w:pPr`` state an outline level, and the level from 1; None for body text."""
    value = integer(child_value(properties, "w:outlineLvl"))
    if value is None or value < 0:
        return False, None
    return True, value + 1 if value < _OUTLINE_LEVELS else None


def numbering_of(properties: Element | None, style: Style) -> tuple[str, int | None]:
    """List and level of a paragraph: its own, else its style's. No list has the id "" or "0"."""
    own = child(properties, "w:numPr")
    number_id = child_value(own, "w:numId") or style.number_id
    level = integer(child_value(own, "w:ilvl"))
    if level is None:
        level = 0 if child_value(own, "w:numId") else style.number_level
    return number_id, level


def _plain_name(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().lower()


def _level(chain: list[Element], names: list[str]) -> int | None:
    for position, name in enumerate(names):
        stated, level = outline_level(child(chain[position], "w:pPr") if chain else None)
        if stated:
            return level
        if match := _HEADING.fullmatch(name):
            return int(match[1])
    return None


def _numbering(numbers: list[Element | None]) -> tuple[str, int | None]:
    level: int | None = None
    for number in numbers:
        level = integer(child_value(number, "w:ilvl")) if level is None else level
        if number_id := child_value(number, "w:numId"):
            return number_id, level
    return "", None


def _switch(chain: list[Element], *names: str) -> bool:
    """Whether the nearest style that has the switch turns it on."""
    return is_on(next((found for e in chain if (found := child(e, *names)) is not None), None))
