"""Answers as text for a terminal, or as JSON for another program."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from api.schemas import write_reply
from assistant.answer import Answer, Block, BlockKind, Citation, Item
from assistant.wording import say

_WIDEST = 100
_NARROWEST = 40
_STYLES = {"strong": "1", "quiet": "2"}
_BAR = "│ "
# No line begins with one of these.
_CLINGING = "、。，．・：；？！ー々）」』】〕〉》ぁぃぅぇぉっゃゅょァィゥェォッャュョ)],.:;?!"


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to print: ``width`` in columns, None for lines of any length; ``styled`` for bold and dim."""

    width: int | None = None
    styled: bool = False


PLAIN = Terminal()


def look_at_terminal() -> Terminal:
    """What standard output is: plain lines for a file or a pipe, fitted and styled ones for a person."""
    if not sys.stdout.isatty():
        return Terminal()
    width = max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns - 1))
    return Terminal(width, "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb")


def show_answer(answer: Answer, terminal: Terminal = PLAIN) -> str:
    """The answer, the guideline's own words behind a bar, with its sources below."""
    parts = ["\n".join(_show_block(block, terminal)) for block in answer.blocks]
    if answer.citations:
        cited = [(f"[{citation.number}] ", _address(citation)) for citation in answer.citations]
        parts.append(_show_list("command.sources", cited, answer, terminal))
    related = [("- ", _address(citation)) for citation in answer.related]
    parts.append(_show_list("command.related", related, answer, terminal))
    suggestions = [("- ", text) for text in answer.suggestions]
    parts.append(_show_list("command.suggestions", suggestions, answer, terminal))
    return "\n\n".join(part for part in parts if part)


def reply_as_json(answer: Answer) -> str:
    """The answer as in the HTTP reply, without the ids of a conversation that there is none of."""
    reply = write_reply(answer, "", "").model_dump(mode="json", exclude={"conversation_id", "turn_id"})
    return json.dumps(reply, ensure_ascii=False, indent=2)


def _show_block(block: Block, terminal: Terminal) -> Iterator[str]:
    if block.label:
        yield _style(block.label, "strong", terminal)
    bar = _BAR if block.verbatim else ""
    if block.kind in (BlockKind.LIST, BlockKind.STEPS):
        for number, item in enumerate(block.items, 1):
            mark = "・" if block.kind is BlockKind.LIST else f"{number}. "
            yield from _fit(_marked(item), bar + mark, bar, terminal)
    elif block.kind is BlockKind.TABLE:
        for row in block.rows:
            heading, *cells = map(_marked, row)
            yield _style(heading, "strong", terminal)
            for cell in cells:
                yield from _fit(cell, "  " + bar, "  " + bar, terminal)
    else:
        # The lead carries its markers in its text or, like a heading, needs none.
        text = block.text if block.kind is BlockKind.LEAD else _marked(Item(block.text, block.citations))
        yield from (
            _style(line, "strong" if block.kind is BlockKind.LEAD else "", terminal)
            for line in _fit(text, bar, bar, terminal)
        )


def _show_list(key: str, entries: list[tuple[str, str]], answer: Answer, terminal: Terminal) -> str:
    if not entries:
        return ""
    lines = [_style(say(key, answer.lang), "strong", terminal)]
    for mark, text in entries:
        lines += _fit(text, mark, "", terminal)
    return "\n".join(lines)


def _marked(item: Item) -> str:
    return item.text + "".join(f"[{number}]" for number in item.citations)


def _style(text: str, name: str, terminal: Terminal) -> str:
    return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if terminal.styled and name else text


def _fit(text: str, first: str, bar: str, terminal: Terminal) -> list[str]:
    """``text`` in lines that begin with ``first``, further ones with ``bar`` and the same indent."""
    later = bar + " " * (_columns(first) - _columns(bar))
    lines: list[str] = []
    for paragraph in text.splitlines():
        line, start = "", len(lines)
        for piece in re.findall(r"[!-~]+ *|.", paragraph):
            begin = first if not lines else later
            full = terminal.width is not None and _columns(begin + line + piece.rstrip()) > terminal.width
            if full and line and piece[0] not in _CLINGING:
                lines.append(begin + line.rstrip())
                line = ""
            line += piece
        if line or len(lines) == start:
            lines.append((first if not lines else later) + line.rstrip())
    return lines


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "FWA" else 1 for character in text)


def _address(citation: Citation) -> str:
    issued = f"（{citation.issued}）" if citation.issued else ""
    page = f" p.{citation.page}" if citation.page else ""
    return f"{citation.city_name} {citation.document}{issued} {' > '.join(citation.path)}{page}"
