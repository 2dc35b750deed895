"""The outline of a document: from its lines to the tree of its sections.

``read_outline`` is the whole walk: contents list, headings, footnotes, tree, sections. Every line of the
source ends in exactly one section's text, except the contents list.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.errors import GuidelineError
from corpus.guideline import Section
from ingest.contents import Contents, find_contents
from ingest.footnotes import move_footnotes
from ingest.headings import LONGEST_TITLE, Mark, heading_families, read_mark
from ingest.japanese import fold
from ingest.tree import HeadingLine, nest_headings

RECURRING = 3
"""A loose title under this many places is a label that recurs, not a heading."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's title, its sections in reading order, and what a person should look at."""

    title: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A heading that a person put in, from ``outline.toml``: before the line that starts with ``before``."""

    before: str
    heading: str
    rank: int


def read_outline(text: str, city: str, title: str = "", corrections: tuple[Correction, ...] = ()) -> Outline:
    """Read ``text`` into sections whose ids start with ``city``.

    ``title`` is the document's title if known; a later line that repeats it opens the colophon.
    """
    lines = text.splitlines()
    contents = find_contents(lines)
    headings, warnings = _find_headings(lines, contents, title, corrections)
    nested = nest_headings(headings, warnings)
    owner = _owners(lines, contents, [heading.line for heading in nested])
    move_footnotes(lines, owner)
    known_title = title or _first_words(lines)
    sections = _build_sections(lines, contents, nested, owner, city, known_title)
    sections = _with_listed(contents, sections, city)
    for section in sections:
        if section.number and not section.text.strip():
            warnings.append(f"{section.id}: no text")
    return Outline(known_title, tuple(sections), tuple(warnings))


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of an ``outline.toml``; none if the file is not there.

    Raises:
        GuidelineError: the file is not of the form that ``docs/adding-a-city.md`` shows.
    """
    if not path.exists():
        return ()
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return tuple(Correction(str(c["before"]), str(c["heading"]), int(c["rank"])) for c in table["heading"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as fault:
        raise GuidelineError(f"{path}: not a valid outline file: {fault}") from fault


def _find_headings(
    lines: list[str], contents: Contents, title: str, corrections: tuple[Correction, ...]
) -> tuple[list[HeadingLine], list[str]]:
    promised = {entry.title for entry in contents.entries}
    headings: list[HeadingLine] = []
    pending = list(corrections)
    for position, line in enumerate(lines):
        if contents.start <= position < contents.end:
            continue
        correction = next((c for c in pending if line.startswith(c.before)), None)
        if correction is not None:
            pending.remove(correction)
            family = replace(heading_families()[-1], name="corrected", rank=correction.rank, loose=False)
            headings.append(HeadingLine(position, position, Mark(family, "", 0, correction.heading), printed=False))
            continue
        found = _read_heading(lines, position, promised)
        if found is not None:
            headings.append(found)
        elif title and headings and position > contents.end and fold(line) == fold(title):
            colophon = Mark(
                replace(heading_families()[0], name="colophon", rank=0, unnumbered=True), "", 0, line.strip()
            )
            headings.append(HeadingLine(position, position, colophon))
    recurring = Counter(fold(h.mark.title) for h in headings if h.mark.family.loose)
    kept = [h for h in headings if not (h.mark.family.loose and recurring[fold(h.mark.title)] >= RECURRING)]
    return kept, [f"outline.toml: no line starts with {c.before!r}" for c in pending]


def _read_heading(lines: list[str], position: int, promised: set[str]) -> HeadingLine | None:
    line = lines[position]
    if "\t" in line or line.lstrip().startswith(("|", "- ", "* ")):
        return None
    following = _next_text(lines, position)
    mark = read_mark(line)
    if mark is None:
        return _read_article(lines, position, following)
    if mark.family.name == "article" and mark.title:
        return None
    if mark.family.needs_sentence and fold(mark.title) not in promised:
        isolated = position == 0 or not lines[position - 1].strip()
        if not isolated or following is None or not _is_prose(lines[following]):
            return None
    if mark.family.name == "bracket" and (following is None or "\t" in lines[following]):
        return None
    if not mark.title and following is not None and _is_title(lines[following]):
        return HeadingLine(position, following, replace(mark, title=lines[following].strip()))
    return HeadingLine(position, position, mark)


def _read_article(lines: list[str], position: int, following: int | None) -> HeadingLine | None:
    """An article's caption in brackets on the line above 第N条."""
    caption = lines[position].strip()
    if following is None or not (caption.startswith(("(", "（")) and caption.endswith((")", "）"))):
        return None
    body = lines[following].strip()
    article = next(family for family in heading_families() if family.name == "article")
    match = article.pattern.match(body)
    if match is None:
        return None
    number = body[: match.start("title")].strip()
    value = read_mark(number)
    return None if value is None else HeadingLine(position, position, replace(value, title=caption))


def _next_text(lines: list[str], position: int) -> int | None:
    return next((i for i in range(position + 1, len(lines)) if lines[i].strip()), None)


def _is_prose(line: str) -> bool:
    return ("。" in line or "、" in line) and not line.lstrip().startswith(("- ", "・", "|")) and "\t" not in line


def _is_title(line: str) -> bool:
    return "。" not in line and "\t" not in line and len(line.strip()) <= LONGEST_TITLE


def _first_words(lines: list[str]) -> str:
    return next((line.strip() for line in lines if len(fold(line).strip("☆*#= ")) > 2), "")


def _owners(lines: list[str], contents: Contents, starts: list[int]) -> list[int]:
    """For each line the number of its heading: -1 before the first, -2 for the contents list."""
    owner, current = [], -1
    opening = {line: number for number, line in enumerate(starts)}
    for position in range(len(lines)):
        current = opening.get(position, current)
        owner.append(-2 if contents.start <= position < contents.end else current)
    return owner


def _build_sections(
    lines: list[str], contents: Contents, nested: list[HeadingLine], owner: list[int], city: str, title: str
) -> list[Section]:
    sections: list[Section] = []
    front = _own_text(lines, owner, -1)
    if front:
        sections.append(Section(f"{city}/title", "", title, 1, (title,), front))
    path_of: dict[int, tuple[str, ...]] = {-1: ()}
    for number, heading in enumerate(nested):
        mark = heading.mark
        label = f"{mark.number} {mark.title}".strip()
        path_of[number] = (*path_of[heading.parent], label)
        parent = nested[heading.parent].id if heading.parent >= 0 else None
        sections.append(
            Section(
                id=f"{city}/{heading.id}",
                number=mark.number,
                heading=mark.title,
                level=len(path_of[number]),
                path=path_of[number],
                text=_own_text(lines, owner, number),
                parent_id=f"{city}/{parent}" if parent else None,
            )
        )
    return sections


def _own_text(lines: list[str], owner: list[int], number: int) -> str:
    own = [line for line, whose in zip(lines, owner, strict=True) if whose == number]
    while own and not own[0].strip():
        own.pop(0)
    while own and not own[-1].strip():
        own.pop()
    return "\n".join(own)


def _with_listed(contents: Contents, sections: list[Section], city: str) -> list[Section]:
    """``sections`` with those that only the contents list names put in their place.

    The text of a listed section is its line of the contents list, without leader and page number.
    """
    result = list(sections)
    held = {fold(section.heading): section.id for section in sections}
    entries = [entry for entry in contents.entries if entry.mark is not None]
    nested = nest_headings([HeadingLine(n, n, e.mark) for n, e in enumerate(entries) if e.mark], [])
    path_of: dict[int, tuple[str, ...]] = {-1: ()}
    previous = ""
    for number, heading in enumerate(nested):
        mark = heading.mark
        path_of[number] = (*path_of[heading.parent], f"{mark.number} {mark.title}".strip())
        section_id = f"{city}/{heading.id}"
        taken = any(section.id == section_id for section in result)
        if fold(mark.title) in held or (taken and mark.value):
            previous = held.get(fold(mark.title), section_id)
            continue
        section_id += "-listed" if taken else ""
        parent = f"{city}/{nested[heading.parent].id}" if heading.parent >= 0 else None
        listed = Section(
            section_id,
            mark.number,
            mark.title,
            len(path_of[number]),
            path_of[number],
            entries[number].text,
            parent,
            True,
        )
        result.insert(_after(result, previous), listed)
        previous = section_id
    return result


def _after(sections: list[Section], section_id: str) -> int:
    """The place after the section and all below it; the end if there is no such section."""
    below = [n for n, s in enumerate(sections) if s.id == section_id or s.id.startswith(section_id + "-")]
    return below[-1] + 1 if section_id and below else len(sections)


def outline_file(path: Path, city: str = "document") -> Outline:
    """The outline that a text file would be indexed with; an ``outline.toml`` beside it is heeded.

    Raises:
        GuidelineError: the file cannot be read as text, or is empty.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise GuidelineError(f"{path}: not UTF-8 text: {fault.reason} at byte {fault.start}") from fault
    if not text.strip():
        raise GuidelineError(f"{path}: the file holds no text")
    if "\0" in text:
        raise GuidelineError(f"{path}: not a text file")
    return read_outline(text, city, corrections=read_corrections(path.parent / "outline.toml"))
