"""Markdown: CommonMark and pipe tables, read as the lines that a reader of the page would see."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from html import escape
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, reference
from markdown_it.token import Token

from ingest.document import Document, Line
from ingest.readers.bold_headings import state_bold_levels
from ingest.readers.encoding import read_text
from ingest.readers.html import parse_html
from ingest.readers.html_lines import element_lines, read_table
from ingest.readers.navigation import is_navigation, titles_related_links
from ingest.readers.titles import settle_title

DEEPEST = 60
"""Levels of quotations and lists in one another; a text with more is no longer read as Markdown."""
_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:[^\n]*\n){1,200}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_FIELD = re.compile(r"(?:[\w-]+\s*:(?:\s.*)?|\s+.*|-\s.*|#.*)?")
_TITLE = re.compile(r"^title\s*:[ \t]*(['\"]?)(.+?)\1[ \t]*$", re.MULTILINE | re.IGNORECASE)
# Emphasis that CommonMark does not see, as the sign stands between a letter and a bracket: **「協働」**とは.
_LEFT_EMPHASIS = re.compile(r"(\*\*\*|\*\*)(?=\S)([^*\n]+)(?<=\S)\1")
_NOTE_DEFINITION = re.compile(r"\s*\[\^?[^\]]*\]:\s*<?[^\s>]*[^\x00-\x7f]")
# Where a generator would put the contents list.
_CONTENTS_MARK = re.compile(r"\s*(?:\[TOC\]|\[\[_?TOC_?\]\]|\{:toc\})\s*", re.IGNORECASE)
# What a generator reads of a heading, a link, a line: {#id}, {.class}, {: #id .class}, {-}, {width=50%}.
_ATTRIBUTE = r"(?:[#.][^\s{}]+|[A-Za-z][\w-]*=(?:\"[^\"\n{}]*\"|[^\s{}\"]+)|-)"
_ATTRIBUTES = re.compile(rf"\{{:?[ \t]*{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE})*[ \t]*\}}")
_LAST_ATTRIBUTES = re.compile(rf"{_ATTRIBUTES.pattern}\s*$")
_FENCED_DIV = re.compile(r"^\s*:{3,}[ \t]*(?:\{[^{}\n]*\}|[A-Za-z-]*)[ \t]*")
_CALLOUT = re.compile(r"^\[![A-Z]+\][-+]?[ \t]*")
_INDENT = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])?[ \t]*(\u3000+)")
_COMMENT = re.compile(r"<!--.*?-->|<!--.*\Z", re.DOTALL)
_HTML_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_HTML_TAGS = frozenset(read_table()["markdown"]["inline_tags"])


def read_markdown(path: Path) -> Document:
    """The lines of a Markdown file: headings with their levels, table rows tab-separated, no markup.

    Raises:
        GuidelineError: the file cannot be read, is no text, or has an unknown encoding.
    """
    text = read_text(path).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    if front and not all(_FIELD.fullmatch(line) for line in front[1].split("\n")):
        front = None
    body = text[front.end() :] if front else text
    tokens = _parser().parse(body)
    if max((token.level for token in tokens), default=0) >= DEEPEST - 1:
        warning = "too many lists or quotations in one another to be Markdown; read as plain text"
        return Document(tuple(Line(line) for line in body.splitlines()), warnings=(warning,))
    printer = _Printer(body.split("\n"), str(path))
    lines = state_bold_levels(printer.print_tokens(tokens), printer.bold)
    lines, left_out = _leave_out_related(lines, printer.links)
    stated = _TITLE.search(front[1]) if front else None
    return Document(*settle_title(lines, stated[2] if stated else ""), furniture=left_out)


def _leave_out_related(lines: Sequence[Line], links: Collection[int]) -> tuple[list[Line], tuple[str, ...]]:
    """The lines without the lists of links to other pages and their headings, and the texts of those left out."""
    left_out: set[int] = set()
    for start, line in enumerate(lines):
        if line.level is None or not titles_related_links(line.text):
            continue
        end = start + 1
        while end < len(lines) and (end in links or not lines[end].text or is_navigation(lines[end].text)):
            end += 1
        if not any(index in links for index in range(start, end)) or (end < len(lines) and lines[end].level is None):
            continue
        left_out.update(range(start, end))
    texts = dict.fromkeys(lines[index].text for index in sorted(left_out) if lines[index].text)
    return [line for index, line in enumerate(lines) if index not in left_out], tuple(texts)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    parser.block.ruler.at("reference", _read_reference)
    return parser


def _read_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A link's address, which is not printed; a note such as ``[^1]: 協働とは…`` is printed, and is none."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return not _NOTE_DEFINITION.match(line) and reference(state, start, end, silent)


class _Printer:
    """Prints tokens as lines; ``marker`` waits for the first line of a list's item, ``bold`` and
    ``links`` are the indices of the lines that are bold or a link as a whole."""

    def __init__(self, source: Sequence[str], name: str) -> None:
        self._source, self._name = source, name
        self._lines: list[Line] = []
        self.bold: dict[int, int] = {}
        self.links: set[int] = set()
        self._printed_to = 0
        self._marker = ""
        self._row: list[str] | None = None

    def print_tokens(self, tokens: Sequence[Token]) -> list[Line]:
        """The lines of a whole document."""
        level: int | None = None
        for token in tokens:
            if token.type == "heading_open":
                level = int(token.tag[1:])
            elif token.type == "list_item_open":
                self._marker += f"{token.info}{token.markup} "
            elif token.type == "tr_open":
                self._row = []
            elif token.type == "tr_close":
                self._put(["\t".join(self._row or [])])
                self._row = None
            elif token.type == "inline" and self._row is not None:
                self._row.append(" ".join(self._inline_lines(token)).replace("\t", " "))
            elif token.type == "inline":
                self._go_to(token)
                texts = self._inline_lines(token)
                if _is_link(token):
                    self.links.update(range(len(self._lines), len(self._lines) + len(texts)))
                if not level and not self._marker and _is_bold(token):
                    self.bold[len(self._lines)] = 0
                    texts = [" ".join(texts)]
                self._put([" ".join(texts)] if level else texts, level)
                level = None
            elif token.type in {"fence", "code_block"}:
                self._go_to(token)
                self._put(token.content.rstrip("\n").split("\n"))
            elif token.type == "html_block":
                self._go_to(token)
                self._put_html(token.content)
            elif token.type in {"table_open", "hr"}:
                self._go_to(token)
        return self._lines

    def _go_to(self, token: Token) -> None:
        """A blank line if the source has one before the token."""
        start, end = token.map or [self._printed_to, self._printed_to]
        blank = any(not line.strip() for line in self._source[self._printed_to : start])
        if blank and self._lines and self._lines[-1].text:
            self._lines.append(Line(""))
        self._printed_to = max(self._printed_to, end)

    def _put(self, texts: Sequence[str], level: int | None = None) -> None:
        for text in texts:
            if _CONTENTS_MARK.fullmatch(text):
                continue
            self._lines.append(Line((self._marker + text).rstrip() if self._marker else text, level=level))
            self._marker = ""

    def _put_html(self, content: str) -> None:
        for line in _html_lines(_COMMENT.sub("", content), self._name):
            self._put([line.text], line.level)

    def _inline_lines(self, token: Token) -> list[str]:
        children = token.children or []
        if any(child.type == "html_inline" for child in children):
            texts = [line.text for line in _html_lines("".join(_as_html(children)), self._name)]
        else:
            texts = "".join(_as_text(children)).split("\n")
        texts = [_LEFT_EMPHASIS.sub(r"\2", text) for text in texts]
        texts = [text for before in texts if (text := _without_markup(before)) or not before]
        texts = texts if any(texts) else []
        if token.map and texts:
            indent = _INDENT.match(self._source[token.map[0]])
            texts[0] = (indent[1] if indent else "") + texts[0].lstrip("\u3000")
        return texts


def _without_markup(text: str) -> str:
    """A line without what a generator reads and does not print: attributes, the marks of a box."""
    text = _CALLOUT.sub("", _FENCED_DIV.sub("", text))
    return _LAST_ATTRIBUTES.sub("", text).rstrip() if text.rstrip().endswith("}") else text


def _html_lines(content: str, name: str) -> list[Line]:
    return element_lines(parse_html(content, name)) if content.strip() else []


def _as_text(children: Sequence[Token]) -> Iterator[str]:
    before = ""
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield "\n"
        elif child.type in {"text", "code_inline"}:
            yield _ATTRIBUTES.sub("", child.content, 1) if _holds_attributes(before, child) else child.content
        before = child.type


def _holds_attributes(before: str, child: Token) -> bool:
    """Whether the text right behind a link or picture opens with its attributes."""
    return before in {"link_close", "image"} and _ATTRIBUTES.match(child.content) is not None


def _is_link(token: Token) -> bool:
    """Whether nothing but links is printed."""
    depth = 0
    for child in token.children or []:
        depth += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if not depth and child.type in {"text", "code_inline"} and child.content.strip():
            return False
    return any(child.type == "link_open" for child in token.children or [])


def _is_bold(token: Token) -> bool:
    """Whether all that is printed stands in one pair of the signs of strong emphasis."""
    children = [child for child in token.children or [] if child.type != "text" or child.content.strip()]
    whole = len(children) > 2 and children[0].type == "strong_open" and children[-1].type == "strong_close"
    return whole and sum(child.type == "strong_open" for child in children) == 1


def _as_html(children: Sequence[Token]) -> Iterator[str]:
    """The children as HTML, for what stands between tags: ruby, raised digits. A tag that HTML does not know is
    text, as in <NPO>."""
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            yield "<br>"
        elif child.type == "html_inline":
            name = _HTML_NAME.match(child.content)
            known = child.content.startswith("<!--") or (name is not None and name[1].lower() in _HTML_TAGS)
            yield child.content if known else escape(child.content)
        elif child.type in {"text", "code_inline"}:
            yield escape(child.content)
