"""The numbers and dots of a list's items, as a browser shows them in front of each."""

from __future__ import annotations

import re

from bs4 import Tag

BULLET = "・"
_TYPED = re.compile(
    r"\s*(?:[・●○■□◆◇※☐☑✓①-⑳⑴-⒇]|[(（]?[0-9０-９]{1,3}[)）.．、]|[(（][ぁ-んァ-ヶ一二三四五六七八九十a-z]{1,2}[)）])"
)
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999
_KINDS = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I", "none": "none", "disc": "disc", "circle": "disc", "square": "disc",
}  # fmt: skip
_STYLE = re.compile(rf"list-style(?:-type)?\s*:\s*({'|'.join(_KINDS)})\b", re.IGNORECASE)
_INTEGER = re.compile(r"\s*([-+]?[0-9]{1,9})\s*")


def list_markers(listing: Tag) -> dict[int, str]:
    """What a browser shows in front of each item of a list: ``id()`` of the item -> ``1. ``, ``・`` or ""."""
    items = listing.find_all("li", recursive=False)
    kind = _kind(listing, str(listing.get("type", "1")) if listing.name == "ol" else "disc")
    step = -1 if listing.has_attr("reversed") else 1
    first = len(items) if step < 0 else 1
    value = _integer(listing.get("start"), first) - step
    markers: dict[int, str] = {}
    for item in items:
        value = _integer(item.get("value"), value + step) if listing.name == "ol" else value
        own_kind = _kind(item, kind)
        markers[id(item)] = _print_marker(value, own_kind)
    return markers


def brings_its_own_mark(text: str) -> bool:
    """Whether an item's text starts with a typed mark, so that the site's style surely hides the browser's."""
    return _TYPED.match(text) is not None


def print_number(value: int, kind: str) -> str:
    """``value`` in the style of a list's ``type``: 1, a, A, i, I."""
    if kind in {"a", "A"} and value > 0:
        letters = ""
        while value:
            value, rest = divmod(value - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if kind == "A" else letters
    if kind in {"i", "I"} and 0 < value <= _LARGEST_ROMAN:
        roman = ""
        for size, letters in _ROMAN:
            times, value = divmod(value, size)
            roman += letters * times
        return roman.upper() if kind == "I" else roman
    return str(value)


def _kind(tag: Tag, otherwise: str) -> str:
    style = _STYLE.search(str(tag.get("style", "")))
    return _KINDS[style[1].lower()] if style else otherwise


def _print_marker(value: int, kind: str) -> str:
    if kind == "none":
        return ""
    return BULLET if kind == "disc" else f"{print_number(value, kind)}. "


def _integer(written: object, otherwise: int) -> int:
    match = _INTEGER.fullmatch(str(written or ""))
    return int(match[1]) if match else otherwise
