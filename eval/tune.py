"""Learning the weights on the tuning questions: how evidence is weighed, and when it is enough.

Ranking: the weights that make the units which hold the needed evidence most likely under a softmax over
the asked city's units (ListNet's top-one loss, Cao et al. 2007), none negative, small ones preferred.
Judging: logistic regression, with cross-validated probabilities for choosing the cut. The questions for
reporting are never read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from assistant.chain import Assistant
from assistant.context import make_standalone
from assistant.judge import JUDGING_FEATURES, judging_features, sufficient
from assistant.retrieve import CityFinds, retrieve, weigh_evidence
from assistant.understand import understand
from assistant.weights import Weights
from eval.folding import Shelf, fold
from eval.question import Question, Span
from ingest.index import FEATURES, Index

PENALTY = 0.002
"""Of the squared ranking weights; keeps a weight at what it earns."""
FALSE_REFUSAL = 0.03
"""Share of answerable questions that the cut may refuse."""
SOLE_UNIT = 3.0
"""How much more a unit that itself holds the evidence counts than another of its section."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question to one city: (units, features) evidence and (units,) how relevant each unit is."""

    features: Matrix
    relevance: Matrix


def learn_ranking(examples: Sequence[Example]) -> dict[str, float]:
    """Ranking weights by feature name, those that came out as nothing left out."""

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

    start = np.ones(len(FEATURES))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * len(FEATURES))
    scale = 5.0 / max(found.x.sum(), 1e-9)
    return {
        name: round(float(w * scale), 4)
        for name, w in zip(FEATURES, found.x, strict=True)
        if w * scale > 0.005
    }


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
    share = sum(span in own or (own and own in span) for span in needed) / max(1, len(needed))
    return SOLE_UNIT * share if share else (1.0 if in_section else 0.0)


def _stated_in(span: Span, city: str, shelf: Shelf) -> bool:
    return city in span.cities and shelf.states(city, span.text)


@dataclass(frozen=True, slots=True)
class Case:
    """One question to one city for judging: features by name, whether the city answers it, and how it was
    asked: alone or with other cities."""

    features: dict[str, float]
    answerable: bool
    several: bool


def judging_cases(assistant: Assistant, talks: Iterable[Sequence[Question]], weights: Weights) -> list[Case]:
    """A case for every question and asked city. An answerable question whose best section is the wrong one
    teaches nothing and is left out."""
    index, shelf = assistant.index, Shelf(assistant.guidelines)
    cases = []
    for question in (talk[0] for talk in talks):
        standalone = make_standalone(question.question, question.city, (), assistant.guidelines, {})
        understood = understand(standalone.question, standalone.city, None, assistant.guidelines)
        if understood.smalltalk or understood.elsewhere:
            continue
        retrieval = retrieve(index, understood, weights)
        lead = max(finds.best.score for finds in retrieval.asked + retrieval.others)
        for finds in retrieval.asked:
            expected = finds.city in question.cities
            if expected and not _finds_evidence(index, question, finds, shelf):
                continue
            features = judging_features(index, understood, finds, lead)
            cases.append(Case(features, expected, len(retrieval.asked) > 1))
    return cases


def _finds_evidence(index: Index, question: Question, finds: CityFinds, shelf: Shelf) -> bool:
    section = finds.best.unit.section_id
    below = [child.id for child in index.children.get(section, [])] if finds.best.unit.children else []
    return any(
        shelf.section_holds(one, span.text)
        for one in (section, *below)
        for span in question.evidence
        if finds.city in span.cities
    )


def learn_judging(cases: Sequence[Case], weights: Weights) -> Weights:
    """The weights with judging features, bias and cuts learned from the cases."""
    matrix = np.array([[case.features[name] for name in JUDGING_FEATURES] for case in cases])
    answerable = np.array([case.answerable for case in cases])
    several = np.array([case.several for case in cases])
    gated = matrix[:, JUDGING_FEATURES.index("fact_missing")] > 0
    model = LogisticRegression(C=3.0, max_iter=5000)
    chances = cross_val_predict(model, matrix, answerable, cv=10, method="predict_proba")[:, 1]
    model.fit(matrix, answerable)
    single = ~several & ~gated
    cut = (
        float(np.quantile(chances[single & answerable], FALSE_REFUSAL))
        if (single & answerable).any()
        else 0.5
    )
    learned = {name: round(float(w), 4) for name, w in zip(JUDGING_FEATURES, model.coef_[0], strict=True)}
    thresholds = dict(weights.thresholds)
    thresholds |= {
        "answer": round(cut, 4),
        "answer_several": round(_best_cut(chances[several], answerable[several]), 4),
    }
    return replace(weights, judging=learned, bias=round(float(model.intercept_[0]), 4), thresholds=thresholds)


def _best_cut(chances: Matrix, answerable: NDArray[np.bool_]) -> float:
    """The cut with the best balance of cities named rightly and cities left out rightly (F1)."""
    cuts = np.linspace(0.05, 0.95, 91)

    def balance(cut: float) -> float:
        said = chances >= cut
        right = float((said & answerable).sum())
        return 2 * right / max(1.0, float(said.sum() + answerable.sum()))

    return float(max(cuts, key=balance))


def report_judging(cases: Sequence[Case], weights: Weights) -> dict[str, float]:
    """Shares of answerable and unanswerable cases that the weights judge rightly, asked alone."""
    alone = [case for case in cases if not case.several]
    said = {
        flag: [sufficient(c.features, weights, "answer") for c in alone if c.answerable is flag]
        for flag in (True, False)
    }
    return {
        "answerable": len(said[True]),
        "answered": round(sum(said[True]) / max(1, len(said[True])), 3),
        "unanswerable": len(said[False]),
        "refused": round(1 - sum(said[False]) / max(1, len(said[False])), 3),
    }


def write_weights(weights: Weights) -> str:
    """The weights as the text of ``weights.toml``."""
    lines = [
        "# Learned on the tuning questions by: kyodo eval tune. Do not edit by hand.",
        f"bias = {weights.bias}",
    ]
    for name in ("ranking", "judging", "thresholds"):
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in getattr(weights, name).items())]
    return "\n".join(lines) + "\n"


def tune(assistant: Assistant, talks: Sequence[Sequence[Question]]) -> Weights:
    """Learn everything, ranking first."""
    weights = replace(assistant.weights, ranking=learn_ranking(ranking_examples(assistant, talks)))
    return learn_judging(judging_cases(assistant, talks, weights), weights)
