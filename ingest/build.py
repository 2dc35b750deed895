"""Building the index: ``build_index`` is the whole walk, from the guideline folder to the swap."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

from corpus.guideline import Section
from corpus.notes import Note
from ingest.answerable import learn_answerable, save_answerable
from ingest.encoder import Encoder, open_encoder
from ingest.index import FORMAT, Manifest, current_build, read_manifest
from ingest.lexical import build_field, save_field
from ingest.library import Volume, read_library
from ingest.stored import Library, write_library_file
from ingest.units import Unit, build_units
from ingest.vectors import VectorStore
from ingest.views import FIELD_PLANS, FieldPlan, section_view, tokenise, unit_text, unit_view

Progress = Callable[[str], None]
_CODE = ("corpus", "ingest")


def build_index(guidelines: Path, data: Path, encoder_name: str = "", progress: Progress = print) -> Manifest:
    """Build the index of a guideline folder into a data folder and swap it in; does nothing if it is current.

    Raises:
        GuidelineError: a guideline cannot be read; the index in use stays as it was.
        KyodoError: the encoder cannot be loaded.
    """
    with _only_builder(data):
        encoder = open_encoder(encoder_name)
        source = source_fingerprint(guidelines)
        current = current_manifest(data)
        if current and (current.source, current.encoder) == (source, encoder.fingerprint):
            progress(f"index is current: {len(current.cities)} guidelines, {current.units} units")
            return current
        volumes = read_library(guidelines)
        library = _collect(volumes)
        progress(f"read {len(volumes)} guidelines: {len(_sections(library))} sections, {len(library.units)} units")
        build = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        folder = data / "index" / build
        folder.mkdir(parents=True)
        write_library_file(library, folder / "library.json")
        _build_fields(library, folder / "lexical", progress)
        save_answerable(
            learn_answerable(*(_questions(library, silent) for silent in (False, True))), folder / "answerable.json"
        )
        embedded = _build_vectors(library, folder / "chroma", encoder, current_build(data), current, progress)
        manifest = Manifest(
            format=FORMAT,
            build=build,
            built_at=datetime.now(UTC).isoformat(timespec="seconds"),
            source=source,
            encoder=encoder.fingerprint,
            encoder_name=encoder_name,
            cities=tuple(library.guidelines),
            sections=len(_sections(library)),
            units=len(library.units),
            questions=sum(len(unit.questions) for unit in library.units),
            embedded=embedded,
            warnings=tuple(w for g in library.guidelines.values() for w in g.warnings),
        )
        (folder / "manifest.json").write_text(manifest.to_json(), "utf-8")
        _swap_in(data, build)
        progress(f"index built: {manifest.units} units, {embedded} texts embedded")
        return manifest


def index_is_current(guidelines: Path, data: Path, encoder_name: str = "") -> bool:
    """Whether the index in use was built from this folder as it is now, by this encoder and code."""
    manifest = current_manifest(data)
    return manifest is not None and (manifest.source, manifest.encoder) == (
        source_fingerprint(guidelines),
        open_encoder(encoder_name).fingerprint,
    )


def current_manifest(data: Path) -> Manifest | None:
    """The manifest of the build in use; None if there is none that this version can read."""
    folder = current_build(data)
    try:
        return read_manifest(folder) if folder else None
    except Exception:  # whatever is wrong with it, a new build mends it
        return None


def source_fingerprint(guidelines: Path) -> str:
    """A fingerprint of every guideline file and of the code and data that read them."""
    digest = hashlib.sha256()
    code = [Path(str(files(package))) for package in _CODE]
    paths = [path for folder in code for path in folder.glob("*") if path.suffix in {".py", ".toml"}]
    for path in sorted(paths) + sorted(p for p in guidelines.rglob("*") if p.is_file()):
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _collect(volumes: Iterable[Volume]) -> Library:
    guidelines = {volume.guideline.meta.id: volume.guideline for volume in volumes}
    notes = {section_id: note for volume in volumes for section_id, note in volume.notes.items()}
    units = tuple(u for g in guidelines.values() for u in build_units(g.sections, notes))
    sections = {section.id: section for guideline in guidelines.values() for section in guideline.sections}
    own, children = _by_section(units), _children(sections)
    section_words = {
        s.id: _words(section_view(s, notes.get(s.id), "everything", own.get(s.id, []))) for s in sections.values()
    }
    unit_words = [
        _words(
            unit_view(
                u,
                sections[u.section_id],
                children.get(u.section_id, []),
                notes.get(u.section_id),
                "everything",
            )
        )
        for u in units
    ]
    return Library(guidelines, notes, units, section_words, unit_words)


def _words(text: str) -> list[str]:
    return sorted({*tokenise(text, "terms"), *tokenise(text, "concepts")})


def _sections(library: Library) -> dict[str, Section]:
    return {section.id: section for guideline in library.guidelines.values() for section in guideline.sections}


def _build_fields(library: Library, folder: Path, progress: Progress) -> None:
    for plan in FIELD_PLANS:
        save_field(build_field([tokenise(text, plan.kind) for text in _texts(library, plan)]), folder / plan.name)
        progress(f"lexical: {plan.name}")


def _texts(library: Library, plan: FieldPlan) -> Iterator[str]:
    sections = _sections(library)
    notes: dict[str, Note] = library.notes
    if plan.level == "section":
        units = _by_section(library.units)
        yield from (section_view(s, notes.get(s.id), plan.view, units.get(s.id, [])) for s in sections.values())
        return
    children = _children(sections)
    for unit in library.units:
        if plan.level == "question":
            yield from (question.text for question in unit.questions)
        else:
            section = sections[unit.section_id]
            yield unit_view(unit, section, children.get(section.id, []), notes.get(section.id), plan.view)


def _by_section(units: Iterable[Unit]) -> dict[str, list[Unit]]:
    """The units of each section that answer something; what it is silent about is not part of it."""
    grouped: dict[str, list[Unit]] = {}
    for unit in units:
        if not unit.silent:
            grouped.setdefault(unit.section_id, []).append(unit)
    return grouped


def _questions(library: Library, silent: bool) -> list[str]:
    return [question.text for unit in library.units if unit.silent == silent for question in unit.questions]


def _children(sections: dict[str, Section]) -> dict[str, list[Section]]:
    grouped: dict[str, list[Section]] = {}
    for section in sections.values():
        if section.parent_id:
            grouped.setdefault(section.parent_id, []).append(section)
    return grouped


def _build_vectors(
    library: Library,
    folder: Path,
    encoder: Encoder,
    old: Path | None,
    manifest: Manifest | None,
    progress: Progress,
) -> int:
    sections = _sections(library)
    children = _children(sections)
    same_encoder = manifest is not None and manifest.encoder == encoder.fingerprint
    older = VectorStore(old / "chroma", encoder) if old and same_encoder else None
    store = VectorStore(folder, encoder)
    passages = [
        f"{sections[u.section_id].heading}\n{unit_text(u, sections[u.section_id], children.get(u.section_id, []))}"
        for u in library.units
    ]
    cities = [unit.city for unit in library.units]
    embedded = store.add("passages", passages, range(len(passages)), cities, older, progress)
    questions = [(question.text, unit.city) for unit in library.units for question in unit.questions]
    if questions:
        texts, owners = [text for text, _ in questions], [city for _, city in questions]
        embedded += store.add("questions", texts, range(len(texts)), owners, older, progress)
    store.close()
    if older:
        older.close()
    return embedded


def _swap_in(data: Path, build: str) -> None:
    """Make ``build`` the one in use, then remove what nobody reads any more."""
    index = data / "index"
    before = current_build(data)
    pointer = index / ".CURRENT.new"
    pointer.write_text(build, "utf-8")
    os.replace(pointer, index / "CURRENT")
    # Requests in flight may still read the build before this one.
    keep = {build, before.name if before else build}
    for path in index.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _only_builder(data: Path) -> Iterator[None]:
    """Hold the data folder's build lock; a second builder waits. The system frees it if we die."""
    (data / "index").mkdir(parents=True, exist_ok=True)
    with (data / "index" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
