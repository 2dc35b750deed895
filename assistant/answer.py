"""The nouns of talk: what is asked, what is answered, and with which proof."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from urllib.parse import quote as percent_encode

Lang = Literal["ja", "en"]


class Status(StrEnum):
    """How a question ended. A refusal is a value, never an error."""

    ANSWERED = "answered"
    NOT_STATED = "not_stated"
    OUT_OF_SCOPE = "out_of_scope"


class BlockKind(StrEnum):
    """The forms a part of an answer takes on the page."""

    LEAD = "lead"
    PARAGRAPH = "paragraph"
    LIST = "list"
    STEPS = "steps"
    TABLE = "table"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a section with its address: ``section.text[start:end] == quote``, in characters.

    ``number`` is the marker in the text, from 1; None for a related passage, which no marker names. ``page``
    is the printed file's page, None for a text without pages.
    """

    number: int | None
    city: str
    city_name: str
    document: str
    issued: str
    section_id: str
    path: tuple[str, ...]
    quote: str
    start: int
    end: int
    page: int | None = None

    @property
    def url(self) -> str:
        """Address of the source page with the span highlighted, relative to the server's root."""
        anchor = self.section_id.partition("/")[2]
        query = f"section={percent_encode(anchor)}&start={self.start}&end={self.end}"
        return f"/documents/{self.city}?{query}#{percent_encode(anchor)}"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list, or one cell of a table, with the markers that prove it."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an answer.

    ``text`` for lead, paragraph and note; ``items`` for list and steps; ``columns`` and ``rows`` for a
    table (each row has one item per column). ``citations`` are the markers of the whole block.
    ``verbatim`` says that the text or items are the guideline's own words. ``label`` is a short
    heading above the block, such as a city's name, or "".
    """

    kind: BlockKind
    text: str = ""
    items: tuple[Item, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Item, ...], ...] = ()
    citations: tuple[int, ...] = ()
    verbatim: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One section that retrieval returned; ``score`` is the fused score, higher is better."""

    section_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one question.

    ``text`` is the whole answer in plain text with [1] markers. ``question`` is the question as
    understood, made standalone from the conversation. ``found`` is what retrieval ranked, best first,
    kept so that one call scores search and answer alike.
    """

    status: Status
    lang: Lang
    text: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    question: str = ""
    city: str | None = None
    found: tuple[Found, ...] = ()
    evidence_probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation, as the server remembers it, oldest first in a history.

    ``question`` is what was typed, ``standalone`` what it was understood as, ``city`` the city that
    the answer spoke of, ``section_ids`` the sections that it cited.
    """

    question: str
    standalone: str
    city: str | None
    status: Status
    section_ids: tuple[str, ...] = ()


def cited_numbers(blocks: tuple[Block, ...]) -> set[int]:
    """The numbers of all citations that the blocks use."""
    cells = [cell for block in blocks for row in block.rows for cell in row]
    items = [item for block in blocks for item in block.items]
    own = {number for block in blocks if not (block.items or block.rows) for number in block.citations}
    return own | {number for item in (*items, *cells) for number in item.citations}


def plain_text(blocks: tuple[Block, ...]) -> str:
    """The whole answer as plain text with [1] markers."""
    return "\n".join(_block_text(block) for block in blocks)


def _block_text(block: Block) -> str:
    label = f"【{block.label}】\n" if block.label else ""
    if block.kind is BlockKind.TABLE:
        rows = ("：".join(_marked(cell.text, cell.citations) for cell in row) for row in block.rows)
        return label + "\n".join(rows)
    if block.kind in (BlockKind.LIST, BlockKind.STEPS):
        return label + "\n".join(f"・{_marked(item.text, item.citations)}" for item in block.items)
    return label + (block.text if block.kind is BlockKind.LEAD else _marked(block.text, block.citations))


def _marked(text: str, numbers: tuple[int, ...]) -> str:
    return text + "".join(f"[{number}]" for number in numbers)
