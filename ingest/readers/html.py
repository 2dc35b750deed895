"""Web pages: the main content, without what the site puts around it."""

from __future__ import annotations

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.exceptions import ParserRejectedMarkup

from corpus.errors import GuidelineError
from ingest.document import Document, Line
from ingest.japanese import fold
from ingest.readers.bold_headings import state_bold_levels
from ingest.readers.encoding import decode_text, read_bytes
from ingest.readers.html_lines import element_lines
from ingest.readers.html_main import find_content
from ingest.readers.titles import settle_title

_DECLARATION = 4096
"""Bytes from the start in which a page declares its encoding."""
_TITLE_JOINT = re.compile(r"\s*[|｜]\s*|\s+[-–—－/／:：]\s+")
_SITE_NAME = re.compile(
    r"(?:市|区|町|村|都|道|府|県|役所|役場|ホームページ|HP|サイト|website|home ?page|city)$",
    re.IGNORECASE,
)


def read_html(path: Path) -> Document:
    """The main content of a web page as lines, its headings with their levels.

    Raises:
        GuidelineError: the file cannot be read, is no text, or has an unknown encoding.
    """
    data = read_bytes(path)
    declared = EncodingDetector.find_declared_encoding(data[:_DECLARATION], is_html=True)
    soup = parse_html(decode_text(data, str(path), declared or ""), str(path))
    main, site_parts = find_content(soup)
    bold: dict[int, int] = {}
    lines = state_bold_levels(element_lines(main, site_parts, bold=bold), bold) or element_lines(soup)
    kept = {line.text for line in lines}
    furniture = dict.fromkeys(line.text for line in element_lines(soup) if line.text and line.text not in kept)
    settled, title = settle_title(lines, _stated_title(soup, lines))
    return Document(settled, title, furniture=tuple(furniture))


def parse_html(text: str, name: str) -> BeautifulSoup:
    """The tree of a page or of a piece of one.

    Raises:
        GuidelineError: the parser refuses the text.
    """
    try:
        return BeautifulSoup(text, "lxml")
    except ParserRejectedMarkup as fault:
        raise GuidelineError(f"{name}: cannot be read as HTML: {fault}") from fault


def _stated_title(soup: BeautifulSoup, lines: list[Line]) -> str:
    """What the page states as its title without the site's name; the part that it also prints as a heading."""
    head = soup.find("title")
    stated = " ".join(head.get_text().split()) if isinstance(head, Tag) else ""
    parts = [part for part in _TITLE_JOINT.split(stated) if part.strip()]
    folded = {fold(part) for part in [stated, *parts] if part}
    first_level = [line.text for line in lines if line.level == 1]
    printed = next((heading for heading in first_level if fold(heading) in folded), "")
    if printed or len(first_level) == 1:
        return printed or first_level[0]
    return next((part for part in parts if not _SITE_NAME.search(part)), parts[0] if parts else "")
