"""Names of Japanese municipalities in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice, pairwise

from ingest.terms import analyse

_WITHOUT_SUFFIX = {"北海道"}
_SPOKEN_OF = ("だと", "では", "の指針", "の方針", "の協働", "協働", "のルール", "の計画", "の場合")
_INHABITANTS = ("市民", "区民", "町民", "村民", "県民", "都民", "府民")
_ROMAN = re.compile(
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bto )|(?<=\bby )|(?<=\bat )|(?<=\bdo )|(?<=\bfor )|(?<=\bdid )|(?<=\bfrom )"
    r"|(?<=\bdoes )|(?<=\bnear )|(?<=\babout )|(?<=\bbetween )|(?<=\bIn )|(?<=\bDoes )|(?<=\bDo )|(?<=\bDid )"
    r"|(?=\S+(?:'s\b| (?i:city|ward|town|village|prefecture)\b)))"
    r"\b([A-ZĀĪŪĒŌ][a-zāēīōū]{2,})( (?i:city|ward|town|village|prefecture)\b)?"
)
_LONG_VOWELS = str.maketrans("āēīōūĀĒĪŌŪ", "aeiouAEIOU")
SHORTEST_ROMAN = 4
"""Letters of a name alone; with City or Ward behind it a shorter one will do."""
_ALSO_ENGLISH = {"Date", "Mine", "Nose", "Toon", "Tone"}
"""Names of municipalities that are English words."""
_KANA_RUN = re.compile(r"(?<![ぁ-ん])[ぁ-ん]{4,}")
_READ_AS = {
    "市": ("し", " City"),
    "区": ("く", " Ward"),
    "町": ("ちょう", "まち", " Town"),
    "村": ("むら", "そん", " Village"),
    "都": ("と",),
    "府": ("ふ", " Prefecture"),
    "県": ("けん", " Prefecture"),
}
"""What a name's last letter is read as and called in English."""
_AFTER_NAME = re.compile(r"の|は|に|で|が|と|も|を|だ|って|[^ぁ-ん]|$")
SHORTEST_KANA = 3
"""Kana of a name without its suffix; a shorter one is more often part of another word."""


def place_names(text: str) -> tuple[str, ...]:
    """Municipalities and prefectures that a text names, as it writes them: 横浜市, 名古屋では, あびこし, "Yokohama"."""
    shown = unicodedata.normalize("NFKC", text)
    return tuple(dict.fromkeys((*_in_kanji(shown), *_in_kana(shown), *_in_roman(shown))))


def written_names(place: str) -> tuple[str, ...]:
    """The names that a name from ``place_names`` can stand for, itself first."""
    return (place, *_by_spelling().get(place.translate(_LONG_VOWELS), ()))


def _in_kanji(text: str) -> Iterator[str]:
    morphemes = list(analyse(text))
    for name, suffix in pairwise(morphemes):
        if name.part_of_speech()[2] == "地名" and suffix.surface() in _READ_AS:
            yield name.surface() + suffix.surface()
    for morpheme in morphemes:
        name = morpheme.surface()
        if morpheme.part_of_speech()[2] == "地名" and (
            (name[-1:] in _READ_AS and len(name) > 1)
            or name in _WITHOUT_SUFFIX
            or text[morpheme.end() :].startswith(_SPOKEN_OF)
        ):
            if name in _names():
                yield name
        elif morpheme.part_of_speech()[2] == "地名" and text[morpheme.end() :].startswith(_INHABITANTS):
            yield name + text[morpheme.end()]


def _in_kana(text: str) -> Iterator[str]:
    for run in _KANA_RUN.finditer(text):
        lengths = range(len(run.group()), SHORTEST_KANA, -1)
        names = (run.group()[:length] for length in lengths if _AFTER_NAME.match(text, run.start() + length))
        yield from islice((name for name in names if name in _full_readings()), 1)
    for morpheme in analyse(text):
        name, rest = morpheme.surface(), text[morpheme.end() :]
        if morpheme.part_of_speech()[1] == "固有名詞" and name in _by_spelling() and rest.startswith(_SPOKEN_OF):
            yield name


def _in_roman(text: str) -> Iterator[str]:
    for name, kind in _ROMAN.findall(text.replace("’", "'")):
        is_name = name.translate(_LONG_VOWELS) + kind.title() in _by_spelling()
        if is_name and (kind or (len(name) >= SHORTEST_ROMAN and name not in _ALSO_ENGLISH)):
            yield name + kind.title()


@cache
def _by_spelling() -> dict[str, tuple[str, ...]]:
    """The municipalities by reading and in Roman letters, each with and without what kind of place it is."""
    named: dict[str, list[str]] = {}
    for name, reading, roman in _municipalities():
        for spelling in (reading, roman, *_with_kind(name, reading), *_with_kind(name, roman)):
            named.setdefault(spelling, []).append(name)
    return {spelling: tuple(dict.fromkeys(names)) for spelling, names in named.items()}


@cache
def _names() -> frozenset[str]:
    """The names as they are written, with and without what kind of place it is."""
    return frozenset(n for name, _, _ in _municipalities() for n in (name, name[:-1] or name))


@cache
def _full_readings() -> frozenset[str]:
    """The readings with their suffix; without it, or short, many are words of the language as well."""
    readings = ((name, reading) for name, reading, _ in _municipalities() if len(reading) >= SHORTEST_KANA)
    return frozenset(full for name, reading in readings for full in _with_kind(name, reading))


def _with_kind(name: str, spelling: str) -> tuple[str, ...]:
    is_roman = spelling.isascii()
    return tuple(spelling + kind for kind in _READ_AS.get(name[-1], ()) if kind.isascii() == is_roman)


def _municipalities() -> Iterator[tuple[str, str, str]]:
    for line in files("ingest").joinpath("municipalities.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, reading, roman = line.split("\t")
            yield name, reading, roman
