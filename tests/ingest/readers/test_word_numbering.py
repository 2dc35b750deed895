"""Automatic numbering: the numbers that Word prints and does not store."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.readers.word import read_word
from ingest.readers.word_counters import print_number

Item = tuple[str, int, int]
"""Text, list, level."""


def level(position: int, text: str, number_format: str = "decimal", more: str = "") -> str:
    """One level of a list definition."""
    return (
        f'<w:lvl w:ilvl="{position}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(folder: Path, definitions: list[str], lists: list[str], items: list[Item]) -> list[str]:
    """The lines read from a file with these definitions, lists (``w:num`` contents) and paragraphs."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    for number, content in enumerate(definitions):
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{content}</w:abstractNum>'
        numbering.append(parse_xml(xml))
    for number, content in enumerate(lists, 1):
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}">{content}</w:num>'))
    for text, list_number, position in items:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{position}"/><w:numId w:val="{list_number}"/></w:numPr>'
        properties.append(parse_xml(xml))
    document.save(str(folder / "a.docx"))
    return [line.text for line in read_word(folder / "a.docx").lines]


FIRST = '<w:abstractNumId w:val="0"/>'


def test_chapters_and_compound_numbers_restart_below_a_new_chapter(tmp_path: Path) -> None:
    definition = level(0, "第%1章") + level(1, "%1-%2") + level(2, "(%3)")
    items = [("協働", 1, 0), ("定義", 1, 1), ("効果", 1, 1), ("市", 1, 2), ("進め方", 1, 0), ("分担", 1, 1)]
    lines = numbered(tmp_path, [definition], [FIRST], items)
    assert lines == ["第1章 協働", "1-1 定義", "1-2 効果", "(1) 市", "第2章 進め方", "2-1 分担"]


def test_a_level_used_before_its_parent_shows_the_parents_start(tmp_path: Path) -> None:
    lines = numbered(tmp_path, [level(0, "%1") + level(1, "%1.%2")], [FIRST], [("a", 1, 1), ("b", 1, 0), ("c", 1, 1)])
    assert lines == ["1.1 a", "1 b", "1.1 c"]


def test_lists_with_one_definition_go_on_counting_unless_one_overrides_the_start(tmp_path: Path) -> None:
    override = f'{FIRST}<w:lvlOverride w:ilvl="0"><w:startOverride w:val="8"/></w:lvlOverride>'
    items = [("a", 1, 0), ("b", 2, 0), ("c", 3, 0), ("d", 3, 0), ("e", 1, 0)]
    assert numbered(tmp_path, [level(0, "%1.")], [FIRST, FIRST, override], items) == [
        "1. a",
        "2. b",
        "8. c",
        "9. d",
        "10. e",
    ]


@pytest.mark.parametrize(("restart", "expected"), [("0", "(2) d"), ("1", "(1) d"), ("", "(1) d")])
def test_a_level_restarts_only_after_the_levels_it_names(tmp_path: Path, restart: str, expected: str) -> None:
    more = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    definition = level(0, "%1") + level(1, "(%2)", more=more)
    lines = numbered(tmp_path, [definition], [FIRST], [("a", 1, 0), ("b", 1, 1), ("c", 1, 0), ("d", 1, 1)])
    assert lines[-1] == expected


def test_a_level_that_asks_for_digits_shows_its_parents_number_in_digits_too(tmp_path: Path) -> None:
    definition = level(0, "第%1", "japaneseCounting") + level(1, "%1.%2", "aiueo", "<w:isLgl/>")
    assert numbered(tmp_path, [definition], [FIRST], [("a", 1, 0), ("b", 1, 1)]) == ["第一 a", "1.1 b"]


def test_the_gap_is_as_the_level_says(tmp_path: Path) -> None:
    definition = level(0, "第%1章　") + level(1, "%2、", more='<w:suff w:val="nothing"/>')
    assert numbered(tmp_path, [definition], [FIRST], [("協働", 1, 0), ("定義", 1, 1)]) == ["第1章　協働", "1、定義"]


