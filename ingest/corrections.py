"""Corrections: what a person set right in the outline, from the ``outline.toml`` beside the text.

left_out = ["南山市協働の手引き"]      lines that are no text: running heads, page marks
text = ["2 人以上の団体は"]            lines that start so are text, not headings

[[heading]]                            a heading put in before the line that starts with `before`
before = "No\\t施策"
heading = "（一覧）"
rank = 40                              its place among the ranks of headings.toml, or its `level`

[[heading]]                            the line that starts with `line` is a heading
line = "協働の形"
level = 2                              1 is the outermost; left out: as inferred
title = "協働の形態"                   left out: as printed
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import GuidelineError

DEFAULT_RANK = 40
_TOP_FIELDS = {"left_out", "text", "heading"}
_HEADING_FIELDS = {"before", "heading", "rank", "line", "level", "title"}


@dataclass(frozen=True, slots=True)
class Correction:
    """A heading put in before the line that starts with ``before``. ``level`` counts from 1; None: by ``rank``."""

    before: str
    heading: str
    rank: int = DEFAULT_RANK
    level: int | None = None


@dataclass(frozen=True, slots=True)
class HeadingCorrection:
    """What is said of the heading on the line that starts with ``line``: its level and its title, or None."""

    line: str
    level: int | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of one document; they win over whatever is inferred."""

    left_out: tuple[str, ...] = ()
    text: tuple[str, ...] = ()
    put_in: tuple[Correction, ...] = ()
    headings: tuple[HeadingCorrection, ...] = ()


def read_corrections(path: Path) -> Corrections:
    """The corrections of an ``outline.toml``; none if the file is not there.

    Raises:
        GuidelineError: the file is not of the form that ``docs/adding-a-city.md`` shows.
    """
    if not path.exists():
        return Corrections()
    try:
        return _shape(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as fault:
        raise GuidelineError(f"{path}: not a valid outline file: {fault}") from fault


def _shape(table: dict[str, Any]) -> Corrections:
    _refuse_unknown(table, _TOP_FIELDS)
    if not table:
        raise ValueError("it says nothing")
    put_in: list[Correction] = []
    headings: list[HeadingCorrection] = []
    for entry in table.get("heading", ()):
        _refuse_unknown(entry, _HEADING_FIELDS)
        level = _whole_number(entry, "level")
        if "before" in entry:
            rank = _whole_number(entry, "rank")
            if rank is None and level is None:
                raise KeyError("rank")
            put_in.append(Correction(_words(entry["before"]), _words(entry["heading"]), rank or DEFAULT_RANK, level))
        else:
            title = entry.get("title")
            headings.append(HeadingCorrection(_words(entry["line"]), level, None if title is None else _words(title)))
    return Corrections(_list(table, "left_out"), _list(table, "text"), tuple(put_in), tuple(headings))


def _refuse_unknown(table: dict[str, Any], known: set[str]) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")


def _whole_number(entry: dict[str, Any], field: str) -> int | None:
    value = entry.get(field)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{field} is not a number from 1: {value!r}")
    return value


def _words(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"not a line of text: {value!r}")
    return value


def _list(table: dict[str, Any], field: str) -> tuple[str, ...]:
    values = table.get(field, [])
    if not isinstance(values, list):
        raise ValueError(f"{field} is not a list")
    return tuple(_words(value) for value in values)
