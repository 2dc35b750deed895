"""Paragraphs that are bold as a whole and look like headings: what formats with heading styles use in their place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.document import Line
from ingest.japanese import fold, normalise
from ingest.readers.furniture import NUMBERED_HEADING

MOST_BOLD = 0.3
"""Share of a document's letters; where more are bold, bold marks no heading."""
MOST_BOLD_HEADINGS = 0.5
"""The same where every bold line looks like a heading: questions with short answers."""
LEAST_HEADINGS = 2
_LONGEST = 60
"""Characters."""
_DEEPEST = 9
_ENDS_SENTENCE = re.compile(r"(?:(?<!か)[。．]|[、，,;；:：.…・])[」』）)】]?$")
_NO_HEADING = re.compile(
    r"[※→⇒*＊]|[(（].*[)）]$|(?:図|表|写真|グラフ|figure|table|fig\.)\s*[0-9０-９一二三四五六七八九十]+(?![章節条])"
    r"|(?:[-・●○]|[0-9０-９年月日/.／時分令和平成昭和元\s~～-])+$|[\W\d_]*$",
    re.IGNORECASE,
)
# 窓口：市民協働課 is a note with its label; コラム：橋の話 is a heading.
_LABELLED = re.compile(r"(?!コラム|事例|資料|付録|参考|様式|別表)[^\W\d]{1,12}\s?[：:]\s?\S")
_QUESTION = re.compile(r"[〔【\[(（]?(?:Q|Ｑ|問|質問)\s*[0-9０-９]", re.IGNORECASE)
_CONTENTS = frozenset({"目次", "もくじ", "contents", "tableofcontents"})


def state_bold_levels(lines: Sequence[Line], bold: Mapping[int, int]) -> list[Line]:
    """The lines, those of ``bold`` that look like headings with a level below all stated ones.

    ``bold`` maps the bold lines' indices to the size of their print in any unit, larger ones being outer headings.
    Bold is less sure than a heading's style, so what is long, ends a sentence or captions a table gets no level; a
    question may end as a sentence does. What is bold before any running text is the document's cover, unless it is
    numbered or stands over that text.
    """
    printed = [index for index, line in enumerate(lines) if line.text.strip()]
    letters = sum(len(lines[index].text) for index in printed)
    candidates = [index for index in printed if index in bold and lines[index].level is None]
    cover = _find_cover(lines, printed)
    heavy = sum(len(lines[index].text) for index in candidates if index not in cover)
    headings = {n for n in candidates if n not in cover and looks_like_heading(lines[n].text)}
    is_pure = all(index in headings or index in cover for index in candidates)
    if len(headings) < LEAST_HEADINGS or heavy > (MOST_BOLD_HEADINGS if is_pure else MOST_BOLD) * letters:
        return list(lines)
    above = max((line.level or 0 for line in lines), default=0)
    sizes = sorted({bold[index] for index in headings}, reverse=True)
    levels = {size: min(above + place, _DEEPEST) for place, size in enumerate(sizes, start=1)}
    return [replace(line, level=levels[bold[n]]) if n in headings else line for n, line in enumerate(lines)]


def looks_like_heading(text: str) -> bool:
    """Whether a text that is bold may be a heading."""
    text = text.strip()
    return (
        0 < len(text) <= _LONGEST
        and "\t" not in text
        and (not _ENDS_SENTENCE.search(text) or _QUESTION.match(text) is not None)
        and not _NO_HEADING.match(text)
        and not _LABELLED.match(text)
        and fold(text) not in _CONTENTS
    )


def _find_cover(lines: Sequence[Line], printed: Sequence[int]) -> frozenset[int]:
    """The lines before the first sentence, without the one right above it and without numbered ones."""
    end = next((place for place, index in enumerate(printed) if "。" in lines[index].text), 1)
    over = max(end - 1, 1)
    return frozenset(n for n in printed[:over] if not NUMBERED_HEADING.match(normalise(lines[n].text).strip()))
