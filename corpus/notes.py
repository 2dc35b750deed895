"""Notes: reviewed knowledge about a section that is not the guideline's text.

Notes help to find a section and to read it; they are never quoted as the guideline. They live beside the
text as ``notes/*.toml``; ``docs/writing-notes.md`` is the authoring guide.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import GuidelineError
from corpus.guideline import Section


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a section answers: verbatim ``spans`` and the ``questions`` that they answer.

    ``yes`` and ``no`` are questions whose right answer, by the text, is yes or no. ``children`` says that
    the answer is the list of the sections below.
    """

    spans: tuple[str, ...]
    questions: tuple[str, ...]
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    children: bool = False

    @property
    def all_questions(self) -> tuple[str, ...]:
        """Every question of the point, in the order written: open ones, yes, no."""
        return self.questions + self.yes + self.no


@dataclass(frozen=True, slots=True)
class Note:
    """What was worked out about one section; ``section_hash`` is of the text it was written for.

    ``silent`` are questions that people ask about the section's topic and that this guideline answers nowhere.
    """

    section_id: str
    section_hash: str
    heading_en: str
    summary_en: str
    plain: str
    points: tuple[Point, ...]
    silent: tuple[str, ...] = ()


def section_hash(section: Section) -> str:
    """The fingerprint of a section's text that its note carries: 12 hexadecimal digits of SHA-256."""
    return hashlib.sha256(section.text.encode()).hexdigest()[:12]


def read_notes(folder: Path) -> tuple[Note, ...]:
    """All notes of a guideline's ``notes`` folder, in file order; none if there is no folder.

    Raises:
        GuidelineError: a file is not valid TOML or misses a field; the message names file and section.
    """
    notes: list[Note] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise GuidelineError(f"{path}: not a valid notes file: {fault}") from fault
        notes.extend(_read_note(path, entry) for entry in table.get("section", []))
    return tuple(notes)


def _read_note(path: Path, entry: dict[str, Any]) -> Note:
    try:
        return Note(
            section_id=str(entry["id"]),
            section_hash=str(entry.get("hash", "")),
            heading_en=str(entry["heading_en"]),
            summary_en=str(entry["summary_en"]),
            plain=str(entry["plain"]),
            points=tuple(_read_point(point) for point in entry.get("point", [])),
            silent=_read_texts(entry, "silent"),
        )
    except (AttributeError, KeyError, TypeError) as fault:
        name = entry.get("id", "?") if isinstance(entry, dict) else "?"
        raise GuidelineError(f"{path}: section {name}: missing or wrong field {fault}") from fault


def _read_point(entry: dict[str, Any]) -> Point:
    return Point(
        spans=_read_texts(entry, "spans"),
        questions=_read_texts(entry, "questions"),
        yes=_read_texts(entry, "yes"),
        no=_read_texts(entry, "no"),
        children=bool(entry.get("children", False)),
    )


def _read_texts(entry: dict[str, Any], name: str) -> tuple[str, ...]:
    texts = entry.get(name, [])
    if not isinstance(texts, list):
        raise TypeError(f"{name!r}, which is not a list")
    return tuple(texts)


def fresh_notes(notes: Iterable[Note], sections: Iterable[Section]) -> tuple[dict[str, Note], tuple[str, ...]]:
    """The notes that fit today's text, by section id, and one line about each that does not."""
    by_id = {section.id: section for section in sections}
    fresh: dict[str, Note] = {}
    stale: list[str] = []
    for note in notes:
        section = by_id.get(note.section_id)
        if section is None:
            stale.append(f"{note.section_id}: note ignored, there is no such section")
        elif note.section_hash != section_hash(section):
            stale.append(f"{note.section_id}: note ignored, it was written for another text")
        else:
            fresh[note.section_id] = note
    return fresh, tuple(stale)
