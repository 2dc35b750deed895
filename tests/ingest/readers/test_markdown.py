"""Markdown: what a reader of the page sees, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import GuidelineError
from ingest.document import Document
from ingest.readers.markdown import read_markdown


def read(folder: Path, text: str) -> Document:
    path = folder / "a.md"
    path.write_text(text, "utf-8", newline="")
    return read_markdown(path)


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def levels(document: Document) -> dict[str, int]:
    return {line.text: line.level for line in document.lines if line.level is not None}


def test_both_kinds_of_headings_have_levels_and_no_signs(tmp_path: Path) -> None:
    document = read(tmp_path, "第1章 協働とは\n====\n\n本文\n\n## 1 定義 ##\n\n形\n---\n\n### (1) 共催\n\n# 第2章 形\n")
    assert levels(document) == {"第1章 協働とは": 1, "1 定義": 2, "形": 2, "(1) 共催": 3, "第2章 形": 1}


def test_a_heading_over_the_whole_document_is_its_title(tmp_path: Path) -> None:
    document = read(tmp_path, "# 南山市 手引き\n\n## 目的\n\n本文\n\n## 形\n\n本文\n")
    assert document.title == "南山市 手引き"
    assert levels(document) == {"目的": 2, "形": 2}
    assert texts(document)[0] == "南山市 手引き"


@pytest.mark.parametrize(
    "attributes", ["{#hajimeni}", "{.lead}", "{: #id .a-b }", "{-}", '{#a data-x="1 2"}', "{#はじめに}"]
)
def test_attributes_are_no_text(tmp_path: Path, attributes: str) -> None:
    document = read(tmp_path, f"## はじめに {attributes}\n\n本文{{1}}です。\n{attributes}\n\n[表](a.md){{.b}}です。")
    assert [text for text in texts(document) if text] == ["はじめに", "本文{1}です。", "表です。"]


def test_braces_that_hold_no_attributes_stay(tmp_path: Path) -> None:
    lines = ["{市民}", "集合 {1, 2}", "{ # 見出し }", "{#a b}"]
    assert [text for text in texts(read(tmp_path, "\n\n".join(lines))) if text] == lines


def test_the_marks_of_boxes_are_no_text_and_their_titles_are(tmp_path: Path) -> None:
    document = read(
        tmp_path, ":::note 読む前に\n声に出します。\n:::\n\n> [!TIP]\n> ゆっくり読みます。\n\n![絵](a.png)\n\n終わり"
    )
    assert texts(document) == ["読む前に", "声に出します。", "", "ゆっくり読みます。", "", "終わり"]


def test_bold_paragraphs_are_headings_where_no_markup_says_it(tmp_path: Path) -> None:
    prose = "市民と市は、話し合いながら長い時間をかけて進めていくことを大切にします。" * 2
    text = (
        f"はじめに読む紙です。\n\n**Ⅰ　形**\n\n{prose}\n\n**1 委託**\n\n{prose}**必ず**。\n\n- **項目**\n\n**表1 数**\n"
    )
    assert levels(read(tmp_path, text)) == {"Ⅰ　形": 1, "1 委託": 1}


def test_a_list_of_related_links_is_left_out_and_a_list_of_links_in_the_text_stays(tmp_path: Path) -> None:
    text = "## 1 目的\n- [条例](a)\n- [規則](b)\n\n## 関連ページ\n- [別の町](c)\n\n## 関連情報\n- [規則](b)の写しです\n"
    document = read(tmp_path, text)
    assert "別の町" not in document.text
    assert set(document.furniture) == {"関連ページ", "- 別の町"}
    assert {"- 条例", "関連情報", "- 規則の写しです"} <= set(texts(document))


def test_front_matter_gives_the_title_and_is_no_text(tmp_path: Path) -> None:
    document = read(tmp_path, '---\ntitle: "南山市 指針"\ndate: 2024-04-01\ntags:\n  - 協働\n---\n\n# 目的\n\n本文\n')
    assert document.title == "南山市 指針"
    assert texts(document) == ["目的", "", "本文"]


def test_a_rule_at_the_start_is_no_front_matter(tmp_path: Path) -> None:
    assert texts(read(tmp_path, "---\n\n協働の手引きです。\n\n---\n本文\n")) == ["協働の手引きです。", "", "本文"]


def test_tables_become_rows_with_tabs(tmp_path: Path) -> None:
    document = read(tmp_path, "前\n\n| 形 | 責任 |\n|:--|--:|\n| **共催** | 市と<br>団体 |\n| 後援 | |\n\n後\n")
    assert texts(document) == ["前", "", "形\t責任", "共催\t市と 団体", "後援\t", "", "後"]


def test_lists_keep_their_printed_marks(tmp_path: Path) -> None:
    document = read(tmp_path, "3. 三つ目\n4. 四つ目\n   - 中の項目\n\n* 星\n+ 足す\n\n- [ ] 確かめた\n")
    assert texts(document) == [
        "3. 三つ目", "4. 四つ目", "- 中の項目", "", "* 星", "+ 足す", "", "- [ ] 確かめた",
    ]  # fmt: skip


def test_markup_within_a_line_is_left_out_and_its_text_stays(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "**協働**と*共催*、`記号`、[指針](http://example.jp/a.html)、**「市」**と言う。\n"
        "次の行<!-- 見えない -->です。<ruby>杣人<rt>そまびと</rt></ruby>と注<sup>1</sup>。\n"
        "<NPO>も書けます。\n",
    )
    assert texts(document) == ["協働と共催、記号、指針、「市」と言う。", "次の行です。杣人と注¹。", "<NPO>も書けます。"]


def test_comments_and_link_addresses_are_not_printed_but_notes_are(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "本文[^1]と[市][city]。\n\n<!--\n隠す\n\n隠す\n-->\n\n[city]: http://example.jp/\n\n[^1]: 協働の注です。\n",
    )
    assert texts(document) == ["本文[^1]と市。", "", "[^1]: 協働の注です。"]


def test_code_is_kept_as_it_stands(tmp_path: Path) -> None:
    document = read(tmp_path, "```\n# 記入例\n期間:  ○年\n```\n\n    字下げ\n")
    assert texts(document) == ["# 記入例", "期間:  ○年", "", "字下げ"]
    assert levels(document) == {}


def test_html_blocks_are_read_as_a_page_would_show_them(tmp_path: Path) -> None:
    document = read(
        tmp_path, "<table><tr><th>形</th><th>責任</th></tr><tr><td>共催</td><td>市</td></tr></table>\n\n本文\n"
    )
    assert texts(document) == ["形\t責任", "共催\t市", "", "本文"]


def test_one_line_of_the_source_is_one_line_with_its_indent(tmp_path: Path) -> None:
    document = read(tmp_path, "　協働とは、\nともに動くことです。\n\n　次の段落。\n\n[TOC]\n")
    assert texts(document)[:4] == ["　協働とは、", "ともに動くことです。", "", "　次の段落。"]
    assert "[TOC]" not in document.text


def test_what_is_nested_too_deeply_is_read_as_plain_text(tmp_path: Path) -> None:
    document = read(tmp_path, ">" * 5000 + " 協働\n")
    assert "協働" in document.text
    assert len(document.warnings) == 1


word = st.text("協働指針市民ともに動くabcXYZ019", min_size=1, max_size=8)
block = st.one_of(
    st.builds("# {}\n".format, word),
    st.builds("### {}\n".format, word),
    st.builds("{}\n{}\n".format, word, word),
    st.builds("- {}\n- **{}**\n".format, word, word),
    st.builds("1. {}\n2. [{}](x.html)\n".format, word, word),
    st.builds("| {} | {} |\n|---|---|\n| 甲 | 乙 |\n".format, word, word),
    st.builds("> {}\n".format, word),
    st.builds("```\n{}\n```\n".format, word),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.lists(block, max_size=8))
def test_no_word_of_a_simple_document_is_lost(tmp_path: Path, blocks: list[str]) -> None:
    signs = str.maketrans(dict.fromkeys("#->*|`[]().\n ", " "))
    source = "\n".join(blocks)
    seen = read(tmp_path, source).text.translate(signs).replace("\t", " ").split()
    wanted = [w for w in source.replace("(x.html)", "").replace("|---|---|", "").translate(signs).split()]
    assert seen == wanted


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80, deadline=None)
@given(
    st.text(
        st.sampled_from("#*_`[]()<>!|-=:~&; \n\t\\協働aA1\u3000\x0c\ufeff") | st.characters(codec="utf-8"), max_size=120
    )
)
def test_any_text_is_a_document_or_refused(tmp_path: Path, text: str) -> None:
    try:
        document = read(tmp_path, text)
    except GuidelineError:
        return
    assert all("\n" not in line.text for line in document.lines)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"%PDF-1.4")
    with pytest.raises(GuidelineError, match="a PDF file"):
        read_markdown(tmp_path / "a.md")
