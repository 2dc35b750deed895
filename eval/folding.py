"""Texts compared as a reader compares them: width, white space, bullets and list marks do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from corpus.guideline import Guideline

_UNSEEN = re.compile(r"[\s\u200b\ufeff・•‣▪◦●○◎■□◆◇*\u2010-\u2015-]+")
_MARK = re.compile(r"^\W*(?:\(\d{1,2}\)\s*|第?\d{1,2}[章節条]?[.)]?\s+|[ア-ン]\s+)")
_SHORTEST_WITHOUT_MARK = 6


def fold(text: str) -> str:
    """The text in NFKC, without white space and bullets; for comparing only, never for showing."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def holds(folded: str, span: str) -> bool:
    """Whether a folded text holds the span, with or without the list mark that the span opens with."""
    return any(form in folded for form in _forms(span))


@lru_cache(maxsize=4096)  # one span is looked for in every section
def _forms(span: str) -> tuple[str, ...]:
    whole, bare = fold(span), fold(_MARK.sub("", unicodedata.normalize("NFKC", span)))
    return (whole, bare) if bare != whole and len(bare) >= _SHORTEST_WITHOUT_MARK else (whole,)


class Shelf:
    """The guidelines, folded once, for looking up where a span stands."""

    def __init__(self, guidelines: Mapping[str, Guideline]) -> None:
        self.guidelines = guidelines
        self._sections = {
            city: {section.id: fold(section.text) for section in guideline.sections}
            for city, guideline in guidelines.items()
        }
        self._whole = {city: "".join(sections.values()) for city, sections in self._sections.items()}

    def states(self, city: str, span: str) -> bool:
        """Whether the city's guideline holds the span; False for a city that is not here."""
        return holds(self._whole.get(city, ""), span)

    def section_holds(self, section_id: str, span: str) -> bool:
        """Whether the section's own text holds the span; False for a section that is not here."""
        city = section_id.partition("/")[0]
        return holds(self._sections.get(city, {}).get(section_id, ""), span)

    def find_sections(self, cities: Iterable[str], span: str) -> frozenset[str]:
        """Ids of all sections of these cities whose own text holds the span."""
        return frozenset(
            section_id
            for city in cities
            for section_id, text in self._sections.get(city, {}).items()
            if holds(text, span)
        )
