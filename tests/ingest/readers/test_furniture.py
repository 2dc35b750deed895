"""Running heads and page numbers: found by their place and by coming again, never a heading of the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.furniture import find_furniture, outer_places


def pages(*, head: str = "", foot: str = "", count: int = 6, first: int = 1) -> list[list[str]]:
    """Pages of text; ``#`` in head and foot is the page's number."""
    made = []
    for number in range(first, first + count):
        body = [
            f"{number}頁だけの{word}です。" for word in ("始まり", "続き", "まとめ", "問い", "答え", "別の話", "終わり")
        ]
        edges = [head.replace("#", str(number)), *body, foot.replace("#", str(number))]
        made.append([line for line in edges if line])
    return made


def kept(document: list[list[str]]) -> list[list[str]]:
    left_out = find_furniture(document).left_out
    return [[line for i, line in enumerate(page) if i not in out] for page, out in zip(document, left_out, strict=True)]


@pytest.mark.parametrize(
    "number",
    [
        "- # -",
        "－ # －",
        "#",
        "#/6",
        "# / 6",
        "ページ #",
        "# ページ",
        "P.#",
        "p. #",
        "Page # of 6",
        "〜#〜",
        "[#]",
        "（#）",
    ],
)
def test_page_numbers_are_left_out(number: str) -> None:
    assert kept(pages(foot=number)) == pages()


def test_page_numbers_in_roman_numerals_and_full_width_digits_are_left_out() -> None:
    roman = [[*page, numeral] for page, numeral in zip(pages(count=3), ("ii", "iii", "iv"), strict=True)]
    wide = [[*page, numeral] for page, numeral in zip(pages(count=3), "７８９", strict=True)]
    assert kept(roman) == kept(wide) == pages(count=3)


def test_numbers_that_do_not_count_with_the_pages_stay() -> None:
    document = [[*page, number] for page, number in zip(pages(count=4), ("120", "3", "45", "7"), strict=True)]
    assert kept(document) == document


@pytest.mark.parametrize("head", ["青葉市協働の手引き", "青葉市協働の手引き #", "# 青葉市協働の手引き", "青葉市 - # -"])
def test_a_running_head_is_left_out_with_its_page_number(head: str) -> None:
    assert kept(pages(head=head)) == pages()


def test_heads_of_left_and_right_pages_are_left_out() -> None:
    document = [[("青葉市" if i % 2 else "協働の手引き"), *page] for i, page in enumerate(pages(count=8))]
    assert kept(document) == pages(count=8)


def test_each_kind_of_furniture_is_listed_once() -> None:
    assert find_furniture(pages(head="青葉市協働の手引き", foot="- # -")).lines == ("青葉市協働の手引き", "- 1 -")


def test_heads_that_change_with_the_chapter_are_left_out_and_the_chapters_headings_stay() -> None:
    document = []
    for chapter, first in (("第1章 協働とは", 1), ("第2章 協働の形", 5)):
        for number, page in enumerate(pages(count=4, first=first)):
            document.append([*page[:4], chapter, *page[4:]] if number == 0 else [chapter, *page])
    text = [line for page in kept(document) for line in page]
    assert text.count("第1章 協働とは") == text.count("第2章 協働の形") == 1
    assert kept(document)[1] == document[1][1:]


def test_a_chapters_heading_printed_only_as_a_head_is_kept_where_the_chapter_opens() -> None:
    document = [["第1章 協働とは", *page] for page in pages(count=4)]
    assert [page[0] for page in kept(document)].count("第1章 協働とは") == 1
    assert kept(document)[0][0] == "第1章 協働とは"


@pytest.mark.parametrize(
    "word", ["様式第#号", "様式 #", "別紙 #", "第#章 協働", "資料 #", "コラム #", "Q#", "Chapter #"]
)
def test_counted_headings_at_the_top_of_pages_stay(word: str) -> None:
    document = pages(head=word)
    assert kept(document) == document


def test_heads_that_share_the_documents_title_are_left_out_though_a_chapter_has_one_page() -> None:
    names = ("基本", "展開", "展開", "資料編", "名簿")
    document = [[f"{name}｜青葉市協働推進計画", *page] for name, page in zip(names, pages(count=5), strict=True)]
    assert kept(document) == pages(count=5)


def test_a_chapter_of_two_pages_has_its_heading_once_where_heads_take_turns() -> None:
    document = []
    for number, page in enumerate(pages(count=8)):
        chapter = f"第{number // 2 + 1}章 協働の{number // 2 + 1}番目の形"
        document.append(["青葉市協働の手引き", chapter, *page] if number % 2 == 0 else [chapter, *page])
    text = [line for page in kept(document) for line in page]
    assert [line for line in text if "章" in line] == [f"第{n}章 協働の{n}番目の形" for n in range(1, 5)]
    assert "青葉市協働の手引き" not in text


def test_counted_meetings_at_the_top_of_pages_stay() -> None:
    document = [[f"第{number}回 協働推進会議", *page] for number, page in enumerate(pages(count=5), start=1)]
    assert kept(document) == document


def test_a_bare_page_number_on_the_cover_counts_with_the_decorated_ones() -> None:
    document = [[*page, "1" if number == 0 else f"― {number + 1} ―"] for number, page in enumerate(pages(count=5))]
    assert kept(document) == pages(count=5)


def test_a_sentence_that_comes_again_at_the_top_of_pages_is_text() -> None:
    document = [["市民と市で決めます。", *page, "市民と市で決めます。", page[1]] for page in pages(count=5)]
    assert kept(document) == document


def test_lines_in_the_midst_of_pages_stay_however_often_they_come() -> None:
    document = [[*page[:3], "留意点", *page[3:]] for page in pages()]
    assert kept(document) == document


def test_only_lines_at_one_place_are_one_head() -> None:
    document = [["概要", "本文。"], ["概要", "本文だ。"], ["概要", "本文よ。"]]
    scattered = find_furniture(document, [{0: 40.0}, {0: 160.0}, {0: 300.0}], least=2)
    together = find_furniture([*document, ["概要"]], [{0: 40.0}, {0: 41.0}, {0: 40.5}, {}], least=2)
    assert scattered.lines == ()
    assert together.left_out == (frozenset({0}), frozenset({0}), frozenset({0}), frozenset())


def test_outer_places_rank_the_lines_from_both_edges_without_blank_ones() -> None:
    lines = ["頭", "", "一", "二", "三", "四", "五", "", "足"]
    assert outer_places(lines, 2) == {0: 1.0, 2: 2.0, 8: -11.0, 6: -12.0}


@given(st.lists(st.lists(st.text("第章1協 -/ivx。\t", max_size=30), max_size=6), max_size=6))
def test_any_pages_give_indices_of_their_own_lines(document: list[list[str]]) -> None:
    found = find_furniture(document)
    assert len(found.left_out) == len(document)
    assert all(index < len(page) for page, out in zip(document, found.left_out, strict=True) for index in out)
