"""Step 3, judge: does the guideline say it? A calibrated decision from evidence, before a word is written.

The log odds that a city's best evidence answers the question are a weighted sum of named features (logistic
regression, learned on the tuning questions). Types of fact are a gate of their own: a question for an
amount is not answered from a passage without one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer import Status
from assistant.facts import asks_for, fact_distance, states_fact
from assistant.retrieve import CityFinds, RankedUnit, Retrieval, nearness
from assistant.understand import Understood
from assistant.weights import Weights
from corpus.guideline import Section
from ingest.answerable import LARGEST_ODDS
from ingest.index import Index
from ingest.japanese import named_years
from ingest.terms import read_terms, subject_concepts

JUDGING_FEATURES: tuple[str, ...] = (
    "score",
    "margin",
    "question_terms",
    "question_grams",
    "question_dense",
    "passage_dense",
    "section_terms",
    "unit_terms",
    "unit_grams",
    "concepts",
    "foreign_terms",
    "unknown_terms",
    "noun_gap_section",
    "noun_gap_unit",
    "largest_gap",
    "heading_concept",
    "other_city_lead",
    "lead_among_cities",
    "fact_missing",
    "loose_fact_missing",
    "fact_unasked",
    "fact_asked",
    "fact_far",
    "fact_apart",
    "silence_lead",
    "silence",
    "listed_only",
    "english",
    "short",
    "year_missing",
    "near",
    "leans",
    "answerable",
    "constant",
)

AGAINST = (
    "foreign_terms",
    "unknown_terms",
    "other_city_lead",
    "fact_missing",
    "loose_fact_missing",
    "fact_far",
    "fact_apart",
    "year_missing",
)
"""Features that speak against an answer; none of them may count for one."""
GROUPS = ("alone", "several", "unnoted")
"""The same evidence weighs differently for a city that is asked alone, for one of several, and for one without
notes; the group stands before the feature's name, as in ``alone.score``."""
STRANGE = 0.75
"""Share, by weight, of its nouns that the best section does not hold, from which a question is off the subject."""
KNOWN = 0.35
"""Likeness to a question of the notes from which strange nouns do not matter: they may be spelt in kana."""
HEADED = 0.97
"""Probability that a section says what something is when its heading is just that."""
NEAR_UNITS = 10
"""Best units whose own questions are held against those that the guideline does not answer."""


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
        says = bool(finds.parts) or (sufficient(features, weights, cut) and _has_text(index, understood, finds))
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
    if understood.other_service or (not mentioned and _is_off_subject(index, understood, retrieval, weights)):
        return Verdict(Status.OUT_OF_SCOPE, judgments, others)
    surest = max((j.probability for j in judgments if j.says), default=0.0)
    # Of five cities one is soon alike by chance; what names nothing of the subject has to be as sure as for one.
    enough = weights.thresholds["answer_any" if len(judgments) > 1 and mentioned else "answer"]
    if surest >= enough or has_parts(judgments):
        return Verdict(Status.ANSWERED, judgments, others)
    on_subject = mentioned or max((j.probability for j in judgments), default=0.0) >= weights.thresholds["subject"]
    return Verdict(Status.NOT_STATED if on_subject else Status.OUT_OF_SCOPE, judgments, others)


def _is_off_subject(index: Index, understood: Understood, retrieval: Retrieval, weights: Weights) -> bool:
    """Whether a question that mentions none of the subject's concepts has nothing to do with it: nobody is known
    to ask anything like it, or the best sections know next to none of its nouns."""
    likeness = max((ranked.likeness for finds in retrieval.asked for ranked in finds.units[:NEAR_UNITS]), default=0.0)
    strange = all(_noun_gaps(index, understood.text, finds.best)[0] >= STRANGE for finds in retrieval.asked)
    return likeness < weights.thresholds["off_subject"] or (strange and likeness < KNOWN)


def _has_text(index: Index, understood: Understood, finds: CityFinds) -> bool:
    """Whether there is text to answer from: of a section that is a heading only, that tells its name, that it is
    there, and what stands below it."""
    section_id = finds.best.unit.section_id
    told = understood.names_headings or understood.asks_existence
    lists = understood.names_entries and section_id in index.children
    return told or lists or not index.sections[section_id].listed_only


def has_parts(judgments: Sequence[Judgment]) -> bool:
    """Whether both of two things whose difference is asked for were found."""
    return any(judgment.finds.parts for judgment in judgments)


