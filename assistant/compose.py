"""Step 4, compose: an answer in the form that the question wants, out of verbatim spans.

The answer writer is extractive: every sentence shown as the guideline's is a slice of it. Leads, labels
and notes are ours and marked as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.answer import Answer, Block, BlockKind, Citation, Item, Lang, Status, cited_numbers, plain_text
from assistant.citing import CitationList, make_citation
from assistant.compose_cities import compose_cities
from assistant.judge import Verdict
from assistant.labels import city_label, heading_label
from assistant.patterns import is_closed, is_negative, matching_form
from assistant.quoting import quote_excerpt
from assistant.refuse import refuse
from assistant.retrieve import CityFinds, Retrieval
from assistant.spans import (
    ANNOUNCES,
    Excerpt,
    choose_excerpts,
    heading_span,
    shortest,
    with_conditions,
    without_announcements,
)
from assistant.suggest import other_readings, suggest
from assistant.understand import Understood
from assistant.weights import Weights
from assistant.wording import say
from corpus.guideline import Section
from ingest.index import Index
from ingest.japanese import display_text
from ingest.passages import split_passages

BUDGET = 300
"""Characters quoted for one city when nothing longer is asked for."""
LIST_BUDGET = 700
"""Characters of a complete list of sections with their first sentences; longer ones show headings only."""
LONGEST_TEXT = 880
"""Characters of the whole text; a longer one is not read."""
LONGEST_NOTE = 60
RELATED = 3
NEAR_QUESTION = 0.4
"""Likeness to a reviewed yes-or-no question from which its answer is taken over."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer before it is verified: its blocks and citations."""

    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]


class AnswerWriter(Protocol):
    """Writes what is said to a question that was judged answerable."""

    def write(self, index: Index, understood: Understood, verdict: Verdict, weights: Weights) -> Draft:
        """The draft of an answer; every quotation in it must be a slice of its section."""


class ExtractiveWriter:
    """The default writer: verbatim spans under a lead that names the section."""

    def write(self, index: Index, understood: Understood, verdict: Verdict, weights: Weights) -> Draft:
        """See ``AnswerWriter``."""
        citations = CitationList(index)
        if len(understood.cities) > 1:
            blocks = tuple(compose_cities(index, understood, verdict, weights, citations))
        else:
            blocks = tuple(compose_city(index, understood, verdict.judgments[0].finds, weights, citations))
        fitting = _fitting(blocks, understood.lang)
        return Draft(fitting, tuple(c for c in citations.citations if c.number in cited_numbers(fitting)))


def _fitting(blocks: tuple[Block, ...], lang: Lang) -> tuple[Block, ...]:
    """The blocks as far as they can be read at once: our own notes go first, then whole items and blocks from
    the end; nothing is cut inside a sentence, and it is said that something was left out."""
    kept = list(blocks)
    for block in reversed(blocks):
        if len(plain_text(tuple(kept))) <= LONGEST_TEXT:
            return tuple(kept)
        if block.kind is BlockKind.NOTE:
            kept.remove(block)
    while len(plain_text(tuple(kept))) > LONGEST_TEXT - LONGEST_NOTE and len(kept) > 1:
        last = kept.pop()
        if len(kept) == 1 or len(last.items) > 1:
            if not last.items:
                kept.append(last)
                break
            kept.append(replace(last, items=last.items[:-1]))
    return (*kept, Block(BlockKind.NOTE, text=say("answer.left_out", lang))) if kept != list(blocks) else blocks


def compose(
    index: Index,
    understood: Understood,
    retrieval: Retrieval,
    verdict: Verdict,
    writer: AnswerWriter,
    weights: Weights,
) -> Answer:
    """The whole answer, with related passages and suggestions; not verified yet."""
    if verdict.status is not Status.ANSWERED:
        return refuse(index, understood, retrieval, verdict)
    draft = writer.write(index, understood, verdict, weights)
    cited = {citation.section_id for citation in draft.citations}
    speaking = [judgment for judgment in verdict.judgments if judgment.says]
    blocks, suggestions = draft.blocks, suggest(index, understood, speaking, cited)
    if len(speaking) == 1 and (readings := other_readings(index, understood, speaking[0].finds, cited)):
        headings = [heading_label(index, section, understood.lang) for section in readings]
        blocks = (*blocks, Block(BlockKind.NOTE, text=say("answer.which", understood.lang)))
        suggestions = tuple(say("suggestion.about", understood.lang, heading=heading) for heading in headings)
    return Answer(
        status=Status.ANSWERED,
        lang=understood.lang,
        text=plain_text(blocks),
        blocks=blocks,
        citations=draft.citations,
        related=tuple(related(index, speaking[0].finds, cited)) if len(speaking) == 1 else (),
        suggestions=suggestions,
        question=understood.question,
        city=speaking[0].finds.city if len(speaking) == 1 else None,
        found=retrieval.found,
        evidence_probability=max(judgment.probability for judgment in speaking),
    )


def compose_city(
    index: Index, understood: Understood, finds: CityFinds, weights: Weights, citations: CitationList
) -> Iterator[Block]:
    """The blocks that answer from one city's guideline."""
    section = index.sections[finds.best.unit.section_id]
    city = city_label(index, finds.city, understood.lang)
    if finds.parts:
        yield from _difference_blocks(index, understood, finds, citations, city)
        return
    if finds.best.unit.children and index.children.get(section.id):
        yield from _children_blocks(index, understood, finds, citations, city)
        return
    excerpts = choose_excerpts(index, finds, weights, BUDGET, understood.kind == "list", understood.facts)
    if understood.brief:
        excerpts = (shortest(excerpts[0]),)
    body = [
        block
        for number, excerpt in enumerate(excerpts)
        for block in _excerpt_blocks(index, understood.lang, excerpt, citations, further=number > 0)
    ]
    yield Block(
        BlockKind.LEAD,
        text=_lead(index, understood, finds, section, city),
        citations=tuple(sorted({n for block in body[:1] for n in block.citations})),
    )
    yield from help_blocks(index, understood, section)
    yield from body


