"""Learning how evidence is weighed: the ranking weights.

The weights make the units that hold the needed evidence most likely under a softmax over the asked city's
units (ListNet's top-one loss, Cao et al. 2007), none negative, small ones preferred.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

from assistant.chain import Assistant
from assistant.retrieve import weigh_evidence
from assistant.understand import understand
from assistant.weights import Weights
from corpus.errors import KyodoError
from eval.folding import Shelf, fold
from eval.question import Question, Span
from ingest.index import FEATURES, Index

PENALTY = 0.002
"""Of the squared ranking weights; keeps a weight at what it earns."""
SOLE_UNIT = 3.0
"""How much more a unit that itself holds the evidence counts than another of its section."""
SCALE = 5.0
"""What the ranking weights add up to, so that thresholds on scores keep their meaning."""

Matrix = NDArray[np.float64]


class TuneError(KyodoError):
    """There are too few questions to learn from."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question to one city: (units, features) evidence and (units,) how relevant each unit is."""

    features: Matrix
    relevance: Matrix


def learn_ranking(examples: Sequence[Example], names: Collection[str] = FEATURES) -> dict[str, float]:
    """Ranking weights by feature name, from the features ``names`` alone.

    What came out as nothing is left out.

    Raises:
        TuneError: there is no example.
    """
    if not examples:
        raise TuneError("ranking: no question whose evidence a unit of the index holds")
    kept = [name in names for name in FEATURES]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = 0.0, np.zeros_like(weights)
        for example in examples:
            scores = example.features @ weights
            chance = np.exp(scores - logsumexp(scores))
            with np.errstate(divide="ignore"):
                wanted_log = scores + np.log(example.relevance)
            wanted = np.exp(wanted_log - logsumexp(wanted_log))
            total -= float(logsumexp(wanted_log) - logsumexp(scores))
            gradient += example.features.T @ (chance - wanted)
        scale = 1 / len(examples)
        return total * scale + PENALTY * float(weights @ weights), gradient * scale + 2 * PENALTY * weights

    bounds = [(0, None if keep else 0) for keep in kept]
    found = minimize(loss, np.array(kept, float), jac=True, method="L-BFGS-B", bounds=bounds)
    scale = SCALE / max(found.x.sum(), 1e-9)
    return {name: round(float(w * scale), 4) for name, w in zip(FEATURES, found.x, strict=True) if w * scale > 0.005}


def ranking_examples(assistant: Assistant, talks: Iterable[Sequence[Question]]) -> list[Example]:
    """An example for every answerable question and every city that it expects."""
    index, shelf = assistant.index, Shelf(assistant.guidelines)
    examples = []
    for question in (talk[0] for talk in talks):
        if question.abstain or not question.evidence:
            continue
        understood = understand(question.question, question.city, None, assistant.guidelines)
        evidence, _ = weigh_evidence(index, understood)
        for city in question.cities:
            spans = [span.text for span in question.evidence if _stated_in(span, city, shelf)]
            numbers = np.flatnonzero(index.unit_city == city)
            relevance = np.array([unit_relevance(index, int(n), spans) for n in numbers])
            if relevance.any():
                examples.append(Example(evidence[numbers].astype(float), relevance))
    return examples


def unit_relevance(index: Index, number: int, spans: Sequence[str]) -> float:
    """How relevant a unit is: by the share of the needed spans that it holds, a little for its section's."""
    unit = index.units[number]
    section = index.sections[unit.section_id]
    own = fold(" ".join(section.text[start:end] for start, end in unit.spans))
    below = " ".join(child.text for child in index.children.get(section.id, [])) if unit.children else ""
    own += fold(below)
    needed = [fold(span) for span in spans]
    in_section = any(span in fold(section.text) for span in needed)
    share = sum(span in own or (bool(own) and own in span) for span in needed) / max(1, len(needed))
    return SOLE_UNIT * share if share else (1.0 if in_section else 0.0)


def _stated_in(span: Span, city: str, shelf: Shelf) -> bool:
    return city in span.cities and shelf.states(city, span.text)


def first_right(examples: Sequence[Example], weights: Weights) -> float:
    """Share of the examples whose best-scored unit is relevant."""
    vector = weights.ranking_vector(FEATURES)
    return float(np.mean([one.relevance[int(np.argmax(one.features @ vector))] > 0 for one in examples]))
