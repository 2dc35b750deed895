"""PDF files for tests, made from invented text: drawn line by line, or written by hand where they are hostile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

MINCHO, GOTHIC = "HeiseiMin-W3", "HeiseiKakuGo-W5"
for name in (MINCHO, GOTHIC):
    pdfmetrics.registerFont(UnicodeCIDFont(name))
BODY = "協働とは、市民と市とが互いの得意なことを持ち寄り、地域の課題をともに解いていくことをいい"


def make_pdf(path: Path, *pages: Callable[[Canvas], None], encrypt: StandardEncryption | None = None) -> Path:
    canvas = Canvas(str(path), pagesize=A4, encrypt=encrypt, invariant=1)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def say(canvas: Canvas, text: str, x: float, y: float, size: float = 10.5, font: str = MINCHO) -> None:
    """A line, ``y`` points below the page's top."""
    canvas.setFont(font, size)
    canvas.drawString(x, A4[1] - y, text)


def say_lines(canvas: Canvas, lines: list[str], y: float) -> None:
    for number, line in enumerate(lines):
        say(canvas, line, 70, y + 18 * number)


def rule(canvas: Canvas, xs: list[float], ys: list[float]) -> None:
    canvas.grid(xs, [A4[1] - y for y in ys])


def title_page(canvas: Canvas) -> None:
    say(canvas, "南浜市", 240, 200, 24, GOTHIC)
    say(canvas, "協働の手引き", 220, 235, 24, GOTHIC)
    say(canvas, "令和3年4月　市民協働課", 220, 600, 14, GOTHIC)


def first_page(canvas: Canvas) -> None:
    say(canvas, "南浜市協働の手引き", 430, 40, 8)
    say(canvas, "第１章　協働とは", 70, 110, 16, GOTHIC)
    say(canvas, "１　協働の定義", 70, 140, 13, GOTHIC)
    say_lines(canvas, [BODY, "ます。市民が主となり、市はそれを支えます。"], 165)
    say_lines(canvas, ["このことを、市の計画でも定めています。"], 165 + 18 * 2 + 20)
    say(canvas, "費用の分け方", 70, 300, 10.5, GOTHIC)
    rule(canvas, [70, 170, 300], [320, 340, 360])
    for row, cells in enumerate((("形態", "費用"), ("共催", "折半"))):
        for column, cell in enumerate(cells):
            say(canvas, cell, 80 + 100 * column, 335 + 20 * row)
    say(canvas, "- 1 -", 290, 810)


def second_page(canvas: Canvas) -> None:
    say(canvas, "南浜市協働の手引き", 430, 40, 8)
    rule(canvas, [70, 170, 300], [100, 120, 140])
    for row, cells in enumerate((("形態", "費用"), ("後援", "負担しない"))):
        for column, cell in enumerate(cells):
            say(canvas, cell, 80 + 100 * column, 115 + 20 * row)
    say(canvas, "第２章　協働の形", 70, 200, 16, GOTHIC)
    say_lines(canvas, [BODY * 1, BODY], 230)
    say(canvas, "- 2 -", 290, 810)


def third_page(canvas: Canvas) -> None:
    say(canvas, "南浜市協働の手引き", 430, 40, 8)
    say_lines(canvas, ["ます。形は選べます。"], 110)
    say(canvas, "- 3 -", 290, 810)


def raw_pdf(content: bytes, pages: int = 1, forms: list[bytes] | None = None) -> bytes:
    """A PDF written by hand: pages that share one content; each form may draw the next one by the name X."""
    forms = forms or []
    resources = b"<</Font<</F 4 0 R>>/XObject<</X %d 0 R>>>>"
    first_page = 5 + len(forms)
    kids = b" ".join(b"%d 0 R" % (first_page + number) for number in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, form in enumerate(forms):
        head = b"<</Type/XObject/Subtype/Form/BBox[0 0 900 900]/Resources %s/Length %d>>"
        objects.append(head % (resources % (6 + number), len(form)) + b"stream\n" + form + b"\nendstream")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources %s/Contents 3 0 R>>" % (resources % 5)
    objects.extend([page] * pages)
    numbered = [b"%d 0 obj\n%s\nendobj\n" % (number, content) for number, content in enumerate(objects, start=1)]
    return b"%PDF-1.7\n" + b"".join(numbered) + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF" % (len(objects) + 1)
