"""Makes the Word documents: one with heading styles and automatic numbers, one with everything typed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
from document_sources import DOCUMENTS, MADE_ON, SOURCES, Block, group_tables, read_source
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph as WordParagraph

_NOTE_MARK = re.compile(r"(\[\^\d+\])")
NUMBERS = (("decimal", "第%1章"), ("decimal", "%1-%2"), ("decimalEnclosedCircle", "%3"))
"""Word's number format and level text of each heading level."""
WORD_FILES = {
    "midoridai_guideline": (True, "緑台町協働ガイドライン（令和3年版）"),
    "shirasuna_rule": (False, "白砂町総務課資料（取扱注意）"),
}
"""Name to whether it has styles, and running head."""


def make_word(name: str) -> None:
    """Makes a Word file: styled with heading styles, automatic numbers and a contents field, else all typed."""
    styled, head = WORD_FILES[name]
    blocks, notes = read_source(SOURCES / f"{name}.txt")
    document = docx.Document()
    document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "MS Mincho")
    document.sections[0].header.paragraphs[0].text = head
    add_field(document.sections[0].footer.paragraphs[0], "PAGE", "1")
    if styled:
        number_headings(document)
    for group in group_tables(blocks):
        block = group[0]
        if block.kind == "row":
            fill_table(document, [row.cells for row in group])
        elif block.text == "[contents]":
            add_contents(document, [b for b in blocks if b.kind == "heading"])
        elif block.text == "[page]":
            document.add_page_break()
        elif block.kind == "heading" and styled:
            document.add_heading(block.text, block.level)
        elif block.text.startswith("- "):
            document.add_paragraph(block.text[2:], style="List Bullet")
        else:
            paragraph = document.add_paragraph()
            for part in _NOTE_MARK.split(block.text):
                run = paragraph.add_run("" if _NOTE_MARK.fullmatch(part) else part)
                run.bold = block.level == 1 or None
                if _NOTE_MARK.fullmatch(part):
                    run._r.append(note_reference(part[2:-1]))
    if notes:
        add_notes(document, notes)
    document.core_properties.title = blocks[0].text
    document.core_properties.author = ""
    document.core_properties.created = document.core_properties.modified = MADE_ON
    save_word(document, DOCUMENTS / f"{name}.docx")


def fill_table(document: WordDocument, rows: list[list[str]]) -> None:
    """A ruled table; ``^`` and ``<`` cells are merged with the one above or on the left."""
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for across, row in enumerate(rows):
        for down, text in enumerate(row):
            cell = table.cell(across, down)
            if text == "^":
                table.cell(across - 1, down).merge(cell)
            elif text == "<":
                table.cell(across, down - 1).merge(cell)
            else:
                cell.text = text
    for cell in {cell._tc: cell for row in table.rows for cell in row.cells}.values():
        for empty in [p for p in cell.paragraphs[1:] if not p.text]:
            cell._tc.remove(empty._p)


def number_headings(document: WordDocument) -> None:
    """Links the heading styles to one automatic numbering of three levels."""
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{n + 1}"/>'
        f'<w:suff w:val="space"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for n, (form, text) in enumerate(NUMBERS)
    )
    numbering: Any = document.part.numbering_part.element
    multi = '<w:multiLevelType w:val="multilevel"/>'
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{multi}{levels}</w:abstractNum>')
    )
    number_id = numbering.add_num(90).numId
    for n in range(len(NUMBERS)):
        properties = document.styles[f"Heading {n + 1}"].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = n
        properties.get_or_add_numId().val = number_id


def add_contents(document: WordDocument, headings: list[Block]) -> None:
    """A contents field with the entries that Word would have left in it, after the title 目次."""
    document.add_paragraph("目次")
    counts = [0, 0, 0]
    for position, heading in enumerate(headings):
        counts[heading.level - 1 :] = [counts[heading.level - 1] + 1] + [0] * (3 - heading.level)
        number = (f"第{counts[0]}章", f"{counts[0]}-{counts[1]}", chr(0x245F + counts[2]))[heading.level - 1]
        style = f"toc {heading.level}"
        if style not in [known.name for known in document.styles]:
            document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
        paragraph = document.add_paragraph(style=style)
        if position == 0:
            begin_field(paragraph, 'TOC \\o "1-3" \\h')
        paragraph.add_run(f"{number} {heading.text}\t{2 + position // 7}")
    add_mark(document.add_paragraph(), "end")


def add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """A field with the result that stands in it."""
    begin_field(paragraph, instruction)
    paragraph.add_run(shown)
    add_mark(paragraph, "end")


def begin_field(paragraph: WordParagraph, instruction: str) -> None:
    """The start of a field, up to its result."""
    add_mark(paragraph, "begin")
    text = OxmlElement("w:instrText")
    text.text = instruction
    paragraph.add_run()._r.append(text)
    add_mark(paragraph, "separate")


def add_mark(paragraph: WordParagraph, kind: str) -> None:
    """One of a field's marks: begin, separate or end."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def note_reference(number: str) -> Any:
    """The mark in the text that points to a footnote."""
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), number)
    return reference


def add_notes(document: WordDocument, notes: dict[str, str]) -> None:
    """The part that holds the footnotes."""
    texts = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for number, text in notes.items()
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{texts}</w:footnotes>'.encode()
    package: Any = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), kind, blob, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def save_word(document: WordDocument, target: Path) -> None:
    """Writes the file with one date on all its members."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, "w") as dated:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, MADE_ON.timetuple()[:6])
            dated.writestr(member, source.read(name), zipfile.ZIP_DEFLATED)
