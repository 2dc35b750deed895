"""Adding, replacing and removing guidelines: ``add_guideline`` and ``remove_guideline`` are the whole walks.

Each prepares the new state beside the old, builds the index of it, and only then moves folder and index
into their places. What goes wrong before that leaves both as they were.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import GuidelineError
from corpus.guideline import GuidelineMeta
from corpus.notes import read_notes
from ingest.build import build_volumes, index_is_current, only_builder, read_volumes
from ingest.changes import Changes, compare_sections
from ingest.folders import place_folder, recover_folders, staging_folder, take_folder
from ingest.library import CORRECTIONS, NOTES, Volume, city_folders, text_files
from ingest.staging import require_file, stage_guideline
from ingest.title_page import Label, check_label

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A guideline as it was added. ``changes`` are against what was held under the id before, None for a new
    one; ``stale_notes`` are the ids of sections whose notes fitted before; ``embedded`` counts texts."""

    volume: Volume
    embedded: int = 0
    unchanged: bool = False
    changes: Changes | None = None
    stale_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One guideline in the list: its title page, how much it holds, and the suffixes of its text's files."""

    meta: GuidelineMeta
    sections: int
    fresh_notes: int
    stale_notes: int
    warnings: tuple[str, ...]
    kinds: tuple[str, ...]


def add_guideline(
    files: Sequence[Path],
    label: Label,
    guidelines: Path,
    data: Path,
    encoder_name: str = "",
    replacing: bool = False,
    progress: Progress = print,
) -> Shelved:
    """Add the guideline in ``files`` (one, or the volumes of one document in order), or put it in the place
    of the one of that id. An ``outline.toml`` beside the first file comes with it.

    Raises:
        GuidelineError: label or files cannot be used, or the id is held and ``replacing`` is not set. Guideline
            folder and index are then as they were.
        KyodoError: the encoder cannot be loaded.
    """
    check_label(label)
    for file in files:
        require_file(file)
    with only_builder(data):
        recover_folders(guidelines)
        target = guidelines / label.city
        held = _held(target, data)
        if held and _is_same(files, label, target, held):
            if not index_is_current(guidelines, data, encoder_name):
                build_volumes(city_folders(guidelines), data, encoder_name, progress)
            return Shelved(held, unchanged=True)
        if target.exists() and not (replacing and target.is_dir()):
            raise GuidelineError(f"--city {label.city}: held already ({target}); to replace it, add --replace")
        with staging_folder(guidelines) as staging:
            folder = staging / label.city
            volume = stage_guideline(files, label, held, folder, target)
            manifest = build_volumes(
                {**city_folders(guidelines), label.city: folder},
                data,
                encoder_name,
                progress,
                publish=lambda: place_folder(folder, target),
                known={label.city: volume},
            )
    if held is None:
        return Shelved(volume, manifest.embedded)
    changes = compare_sections(held.guideline.sections, volume.guideline.sections)
    stale = tuple(section_id for section_id in held.notes if section_id not in volume.notes)
    return Shelved(volume, manifest.embedded, changes=changes, stale_notes=stale)


def remove_guideline(
    city: str, guidelines: Path, data: Path, encoder_name: str = "", progress: Progress = print
) -> tuple[str, int]:
    """Take a guideline out of index and folder; returns the city's name and how many sections went.

    Raises:
        GuidelineError: there is no such guideline, it is the last one, or another one cannot be read.
        KyodoError: the encoder cannot be loaded.
    """
    with only_builder(data):
        recover_folders(guidelines)
        folders = city_folders(guidelines)
        if city not in folders:
            raise GuidelineError(f"--city {city}: no such guideline in {guidelines} (held: {', '.join(folders)})")
        if len(folders) == 1:
            raise GuidelineError(f"--city {city}: the last guideline stays; add another one first")
        held = _held(folders[city], data)
        with staging_folder(guidelines) as staging:
            build_volumes(
                {name: path for name, path in folders.items() if name != city},
                data,
                encoder_name,
                progress,
                publish=lambda: take_folder(folders[city], staging),
            )
    return (held.guideline.meta.city_name, len(held.guideline.sections)) if held else (city, 0)


def list_guidelines(guidelines: Path, data: Path) -> tuple[Entry, ...]:
    """Every guideline of the folder, in order of id.

    Raises:
        GuidelineError: one of them cannot be read.
    """
    entries = []
    folders = city_folders(guidelines)
    for city, volume in read_volumes(folders, data).items():
        folder = folders[city]
        stale = len(read_notes(folder / NOTES)) - len(volume.notes)
        kinds = tuple(path.suffix.removeprefix(".") for path in text_files(folder))
        guideline = volume.guideline
        entries.append(
            Entry(guideline.meta, len(guideline.sections), len(volume.notes), stale, guideline.warnings, kinds)
        )
    return tuple(entries)


def _held(folder: Path, data: Path) -> Volume | None:
    """What is held in a folder; None if nothing that can be read."""
    try:
        return read_volumes({folder.name: folder}, data)[folder.name]
    except GuidelineError:
        return None


def _is_same(files: Sequence[Path], label: Label, target: Path, held: Volume) -> bool:
    """Whether a guideline is held just so."""
    meta = held.guideline.meta
    said = (
        (label.name, meta.city_name),
        (label.title, meta.title),
        (label.issued, meta.issued),
        (label.kana, meta.city_name_kana),
        (label.english, meta.city_name_en),
    )
    if any(new.strip() and new.strip() != old for new, old in said):
        return False
    corrections = files[0].parent / CORRECTIONS
    if corrections.is_file() and corrections.read_bytes() != _bytes(target / CORRECTIONS):
        return False
    texts = text_files(target)
    return len(texts) == len(files) and all(
        given.suffix.lower() == path.suffix and given.read_bytes() == path.read_bytes()
        for given, path in zip(files, texts, strict=True)
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
