"""One page of a PDF as glyphs and ruled edges, in a frame in which the text runs from left to right."""

from __future__ import annotations

import ctypes
import math
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.readers.pdf_edges import Edge, Frame, read_edges

MOST_GLYPHS = 20_000
"""Of one page; a page with more is no page of a text."""
_BOLD_NAME = re.compile(r"bold|heavy|black|demi|w[6-9]\b|(?<![a-z])(?:b|h|eb|db)$", re.IGNORECASE)
_GOTHIC_NAME = re.compile(r"gothic|kakugo|go-|sans|ゴシック|meiryo|arial|helvetica", re.IGNORECASE)
_SYMBOL_NAME = re.compile(r"wingdings|symbol", re.IGNORECASE)
_LEAST_SLANT = math.radians(8)
# Bullets that symbol fonts keep in the private use area.
_BULLETS = dict(
    zip(
        "\uf06c\uf06e\uf075\uf076\uf071\uf06f\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0e8\uf0fc\uf0fe",
        "●■◆❖❑□▪□・➢→➔✓☑",
        strict=True,
    )
)
_BROKEN = "\ufffd"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn character: its box, the line it stands on (``baseline``) and its font size, all in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    gothic: bool


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands on a page.

    ``glyphs`` run the way most of the page's text runs; ``turned`` holds the others, each group in its own frame.
    ``drawn`` counts all characters, those outside the page too. ``slanted`` is text set aslant, such as a
    watermark. ``width`` and ``height`` are the main frame's.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    turned: tuple[tuple[Glyph, ...], ...]
    drawn: int
    edges: tuple[Edge, ...]
    slanted: str
    has_drawings: bool


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share.

    ``size`` is an em's height and ``width`` its width in points; ``turn`` counts quarters against the clock,
    None is aslant.
    """

    size: float
    width: float
    bold: bool
    gothic: bool
    symbols: bool
    turn: int | None


@dataclass(frozen=True, slots=True)
class _Character:
    """A character where the file puts it: ``box`` is left, bottom, right, top; ``origin`` is on its baseline."""

    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    style: _Style


def read_page(page: pdfium.PdfPage) -> PageContent:
    """The glyphs and edges of an open page.

    Raises:
        pdfium.PdfiumError: the page's content cannot be read.
        OverflowError: it holds more than ``MOST_GLYPHS``.
    """
    text_page = page.get_textpage()
    try:
        found = list(_read_characters(text_page))
    finally:
        text_page.close()
    turns = Counter(character.style.turn for character in found if character.style.turn is not None)
    left, bottom, right, top = page.get_bbox()
    frames = [Frame(left, bottom, right, top, turn) for turn in [turn for turn, _ in turns.most_common()] or [0]]
    groups = [tuple(_place_glyphs(found, frame)) for frame in frames]
    edges, has_drawings = read_edges(page, frames[0])
    slanted = "".join(character.text for character in found if character.style.turn is None).strip()
    width, height = frames[0].measure()
    return PageContent(width, height, groups[0], tuple(groups[1:]), len(found), tuple(edges), slanted, has_drawings)


def _place_glyphs(found: list[_Character], frame: Frame) -> Iterator[Glyph]:
    """The characters that run with the frame and stand inside it."""
    width, height = frame.measure()
    for character in found:
        style = character.style
        if style.turn != frame.turn:
            continue
        left, bottom, right, top = character.box
        (x0, y0), (x1, y1) = frame.place(left, bottom), frame.place(right, top)
        start, baseline = frame.place(*character.origin)
        x0, x1, y0, y1 = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        bearing = x0 - start
        if 0.02 * style.size < bearing < 0.5 * style.size:
            # Only the ink's box is known: the letter takes as much room on its other side, a wide one a whole em.
            wide = unicodedata.east_asian_width(character.text) in "WF"
            x0, x1 = start, max(x1 + bearing, start + style.width if wide else 0.0)
        if -1 <= x0 <= width + 1 and -1 <= baseline <= height + 1:
            yield Glyph(character.text, x0, x1, y0, y1, baseline, style.size, style.bold, style.gothic)


def _read_characters(text_page: pdfium.PdfTextPage) -> Iterator[_Character]:
    count = raw.FPDFText_CountChars(text_page)
    if count > MOST_GLYPHS:
        raise OverflowError(f"{count} characters on one page")
    styles: dict[int, _Style] = {}
    fonts: dict[int, tuple[bool, bool, bool]] = {}
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(count):
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        owner = raw.FPDFText_GetTextObject(text_page, index)
        address = ctypes.cast(owner, ctypes.c_void_p).value or 0
        if not address:
            continue
        style = styles.get(address)
        if style is None:
            style = styles[address] = _read_style(text_page, index, owner, fonts)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        places = (box.left, box.bottom, box.right, box.top, x.value, y.value)
        if style.size <= 0 or not all(map(math.isfinite, places)):
            continue
        text = _read_text(text_page, index, style)
        if text:
            yield _Character(text, places[:4], places[4:], style)


def _read_text(text_page: pdfium.PdfTextPage, index: int, style: _Style) -> str:
    """The character's text; U+FFFD where the font does not say which character its shape is; "" for controls."""
    code = raw.FPDFText_GetUnicode(text_page, index)
    if raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 or not 0 < code <= sys.maxunicode:
        return _BROKEN
    text = chr(code)
    if text.isspace():
        return " "
    if style.symbols and text in _BULLETS:
        return _BULLETS[text]
    category = unicodedata.category(text)
    return _BROKEN if category == "Cs" else "" if category in ("Cc", "Cf") else text


def _read_style(
    text_page: pdfium.PdfTextPage, index: int, owner: object, fonts: dict[int, tuple[bool, bool, bool]]
) -> _Style:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text_page, index, matrix)
    stated = abs(float(raw.FPDFText_GetFontSize(text_page, index)))
    size, width = stated * math.hypot(matrix.c, matrix.d), stated * math.hypot(matrix.a, matrix.b)
    angle = math.atan2(matrix.b, matrix.a)
    if not math.isfinite(size + width) or not math.isfinite(angle):
        return _Style(0.0, 0.0, False, False, False, 0)
    quarters = round(angle / (math.pi / 2))
    turn = quarters % 4 if abs(angle - quarters * math.pi / 2) < _LEAST_SLANT else None
    font = raw.FPDFTextObj_GetFont(owner)
    address = ctypes.cast(font, ctypes.c_void_p).value or 0
    if address not in fonts:
        fonts[address] = _read_font(font) if address else (False, False, False)
    bold, gothic, symbols = fonts[address]
    # Fill and stroke together is how a bold face is made of a plain one.
    bold = bold or raw.FPDFTextObj_GetTextRenderMode(owner) == raw.FPDF_TEXTRENDERMODE_FILL_STROKE
    return _Style(size, width, bold, gothic, symbols, turn)


def _read_font(font: object) -> tuple[bool, bool, bool]:
    """Whether a font is bold, gothic (sans serif), made of symbols, by its name; the weight it states is unsure."""
    buffer = ctypes.create_string_buffer(128)
    raw.FPDFFont_GetBaseFontName(font, buffer, 128)
    name = buffer.value.decode("utf-8", "replace")
    return bool(_BOLD_NAME.search(name)), bool(_GOTHIC_NAME.search(name)), bool(_SYMBOL_NAME.search(name))
