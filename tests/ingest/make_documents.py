"""Makes the binary documents of ``documents/`` again from ``documents/source/``.

Beside every document ``NAME.gold.json`` says what a careful reader finds in it: ``files`` in order; ``sections``, each
with its ``path`` (number as printed, a space, title) and the ``first_words`` of its own text, "" if it has none;
``noise``, which no section holds; ``either_way``, paths that a reader may or may not call sections. Letters are the
ones meant: radicals, doubled and spaced-out letters are mended. The title on the cover (``title``) is no section.
Cells of a table are one space apart; compare with white space left out.

Run as ``python tests/ingest/make_documents.py [NAME …]``; a NAME is a file to make, without its ending.
"""

from __future__ import annotations

import html
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from document_sources import DOCUMENTS, SOURCES, Block, group_tables, read_source
from make_prints import PAGES, print_pdf
from make_word import WORD_FILES, make_word
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)
from reportlab.platypus.tableofcontents import TableOfContents


@dataclass(frozen=True, slots=True)
class Print:
    """How a PDF looks: fonts of text and headings, the running head, the page number's form."""

    text_font: str
    heading_font: str
    head: str
    foot: str
    cjk: bool


PRINTS = {
    "kitako_manual": Print("HeiseiMin-W3", "HeiseiKakuGo-W5", "北湖市協働事業実務マニュアル", "- {} -", True),
    "riverton_guide": Print("Times-Roman", "Helvetica-Bold", "Aoba Bay Collaboration Guide", "Page {}", False),
}


class OutlinedPdf(BaseDocTemplate):  # type: ignore[misc]
    """A PDF whose headings report themselves to its contents list, with a running head and page numbers."""

    def __init__(self, target: Path, print_: Print) -> None:
        super().__init__(str(target), pagesize=A4, invariant=1, title="", author="")
        frame = Frame(25 * mm, 25 * mm, A4[0] - 50 * mm, A4[1] - 55 * mm)
        self.print = print_
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self.draw_furniture))

    def draw_furniture(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """Head and page number, from the second page on."""
        if canvas.getPageNumber() > 1:
            canvas.setFont(self.print.text_font, 8)
            canvas.drawRightString(A4[0] - 25 * mm, A4[1] - 18 * mm, self.print.head)
            canvas.drawCentredString(A4[0] / 2, 13 * mm, self.print.foot.format(canvas.getPageNumber()))

    def afterFlowable(self, flowable: Flowable) -> None:
        """Called by the layout after each flowable is placed."""
        if level := getattr(flowable, "heading_level", 0):
            self.notify("TOCEntry", (level - 1, flowable.getPlainText(), self.page))


def make_pdf(name: str) -> None:
    """Sets a source as a PDF with the fonts that every PDF viewer brings."""
    print_ = PRINTS[name]
    if print_.cjk:
        for font in (print_.text_font, print_.heading_font):
            pdfmetrics.registerFont(UnicodeCIDFont(font))
    wrap = {"wordWrap": "CJK"} if print_.cjk else {}
    body = ParagraphStyle(
        "body", fontName=print_.text_font, fontSize=11, leading=23, spaceAfter=4, allowWidows=1, allowOrphans=1, **wrap
    )
    small = ParagraphStyle("small", body, fontSize=10, leading=17)
    title = ParagraphStyle("title", body, fontName=print_.heading_font, fontSize=20, leading=32, alignment=1)
    headings = [
        ParagraphStyle(f"h{level}", body, fontName=print_.heading_font, fontSize=size, spaceBefore=9)
        for level, size in enumerate((16, 14, 12, 11), 1)
    ]
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [ParagraphStyle(f"c{n}", small, leftIndent=12 * n, wordWrap=None) for n in range(4)]

    def flow(group: list[Block]) -> Iterator[Flowable]:
        block = group[0]
        if block.kind == "row":
            cells = [[Paragraph(html.escape(cell), small) for cell in row.cells] for row in group]
            grid = [("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
            yield Table(cells, style=grid, repeatRows=1, spaceBefore=4, spaceAfter=4)
        elif block.text == "[contents]":
            yield PageBreak()
            yield Paragraph("目　次" if print_.cjk else "Contents", title)
            yield contents
        elif block.text == "[page]":
            yield PageBreak()
        elif block.kind == "title":
            yield Spacer(1, 30 * mm)
            yield Paragraph(html.escape(block.text), title)
        else:
            if block.level:
                yield CondPageBreak(25 * mm)
            paragraph = Paragraph(html.escape(block.text), headings[block.level - 1] if block.level else body)
            paragraph.heading_level = block.level
            yield paragraph

    blocks, _ = read_source(SOURCES / f"{name}.txt")
    story = [flowable for group in group_tables(blocks) for flowable in flow(group)]
    OutlinedPdf(DOCUMENTS / f"{name}.pdf", print_).multiBuild(story)


def main(names: list[str]) -> None:
    """Makes the named documents, or all."""
    makers = dict.fromkeys(PRINTS, make_pdf) | dict.fromkeys(PAGES, print_pdf) | dict.fromkeys(WORD_FILES, make_word)
    for name in names or makers:
        makers[name](name)


if __name__ == "__main__":
    main(sys.argv[1:])
