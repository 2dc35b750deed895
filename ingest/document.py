"""A document as its reader gives it: lines in reading order, with what the format knows of each.

Every reader, whatever its format, ends here; the outline is read from here and knows no format.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Line:
    """One line as printed, without a newline; the cells of a table row are tab-separated.

    A blank line is an empty ``text``. ``page`` counts from 1; None where the format has no pages.
    ``level`` is a heading's level as its style or markup states it, 1 the outermost; None where nothing is stated.
    """

    text: str
    page: int | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How legible one page is: its characters without white space, and how many of them are broken."""

    page: int
    characters: int
    broken: int


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of a document, furniture (running heads, page numbers, site navigation) left out.

    ``title`` is what the format states as the title, or "". ``warnings`` are for a person to look at.
    ``furniture`` are the lines that were left out, each once.
    """

    lines: tuple[Line, ...]
    title: str = ""
    warnings: tuple[str, ...] = ()
    pages: tuple[PageQuality, ...] = ()
    furniture: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines, joined."""
        return "\n".join(line.text for line in self.lines)


def text_lines(text: str) -> tuple[Line, ...]:
    """The lines of a plain text that knows neither pages nor levels."""
    return tuple(Line(line) for line in text.splitlines())


Reader = Callable[[Path], Document]
"""Reads one file of one format. Raises ``GuidelineError``, one line that names the file and the reason."""
