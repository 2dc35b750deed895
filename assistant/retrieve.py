"""Step 2, retrieve: the units that fit a question best, for each city that is asked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Found
from assistant.understand import Understood
from assistant.weights import Weights
from ingest.index import FEATURES, Index
from ingest.japanese import fold
from ingest.terms import subject_concepts
from ingest.units import Unit

NEAR_RELATIVE, NEAR_CHAPTER = 0.7, 0.4
"""Nearness of a parent, child or sibling, and of another section of the same chapter."""
LISTING = 0.75
"""Share of the best score from which the list below a section goes before its text, where a list is asked for."""
KEPT_UNITS = 40
"""Units of one city that go on to judging and composing."""


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit with its score (higher is better), the evidence behind it in the order of ``FEATURES``, and
    how well each of its own questions fits."""

    unit: Unit
    score: float
    evidence: NDArray[np.float32]
    question_fits: NDArray[np.float32]

    def feature(self, name: str) -> float:
        """One value of the evidence, by name."""
        return float(self.evidence[FEATURES.index(name)])

    @property
    def likeness(self) -> float:
        """Likeness of the question to the unit's own questions, 0 to about 1."""
        return float(self.evidence @ question_likeness(FEATURES))

    @property
    def best_question(self) -> int:
        """Which of the unit's own questions is nearest, from 0; -1 without notes."""
        return int(np.argmax(self.question_fits)) if len(self.question_fits) else -1

    @property
    def polarity(self) -> str:
        """ "yes" or "no" where the nearest question is one that the text decides, else ""."""
        return self.unit.questions[self.best_question].polarity if self.best_question >= 0 else ""


@dataclass(frozen=True, slots=True)
class CityFinds:
    """What one city's guideline offers, best first. Never empty: every guideline has units.

    ``parts`` are the best units for each of two things whose difference is asked for, if each has a section.
    ``silences`` are the units of what it is known to be silent about, by likeness to their questions.
    ``headed`` says that the meaning of something is asked for and the best unit stands under just that heading.
    """

    city: str
    units: tuple[RankedUnit, ...]
    silences: tuple[RankedUnit, ...] = ()
    parts: tuple[RankedUnit, ...] = ()
    headed: bool = False

    @property
    def best(self) -> RankedUnit:
        """The unit that fits best."""
        return self.units[0]

    def sections(self) -> tuple[tuple[str, float], ...]:
        """(section id, score of its best unit), best first."""
        best: dict[str, float] = {}
        for ranked in self.units:
            best.setdefault(ranked.unit.section_id, ranked.score)
        return tuple(best.items())


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The finds of every asked city, and of the others, which a refusal may name."""

    asked: tuple[CityFinds, ...]
    others: tuple[CityFinds, ...]

    @property
    def found(self) -> tuple[Found, ...]:
        """The sections of the asked cities, best first over all of them."""
        pairs = [pair for finds in self.asked for pair in finds.sections()]
        return tuple(Found(section, score) for section, score in sorted(pairs, key=lambda pair: -pair[1]))


def retrieve(index: Index, understood: Understood, weights: Weights) -> Retrieval:
    """Rank every city's units for a question; the asked cities' apart from the others'."""
    evidence, fits = weigh_evidence(index, understood)
    scores = evidence @ weights.ranking_vector(FEATURES)
    if understood.near:
        context = weights.thresholds["context_leaning" if understood.leans else "context"]
        scores = scores + np.float32(context) * _unit_nearness(index, understood.near)

    def ranked(numbers: NDArray[np.int64], by: NDArray[np.float32]) -> tuple[RankedUnit, ...]:
        order = numbers[np.argsort(-by[numbers], kind="stable")]
        return tuple(
            RankedUnit(index.units[n], float(by[n]), evidence[n], index.fits_of(int(n), fits))
            for n in order[:KEPT_UNITS]
        )

    likeness = evidence @ question_likeness(FEATURES)
    headed = index.sections_by_heading.get(fold(understood.topic), frozenset()) if understood.topic else frozenset()

    def finds(city: str) -> CityFinds:
        own = index.unit_city == city
        answering, silent = np.flatnonzero(own & ~index.unit_silent), np.flatnonzero(own & index.unit_silent)
        units, silences = ranked(answering, scores), ranked(silent, likeness)[:1]
        units = _list_first(units) if understood.kind == "list" else units
        named = [n for n in answering if _is_in_text_of(index, index.units[n], headed)] if headed else []
        if not named:
            return CityFinds(city, units, silences)
        first = ranked(np.array(named), scores)[0]
        others = (unit for unit in units if unit.unit is not first.unit)
        return CityFinds(city, (first, *others), silences, headed=True)

    asked = understood.cities
    if len(asked) == 1 and understood.parts:
        own = finds(asked[0])
        parts = tuple(_named_part(index, part, asked[0], weights) for part in understood.parts)
        whole = tuple(part for part in parts if part is not None)
        apart = len({part.unit.section_id for part in whole}) == len(parts)
        with_parts = replace(own, parts=whole if apart else ())
        return Retrieval((with_parts,), tuple(finds(city) for city in index.guidelines if city not in asked))
    return Retrieval(
        tuple(finds(city) for city in asked),
        tuple(finds(city) for city in index.guidelines if city not in asked),
    )


