"""Units: what is ranked. A unit is one thing that a section can answer, with the spans that answer it.

Notes give a unit for each of their points. Every passage that no point covers is a unit of its own, so a
guideline without notes is searched in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.guideline import Passage, PassageKind, Section
from corpus.notes import Note, Point
from ingest.passages import split_passages

_NOT_ASKED = {PassageKind.HEADING, PassageKind.TABLE_HEAD, PassageKind.CAPTION}


@dataclass(frozen=True, slots=True)
class Question:
    """A question in an asker's own words; ``polarity`` is "yes" or "no" where the text decides it."""

    text: str
    polarity: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One answerable thing of a section.

    ``spans`` are (start, end) in characters of the section's own text, in reading order; empty where the
    answer is the list of the sections below (``children``). ``questions`` come from notes, or are empty.
    A ``silent`` unit has no spans: its questions are those that the guideline does not answer.
    """

    section_id: str
    spans: tuple[tuple[int, int], ...]
    questions: tuple[Question, ...] = ()
    children: bool = False
    silent: bool = False

    @property
    def city(self) -> str:
        """The id of the city whose guideline the unit is from."""
        return self.section_id.partition("/")[0]


def build_units(sections: Iterable[Section], notes: Mapping[str, Note]) -> tuple[Unit, ...]:
    """The units of all sections, in reading order."""
    units: list[Unit] = []
    for section in sections:
        note = notes.get(section.id)
        noted = [_unit_of_point(section, point) for point in note.points] if note else []
        if note and note.silent:
            units.append(Unit(section.id, (), tuple(Question(text) for text in note.silent), silent=True))
        covered = [span for unit in noted for span in unit.spans]
        units.extend(noted)
        units.extend(
            Unit(section.id, ((passage.start, passage.end),))
            for passage in _asked_passages(section)
            if not any(start < passage.end and passage.start < end for start, end in covered)
        )
    return tuple(units)


def _asked_passages(section: Section) -> list[Passage]:
    passages = split_passages(section)
    asked = [passage for passage in passages if passage.kind not in _NOT_ASKED]
    return asked or list(passages[:1])


def _unit_of_point(section: Section, point: Point) -> Unit:
    spans: list[tuple[int, int]] = []
    search_from = 0
    for span in point.spans:
        start = section.text.find(span, search_from)
        start = section.text.find(span) if start < 0 else start
        if start >= 0:
            spans.append((start, start + len(span)))
            search_from = start + len(span)
    questions = [Question(text) for text in point.questions]
    questions += [Question(text, "yes") for text in point.yes] + [Question(text, "no") for text in point.no]
    return Unit(section.id, _joined(section, sorted(set(spans))), tuple(questions), point.children)


def _joined(section: Section, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Spans with those put together that are parts of one passage, which a line break parted."""
    passages = split_passages(section)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        whole = next((p for p in passages if joined and p.start <= joined[-1][0] and end <= p.end), None)
        if whole and not section.text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
