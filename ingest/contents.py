"""The contents list of a document: where it stands, and which headings it promises.

Every print is met: entries with leaders, with page numbers, in cells, bare; and lists whose number, title and
leader an extraction put on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from ingest.contents_entry import LONGEST_ENTRY, ContentsEntry, has_page, read_entry
from ingest.headings import clean_heading, read_mark
from ingest.japanese import fold

MOST_LISTS = 20
"""Contents lists that are looked for in one document; each volume may have its own."""
LOOKED_AHEAD = 3
"""Lines below a repeated entry; where one of them has a page, the list goes on (第1節 under each 章)."""
LEADER_BLOCK = 3
"""Lines with leader and page in a row that are a contents list without its title."""
PAGED_SHARE = 0.5
"""Of a list's entries; where this many have a page, one without at the end belongs to the text below."""

_TITLE = re.compile(r"^[○■●◆◇【〔<＜]?(?:目次|もくじ|contents|tableofcontents)[】〕>＞]?$", re.IGNORECASE)
_PAGED_BLOCK = re.compile(r"^\S.*\S\s*(?:[.．・･…‥⋯·]\s*){3,}[-－]?\s*[\d０-９]{1,3}\s*[-－]?$")
_PAGE_MARK = re.compile(r"^[-－–\s]*[\d０-９]{1,4}\s*[/／]\s*[\d０-９]{1,4}[-－–\s]*$")
_PAGE_ONLY = re.compile(r"^(?:[-－–\s]*[\d０-９]{1,3}[-－–\s]*|頁|ページ|[Pp]age|p\.?)$")
_LEADER_ONLY = re.compile(r"^[\s.．・･…‥⋯·]{2,}[\d０-９\s]*$")
_NUMBER_ONLY = re.compile(
    r"^(?:第\s*[\d０-９一二三四五六七八九十]+\s*[章節部編条]?|[\d０-９]{1,2}[.．]?|[(（]\s*[\d０-９]{1,2}\s*[)）]|[①-⑳⑴-⒇Ⅰ-Ⅻ]"
    r"|[ア-ト]|[\d０-９]{1,2}(?:[-－.．][\d０-９]{1,2})+)$"
)


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


def find_all_contents(
    lines: Sequence[str], most: int = MOST_LISTS, styled: Collection[int] = frozenset()
) -> list[Contents]:
    """Every contents list of the document, in order; the later ones hold at least two entries.

    ``styled`` are the places of lines in the style of a heading: no entries, but where a page stands behind them.
    """
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
        contents = _read_list(lines, start, first, styled)
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


def _read_list(lines: Sequence[str], start: int, first: int, styled: Collection[int]) -> Contents:
    state = _List(start, first)
    for position in range(first, len(lines)):
        line = lines[position]
        if not line.strip():
            continue
        if position in styled and not has_page(line):
            break
        entry = None if state.title or state.number else read_entry(line)
        if entry is not None and not _is_fragment(line):
            repeats = entry.text and (state.knows(entry.text) or _starts_again(state, entry, lines, position))
            if repeats and not _goes_on(state, lines, position):
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


def _goes_on(state: _List, lines: Sequence[str], position: int) -> bool:
    """Whether a list with pages goes on at a line that repeats one of its entries: the line or one next to it has
    a page."""
    if not any(entry.is_paged for entry in state.entries):
        return False
    near = (line for line in lines[position : position + 2 * LOOKED_AHEAD] if line.strip())
    return any(has_page(line) for line in islice(near, LOOKED_AHEAD))


def _keep_last_page(state: _List, line: str) -> None:
    """A bare number before the line that ends the list is the last entry's page, unless the two are an entry."""
    is_page = state.is_scattered and not state.title and _PAGE_ONLY.match(state.number)
    if is_page and not state.knows(f"{state.number} {line}"):
        state.end = state.number_line + 1


def _starts_again(state: _List, entry: ContentsEntry, lines: Sequence[str], position: int) -> bool:
    """Whether a bare line repeats the number of the list's first entry: the text has begun, worded otherwise.

    Numbers that often start again within a list need text below them.
    """
    if entry.mark is None or not entry.mark.value or entry.is_paged:
        return False
    first = next((known for known in state.entries if known.mark is not None and known.mark.value), None)
    if first is None or first.mark is None:
        return False
    if not first.mark.family.strong:
        below = _line_below(lines, position)
        if first.indent != entry.indent or below is None or read_entry(lines[below]) is not None:
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


def join_entries(contents: Contents, lines: Sequence[str]) -> Contents:
    """``contents`` with the entries joined that are one heading on two lines, as the text has it.

    Such an entry has its number on the first line and its page on the second.
    """
    pairs = {
        (first.text, second.text): fold(first.text + second.text)
        for first, second in pairwise(contents.entries)
        if first.mark is not None and not first.is_paged and second.is_paged and not (second.mark and second.mark.value)
    }
    if not pairs:
        return contents
    printed = {fold(above + below) for above, below in pairwise(lines[contents.end :]) if above.strip()}
    entries: list[ContentsEntry] = []
    for entry in contents.entries:
        if entries and pairs.get((entries[-1].text, entry.text)) in printed:
            text = entries[-1].text + entry.text
            entries[-1] = replace(entries[-1], text=text, mark=read_mark(text), is_paged=True)
        else:
            entries.append(entry)
    return replace(contents, entries=tuple(entries))


def find_indents(contents: Sequence[Contents], titles: Sequence[str]) -> dict[int, int]:
    """How far in a contents list has each of these headings, by their place; those that it does not name left out.

    ``titles`` are folded.
    """
    indents: dict[int, int] = {}
    for one in contents:
        named = {entry.title: entry.indent for entry in one.entries if not one.is_scattered}
        indents.update({place: named[title] for place, title in enumerate(titles) if title in named})
    return indents
