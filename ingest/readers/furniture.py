"""Running heads, running feet and page numbers: which lines of which page are no part of the text.

Nothing here knows a format: pages are lines of text, and where a line stands near the edge of its page is
a number that the caller gives. A line is furniture if it comes again at the same place of pages next to one
another, or if it is a page number that counts with the pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.japanese import normalise

OUTER_LINES = 3
"""How many lines from the top and from the bottom of a page may be furniture where places are not given."""
SAME_PLACE = 4.0
"""Places that differ by no more are one place."""
_LONGEST_HEAD = 80
_LONGEST_PAGE_NUMBER = 24
"""Characters."""
_NEAR = 3
"""Pages; a head that is left out where a chapter opens still comes again within so many."""
_THROUGHOUT = 0.6
"""Share of the pages from which on a head belongs to the whole document, not to a chapter."""
_SHORTEST_SHARED, _LEAST_SHARED = 5, 3
"""Characters of a part that heads share, and pages on which it stands."""
_OFTEN = 0.4
"""Share of the pages on which heads stand at one place, so that the others' lines there are looked at."""
_BARS, _GAPS = re.compile(r"\s*[|/]\s*"), re.compile(r"\s*[|/]\s*|\s")
_DASH = r"[-~〜ー・|\s]*"
_ROMAN = r"[ivxl]{1,7}"
_NUMBER = rf"(\d{{1,4}}|{_ROMAN})(?:\s?/\s?\d{{1,4}})?"
_WORD = r"(?:pages?|p\.?|ページ|頁)"
_PAGE_NUMBER = re.compile(rf"{_DASH}[\[(<]?\s*{_WORD}?\s?{_NUMBER}\s?(?:{_WORD}|of \d{{1,4}})?\s*[\])>]?{_DASH}")
# What tells a page number from a number: a word, a total, or a dash on both sides.
_DECORATED = re.compile(rf".*{_WORD}.*|.*(?:/| of ).*|[-~〜ー].*[-~〜ー]")
_OUTER_NUMBER = re.compile(
    r"(?P<before>\d{1,4})\s*[|\s]\s*(?P<left>\D.*)|(?P<right>.*\D)\s[-(\s]*(?:p\.?)?(?P<after>\d{1,4})[-)\s]*"
)
# A word that counts its own things: 様式 1 and 様式 2 at the tops of two pages are headings.
_COUNTED = re.compile(
    r"(?:第|様式|別紙|別表|別記|資料|参考|コラム|事例|付録|附属|図|表|その|問|ステップ|方針|目標|テーマ|no\.?|q|a|step|"
    r"part|chapter|section|article|appendix|figure|table|form|case)[\s第号]*$"
)
_COUNTS = re.compile(r"[(]?[^\W\d_]{1,4}\s?\d+|[(]?\d+[).\s]")
NUMBERED_HEADING = re.compile(r"(?:第\s?)?[\divxl一二三四五六七八九十]+\s?[-.章節編部条\s]|[(]\d+[)]")


@dataclass(frozen=True, slots=True)
class Furniture:
    """``left_out``: per page the indices of the lines to leave out. ``lines``: their texts, each kind once."""

    left_out: tuple[frozenset[int], ...]
    lines: tuple[str, ...]


