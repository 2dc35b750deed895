"""The outline of a document: from its lines to the tree of its sections.

``read_outline`` is the whole walk: corrections, contents lists, headings, levels, tree, footnotes, sections.
Every line of the source ends in exactly one section's text, except contents lists, furniture and drawn rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from corpus.guideline import Section
from ingest.contents import Contents, find_all_contents, find_indents, join_entries
from ingest.corrections import Correction, Corrections, HeadingCorrection, read_corrections
from ingest.document import Line, PageQuality
from ingest.finding import find_headings
from ingest.footnotes import move_footnotes
from ingest.headings import Mark, find_family, fold_title, read_mark
from ingest.japanese import fold
from ingest.layout import Layout, clear_rules, read_layout, state_underlined
from ingest.levels import infer_ranks
from ingest.readers import read_document
from ingest.runs import holds_text
from ingest.sections import add_listed, build_sections, find_owners, group_paragraphs
from ingest.tree import HeadingLine, nest_headings

__all__ = ["Correction", "Corrections", "Outline", "outline_file", "read_corrections", "read_outline"]


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's title, its sections in reading order, and what a person should look at.

    ``has_headings`` is False where none was found and the sections are groups of paragraphs. ``furniture`` and
    ``pages`` are what the reader left out and how legible each page is.
    """

    title: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]
    has_headings: bool = True
    furniture: tuple[str, ...] = ()
    pages: tuple[PageQuality, ...] = ()


def read_outline(
    lines: Sequence[Line],
    city: str,
    title: str = "",
    corrections: Corrections = Corrections(),  # noqa: B008
) -> Outline:
    """Read ``lines`` into sections whose ids start with ``city``.

    ``title`` is the document's title if known; a line near the end that repeats it opens the colophon.
    """
    warnings: list[str] = []
    lines = clear_rules(state_underlined(lines))
    left_out = _left_out(lines, corrections, warnings)
    texts = ["" if position in left_out else line.text for position, line in enumerate(lines)]
    styled = {position for position, line in enumerate(lines) if line.level is not None and line.text.strip()}
    contents = [join_entries(one, texts) for one in find_all_contents(texts, styled=styled)]
    skipped = left_out.union(*(range(one.start, one.end) for one in contents))
    layout = read_layout(lines, skipped)
    found = find_headings(layout, contents, title)
    headings = _correct(found.headings, layout, corrections, warnings)
    headings = _with_colophon(headings, layout, contents, title)
    known_title = title or _first_words(lines)
    if not headings and not any(entry.mark for one in contents for entry in one.entries):
        return Outline(known_title, tuple(group_paragraphs(lines, skipped, city)), tuple(warnings), False)
    indents = find_indents(contents, [fold_title(heading.mark.title) for heading in headings])
    ranks = infer_ranks(headings, _find_empty(headings, layout), indents)
    nested = nest_headings([replace(h, rank=r) for h, r in zip(headings, ranks, strict=True)], warnings)
    owner = find_owners(len(lines), skipped, nested)
    move_footnotes([line.text for line in lines], owner)
    sections = build_sections(lines, nested, owner, city, known_title)
    by_kind = {heading.mark.key: rank for heading, rank in zip(headings, ranks, strict=True)}
    for one in contents[:1]:
        if not one.is_scattered:
            sections = add_listed(one, sections, city, by_kind)
    warnings += [f"{s.id}: no text" for s in sections if s.number and not s.text.strip()]
    return Outline(known_title, tuple(sections), tuple(_with_pages([*warnings, *found.warnings], lines)))


def outline_file(path: Path, city: str = "document") -> Outline:
    """The outline that a file would be indexed with; an ``outline.toml`` beside it is heeded.

    Raises:
        GuidelineError: the file cannot be read, or holds no text.
    """
    document = read_document(path)
    outline = read_outline(document.lines, city, document.title, read_corrections(path.parent / "outline.toml"))
    warnings = (*document.warnings, *outline.warnings)
    return replace(outline, warnings=warnings, furniture=document.furniture, pages=document.pages)


