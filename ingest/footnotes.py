"""Footnotes: found by their mark, and put with the section that holds the marker."""

from __future__ import annotations

import re

_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_NOTE = re.compile(rf"^(?:(?P<raised>[{_SUPERSCRIPTS}]+)\s*\S|(?:参考\s*)?(?P<mark>[※*注][0-9０-９]+)(?:\s|$))")


def move_footnotes(lines: list[str], owner: list[int]) -> None:
    """Give each footnote's lines to the section in which its marker stands. Changes ``owner`` in place.

    A note whose own line is only its mark or a short caption takes the paragraph after it along. A note
    without a marker anywhere stays where it is printed.
    """
    for position, line in enumerate(lines):
        match = _NOTE.match(line.strip())
        if match is None or owner[position] < 0:
            continue
        marker = match["raised"] or match["mark"]
        home = _marker_section(lines, owner, position, marker)
        if home is None or home == owner[position]:
            continue
        for part in _note_lines(lines, owner, position):
            owner[part] = home


def _marker_section(lines: list[str], owner: list[int], position: int, marker: str) -> int | None:
    pattern = re.compile(rf"(?<![{_SUPERSCRIPTS}]){re.escape(marker)}(?![{_SUPERSCRIPTS}0-9])")
    for candidate in range(position - 1, -1, -1):
        line = lines[candidate].strip()
        if owner[candidate] >= -1 and not _NOTE.match(line) and pattern.search(line):
            return owner[candidate]
    return None


def _note_lines(lines: list[str], owner: list[int], position: int) -> list[int]:
    parts = [position]
    if "。" in lines[position] or "：" in lines[position] or ":" in lines[position]:
        return parts
    for following in range(position + 1, len(lines)):
        if owner[following] != owner[position] or _NOTE.match(lines[following].strip()):
            break
        parts.append(following)
        if lines[following].strip():
            break
    return parts
