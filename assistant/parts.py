"""Questions in several parts: each part answered by itself, and what is not answered said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Block, BlockKind, Citation, Item, Status, plain_text
from assistant.compose import LONGEST_TEXT
from assistant.verify import unsupported_figures
from assistant.wording import say

SURE = 0.7
"""Probability from which one part is answered of a question that is refused as a whole."""


def join_parts(whole: Answer, parts: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """One answer of the answers to the parts of a question.

    ``whole`` is the answer to the question as one; it stands where no part is answered, where all are answered
    from one section, where the parts are longer together than ``LONGEST_TEXT``, and where the asker's words, which
    are repeated above each part, hold a figure or an office that could be taken for the guideline's.
    """
    answered = [answer for answer in answers if answer.status is Status.ANSWERED]
    firsts = {answer.citations[0].section_id for answer in answered}
    if any(unsupported_figures(part, "") for part in parts):
        return whole
    if not answered or (len(answered) == len(parts) and len(firsts) == 1):
        return whole
    if whole.status is not Status.ANSWERED and max(answer.evidence_probability for answer in answered) < SURE:
        return whole
    blocks: list[Block] = []
    citations: list[Citation] = []
    for part, answer in zip(parts, answers, strict=True):
        if answer.status is not Status.ANSWERED:
            blocks.append(Block(BlockKind.NOTE, text=say("answer.part_silent", whole.lang, part=part)))
            continue
        moved = {c.number: len(citations) + place for place, c in enumerate(answer.citations, 1)}
        citations += [replace(citation, number=moved[citation.number]) for citation in answer.citations]
        blocks.append(Block(BlockKind.NOTE, text=say("answer.part", whole.lang, part=part)))
        blocks += [_renumber(block, moved) for block in answer.blocks]
    text = plain_text(tuple(blocks))
    if len(text) > LONGEST_TEXT:
        return whole
    first = answered[0]
    return replace(first, text=text, blocks=tuple(blocks), citations=tuple(citations), question=whole.question)


def _renumber(block: Block, moved: dict[int | None, int]) -> Block:
    def numbers(old: Sequence[int]) -> tuple[int, ...]:
        return tuple(moved[number] for number in old)

    def entry(item: Item) -> Item:
        return replace(item, citations=numbers(item.citations))

    return replace(
        block,
        citations=numbers(block.citations),
        items=tuple(entry(item) for item in block.items),
        rows=tuple(tuple(entry(cell) for cell in row) for row in block.rows),
    )
