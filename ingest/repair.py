"""Mending what extraction did to a document, and saying what cannot be mended.

The text stays as it is wherever it is legible. Mended in place: letters printed several times over, and control
characters. Counted, page by page, and told: characters that stand for no letter any more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from math import gcd

from ingest.document import Document, Line, PageQuality

UNUSABLE = 0.3
"""Share of broken characters above which a page is left out."""
MOST_COPIES = 6
"""Times that a letter may have been printed over itself."""
LEAST_RUN = 4
"""Letters in a row, each repeated, that are damage inside a line that is otherwise whole."""
_LEAST_LATIN = 6
# White space and control characters that are no tab, and marks that print nothing.
_SPACING_CONTROLS = re.compile("[\n\r\x0b\x0c\x1c-\x1f\x85\u2028\u2029]")
_CONTROLS = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_KANJI = "々\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_LETTER = re.compile(rf"[{_KANJI}ぁ-ゖァ-ヺーA-Za-zＡ-Ｚａ-ｚ0-9０-９「」『』（）()【】、。・①-⑳]")
_KANJI_LETTER = re.compile(f"[{_KANJI}]")
_JAPANESE_LETTER = re.compile(f"[{_KANJI}ぁ-ゖァ-ヺ]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")

_DIGITS_AND_SPACE = "0123456789０１２３４５６７８９ \u3000"
_LEADERS = ".．…‥⋯·・ \u3000"

_NO_LETTER = re.compile("\\(cid:[0-9]{1,6}\\)|[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]")
# Text read in the wrong encoding: UTF-8 as Windows-31J, UTF-8 or Windows-31J as Western, EUC-JP as Windows-31J.
_MISREAD = re.compile(
    r"(?:[縺繧繝][^\s縺繧繝]{0,7}){3,}"
    r"|[\u0080-\u009f\u00a1-\u00ff\u0152-\u0178\u02c6\u02dc\u2018-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{6,}"
    r"|[｡-ﾟ](?:[^\s｡-ﾟ]{0,2}[｡-ﾟ]){7,}"
)
_WESTERN_LETTERS = re.compile(r"[\u00c0-\u00ff]")

_HOLE = "○〇◯△□▲●×"
_UNIT = "年月日円号条回市区町村県課部係室会名人社"
_PLACEHOLDER = re.compile(
    rf"(?<![一二三四五六七八九十百千{_HOLE}])(?:([{_HOLE}])\1+|[{_HOLE}]{{2,}}(?=[{_UNIT}]))(?![一二三四五六七八九])"
    rf"|(?<=[成和正治年月金第約])[○〇◯△□●]+(?=[{_UNIT}])|[○〇◯△□●]年[○〇◯△□●]月|[○〇◯△□●]月[○〇◯△□●]日"
    r"|[XＸ]{2,}(?=[年月日円号])|[_＿]{3,}"
    r"|年[ \u3000]{1,9}月[ \u3000]{1,9}日|金[ \u3000]{2,20}円|[（(〔［\[][ \u3000]{2,40}[）)〕］\]]"
)


def repair(document: Document) -> Document:
    """The document with its damage mended where the text was not legible, and told where it cannot be.

    A page more than ``UNUSABLE`` of which stands for no letter is left out; the warning says so.
    """
    lines = tuple(_mend_line(line) for line in document.lines)
    pages = _measure_pages(document.lines, document.pages)
    unusable = {page.page for page in pages if _share(page) > UNUSABLE}
    kept = tuple(line for line in lines if (line.page or 1) not in unusable)
    warnings = document.warnings + tuple(_describe(page) for page in pages if page.broken)
    return replace(document, lines=kept, title=mend_text(document.title), warnings=warnings, pages=pages)


def mend_text(text: str) -> str:
    """A line with repeated letters printed once and control characters out; the same line if there are none."""
    text = _SPACING_CONTROLS.sub(" ", text)
    text = _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
    return "\t".join(_mend_copies(cell) for cell in text.split("\t"))


def holds_placeholder(text: str) -> bool:
    """Whether ``text`` leaves something to fill in: ○○市, 金□□□円, 平成○○年, 第＿＿＿条. It states no fact then."""
    return _PLACEHOLDER.search(text) is not None


def count_broken(text: str) -> tuple[int, int]:
    """(characters without white space, how many of them stand for no letter); ``(cid:12)`` counts as one."""
    marks = _NO_LETTER.findall(text)
    rest = _NO_LETTER.sub("", text)
    misread = sum(len("".join(match[0].split())) for match in _misread_runs(rest))
    return len("".join(rest.split())) + len(marks), len(marks) + misread


def _misread_runs(text: str) -> Iterator[re.Match[str]]:
    for match in _MISREAD.finditer(text):
        run = match[0]
        if run[0] in "縺繧繝":
            yield match
        elif run[0] >= "\uff61":  # EUC-JP turns each kana into a half-width comma and a letter
            if run.count("､") >= 0.2 * len(run):
                yield match
        elif len(_WESTERN_LETTERS.findall(run)) * 3 >= len(run):
            yield match


def _mend_line(line: Line) -> Line:
    mended = mend_text(line.text)
    return line if mended == line.text else replace(line, text=mended)


def _mend_copies(text: str) -> str:
    """Letters that are each printed k times, all through the text or in a long run of it, printed once."""
    entry = text.rstrip(_DIGITS_AND_SPACE).rstrip(_LEADERS)
    if len(text.rstrip(_DIGITS_AND_SPACE)) - len(entry) >= 2:  # an entry of a contents list, its page number whole
        return _mend_letters(entry) + text[len(entry) :]
    return _mend_letters(text)


def _mend_letters(text: str) -> str:
    groups = [(letter, sum(1 for _ in same)) for letter, same in groupby(text)]
    if max((count for _, count in groups), default=0) < 2:
        return text
    copies = gcd(*(count for letter, count in groups if not letter.isspace()))
    copies = next((times for times in range(MOST_COPIES, 1, -1) if copies % times == 0), 1)
    if copies > 1 and _is_damage([letter for letter, _ in groups], whole=True):
        return _print_once(groups, copies)
    for times in range(MOST_COPIES, 1, -1):
        groups = list(_mend_runs(groups, times))
    return "".join(letter * count for letter, count in groups)


def _mend_runs(groups: list[tuple[str, int]], times: int) -> Iterator[tuple[str, int]]:
    """The groups of equal letters, with those of a long run whose counts all are multiples of ``times`` mended."""
    for repeated, run in groupby(groups, lambda group: _may_be_repeated(group, times)):
        members = list(run)
        if repeated and _is_damage([letter for letter, _ in members if not letter.isspace()], whole=False):
            members = [(letter, count if letter.isspace() else count // times) for letter, count in members]
        yield from members


def _may_be_repeated(group: tuple[str, int], times: int) -> bool:
    letter, count = group
    return letter.isspace() or (count % times == 0 and _LETTER.match(letter) is not None)


def _is_damage(letters: list[str], whole: bool) -> bool:
    """Whether so many different letters cannot be repeated on purpose, as the digits of 1100 are, or ○○○○."""
    kanji = {letter for letter in letters if _KANJI_LETTER.match(letter)}
    japanese = {letter for letter in letters if _JAPANESE_LETTER.match(letter)}
    latin = [letter for letter in letters if _LATIN_LETTER.match(letter)]
    if whole and (len(kanji) >= 2 or len(japanese) >= 3):
        return True
    if len(latin) >= _LEAST_LATIN and len(set(latin)) >= LEAST_RUN:
        return True
    return len(letters) >= LEAST_RUN and len(japanese) >= 3


def _print_once(groups: list[tuple[str, int]], copies: int) -> str:
    # White space is copied in some prints and not in others.
    return "".join(
        letter * (count // copies if not letter.isspace() or count % copies == 0 else count) for letter, count in groups
    )


def _measure_pages(lines: tuple[Line, ...], known: tuple[PageQuality, ...]) -> tuple[PageQuality, ...]:
    """Every page's quality, the worse of what its reader saw and what its lines show; none if there are no pages
    and nothing is broken."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        characters, broken = count_broken(line.text)
        counts[line.page or 1][0] += characters
        counts[line.page or 1][1] += broken
    measured = {page: PageQuality(page, characters, broken) for page, (characters, broken) in counts.items()}
    paged = bool(known) or any(line.page for line in lines)
    if not paged and not any(page.broken for page in measured.values()):
        return ()
    for page in known:
        mine = measured.get(page.page)
        measured[page.page] = page if mine is None or _share(page) >= _share(mine) else mine
    return tuple(measured[number] for number in sorted(measured))


def _share(page: PageQuality) -> float:
    return page.broken / page.characters if page.characters else 0.0


def _describe(page: PageQuality) -> str:
    share = f"page {page.page}: {page.broken} of {page.characters} characters ({_share(page):.1%}) stand for no letter"
    if _share(page) > UNUSABLE:
        return f"{share}; the page is not usable and was left out (read it again from the print, by OCR)"
    return f"{share}; the text has holes there: compare it with the print"
