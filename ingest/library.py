"""The guideline folder: one folder a city, with ``text.txt``, ``meta.toml``, notes and corrections."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from corpus.errors import GuidelineError
from corpus.guideline import Guideline, GuidelineMeta
from corpus.notes import Note, fresh_notes, read_notes
from ingest.outline import read_corrections, read_outline


@dataclass(frozen=True, slots=True)
class Volume:
    """A guideline with the notes that fit its text, by section id."""

    guideline: Guideline
    notes: dict[str, Note]


def read_library(folder: Path) -> tuple[Volume, ...]:
    """Every guideline under ``folder``, in order of city id.

    Raises:
        GuidelineError: the folder holds no guideline, or one of them cannot be read.
    """
    volumes = tuple(read_volume(city) for city in city_folders(folder))
    if not volumes:
        raise GuidelineError(f"{folder}: no guideline here (a guideline is a folder with text.txt and meta.toml)")
    return volumes


def city_folders(folder: Path) -> Iterator[Path]:
    """The folders under ``folder`` that hold a guideline, in order of name."""
    yield from sorted(path.parent for path in folder.glob("*/meta.toml"))


def read_volume(folder: Path) -> Volume:
    """The guideline in one city's folder, with its notes.

    Raises:
        GuidelineError: a file is missing or not valid; the message names it.
    """
    meta = read_meta(folder / "meta.toml")
    try:
        text = (folder / "text.txt").read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise GuidelineError(f"{folder / 'text.txt'}: cannot be read as UTF-8 text: {fault}") from fault
    outline = read_outline(text, meta.id, meta.title, read_corrections(folder / "outline.toml"))
    notes, stale = fresh_notes(read_notes(folder / "notes"), outline.sections)
    return Volume(Guideline(meta, outline.sections, outline.warnings + stale), notes)


def read_meta(path: Path) -> GuidelineMeta:
    """The title page in ``meta.toml``.

    Raises:
        GuidelineError: the file is missing, not valid TOML, or lacks a field.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        known = {field.name for field in fields(GuidelineMeta)}
        unknown = sorted(set(table) - known)
        if unknown:
            raise GuidelineError(f"{path}: unknown field {unknown[0]!r}")
        return GuidelineMeta(**{**table, "aliases": tuple(table.get("aliases", ()))})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, TypeError) as fault:
        raise GuidelineError(f"{path}: not a valid title page: {fault}") from fault