def _lead(index: Index, understood: Understood, finds: CityFinds, section: Section, city: str) -> str:
    lang = understood.lang
    heading = heading_label(index, section, lang)
    polarity = _polarity(understood, finds)
    opening = f"{say(f'answer.{polarity}', lang)} " if polarity else ""
    if understood.kind == "which_form":
        return say("answer.lead_form", lang, heading=heading, city=city)
    return (opening if lang == "en" else opening.strip()) + say("answer.lead", lang, heading=heading, city=city)


def _polarity(understood: Understood, finds: CityFinds) -> str:
    """ "yes" or "no" where the text decides a question that is near enough to a reviewed one, else ""."""
    best = finds.best
    form = matching_form(understood.question)
    near = max(best.feature("question.text.terms"), best.feature("question.text.grams"))
    if not best.polarity or not is_closed(form) or near < NEAR_QUESTION:
        return ""
    reviewed = matching_form(best.unit.questions[best.best_question].text)
    return best.polarity if is_negative(form) == is_negative(reviewed) and is_closed(reviewed) else ""


def _excerpt_blocks(
    index: Index, lang: Lang, excerpt: Excerpt, citations: CitationList, further: bool
) -> Iterator[Block]:
    if further:
        heading = heading_label(index, excerpt.section, lang)
        yield Block(BlockKind.NOTE, text=say("answer.further", lang, heading=heading))
    yield from quote_excerpt(excerpt, citations)


def _difference_blocks(
    index: Index, understood: Understood, finds: CityFinds, citations: CitationList, city: str
) -> Iterator[Block]:
    """The two things whose difference is asked for, one under the other."""
    first, second = (index.sections[ranked.unit.section_id] for ranked in finds.parts)
    headings = {"first": heading_label(index, first, understood.lang)}
    headings["second"] = heading_label(index, second, understood.lang)
    yield Block(BlockKind.LEAD, text=say("answer.lead_difference", understood.lang, city=city, **headings))
    for section, ranked in zip((first, second), finds.parts, strict=True):
        spans = with_conditions(section, ranked.unit.spans)
        yield from help_blocks(index, understood, section)
        yield from quote_excerpt(Excerpt(section, spans), citations, heading_label(index, section, understood.lang))


def _children_blocks(
    index: Index, understood: Understood, finds: CityFinds, citations: CitationList, city: str
) -> Iterator[Block]:
    """A complete list: every section below, by heading, with its first sentence where there is room."""
    section = index.sections[finds.best.unit.section_id]
    children = index.children[section.id]
    firsts = [_first_sentence(child) for child in children]
    lang = understood.lang
    key = "answer.lead_listed" if all(child.listed_only for child in children) else "answer.lead_list"
    # The lead names the heading; of a section that is nothing else there is no more to quote.
    spans = () if section.listed_only else finds.best.unit.spans
    if not understood.asks_number:
        spans = tuple(without_announcements(section, spans))
    body = list(quote_excerpt(Excerpt(section, spans), citations)) if spans else []
    room = LIST_BUDGET - sum(len(block.text) for block in body)
    whole = sum(len(child.text[: span[1]]) for child, span in zip(children, firsts, strict=True)) <= room
    items = []
    for child, span in zip(children, firsts, strict=True):
        heading = heading_span(child)
        sentence = f"\n{display_text(child.text[span[0] : span[1]])}" if whole and span[0] else ""
        number = citations.cite(child, (0, span[1]) if sentence else heading)
        items.append(Item(display_text(child.text[slice(*heading)]) + sentence, (number,)))
    numbers = tuple(n for item in items for n in item.citations)
    yield Block(BlockKind.LEAD, text=say(key, lang, city=city, heading=heading_label(index, section, lang)))
    yield from help_blocks(index, understood, section)
    yield from body
    yield Block(BlockKind.LIST, items=tuple(items), citations=numbers, verbatim=True)


def _first_sentence(section: Section) -> tuple[int, int]:
    """The place of a section's first sentence or item after its heading, with the sentence that it announces;
    the heading's if it has none."""
    body = [p for p in split_passages(section) if p.kind in ("sentence", "item", "footnote") and p.start > 0]
    if not body:
        return heading_span(section)
    announced = ANNOUNCES.search(body[0].text) and len(body) > 1 and body[1].kind == "sentence"
    return (body[0].start, body[1 if announced else 0].end)


def help_blocks(index: Index, understood: Understood, section: Section) -> Iterator[Block]:
    """The reviewed help above a quotation: an English summary, a plain-Japanese one where it is wanted."""
    note = index.notes.get(section.id)
    if note is None:
        return
    if understood.lang == "en":
        yield Block(BlockKind.NOTE, text=say("answer.summary", "en", text=note.summary_en))
    if understood.plain:
        yield Block(BlockKind.NOTE, text=say("answer.plain", understood.lang, text=note.plain))


def related(index: Index, finds: CityFinds, cited: set[str]) -> Iterator[Citation]:
    """The next best sections of one city that the answer does not cite."""
    shown = 0
    for section_id, _ in finds.sections():
        if section_id in cited or shown == RELATED:
            continue
        unit = next(ranked.unit for ranked in finds.units if ranked.unit.section_id == section_id)
        section = index.sections[section_id]
        span = unit.spans[0] if unit.spans else heading_span(section)
        shown += 1
        yield make_citation(index, section, span, None)