def _left_out(lines: Sequence[Line], corrections: Corrections, warnings: list[str]) -> frozenset[int]:
    wanted = {fold(text): text for text in corrections.left_out}
    found = {position for position, line in enumerate(lines) if wanted and fold(line.text) in wanted}
    missing = set(wanted) - {fold(lines[position].text) for position in found}
    warnings += [f"outline.toml: no line is {wanted[text]!r}" for text in sorted(missing)]
    return frozenset(found)


def _correct(
    headings: Sequence[HeadingLine], layout: Layout, corrections: Corrections, warnings: list[str]
) -> list[HeadingLine]:
    """``headings`` as a person corrected them."""
    by_line = {heading.line: heading for heading in headings}
    for start in corrections.text:
        position = _find_line(layout, start, warnings)
        by_line = {line: heading for line, heading in by_line.items() if position not in (line, heading.last_line)}
    for stated in corrections.headings:
        position = _find_line(layout, stated.line, warnings)
        if position is not None:
            known = next((h for h in by_line.values() if h.line <= position <= h.last_line), None)
            heading = known or HeadingLine(position, position, _own_mark(layout.text(position)))
            by_line[heading.line] = _restate(heading, stated)
    for put_in in corrections.put_in:
        position = _find_line(layout, put_in.before, warnings)
        if position is not None:
            mark = Mark(find_family("corrected"), "", 0, put_in.heading)
            by_line[position] = HeadingLine(
                position,
                position,
                replace(mark, label=str(put_in.rank), family=replace(mark.family, rank=put_in.rank)),
                printed=False,
                fixed_level=put_in.level,
            )
    return sorted(by_line.values(), key=lambda heading: heading.line)


def _find_line(layout: Layout, start: str, warnings: list[str]) -> int | None:
    for position, line in enumerate(layout.lines):
        if line.text.startswith(start) and position not in layout.skipped:
            return position
    warnings.append(f"outline.toml: no line starts with {start!r}")
    return None


def _own_mark(text: str) -> Mark:
    return read_mark(text) or Mark(find_family("corrected"), "", 0, text)


def _restate(heading: HeadingLine, stated: HeadingCorrection) -> HeadingLine:
    title = heading.mark.title if stated.title is None else stated.title
    level = heading.fixed_level if stated.level is None else stated.level
    return replace(heading, mark=replace(heading.mark, title=title), fixed_level=level)


def _with_colophon(
    headings: list[HeadingLine], layout: Layout, contents: Sequence[Contents], title: str
) -> list[HeadingLine]:
    """``headings`` and, where the title stands once more behind them all, the colophon that it opens."""
    if not title or not headings:
        return headings
    after = max(headings[-1].last_line, max((one.end for one in contents), default=0))
    wanted = fold(title)
    for position in range(after + 1, len(layout.lines)):
        if fold(layout.text(position)) == wanted and position not in layout.skipped:
            mark = Mark(find_family("colophon"), "", 0, layout.text(position))
            return [*headings, HeadingLine(position, position, mark)]
    return headings


def _find_empty(headings: Sequence[HeadingLine], layout: Layout) -> set[int]:
    """The places of the headings between which and the next nothing is printed."""
    return {
        place
        for place, (one, below) in enumerate(pairwise(headings))
        if not one.length and not holds_text(one.mark) and not layout.count_between(one.last_line + 1, below.line)
    }


def _with_pages(warnings: Sequence[str], lines: Sequence[Line]) -> list[str]:
    """The warnings, those that name a line with its page behind it."""
    told = []
    for warning in warnings:
        name, _, rest = warning.partition(": ")
        number = name.removeprefix("line ")
        page = lines[int(number) - 1].page if name.startswith("line ") and number.isdecimal() else None
        told.append(f"{name} (page {page}): {rest}" if page else warning)
    return told


def _first_words(lines: Sequence[Line]) -> str:
    return next((line.text.strip() for line in lines if len(fold(line.text).strip("☆*#= ")) > 2), "")
