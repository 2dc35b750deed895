"""Passages: exact slices of a section, the units that are searched, shown and cited.

A section's text is read as blocks: heading lines, paragraphs (lines that a page break cut are joined),
lists, tables, footnotes. A paragraph gives its sentences, a list its items, a table its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from corpus.guideline import Passage, PassageKind, Section
from ingest.headings import read_mark
from ingest.japanese import fold, sentence_spans
from ingest.tables import is_table_line, read_table

_ITEM = re.compile(
    r"^\s*(?:[-*]\s|・|[□☑✓]|[①-⑳]\s*\S|[(（]?[ア-ン0-9０-９]{1,2}[)）]\s|[ア-ン]\s|[一二三四五六七八九十]\s)"
)
_NOTE = re.compile(r"^\s*(?:※|[¹²³⁴⁵⁶⁷⁸⁹]|参考\s*[※*]|注[0-9０-９])")
_CAPTION = re.compile(r"^\s*(?:■|【[^】]*図】|資料[：:]|N\s*=|出典)|を参考に作成$")
_CLOSED = re.compile(r"(?:[。．.！？!?」』）)】〕＞>：:*]|こと|もの|図)\s*$")
_BROKEN_AFTER = 20
"""Characters; a shorter line without a full stop is a label, not half a sentence."""


@lru_cache(maxsize=4096)
def split_passages(section: Section) -> tuple[Passage, ...]:
    """The passages of a section in reading order; together they hold every line of its text."""
    passages: list[Passage] = []
    for number, (kind, start, end) in enumerate(_blocks(section)):
        for begin, stop, part, labels in _parts(section.text, kind, start, end):
            passages.append(Passage(section.id, begin, stop, section.text[begin:stop], part, number, labels))
    return tuple(passages)


def _parts(
    text: str, kind: PassageKind, start: int, end: int
) -> Iterator[tuple[int, int, PassageKind, tuple[str, ...]]]:
    if kind is PassageKind.SENTENCE:
        for begin, stop in sentence_spans(text, start, end):
            yield begin, stop, kind, ()
    elif kind is PassageKind.ROW:
        for row in read_table(text, start, end):
            yield row.start, row.end, PassageKind.TABLE_HEAD if row.is_head else kind, row.labels
    else:
        yield start, end, kind, ()


def _blocks(section: Section) -> Iterator[tuple[PassageKind, int, int]]:
    """Kind and place of each block. An item or note is a block of its own; lists are seen by their kind."""
    lines = list(_lines(section.text))
    position = 0
    while position < len(lines):
        start, end, line = lines[position]
        kind = _line_kind(section, line, first=position == 0)
        position += 1
        if kind is PassageKind.ROW:
            while position < len(lines) and is_table_line(lines[position][2]):
                end = lines[position][1]
                position += 1
        elif kind is PassageKind.SENTENCE:
            while position < len(lines) and _continues(section, line, lines[position], end):
                end, line = lines[position][1], lines[position][2]
                position += 1
        yield kind, start, end


def _lines(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and text of each line that is not blank."""
    position = 0
    for line in text.split("\n"):
        if line.strip():
            yield position, position + len(line), line
        position += len(line) + 1


def _line_kind(section: Section, line: str, first: bool) -> PassageKind:
    if first and fold(section.heading) in fold(line) and len(line) < len(section.heading) + 20:
        return PassageKind.HEADING
    if is_table_line(line):
        return PassageKind.ROW
    if _CAPTION.search(line):
        return PassageKind.CAPTION
    if _NOTE.match(line):
        return PassageKind.FOOTNOTE
    mark = read_mark(line)
    if mark is not None and mark.family.loose and not mark.family.needs_sentence:
        return PassageKind.HEADING
    if _ITEM.match(line):
        return PassageKind.ITEM
    return PassageKind.SENTENCE


def _continues(section: Section, line: str, following: tuple[int, int, str], end: int) -> bool:
    """Whether the next line carries on a sentence that a line or page break cut."""
    start, _, text = following
    if _CLOSED.search(line) or _line_kind(section, text, first=False) is not PassageKind.SENTENCE:
        return False
    adjacent = start == end + 1
    return adjacent or (len(line) > _BROKEN_AFTER and "。" in text)
