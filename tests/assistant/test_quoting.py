"""Excerpts become paragraphs, lists and rows: the guideline's words, each with its citation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Block, BlockKind
from assistant.citing import CitationList, make_citation
from assistant.quoting import quote_excerpt, read_row
from assistant.spans import Excerpt
from corpus.guideline import PassageKind, Section
from ingest.passages import split_passages

if TYPE_CHECKING:
    from ingest.index import Index

SCHEDULE = "\n".join(
    (
        "(1) 予定表",
        "",
        "No\t施策\t実施目標年度\t\t推進課",
        "\t\t20\t21\t",
        "1\t広報紙の発行\t○\t\t地域づくり課",
        "2\t研修の開催\t\t○\t人事課 全 課",
    )
)


def section_of(text: str) -> Section:
    """A section of a held city with this text."""
    number, _, heading = text.split("\n", 1)[0].partition(" ")
    return Section("kitamoto/9-1", number, heading, 2, ("第9章", f"{number} {heading}"), text)


def quote(index: Index, section: Section, *parts: str, label: str = "") -> tuple[list[Block], CitationList]:
    """The blocks that quote these parts, and their citations."""
    citations = CitationList(index)
    spans = tuple((section.text.index(part), section.text.index(part) + len(part)) for part in parts)
    return list(quote_excerpt(Excerpt(section, spans), citations, label)), citations


def test_sentences_become_paragraphs_in_their_own_words(index: Index) -> None:
    section = section_of("(1) 見本\n\n市が場を用意します。団体が運営します。\n\n費用は分担します。")
    blocks, citations = quote(index, section, "市が場を用意します。", "費用は分担します。")
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.PARAGRAPH, "市が場を用意します。"),
        (BlockKind.PARAGRAPH, "費用は分担します。"),
    ]
    assert all(block.verbatim for block in blocks)
    assert [block.citations for block in blocks] == [(1,), (2,)]
    assert [citation.quote for citation in citations.citations] == [
        "市が場を用意します。",
        "費用は分担します。",
    ]


def test_sentences_side_by_side_share_one_citation(index: Index) -> None:
    section = section_of("(1) 見本\n\n市が場を用意します。団体が運営します。")
    blocks, citations = quote(index, section, "市が場を用意します。", "団体が運営します。")
    assert [block.text for block in blocks] == ["市が場を用意します。団体が運営します。"]
    assert len(citations.citations) == 1


def test_items_become_a_list_without_their_dots(index: Index) -> None:
    section = section_of("(1) 見本\n\n- ・ 事業の目的\n- ・ 役割の分担")
    blocks, citations = quote(index, section, "- ・ 事業の目的", "- ・ 役割の分担")
    assert [block.kind for block in blocks] == [BlockKind.LIST]
    assert [item.text for item in blocks[0].items] == ["事業の目的", "役割の分担"]
    assert blocks[0].verbatim and all(item.citations == (1,) for item in blocks[0].items)
    assert citations.citations[0].quote == "- ・ 事業の目的\n- ・ 役割の分担"


def test_a_line_that_a_page_break_cut_is_shown_whole_and_cited_as_it_stands(index: Index) -> None:
    section = section_of("(1) 見本\n\n複数の主体が関わるため、責任が分散したり不明\n\n確になりがちです。")
    part = section.text.split("\n\n", 1)[1]
    blocks, citations = quote(index, section, part)
    assert "不明確になりがち" in blocks[0].text
    assert citations.citations[0].quote == part


def test_the_label_stands_above_the_first_block_only(index: Index) -> None:
    section = section_of("(1) 見本\n\n市が場を用意します。\n\n- ・ 事業の目的")
    blocks, _ = quote(index, section, "市が場を用意します。", "- ・ 事業の目的", label="北本市")
    assert [block.label for block in blocks] == ["北本市", ""]


def test_a_row_is_read_with_its_headings_and_the_year_of_its_mark(index: Index) -> None:
    section = section_of(SCHEDULE)
    blocks, citations = quote(index, section, "2\t研修の開催\t\t○\t人事課 全 課")
    read = blocks[0].items[0].text
    assert not blocks[0].verbatim and len(blocks[0].items) == 1
    assert "施策：研修の開催" in read and "推進課：人事課" in read
    assert "21年度" in read and "20" not in read and "広報紙" not in read
    quotes = [citation.quote for citation in citations.citations]
    assert "2\t研修の開催\t\t○\t人事課 全 課" in quotes
    assert any("実施目標年度" in text for text in quotes), "the heading line is cited beside the row"


def test_empty_cells_are_left_out_of_a_row() -> None:
    section = section_of("(1) 見本\n\n氏名\t所属\t備考\n山田\t\t公募")
    row = next(passage for passage in split_passages(section) if passage.kind is PassageKind.ROW)
    assert read_row(section, row, "平成") == "氏名：山田／備考：公募"


@pytest.mark.parametrize("era", ["平成", "令和"])
def test_a_year_without_an_era_is_read_in_the_documents_era(era: str) -> None:
    section = section_of(SCHEDULE)
    rows = [passage for passage in split_passages(section) if passage.kind is PassageKind.ROW]
    assert f"{era}20年度" in read_row(section, rows[0], era)


def test_every_row_of_the_schedule_is_read_with_one_year_and_an_office(index: Index) -> None:
    section = index.sections["kitamoto/7-n1"]
    rows = [passage for passage in split_passages(section) if passage.kind is PassageKind.ROW]
    read = [read_row(section, row, "平成") for row in rows]
    assert len(read) > 15
    assert [line for line in read if "推進課：" not in line] == []
    assert [line for line in read if "：平成" not in line] == []


def test_a_span_that_is_cited_twice_keeps_its_number(index: Index) -> None:
    section = index.sections["kitamoto/4-1-2"]
    citations = CitationList(index)
    assert citations.cite(section, (12, 71)) == 1
    assert citations.cite(section, (0, 10)) == 2
    assert citations.cite(section, (12, 71)) == 1
    assert citations.cite(section, (12, 51)) == 1, "a part of a cited span is proved by it"
    assert [citation.number for citation in citations.citations] == [1, 2]


def test_one_heading_line_is_cited_once(index: Index) -> None:
    section = index.sections["kitamoto/7-n1"]
    row = next(line for line in section.text.split("\n") if "人材バンク" in line)
    _, citations = quote(index, section, row)
    quotes = [citation.quote for citation in citations.citations]
    assert len(quotes) == len(set(quotes))


def test_a_citation_carries_the_address_of_its_span(index: Index) -> None:
    section = index.sections["toride/3-2-4"]
    citation = make_citation(index, section, (0, 4), 3)
    assert citation.quote == section.text[:4] and citation.number == 3
    assert (citation.city_name, citation.document, citation.issued) == (
        "取手市",
        "取手市市民協働基本方針",
        "",
    )
    assert citation.path == section.path
    assert citation.url == "/documents/toride?section=3-2-4&start=0&end=4#3-2-4"


def test_the_era_is_the_one_that_the_document_uses(index: Index) -> None:
    assert CitationList(index).era(index.sections["kitamoto/7-n1"]) == "平成"
