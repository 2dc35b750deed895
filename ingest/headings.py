"""Heading marks: which families of numbering a line fits, read from ``headings.toml``.

Only the line itself is looked at. Whether a mark is a heading is decided by its run, in ``ingest.runs``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from ingest.japanese import close_up, fold, normalise, number_value

LONGEST_TITLE = 45
"""Full-width characters; a longer line is a sentence, whatever mark it starts with."""
LONGEST_QUESTION = 120
"""Full-width characters of a title that may be a sentence."""

_IROHA = "イロハニホヘトチリヌ"
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_WIDE = "０１２３４５６７８９（）．－" + "".join(chr(0xFF21 + n) + chr(0xFF41 + n) for n in range(26))
_NARROW = "0123456789().-" + "".join(chr(0x41 + n) + chr(0x61 + n) for n in range(26))
_NARROWED = str.maketrans(_WIDE, _NARROW)
_SPACES = str.maketrans({"\u3000": " ", "\u00a0": " "})
_RADICAL = re.compile(r"[\u2e80-\u2fdf]")
_SIGNS = r"■●◆◇▼▲▽△◎○〇◯★☆▶►❖◼◾▪・"
_IN_SIGNS = re.compile(rf"([{_SIGNS}]?\s*[【〔［《〈<＜「『]?)(.*?)([】〕］》〉>＞」』]?)")
_FRAME = "│┃║"
"""The sides of a frame drawn around a line; between two words they part the cells of a table."""
# Ornaments on both sides of a title: □ はじめに □, ==はじめに==; a sign in front that counts as one stays.
_PAIRED = re.compile(
    r"(?P<edge>(?P<both>[□=＝*＊+＋#＃])|[■◆◇●◎☆★])(?P=edge)*\s*(?P<title>[^\s□=＝*＊+＋#＃■◆◇●◎☆★]+)\s*(?P=edge)+"
)
_SPACED_OUT = re.compile(r"\S[ \u3000]\S[ \u3000]")
# What follows a number in the middle of a sentence: 第3章で述べた, 第5条の規定により, 2 人以上の団体.
# A particle that begins a title's first word goes on in kana: はじめに, とりくみ, できること.
_PARTICLE = re.compile(
    r"(?:[、，]|[のにをはがでともや](?![ぁ-ん])|の(?:うち|とおり|ほか|よう|いずれ|場合)|に(?:よ[りるっ]|お[いけ]|つい|かか|いう|は|も)"
    r"|で(?:は|も|の)|と(?:は|も|の|し[てた])|から|まで|より|又は|及び|または|および|並びに|ただし)(?!\S{0,3}[」』])"
)
_COUNTER = re.compile(
    r"(?:[月年日時分秒人名件者回割歳点つ個社組票円区期号校位度枚部冊番%％％倍]|年度|団体|世帯|千|百|万|億|か所|箇所|[かカヶケ]月|週間|時間|日間|年間|営業日)"
    r"(?:(?:以[上下内外降前]|未満|程度|分の|につき|あたり|当たり|ごと|前後|を超|のうち|目[のにはを]|[のにをはがで、，（(]|から|まで|ずつ)|\s*[0-9０-９])"
)
_COUNTING = ("arabic", "compound", "kanji", "ordinal")
"""Families whose bare number may count something: 2 人以上, 10 日以内."""
LONGEST_COUNTED = 15
"""Full-width characters of a title that starts like a count (1 人を育てる)."""
_CITED_INSIDE = re.compile(r"第\s*[0-9０-９一二三四五六七八九十]+\s*[章節款条項号]")
"""What a citation goes on with: 第2条第2項, 第1編第1章."""
_ENGLISH_SENTENCE = re.compile(r"[a-z]{2,}[)\]\"']*[.;]$|[a-z]{2}[.!?;] +[A-Z]|,$")
_STARTS_LOWER = re.compile(r"[a-z]+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Family:
    """One way of marking headings; see ``headings.toml`` for the fields."""

    name: str
    rank: float
    pattern: re.Pattern[str]
    token: str = ""
    like: str = ""
    needs_run: bool = False
    numerals: str = ""
    strong: bool = False
    sentence: bool = False
    law: bool = False
    annex: bool = False
    apart: bool = False
    unnumbered: bool = False
    loose: bool = False
    needs_sentence: bool = False
    closed_by_numbers: bool = False
    listable: bool = False
    outermost: bool = False
    box: bool = False
    article: bool = False
    needs_title: bool = False
    over_numbers: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A line read as a heading: ``number`` as printed, its ``value`` (0 if unnumbered) and the title.

    ``parts`` are all numbers of a compound number (1-2: 1, 2), ``branch`` the 2 of 第3条の2. ``label`` is the
    word or sign that tells one run of a family from another (基本方針 1, ■). ``is_sentence`` marks a line that
    reads as a sentence: an item, not a heading. ``length`` counts the characters of number and title.
    """

    family: Family
    number: str
    value: int
    title: str
    parts: tuple[int, ...] = ()
    branch: int = 0
    label: str = ""
    is_sentence: bool = False
    length: int = 0

    @property
    def rank(self) -> float:
        """The family's rank; each further part of a compound number stands a little deeper."""
        return self.family.rank + 0.1 * max(len(self.parts) - 1, 0)

    @property
    def key(self) -> str:
        """What runs and levels go by: the family, and what tells its kinds apart."""
        return f"{self.family.like or self.family.name}{self.label}{len(self.parts) if len(self.parts) > 1 else ''}"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("ingest").joinpath("headings.toml").read_text("utf-8"))


