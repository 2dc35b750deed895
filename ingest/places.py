"""Names of Japanese municipalities in a text."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from ingest.terms import STOP_WORDS, analyse

_SUFFIXES = {"市", "区", "町", "村", "都", "府", "県"}
_WITHOUT_SUFFIX = {"北海道"}
_NOT_NAMES = {"each", "every", "another", "other", "same", "city", "big", "new", "old"}
_SPOKEN_OF = ("だと", "では", "の指針", "の方針", "の協働", "のルール", "の計画", "の場合")
_ROMAJI = re.compile(
    r"(?:\b(?:in|of|does|do|for|from|about)\s+|(?=[A-Z][a-z]+'s\b))"
    r"((?:[KSTNHMYRWGZDBPFJ]|Sh|Ch|Ts|[KNHMRGBPJ]y)?[aeiouAEIOU]n?"
    r"(?:(?:[kstpc]?(?:[kstnhmyrwgzdbpfj]|sh|ch|ts|[knhmrgbpj]y))?[aiueo]n?){1,6})\b"
)
_ENGLISH = re.compile(r"\b([A-Z][a-zāēīōū]{2,})(?:[ -](?:[Cc]ity|[Ww]ard|[Tt]own))\b")
SHORTEST_ROMAJI = 3
"""Letters; a shorter capitalised word is more often something else."""


def place_names(text: str) -> tuple[str, ...]:
    """Municipalities that a text names: 横浜市, 足立区, 名古屋では, "Yokohama City", "in Kobe", "Kobe's"."""
    morphemes = list(analyse(unicodedata.normalize("NFKC", text)))
    names = [
        name.surface() + suffix.surface()
        for name, suffix in pairwise(morphemes)
        if name.part_of_speech()[2] == "地名" and suffix.surface() in _SUFFIXES
    ]
    names += [
        m.surface()
        for m in morphemes
        if m.part_of_speech()[2] == "地名"
        and ((m.surface()[-1:] in _SUFFIXES and len(m.surface()) > 1) or m.surface() in _WITHOUT_SUFFIX)
    ]
    shown = unicodedata.normalize("NFKC", text)
    names += [
        m.surface() for m in morphemes if m.part_of_speech()[2] == "地名" and shown[m.end() :].startswith(_SPOKEN_OF)
    ]
    names += [name for name in _ROMAJI.findall(text) if name[0].isupper() and len(name) > SHORTEST_ROMAJI]
    names += [name for name in _ENGLISH.findall(text) if name.lower() not in STOP_WORDS | _NOT_NAMES]
    return tuple(dict.fromkeys(names))
