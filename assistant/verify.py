"""Step 5, verify: nothing is shown that its citations do not hold.

Every quote must be the exact slice of its section, every verbatim text a part of a cited quote, and every
figure, office and number in our own words must stand in what is cited. Our own words that fail are dropped;
an answer whose quotations fail is not shown.
"""

from __future__ import annotations

import logging
import re
from dataclasses import replace

from assistant.answer import Answer, Block, BlockKind, Citation, Status, plain_text
from assistant.wording import say
from ingest.index import Index
from ingest.japanese import display_text, fold, normalise

logger = logging.getLogger(__name__)

_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_OFFICE = re.compile(
    r"(?:[一-龠々ァ-ヶー]|づくり|まち|こども|くらし|みどり|ふれあい|たちかわ){2,12}(?:課(?!題|程|税)|室|局|係(?![るりわ])|センター)"
)


def verify(index: Index, answer: Answer) -> Answer:
    """The answer with only what is proved; a refusal if its quotations are not."""
    if answer.status is not Status.ANSWERED:
        return answer
    if not all(_is_slice(index, citation) for citation in answer.citations):
        return _unproven(answer)
    held = " ".join(_held_text(index, citation) for citation in answer.citations)
    quoted = fold("\n".join(display_text(citation.quote) for citation in answer.citations))
    proved = tuple(block for block in answer.blocks if block.verbatim or not unsupported_figures(_words(block), held))
    if not all(_is_quoted(block, quoted) for block in proved if block.verbatim):
        return _unproven(answer)
    if not any(block.citations for block in proved if block.kind is not BlockKind.LEAD):
        return _unproven(answer)
    return answer if proved == answer.blocks else replace(answer, blocks=proved, text=plain_text(proved))


def unsupported_figures(words: str, held: str) -> list[str]:
    """Figures and offices of ``words`` that the text ``held`` does not hold, figures as whole numbers. Each line
    of ``words`` is read for itself."""
    figures = set(_FIGURE.findall(normalise(held)))
    unheld = [figure for figure in _FIGURE.findall(normalise(words)) if figure not in figures]
    folded = fold(held)
    offices = [office for line in words.splitlines() for office in _OFFICE.findall(fold(line))]
    return unheld + [office for office in offices if office not in folded]


def _held_text(index: Index, citation: Citation) -> str:
    """What a citation proves: its quote, and its address, which every reader sees beside it."""
    return " ".join((citation.quote, *citation.path, citation.city_name))


def _is_slice(index: Index, citation: Citation) -> bool:
    section = index.sections.get(citation.section_id)
    return section is not None and section.text[citation.start : citation.end] == citation.quote


def _is_quoted(block: Block, quoted: str) -> bool:
    texts = [block.text, *(item.text for item in block.items)]
    return all(fold(part) in quoted for text in texts for part in text.split("\n") if part)


def _words(block: Block) -> str:
    cells = [cell.text for row in block.rows for cell in row]
    return "\n".join([block.text, *(item.text for item in block.items), *cells])


def _unproven(answer: Answer) -> Answer:
    logger.error("an answer was withheld: a quotation is not in its section")
    text = say("refusal.unproven", answer.lang)
    return replace(
        answer,
        status=Status.NOT_STATED,
        text=text,
        blocks=(Block(BlockKind.NOTE, text=text),),
        citations=(),
        suggestions=(),
    )
