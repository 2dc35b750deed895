"""Answers that say plainly that there is none: a value with fixed wording, the nearest passage beside it."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Answer, Block, BlockKind, Citation, Status
from assistant.citing import make_citation
from assistant.judge import Verdict
from assistant.labels import city_label, city_labels, heading_label
from assistant.retrieve import CityFinds, Retrieval
from assistant.suggest import opening_suggestions
from assistant.understand import Understood
from assistant.wording import say
from corpus.guideline import PassageKind, Section
from ingest.index import Index
from ingest.passages import split_passages

RELATED = 2


def refuse(index: Index, understood: Understood, retrieval: Retrieval, verdict: Verdict) -> Answer:
    """The answer to a question that the asked guidelines do not answer."""
    lang = understood.lang
    asked = [judgment.finds for judgment in verdict.judgments]
    single = asked[0] if len(asked) == 1 else None
    related: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    if understood.smalltalk:
        text = say("refusal.smalltalk", lang)
        suggestions = opening_suggestions(index, understood)
    elif understood.elsewhere:
        cities = city_labels(index, index.guidelines, lang)
        text = say("refusal.elsewhere", lang, place=understood.elsewhere[0], cities=cities)
    elif verdict.status is Status.OUT_OF_SCOPE:
        text = say("refusal.out_of_scope", lang)
        suggestions = opening_suggestions(index, understood)
    else:
        text = " ".join(_not_stated(index, understood, verdict, single))
        related = tuple(_nearest(index, single)) if single else ()
        others = [judgment.finds.city for judgment in verdict.others if judgment.says]
        suggestions = tuple(
            say("suggestion.other_city", lang, city=city_label(index, city, lang)) for city in others[:2]
        )
    return Answer(
        status=verdict.status,
        lang=lang,
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, text=text),),
        related=related,
        suggestions=suggestions,
        question=understood.question,
        city=single.city if single else None,
        found=retrieval.found,
        evidence_probability=max((judgment.probability for judgment in verdict.judgments), default=0.0),
    )


def _not_stated(index: Index, understood: Understood, verdict: Verdict, single: CityFinds | None) -> Iterator[str]:
    lang = understood.lang
    if single is None:
        yield say("refusal.not_stated_all", lang)
        return
    city = city_label(index, single.city, lang)
    section = index.sections[single.best.unit.section_id]
    heading = heading_label(index, section, lang)
    if section.listed_only:
        yield say("refusal.listed_only", lang, city=city, heading=heading)
    elif understood.facts:
        yield say("refusal.not_stated_fact", lang, city=city, fact=say(f"fact.{understood.facts[0].name}", lang))
    else:
        yield say("refusal.not_stated", lang, city=city)
    if not section.listed_only:
        yield say("refusal.nearest", lang, heading=heading)
    others = [judgment.finds.city for judgment in verdict.others if judgment.says]
    if others:
        yield say("refusal.others_say", lang, cities=city_labels(index, others, lang), city=city)
    yield say("refusal.ask_desk", lang)


def _nearest(index: Index, finds: CityFinds) -> Iterator[Citation]:
    for section_id, _ in finds.sections()[:RELATED]:
        unit = next(ranked.unit for ranked in finds.units if ranked.unit.section_id == section_id)
        section = index.sections[section_id]
        yield make_citation(index, section, unit.spans[0] if unit.spans else _opening(section), None)


def _opening(section: Section) -> tuple[int, int]:
    """A section's first sentence, or its heading."""
    passages = split_passages(section)
    first = next((p for p in passages if p.kind is not PassageKind.HEADING), passages[0])
    return first.start, first.end
