"""One line of a contents list: the heading that it names, its leader and page number left out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.headings import Mark, fold_title, read_mark

LONGEST_ENTRY = 60
"""Characters; longer lines are text."""

_DOTS = r".．・･…‥⋯·─―_"
_KANJI_PAGE = rf"[{_DOTS}]{{2,}}\s*[〇一二三四五六七八九十百]{{1,4}}"
_LEADER = re.compile(rf"(?:{_KANJI_PAGE}|[\s{_DOTS}]{{2,}}\s*[-－(（]?\s*[\d０-９]*\s*[-－)）]?)\s*(?:頁|ページ)?\s*$")
_PAGE = re.compile(r"(?:\t|\s{2,}|　)\s*[\d０-９]*\s*$")
_PAGED_LINE = re.compile(
    rf"(?:{_KANJI_PAGE}|(?:[{_DOTS}]{{2,}}|\t|\s{{2,}}|　)\s*[-－(（]?\s*[\d０-９]{{1,3}}\s*[-－)）]?)"
    r"\s*(?:頁|ページ)?$"
)
_ARTICLES = re.compile(r"\s*[（(]\s*第[^（）()]{1,12}条[^（）()]{0,20}(?<!関係)[）)]$")
_LONG_GAP = re.compile(r"[ \u3000]{3,}")
_BULLET = re.compile(r"^(?:[-*]\s+|・\s*)")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading that the contents list names: its printed line without leader and page number.

    ``indent`` counts the white space before it; ``is_paged`` says that a leader or a page number followed it.
    """

    text: str
    mark: Mark | None
    indent: int = 0
    is_paged: bool = False

    @property
    def title(self) -> str:
        """The title alone, folded for comparing."""
        return fold_title(self.mark.title if self.mark else self.text)


def read_entry(line: str) -> ContentsEntry | None:
    """The entry on a line; its text is empty for a line of page numbers or rules; None for other text."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.strip().startswith("|") else []
    printed = _LONG_GAP.sub("  ", cells[0] if cells else _BULLET.sub("", line.strip()))
    if len(printed) > 3 * LONGEST_ENTRY:
        return None
    indent = len(line) - len(line.lstrip())
    if not cells and "\t" in printed:
        printed = re.sub(r"^(第\s*\S+\s*章|\d{1,2})\t(?=\D)", r"\1 ", printed)
    bare = _LEADER.sub("", _PAGE.sub("", printed + ("\t" if "\t" in line else ""))).strip()
    bare, printed = _ARTICLES.sub("", bare), _ARTICLES.sub("", printed)
    if cells or "\t" in line or bare != printed:
        text = "" if re.fullmatch(r"[-\d０-９\s頁ページp]*", bare) else bare
        if "。" in text and not read_mark(text):
            return None
        return ContentsEntry(text, read_mark(text) if text else None, indent, True)
    mark = read_mark(bare)
    if mark is not None and not mark.family.needs_sentence:
        return ContentsEntry(bare, mark, indent)
    return None


def has_page(line: str) -> bool:
    """Whether a leader or a gap with a page number ends the line."""
    return len(line) <= 3 * LONGEST_ENTRY and _PAGED_LINE.search(line.rstrip()) is not None
