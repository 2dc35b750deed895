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
from assistant.evidence import GATES, GROUPS, judging_features, likeness_to_asked, noun_gaps
from assistant.retrieve import CityFinds, Retrieval
from assistant.understand import Understood
from assistant.weights import Weights
from ingest.index import Index
from ingest.terms import subject_concepts

STRANGE = 0.75
"""Share, by weight, of its nouns that the best section does not hold, from which a question is off the subject."""
KNOWN = 0.35
"""Likeness to a question of the notes from which strange nouns do not matter: they may be spelt in kana."""
CLOSE = 0.5
"""Probability from which evidence answers a question although it sounds off the subject."""
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
    """The status of the whole answer and the judgment of each asked city, in the order asked."""

    status: Status
    judgments: tuple[Judgment, ...]
    others: tuple[Judgment, ...]


def judge(index: Index, understood: Understood, retrieval: Retrieval, weights: Weights) -> Verdict:
    """Decide the status of an answer."""
    lead = max((finds.best.score for finds in retrieval.asked + retrieval.others), default=0.0)

    def judged(finds: CityFinds, cut: str) -> Judgment:
        features = judging_features(index, understood, finds, lead)
        says = bool(finds.parts) or sufficient(features, weights, cut)
        chance = probability(features, weights)
        return Judgment(finds, max(HEADED, chance) if finds.headed else chance, finds.headed or says)

    cut = "answer_several" if len(retrieval.asked) > 1 else "answer"
    judgments = tuple(judged(finds, cut) for finds in retrieval.asked)
    others = tuple(judged(finds, "answer") for finds in retrieval.others)
    if understood.smalltalk:
        return Verdict(Status.OUT_OF_SCOPE, (), ())
    if understood.elsewhere:
        return Verdict(Status.NOT_STATED, (), ())
    mentioned = bool(subject_concepts(understood.text)) or understood.leans or understood.which_city
    surest = max((j.probability for j in judgments if j.says), default=0.0)
    strange = surest < CLOSE and not mentioned and _is_off_subject(index, understood, retrieval, weights)
    if understood.other_service or strange:
        return Verdict(Status.OUT_OF_SCOPE, judgments, others)
    # Of five cities one is soon alike by chance; what names nothing of the subject has to be as sure as for one.
    enough = weights.thresholds["answer_any" if len(judgments) > 1 and mentioned else "answer"]
    if surest >= enough or has_parts(judgments):
        return Verdict(Status.ANSWERED, judgments, others)
    on_subject = mentioned or max((j.probability for j in judgments), default=0.0) >= weights.thresholds["subject"]
    return Verdict(Status.NOT_STATED if on_subject else Status.OUT_OF_SCOPE, judgments, others)


def _is_off_subject(index: Index, understood: Understood, retrieval: Retrieval, weights: Weights) -> bool:
    """Whether a question that mentions none of the subject's concepts has nothing to do with it: nobody is known
    to ask anything like it, or the best sections know next to none of its nouns."""
    likeness = max((likeness_to_asked(finds) for finds in retrieval.asked), default=0.0)
    strange = all(noun_gaps(index, understood.text, finds.best).section >= STRANGE for finds in retrieval.asked)
    return likeness < weights.thresholds["off_subject"] or (strange and likeness < KNOWN)


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
