"""PDF files as programs write them: their lines, pages, levels, tables and furniture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ingest.document import Document
from ingest.readers.pdf import read_pdf
from tests.ingest.readers.pdf_making import (
    BODY,
    first_page,
    make_pdf,
    say,
    say_lines,
    second_page,
    third_page,
    title_page,
)

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def handbook(tmp_path_factory: pytest.TempPathFactory) -> Document:
    path = tmp_path_factory.mktemp("pdf") / "handbook.pdf"
    return read_pdf(make_pdf(path, title_page, first_page, second_page, third_page))


def test_the_lines_come_in_reading_order_without_furniture(handbook: Document) -> None:
    assert [line.text for line in handbook.lines if line.text] == [
        "南浜市",
        "協働の手引き",
        "令和3年4月 市民協働課",
        "第１章 協働とは",
        "１ 協働の定義",
        BODY,
        "ます。市民が主となり、市はそれを支えます。",
        "このことを、市の計画でも定めています。",
        "費用の分け方",
        "形態\t費用",
        "共催\t折半",
        "後援\t負担しない",
        "第２章 協働の形",
        BODY,
        BODY,
        "ます。形は選べます。",
    ]
    assert handbook.furniture == ("南浜市協働の手引き", "- 1 -")
    assert handbook.warnings == ()


def test_title_and_levels_come_from_the_size_of_print(handbook: Document) -> None:
    assert handbook.title == "南浜市協働の手引き"
    assert {line.text: line.level for line in handbook.lines if line.level} == {
        "第１章 協働とは": 1,
        "１ 協働の定義": 2,
        "費用の分け方": 3,
        "第２章 協働の形": 1,
    }


def test_every_line_knows_its_page_and_every_page_its_characters(handbook: Document) -> None:
    pages = [line.page for line in handbook.lines]
    assert pages == sorted(page for page in pages if page is not None)
    assert {line.page for line in handbook.lines if line.text.startswith("第")} == {2, 3}
    assert [(quality.page, quality.broken) for quality in handbook.pages] == [(1, 0), (2, 0), (3, 0), (4, 0)]
    assert handbook.pages[0].characters == len("南浜市協働の手引き令和3年4月市民協働課")


def test_paragraphs_are_parted_but_sentences_go_on_over_the_page(handbook: Document) -> None:
    lines = [line.text for line in handbook.lines]
    assert lines[lines.index("ます。市民が主となり、市はそれを支えます。") + 1] == ""
    assert lines[lines.index("ます。形は選べます。") - 1] == BODY
    assert lines[lines.index("共催\t折半") + 1] == "後援\t負担しない"
    assert lines[lines.index("後援\t負担しない") + 1] == ""


def test_headings_drawn_twice_to_look_bold_are_read_once(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            say(canvas, "協働のすすめ", 70 + shift, 100)
        say_lines(canvas, [BODY] * 4, 130)

    assert read_pdf(make_pdf(tmp_path / "bold.pdf", page)).lines[0].text == "協働のすすめ"


def test_a_text_of_one_size_has_neither_levels_nor_title(tmp_path: Path) -> None:
    document = read_pdf(
        make_pdf(tmp_path / "flat.pdf", lambda canvas: say_lines(canvas, ["１　目的", BODY, BODY], 100))
    )
    assert document.title == ""
    assert {line.level for line in document.lines} == {None}


def test_contents_with_dotted_leaders_stay_lines(tmp_path: Path) -> None:
    lines = ["目　次", "第１章　協働とは………………………… 3", "第２章　協働の形………………………… 5"]
    document = read_pdf(make_pdf(tmp_path / "contents.pdf", lambda canvas: say_lines(canvas, lines, 100)))
    assert document.text == "目 次\n第１章 協働とは………………………… 3\n第２章 協働の形………………………… 5"


def test_signs_of_japanese_print_are_kept_as_printed(tmp_path: Path) -> None:
    text = "①㈱みなみ～南浜〜ｱ－１　平成19年３月"
    document = read_pdf(make_pdf(tmp_path / "signs.pdf", lambda canvas: say_lines(canvas, [text], 100)))
    assert document.text == text.replace("　", " ")


def test_text_turned_by_a_quarter_is_read_and_a_watermark_left_out(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.translate(0, -A4[1])
        say_lines(canvas, [BODY, "ます。"], 300)
        canvas.rotate(40)
        say(canvas, "見本", 300, 700, 60)

    document = read_pdf(make_pdf(tmp_path / "turned.pdf", page))
    assert document.text == f"{BODY}\nます。"
    assert document.furniture == ("見本",)
    assert document.warnings == ("text set aslant, such as a watermark, left out: 1",)


def test_vertical_writing_is_read_with_a_warning(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for column in range(2):
            for row, letter in enumerate(BODY[20 * column : 20 * column + 20]):
                say(canvas, letter, 450 - 20 * column, 100 + 11 * row)

    document = read_pdf(make_pdf(tmp_path / "vertical.pdf", page))
    assert document.text == f"{BODY[:20]}\n{BODY[20:40]}"
    assert document.warnings == ("pages in vertical writing, to be checked: 1",)


def test_pages_that_are_pictures_are_named(tmp_path: Path) -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(50, 50, 400, 600, fill=1)

    path = make_pdf(tmp_path / "mixed.pdf", first_page, picture, third_page, picture, lambda canvas: None)
    assert read_pdf(path).warnings == ("pages without text, scanned or pictures only (OCR needed): 2, 4",)


def test_letters_without_a_meaning_are_counted_as_broken(tmp_path: Path) -> None:
    canvas_text = "\ue000協働\ufffd"
    document = read_pdf(make_pdf(tmp_path / "broken.pdf", lambda canvas: say(canvas, canvas_text, 70, 100)))
    assert document.pages[0].broken > 0
    assert "協働" in document.text


PRINTED = """<meta charset="utf-8"><style>body{font:10.5pt serif;margin:0} h1{font-size:18pt}
.two{column-count:2;column-gap:10mm;text-align:justify} td,th{border:1px solid;padding:4px} rt{font-size:50%}</style>
<h1>第2章 協働の形と、その選び方、始め方、続け方について</h1><div class="two"><p>左始まり。BODY</p><p>BODY</p>
<p><ruby>協働<rt>きょうどう</rt></ruby>の相手<sup>1</sup>です。</p><p>BODY</p><p>BODY 右終わり。</p></div>
<table><tr><th>形態</th><th colspan="2">費用と期限</th></tr>
<tr><td rowspan="2">補助</td><td>上限</td><td>50万円</td></tr><tr><td>期限</td><td>5月<br>末日</td></tr></table>"""


def test_a_page_printed_by_a_browser_is_read(tmp_path: Path, browser: Browser) -> None:
    path = tmp_path / "printed.pdf"
    page = browser.new_page()
    page.set_content(PRINTED.replace("BODY", (BODY + "ます。") * 4))
    page.pdf(path=str(path), format="A4", margin={"top": "20mm", "left": "20mm", "right": "20mm"})
    page.close()
    lines = [line.text for line in read_pdf(path).lines if line.text]
    assert lines[0] == "第2章 協働の形と、その選び方、始め方、続け方について"
    assert lines[1].startswith("左始まり。協働とは、市民と市とが")
    assert "".join(lines[1:-3]).count(BODY + "ます。") == 16
    assert "協働の相手¹です。" in lines
    assert "".join(lines[:-3]).endswith("右終わり。")
    assert lines[-3:] == ["形態\t費用と期限\t", "補助\t上限\t50万円", "\t期限\t5月末日"]
