"""Files that are no Word file, damaged or hostile: one line that names the file, and nothing else."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import GuidelineError
from ingest.document import Document, Line
from ingest.readers.word import read_word

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def save(folder: Path, parts: dict[str, str]) -> Path:
    """A file with these parts."""
    path = folder / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def document(body: str) -> dict[str, str]:
    """The parts of the smallest file with this body."""
    return {"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"}


def sample() -> bytes:
    """A file with a heading, a list and a table."""
    made = docx.Document()
    made.add_heading("協働とは", 1)
    made.add_paragraph("共に働くことです。", style="List Number").runs[0].font.size = Pt(12)
    made.add_table(2, 2).cell(0, 0).text = "共催"
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0d\0", "the old Word format (.doc); open it in Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "the file is encrypted"),
        (b"%PDF-1.7", "not a Word file but a PDF file"),
        (rb"{\rtf1\ansi", "rich text"),
        ("協働の指針".encode(), "not a Word file"),
        (b"PK", "not a readable zip archive"),
        (b"", "not a Word file"),
    ],
)
def test_other_formats_are_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(GuidelineError) as fault:
        read_word(path)
    assert str(fault.value).startswith(f"{path}: ")
    assert reason in str(fault.value)
    assert "\n" not in str(fault.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="cannot be read: No such file"):
        read_word(tmp_path / "none.docx")


def test_an_archive_without_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match=r"it holds no word/document\.xml"):
        read_word(save(tmp_path, {"xl/workbook.xml": "<workbook/>"}))


@pytest.mark.parametrize("content", ["<w:document>", "", "text", f"<w:document {WORD}><w:body>", "\0\0"])
def test_broken_xml_is_refused_in_one_line(tmp_path: Path, content: str) -> None:
    with pytest.raises(GuidelineError, match=r"word/document\.xml is not readable XML: [^\n]*\Z"):
        read_word(save(tmp_path, {"word/document.xml": content}))


def test_a_document_without_a_body_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="holds no document body"):
        read_word(save(tmp_path, {"word/document.xml": "<text/>"}))


@pytest.mark.parametrize("place", ["<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>", '<w:p w:rsidR="&e9;"/>'])
def test_entities_are_refused_and_not_expanded(tmp_path: Path, place: str) -> None:
    entities = '<!ENTITY e0 "0123456789">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    parts = document(place)
    parts["word/document.xml"] = f"<!DOCTYPE a [{entities}]>" + parts["word/document.xml"]
    with pytest.raises(GuidelineError, match=r"not readable XML|declares a document type"):
        read_word(save(tmp_path, parts))


def test_a_file_outside_cannot_be_drawn_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", "utf-8")
    parts = document("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>")
    parts["word/document.xml"] = f'<!DOCTYPE a [<!ENTITY e SYSTEM "{secret.as_uri()}">]>' + parts["word/document.xml"]
    with pytest.raises(GuidelineError, match="declares a document type"):
        read_word(save(tmp_path, parts))


def test_the_document_part_alone_is_enough(tmp_path: Path) -> None:
    parts = document('<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>協働</w:t></w:r></w:p>')
    assert read_word(save(tmp_path, parts)).lines == (Line("協働", level=2),)


def test_the_document_is_found_by_its_relation_and_in_the_strict_variant(tmp_path: Path) -> None:
    namespace = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    relation = '<Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/{}" Target="{}"{}/>'
    relations = relation.format("officeDocument", "/main/text.xml", "")
    targets = relation.format("styles", "http://city.example/styles.xml", ' TargetMode="External"')
    targets += relation.format("styles", "../looks/all.xml", "")
    style = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    body = '<w:p><w:pPr><w:pStyle w:val="1"/></w:pPr><w:r><w:t>協働</w:t></w:r></w:p>'
    parts = {
        "_rels/.rels": f"<Relationships>{relations}</Relationships>",
        "main/_rels/text.xml.rels": f"<Relationships>{targets}</Relationships>",
        "main/text.xml": f'<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>',
        "looks/all.xml": f'<w:styles xmlns:w="{namespace}">{style}</w:styles>',
    }
    assert read_word(save(tmp_path, parts)).lines == (Line("協働", level=1),)


RUN = "<w:r><w:t>底</w:t></w:r>"


@pytest.mark.parametrize(
    ("opening", "inside", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", f"<w:p>{RUN}</w:p>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", f"<w:p>{RUN}</w:p>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:pict><w:txbxContent>", f"<w:p>{RUN}</w:p>", "</w:txbxContent></w:pict></w:p>"),
        ("<w:ins>", f"<w:p>{RUN}</w:p>", "</w:ins>"),
        ("<w:hyperlink>", RUN, "</w:hyperlink>"),
    ],
)
def test_nesting_is_read_as_deep_as_the_parser_goes(tmp_path: Path, opening: str, inside: str, closing: str) -> None:
    def nested(times: int) -> dict[str, str]:
        content = opening * times + inside + closing * times
        return document(content if inside != RUN else f"<w:p>{content}</w:p>")

    read = read_word(save(tmp_path, nested(250 // opening.count("<"))))
    assert read.text.split() == ["底"]
    with pytest.raises(GuidelineError, match="depth"):
        read_word(save(tmp_path, nested(5000)))


def test_absurd_numbers_and_circles_cost_nothing(tmp_path: Path) -> None:
    parts = document(
        '<w:p><w:pPr><w:pStyle w:val="a"/><w:numPr><w:ilvl w:val="-5"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        '<w:r><w:t>一</w:t></w:r></w:p><w:tbl><w:tr><w:trPr><w:gridBefore w:val="999999999"/></w:trPr>'
        '<w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc>'
        "<w:tc><w:p><w:r><w:t>三</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    parts["word/styles.xml"] = (
        f'<w:styles {WORD}><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    parts["word/numbering.xml"] = (
        f'<w:numbering {WORD}><w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="a"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    read = read_word(save(tmp_path, parts))
    assert read.lines[0].text == "一"
    assert len(read.text) < 200


SAMPLE = sample()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(0, 255)), max_size=8),
    st.integers(0, len(SAMPLE)) | st.just(len(SAMPLE)),
)
def test_a_damaged_file_gives_a_document_or_one_line(changes: list[tuple[int, int]], length: int) -> None:
    data = bytearray(SAMPLE)
    for position, byte in changes:
        data[position] = byte
    _read_or_refuse(bytes(data[:length]))


PARTS = {name: zipfile.ZipFile(io.BytesIO(SAMPLE)).read(name) for name in ("word/document.xml", "word/numbering.xml")}


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(PARTS)), st.data())
def test_a_file_with_scrambled_xml_gives_a_document_or_one_line(name: str, data: st.DataObject) -> None:
    words = PARTS[name].split(b"<")
    moves = data.draw(st.lists(st.tuples(*[st.integers(0, len(words) - 1)] * 2), min_size=1, max_size=3))
    for first, second in moves:
        words[first], words[second] = words[second], words[first]
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLE)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            new.writestr(part, b"<".join(words) if part == name else old.read(part))
    _read_or_refuse(buffer.getvalue())


def _read_or_refuse(data: bytes) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        path = folder / "a.docx"
        path.write_bytes(data)
        try:
            assert isinstance(read_word(path), Document)
        except GuidelineError as fault:
            assert str(fault).startswith(f"{path}: ")
            assert "\n" not in str(fault)
    finally:
        shutil.rmtree(folder)
