"""How cities and sections are called in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.answer import Lang
from assistant.wording import say
from corpus.guideline import Section
from ingest.index import Index

_NUMBERING = re.compile(
    r"^(?:(?:Chapter|Part|Section|Form|Method|Measure|Principle|Article|Step|Goal|Basic goal|Role|Item|Area|Annex"
    r"|Reference|Reference material|Field|Heading)\s+[0-9]+(?:-[0-9]+)*|[①-⑳]|\(?[0-9]+(?:[-.][0-9]+)*\)?)"
    r"\s*[.:)–—-]*\s+",
    re.IGNORECASE,
)


def heading_label(index: Index, section: Section, lang: Lang) -> str:
    """A section's heading as a reader of ``lang`` needs it: in English with the Japanese beside it.

    The number is left to the citation's heading path, where it stands as printed.
    """
    note = index.notes.get(section.id)
    if lang == "ja" or note is None:
        return section.heading
    return f"{_NUMBERING.sub('', note.heading_en)} ({section.heading})"


def city_label(index: Index, city: str, lang: Lang) -> str:
    """A city's name in a language."""
    meta = index.guidelines[city].meta
    return (meta.city_name_en if lang == "en" else "") or meta.city_name


def city_labels(index: Index, cities: Iterable[str], lang: Lang) -> str:
    """Several cities' names, one after the other."""
    return say("answer.separator", lang).join(city_label(index, city, lang) for city in cities)
