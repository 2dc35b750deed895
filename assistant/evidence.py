"""What speaks for and against an answer: named features of one city's best evidence, for the judge to weigh."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.facts import asks_for, fact_distance, is_held, states_fact
from assistant.retrieve import CityFinds, RankedUnit, nearness
from assistant.understand import Understood
from corpus.guideline import Section
from ingest.answerable import LARGEST_ODDS
from ingest.index import Index
from ingest.japanese import fold, named_years
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
    "no_text",
    "foreign_name",
    "english",
    "short",
    "year_missing",
    "near",
    "leans",
    "answerable",
    "subject",
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
GATES = ("fact_missing", "no_text", "foreign_name")
"""Features that rule an answer out, however likely it is."""
GROUPS = ("alone", "several", "unnoted")
"""The same evidence weighs differently for a city that is asked alone, for one of several, and for one without
notes; the group stands before the feature's name, as in ``alone.score``."""
SHORTEST_NAME = 3
"""Characters from which a name is telling."""
NEAR_UNITS = 10
"""Best units whose own questions are held against those that the guideline does not answer."""


def judging_features(index: Index, understood: Understood, finds: CityFinds, lead: float) -> dict[str, float]:
    """The evidence of one city by name, each about 0 to 1; ``lead`` is the best score of any city.

    The names are those of ``judging_names`` for the city's group.
    """
    best = finds.best
    second = next((score for section, score in finds.sections()[1:]), best.score)
    foreign, unknown = _strange_terms(index, understood.text, finds.city)
    gaps = _noun_gaps(index, understood.core, best)
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
        gaps.section,
        gaps.unit,
        gaps.largest,
        float(_shares_concept(understood.text, index.sections[best.unit.section_id])),
        0.0 if several else max(0.0, lead - best.score),
        max(0.0, lead - best.score) if several else 0.0,
        float(any(fact.strict for fact in missing)),
        float(any(not fact.strict for fact in missing)),
        float(bool(unasked)),
        float(bool(understood.facts)),
        *fact_distance(index, understood, best),
        silence - _likeness_to_asked(finds),
        silence,
        float(not _has_text(index, understood, finds)),
        float(_names_what_others_call(index, understood, finds.city)),
        float(understood.lang == "en"),
        float(len(understood.text) < 10),
        float(bool(understood.years - _stated_years(index, finds))),
        nearness(index, best.unit.section_id, understood.near),
        float(understood.leans),
        index.answerable_odds(understood.text, best.unit.section_id) / LARGEST_ODDS,
        index.subject_odds(understood.text) / LARGEST_ODDS,
        1.0,
    )
    group = "unnoted" if finds.city not in index.noted else "several" if several else "alone"
    return dict(zip(judging_names(group), values, strict=True))


def judging_names(group: str) -> tuple[str, ...]:
    """The names of the features of a group."""
    return tuple(f"{group}.{name}" for name in JUDGING_FEATURES)


def _likeness_to_asked(finds: CityFinds) -> float:
    """How like the question is to what people are known to ask of the best units, 0 to about 1."""
    return max((ranked.likeness for ranked in finds.units[:NEAR_UNITS]), default=0.0)


def _has_text(index: Index, understood: Understood, finds: CityFinds) -> bool:
    """Whether there is text to answer from: of a section that is a heading only, that tells its name, that it is
    there, and what stands below it."""
    section_id = finds.best.unit.section_id
    told = understood.names_headings or understood.asks_existence
    lists = understood.names_entries and section_id in index.children
    return told or lists or not index.sections[section_id].listed_only


def _names_what_others_call(index: Index, understood: Understood, city: str) -> bool:
    """Whether a question is about a name that only other cities' guidelines use."""
    names = (fold(name) for name in (understood.topic, *understood.quoted))
    strange = [name for name in names if len(name) >= SHORTEST_NAME and name not in index.city_texts[city]]
    return any(name in text for name in strange for text in index.city_texts.values())


def _stated_years(index: Index, finds: CityFinds) -> frozenset[int]:
    """The years that the section of the best evidence or its headings name."""
    section = index.sections[finds.best.unit.section_id]
    return named_years("\n".join((*section.path, section.text)))


@dataclass(frozen=True, slots=True)
class _NounGaps:
    """What the best evidence lacks of a question's nouns: the shares, by weight, that the section with its notes and
    the unit with its do not hold, and the weight of the heaviest noun that the section misses, all 0 to 1."""

    section: float = 0.0
    unit: float = 0.0
    largest: float = 0.0


def _noun_gaps(index: Index, text: str, best: RankedUnit) -> _NounGaps:
    """The nouns of a text that the best evidence does not hold. A synonym counts as held."""
    nouns = dict(read_terms(text).nouns)
    if not nouns:
        return _NounGaps()
    weights = {noun: index.term_weight(noun) for noun in nouns}
    total = sum(weights.values()) or 1.0

    def missed(words: frozenset[str]) -> list[float]:
        return [weights[n] for n, groups in nouns.items() if not is_held(n, groups, words)]

    section, unit = (missed(words) for words in index.words_of(best.unit))
    heaviest = max(section, default=0.0) / index.heaviest_term
    return _NounGaps(sum(section) / total, sum(unit) / total, heaviest)


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
