"""Numbers as Word prints them, by the name of the number format."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_SEQUENCES: Mapping[str, str] = {
    "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
    "ン",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
}
"""Formats whose numbers are one character each, from 1. Past the end Word goes on in plain digits."""

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
_LEGAL = str.maketrans("一二三十", "壱弐参拾")
_ROMAN = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
                   ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True))  # fmt: skip
_LARGEST_ROMAN, _LARGEST_LETTER, _LARGEST_KANJI = 3999, 780, 9999


def print_number(value: int, number_format: str) -> str:
    """``value`` in a format as Word names it (``decimal``, ``aiueoFullWidth`` …); plain digits in any other."""
    if number_format == "none":
        return ""
    sequence = _SEQUENCES.get(number_format, "")
    if 1 <= value <= len(sequence):
        return sequence[value - 1]
    write = _WRITERS.get(number_format)
    return write(value) if write and value > 0 else str(value)


def _roman(value: int) -> str:
    if value > _LARGEST_ROMAN:
        return str(value)
    printed = ""
    for amount, letters in _ROMAN:
        printed += letters * (value // amount)
        value %= amount
    return printed


def _letters(value: int) -> str:
    """A to Z, then AA, BB and so on."""
    repeats, letter = divmod(value - 1, 26)
    return str(value) if value > _LARGEST_LETTER else chr(ord("A") + letter) * (repeats + 1)


def _kanji(value: int) -> str:
    if value > _LARGEST_KANJI:
        return str(value).translate(_KANJI)
    printed = ""
    for amount, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, amount)
        if digit:
            printed += ("" if digit == 1 and unit else str(digit).translate(_KANJI)) + unit
    return printed


_WRITERS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": "{:02d}".format,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "numberInDash": "- {} -".format,
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "japaneseCounting": _kanji,
    "chineseCounting": _kanji,
    "chineseCountingThousand": _kanji,
    "taiwaneseCounting": _kanji,
    "taiwaneseCountingThousand": _kanji,
    "japaneseLegal": lambda value: _kanji(value).translate(_LEGAL),
    "ideographDigital": lambda value: str(value).translate(_KANJI),
    "japaneseDigitalTenThousand": lambda value: str(value).translate(_KANJI),
    "taiwaneseDigital": lambda value: str(value).translate(_KANJI),
}
