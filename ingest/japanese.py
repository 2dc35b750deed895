"""Reading Japanese official text: shadow copies for matching, numerals, sentences.

Nothing here changes a text that is quoted: every function returns a copy for comparing, or offsets into
the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_KANJI_DIGITS = {character: value for value, character in enumerate("〇一二三四五六七八九")}
_KANA_ORDER = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
# Characters that extraction put in the place of the Japanese form.
_VARIANTS = str.maketrans({"资": "資", "⺠": "民", "⻄": "西", "⻑": "長", "⾏": "行", "⼈": "人"})
_DASHES = re.compile(r"[‐‑‒–—―−]")
_WHITE_SPACE = re.compile(r"\s+")
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
