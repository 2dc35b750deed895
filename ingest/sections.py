"""From headings to sections: which line belongs to which, and what each section is called."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from corpus.guideline import Section
from ingest.contents import Contents
from ingest.document import Line
from ingest.headings import clean_heading, fold_title
from ingest.japanese import fold
from ingest.tree import HeadingLine, nest_headings

IN_CONTENTS = -2
"""The owner of a line that belongs to a contents list or was left out."""
FRONT = -1
"""The owner of a line before the first heading."""
GROUP_LEAST, GROUP_MOST = 400, 900
"""Characters of a section of a document without headings: cut at a blank line from the first on, at any line
from the second on."""
LONGEST_NAME = 30
"""Characters of the first words by which such a section is called."""

_BREAK = re.compile(r"[。、，,.・\s）)」』]")


def find_owners(count: int, skipped: frozenset[int], nested: Sequence[HeadingLine]) -> list[int]:
    """For each of ``count`` lines the number of its heading, ``FRONT`` or ``IN_CONTENTS``."""
    opening = {heading.line: number for number, heading in enumerate(nested)}
    owner, current = [], FRONT
    for position in range(count):
        current = opening.get(position, current)
        owner.append(IN_CONTENTS if position in skipped else current)
    return owner


def build_sections(
    lines: Sequence[Line], nested: Sequence[HeadingLine], owner: Sequence[int], city: str, title: str
) -> list[Section]:
    """The sections in reading order, what stands before the first heading as ``<city>/title``."""
    own: dict[int, list[int]] = {}
    for position, whose in enumerate(owner):
        own.setdefault(whose, []).append(position)
    sections: list[Section] = []
    front = _shape_text(lines, own.get(FRONT, []))
    if front["text"]:
        sections.append(Section(f"{city}/title", "", title, 1, (title,), **front))
    path_of: dict[int, tuple[str, ...]] = {FRONT: ()}
    for number, heading in enumerate(nested):
        mark = heading.mark
        path_of[number] = (*path_of[heading.parent], f"{mark.number} {mark.title}".strip())
        parent = nested[heading.parent].id if heading.parent >= 0 else None
        shaped = _shape_text(lines, own.get(number, []), heading)
        sections.append(
            Section(
                id=f"{city}/{heading.id}",
                number=mark.number,
                heading=mark.title,
                level=len(path_of[number]),
                path=path_of[number],
                parent_id=f"{city}/{parent}" if parent else None,
                **shaped,
            )
        )
    return sections


def _shape_text(lines: Sequence[Line], positions: list[int], heading: HeadingLine | None = None) -> dict[str, Any]:
    """Text, page, page starts and heading end of a section that holds the lines at ``positions``."""
    first = next((n for n, position in enumerate(positions) if lines[position].text.strip()), len(positions))
    last = next((n for n in range(len(positions) - 1, -1, -1) if lines[positions[n]].text.strip()), -1)
    own = positions[first : last + 1]
    text: list[str] = []
    starts: list[tuple[int, int]] = []
    heading_end, page, offset = None, None, 0
    for position in own:
        line = lines[position]
        if line.page is not None and line.page != page:
            page = line.page
            starts.append((offset, page))
        if (
            heading is not None
            and position == heading.last_line
            and (heading.length or heading.last_line > heading.line)
        ):
            heading_end = offset + (heading.length or len(line.text) + (position != own[-1]))
        text.append(line.text)
        offset += len(line.text) + 1
    return {
        "text": "\n".join(text),
        "page": starts[0][1] if starts else None,
        "page_starts": tuple(starts),
        "heading_end": heading_end,
    }


def group_paragraphs(lines: Sequence[Line], skipped: frozenset[int], city: str) -> list[Section]:
    """The sections of a document without headings: paragraphs together, called by their first words."""
    groups: list[list[int]] = [[]]
    size = 0
    for position, line in enumerate(lines):
        if position in skipped:
            continue
        blank = not line.text.strip()
        if (blank and size >= GROUP_LEAST) or (not blank and size + len(line.text) > GROUP_MOST and size > 0):
            groups.append([])
            size = 0
        groups[-1].append(position)
        size += len(line.text.strip())
    sections = []
    for number, positions in enumerate((own for own in groups if any(lines[n].text.strip() for n in own)), 1):
        shaped = _shape_text(lines, positions)
        name = name_by_first_words(shaped["text"])
        sections.append(
            Section(
                f"{city}/n{number}",
                "",
                name,
                1,
                (name,),
                heading_end=0,
                **{key: value for key, value in shaped.items() if key != "heading_end"},
            )
        )
    return sections


def name_by_first_words(text: str) -> str:
    """The first words of a text, up to 30 characters, cut at a natural break where there is one."""
    line = clean_heading(next((line for line in text.split("\n") if any(c.isalnum() for c in line)), text.strip()[:80]))
    if len(line) <= LONGEST_NAME:
        return line
    breaks = [
        match.start() for match in _BREAK.finditer(line[: LONGEST_NAME + 1]) if match.start() >= LONGEST_NAME // 3
    ]
    return line[: breaks[-1] if breaks else LONGEST_NAME].strip()


def add_listed(contents: Contents, sections: Sequence[Section], city: str, ranks: Mapping[str, float]) -> list[Section]:
    """``sections`` with those that only the contents list names put in their place.

    The text of a listed section is its line of the contents list, without leader and page number.
    """
    held = {fold_title(section.heading): n for n, section in enumerate(sections)}
    held |= {fold(section.path[-1]): n for n, section in enumerate(sections)}
    places = {section.id: n for n, section in enumerate(sections)}
    ends = _subtree_ends(sections)
    entries = [entry for entry in contents.entries if entry.mark is not None]
    headings = [
        HeadingLine(n, n, e.mark, rank=ranks.get(e.mark.key)) for n, e in enumerate(entries) if e.mark is not None
    ]
    nested = nest_headings(headings, [])
    path_of: dict[int, tuple[str, ...]] = {-1: ()}
    put_in: dict[int, list[Section]] = {}
    place = min((held[entry.title] for entry in entries if entry.title in held), default=len(sections))
    for number, heading in enumerate(nested):
        mark = heading.mark
        path_of[number] = path = (*path_of[heading.parent], f"{mark.number} {mark.title}".strip())
        section_id = f"{city}/{heading.id}"
        known = held.get(fold_title(mark.title), held.get(fold(entries[number].text)))
        if known is None and mark.value:
            known = places.get(section_id)
        if known is not None:
            place = ends[known]
        elif mark.title:
            section_id += "-listed" if section_id in places else ""
            parent = f"{city}/{nested[heading.parent].id}" if heading.parent >= 0 else None
            text = entries[number].text
            listed = Section(section_id, mark.number, mark.title, len(path), path, text, parent, listed_only=True)
            put_in.setdefault(place, []).append(listed)
    result: list[Section] = []
    for number in range(len(sections) + 1):
        result += put_in.get(number, [])
        result += sections[number : number + 1]
    ids = {section.id for section in result}
    return [replace(section, parent_id=section.parent_id if section.parent_id in ids else None) for section in result]


def _subtree_ends(sections: Sequence[Section]) -> list[int]:
    """For each section the place after it and all below it."""
    ends = [len(sections)] * len(sections)
    open_places: list[int] = []
    for place, section in enumerate(sections):
        while open_places and sections[open_places[-1]].level >= section.level:
            ends[open_places.pop()] = place
        open_places.append(place)
    return ends
