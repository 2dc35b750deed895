"""Names of Japanese municipalities in a text."""

from __future__ import annotations

import re
import unicodedata

from ingest.terms import STOP_WORDS, analyse

_SUFFIXES = {"市", "区", "町", "村", "都", "府", "県"}
_NOT_NAMES = {"each", "every", "another", "other", "same", "city", "big", "new", "old"}
_ENGLISH = re.compile(r"\b([A-Z][a-zāēīōū]{2,})(?:[ -](?:[Cc]ity|[Ww]ard|[Tt]own))\b")


def place_names(text: str) -> tuple[str, ...]:
    """Municipalities that a text names, as in 横浜市, 足立区 or "Yokohama City"; a bare name is not one."""
    morphemes = list(analyse(unicodedata.normalize("NFKC", text)))
    names = [
        name.surface() + suffix.surface()
        for name, suffix in zip(morphemes, morphemes[1:], strict=False)
        if name.part_of_speech()[2] == "地名" and suffix.surface() in _SUFFIXES
    ]
    names += [
        m.surface() for m in morphemes if m.part_of_speech()[2] == "地名" and m.surface()[-1:] in _SUFFIXES
        and len(m.surface()) > 1
    ]
    names += [name for name in _ENGLISH.findall(text) if name.lower() not in STOP_WORDS | _NOT_NAMES]
    return tuple(dict.fromkeys(names))
