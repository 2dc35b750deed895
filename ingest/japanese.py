"""Reading Japanese official text: shadow copies for matching, numerals, sentences.

Nothing here changes a text that is quoted: every function returns a copy for comparing, or offsets into
the original.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from importlib.resources import files

_KANJI_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_KANA_ORDER = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
# Characters that extraction put in the place of the Japanese form; NFKC mends the Kangxi radicals, not these.
_RADICALS = tomllib.loads(files("ingest").joinpath("radicals.toml").read_text("utf-8"))["radicals"]
_VARIANTS = str.maketrans({"资": "資", **_RADICALS})
_DASHES = re.compile(r"[‐‑‒–—―−]")
_WHITE_SPACE = re.compile(r"\s+")
_GAP = re.compile("([ \u00a0\u3000]+)")
_CJK_LETTER = re.compile("[々〇ぁ-ゖァ-ヺー\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LEAST_SPACED = 3
"""Single letters in a row that are spaced out and not words of one letter; two of them must be CJK."""
_SPACED_WORDS = frozenset({"目次", "附則", "付則", "前文", "序文", "別表", "様式", "資料"})
_CHAPTER_MARK = re.compile(r"第[0-9０-９一二三四五六七八九十]{1,4}[編部章節款条項]")
# A mark in front of a spaced-out heading keeps its gap: a number, or ア before other letters than katakana.
_LEADING_MARK = re.compile(r"(?:[0-9０-９Ⅰ-Ⅻ①-⑳](?![編部章節款条項号年月])|[ァ-ヺ](?![ァ-ヺー])).")
_SENTENCE_END = re.compile(r"[。！？!?](?:[」』）)】]*)")
_OPENING, _CLOSING = "「『（(【〔", "」』）)】〕"


def normalise(text: str) -> str:
    """A shadow copy for matching: NFKC, lower case, one form of dash, extraction variants mended."""
    mended = unicodedata.normalize("NFKC", text.translate(_VARIANTS))
    return _DASHES.sub("-", mended).lower()


def fold(text: str) -> str:
    """``normalise`` without any white space: two prints of one text compare equal."""
    # Normalised again: か゛ becomes が only once the space that NFKC makes of ゛ is gone.
    return normalise(_WHITE_SPACE.sub("", normalise(text)))


def close_up(text: str) -> str:
    """A line with its spaced-out letters closed up: 第 ２ 章　協 働 の 形 -> 第２章　協働の形.

    Only letters that stand one by one, the same single gap between them, are closed up; other gaps stay.
    """
    if "".join(text.split()) in _SPACED_WORDS:
        return "".join(text.split())
    parts = _GAP.split(text)
    closed = [parts[0]]
    begin = 0
    while begin < len(parts):
        end = begin
        while end + 2 < len(parts) and _is_single(parts, begin, end + 2):
            end += 2
        letters = "".join(parts[begin : end + 1 : 2])
        if len(letters) == (end - begin) // 2 + 1 >= _LEAST_SPACED and len(_CJK_LETTER.findall(letters)) >= 2:
            closed[-1] = _part_mark(letters)
        else:
            closed[-1] = "".join(parts[begin : end + 1])
        closed += [*parts[end + 1 : end + 2], ""]
        begin = end + 2
    return "".join(closed)


def _is_single(parts: list[str], begin: int, end: int) -> bool:
    """Whether the part at ``end`` goes on a run of single letters that began at ``begin``; gaps stand between."""
    gap = parts[begin + 1]
    return len(parts[begin]) == len(parts[end]) == len(gap) == 1 and parts[end - 1] == gap and parts[end] != "\t"


def _part_mark(letters: str) -> str:
    """Closed-up letters, with a space behind the number they start with."""
    mark = _CHAPTER_MARK.match(letters)
    width = mark.end() if mark else 1 if _LEADING_MARK.match(letters) else 0
    return f"{letters[:width]} {letters[width:]}" if 0 < width < len(letters) else letters


def number_value(printed: str) -> int:
    """The value of a heading number as printed: 3, ３, 三, 十二, ③, ⑶, ウ.

    Raises:
        ValueError: ``printed`` is no number of these kinds.
    """
    plain = unicodedata.normalize("NFKC", printed).strip("() ")
    if plain.isdecimal():
        return int(plain)
    if len(plain) == 1 and plain in _KANA_ORDER:
        return _KANA_ORDER.index(plain) + 1
    if plain and all(character in _KANJI_DIGITS or character == "十" for character in plain):
        tens, ten, ones = plain.rpartition("十")
        ones_value = _kanji_digits(ones)
        return (_kanji_digits(tens) or 1) * 10 + ones_value if ten else ones_value
    raise ValueError(f"not a heading number: {printed!r}")


def _kanji_digits(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 10 + _KANJI_DIGITS[digit]
    return value


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences of ``text[start:end]``, in characters, white space at the edges left out.

    A full stop inside brackets or quotation marks does not end a sentence.
    """
    stop = len(text) if end is None else end
    depth = 0
    begin = position = start
    while position < stop:
        character = text[position]
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and (match := _SENTENCE_END.match(text, position, stop)):
            yield from _trimmed(text, begin, match.end())
            begin = position = match.end()
            continue
        position += 1
    yield from _trimmed(text, begin, stop)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_ERA_YEAR = re.compile(rf"({'|'.join(_ERAS)})\s*(元|[0-9]{{1,2}})\s*(?:年|$|\D)")
_WESTERN_YEAR = re.compile(r"(?<![0-9.,-])((?:18|19|20)[0-9]{2})(?![0-9.,]|\s*(?:円|人|名|件|世帯|団体|文字|字))")


def named_years(text: str) -> frozenset[int]:
    """The years that a text names, of the Japanese or the Western calendar, as Western years."""
    shadow = unicodedata.normalize("NFKC", text)
    # An extraction may part the digits: 平成 1 8 年.
    shadow = re.sub(r"(?<=[0-9])\s+(?=[0-9]\s*年)", "", shadow)
    eras = {_ERAS[era] + (1 if year == "元" else int(year)) for era, year in _ERA_YEAR.findall(shadow)}
    return frozenset(eras | {int(year) for year in _WESTERN_YEAR.findall(shadow)})


_PRINT_MARKS = re.compile(r"\*\*|\^\{[^}]*\}|</?[a-z][^<>\n]{0,80}>")
SHORTEST_CUT_LINE = 18
"""Characters; a shorter line was not cut by the page, so the next one is a line of its own."""
_CUT_END = re.compile(r"[ぁ-ん。、]$")
_LIST_MARK = re.compile(r"^\s*(?:[-*]\s+)?(?:・\s*)?")


def display_text(verbatim: str) -> str:
    """A verbatim span as it is shown: line breaks inside a sentence joined, print marks (``**``, ``^{…}``,
    tags) and the dash or dot of a list left out. Nothing else changes."""
    shown, sentence = "", verbatim.rstrip().endswith("。")
    for line in _PRINT_MARKS.sub("", verbatim).split("\n"):
        text = _LIST_MARK.sub("", line).strip()
        cut = sentence or len(shown) >= SHORTEST_CUT_LINE or _CUT_END.search(shown) or not shown
        shown += text if cut or not text else f" {text}"
    return shown
