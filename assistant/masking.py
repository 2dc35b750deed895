"""Personal data taken out of what people type, before it is stored.

Masking errs on the side of taking out too much: a masked word costs a little context, a stored one a
person's privacy. It is a safety net, not a promise; the interface asks people not to type such data.
"""

from __future__ import annotations

import re

MASK = "＊＊＊"
_HYPHEN = r"[-‐‑‒–—―−－ーｰ]"
_GAP = rf"(?:[\s()（）.・]|{_HYPHEN}){{0,2}}"
_KANJI = r"[一-鿿々〆ヶケノツ]"
_NUMERAL = r"[\d一二三四五六七八九十百]+"

_PATTERNS = (
    # e-mail addresses, in full width too
    re.compile(r"[\w.+%'＋．－-]+[@＠][\w－-]+(?:[.．][\w－-]+)+"),
    # individual numbers (マイナンバー): 12 digits, whole or in groups of four
    re.compile(rf"(?<!\d)\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)"),
    # phone numbers: +81 or 0, then eight to ten digits in groups
    re.compile(rf"(?:[+＋]{_GAP}[8８]{_GAP}[1１]|(?<!\d)[(（]?[0０])(?:{_GAP}\d){{8,10}}(?!\d)"),
    # postal codes
    re.compile(rf"〒\s*\d{{3}}{_HYPHEN}?\d{{4}}|(?<![\d-])\d{{3}}{_HYPHEN}\d{{4}}(?![\d-])"),
    # street addresses: 本町1-111, 中央１丁目２番３号, 本町一丁目
    re.compile(
        rf"{_KANJI}{{0,12}}{_NUMERAL}(?:丁目|番地)(?:の?{_NUMERAL}(?:丁目|番地|番|号)?|{_HYPHEN}{_NUMERAL})*"
        rf"|{_KANJI}*[市区町村郡](?!第){_KANJI}{{0,8}}\d+(?:{_HYPHEN}\d+)+(?:号室|号)?"
    ),
)


def mask_personal_data(text: str) -> str:
    """``text`` with e-mail, phone and individual numbers, postal codes and addresses each made ``MASK``."""
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return text