def judging_features(index: Index, understood: Understood, finds: CityFinds, lead: float) -> dict[str, float]:
    """The evidence of one city by name, each about 0 to 1; ``lead`` is the best score of any city.

    The names are those of ``judging_names`` for the city's group.
    """
    best = finds.best
    second = next((score for section, score in finds.sections()[1:]), best.score)
    foreign, unknown = _strange_terms(index, understood.text, finds.city)
    section_gap, unit_gap, largest_gap = _noun_gaps(index, understood.core, best)
    several = len(understood.cities) > 1
    silence = finds.silences[0].likeness if finds.silences else 0.0
    missing = [fact for fact in understood.facts if not states_fact(index, fact, finds)]
    unasked = [fact for fact in understood.facts if not asks_for(fact, best)]
    values = (
        best.score,
        best.score - second,
        best.feature("question.text.terms"),
        best.feature("question.text.grams"),
        best.feature("dense.questions"),
        best.feature("dense.passages"),
        best.feature("section.everything.terms"),
        best.feature("unit.everything.terms"),
        best.feature("unit.everything.grams"),
        best.feature("unit.everything.concepts"),
        foreign,
        unknown,
        section_gap,
        unit_gap,
        largest_gap,
        float(_shares_concept(understood.text, index.sections[best.unit.section_id])),
        0.0 if several else max(0.0, lead - best.score),
        max(0.0, lead - best.score) if several else 0.0,
        float(any(fact.strict for fact in missing)),
        float(any(not fact.strict for fact in missing)),
        float(bool(unasked)),
        float(bool(understood.facts)),
        *fact_distance(index, understood, best),
        silence - max(ranked.likeness for ranked in finds.units[:NEAR_UNITS]),
        silence,
        float(not _has_text(index, understood, finds)),
        float(understood.lang == "en"),
        float(len(understood.text) < 10),
        float(bool(understood.years - _stated_years(index, finds))),
        nearness(index, best.unit.section_id, understood.near),
        float(understood.leans),
        index.answerable_odds(understood.text, best.unit.section_id) / LARGEST_ODDS,
        1.0,
    )
    group = "unnoted" if finds.city not in index.noted else "several" if several else "alone"
    return dict(zip(judging_names(group), values, strict=True))


def judging_names(group: str) -> tuple[str, ...]:
    """The names of the features of a group."""
    return tuple(f"{group}.{name}" for name in JUDGING_FEATURES)


def probability(features: Mapping[str, float], weights: Weights) -> float:
    """How likely it is, from 0 to 1, that evidence with these features answers."""
    odds = sum(weights.judging.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def sufficient(features: Mapping[str, float], weights: Weights, cut: str) -> bool:
    """Whether evidence is enough at a named cut; never without the wanted type of fact."""
    missing = any(features.get(f"{group}.fact_missing") for group in GROUPS)
    return not missing and probability(features, weights) >= weights.thresholds[cut]


def _stated_years(index: Index, finds: CityFinds) -> frozenset[int]:
    """The years that the section of the best evidence or its headings name."""
    section = index.sections[finds.best.unit.section_id]
    return named_years("\n".join((*section.path, section.text)))


def _noun_gaps(index: Index, text: str, best: RankedUnit) -> tuple[float, float, float]:
    """The shares, by weight, of a question's nouns that the best section and the best unit do not hold, and
    the weight of the heaviest noun that the section misses, all 0 to 1. A synonym counts as held."""
    nouns = dict(read_terms(text).nouns)
    if not nouns:
        return 0.0, 0.0, 0.0
    weights = {noun: index.term_weight(noun) for noun in nouns}
    section, unit = index.words_of(best.unit)
    missed = [noun for noun, groups in nouns.items() if noun not in section and not section & set(groups)]
    missed_unit = [noun for noun, groups in nouns.items() if noun not in unit and not unit & set(groups)]
    total = sum(weights.values()) or 1.0
    heaviest = max((weights[noun] for noun in missed), default=0.0)
    return (
        sum(weights[noun] for noun in missed) / total,
        sum(weights[noun] for noun in missed_unit) / total,
        heaviest / index.heaviest_term,
    )


def _shares_concept(text: str, section: Section) -> bool:
    """Whether a section is named after a concept that a text mentions."""
    return not subject_concepts(text).isdisjoint(subject_concepts(section.heading))


def _strange_terms(index: Index, text: str, city: str) -> tuple[float, float]:
    """The shares, by weight, of a question's terms that only other cities' sections hold, and that none
    holds; notes and synonyms count as held."""
    read = read_terms(text)
    terms = list(dict.fromkeys(read.terms))
    if not terms:
        return 0.0, 1.0
    groups = dict(read.nouns)
    meanings = [(term, *groups.get(term, ())) for term in terms]
    weights = np.array([index.term_weight(term) for term in terms])
    held = np.array([any(index.holds_term(word, city) for word in words) for words in meanings])
    anywhere = np.array([any(index.holds_term(word, None) for word in words) for words in meanings])
    total = float(weights.sum()) or 1.0
    return float(weights[anywhere & ~held].sum()) / total, float(weights[~anywhere].sum()) / total
