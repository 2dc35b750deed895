"""Text in two languages: which parts of it a screen reader has to read with the other language's voice.

WCAG 2.2, success criterion 3.1.2. The widget follows the same rule, in ``static/widget/dom.js``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.answer import Lang

_LETTER = "[\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f]"
_JAPANESE = re.compile(f'({_LETTER}(?:[^A-Za-zＡ-Ｚａ-ｚ“”"\n]*{_LETTER})?[）」』】〕、。]*)')
_ENGLISH = re.compile(r"[A-Za-z]{2,}[\s,]+[A-Za-z]{2,}")


class Run(NamedTuple):
    """A piece of text; ``lang`` is its language where that is not the one of the place, else None."""

    text: str
    lang: Lang | None


def split_languages(text: str, lang: Lang) -> tuple[Run, ...]:
    """``text`` in pieces, for a place whose language is ``lang``; joined they are ``text``.

    Inside English every run of Japanese is one piece. Inside Japanese, where single foreign words are at
    home, only a text with no Japanese in it at all is another language.
    """
    if lang == "en":
        # Every other piece is what the group caught.
        pieces = (Run(piece, "ja" if index % 2 else None) for index, piece in enumerate(_JAPANESE.split(text)))
        return tuple(run for run in pieces if run.text)
    foreign = _ENGLISH.search(text) and not _JAPANESE.search(text)
    return (Run(text, "en" if foreign else None),)
