"""The outline of a document as text for a terminal, or as JSON for another program."""

from __future__ import annotations

import json
from collections.abc import Iterator

from assistant.wording import say_both
from corpus.guideline import Section
from ingest.document import PageQuality
from ingest.japanese import fold
from ingest.outline import Outline

FURNITURE_SHOWN = 5


def show_outline(outline: Outline, as_json: bool) -> str:
    """The tree of an outline with ids, pages and characters, and what a person should look at."""
    if as_json:
        return json.dumps(_as_json(outline), ensure_ascii=False, indent=2)
    return "\n".join(_as_text(outline))


def section_body(section: Section) -> str:
    """A section's text without its heading; a heading that is not printed takes nothing away."""
    first = fold(section.text.partition("\n")[0])
    numbered = bool(section.number) and first.startswith(fold(section.number))
    headed = numbered or (section.heading and first.endswith(fold(section.heading)))
    if section.heading_end is None and not headed:
        return section.text
    return section.text[section.body_start :].lstrip("\n")


def _as_json(outline: Outline) -> dict[str, object]:
    return {
        "title": outline.title,
        "sections": [
            {"id": section.anchor, "path": list(section.path), "page": section.page, "text": section_body(section)}
            for section in outline.sections
        ],
        "warnings": list(outline.warnings),
        "pages": [{"page": page.page, "characters": page.characters, "broken": page.broken} for page in outline.pages],
        "furniture": list(outline.furniture),
    }


def _as_text(outline: Outline) -> Iterator[str]:
    yield outline.title
    for section in outline.sections:
        page = f" p.{section.page}" if section.page else ""
        yield f"{'  ' * section.level}{section.path[-1]}  [{section.anchor}]{page} ({len(section.text)})"
    yield from _block(say_both("command.warnings"), list(outline.warnings))
    yield from _block(say_both("library.pages"), [_page(page) for page in outline.pages])
    if outline.furniture:
        first = list(outline.furniture[:FURNITURE_SHOWN])
        more = [say_both("library.more", count=len(outline.furniture) - len(first))]
        heading = say_both("library.furniture", count=len(outline.furniture))
        yield from _block(heading, first + more * (len(outline.furniture) > len(first)))


def _block(heading: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", heading, *(f"- {line}" for line in lines))


def _page(page: PageQuality) -> str:
    share = f"{page.broken / page.characters:.0%}" if page.characters else "-"
    return f"{page.page:>5} {page.characters:>7} {page.broken:>5} {share:>5}"
