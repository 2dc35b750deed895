"""Step 3, judge: does the guideline say it? A calibrated decision from evidence, before a word is written.

The log odds that a city's best evidence answers the question are a weighted sum of named features (logistic
regression, learned on the tuning questions). Types of fact are a gate of their own: a question for an
amount is not answered from a passage without one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Status
from assistant.evidence import GATES, GROUPS, judging_features
from assistant.retrieve import CityFinds, Retrieval
from assistant.understand import Understood
from assistant.weights import Weights
from ingest.index import Index
from ingest.terms import subject_concepts

FOREIGN = -1.0
"""Log odds of belonging to the subject, below which a question is outside it whatever it resembles."""
CLOSE = 0.5
"""Probability from which evidence answers a question although it may be outside the subject."""
HEADED = 0.97
"""Probability that a section says what something is when its heading is just that."""


@dataclass(frozen=True, slots=True)
class Judgment:
    """The verdict for one city: ``probability`` (0 to 1) that its evidence answers, and whether it does."""

    finds: CityFinds
    probability: float
    says: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The status of the whole answer, the judgment of each asked city, in the order asked, and, where a question on
    the subject is not answered, of the others."""

    status: Status
    judgments: tuple[Judgment, ...]
    others: tuple[Judgment, ...]


def judge(index: Index, understood: Understood, retrieval: Retrieval, weights: Weights) -> Verdict:
    """Decide the status of an answer."""
    if understood.smalltalk:
        return Verdict(Status.OUT_OF_SCOPE, (), ())
    if understood.elsewhere:
        return Verdict(Status.NOT_STATED, (), ())
    lead = max((finds.best.score for finds in retrieval.asked + retrieval.others), default=0.0)

    def judged(finds: CityFinds, cut: str) -> Judgment:
        features = judging_features(index, understood, finds, lead)
        says = bool(finds.parts) or sufficient(features, weights, cut)
        chance = probability(features, weights)
        return Judgment(finds, max(HEADED, chance) if finds.headed else chance, finds.headed or says)

    cut = "answer_several" if len(retrieval.asked) > 1 else "answer"
    judgments = tuple(judged(finds, cut) for finds in retrieval.asked)
    surest = max((j.probability for j in judgments if j.says), default=0.0)
    placed = understood.leans or understood.which_city or has_parts(judgments)
    odds = index.subject_odds(understood.text)
    if not placed and (odds < FOREIGN or (odds < 0 and surest < CLOSE)):
        return Verdict(Status.OUT_OF_SCOPE, judgments, ())
    mentioned = placed or bool(subject_concepts(understood.text))
    # Of five cities one is soon alike by chance; what names nothing of the subject has to be as sure as for one.
    enough = weights.thresholds["answer_any" if len(judgments) > 1 and mentioned else "answer"]
    if surest >= enough or has_parts(judgments):
        return Verdict(Status.ANSWERED, judgments, ())
    others = tuple(judged(finds, "answer") for finds in retrieval.others)
    on_subject = mentioned or max((j.probability for j in judgments), default=0.0) >= weights.thresholds["subject"]
    return Verdict(Status.NOT_STATED if on_subject else Status.OUT_OF_SCOPE, judgments, others)


def has_parts(judgments: Sequence[Judgment]) -> bool:
    """Whether both of two things whose difference is asked for were found."""
    return any(judgment.finds.parts for judgment in judgments)


def probability(features: Mapping[str, float], weights: Weights) -> float:
    """How likely it is, from 0 to 1, that evidence with these features answers."""
    odds = sum(weights.judging.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def sufficient(features: Mapping[str, float], weights: Weights, cut: str) -> bool:
    """Whether evidence is enough at a named cut; never without the wanted type of fact, nor from a bare heading."""
    ruled_out = any(features.get(f"{group}.{gate}") for group in GROUPS for gate in GATES)
    return not ruled_out and probability(features, weights) >= weights.thresholds[cut]
