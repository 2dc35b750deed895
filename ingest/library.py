"""The guideline folder: one folder a city, with ``meta.toml``, the text as the city gave it, notes and corrections.

The text is ``text.<suffix>``, or ``text.1.<suffix>``, ``text.2.<suffix>`` … for the volumes of one document.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from corpus.errors import GuidelineError
from corpus.guideline import Guideline, GuidelineMeta
from corpus.notes import Note, fresh_notes, read_notes
from ingest.corrections import read_corrections
from ingest.document import Document, Line, PageQuality
from ingest.outline import read_outline
from ingest.readers import READERS, read_document

META, CORRECTIONS, NOTES = "meta.toml", "outline.toml", "notes"
REQUIRED = ("id", "city_name", "title")
"""The fields that every ``meta.toml`` has; of the others ``complete`` is true and the rest empty when left out."""
_TEXT = re.compile(r"text(?:\.(?P<number>[0-9]{1,4}))?(?P<suffix>\.[a-z]+)")
_NOT_TEXT = {"complete": bool, "aliases": list}


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
    return tuple(read_volume(city) for city in require_guidelines(folder).values())


def city_folders(folder: Path) -> dict[str, Path]:
    """The folders under ``folder`` that hold a guideline, by city id and in its order."""
    found = sorted(path.parent for path in folder.glob(f"*/{META}"))
    return {path.name: path for path in found if not path.name.startswith(".")}


def require_guidelines(folder: Path) -> dict[str, Path]:
    """``city_folders``, at least one.

    Raises:
        GuidelineError: the folder holds no guideline.
    """
    folders = city_folders(folder)
    if not folders:
        raise GuidelineError(f"{folder}: no guideline here (a guideline is a folder with a text and meta.toml)")
    return folders


def read_volume(folder: Path) -> Volume:
    """The guideline in one city's folder, with its notes.

    Raises:
        GuidelineError: a file is missing or not valid; the message names it.
    """
    meta = read_meta(folder / META)
    if meta.id != folder.name:
        raise GuidelineError(f"{folder / META}: the id {meta.id!r} is not the name of the folder")
    return shape_volume(meta, read_texts(text_files(folder)), folder)


def shape_volume(meta: GuidelineMeta, document: Document, folder: Path) -> Volume:
    """The guideline whose text is ``document``, with the corrections and notes in ``folder``.

    Raises:
        GuidelineError: corrections or notes are not valid.
    """
    outline = read_outline(document.lines, meta.id, meta.title, read_corrections(folder / CORRECTIONS))
    notes, stale = fresh_notes(read_notes(folder / NOTES), outline.sections)
    return Volume(Guideline(meta, outline.sections, document.warnings + outline.warnings + stale), notes)


def text_files(folder: Path) -> tuple[Path, ...]:
    """The files of a guideline's text: one, or its volumes in order of their numbers.

    Raises:
        GuidelineError: there is none, or it is not clear which is the text.
    """
    found = {path: match for path in folder.glob("text.*") if (match := text_name(path))}
    single = [path for path, match in found.items() if match["number"] is None]
    numbers = [int(match["number"]) for match in found.values() if match["number"] is not None]
    if not found:
        raise GuidelineError(f"{folder}: no text here (text{', text'.join(READERS)})")
    if len(single) > 1 or (single and numbers) or len(numbers) != len(set(numbers)):
        names = ", ".join(sorted(path.name for path in found))
        raise GuidelineError(f"{folder}: several texts ({names}); one, or volumes text.1, text.2 …, is read")
    return tuple(sorted(found, key=lambda path: int(found[path]["number"] or 0)))


def text_name(path: Path) -> re.Match[str] | None:
    """The parts ``number`` and ``suffix`` of the name of a guideline's text; None for any other file."""
    match = _TEXT.fullmatch(path.name)
    return match if match and match["suffix"] in READERS and path.is_file() else None


def read_texts(paths: Iterable[Path]) -> Document:
    """The document in one file, or in several that are its volumes in order.

    Raises:
        GuidelineError: a file cannot be read.
    """
    files = tuple(paths)
    documents = [read_document(path) for path in files]
    return documents[0] if len(documents) == 1 else _join([path.name for path in files], documents)


def _join(names: Sequence[str], documents: Sequence[Document]) -> Document:
    """Volumes as one document, their pages counted through."""
    lines: list[Line] = []
    pages: list[PageQuality] = []
    warnings: list[str] = []
    before = 0
    for name, document in zip(names, documents, strict=True):
        if lines:
            lines.append(Line("", lines[-1].page))
        lines += [replace(line, page=line.page + before) if line.page else line for line in document.lines]
        pages += [replace(page, page=page.page + before) for page in document.pages]
        warnings += [f"{name}: {warning}" for warning in document.warnings]
        before = max([before, *(page.page for page in pages), *(line.page or 0 for line in lines)])
    return Document(
        lines=tuple(lines),
        title=next((document.title for document in documents if document.title), ""),
        warnings=tuple(warnings),
        pages=tuple(pages),
        furniture=tuple(dict.fromkeys(line for document in documents for line in document.furniture)),
    )


def read_meta(path: Path) -> GuidelineMeta:
    """The title page in ``meta.toml``.

    Raises:
        GuidelineError: the file is missing, not valid TOML, lacks a field or has one of the wrong kind.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise GuidelineError(f"{path}: not a valid title page: {fault}") from fault
    known = [field.name for field in fields(GuidelineMeta)]
    for name in [*REQUIRED, *table]:
        if name not in known:
            raise GuidelineError(f"{path}: unknown field {name!r}")
        kind = _NOT_TEXT.get(name, str)
        if not isinstance(table.get(name, ""), kind):
            raise GuidelineError(f"{path}: not a valid title page: {name} is not of the right kind")
        if name in REQUIRED and not table.get(name, "").strip():
            raise GuidelineError(f"{path}: not a valid title page: {name} is missing")
    return GuidelineMeta(**{**_empty_page(known), **table, "aliases": tuple(map(str, table.get("aliases", ())))})


def _empty_page(names: Sequence[str]) -> dict[str, Any]:
    return {**dict.fromkeys(names, ""), "complete": True}
