"""Prints HTML sources as PDFs by Chromium, which leaves the damage that printing leaves in real files:
radicals in the place of kanji, and shadowed letters drawn twice."""

from __future__ import annotations

import base64
import io
import re
import unicodedata

from document_sources import DOCUMENTS, MADE_ON, SOURCES
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from playwright.sync_api import sync_playwright

CHROMIUM = "/usr/bin/chromium"
FONT_FILE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
PAGES = {
    "wakasugi_guide": ("", "{page}"),
    "mitsumori_part1": ("三ツ森市 協働の手引き 第1分冊", "{page} / {pages}"),
    "mitsumori_part2": ("三ツ森市 協働の手引き 第2分冊", "{page} / {pages}"),
}
"""Name to running head and page number."""
MARGIN = {"top": "22mm", "bottom": "20mm", "left": "20mm", "right": "20mm"}
_RADICALS = {unicodedata.normalize("NFKC", chr(code)): code for code in range(0x2F00, 0x2FD6)}
_RADICALS |= {"民": 0x2EA0, "西": 0x2EC4, "長": 0x2ED1}


def print_pdf(name: str) -> None:
    """Prints ``source/NAME.html`` to ``NAME.pdf``."""
    head, foot = PAGES[name]
    source = (SOURCES / f"{name}.html").read_text("utf-8")
    font = base64.b64encode(draw_small_font(source + head)).decode()
    face = f"<style>@font-face{{font-family:Small;src:url(data:font/ttf;base64,{font})}}"
    face += "*{font-family:Small!important;font-weight:400!important}</style>"
    number = foot.format(page='<span class="pageNumber"></span>', pages='<span class="totalPages"></span>')
    style = 'style="font-size:8px;width:100%;text-align:center"'
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        page.set_content(source.replace("</head>", f"{face}</head>"))
        page.evaluate("document.fonts.ready")
        printed = page.pdf(
            format="A4",
            margin=MARGIN,
            display_header_footer=True,
            header_template=f"{face}<div {style}>{head}</div>",
            footer_template=f"{face}<div {style}>{number}</div>",
        )
        browser.close()
    stamp = MADE_ON.strftime("D:%Y%m%d%H%M%S").encode()
    (DOCUMENTS / f"{name}.pdf").write_bytes(re.sub(rb"D:\d{14}", stamp, printed))


def draw_small_font(text: str) -> bytes:
    """A TrueType font of the characters of ``text`` and digits, with the radicals that share their shapes.

    Chromium writes the whole installed font glyph by glyph, several times the size.
    """
    font = TTFont(FONT_FILE, fontNumber=0)
    names, shapes = font.getBestCmap(), font.getGlyphSet()
    wanted = set(text) | set("0123456789 /")
    codes = {code for sign in wanted for code in (ord(sign), _RADICALS.get(sign, ord(sign))) if code in names}
    order = [".notdef", *sorted({names[code] for code in codes})]
    small = FontBuilder(1000, isTTF=True)
    small.updateHead(created=0, modified=0)
    small.setupGlyphOrder(order)
    small.setupCharacterMap({code: names[code] for code in codes})
    drawn = {}
    for name in order:
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, 2.0, reverse_direction=True))
        drawn[name] = pen.glyph()
    small.setupGlyf(drawn)
    small.setupHorizontalMetrics({name: font["hmtx"][name] for name in order})
    small.setupHorizontalHeader(ascent=880, descent=-120)
    small.setupNameTable({"familyName": "Small", "styleName": "Regular"})
    small.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    small.setupPost()
    small.font.recalcTimestamp = False
    saved = io.BytesIO()
    small.save(saved)
    return saved.getvalue()
