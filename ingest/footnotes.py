"""Footnotes: found by their mark, and put with the section that holds the marker."""

from __future__ import annotations

import re

_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_NOTE = re.compile(rf"^(?:(?P<raised>[{_SUPERSCRIPTS}]+)\s*\S|(?:参考\s*)?(?P<mark>[※*注][0-9０-９]+)(?:\s|$))")

_MARKER = re.compile(rf"[{_SUPERSCRIPTS}]+|[※*注][0-9０-９]+(?![{_SUPERSCRIPTS}])")


def move_footnotes(lines: list[str], owner: list[int]) -> None:
    """Give each footnote's lines to the section in which its marker stands. Changes ``owner`` in place.

    A note whose own line is only its mark or a short caption takes the paragraph after it along. A note
    without a marker anywhere stays where it is printed.
    """
    homes: dict[str, int] = {}
    for position, line in enumerate(lines):
        match = _NOTE.match(line.strip())
        if match is None:
            if owner[position] >= -1:
                homes.update((marker, owner[position]) for marker in _MARKER.findall(line))
            continue
        home = homes.get(match["raised"] or match["mark"])
        if owner[position] < 0 or home is None or home == owner[position]:
            continue
        for part in _note_lines(lines, owner, position):
            owner[part] = home


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
