"""The written sources of the documents that are made: one line is one paragraph.

    ! title page      # heading (## one level in)      |cell|cell| table row, the first one the head
    [contents]        [page] a new page                [^1] note mark, [^1]: its text

In a table row ``^`` joins the cell to the one above and ``<`` to the one on its left.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

DOCUMENTS = Path(__file__).parent / "documents"
SOURCES = DOCUMENTS / "source"
MADE_ON = datetime.datetime(2024, 4, 1)
"""Stands in every file as its date, so that making it again changes nothing."""
_NOTE_TEXT = re.compile(r"\[\^(\d+)\]: (.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a source: ``kind`` is title, heading, row, mark or paragraph; ``level`` a heading's, from 1."""

    kind: str
    text: str
    level: int = 0

    @property
    def cells(self) -> list[str]:
        """The cells of a table row."""
        return self.text.strip("|").split("|")


def read_source(path: Path) -> tuple[list[Block], dict[str, str]]:
    """The blocks of a source and the texts of its notes by number."""
    blocks: list[Block] = []
    notes: dict[str, str] = {}
    for line in path.read_text("utf-8").splitlines():
        if note := _NOTE_TEXT.fullmatch(line):
            notes[note[1]] = note[2]
        elif line.startswith("#"):
            marks, _, text = line.partition(" ")
            blocks.append(Block("heading", text, len(marks)))
        elif line.startswith("! "):
            blocks.append(Block("title", line[2:]))
        elif line in ("[contents]", "[page]"):
            blocks.append(Block("mark", line))
        else:
            blocks.append(Block("row" if line.startswith("|") else "paragraph", line))
    return blocks, notes


def group_tables(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks one by one, the rows of a table together."""
    for is_row, run in groupby(blocks, key=lambda block: block.kind == "row"):
        if is_row:
            yield list(run)
        else:
            yield from ([block] for block in run)
