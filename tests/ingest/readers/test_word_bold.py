"""Word files whose headings are bold paragraphs: their levels, and what is bold and no heading."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from ingest.document import Document
from ingest.readers.word import read_word

PROSE = "市民と市は、話し合いながら長い時間をかけて進めていくことを大切にします。" * 3


def add_bold(document: docx.document.Document, text: str) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = True
    return paragraph


def levels(folder: Path, document: docx.document.Document) -> dict[str, int]:
    return {line.text: line.level for line in saved(folder, document).lines if line.level is not None}


def saved(folder: Path, document: docx.document.Document) -> Document:
    document.save(str(folder / "a.docx"))
    return read_word(folder / "a.docx")


def test_bold_paragraphs_are_headings_below_those_by_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("第1部 問い", 1)
    for text in ("問1　だれが払いますか。", "問2　いつ終わりますか。"):
        add_bold(document, text)
        document.add_paragraph(PROSE)
    assert levels(tmp_path, document) == {"第1部 問い": 1, "問1　だれが払いますか。": 2, "問2　いつ終わりますか。": 2}


def test_bold_may_come_from_a_style(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("見出しもどき", WD_STYLE_TYPE.PARAGRAPH).font.bold = True
    document.styles.add_style("太字", WD_STYLE_TYPE.CHARACTER).font.bold = True
    document.add_paragraph(PROSE)
    document.add_paragraph("1 目的", style="見出しもどき")
    document.add_paragraph(PROSE)
    document.add_paragraph().add_run("2 形", style="太字")
    document.add_paragraph(PROSE)
    plain = document.add_paragraph(style="見出しもどき").add_run("3 太くない")
    plain.bold = False
    assert levels(tmp_path, document) == {"1 目的": 1, "2 形": 1}


def test_larger_print_is_an_outer_heading(tmp_path: Path) -> None:
    document = docx.Document()
    document.styles.add_style("大きい", WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(16)
    document.add_paragraph(PROSE)
    add_bold(document, "総論").style = "大きい"
    document.add_paragraph(PROSE)
    add_bold(document, "目的")
    document.add_paragraph(PROSE)
    add_bold(document, "各論").runs[0].font.size = Pt(16)
    document.add_paragraph(PROSE)
    assert levels(tmp_path, document) == {"総論": 1, "目的": 2, "各論": 1}


def test_a_bold_heading_over_two_lines_is_one_and_so_is_its_entry_in_the_contents_list(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("目次")
    document.add_paragraph("第1章　農村をつなぐ\n　　　　進め方\t5")
    document.add_paragraph("第2章　形\t7")
    document.add_paragraph(PROSE)
    add_bold(document, "第1章　農村をつなぐ\n　　　　進め方")
    document.add_paragraph("住所\n電話")
    document.add_paragraph(PROSE)
    add_bold(document, "第2章　形")
    read = saved(tmp_path, document)
    assert {line.text for line in read.lines if line.level} == {"第1章　農村をつなぐ 進め方", "第2章　形"}
    assert [line.text for line in read.lines][1:3] == ["第1章　農村をつなぐ 進め方\t5", "第2章　形\t7"]
    assert {"住所", "電話"} <= {line.text for line in read.lines}


def test_bold_words_rows_and_bullets_are_no_headings(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    add_bold(document, "1 目的")
    document.add_paragraph(PROSE)
    add_bold(document, "必ず").add_run("守ります")
    add_bold(document, "市民").style = "List Bullet"
    row = document.add_table(1, 2).rows[0]
    row.cells[0].paragraphs[0].add_run("区分").bold = True
    row.cells[1].paragraphs[0].add_run("人数").bold = True
    add_bold(document, "2 形")
    document.add_paragraph(PROSE)
    assert levels(tmp_path, document) == {"1 目的": 1, "2 形": 1}
