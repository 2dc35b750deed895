"""Choosing what to quote: the shortest verbatim spans that answer, with their conditions beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.fact_types import FactType
from assistant.retrieve import CityFinds, RankedUnit, by_section
from assistant.weights import Weights
from corpus.guideline import Passage, PassageKind, Section
from ingest.index import Index
from ingest.passages import split_passages

Span = tuple[int, int]
_CONDITION = re.compile(r"^(?:ただし|但し|なお|※(?!\d)|[（(](?:事例|例|ただし))|除きます。$|除く。$|この限りでない")
ANNOUNCES = re.compile(r"次の|以下の|次に|つぎの|以下に|下記")
_ENTRIES = {PassageKind.ITEM, PassageKind.ROW}
MOST_FACTS = 2
"""Passages that are added to a quotation for the type of fact that they state."""
LONGEST_LIST = 650
"""Characters; a longer list is quoted in part, by what fits the question."""
_LEANS = re.compile(
    r"^(?:これら|この(?!基本|計画|要綱|訓令|指針|方針)|その(?!他)|こうした|それら|そこで|このよう|そのよう|そのため)"
)
_UNQUOTED = {PassageKind.HEADING, PassageKind.CAPTION}


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Spans of one section, in reading order, with the passages that they cover."""

    section: Section
    spans: tuple[Span, ...]

    @property
    def size(self) -> int:
        """Characters quoted."""
        return sum(end - start for start, end in self.spans)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The section's passages that the spans touch."""
        return tuple(
            passage
            for passage in split_passages(self.section)
            if any(start < passage.end and passage.start < end for start, end in self.spans)
        )


def heading_span(section: Section) -> Span:
    """The place of a section's heading, its first line."""
    return 0, len(section.text.split("\n", 1)[0])


def shortest(excerpt: Excerpt) -> Excerpt:
    """The first span of an excerpt, with its conditions: what is quoted when few words are wanted."""
    return Excerpt(excerpt.section, with_conditions(excerpt.section, excerpt.spans[:1]))


def choose_excerpts(
    index: Index,
    finds: CityFinds,
    weights: Weights,
    budget: int,
    wants_list: bool = False,
    facts: Sequence[FactType] = (),
) -> tuple[Excerpt, ...]:
    """What to quote of one city: the best section's spans, then a second section's if it is as good.

    ``budget`` is in characters; the best unit is quoted whole even if it is longer. A list that is asked for
    or announced by what is quoted comes along whole, and so does what states the wanted ``facts``.
    """
    best = finds.best
    first = _excerpt(index, finds, best, weights, budget)
    spans = with_facts(first.section, with_lists(first.section, first.spans, wants_list), facts)
    excerpts = [Excerpt(first.section, spans)]
    for ranked in finds.units:
        if len(excerpts) > int(weights.thresholds["most_further_sections"]):
            break
        if ranked.score < best.score - weights.thresholds["further_section"]:
            break
        known = any(excerpt.section.id == ranked.unit.section_id for excerpt in excerpts)
        if known or ranked.unit.children or index.sections[ranked.unit.section_id].listed_only:
            continue
        further = Excerpt(index.sections[ranked.unit.section_id], merge_spans(ranked.unit.spans))
        if sum(excerpt.size for excerpt in excerpts) + further.size <= 2 * budget:
            excerpts.append(further)
    return tuple(excerpt for excerpt in excerpts if excerpt.spans)


def _excerpt(index: Index, finds: CityFinds, best: RankedUnit, weights: Weights, budget: int) -> Excerpt:
    section = index.sections[best.unit.section_id]
    spans = list(best.unit.spans)
    for ranked in by_section(finds.units, section.id)[1:]:
        if ranked.score < best.score - weights.thresholds["same_section"]:
            break
        fresh = [span for span in ranked.unit.spans if not _covered(span, spans)]
        if fresh and _size(spans) + _size(fresh) <= budget:
            spans += fresh
    return Excerpt(section, with_conditions(section, merge_spans(spans)))


def with_conditions(section: Section, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans with the conditions and exceptions that follow them in the text (ただし, なお, ※, 除きます), and
    with the sentence before one that points back to it (これら, この, そのため)."""
    result = list(spans)
    passages = [p for p in split_passages(section) if p.kind not in _UNQUOTED]
    for before, after in pairwise(passages):
        if _covered((before.start, before.end), result) and _CONDITION.search(after.text):
            result.append((after.start, after.end))
        elif _covered((after.start, after.end), result) and _LEANS.search(after.text):
            result.append((before.start, before.end))
    return merge_spans(result)


def with_lists(section: Section, spans: tuple[Span, ...], wanted: bool) -> tuple[Span, ...]:
    """The spans with the whole list or table that one of them announces or is part of, if it is ``wanted``;
    an announced list (次の…) comes along in any case, as long as it can be read at once."""
    passages = [p for p in split_passages(section) if p.kind not in _UNQUOTED]
    entries = [p for p in passages if p.kind in _ENTRIES]
    quoted = [p for p in passages if any(start < p.end and p.start < end for start, end in spans)]
    announced = any(ANNOUNCES.search(p.text) for p in quoted if p.kind not in _ENTRIES)
    size = sum(p.end - p.start for p in entries)
    if not entries or not (announced or wanted) or size > LONGEST_LIST:
        return spans
    if not announced and not any(p in entries for p in quoted) and _size(spans) + size > LONGEST_LIST:
        return spans
    return merge_spans([*spans, *((p.start, p.end) for p in entries)])


def with_facts(section: Section, spans: tuple[Span, ...], facts: Iterable[FactType]) -> tuple[Span, ...]:
    """The spans with the passages that state a strictly wanted type of fact that none of them does."""
    passages = [p for p in split_passages(section) if p.kind not in _UNQUOTED]
    result = list(spans)
    for fact in facts:
        if fact.strict and not any(fact.states.search(section.text[start:end]) for start, end in result):
            result += [(p.start, p.end) for p in passages if fact.states.search(p.text)][:MOST_FACTS]
    return merge_spans(result)


def without_announcements(section: Section, spans: Iterable[Span]) -> Iterator[Span]:
    """The spans without the sentences that only announce a list (次の…), for where the list itself follows."""
    for start, end in spans:
        passages = [p for p in split_passages(section) if p.start < end and start < p.end]
        kept = [p for p in passages if not ANNOUNCES.search(p.text)]
        yield from [(start, end)] if kept == passages else [(max(start, p.start), min(end, p.end)) for p in kept]


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in reading order, those that overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return tuple(merged)


def _covered(span: Span, spans: Iterable[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _size(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)
