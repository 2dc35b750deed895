"""An answer over several cities: each under its own name, never a blend, silence shown as silence."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Block, BlockKind, Item
from assistant.citing import CitationList
from assistant.judge import Judgment, Verdict
from assistant.labels import city_label, city_labels, heading_label
from assistant.quoting import quote_excerpt
from assistant.spans import Excerpt, choose_excerpts, heading_span, without_announcements
from assistant.understand import Understood
from assistant.weights import Weights
from assistant.wording import say
from ingest.index import Index

BUDGET_ALL = 640
"""Characters quoted over all cities together."""


def compose_cities(
    index: Index, understood: Understood, verdict: Verdict, weights: Weights, citations: CitationList
) -> Iterator[Block]:
    """A table with a row for each city where cities are compared, else the cities that say it, grouped."""
    lang = understood.lang
    speaking = [judgment for judgment in verdict.judgments if judgment.says]
    silent = [judgment.finds.city for judgment in verdict.judgments if not judgment.says]
    budget = BUDGET_ALL // len(speaking)
    if understood.kind == "compare":
        yield Block(BlockKind.LEAD, text=say("answer.lead_compare", lang))
        yield _comparison(index, understood, verdict, weights, citations, budget)
        return
    speaking.sort(key=lambda judgment: -judgment.probability)
    names = city_labels(index, [judgment.finds.city for judgment in speaking], lang)
    yield Block(BlockKind.LEAD, text=say("answer.lead_cities", lang, cities=names))
    for judgment in speaking:
        city, heading = city_label(index, judgment.finds.city, lang), _heading(index, judgment, understood)
        label = say("answer.city_heading", lang, city=city, heading=heading)
        for excerpt in city_excerpts(index, understood, judgment, weights, budget):
            yield from quote_excerpt(excerpt, citations, label)
            label = ""
    if silent:
        yield Block(BlockKind.NOTE, text=say("answer.silent", lang, cities=city_labels(index, silent, lang)))


def city_excerpts(
    index: Index, understood: Understood, judgment: Judgment, weights: Weights, budget: int
) -> tuple[Excerpt, ...]:
    """What to quote of one city among several; for a list of sections, their headings and text."""
    best = judgment.finds.best.unit
    section = index.sections[best.section_id]
    children = index.children.get(section.id, [])
    if children and not tuple(without_announcements(section, best.spans)):
        return tuple(Excerpt(child, (heading_span(child),)) for child in children)
    if best.children and not best.spans:
        return (Excerpt(section, ((0, len(section.text)),)),)
    return choose_excerpts(index, judgment.finds, weights, budget, understood.kind == "list", understood.facts)[:1]


def _heading(index: Index, judgment: Judgment, understood: Understood) -> str:
    return heading_label(index, index.sections[judgment.finds.best.unit.section_id], understood.lang)


def _comparison(
    index: Index,
    understood: Understood,
    verdict: Verdict,
    weights: Weights,
    citations: CitationList,
    budget: int,
) -> Block:
    lang = understood.lang
    rows = []
    for judgment in verdict.judgments:
        name = Item(city_label(index, judgment.finds.city, lang))
        if not judgment.says:
            rows.append((name, Item(say("answer.silent_cell", lang))))
            continue
        quoted = [
            block
            for excerpt in city_excerpts(index, understood, judgment, weights, budget)
            for block in quote_excerpt(excerpt, citations)
        ]
        numbers = tuple(dict.fromkeys(n for block in quoted for n in block.citations))
        said = [part for block in quoted for part in (block.text, *(item.text for item in block.items)) if part]
        rows.append((name, Item("　".join(said), numbers)))
    columns = (say("answer.column_city", lang), say("answer.column_says", lang))
    cited = tuple(dict.fromkeys(n for row in rows for cell in row for n in cell.citations))
    return Block(BlockKind.TABLE, columns=columns, rows=tuple(rows), citations=cited)
