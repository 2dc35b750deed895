"""Page marks that stand amid a text whose pages are not parted: ``- 12 -``, ``協働の手引き　－ 3 －``, ``12/54``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.document import Document
from ingest.japanese import normalise

LEAST_COUNTED, LEAST_APART = 3, 2
"""Marks of one form that are believed: where they count page by page, and where each stands between blank lines."""
_LONGEST_MARK = 80
"""Characters."""
_SHORTEST_PAGE = 6
"""Lines from one mark to the next; numbers nearer to one another are a list."""
_BARE_KIND = ("|", "bare")
_ALONE = frozenset({_BARE_KIND, ("|", "p"), ("|", "page"), ("|", "word")})
_TOTAL = r"(?P<of>\d{1,4})\s?/\s?\d{1,4}"
_DASHED = r"[-~〜]\s?(?P<dashed>\d{1,4})\s?[-~〜]"
_WORDED = r"(?:p\.\s?(?P<p>\d{1,4})|(?P<page>\d{1,4})\s?(?:ページ|頁)|page\s(?P<word>\d{1,4})(?:\sof\s\d{1,4})?)"
_NUMBER = rf"[\[(]?(?:{_DASHED}|{_TOTAL}|{_WORDED})[\])]?"
# A bare number is a page's only where it is set to the middle or the right.
_BARE = re.compile(r"(?:\u3000{3}|[ \u3000]{8})[ \u3000]*([0-9０-９]{1,4})\s*")
# A head stands apart from its number by a wide gap: "4/12 実施" is a date in a text.
_MARK = re.compile(rf"(?:(?P<head>\S.*?)(?:\s{{2,}}|\s?[|]\s?))?{_NUMBER}(?:(?:\s{{2,}}|\s?[|]\s?)(?P<tail>\S.*))?")


def find_page_marks(lines: Sequence[str]) -> frozenset[int]:
    """The indices of the lines that are page marks; empty where none can be told from the text."""
    kinds: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if (read := _read_mark(line)) is not None:
            kinds[read[0]].append((index, read[1]))
    found: set[int] = set()
    for kind, marks in kinds.items():
        rising = all(before < after for (_, before), (_, after) in pairwise(marks))
        counted = all(after - before == 1 for (_, before), (_, after) in pairwise(marks)) and _are_spread(marks)
        apart = all(_stands_apart(lines, index) for index, _ in marks)
        counted = counted and (apart or kind != _BARE_KIND)
        # Numbers without a sign, or in words alone on their lines, may belong to a contents list.
        apart = apart and kind not in _ALONE
        if (counted and len(marks) >= LEAST_COUNTED) or (rising and apart and len(marks) >= LEAST_APART):
            found.update(index for index, _ in marks)
    return frozenset(found)


def split_at_marks(lines: Sequence[str], marks: frozenset[int]) -> list[list[str]]:
    """The text in pieces, each mark the last line of its piece."""
    pieces: list[list[str]] = [[]]
    for index, line in enumerate(lines):
        pieces[-1].append(line)
        if index in marks:
            pieces.append([])
    return pieces


def leave_out_page_marks(document: Document) -> Document:
    """The document without page marks amid its lines, the first listed as furniture."""
    marks = find_page_marks([line.text for line in document.lines])
    if not marks:
        return document
    lines = tuple(line for index, line in enumerate(document.lines) if index not in marks)
    first = document.lines[min(marks)].text.strip()
    return replace(document, lines=lines, furniture=tuple(dict.fromkeys((*document.furniture, first))))


def _read_mark(line: str) -> tuple[tuple[str, str], int] | None:
    """The form of a mark and its number; the form is the head beside it and the kind of its number."""
    if bare := _BARE.fullmatch(line):
        return _BARE_KIND, int(bare[1])
    shadow = normalise(line).strip()
    match = _MARK.fullmatch(shadow) if len(shadow) <= _LONGEST_MARK and "\t" not in line else None
    if match is None or match.lastgroup is None:
        return None
    kind = next(name for name in ("dashed", "of", "p", "page", "word") if match[name])
    return (f"{match['head'] or ''}|{match['tail'] or ''}", kind), int(match[kind])


def _are_spread(marks: Sequence[tuple[int, int]]) -> bool:
    """Whether text stands between the marks."""
    return all(after - before >= _SHORTEST_PAGE for (before, _), (after, _) in pairwise(marks))


def _stands_apart(lines: Sequence[str], index: int) -> bool:
    around = (index - 1, index + 1)
    return all(not 0 <= place < len(lines) or not lines[place].strip() for place in around)