@pytest.mark.parametrize(
    ("text", "more", "expected"),
    [
        ("\uf0b7", "", "・項目"),
        ("l", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>', "・項目"),
        ("・", "", "・項目"),
        ("※", "", "※ 項目"),
        ("", "", "項目"),
    ],
)
def test_bullets_are_printed_as_a_legible_mark(tmp_path: Path, text: str, more: str, expected: str) -> None:
    assert numbered(tmp_path, [level(0, text, "bullet", more)], [FIRST], [("項目", 1, 0)]) == [expected]


def test_a_newer_format_falls_back_to_the_one_for_older_programs(tmp_path: Path) -> None:
    both = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001"/></mc:Choice><mc:Fallback><w:numFmt w:val="upperRoman"/>'
        '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>'
    )
    assert numbered(tmp_path, [both], [FIRST], [("a", 1, 0)]) == ["I a"]


def test_a_list_or_level_that_is_not_defined_prints_no_number(tmp_path: Path) -> None:
    lines = numbered(tmp_path, [level(0, "%1")], [FIRST], [("a", 9, 0), ("b", 1, 7), ("c", 0, 0), ("d", 1, 0)])
    assert lines == ["a", "b", "c", "1 d"]


def test_empty_numbered_paragraphs_count_and_empty_bullets_are_blank(tmp_path: Path) -> None:
    definitions = [level(0, "%1"), level(0, "・", "bullet")]
    items = [("a", 1, 0), ("", 1, 0), ("b", 1, 0), ("", 2, 0)]
    second = '<w:abstractNumId w:val="1"/>'
    assert numbered(tmp_path, definitions, [FIRST, second], items) == ["1 a", "2", "3 b", ""]


def test_styles_carry_numbers_and_the_list_names_their_levels(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    for old in list(numbering):
        numbering.remove(old)
    tied = level(0, "第%1章", more='<w:pStyle w:val="Heading1"/>') + level(
        1, "%1-%2", more='<w:pStyle w:val="Heading2"/>'
    )
    numbering.append(parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="0">{tied}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="1">{FIRST}</w:num>'))
    for name in ("Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    for text, depth in (("協働", 1), ("定義", 2), ("分担", 2), ("評価", 1)):
        document.add_heading(text, depth)
    plain = document.add_heading("付記", 1)._p.get_or_add_pPr()
    plain.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    document.save(str(tmp_path / "a.docx"))
    lines = read_word(tmp_path / "a.docx").lines
    assert [(line.text, line.level) for line in lines] == [
        ("第1章 協働", 1),
        ("1-1 定義", 2),
        ("1-2 分担", 2),
        ("第2章 評価", 1),
        ("付記", 1),
    ]


def test_a_heading_is_printed_without_its_bullet(tmp_path: Path) -> None:
    document = docx.Document()
    own = document.styles.add_style("点見出し", WD_STYLE_TYPE.PARAGRAPH)
    own.base_style = document.styles["List Bullet"]
    own.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    document.add_paragraph("分担", style="点見出し")
    document.add_paragraph("市", style="List Bullet")
    document.save(str(tmp_path / "a.docx"))
    assert [line.text for line in read_word(tmp_path / "a.docx").lines] == ["分担", "・市"]


@pytest.mark.parametrize(
    ("number_format", "value", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 10, "１０"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 3, "c"),
        ("aiueo", 6, "ｶ"),
        ("aiueoFullWidth", 46, "ン"),
        ("aiueoFullWidth", 47, "47"),
        ("irohaFullWidth", 4, "ニ"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 1, "⑴"),
        ("japaneseCounting", 21, "二十一"),
        ("chineseCounting", 110, "百十"),
        ("ideographDigital", 10, "一〇"),
        ("japaneseLegal", 12, "拾弐"),
        ("ideographTraditional", 2, "乙"),
        ("none", 3, ""),
        ("hebrew1", 5, "5"),
        ("upperRoman", 10**9, "1000000000"),
        ("upperLetter", 10**9, "1000000000"),
        ("aiueo", 0, "0"),
        ("japaneseCounting", -1, "-1"),
    ],
)
def test_numbers_are_printed_in_the_format(number_format: str, value: int, printed: str) -> None:
    assert print_number(value, number_format) == printed