def _list_first(units: tuple[RankedUnit, ...]) -> tuple[RankedUnit, ...]:
    """``units`` led by the list of what is below the best section, where that fits nearly as well."""
    best = units[0]
    listing = next((u for u in units if u.unit.section_id == best.unit.section_id and u.unit.children), best)
    if listing is best or listing.score < LISTING * best.score:
        return units
    return (listing, *(unit for unit in units if unit is not listing))


def _is_in_text_of(index: Index, unit: Unit, section_ids: Collection[str]) -> bool:
    """Whether a unit stands in the text of one of these sections, not for the list of what is below it."""
    return unit.section_id in section_ids and not unit.children and not index.sections[unit.section_id].listed_only


def _unit_nearness(index: Index, near: Collection[str]) -> NDArray[np.float32]:
    """(units,) how near each unit stands to sections that were cited before."""
    values = {section_id: nearness(index, section_id, near) for section_id in index.sections}
    return np.array([values[unit.section_id] for unit in index.units], np.float32)


def nearness(index: Index, section_id: str, near: Collection[str]) -> float:
    """How near a section stands to others in the tree: 1 is one of them, 0 is in no chapter of theirs."""
    if section_id in near:
        return 1.0
    parent = index.sections[section_id].parent_id
    held = [index.sections[one] for one in near if one in index.sections]
    if parent in near or any(one.parent_id in (section_id, parent) and one.parent_id for one in held):
        return NEAR_RELATIVE
    return NEAR_CHAPTER if any(one.id.split("-")[0] == section_id.split("-")[0] for one in held) else 0.0


def weigh_evidence(index: Index, understood: Understood) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The index's evidence for the whole question and for its core, half and half: what a scenario tells
    helps to find, but what is asked decides."""
    readings = dict.fromkeys((understood.text, understood.core))
    return index.evidence(*readings)


def _named_part(index: Index, part: str, city: str, weights: Weights) -> RankedUnit | None:
    """The best unit of the section that is named after ``part``; None if none is."""
    wanted = subject_concepts(part)
    evidence, fits = index.evidence(f"{part}とは")
    scores = evidence @ weights.ranking_vector(FEATURES)

    def named(number: int) -> bool:
        unit = index.units[number]
        heading = index.sections[unit.section_id].heading
        shared = not wanted.isdisjoint(subject_concepts(heading))
        return not unit.silent and not unit.children and (fold(part) in fold(heading) or shared)

    numbers = [int(n) for n in np.flatnonzero(index.unit_city == city) if named(int(n))]
    exact = [n for n in numbers if fold(index.sections[index.units[n].section_id].heading) == fold(part)]
    best = max(exact or numbers, key=lambda n: scores[n], default=None)
    if best is None:
        return None
    return RankedUnit(index.units[best], float(scores[best]), evidence[best], index.fits_of(best, fits))


def question_likeness(features: Sequence[str]) -> NDArray[np.float32]:
    """(features,) float32 weights that measure likeness to a unit's own questions alone, 0 to about 1."""
    weighed = {"question.text.terms": 0.25, "question.text.grams": 0.25, "dense.questions": 0.5}
    return np.array([weighed.get(name, 0.0) for name in features], np.float32)


def by_section(units: Sequence[RankedUnit], section_id: str) -> list[RankedUnit]:
    """The units of one section, best first."""
    return [ranked for ranked in units if ranked.unit.section_id == section_id]
