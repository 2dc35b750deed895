"""Pages of Word files, as far as the file tells them."""

from __future__ import annotations

from pathlib import Path

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from ingest.document import Document
from ingest.readers.word import read_word


def fill(paragraph: Paragraph, content: str) -> None:
    """Put raw runs into a paragraph."""
    for element in list(parse_xml(f"<w:p {nsdecls('w')}>{content}</w:p>")):
        paragraph._p.append(element)


def run(text: str) -> str:
    """A run of text."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


def saved(folder: Path, document: docx.document.Document) -> Document:
    """What is read from a document."""
    document.save(str(folder / "a.docx"))
    return read_word(folder / "a.docx")


def test_pages_are_counted_where_they_began_when_last_laid_out(tmp_path: Path) -> None:
    document = docx.Document()
    began = "<w:r><w:lastRenderedPageBreak/></w:r>"
    document.add_paragraph("一").add_run().add_break(WD_BREAK.PAGE)
    fill(document.add_paragraph(), began + run("二"))
    fill(document.add_paragraph(), run("二の") + began + run("続き"))
    fill(document.add_paragraph(), run("三") + "<w:r><w:br/></w:r>" + began + run("四"))
    cells = document.add_table(2, 3).row_cells(0)
    for cell, content in zip(cells, (began + run("五"), began + run("五"), run("五")), strict=True):
        fill(cell.paragraphs[0], content)
    document.add_paragraph("五の次")
    document.add_paragraph("章").paragraph_format.page_break_before = True
    read = saved(tmp_path, document)
    assert [(line.text, line.page) for line in read.lines if line.text] == [
        ("一", 1),
        ("二", 2),
        ("二の続き", 2),
        ("三", 3),
        ("四", 4),
        ("五\t五\t五", 5),
        ("五の次", 5),
        ("章", 6),
    ]
    assert read.warnings == ()


def test_pages_counted_by_hand_made_breaks_alone_are_warned_of(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("二")
    document.add_section()
    document.add_paragraph("三")
    read = saved(tmp_path, document)
    assert [(line.text, line.page) for line in read.lines if line.text] == [("一", 1), ("二", 2), ("三", 3)]
    assert "may be higher" in read.warnings[0]


def test_a_file_without_page_marks_has_no_pages(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一")
    assert saved(tmp_path, document).lines[0].page is None


def test_a_first_paragraph_that_starts_a_page_stands_on_the_first(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("章").paragraph_format.page_break_before = True
    fill(document.add_paragraph(), "<w:r><w:lastRenderedPageBreak/></w:r>" + run("次"))
    assert [line.page for line in saved(tmp_path, document).lines] == [1, 2]
