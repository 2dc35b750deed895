"""What an answer is worth against its question: pure functions, in the terms of the question sets.

A question's evidence becomes *needs*: a need is met by any one of its spans. Shares run from 0 to 1.
What has nothing to be counted scores the measure's declared default, never NaN. Recall at k and the
reciprocal rank are those of Manning, Raghavan and Schütze, Introduction to Information Retrieval, ch. 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Citation, Status
from eval.folding import Shelf, fold, holds
from eval.question import Question

LONGEST_RIGHT = 900
"""Characters; a longer text is not read, so it is not right."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure's name, which way is better, and what stands for it when there is nothing to count."""

    name: str
    better: Literal["higher", "lower"]
    default: float


MEASURES: dict[str, Measure] = {
    measure.name: measure
    for measure in (
        Measure("right", "higher", 0.0),
        Measure("refusal", "higher", 0.0),
        Measure("false_refusal", "lower", 1.0),
        Measure("first_citation_right", "higher", 0.0),
        Measure("citation_precision", "higher", 0.0),
        Measure("citation_recall", "higher", 0.0),
        Measure("cities_cited", "higher", 0.0),
        Measure("facts_said", "higher", 1.0),
        Measure("recall_at_1", "higher", 0.0),
        Measure("recall_at_5", "higher", 0.0),
        Measure("recall_at_10", "higher", 0.0),
        Measure("reciprocal_rank", "higher", 0.0),
        Measure("verbatim_rate", "higher", 1.0),
        Measure("wrong_city", "lower", 0.0),
        Measure("unsupported", "lower", 0.0),
        Measure("length", "lower", 0.0),
    )
}


@dataclass(frozen=True, slots=True)
class Need:
    """Spans of which a right answer cites at least one, each from one of ``cities``."""

    spans: tuple[str, ...]
    cities: tuple[str, ...]


def find_needs(question: Question, shelf: Shelf) -> tuple[Need, ...]:
    """One need per span where all are required, else one per city.

    A span that several cities may own goes to the first that states it.
    """
    homes: dict[tuple[str, ...], list[str]] = {}
    for span in question.evidence:
        owner = next((city for city in span.cities if shelf.states(city, span.text)), None)
        homes.setdefault((owner,) if owner else span.cities, []).append(span.text)
    if question.all_required:
        return tuple(Need((text,), cities) for cities, texts in homes.items() for text in texts)
    return tuple(Need(tuple(texts), cities) for cities, texts in homes.items())


def find_facts(question: Question, shelf: Shelf) -> tuple[str, ...]:
    """The key facts that can be looked for: those in a guideline's words; the rest explain to people."""
    return tuple(fact.text for fact in question.facts if any(shelf.states(city, fact.text) for city in fact.cities))


def find_relevant(needs: Sequence[Need], shelf: Shelf) -> tuple[frozenset[str], ...]:
    """Per need, the ids of the sections whose text holds one of its spans."""
    return tuple(frozenset().union(*(shelf.find_sections(need.cities, span) for span in need.spans)) for need in needs)


def recall_at(k: int, ranked: Sequence[str], relevant: Sequence[frozenset[str]]) -> float:
    """Share of the needs of which a relevant section is among the best ``k`` of ``ranked``, best first."""
    top = set(ranked[:k])
    return _share([bool(sections & top) for sections in relevant], MEASURES["recall_at_1"].default)


def reciprocal_rank(ranked: Sequence[str], relevant: Sequence[frozenset[str]]) -> float:
    """1 / rank of the first relevant section, ranks from 1; 0 when none was found."""
    wanted = frozenset().union(*relevant)
    return next((1 / rank for rank, found in enumerate(ranked, start=1) if found in wanted), 0.0)


def meets(citation: Citation, need: Need, shelf: Shelf) -> bool:
    """Whether the cited section's text, or the quote, holds a span of the need, in the right city."""
    return citation.city in need.cities and any(_cites(citation, span, shelf) for span in need.spans)


def find_unmet(citations: Sequence[Citation], needs: Sequence[Need], shelf: Shelf) -> tuple[Need, ...]:
    """The needs that no citation meets."""
    return tuple(need for need in needs if not any(meets(citation, need, shelf) for citation in citations))


def citation_recall(citations: Sequence[Citation], needs: Sequence[Need], shelf: Shelf) -> float:
    """Share of the needs that a citation meets."""
    unmet = find_unmet(citations, needs, shelf)
    return _share([need not in unmet for need in needs], MEASURES["citation_recall"].default)


