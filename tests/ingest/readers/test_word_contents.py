"""Contents lists of Word files: left out where the heading styles say the same, else kept recognisable."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.contents import find_contents
from ingest.document import Document
from ingest.readers.word import read_word

MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
START = MARK.format("begin") + r"<w:r><w:instrText>TOC \o</w:instrText></w:r>" + MARK.format("separate")


def run(text: str) -> str:
    """Runs of text, with tabs between them."""
    return "<w:r>" + "<w:tab/>".join(f"<w:t>{part}</w:t>" for part in text.split("\t")) + "</w:r>"


def add(document: docx.document.Document, xml: str) -> None:
    """Put in a block as raw XML."""
    block = parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")[0]
    document.element.body.sectPr.addprevious(block)


def add_field(document: docx.document.Document, entries: list[str]) -> None:
    """A contents list as Word writes it: a field over several paragraphs."""
    for number, entry in enumerate(entries):
        start = "" if number else START
        end = MARK.format("end") if number == len(entries) - 1 else ""
        add(document, f"<w:p>{start}{run(entry)}{end}</w:p>")


def saved(folder: Path, document: docx.document.Document) -> Document:
    """What is read from a document."""
    document.save(str(folder / "a.docx"))
    return read_word(folder / "a.docx")


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_a_contents_list_that_the_styles_repeat_is_left_out_with_its_title(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("北市")
    document.add_heading("目　次", 1)
    document.add_paragraph("")
    add_field(document, ["第1章\t協働とは\t1", "第2章\t進め方\t3"])
    document.add_heading("第1章 協働とは", 1)
    document.add_heading("第2章　進め方", 1)
    read = saved(tmp_path, document)
    assert texts(read) == ["北市", "第1章 協働とは", "第2章　進め方"]
    assert read.furniture == ("目　次", "第1章 協働とは\t1", "第2章 進め方\t3")


def test_a_contents_list_in_the_control_that_word_fills_is_known_without_its_field(tmp_path: Path) -> None:
    document = docx.Document()
    inside = f"<w:p>{run('Contents')}</w:p><w:p>{run('協働とは' + chr(9) + '1')}</w:p>"
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    add(document, f"<w:sdt>{gallery}<w:sdtContent>{inside}</w:sdtContent></w:sdt>")
    document.add_heading("協働とは", 1)
    assert texts(saved(tmp_path, document)) == ["協働とは"]


def test_a_contents_list_that_names_unstyled_headings_is_kept_and_recognised(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("目　次")
    add_field(document, ["第1章\t協働とは\t1", "役割\t2"])
    document.add_paragraph("第1章　協働とは")
    document.add_paragraph("役割")
    lines = texts(saved(tmp_path, document))
    assert lines == ["目　次", "第1章 協働とは\t1", "役割\t2", "第1章　協働とは", "役割"]
    contents = find_contents(lines)
    assert (contents.start, contents.end) == (0, 3)


def test_a_list_of_figures_is_left_out(tmp_path: Path) -> None:
    document = docx.Document()
    add_field(document, ["図1 協働の輪\t4", "図2 流れ\t5"])
    document.add_paragraph("本文")
    assert texts(saved(tmp_path, document)) == ["本文"]


def test_a_contents_list_typed_by_hand_keeps_the_tab_before_the_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("目次", 1)
    document.add_paragraph("1\t協働とは\t３頁")
    document.add_paragraph("本文\tの続き")
    read = saved(tmp_path, document)
    assert [(line.text, line.level) for line in read.lines] == [
        ("目次", None),
        ("1 協働とは\t３頁", None),
        ("本文 の続き", None),
    ]


def test_a_contents_field_that_never_ends_keeps_the_body(tmp_path: Path) -> None:
    document = docx.Document()
    add(document, f"<w:p>{START}{run('協働とは' + chr(9) + '1')}</w:p>")
    document.add_heading("協働とは", 1)
    document.add_paragraph("合計\t25")
    document.add_paragraph("")
    document.add_paragraph("本文")
    assert texts(saved(tmp_path, document)) == ["協働とは", "合計\t25", "", "本文"]
