"""Word files: what a page shows is read, in order, and nothing else."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.document import Document
from ingest.footnotes import move_footnotes
from ingest.readers.word import read_word

NAMES = (
    f'{nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


class Builder:
    """A Word file in the making: python-docx, and raw paragraphs where it has no word for them."""

    def __init__(self, folder: Path) -> None:
        self.document = docx.Document()
        self._path = folder / "a.docx"

    def add(self, xml: str) -> None:
        """Put in a block as raw XML."""
        block = parse_xml(f"<w:body {NAMES}>{xml}</w:body>")
        self.document.element.body.sectPr.addprevious(block[0])

    def add_paragraph(self, content: str, properties: str = "") -> None:
        """Put in a paragraph with raw content."""
        self.add(f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>")

    def add_notes(self, kind: str, notes: dict[int, str]) -> None:
        """Put in the part of the footnotes or endnotes."""
        inside = "".join(
            f'<w:{kind} w:id="{number}"><w:p>{run(text)}</w:p></w:{kind}>' for number, text in notes.items()
        )
        separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p/></w:{kind}>'
        content = f"<w:{kind}s {NAMES}>{separator}{inside}</w:{kind}s>".encode()
        main = self.document.part
        relation = f"{RELATIONSHIP_TYPE.FOOTNOTES.rpartition('/')[0]}/{kind}s"
        # A name of its own: the part is found by its relation.
        main.relate_to(Part(PackURI(f"/notes/{kind}.xml"), "application/xml", content, main.package), relation)

    def read(self) -> Document:
        """Save the file and read it."""
        self.document.save(str(self._path))
        return read_word(self._path)


@pytest.fixture
def word(tmp_path: Path) -> Builder:
    """An empty file."""
    return Builder(tmp_path)


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, result: str) -> str:
    """A field of three marks, its result raw."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("　協働は、") + run("共に働くこと。"), ["　協働は、共に働くこと。"]),
        (run("一") + "<w:r><w:br/></w:r>" + run("二") + "<w:r><w:cr/></w:r>" + run("三"), ["一", "二", "三"]),
        (run("協働") + "<w:r><w:tab/></w:r>" + run("とは"), ["協働 とは"]),
        ("<w:ins>" + run("市民") + "</w:ins><w:del><w:r><w:delText>住民</w:delText></w:r></w:del>", ["市民"]),
        ("<w:moveTo>" + run("先") + "</w:moveTo><w:moveFrom>" + run("元") + "</w:moveFrom>", ["先"]),
        (run("見える") + run("隠す", "<w:vanish/>") + run("戻す", '<w:vanish w:val="0"/>'), ["見える戻す"]),
        ("<w:hyperlink>" + run("窓口") + "</w:hyperlink>" + run("へ"), ["窓口へ"]),
        ("<w:smartTag>" + run("北市") + "</w:smartTag>", ["北市"]),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("選択") + "</w:sdtContent></w:sdt>", ["選択"]),
        (run("第") + field("REF a", run("3")) + run("章"), ["第3章"]),
        ('<w:fldSimple w:instr="REF a">' + run("図1") + "</w:fldSimple>", ["図1"]),
        (
            field("IF 1", run("外") + field("REF b", run("内"))).replace("IF 1", "IF 1</w:instrText><w:t>隠</w:t>"
            "<w:instrText>"),
            ["外内"],
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>eq \\o\\ac(○,印)</w:instrText>'
            '<w:fldChar w:fldCharType="end"/></w:r>',
            ["印"],
        ),
        (
            f"<w:r><w:ruby><w:rt>{run('きょうどう')}</w:rt><w:rubyBase>{run('協働')}</w:rubyBase></w:ruby></w:r>"
            + run("の指針"),
            ["協働の指針"],
        ),
        (run("面積は5m") + run("2", '<w:vertAlign w:val="superscript"/>'), ["面積は5m²"]),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run("はい"), ["□はい"]),
        (run("03") + "<w:r><w:noBreakHyphen/></w:r>" + run("1234"), ["03-1234"]),
        ("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", ["x=1"]),
        (run("一\u2028二"), ["一 二"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_a_paragraph_is_read_as_it_is_printed(word: Builder, content: str, expected: list[str]) -> None:
    word.add_paragraph(content)
    assert texts(word.read()) == expected


def test_a_field_that_never_ends_swallows_nothing(word: Builder) -> None:
    word.add_paragraph('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF a</w:instrText></w:r>')
    word.add_paragraph(run("本文"))
    assert texts(word.read()) == ["", "本文"]


def test_a_paragraph_whose_mark_is_deleted_runs_on_into_the_next(word: Builder) -> None:
    word.add_paragraph(run("協働の"), "<w:rPr><w:del/></w:rPr>")
    word.add_paragraph(run("指針"))
    word.add_paragraph("<w:del><w:r><w:delText>無</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>")
    word.add_paragraph(run("末尾"), "<w:rPr><w:del/></w:rPr>")
    read = word.read()
    assert texts(read) == ["協働の指針", "末尾"]
    assert read.warnings == ("the file holds tracked changes: they are read as accepted",)


def test_hidden_paragraphs_are_left_out(word: Builder) -> None:
    style = word.document.styles.add_style("裏", WD_STYLE_TYPE.PARAGRAPH)
    style.font.hidden = True
    word.document.add_paragraph("覚え書き", style="裏")
    word.add_paragraph(run("覚え", "<w:vanish/>"), "<w:rPr><w:vanish/></w:rPr>")
    word.add_paragraph(run("本文"))
    assert texts(word.read()) == ["本文"]


def test_blocks_inside_content_controls_and_insertions_are_read_in_order(word: Builder) -> None:
    word.add(f"<w:sdt><w:sdtContent><w:p>{run('一')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('二')}</w:p></w:tc><w:tc><w:p/>"
             "</w:tc></w:tr></w:tbl></w:sdtContent></w:sdt>")  # fmt: skip
    word.add(f"<w:ins><w:p>{run('三')}</w:p></w:ins>")
    assert texts(word.read()) == ["一", "二\t", "三"]


def test_a_text_box_follows_its_paragraph_and_is_read_once(word: Builder) -> None:
    box = f"<w:txbxContent><w:p>{run('囲み')}</w:p></w:txbxContent>"
    word.add_paragraph(
        run("本文") + f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>" + run("の続き")
    )
    word.add_paragraph(
        f"<w:r><w:drawing><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}"
        f"</mc:Fallback></mc:AlternateContent></w:drawing></w:r>{run('前')}",
        "<w:rPr><w:del/></w:rPr>",
    )
    word.add_paragraph(run("後"))
    assert texts(word.read()) == ["本文の続き", "囲み", "囲み", "前後"]


def test_running_heads_are_furniture_and_pictures_a_warning(word: Builder) -> None:
    word.document.sections[0].header.paragraphs[0].text = "北市の指針"
    word.document.sections[0].footer.paragraphs[0].text = "北市"
    word.add_paragraph("<w:r><w:drawing/></w:r>" + run("図のとおり"))
    read = word.read()
    assert texts(read) == ["図のとおり"]
    assert read.furniture == ("北市の指針", "北市")
    assert read.warnings == ("1 pictures or diagrams: text in them is not read",)


def test_heading_styles_give_levels_and_the_title_style_the_title(word: Builder) -> None:
    document = word.document
    document.add_heading("北市", 0)
    document.add_heading("協働の指針", 0)
    document.add_heading("協働とは", 1)
    own = document.styles.add_style("節", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["Heading 2"]
    document.add_paragraph("定義", style="節")
    document.add_paragraph("", style="Heading 1")
    word.add_paragraph(run("効果"), '<w:outlineLvl w:val="2"/>')
    word.add_paragraph(run("本文"), '<w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/>')
    word.add_paragraph(run("第1章") + "<w:r><w:br/></w:r>" + run("評価"), '<w:pStyle w:val="Heading1"/>')
    document.styles["Title"].element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NAMES} w:val="0"/>'))
    document.add_heading("協働の指針", 0)
    document.add_heading("資料編", 0)
    read = word.read()
    assert read.title == "北市 協働の指針"
    assert [(line.text, line.level) for line in read.lines] == [
        ("北市", None),
        ("協働の指針", None),
        ("協働とは", 1),
        ("定義", 2),
        ("", None),
        ("効果", 3),
        ("本文", None),
        ("第1章 評価", 1),
        ("協働の指針", None),
        ("資料編", 1),
    ]


@pytest.mark.parametrize(("name", "level"), [("heading 3", 3), ("見出し 1", 1), ("見出し２", 2), ("見出し語", None)])
def test_headings_are_known_by_their_japanese_names_too(word: Builder, name: str, level: int | None) -> None:
    style = f'<w:style {NAMES} w:type="paragraph" w:styleId="x"><w:name w:val="{name}"/></w:style>'
    word.document.styles.element.append(parse_xml(style))
    word.add_paragraph(run("協働"), '<w:pStyle w:val="x"/>')
    assert word.read().lines[0].level == level


def test_notes_follow_their_section_under_the_number_in_the_text(word: Builder) -> None:
    word.add_notes("footnote", {1: "市民には団体を含みます。", 2: "令和6年。", 3: "別の注。"})
    word.add_notes("endnote", {1: "巻末の注。"})
    word.document.add_heading("協働とは", 1)
    word.add_paragraph(run("市民") + '<w:r><w:footnoteReference w:id="1"/></w:r>' + run("と市"))
    word.add_paragraph(run("条例") + '<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="1"/></w:r>')
    word.document.add_heading("進め方", 1)
    word.add_paragraph(run("次") + '<w:r><w:footnoteReference w:id="3" w:customMarkFollows="1"/></w:r>' + run("※"))
    word.add_paragraph(run("再び市民") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    word.add_paragraph(run("無") + '<w:r><w:footnoteReference w:id="9"/></w:r>')
    assert texts(word.read()) == [
        "協働とは",
        "市民¹と市",
        "条例²,³",
        "¹ 市民には団体を含みます。",
        "² 令和6年。",
        "³ 巻末の注。",
        "進め方",
        "次※",
        "再び市民¹",
        "無",
        "別の注。",
    ]


def test_notes_of_a_file_without_headings_are_found_from_its_end(word: Builder) -> None:
    word.add_notes("footnote", {1: "団体を含みます。"})
    word.add_paragraph(run("1 市民") + '<w:r><w:footnoteReference w:id="1"/></w:r>')
    word.add_paragraph(run("2 市"))
    lines = texts(word.read())
    assert lines == ["1 市民¹", "2 市", "¹ 団体を含みます。"]
    owner = [0, 1, 1]
    move_footnotes(lines, owner)
    assert owner == [0, 1, 0]
