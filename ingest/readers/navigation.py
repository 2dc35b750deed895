"""Lines by which a web site leads from page to page: left out of every format, as pages are copied into any."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from ingest.document import Document, Line
from ingest.readers.html_lines import read_table

_LONGEST_LINE, _LONGEST_PART = 160, 20
"""Characters; parts are what bars part."""
_TABLE = read_table()["site"]
_CERTAIN = re.compile("|".join(_TABLE["lines"]), re.IGNORECASE)
_BREADCRUMB = re.compile("|".join(_TABLE["breadcrumbs"]), re.IGNORECASE)
_RELATED = re.compile("|".join(_TABLE["related"]), re.IGNORECASE)
_BARS = re.compile(r"[|│]|\s{2,}|(?<=\S)/(?=\S)|(?<=[\])>])\s*(?=[\[(<])")
_SIGNS = " ↑▲△▼▽^■●◆・*【】[]()<>«»≪≫←→⇒⇐‹›「」〔〕-~_"


@lru_cache(maxsize=20_000)
def is_navigation(text: str) -> bool:
    """Whether a line only leads elsewhere: 目次へ戻る, 前のページへ | サイトマップ, ホーム > くらし > 協働."""
    shadow = unicodedata.normalize("NFKC", text).strip() if len(text) <= _LONGEST_LINE else ""
    if not shadow or "\t" in text:
        return False
    if _CERTAIN.fullmatch(_bare(shadow)) or _BREADCRUMB.fullmatch("".join(shadow.split())):
        return True
    parts = [part for part in map(_bare, _BARS.split(shadow)) if part]
    if "。" in shadow or any(len(part) > _LONGEST_PART for part in parts):
        return False
    return any(_CERTAIN.fullmatch(part) for part in parts)


def titles_related_links(text: str) -> bool:
    """Whether a heading is one over a list of links to other pages."""
    return len(text) <= _LONGEST_PART and _RELATED.fullmatch(_bare(unicodedata.normalize("NFKC", text))) is not None


def leave_out_navigation(document: Document) -> Document:
    """The document without such lines, which are then furniture; a line whose heading level is stated stays."""
    kept: list[Line] = []
    found: dict[str, None] = {}
    closes_up = False
    for line in document.lines:
        if line.level is None and is_navigation(line.text):
            found[line.text.strip()] = None
            closes_up = not kept or not kept[-1].text.strip()
        elif line.text.strip() or not closes_up:
            kept.append(line)
            closes_up = False
    if not found:
        return document
    furniture = tuple(dict.fromkeys((*document.furniture, *found)))
    return replace(document, lines=tuple(kept), furniture=furniture)


def _bare(text: str) -> str:
    return "".join(text.split()).strip(_SIGNS)