@cache
def heading_families() -> tuple[Family, ...]:
    """The families of ``headings.toml``, in the order in which they are tried."""
    return tuple(Family(**{**entry, "pattern": re.compile(entry["pattern"])}) for entry in _table()["family"])


@cache
def _never() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in _table()["never"]))


def is_never_heading(line: str) -> bool:
    """Whether ``line`` is a reference to another place, or bears a page mark: no heading, whatever its mark."""
    return len(line) < 2 * LONGEST_QUESTION and _never().search(line.strip().translate(_NARROWED)) is not None


@cache
def find_family(name: str) -> Family:
    """The family of this name.

    Raises:
        StopIteration: there is none.
    """
    return next(family for family in heading_families() if family.name == name)


def read_mark(line: str) -> Mark | None:
    """The heading mark of ``line``, or None if no family fits. The line's neighbours are not looked at."""
    return next((mark for mark in read_marks(line) if not mark.is_sentence), None)


# A line is looked at by the outline and again by the passages, and long tables repeat theirs.
@lru_cache(maxsize=20_000)
def read_marks(line: str) -> tuple[Mark, ...]:
    """Every mark that ``line`` may bear, the likeliest first, sentences included."""
    return tuple(_find_marks(line))


def _find_marks(line: str) -> Iterator[Mark]:
    stripped = clean_heading(line)
    if not stripped or len(stripped) > 2 * LONGEST_QUESTION + 20 or is_never_heading(stripped):
        return
    narrow = stripped.translate(_NARROWED)
    for family in heading_families():
        match = family.pattern.match(narrow)
        if match is not None and (mark := _make_mark(family, match, stripped)) is not None:
            yield mark


def clean_heading(line: str) -> str:
    """A heading as it is named: white space single and plain, spaced-out letters closed up, radicals mended."""
    plain = line.translate(_SPACES).strip().strip(_FRAME).strip()
    if paired := _PAIRED.fullmatch(plain):
        plain = paired["title"] if paired["both"] else plain[: paired.end("title")]
    if _SPACED_OUT.search(plain):
        opening, inner, closing = _IN_SIGNS.fullmatch(plain).groups()  # type: ignore[union-attr]
        plain = opening + close_up(inner) + closing
    return _RADICAL.sub(lambda found: normalise(found[0]), plain)


def is_drawn_row(line: str) -> bool:
    """Whether the cells of ``line`` are parted by drawn lines."""
    return any(side in line.strip().strip(_FRAME) for side in _FRAME)


def fold_title(title: str) -> str:
    """A title for comparing: folded, the sign before it and the brackets around it left out."""
    inner = _IN_SIGNS.fullmatch(title.strip())
    return fold(inner[2]) if inner is not None and inner[2] else fold(title)


