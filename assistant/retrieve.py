"""Step 2, retrieve: the units that fit a question best, for each city that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Found
from assistant.understand import Understood
from assistant.weights import Weights
from ingest.index import FEATURES, Index
from ingest.units import Unit

KEPT_UNITS = 40
"""Units of one city that go on to judging and composing."""


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit with its score (higher is better), the evidence behind it in the order of ``FEATURES``, and
    which of its own questions is nearest (-1 without notes)."""

    unit: Unit
    score: float
    evidence: NDArray[np.float32]
    best_question: int

    def feature(self, name: str) -> float:
        """One value of the evidence, by name."""
        return float(self.evidence[FEATURES.index(name)])

    @property
    def polarity(self) -> str:
        """ "yes" or "no" where the nearest question is one that the text decides, else ""."""
        return self.unit.questions[self.best_question].polarity if self.best_question >= 0 else ""


@dataclass(frozen=True, slots=True)
class CityFinds:
    """What one city's guideline offers, best first. Never empty: every guideline has units."""

    city: str
    units: tuple[RankedUnit, ...]

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

    def finds(city: str) -> CityFinds:
        numbers = np.flatnonzero(index.unit_city == city)
        order = numbers[np.argsort(-scores[numbers], kind="stable")][:KEPT_UNITS]
        return CityFinds(
            city,
            tuple(
                RankedUnit(index.units[n], float(scores[n]), evidence[n], index.best_question(int(n), fits))
                for n in order
            ),
        )

    asked = understood.cities
    return Retrieval(
        tuple(finds(city) for city in asked),
        tuple(finds(city) for city in index.guidelines if city not in asked),
    )


def weigh_evidence(index: Index, understood: Understood) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The index's evidence for the whole question and for its core, half and half: what a scenario tells
    helps to find, but what is asked decides."""
    evidence, fits = index.evidence(understood.text)
    if understood.core == understood.text:
        return evidence, fits
    core_evidence, core_fits = index.evidence(understood.core)
    return (evidence + core_evidence) / 2, fits + core_fits


def by_section(units: Sequence[RankedUnit], section_id: str) -> list[RankedUnit]:
    """The units of one section, best first."""
    return [ranked for ranked in units if ranked.unit.section_id == section_id]
