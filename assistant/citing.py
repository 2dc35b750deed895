"""Citations: each quoted span gets a number and an address, once."""

from __future__ import annotations

import re
from collections import Counter

from assistant.answer import Citation
from assistant.spans import Span
from corpus.guideline import Section
from ingest.index import Index

_ERA = re.compile(r"明治|大正|昭和|平成|令和")


class CitationList:
    """The citations of an answer in the making, numbered from 1 in order of first use."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._citations: list[Citation] = []

    def cite(self, section: Section, span: Span) -> int:
        """The number of the citation of ``section.text[start:end]``; a known span keeps its number."""
        for known in self._citations:
            if known.section_id == section.id and known.start <= span[0] and span[1] <= known.end:
                return known.number or 0
        number = len(self._citations) + 1
        self._citations.append(make_citation(self._index, section, span, number))
        return number

    def era(self, section: Section) -> str:
        """The era that the section's guideline names most often, for years that it prints without one."""
        guideline = self._index.guidelines[section.id.partition("/")[0]]
        named = Counter(era for own in guideline.sections for era in _ERA.findall(own.text))
        return named.most_common(1)[0][0] if named else ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations so far, in order of number."""
        return tuple(self._citations)


def make_citation(index: Index, section: Section, span: Span, number: int | None) -> Citation:
    """The citation of ``section.text[start:end]``; without a number for a related passage."""
    meta = index.guidelines[section.id.partition("/")[0]].meta
    start, end = span
    return Citation(
        number=number,
        city=meta.id,
        city_name=meta.city_name,
        document=meta.title,
        issued=meta.issued,
        section_id=section.id,
        path=section.path,
        quote=section.text[start:end],
        start=start,
        end=end,
        page=section.page_at(start),
    )