def citation_precision(
    citations: Sequence[Citation], needs: Sequence[Need], facts: Sequence[str], shelf: Shelf
) -> float:
    """Share of the citations whose section holds a needed span or a key fact of the question.

    A key fact counts only in a city that the question expects.
    """
    expected = {city for need in needs for city in need.cities}
    return _share(
        [
            any(meets(citation, need, shelf) for need in needs)
            or (citation.city in expected and any(_cites(citation, fact, shelf) for fact in facts))
            for citation in citations
        ],
        MEASURES["citation_precision"].default,
    )


def first_citation_right(citations: Sequence[Citation], needs: Sequence[Need], shelf: Shelf) -> bool:
    """Whether the citation with the lowest number meets a need."""
    first = min(citations, key=lambda citation: citation.number or 0, default=None)
    return first is not None and any(meets(first, need, shelf) for need in needs)


def cities_cited(citations: Sequence[Citation], cities: Sequence[str]) -> float:
    """Share of the expected cities of which something is cited."""
    cited = {citation.city for citation in citations}
    return _share([city in cited for city in cities], MEASURES["cities_cited"].default)


def find_unsaid(text: str, facts: Sequence[str]) -> tuple[str, ...]:
    """The facts that the text does not hold."""
    folded = fold(text)
    return tuple(fact for fact in facts if not holds(folded, fact))


def facts_said(text: str, facts: Sequence[str]) -> float:
    """Share of the facts that the text holds."""
    unsaid = find_unsaid(text, facts)
    return _share([fact not in unsaid for fact in facts], MEASURES["facts_said"].default)


@dataclass(frozen=True, slots=True)
class Fault:
    """One reason why an answer is not right: a key of the wording's section ``eval``, and the detail."""

    kind: str
    detail: str = ""


def find_faults(question: Question, answer: Answer, shelf: Shelf) -> tuple[Fault, ...]:
    """Why the answer is not right; empty when it is.

    Right is: not answered where the question is unanswerable; else answered, every need cited, every
    expected city cited, every key fact in the text, and the text at most ``LONGEST_RIGHT`` characters.
    """
    answered = answer.status is Status.ANSWERED
    if question.abstain:
        return (Fault("fault_answered"),) if answered else ()
    if not answered:
        return (Fault("fault_refused", answer.status.value),)
    cited = {citation.city for citation in answer.citations}
    unmet = find_unmet(answer.citations, find_needs(question, shelf), shelf)
    faults = [Fault("fault_evidence", " / ".join(need.spans)) for need in unmet]
    faults += [Fault("fault_city", city) for city in question.cities if city not in cited]
    faults += [Fault("fault_fact", fact) for fact in find_unsaid(answer.text, find_facts(question, shelf))]
    if len(answer.text) > LONGEST_RIGHT:
        faults.append(Fault("fault_length", str(len(answer.text))))
    return tuple(faults)


def score_answer(question: Question, answer: Answer, shelf: Shelf) -> dict[str, float]:
    """Every measure of being right that applies to this question, by name.

    An answerable question that was refused scores 0 for what it cites and says.
    """
    answered = answer.status is Status.ANSWERED
    right = float(not find_faults(question, answer, shelf))
    if question.abstain:
        return {"right": right, "refusal": float(not answered), "length": float(len(answer.text))}
    needs = find_needs(question, shelf)
    facts = find_facts(question, shelf)
    relevant = find_relevant(needs, shelf)
    ranked = [found.section_id for found in answer.found]
    citations = answer.citations if answered else ()
    return {
        "right": right,
        "false_refusal": float(not answered),
        "first_citation_right": float(first_citation_right(citations, needs, shelf)),
        "citation_precision": citation_precision(citations, needs, facts, shelf),
        "citation_recall": citation_recall(citations, needs, shelf),
        "cities_cited": cities_cited(citations, question.cities),
        "facts_said": facts_said(answer.text, facts) if answered else 0.0,
        "recall_at_1": recall_at(1, ranked, relevant),
        "recall_at_5": recall_at(5, ranked, relevant),
        "recall_at_10": recall_at(10, ranked, relevant),
        "reciprocal_rank": reciprocal_rank(ranked, relevant),
        "length": float(len(answer.text)),
    }


def _cites(citation: Citation, span: str, shelf: Shelf) -> bool:
    return shelf.section_holds(citation.section_id, span) or holds(fold(citation.quote), span)


def _share(hits: Sequence[bool], default: float) -> float:
    return sum(hits) / len(hits) if hits else default
