"""The index: everything that was built from guidelines and notes, opened for asking.

A data folder holds ``index/<build>/`` folders and ``index/CURRENT``, which names the one in use. A build
writes a new folder and then replaces ``CURRENT``: readers see the old index whole or the new one whole.
"""

from __future__ import annotations

import fcntl
import json
import os
import weakref
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import IndexMismatch, IndexMissing
from corpus.guideline import Guideline, Passage, Section
from corpus.notes import Note
from ingest.answerable import ANSWERABLE, SUBJECT, Example, load_answerable, words_by_city
from ingest.encoder import Encoder, open_encoder
from ingest.japanese import fold
from ingest.lexical import Field, load_field
from ingest.stored import read_library_file
from ingest.terms import read_terms
from ingest.units import Unit
from ingest.vectors import VectorStore
from ingest.views import FIELD_PLANS

FORMAT = 4
NEAREST = 250
"""How many vectors each dense search brings back; the rest count as 0."""
DENSE_FEATURES = ("dense.passages", "dense.questions")
FEATURES: tuple[str, ...] = tuple(plan.name for plan in FIELD_PLANS) + DENSE_FEATURES


@dataclass(frozen=True, slots=True)
class Manifest:
    """How an index was built. ``source`` is the fingerprint of texts, notes, glossary and code, ``sources`` that
    of each city's, ``noted`` that of the cities with notes."""

    format: int
    build: str
    built_at: str
    source: str
    encoder: str
    encoder_name: str
    cities: tuple[str, ...]
    sections: int
    units: int
    questions: int
    embedded: int
    warnings: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    noted: str = ""

    def to_json(self) -> str:
        """The manifest as it is stored."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


class Index:
    """One build, opened. Nothing in it changes; it may be read from several threads."""

    def __init__(self, folder: Path, manifest: Manifest, encoder: Encoder) -> None:
        self.manifest = manifest
        self.encoder = encoder
        # Says to builders that the folder is in use; see ``is_open``.
        hold = os.open(folder / "manifest.json", os.O_RDONLY)
        self._let_go = weakref.finalize(self, os.close, hold)
        fcntl.flock(hold, fcntl.LOCK_SH)
        library = read_library_file(folder / "library.json")
        self.guidelines: dict[str, Guideline] = library.guidelines
        self.notes: dict[str, Note] = library.notes
        self.units: tuple[Unit, ...] = library.units
        self.sections: dict[str, Section] = {s.id: s for g in self.guidelines.values() for s in g.sections}
        self.children: dict[str, list[Section]] = {}
        for section in self.sections.values():
            if section.parent_id:
                self.children.setdefault(section.parent_id, []).append(section)
        self.noted = frozenset(section_id.partition("/")[0] for section_id in self.notes)
        """The cities whose guideline has notes."""
        self._fields: list[Field] = [load_field(folder / "lexical" / plan.name) for plan in FIELD_PLANS]
        self._section_words = {section_id: frozenset(words) for section_id, words in library.section_words.items()}
        self._unit_words = [frozenset(words) for words in library.unit_words]
        self._unit_number = {id(unit): number for number, unit in enumerate(self.units)}
        self._city_terms = words_by_city(self._section_words)
        self._stated_words = {section_id: frozenset(words) for section_id, words in library.stated_words.items()}
        self._city_stated = words_by_city(self._stated_words)
        # Filled as they are asked for; a second thread would only write the same again.
        self._passage_words: dict[tuple[str, int], frozenset[str]] = {}
        self._vectors = VectorStore(folder / "chroma", encoder)
        self._answerable = load_answerable(folder / ANSWERABLE)
        self._subject = load_answerable(folder / SUBJECT)
        self._stated_anywhere = frozenset().union(*self._city_stated.values())

    @cached_property
    def unit_city(self) -> NDArray[np.str_]:
        """(units,) the city id of each unit."""
        return np.array([unit.city for unit in self.units])

    @cached_property
    def unit_silent(self) -> NDArray[np.bool_]:
        """(units,) whether a unit is of questions that its guideline does not answer."""
        return np.array([unit.silent for unit in self.units])

    @cached_property
    def _unit_section(self) -> NDArray[np.int64]:
        order = {section_id: number for number, section_id in enumerate(self.sections)}
        return np.array([order[unit.section_id] for unit in self.units])

    @cached_property
    def question_unit(self) -> NDArray[np.int64]:
        """(questions,) the number of the unit that each note question belongs to."""
        return np.array([n for n, unit in enumerate(self.units) for _ in unit.questions], dtype=np.int64)

    def evidence(
        self, *questions: str, cities: Collection[str] | None = None
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """How well every unit fits a question; for several questions, on average.

        Returns:
            (units, features) float32 in the order of ``FEATURES``, each about 0 to 1, higher is better,
            and (questions,) how well each note question fits, in the order of ``question_unit``.
        """
        columns = np.zeros((len(self.units), len(FEATURES)), np.float32)
        fits = np.zeros(len(self.question_unit), np.float32)
        for question in questions:
            read = read_terms(question)
            for number, (plan, lexical) in enumerate(zip(FIELD_PLANS, self._fields, strict=True)):
                scores = lexical.scores(getattr(read, plan.kind))
                if plan.level == "section":
                    columns[:, number] += scores[self._unit_section]
                elif plan.level == "unit":
                    columns[:, number] += scores
                else:
                    columns[:, number] += self._best_of_unit(scores)
                    fits += scores
        vectors = self.encoder.encode_questions(list(questions))
        known = vectors[vectors.any(axis=1)]
        for number, name in enumerate(("passages", "questions"), start=len(FIELD_PLANS)):
            for found in self._vectors.nearest(name, known, NEAREST, cities):
                near = np.zeros(len(self.units) if name == "passages" else len(self.question_unit), np.float32)
                near[[place for place, _ in found]] = [max(0.0, similarity) for _, similarity in found]
                columns[:, number] += near if name == "passages" else self._best_of_unit(near)
        return columns / np.float32(len(questions)), fits

    def _best_of_unit(self, scores: NDArray[np.float32]) -> NDArray[np.float32]:
        """(units,) the best of each unit's own questions' scores, 0 for a unit without any."""
        best = np.zeros(len(self.units), np.float32)
        if len(scores):
            owners, starts = self._question_runs
            best[owners] = np.maximum.reduceat(scores, starts)
        return best

    @cached_property
    def _question_starts(self) -> list[int]:
        """(units + 1,) where each unit's questions start."""
        return [int(n) for n in np.searchsorted(self.question_unit, np.arange(len(self.units) + 1))]

    @cached_property
    def _question_runs(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The units that have questions, and where each one's questions start."""
        owners, starts = np.unique(self.question_unit, return_index=True)
        return owners, starts

    def term_weight(self, term: str) -> float:
        """How telling a term is: its inverse document frequency over sections with their notes."""
        return self._known_terms.weight(term)

    def holds_term(self, term: str, city: str | None) -> bool:
        """Whether a city's sections or their notes hold a term; any city's if ``city`` is None."""
        if city is None:
            return term in self._known_terms.frequencies
        return term in self._city_terms[city]

    def words_of(self, unit: Unit) -> tuple[frozenset[str], frozenset[str]]:
        """Every term and synonym group of a unit's section with its notes, and of the unit with its."""
        return self._section_words[unit.section_id], self._unit_words[self._unit_number[id(unit)]]

    def passage_words(self, passage: Passage) -> frozenset[str]:
        """Every term and concept of a passage and of the headings and labels that it stands under."""
        key = (passage.section_id, passage.start)
        if key not in self._passage_words:
            read = read_terms("\n".join((*self.sections[passage.section_id].path, *passage.labels, passage.text)))
            self._passage_words[key] = frozenset((*read.terms, *read.concepts))
        return self._passage_words[key]

    def answerable_odds(self, question: str, section_id: str) -> float:
        """The log odds, within ±``LARGEST_ODDS``, that a section states what is asked; see ``ingest.answerable``."""
        city = section_id.partition("/")[0]
        return self._answerable.odds(Example(question, self._stated_words[section_id], self._city_stated[city]))

    def subject_odds(self, question: str) -> float:
        """The log odds, within ±``LARGEST_ODDS``, that a question is one for such guidelines at all."""
        return self._subject.odds(Example(question, self._stated_anywhere, self._stated_anywhere))

    @cached_property
    def city_texts(self) -> dict[str, str]:
        """Everything that each city's guideline says, folded."""
        return {
            city: "\n".join(fold(f"{section.heading}\n{section.text}") for section in guideline.sections)
            for city, guideline in self.guidelines.items()
        }

    @cached_property
    def sections_by_heading(self) -> dict[str, frozenset[str]]:
        """The ids of the sections under each heading, Japanese or from the notes in English; headings folded."""
        headed: dict[str, set[str]] = {}
        for section in self.sections.values():
            note = self.notes.get(section.id)
            for heading in (section.heading, note.heading_en if note else ""):
                headed.setdefault(fold(heading), set()).add(section.id)
        return {heading: frozenset(ids) for heading, ids in headed.items() if heading}

    @cached_property
    def heaviest_term(self) -> float:
        """The weight of a term that no section holds: the most that a term can weigh."""
        return self._known_terms.weight("")

    @cached_property
    def _known_terms(self) -> Field:
        return self._fields[[plan.name for plan in FIELD_PLANS].index("section.everything.terms")]

    def fits_of(self, unit: int, fits: NDArray[np.float32]) -> NDArray[np.float32]:
        """The part of (questions,) ``fits`` that is a unit's own questions'."""
        first, last = self._question_starts[unit : unit + 2]
        return fits[first:last]

    def close(self) -> None:
        """Let go of the files."""
        self._vectors.close()
        self._let_go()


def is_open(folder: Path) -> bool:
    """Whether an ``Index`` of any process is open over a build's folder."""
    try:
        with (folder / "manifest.json").open("rb") as manifest:
            fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def current_name(data: Path) -> str | None:
    """The name of the build in use, whatever state it is in; None if there is none."""
    try:
        return (data / "index" / "CURRENT").read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None


def current_build(data: Path) -> Path | None:
    """The folder of the build in use, or None if there is none."""
    pointer = data / "index" / "CURRENT"
    folder = data / "index" / pointer.read_text("utf-8").strip() if pointer.exists() else None
    return folder if folder is not None and (folder / "manifest.json").exists() else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a build.

    Raises:
        IndexMismatch: another version of the program wrote it.
    """
    stored = json.loads((folder / "manifest.json").read_text("utf-8"))
    if stored.get("format") != FORMAT:
        raise IndexMismatch(f"{folder}: built by another version of this program; rebuild it with: kyodo ingest")
    return Manifest(**{**stored, "cities": tuple(stored["cities"]), "warnings": tuple(stored["warnings"])})


def open_index(data: Path, encoder_name: str = "") -> Index:
    """Open the index in use.

    Raises:
        IndexMissing: there is none.
        IndexMismatch: it was built with another encoder than the one that is asked for.
    """
    folder = current_build(data)
    if folder is None:
        raise IndexMissing(f"{data}: no index here; build it with: kyodo ingest")
    manifest = read_manifest(folder)
    encoder = open_encoder(encoder_name)
    if encoder.fingerprint != manifest.encoder:
        raise IndexMismatch(
            f"{data}: built with encoder {manifest.encoder}, asked for {encoder.fingerprint};"
            " rebuild it with: kyodo ingest"
        )
    return Index(folder, manifest, encoder)
