"""Automatic numbering: the number that Word prints in front of a paragraph and does not store with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.readers.word_counters import print_number
from ingest.readers.word_styles import Styles
from ingest.readers.word_xml import Element, attribute, child, child_value, integer, is_on, one_line, qn

BULLET = "・"
"""What every round or unprintable bullet is printed as."""

_PLACE = re.compile("%([1-9])")
_LONGEST_PATTERN = 255
_DEEPEST_LEVEL = 8
_ROUND_BULLETS = "•·●･∙"
_SYMBOL_FONTS = ("wingdings", "webdings", "symbol")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. ``pattern`` is ``第%1章`` and the like, where ``%1`` is the number of the first level.

    ``gap`` stands between number and text. ``restart_after`` counts levels from 1: a use of that level or one
    above it starts this one anew; 0 for never. ``style`` is the paragraph style that is tied to the level.
    """

    start: int
    number_format: str
    pattern: str
    gap: str
    restart_after: int
    style: str
    digits_only: bool


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs name: the definition whose count it shares, its levels, where it counts anew."""

    definition: str
    levels: Mapping[int, Level]
    restarts: Mapping[int, int]


class Numbering:
    """The lists of a file and how far each has counted. Lists with one definition share one count, as in Word."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """Read a numbering part; None stands for a file without one."""
        self._styles = styles
        self._definitions = {} if root is None else {
            attribute(e, "w:abstractNumId"): e for e in root.findall(qn("w:abstractNum"))
        }  # fmt: skip
        self._elements = {} if root is None else {attribute(e, "w:numId"): e for e in root.findall(qn("w:num"))}
        self._lists: dict[str, List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def next_number(self, number_id: str, level: int | None, style_id: str) -> str:
        """Count one paragraph of a list; the number with its gap as it is printed before the text, or "".

        ``level`` counts from 0; None takes the level that is tied to the paragraph's style.
        """
        if number_id not in self._elements:
            return ""
        if number_id not in self._lists:
            self._lists[number_id] = self._read_list(number_id)
        numbered = self._lists[number_id]
        if level is None:
            level = next((n for n, entry in numbered.levels.items() if entry.style == style_id), 0)
        entry = numbered.levels.get(level)
        if entry is None:
            return ""
        counts = self._count(number_id, numbered, level)
        return _print_label(numbered, entry, counts)

    def _count(self, number_id: str, numbered: List, level: int) -> Mapping[int, int]:
        counts = self._counts.setdefault(numbered.definition, {})
        first_use = level in numbered.restarts and (number_id, level) not in self._restarted
        if first_use or level not in counts:
            self._restarted.add((number_id, level))
            counts[level] = _start(numbered, level)
        else:
            counts[level] += 1
        for deeper in [n for n in counts if n > level]:
            below = numbered.levels.get(deeper)
            if below is None or level < below.restart_after:
                del counts[deeper]
        return counts

    def _read_list(self, number_id: str) -> List:
        element = self._elements[number_id]
        definition = self._follow_style(child_value(element, "w:abstractNumId"))
        levels = _read_levels(self._definitions.get(definition))
        restarts: dict[int, int] = {}
        for override in element.findall(qn("w:lvlOverride")):
            level = integer(attribute(override, "w:ilvl"))
            if level is None:
                continue
            levels |= _read_levels(override)
            start = integer(child_value(override, "w:startOverride"))
            if start is not None:
                restarts[level] = start
        return List(definition, levels, restarts)

    def _follow_style(self, definition: str) -> str:
        """The definition that holds the levels: some only name a list style that has them."""
        linked = child_value(self._definitions.get(definition), "w:numStyleLink")
        if not linked:
            return definition
        element = self._elements.get(self._styles.style(linked).number_id)
        return child_value(element, "w:abstractNumId") or definition


def _read_levels(parent: Element | None) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in [] if parent is None else parent.findall(qn("w:lvl")):
        position = integer(attribute(element, "w:ilvl"))
        if position is not None and 0 <= position <= _DEEPEST_LEVEL:
            levels[position] = _read_level(element, position)
    return levels


def _read_level(element: Element, position: int) -> Level:
    # A format that only newer versions know stands beside the one for the older ones, which comes last.
    formats = [attribute(e) for e in element.iter(qn("w:numFmt"))] or ["decimal"]
    start = integer(child_value(element, "w:start"))
    restart = integer(child_value(element, "w:lvlRestart"))
    gap = "" if child_value(element, "w:suff") == "nothing" else " "
    level = Level(
        start=0 if start is None else start,
        number_format=formats[-1],
        pattern=one_line(child_value(element, "w:lvlText"))[:_LONGEST_PATTERN],
        gap=gap,
        restart_after=position if restart is None else min(restart, position),
        style=child_value(element, "w:pStyle"),
        digits_only=is_on(child(element, "w:isLgl")),
    )
    if is_on(child(element, "w:rPr", "w:vanish")):
        return replace(level, pattern="")
    if level.number_format == "bullet":
        bullet = _legible_bullet(element, level.pattern)
        return replace(level, pattern=bullet, gap="" if bullet == BULLET else gap)
    return level


def _legible_bullet(element: Element, pattern: str) -> str:
    font = attribute(child(element, "w:rPr", "w:rFonts"), "w:ascii").lower()
    mark = pattern.strip()
    unprintable = any(unicodedata.category(c) in {"Co", "Cc", "Cf", "Cn"} or c.isascii() for c in mark)
    if not mark and child(element, "w:lvlPicBulletId") is None:
        return ""
    return BULLET if not mark or unprintable or mark in _ROUND_BULLETS or font.startswith(_SYMBOL_FONTS) else mark


def _start(numbered: List, level: int) -> int:
    entry = numbered.levels.get(level)
    return numbered.restarts.get(level, entry.start if entry else 1)


def _print_label(numbered: List, entry: Level, counts: Mapping[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        level = numbered.levels.get(place)
        value = counts.get(place, _start(numbered, place))
        return print_number(value, "decimal" if entry.digits_only or level is None else level.number_format)

    label = entry.pattern if entry.number_format == "bullet" else _PLACE.sub(number, entry.pattern)
    if not label.strip():
        return ""
    return label if label[-1].isspace() else label + entry.gap
