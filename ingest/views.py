"""What each field of the lexical index reads: views of a section or of a unit, and how they are tokenised."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.guideline import Section
from corpus.notes import Note
from ingest.terms import Terms, read_terms
from ingest.units import Unit

Level = Literal["section", "unit", "question"]
Kind = Literal["terms", "concepts", "grams", "readings"]


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """One field: of which things, through which view, tokenised how. ``name`` is the feature's name."""

    level: Level
    view: str
    kind: Kind

    @property
    def name(self) -> str:
        """As in ``unit.questions.terms``."""
        return f"{self.level}.{self.view}.{self.kind}"


FIELD_PLANS: tuple[FieldPlan, ...] = (
    FieldPlan("section", "path", "terms"),
    FieldPlan("section", "path", "concepts"),
    FieldPlan("section", "text", "terms"),
    FieldPlan("section", "everything", "terms"),
    FieldPlan("section", "everything", "grams"),
    FieldPlan("section", "everything", "concepts"),
    FieldPlan("unit", "text", "terms"),
    FieldPlan("unit", "text", "grams"),
    FieldPlan("unit", "everything", "terms"),
    FieldPlan("unit", "everything", "grams"),
    FieldPlan("unit", "everything", "readings"),
    FieldPlan("unit", "everything", "concepts"),
    FieldPlan("question", "text", "terms"),
    FieldPlan("question", "text", "grams"),
    FieldPlan("question", "text", "concepts"),
    FieldPlan("question", "text", "readings"),
)
"""The lexical evidence, in the order of the feature columns."""


def section_view(section: Section, note: Note | None, view: str, units: list[Unit]) -> str:
    """The text of a section's view: its heading path, its own text, all that it states with its summaries, or
    everything with its questions."""
    path = " ".join(section.path) + (f" {note.heading_en}" if note else "")
    if view == "path":
        return path
    if view == "text":
        return section.text
    summaries = f"{note.summary_en}\n{note.plain}" if note else ""
    stated = f"{path}\n{section.text}\n{summaries}"
    if view == "stated":
        return stated
    asked = "\n".join(question.text for unit in units for question in unit.questions)
    return f"{stated}\n{asked}"


def unit_text(unit: Unit, section: Section, children: list[Section]) -> str:
    """The words of a unit: its spans, or the headings below where it stands for the list of them."""
    words = "\n".join(section.text[start:end] for start, end in unit.spans)
    return f"{words}\n" + "\n".join(child.heading for child in children) if unit.children else words


def unit_view(unit: Unit, section: Section, children: list[Section], note: Note | None, view: str) -> str:
    """The text of a unit's view: its words, or all with path and questions."""
    words = unit_text(unit, section, children)
    if view == "text":
        return words
    heading = f" {note.heading_en}" if note else ""
    asked = "\n".join(question.text for question in unit.questions)
    return f"{' '.join(section.path[-2:])}{heading}\n{words}\n{asked}"


def tokenise(text: str, kind: Kind) -> tuple[str, ...]:
    """The tokens of one kind; long texts are read line by line, which keeps the analyser's cache useful."""
    read: Callable[[Terms], tuple[str, ...]] = _READERS[kind]
    return tuple(token for line in text.split("\n") if line.strip() for token in read(read_terms(line)))


_READERS: Mapping[Kind, Callable[[Terms], tuple[str, ...]]] = {
    "terms": lambda read: read.terms,
    "concepts": lambda read: read.concepts,
    "grams": lambda read: read.grams,
    "readings": lambda read: read.readings,
}
