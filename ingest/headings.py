"""Heading marks: which family of numbering a line belongs to, read from ``headings.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.japanese import number_value

LONGEST_TITLE = 45
"""Characters; a longer line is a sentence, whatever mark it starts with."""


@dataclass(frozen=True, slots=True)
class Family:
    """One way of marking headings; see ``headings.toml`` for the fields."""

    name: str
    rank: int
    pattern: re.Pattern[str]
    token: str = ""
    unnumbered: bool = False
    loose: bool = False
    needs_sentence: bool = False
    closed_by_numbers: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A line read as a heading: ``number`` as printed, its ``value`` (0 if unnumbered) and the title."""

    family: Family
    number: str
    value: int
    title: str


@cache
def heading_families() -> tuple[Family, ...]:
    """The families of ``headings.toml``, in the order in which they are tried."""
    table = tomllib.loads(files("ingest").joinpath("headings.toml").read_text("utf-8"))
    return tuple(Family(**{**entry, "pattern": re.compile(entry["pattern"])}) for entry in table["family"])


def read_mark(line: str) -> Mark | None:
    """The heading mark of ``line``, or None if no family fits. The line's neighbours are not looked at."""
    stripped = line.strip().replace("\u3000", " ").replace("\u00a0", " ")
    if not stripped or "。" in stripped or stripped.endswith(("、", "，")):
        return None
    ascii_digits = stripped.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
    for family in heading_families():
        match = family.pattern.match(ascii_digits)
        if match is None or len(match["title"]) > LONGEST_TITLE:
            continue
        if family.unnumbered:
            return Mark(family, "", 0, stripped[match.start("title") :].strip())
        try:
            value = number_value(match["n"])
        except ValueError:
            continue
        number = re.sub(r"\s+", "", stripped[: match.start("title")])
        return Mark(family, number, value, stripped[match.start("title") :].strip())
    return None
