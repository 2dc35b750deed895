"""Facts of the type that is asked for: whether the best evidence holds one, and how near to what is asked about."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.fact_types import FactType
from assistant.patterns import matching_form
from assistant.retrieve import CityFinds, RankedUnit, by_section
from assistant.understand import Understood
from corpus.guideline import Passage
from ingest.index import Index
from ingest.passages import split_passages
from ingest.terms import read_terms


def states_fact(index: Index, fact: FactType, finds: CityFinds) -> bool:
    """Whether the text near the best evidence holds a fact of the wanted type."""
    best = finds.best.unit
    section = index.sections[best.section_id]
    near = [best, *(ranked.unit for ranked in by_section(finds.units, best.section_id)[:3])]
    texts = [section.text[start:end] for unit in near for start, end in unit.spans] or [section.text]
    return any(fact.states.search(text) for text in texts)


def asks_for(fact: FactType, best: RankedUnit) -> bool:
    """Whether one of the unit's own questions wants this type of fact."""
    return any(fact.asked.search(matching_form(question.text)) for question in best.unit.questions)


def is_held(noun: str, synonyms: Iterable[str], words: frozenset[str]) -> bool:
    """Whether a text with these words holds a noun or a synonym of it."""
    return noun in words or not words.isdisjoint(synonyms)


def fact_distance(index: Index, understood: Understood, best: RankedUnit) -> tuple[float, float]:
    """How much of what is asked about is missing from the passage with the wanted fact that holds most of it, and
    how much more another passage of the section holds; shares of the nouns' weight, 0 to 1. 0 where no type of
    fact is asked for."""
    if not understood.facts:
        return 0.0, 0.0
    about = matching_form(understood.core)
    for fact in understood.facts:
        about = fact.asked.sub(" ", about)
    nouns = dict(read_terms(about).nouns)
    total = sum(index.term_weight(noun) for noun in nouns)
    if not total:
        return 0.0, 0.0

    def held(passage: Passage) -> float:
        words = index.passage_words(passage)
        return sum(index.term_weight(n) for n, groups in nouns.items() if is_held(n, groups, words)) / total

    passages = split_passages(index.sections[best.unit.section_id])
    shares = [held(passage) for passage in passages]
    stating = [
        max((share for share, p in zip(shares, passages, strict=True) if fact.states.search(p.text)), default=0.0)
        for fact in understood.facts
    ]
    return 1.0 - min(stating), max(shares, default=0.0) - min(stating)
