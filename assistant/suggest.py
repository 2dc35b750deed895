"""Follow-up questions that this index can answer: taken from the notes of what lies near the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import Lang
from assistant.judge import Judgment
from assistant.labels import city_label
from assistant.patterns import detect_language
from assistant.retrieve import CityFinds
from assistant.understand import Understood
from assistant.verify import unsupported_figures
from assistant.wording import say
from corpus.guideline import Section
from ingest.index import Index
from ingest.terms import read_terms
from ingest.units import Unit

MOST = 3
LONGEST = 40
"""Characters; a suggestion is read on a button."""
TOPIC_TERMS = 1
"""Terms of a question that only names a topic."""
AS_GOOD = 0.9
"""Share of the best score from which a section may be meant as well."""
_OPENING_CONCEPT_HEADINGS = ("協働の定義", "協働の原則", "共催")


def suggest(index: Index, understood: Understood, speaking: Sequence[Judgment], cited: set[str]) -> tuple[str, ...]:
    """Up to three questions about the sections next best to the cited ones, none that was just asked."""
    if len(speaking) != 1:
        return tuple(
            say("suggestion.other_city", understood.lang, city=city_label(index, judgment.finds.city, understood.lang))
            for judgment in speaking[:MOST]
        )
    found: list[str] = []
    for ranked in speaking[0].finds.units:
        section = index.sections[ranked.unit.section_id]
        if section.id in cited or section.listed_only or any(section.heading in known for known in found):
            continue
        found.append(_question(index, ranked.unit, section, understood.lang))
        if len(set(found)) == MOST:
            break
    return tuple(dict.fromkeys(found))


def other_readings(index: Index, understood: Understood, finds: CityFinds, cited: set[str]) -> tuple[Section, ...]:
    """Sections that a mere topic (研修) may as well be about as the cited ones, best first: the asker may choose."""
    is_topic = len(set(read_terms(understood.core).terms)) <= TOPIC_TERMS and not understood.facts
    if not is_topic or understood.leans or understood.kind not in ("open", "definition") or finds.headed:
        return ()
    near = (index.sections[one] for one, score in finds.sections() if score >= AS_GOOD * finds.best.score)
    headings = {index.sections[one].heading for one in cited}
    readings = [
        section
        for section in near
        if section.heading not in headings and not section.listed_only and not unsupported_figures(section.heading, "")
    ]
    return tuple({section.heading: section for section in readings}.values())[:MOST]


def opening_suggestions(index: Index, understood: Understood) -> tuple[str, ...]:
    """Questions to start with, about sections that a guideline of the asked cities holds."""
    headings = (
        section.heading
        for city in understood.cities
        for section in index.guidelines[city].sections
        if any(wanted in section.heading for wanted in _OPENING_CONCEPT_HEADINGS) and not section.listed_only
    )
    unique = list(dict.fromkeys(headings))[:MOST]
    return tuple(say("suggestion.what_is", understood.lang, heading=heading) for heading in unique)


def _question(index: Index, unit: Unit, section: Section, lang: Lang) -> str:
    """A question of the unit's notes that fits on a button, or one made of the heading."""
    return next(_short_questions(unit, lang), say("suggestion.what_is", lang, heading=section.heading))


def _short_questions(unit: Unit, lang: Lang) -> Iterator[str]:
    longest = LONGEST * (2 if lang == "en" else 1)
    for question in unit.questions:
        asks = question.text.endswith(("?", "？", "か", "か。"))
        if asks and len(question.text) <= longest and detect_language(question.text) == lang:
            yield question.text