def measure_width(text: str) -> float:
    """The width of ``text`` in full-width characters; a narrow one counts as half."""
    if len(text) > 4 * LONGEST_QUESTION:
        return float(len(text))
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def reads_as_sentence(text: str) -> bool:
    """Whether ``text`` is prose, whole or cut off, rather than a title."""
    return "。" in text or text.endswith(("、", "，")) or _ENGLISH_SENTENCE.search(text) is not None


def _make_mark(family: Family, match: re.Match[str], stripped: str) -> Mark | None:
    start = match.start("title")
    title = stripped[start:].strip()
    longest = LONGEST_QUESTION if family.sentence else LONGEST_TITLE
    is_sentence = not family.sentence and (reads_as_sentence(stripped) or measure_width(title) > longest)
    if family.needs_sentence and len(title) > 25:
        return None
    label = match.groupdict().get("label") or ""
    if family.unnumbered:
        return Mark(family, "", 0, title, (), 0, unicodedata.normalize("NFKC", label), is_sentence, len(title))
    groups = match.groupdict()
    printed = next(groups[name] for name in "nmk" if groups.get(name))
    parts = _read_numbers(printed, family.numerals)
    if not parts or not all(parts[1:] or parts) or _goes_on(family, match, title):
        return None
    number = re.sub(r"\s+", "", stripped[:start]) if not _is_latin(stripped[:start]) else stripped[:start].strip()
    branch = _read_numbers(groups["b"], "") if groups.get("b") else (0,)
    return Mark(family, number, parts[-1], title, parts, branch[0] if branch else 0, label.lower(), is_sentence,
                len(stripped))  # fmt: skip


def _goes_on(family: Family, match: re.Match[str], title: str) -> bool:
    """Whether the number stands inside a sentence that goes on behind it."""
    spaced = match.string[match.start("title") - 1].isspace()
    if spaced and family.name in _COUNTING and _COUNTER.match(title):
        return "、" in title or reads_as_sentence(title) or measure_width(title) > LONGEST_COUNTED
    if match.string[match.start("title") - 1].isalnum():
        if _PARTICLE.match(title) is not None and len(title) > 3:
            return not _asks(title)
        return family.strong and _CITED_INSIDE.match(title) is not None
    follows = match.string[match.start("title") - 1].isspace() and family.name.startswith("english")
    return _STARTS_LOWER.match(title) is not None and (follows or family.name in ("arabic", "compound"))


def _asks(title: str) -> bool:
    return title.endswith(("？", "?", "か", "か。"))


def _is_latin(text: str) -> bool:
    return text.isascii() and any(character.isalpha() for character in text)


def _read_numbers(printed: str, numerals: str) -> tuple[int, ...]:
    """The numbers of a printed number, compound ones by their parts; empty if it is none."""
    try:
        return tuple(_read_value(part, numerals) for part in re.split(r"[-.．‐‑–—−―・()\s]+", printed) if part)
    except ValueError:
        return ()


def _read_value(printed: str, numerals: str) -> int:
    plain = unicodedata.normalize("NFKC", printed).strip()
    if numerals == "mixed":
        numerals = "" if plain.isdecimal() else "letter" if printed.isascii() else "roman"
    if numerals == "any":
        if plain.lower() in _WORDS:
            return _WORDS.index(plain.lower()) + 1
        latin = "roman" if set(plain) <= set(_ROMAN) else "letter"
        numerals = latin if plain.isascii() and not plain.isdecimal() else ""
    if numerals == "roman":
        return _roman_value(plain.upper())
    if numerals == "letter":
        return ord(plain.lower()) - ord("a") + 1
    if numerals == "iroha":
        return _IROHA.index(plain) + 1
    if len(plain) == 1 and (value := unicodedata.numeric(plain, 0.0)) and plain not in "一二三四五六七八九十":
        return int(value)
    return number_value(plain)


def _roman_value(printed: str) -> int:
    value = 0
    for number, character in enumerate(printed):
        amount = _ROMAN[character]
        value += -amount if number + 1 < len(printed) and _ROMAN[printed[number + 1]] > amount else amount
    if not 0 < value < 40:
        raise ValueError(f"not a roman number: {printed!r}")
    return value
