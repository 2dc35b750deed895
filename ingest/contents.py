"""The contents list of a document: where it stands, and which headings it promises."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.headings import Mark, read_mark
from ingest.japanese import fold

_TITLE = re.compile(r"^(?:目\s*次|もくじ|contents)$", re.IGNORECASE)
_LEADER = re.compile(r"[\s.．・･…‥⋯·]{2,}\s*\d*\s*$")
_PAGE = re.compile(r"(?:\t|\s{2,})\s*\d*\s*$")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A heading that the contents list names: its printed line without leader and page number."""

    text: str
    mark: Mark | None

    @property
    def title(self) -> str:
        """The title alone, folded for comparing."""
        return fold(self.mark.title if self.mark else self.text)


@dataclass(frozen=True, slots=True)
class Contents:
    """Lines ``start`` up to but without ``end`` are the contents list; both 0 if there is none."""

    start: int
    end: int
    entries: tuple[ContentsEntry, ...]


def find_contents(lines: list[str]) -> Contents:
    """The contents list: from its title to the first line that is prose or repeats one of its entries."""
    start = next((i for i, line in enumerate(lines) if _TITLE.match(line.strip())), None)
    if start is None:
        return Contents(0, 0, ())
    entries: list[ContentsEntry] = []
    seen: set[str] = set()
    end = start + 1
    for position in range(start + 1, len(lines)):
        line = lines[position]
        if not line.strip():
            continue
        entry = _read_entry(line)
        if entry is None or (entry.text and fold(entry.text) in seen):
            break
        if entry.text:
            seen.add(fold(entry.text))
            entries.append(entry)
        end = position + 1
    return Contents(start, end, tuple(entries))


def _read_entry(line: str) -> ContentsEntry | None:
    """The entry on a line; its text is empty for a line of page numbers or rules; None for other text."""
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.strip().startswith("|") else []
    printed = cells[0] if cells else re.sub(r"^[-*]\s+", "", line.strip())
    if not cells and "\t" in printed:
        printed = re.sub(r"^(第\s*\S+\s*章|\d{1,2})\t(?=\D)", r"\1 ", printed)
    bare = _LEADER.sub("", _PAGE.sub("", printed + ("\t" if "\t" in line else ""))).strip()
    if cells or "\t" in line or bare != printed:
        text = "" if re.fullmatch(r"[-\d\s頁ページp]*", bare) else bare
        return ContentsEntry(text, read_mark(text) if text else None)
    mark = read_mark(bare)
    if mark is not None and not mark.family.needs_sentence:
        return ContentsEntry(bare, mark)
    return None
