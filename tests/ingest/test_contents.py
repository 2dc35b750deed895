"""The contents list: found in each of its prints, and ended where the document starts."""

from __future__ import annotations

import pytest

from ingest.contents import find_all_contents, find_contents, join_entries
from ingest.library import Volume

BODY = "協働を進めるため、方針を定めます。"


def contents_of(text: str) -> tuple[int, int, list[str]]:
    contents = find_contents(text.split("\n"))
    return contents.start, contents.end, [entry.text for entry in contents.entries]


@pytest.mark.parametrize(
    ("printed", "entries"),
    [
        ("第1章 目的..... 3\n(1) 背景..... 4", ["第1章 目的", "(1) 背景"]),
        ("第1章 目的・・・・・・・ 3\n（1） 背景･････4", ["第1章 目的", "（1） 背景"]),
        ("第1章 目的……………3\n1 背景 ……… 4", ["第1章 目的", "1 背景"]),
        ("第1章\t目的\t3\n1\t背景\t4", ["第1章 目的", "1 背景"]),
        ("1章 目的\t\n1 背景\t1\n\t2", ["1章 目的", "1 背景"]),
        ("| | |\n|---|---|\n| はじめに..... | 3 |\n| 1. 目的..... | 4 |", ["はじめに", "1. 目的"]),
        ("第1章 目的\n\n- (1) 背景・・・・ 1\n- (2) 位置・・・・ 2", ["第1章 目的", "(1) 背景", "(2) 位置"]),
        ("第1章 目的   3\n参考資料\t39", ["第1章 目的", "参考資料"]),
        ("一 趣旨 ……… 一\n（一）背景 …… 十二", ["一 趣旨", "（一）背景"]),
    ],
    ids=["dots", "middle dots", "ellipses", "tabs", "page column", "pipes", "list", "spaces", "kanji pages"],
)
def test_entries_are_read_without_leaders_and_page_numbers(printed: str, entries: list[str]) -> None:
    length = printed.count("\n") + 1
    assert contents_of(f"題名\n目 次\n{printed}\n\n{BODY}") == (1, 2 + length, entries)


@pytest.mark.parametrize("title", ["目次", "目 次", "目　次", "もくじ", "CONTENTS"])
def test_each_title_of_a_contents_list_is_known(title: str) -> None:
    assert contents_of(f"{title}\n1 背景..... 4\n{BODY}")[:2] == (0, 2)


def test_a_document_without_a_contents_list_has_none() -> None:
    assert contents_of(BODY) == (0, 0, [])


def test_the_list_ends_where_an_entry_comes_again() -> None:
    text = "目次\n第1章 目的\n第2章 形態\n\n第1章 目的\n\n(1) 共催"
    assert contents_of(text) == (0, 3, ["第1章 目的", "第2章 形態"])


def test_the_list_ends_at_prose() -> None:
    assert contents_of("目次\n1 背景..... 4\n\n協働を進めるため、定めます。")[1] == 2


def test_an_entrys_title_is_compared_without_its_number() -> None:
    contents = find_contents(["目次", "（2） ＮＰＯ 法人..... 4"])
    assert contents.entries[0].title == "npo法人"


@pytest.mark.parametrize(
    ("city", "first", "last", "entries"),
    [
        ("kitakyushu", 44, 77, 29),
        ("kitamoto", 11, 46, 33),
        ("tachikawa", 9, 26, 14),
        ("toride", 9, 31, 14),
        ("takaoka", 1, 0, 0),
    ],
)
def test_the_lists_of_the_guidelines_are_found(
    guideline_texts: dict[str, str], city: str, first: int, last: int, entries: int
) -> None:
    contents = find_contents(guideline_texts[city].splitlines())
    assert (contents.start + 1, contents.end) == (first, last)
    assert sum(bool(entry.text) for entry in contents.entries) == entries


