"""The file in an index that holds guidelines, notes and units, so that serving needs no other folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.guideline import Guideline, GuidelineMeta, Section
from corpus.notes import Note, Point
from ingest.units import Question, Unit


@dataclass(frozen=True, slots=True)
class Library:
    """What an index answers from: guidelines by city, notes by section, units in order, and every term and
    concept that each section states, and of each section and each unit with its questions."""

    guidelines: dict[str, Guideline]
    notes: dict[str, Note]
    units: tuple[Unit, ...]
    stated_words: dict[str, list[str]]
    section_words: dict[str, list[str]]
    unit_words: list[list[str]]


def write_library_file(library: Library, path: Path) -> None:
    """Write a library as JSON."""
    stored = {
        "guidelines": [asdict(guideline) for guideline in library.guidelines.values()],
        "notes": [asdict(note) for note in library.notes.values()],
        "units": [asdict(unit) for unit in library.units],
        "stated_words": library.stated_words,
        "section_words": library.section_words,
        "unit_words": library.unit_words,
    }
    path.write_text(json.dumps(stored, ensure_ascii=False), "utf-8")


def read_library_file(path: Path) -> Library:
    """Read what ``write_library_file`` wrote."""
    stored = json.loads(path.read_text("utf-8"))
    guidelines = [_guideline(entry) for entry in stored["guidelines"]]
    notes = [_note(entry) for entry in stored["notes"]]
    return Library(
        {guideline.meta.id: guideline for guideline in guidelines},
        {note.section_id: note for note in notes},
        tuple(_unit(entry) for entry in stored["units"]),
        stored["stated_words"],
        stored["section_words"],
        stored["unit_words"],
    )


def _guideline(entry: dict[str, Any]) -> Guideline:
    meta = GuidelineMeta(**{**entry["meta"], "aliases": tuple(entry["meta"]["aliases"])})
    return Guideline(meta, tuple(map(_section, entry["sections"])), tuple(entry["warnings"]))


def _section(entry: dict[str, Any]) -> Section:
    starts = tuple((offset, page) for offset, page in entry["page_starts"])
    return Section(**{**entry, "path": tuple(entry["path"]), "page_starts": starts})


def _note(entry: dict[str, Any]) -> Note:
    points = tuple(
        Point(
            tuple(point["spans"]),
            tuple(point["questions"]),
            tuple(point["yes"]),
            tuple(point["no"]),
            point["children"],
        )
        for point in entry["points"]
    )
    return Note(**{**entry, "points": points, "silent": tuple(entry["silent"])})


def _unit(entry: dict[str, Any]) -> Unit:
    return Unit(
        entry["section_id"],
        tuple((start, end) for start, end in entry["spans"]),
        tuple(Question(**question) for question in entry["questions"]),
        entry["children"],
        entry["silent"],
    )
