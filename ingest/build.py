"""Building the index: ``build_volumes`` is the whole walk, from the cities' folders to the swap."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from corpus.guideline import Section
from corpus.notes import Note
from corpus.outside import read_outside
from ingest.answerable import ANSWERABLE, SUBJECT, Example, learn_answerable, save_answerable, words_by_city
from ingest.encoder import Encoder, open_encoder
from ingest.folders import recover_folders
from ingest.index import FORMAT, Manifest, current_build, is_open, read_manifest
from ingest.lexical import build_field, save_field
from ingest.library import Volume, read_volume, require_guidelines
from ingest.sources import fingerprint_all, fingerprint_cities, source_fingerprint
from ingest.stored import Library, read_library_file, write_library_file
from ingest.units import Unit, build_units
from ingest.vectors import VectorStore
from ingest.views import FIELD_PLANS, FieldPlan, section_view, tokenise, unit_text, unit_view

Progress = Callable[[str], None]


def build_index(guidelines: Path, data: Path, encoder_name: str = "", progress: Progress = print) -> Manifest:
    """Build the index of a guideline folder into a data folder and swap it in; does nothing if it is current.

    Raises:
        GuidelineError: a guideline cannot be read; the index in use stays as it was.
        KyodoError: the encoder cannot be loaded.
    """
    with only_builder(data):
        recover_folders(guidelines)
        return build_volumes(require_guidelines(guidelines), data, encoder_name, progress)


def build_volumes(
    folders: Mapping[str, Path],
    data: Path,
    encoder_name: str = "",
    progress: Progress = print,
    publish: Callable[[], None] = lambda: None,
    known: Mapping[str, Volume] | None = None,
) -> Manifest:
    """Build the index of the guidelines in ``folders`` (city id to folder); the caller is the ``only_builder``.

    ``publish`` runs when the new index is whole and not yet in use: if it fails, it never is. ``known`` are
    guidelines that the caller has read already.

    Raises what ``build_index`` raises, and what ``publish`` raises.
    """
    encoder = open_encoder(encoder_name)
    sources = fingerprint_cities(folders)
    source = fingerprint_all(sources)
    current = current_manifest(data)
    if current and (current.source, current.encoder) == (source, encoder.fingerprint):
        publish()
        # What killed builds left; a server may be about to open the build before this one.
        whole = sorted(path.parent.name for path in (data / "index").glob("*/manifest.json"))
        _sweep(data / "index", {current.build, *[name for name in whole if name < current.build][-1:]})
        progress(f"index is current: {len(current.cities)} guidelines, {current.units} units")
        return current
    volumes = tuple(read_volumes(folders, data, known).values())
    library = _collect(volumes)
    progress(f"read {len(volumes)} guidelines: {len(_sections(library))} sections, {len(library.units)} units")
    build = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    folder = data / "index" / build
    try:
        folder.mkdir(parents=True)
        write_library_file(library, folder / "library.json")
        _build_fields(library, folder / "lexical", progress)
        noted = fingerprint_all({v.guideline.meta.id: sources[v.guideline.meta.id] for v in volumes if v.notes})
        older = current_build(data) if current else None
        _learn_from_notes(library, folder, older if current and current.noted == noted else None)
        same_encoder = current is not None and current.encoder == encoder.fingerprint
        embedded = _build_vectors(library, folder / "chroma", encoder, older if same_encoder else None, progress)
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
            sources=sources,
            noted=noted,
        )
        (folder / "manifest.json").write_text(manifest.to_json(), "utf-8")
        publish()
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
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


def read_volumes(
    folders: Mapping[str, Path], data: Path, known: Mapping[str, Volume] | None = None
) -> dict[str, Volume]:
    """The guidelines in ``folders`` in order of city id: what is ``known``, else what the index in use holds of an
    unchanged folder, else what stands in the folder.

    Raises:
        GuidelineError: a guideline cannot be read.
    """
    held = _held_volumes(fingerprint_cities(folders), data) | dict(known or {})
    return {city: held.get(city) or read_volume(folders[city]) for city in sorted(folders)}


def _held_volumes(sources: Mapping[str, str], data: Path) -> dict[str, Volume]:
    manifest, folder = current_manifest(data), current_build(data)
    same = {city for city, source in sources.items() if manifest and manifest.sources.get(city) == source}
    if not same or folder is None:
        return {}
    try:
        library = read_library_file(folder / "library.json")
    except Exception:  # whatever is wrong with it, the folders are read instead
        return {}
    notes: dict[str, dict[str, Note]] = {city: {} for city in same}
    for section_id, note in library.notes.items():
        notes.get(section_id.partition("/")[0], {})[section_id] = note
    return {city: Volume(library.guidelines[city], notes[city]) for city in same & library.guidelines.keys()}


def _collect(volumes: Iterable[Volume]) -> Library:
    guidelines = {volume.guideline.meta.id: volume.guideline for volume in volumes}
    notes = {section_id: note for volume in volumes for section_id, note in volume.notes.items()}
    units = tuple(u for g in guidelines.values() for u in build_units(g.sections, notes))
    sections = {section.id: section for guideline in guidelines.values() for section in guideline.sections}
    own, children = _by_section(units), _children(sections)
    stated_words, section_words = (
        {s.id: _words(section_view(s, notes.get(s.id), view, own.get(s.id, []))) for s in sections.values()}
        for view in ("stated", "everything")
    )
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
    return Library(guidelines, notes, units, stated_words, section_words, unit_words)


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


def _learn_from_notes(library: Library, folder: Path, older: Path | None) -> None:
    """What the notes teach: what a section states, and what is asked of these guidelines at all. Taken from the
    build in ``older``, which learned from the same."""
    if older:
        for name in (ANSWERABLE, SUBJECT):
            shutil.copy(older / name, folder)
        return
    sections = {section_id: frozenset(words) for section_id, words in library.stated_words.items()}
    guidelines = words_by_city(sections)
    answered: list[Example] = []
    left_open: list[Example] = []
    for unit in library.units:
        section, guideline = sections[unit.section_id], guidelines[unit.city]
        examples = left_open if unit.silent else answered
        examples.extend(Example(question.text, section, guideline) for question in unit.questions)
    save_answerable(learn_answerable(answered, left_open), folder / ANSWERABLE)
    everything = frozenset().union(*guidelines.values())
    asked = [Example(example.question, everything, everything) for example in (*answered, *left_open)]
    outside = [Example(question, everything, everything) for question in read_outside()]
    save_answerable(learn_answerable(asked, outside), folder / SUBJECT)


def _children(sections: dict[str, Section]) -> dict[str, list[Section]]:
    grouped: dict[str, list[Section]] = {}
    for section in sections.values():
        if section.parent_id:
            grouped.setdefault(section.parent_id, []).append(section)
    return grouped


def _build_vectors(library: Library, folder: Path, encoder: Encoder, older: Path | None, progress: Progress) -> int:
    """Embed passages and questions; what the build in ``older`` holds under the same encoder is taken over.
    Returns how many texts had to be embedded."""
    sections = _sections(library)
    children = _children(sections)
    if older:
        shutil.copytree(older / "chroma", folder)
    store = VectorStore(folder, encoder)
    passages = [
        f"{sections[u.section_id].heading}\n{unit_text(u, sections[u.section_id], children.get(u.section_id, []))}"
        for u in library.units
    ]
    embedded = store.hold("passages", passages, [unit.city for unit in library.units], progress)
    questions = [(question.text, unit.city) for unit in library.units for question in unit.questions]
    embedded += store.hold("questions", [text for text, _ in questions], [city for _, city in questions], progress)
    store.close()
    return embedded


def _swap_in(data: Path, build: str) -> None:
    """Make ``build`` the one in use, then remove what nobody reads any more."""
    index = data / "index"
    before = current_build(data)
    pointer = index / ".CURRENT.new"
    pointer.write_text(build, "utf-8")
    os.replace(pointer, index / "CURRENT")
    # A server may be about to open the build before this one.
    _sweep(index, {build, before.name if before else build})


def _sweep(index: Path, keep: set[str]) -> None:
    """Remove the builds that nobody needs: neither to be kept nor open."""
    for path in index.iterdir():
        if path.is_dir() and path.name not in keep and not is_open(path):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def only_builder(data: Path) -> Iterator[None]:
    """Hold the data folder's build lock; a second builder waits. The system frees it if we die."""
    (data / "index").mkdir(parents=True, exist_ok=True)
    with (data / "index" / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