def outer_places(lines: Sequence[str], depth: int = OUTER_LINES) -> dict[int, float]:
    """The places of a page without measures: index of each outer line, and its rank from the edge.

    The lines from the top stand at 1, 2 …, those from the bottom at -11, -12 …; blank lines are not counted.
    """
    filled = [index for index, line in enumerate(lines) if line.strip()]
    half = min(depth, len(filled) // 2) if len(filled) > 1 else 0
    places = {index: float(rank) for rank, index in enumerate(filled[:half], start=1)}
    places.update({index: -10.0 - rank for rank, index in enumerate(reversed(filled[len(filled) - half :]), start=1)})
    return places


def find_furniture(
    pages: Sequence[Sequence[str]], places: Sequence[Mapping[int, float]] | None = None, least: int = 3
) -> Furniture:
    """The furniture of a document, given as the lines of each page.

    Args:
        pages: the lines of every page in order; a page may be empty.
        places: per page the lines near an edge, index -> place; only these can be furniture. Same unit
            throughout, such as points from the top. Without it the outer lines of each page.
        least: how often a line must come again to be a running head.
    """
    found_places = [outer_places(lines) for lines in pages] if places is None else places
    left_out: list[set[int]] = [set() for _ in pages]
    numbers = _find_page_numbers(pages, found_places)
    for page, index in numbers:
        left_out[page].add(index)
    heads = _find_heads(pages, found_places, numbers, least) | _find_shared_heads(pages, found_places, numbers)
    heads |= _find_lone_heads(pages, found_places, heads)
    for page, index in heads:
        left_out[page].add(index)
    listed: dict[str, str] = {}
    for page, indices in enumerate(left_out):
        for index in sorted(indices):
            counted = r"[\divxl]+" if (page, index) in numbers else r"\d+"
            listed.setdefault(re.sub(counted, "#", _key(pages[page][index])), pages[page][index].strip())
    return Furniture(tuple(frozenset(indices) for indices in left_out), tuple(listed.values()))


def _key(line: str) -> str:
    return " ".join(normalise(line).split())


def _find_page_numbers(pages: Sequence[Sequence[str]], places: Sequence[Mapping[int, float]]) -> set[tuple[int, int]]:
    """Lines that are a page number and nothing else.

    A bare number must count with the pages; one with a word, dashes or brackets speaks for itself.
    """
    bare: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: set[tuple[int, int]] = set()
    for page, outer in enumerate(places):
        for index in outer:
            match = _read_number(pages[page][index])
            if match is None:
                continue
            if _DECORATED.fullmatch(match[0]):
                found.add((page, index))
            else:
                bare[_value(match[1]) - page].append((page, index))
    counting = Counter(_value(match[1]) - page for page, index in found if (match := _read_number(pages[page][index])))
    for offset, lines in bare.items():
        counted = len({page for page, _ in lines}) + counting[offset]
        if counted >= 2 or (offset == 1 and len(pages) <= 2):
            found.update(lines)
    return found


def _read_number(line: str) -> re.Match[str] | None:
    key = _key(line)
    return _PAGE_NUMBER.fullmatch(key) if len(key) <= _LONGEST_PAGE_NUMBER else None


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[letter] for letter in number]
    later = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, later, strict=True))


def _find_heads(
    pages: Sequence[Sequence[str]],
    places: Sequence[Mapping[int, float]],
    numbers: set[tuple[int, int]],
    least: int,
) -> set[tuple[int, int]]:
    """Lines that come again at the same place, a page number at their edge left aside."""
    groups: dict[str, list[tuple[float, int, int]]] = defaultdict(list)
    counting = _counting_offsets(pages, places)
    for page, outer in enumerate(places):
        for index, place in outer.items():
            if (page, index) not in numbers and (key := _head_key(pages[page][index], page, counting)):
                groups[key].append((place, page, index))
    body: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for page, lines in enumerate(pages):
        for index, line in enumerate(lines):
            if key := _key(line):
                body[key].append((page, index))
    found: set[tuple[int, int]] = set()
    for key, group in groups.items():
        for run in _runs(sorted(group), least):
            # A sentence may be printed on every page, but one that comes again in the text is no head.
            on_pages = len({page for page, _ in run})
            if not key.endswith("。") or (on_pages >= _THROUGHOUT * len(pages) and len(body[key]) == len(run)):
                found.update(_without_heading(run, key, body, len(pages)))
    return found


