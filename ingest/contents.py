"""The contents list of a document: where it stands, and which headings it promises.

Every print is met: entries with leaders, with page numbers, in cells, bare; and lists whose number, title and
leader an extraction put on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.headings import Mark, clean_heading, read_mark
from ingest.japanese import fold

MOST_LISTS = 20
"""Contents lists that are looked for in one document; each volume may have its own."""
LONGEST_ENTRY = 60
"""Characters; longer lines are text."""
LEADER_BLOCK = 3
"""Lines with leader and page in a row that are a contents list without its title."""
PAGED_SHARE = 0.5
"""Of a list's entries; where this many have a page, one without at the end belongs to the text below."""

_TITLE = re.compile(r"^[○■●◆◇【〔<＜]?(?:目次|もくじ|contents|tableofcontents)[】〕>＞]?$", re.IGNORECASE)
_LEADER = re.compile(r"[\s.．・･…‥⋯·─―_]{2,}\s*[-－(（]?\s*[\d０-９]*\s*[-－)）]?\s*(?:頁|ページ)?\s*$")
_PAGE = re.compile(r"(?:\t|\s{2,}|　)\s*[\d０-９]*\s*$")
_PAGED_BLOCK = re.compile(r"^\S.*\S\s*(?:[.．・･…‥⋯·]\s*){3,}[-－]?\s*[\d０-９]{1,3}\s*[-－]?$")
_PAGE_MARK = re.compile(r"^[-－–\s]*[\d０-９]{1,4}\s*[/／]\s*[\d０-９]{1,4}[-－–\s]*$")
_PAGE_ONLY = re.compile(r"^(?:[-－–\s]*[\d０-９]{1,3}[-－–\s]*|頁|ページ|[Pp]age|p\.?)$")
_LEADER_ONLY = re.compile(r"^[\s.．・･…‥⋯·]{2,}[\d０-９\s]*$")
_NUMBER_ONLY = re.compile(
    r"^(?:第\s*[\d０-９一二三四五六七八九十]+\s*[章節部編条]?|[\d０-９]{1,2}[.．]?|[(（]\s*[\d０-９]{1,2}\s*[)）]|[①-⑳⑴-⒇Ⅰ-Ⅻ]"
    r"|[ア-ト]|[\d０-９]{1,2}(?:[-－.．][\d０-９]{1,2})+)$"
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
        return fold(self.mark.title if self.mark else self.text)


@dataclass(frozen=True, slots=True)
class Contents:
    """Lines ``start`` up to but without ``end`` are the contents list; both 0 if there is none.

    ``is_scattered`` says that its entries stood on several lines each.
    """

    start: int
    end: int
    entries: tuple[ContentsEntry, ...]
    is_scattered: bool = False


@dataclass(slots=True)
class _List:
    """A contents list as it is being read; ``ends`` holds the line after each entry."""

    start: int
    end: int
    entries: list[ContentsEntry] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    number: str = ""
    number_line: int = 0
    title: str = ""
    is_scattered: bool = False

    def add(self, entry: ContentsEntry, end: int) -> None:
        self.entries.append(entry)
        self.seen.add(fold(entry.text))
        self.end = end
        self.ends.append(end)

    def knows(self, text: str) -> bool:
        return fold(text) in self.seen

    def close_entry(self, end: int) -> None:
        """The number and title read so far are an entry."""
        if self.title:
            text = clean_heading(f"{self.number} {self.title}".strip())
            self.add(ContentsEntry(text, read_mark(text), 0, True), end)
            self.is_scattered = True
        self.number = self.title = ""


def find_contents(lines: Sequence[str]) -> Contents:
    """The first contents list: from its title to the first line that is prose or repeats one of its entries."""
    found = find_all_contents(lines, most=1)
    return found[0] if found else Contents(0, 0, ())


def find_all_contents(lines: Sequence[str], most: int = MOST_LISTS) -> list[Contents]:
    """Every contents list of the document, in order; the later ones hold at least two entries."""
    found: list[Contents] = []
    position = 0
    while len(found) < most and (start := _find_start(lines, position)) is not None:
        below = _line_below(lines, start)
        if _is_title(lines[start]):
            first = start + 1
        elif below is not None and _is_title(lines[start] + lines[below]):
            first = below + 1
        else:
            first = start
        contents = _read_list(lines, start, first)
        position = max(contents.end, start + 1)
        if len(contents.entries) >= (2 if found else 1) or not (found or contents.entries):
            found.append(contents)
    return found


def _is_title(line: str) -> bool:
    return len(line) < 40 and _TITLE.match("".join(line.split())) is not None


def _line_below(lines: Sequence[str], position: int) -> int | None:
    """The next line with text, within a few lines."""
    near = range(position + 1, min(position + 4, len(lines)))
    return next((number for number in near if lines[number].strip()), None)


def _find_start(lines: Sequence[str], position: int) -> int | None:
    in_row, first = 0, 0
    for number in range(position, len(lines)):
        line = lines[number]
        below = _line_below(lines, number) if line.strip() in ("目", "も") else None
        if _is_title(line) or (below is not None and _is_title(line + lines[below])):
            return number
        if not line.strip():
            continue
        if len(line) < 2 * LONGEST_ENTRY and "\t" not in line and _PAGED_BLOCK.match(line.strip()):
            first = number if in_row == 0 else first
            in_row += 1
            if in_row == LEADER_BLOCK:
                return first
        else:
            in_row = 0
    return None


def _read_list(lines: Sequence[str], start: int, first: int) -> Contents:
    state = _List(start, first)
    for position in range(first, len(lines)):
        line = lines[position]
        if not line.strip():
            continue
        entry = None if state.title or state.number else _read_entry(line)
        if entry is not None and not _is_fragment(line):
            if entry.text and (state.knows(entry.text) or _starts_again(state, entry)):
                break
            if entry.text:
                state.add(entry, position + 1)
            else:
                state.end = position + 1
        elif not _read_fragment(state, lines, position):
            _keep_last_page(state, line)
            break
    _leave_text(state)
    return Contents(state.start, state.end, tuple(state.entries), state.is_scattered)


def _is_fragment(line: str) -> bool:
    text = line.strip()
    patterns = (_NUMBER_ONLY, _LEADER_ONLY, _PAGE_ONLY, _PAGE_MARK)
    return "\t" not in line and "|" not in line and any(pattern.match(text) for pattern in patterns)


def _read_fragment(state: _List, lines: Sequence[str], position: int) -> bool:
    """Take a number, a title, a leader or a page that stands on a line of its own; False where the list ends."""
    text = lines[position].strip()
    if _PAGE_MARK.match(text):
        return True
    if _LEADER_ONLY.match(text) or (state.title and _PAGE_ONLY.match(text)):
        state.close_entry(position + 1)
        state.end = position + 1 if state.entries else state.end
        return True
    if _NUMBER_ONLY.match(text) or _PAGE_ONLY.match(text):
        if state.entries and not state.title and state.is_scattered and _PAGE_ONLY.match(text) and state.number:
            state.end = position
        state.close_entry(position)
        state.number, state.number_line = text, position
        return True
    if len(text) > LONGEST_ENTRY or "。" in text or "\t" in text or state.title:
        return False
    next_line = _line_below(lines, position)
    below = lines[next_line].strip() if next_line is not None else ""
    if not _LEADER_ONLY.match(below) and not (state.number and _PAGE_ONLY.match(below)):
        return False
    if state.knows(f"{state.number} {text}"):
        return False
    state.title = text
    return True


def _keep_last_page(state: _List, line: str) -> None:
    """A bare number before the line that ends the list is the last entry's page, unless the two are an entry."""
    is_page = state.is_scattered and not state.title and _PAGE_ONLY.match(state.number)
    if is_page and not state.knows(f"{state.number} {line}"):
        state.end = state.number_line + 1


def _starts_again(state: _List, entry: ContentsEntry) -> bool:
    """Whether a bare line repeats the number of the list's first entry: the text has begun, worded otherwise."""
    if entry.mark is None or not entry.mark.value or entry.is_paged:
        return False
    first = next((known for known in state.entries if known.mark is not None and known.mark.value), None)
    if first is None or first.mark is None or not first.mark.family.strong:
        return False
    return (first.mark.key, first.mark.value) == (entry.mark.key, entry.mark.value)


def _leave_text(state: _List) -> None:
    """Give back what the list took of the text below it: entries without a page at the end of a list with pages."""
    paged = [number for number, entry in enumerate(state.entries) if entry.is_paged]
    if not paged or len(paged) < PAGED_SHARE * len(state.entries):
        return
    keep = paged[-1] + 1
    if keep < len(state.entries):
        del state.entries[keep:], state.ends[keep:]
        state.end = state.ends[-1]


def _read_entry(line: str) -> ContentsEntry | None:
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
