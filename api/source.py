"""A guideline as the source page shows it: sections cut into lines, with the cited span marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.answer import Lang
from corpus.guideline import Guideline, Section


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that is marked as a whole or not at all."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section on the page; the segments of heading and paragraphs are its text, empty lines left out."""

    anchor: str
    level: int
    number: str
    heading: str
    listed_only: bool
    page: int | None
    heading_segments: tuple[Segment, ...]
    paragraphs: tuple[tuple[Segment, ...], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` of the text of the section at ``anchor``; empty if they are equal."""

    anchor: str
    start: int
    end: int


def read_span(query: Mapping[str, str], guideline: Guideline) -> Span | None:
    """The span that an address asks to mark; None when it names no text of this guideline."""
    anchor, start, end = (query.get(name, "") for name in ("section", "start", "end"))
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in (start, end)):
        return None
    span = Span(anchor, int(start), int(end))
    held = any(section.anchor == anchor and span.end <= len(section.text) for section in guideline.sections)
    return span if held and span.start < span.end else None


def show_sections(guideline: Guideline, span: Span | None) -> tuple[ShownSection, ...]:
    """Every section of ``guideline`` in reading order, with ``span`` marked."""
    return tuple(
        _show(section, span if span and span.anchor == section.anchor else Span(section.anchor, 0, 0))
        for section in guideline.sections
    )


def show_title_page(guideline: Guideline, lang: Lang) -> dict[str, object]:
    """What stands above the text; completeness in ``lang``."""
    meta = guideline.meta
    return {
        "city": meta.id,
        "city_name": meta.city_name,
        "title": meta.title,
        "issued": meta.issued,
        "publisher": meta.publisher,
        "source": meta.source,
        "complete": meta.complete,
        "completeness": meta.completeness if lang == "ja" else meta.completeness_en,
    }


def _show(section: Section, span: Span) -> ShownSection:
    cut = section.body_start
    # The first line is the heading as printed; a section of a document without headings has none.
    headed = bool(section.heading) and section.text[:cut].strip() != ""
    heading = list(_lines(section.text[:cut], 0, span)) if headed else []
    body = _lines(section.text[cut:], cut, span) if headed else _lines(section.text, 0, span)
    return ShownSection(
        anchor=section.anchor,
        level=section.level,
        number=section.number,
        heading=section.heading,
        listed_only=section.listed_only,
        page=section.page,
        heading_segments=tuple(segment for line in heading for segment in line),
        paragraphs=tuple(body),
    )


def _lines(text: str, position: int, span: Span) -> Iterator[tuple[Segment, ...]]:
    """The lines of ``text``, which starts at ``position`` of its section, empty ones left out."""
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield _cut(line.rstrip("\r\n"), span.start - position, span.end - position)
        position += len(line)


def _cut(line: str, start: int, end: int) -> tuple[Segment, ...]:
    start, end = max(start, 0), max(end, 0)
    parts = ((line[:start], False), (line[start:end], True), (line[max(start, end) :], False))
    return tuple(Segment(text, marked) for text, marked in parts if text)