def _find_shared_heads(
    pages: Sequence[Sequence[str]], places: Sequence[Mapping[int, float]], numbers: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Heads of which one part, such as the document's title beside the chapter's, comes again on most pages."""
    groups: dict[tuple[int, str], list[tuple[float, int, int]]] = defaultdict(list)
    for page, outer in enumerate(places):
        for index, place in outer.items():
            key = _key(pages[page][index])
            # 第1回 協働会議, 第2回 協働会議 … are headings; beside a bar the number may be the chapter's.
            gap = _BARS if _COUNTS.match(key) else _GAPS
            parts = [part for part in gap.split(key) if part] if len(key) <= _LONGEST_HEAD else []
            if len(parts) > 1 and (page, index) not in numbers:
                for side in (0, -1):
                    if len(parts[side]) >= _SHORTEST_SHARED and not _COUNTED.search(parts[side]):
                        groups[side, parts[side]].append((place, page, index))
    found: set[tuple[int, int]] = set()
    for group in groups.values():
        for run in _runs(sorted(group), _LEAST_SHARED):
            if len({page for page, _ in run}) >= _THROUGHOUT * len(pages):
                found.update(run)
    return found


def _find_lone_heads(
    pages: Sequence[Sequence[str]], places: Sequence[Mapping[int, float]], heads: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Lines just where many pages have a head that print again what an earlier page prints: a chapter's heading, as
    the head of a chapter of few pages. A contents list, which prints several of them, is no such page."""
    slots = Counter(round(places[page][index]) for page, index in heads)
    lone = {
        (page, index): _key(pages[page][index])
        for page, outer in enumerate(places)
        for index, place in outer.items()
        if (page, index) not in heads and slots[round(place)] >= max(_LEAST_SHARED, _OFTEN * len(pages))
    }
    printed: dict[str, list[int]] = defaultdict(list)
    wanted = set(lone.values())
    for page, lines in enumerate(pages):
        here = Counter(key for line in lines if (key := _key(line)) in wanted)
        if len(here) == 1:
            key, times = here.popitem()
            printed[key].append(page if times == 1 else page - 1)
    return {(page, index) for (page, index), key in lone.items() if any(before < page for before in printed[key])}


def _counting_offsets(pages: Sequence[Sequence[str]], places: Sequence[Mapping[int, float]]) -> set[tuple[bool, int]]:
    """Sides and differences between a number at a line's edge and its page that several pages share."""
    offsets: Counter[tuple[bool, int]] = Counter()
    for page, outer in enumerate(places):
        splits = (_split_number(_key(pages[page][index])) for index in outer)
        offsets.update({(split[0], split[1] - page) for split in splits if split})
    # A number in front may be a heading's, so it has to count longer.
    return {(leads, offset) for (leads, offset), count in offsets.items() if count >= (3 if leads else 2)}


def _split_number(key: str) -> tuple[bool, int, str] | None:
    """Whether a number leads a head, the number, and the head without it; None if no number stands at its edge."""
    match = _OUTER_NUMBER.fullmatch(key) if len(key) <= _LONGEST_HEAD else None
    if match is None:
        return None
    number, rest = match["before"] or match["after"], (match["left"] or match["right"]).strip(" -(|")
    return None if not rest or _COUNTED.search(rest) else (bool(match["before"]), int(number), rest)


def _head_key(line: str, page: int, counting: set[tuple[bool, int]]) -> str:
    key = _key(line)
    split = _split_number(key)
    return split[2] if split and (split[0], split[1] - page) in counting else key


def _runs(group: list[tuple[float, int, int]], least: int) -> list[list[tuple[int, int]]]:
    """Of lines with one text, sorted by place: those at one place on pages near to one another."""
    by_place: list[list[tuple[float, int, int]]] = []
    for entry in group:
        if by_place and entry[0] - by_place[-1][-1][0] <= SAME_PLACE:
            by_place[-1].append(entry)
        else:
            by_place.append([entry])
    runs: list[list[tuple[int, int]]] = []
    for entries in by_place:
        spots = sorted((page, index) for _, page, index in entries)
        start = 0
        for position in range(1, len(spots) + 1):
            if position == len(spots) or spots[position][0] - spots[position - 1][0] > _NEAR:
                runs.append(spots[start:position])
                start = position
    return [run for run in runs if len({page for page, _ in run}) >= least]


def _without_heading(
    run: list[tuple[int, int]], key: str, body: Mapping[str, list[tuple[int, int]]], page_count: int
) -> list[tuple[int, int]]:
    """The run without its first line where that line is the only print of a chapter's heading."""
    span = run[-1][0] - run[0][0] + 1
    throughout = span >= _THROUGHOUT * page_count and not NUMBERED_HEADING.match(key)
    in_run = set(run)
    elsewhere = any(spot not in in_run for spot in body.get(key, []))
    return run if throughout or elsewhere else run[1:]