def test_headings_that_only_the_list_names_are_marked(volumes: dict[str, Volume]) -> None:
    listed = {
        city: [section.heading for section in volume.guideline.sections if section.listed_only]
        for city, volume in volumes.items()
    }
    assert listed["kitamoto"] == ["計画の内容"]
    assert len(listed["kitakyushu"]) == 20
    assert not listed["tachikawa"] + listed["takaoka"] + listed["toride"]


SCATTERED = "目　次\n第１章\nはじめに\n………………\n1\n１\n作った理由\n………\n2\n2/9\n第２章\n協働の形\n…………\n3\n\n"


def test_entries_on_several_lines_are_put_together() -> None:
    contents = find_contents((SCATTERED + "第１章　はじめに\n１　作った理由\n" + BODY).split("\n"))
    assert [entry.text for entry in contents.entries] == ["第１章 はじめに", "１ 作った理由", "第２章 協働の形"]
    assert (contents.is_scattered, contents.end) == (True, 14)


@pytest.mark.parametrize("title", ["目\n次", "【目次】", "○ 目次", "Table of Contents"])
def test_a_title_in_another_print_is_known(title: str) -> None:
    assert contents_of(f"{title}\n1 背景..... 4\n{BODY}")[2] == ["1 背景"]


def test_a_first_heading_worded_otherwise_does_not_swallow_the_text() -> None:
    with_pages = "目次\n第1章 協働とは..... 1\n1 定義..... 1\n\n第1章 協働とはなにか\n\n1 定義"
    assert contents_of(with_pages)[1] == 3
    without = "目次\n第1章 協働とは\n1 定義\n第2章 形\n\n第1章 協働とはなにか\n\n1 定義"
    assert contents_of(without)[1] == 4


def test_a_block_of_leaders_is_a_contents_list_without_its_title() -> None:
    lines = ["手引き", "1 背景 ……… 1", "2 目的 ……… 2", "3 形態 ……… 3", "", BODY]
    assert contents_of("\n".join(lines)) == (1, 4, ["1 背景", "2 目的", "3 形態"])


def test_each_volume_may_have_its_own_list() -> None:
    one = f"目次\n1 背景..... 1\n2 目的..... 2\n\n1 背景\n{BODY}\n2 目的\n{BODY}\n"
    found = find_all_contents((one + one).split("\n"))
    assert [(contents.start, contents.end) for contents in found] == [(0, 3), (8, 11)]


def test_the_articles_of_a_chapter_are_no_part_of_its_title() -> None:
    assert contents_of(f"目次\n　第一章　総則（第一条―第三条の二）\n　附則\n\n{BODY}")[2] == ["第一章　総則", "附則"]


def test_a_heading_named_under_two_chapters_does_not_end_a_list_with_pages() -> None:
    printed = (
        "第1編 考え方\n　第1章 協働とは\n　　第1節 意味..... 2\n第2編 しくみ\n　第1章 会議\n"
        "　　第1節 意味..... 5\nおわりに..... 8"
    )
    assert contents_of(f"目次\n{printed}\n\n第1編 考え方\n第1章 協働とは\n第1節 意味\n{BODY}")[1] == 8


def test_a_line_in_the_style_of_a_heading_ends_the_list() -> None:
    lines = ["目次", "第1章 総則", "附則", "", "前文", BODY]
    assert find_all_contents(lines, styled={4})[0].end == 3


def test_a_first_heading_worded_otherwise_ends_a_list_of_plain_numbers() -> None:
    assert contents_of(f"目次\n１　背景\n２　内容\n\n１．背景について\n{BODY}\n２．内容\n{BODY}")[1] == 3


def test_an_entry_on_two_lines_is_joined_where_the_text_has_them_together() -> None:
    lines = ["目次", "第1章 総論\t1", "第2章 農村と市街地をつなぐ", "協働の進め方\t5", "第3章 まとめ\t9", "", BODY]
    body = ["第2章 農村と市街地をつなぐ", "　　協働の進め方", BODY]
    joined = join_entries(find_contents(lines + body), lines + body)
    assert [entry.text for entry in joined.entries][1] == "第2章 農村と市街地をつなぐ協働の進め方"
    assert len(join_entries(find_contents(lines), lines).entries) == 4
