"""Checking notes: what a city's authors should mend, and the stamp that ties a note to its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import GuidelineError
from corpus.guideline import Section
from corpus.notes import Note, read_notes, section_hash
from ingest.library import read_volume

FEWEST_QUESTIONS = 8
"""Questions that a section's note has at least; a heading without text needs fewer."""
FEWEST_QUESTIONS_LISTED = 4
FEWEST_ENGLISH = 2
_ID_LINE = re.compile(r'^id = "(?P<id>[^"]+)"\n(?:hash = "[^"]*"\n)?', re.MULTILINE)


def check_notes(city_folder: Path) -> list[str]:
    """One line about each thing to mend in a city's notes; empty if there is nothing.

    Raises:
        GuidelineError: the guideline or a notes file cannot be read.
    """
    sections = {section.id: section for section in read_volume(city_folder).guideline.sections}
    notes = read_notes(city_folder / "notes")
    faults = [f"{section_id}: no note" for section_id in sections.keys() - {note.section_id for note in notes}]
    seen: set[str] = set()
    for note in notes:
        section = sections.get(note.section_id)
        if section is None:
            faults.append(f"{note.section_id}: there is no such section")
            continue
        if note.section_id in seen:
            faults.append(f"{note.section_id}: two notes")
        seen.add(note.section_id)
        faults.extend(f"{note.section_id}: {fault}" for fault in _faults(note, section))
    return sorted(faults)


def _faults(note: Note, section: Section) -> Iterator[str]:
    if note.section_hash != section_hash(section):
        yield "stale: written for another text (read the section again, then run: kyodo notes stamp)"
    for name in ("heading_en", "summary_en", "plain"):
        if not getattr(note, name).strip():
            yield f"{name} is empty"
    questions = [question for point in note.points for question in point.all_questions]
    fewest = FEWEST_QUESTIONS_LISTED if section.listed_only else FEWEST_QUESTIONS
    if len(questions) < fewest:
        yield f"{len(questions)} questions, at least {fewest} are needed"
    if sum(question.isascii() for question in questions) < FEWEST_ENGLISH:
        yield f"fewer than {FEWEST_ENGLISH} English questions"
    yield from (f"asked twice: {question}" for question in sorted({q for q in questions if questions.count(q) > 1}))
    yield from (f"both answered and silent: {text}" for text in note.silent if text in questions)
    for point in note.points:
        if not point.spans and not point.children:
            yield "a point without spans"
        yield from (f"not in the text: {span[:40]}" for span in point.spans if span not in section.text)


def stamp_notes(city_folder: Path) -> int:
    """Write today's section hash into every note of a city; returns how many notes changed.

    Do this only after reading the notes against the text: the stamp says that somebody did.

    Raises:
        GuidelineError: the guideline or a notes file cannot be read.
    """
    sections = {section.id: section for section in read_volume(city_folder).guideline.sections}
    changed = 0
    for path in sorted((city_folder / "notes").glob("*.toml")):
        before = path.read_text("utf-8")

        def stamped(match: re.Match[str]) -> str:
            section = sections.get(match["id"])
            return match[0] if section is None else f'id = "{match["id"]}"\nhash = "{section_hash(section)}"\n'

        after = _ID_LINE.sub(stamped, before)
        if after != before:
            changed += len([1 for a, b in zip(_hashes(before), _hashes(after), strict=False) if a != b]) or 1
            scratch = path.with_suffix(".new")
            scratch.write_text(after, "utf-8")
            scratch.replace(path)
    return changed


def _hashes(text: str) -> list[str]:
    return re.findall(r'^hash = "([^"]*)"', text, re.MULTILINE)


def check_folder(guidelines: Path, cities: tuple[str, ...]) -> list[Path]:
    """The folders of those cities, or of all.

    Raises:
        GuidelineError: a city has no folder.
    """
    known = {path.parent.name: path.parent for path in sorted(guidelines.glob("*/meta.toml"))}
    unknown = [city for city in cities if city not in known]
    if unknown:
        raise GuidelineError(f"{unknown[0]}: no such guideline in {guidelines}")
    return [known[city] for city in cities] if cities else list(known.values())
