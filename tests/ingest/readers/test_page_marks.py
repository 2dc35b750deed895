"""Page marks amid a text: told from dates, numbers and contents lists by how they count and stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers import read_document
from ingest.readers.page_marks import find_page_marks, split_at_marks

BODY = [
    f"市民と市が話し合って決める{word}です。" for word in ("一つ目", "二つ目", "三つ目", "四つ目", "五つ目", "六つ目")
]


def text_with(mark: str, count: int = 4) -> list[str]:
    """Pages that end in a mark; ``#`` is the page's number."""
    return [line for page in range(1, count + 1) for line in (*BODY, mark.replace("#", str(page)))]


@pytest.mark.parametrize(
    "mark",
    [
        "- # -",
        "－ # －",
        "#/54",
        "p. #",
        "# ページ",
        "Page # of 9",
        "《庁内限り》　　　－ # －",
        "# / 9 | 協働の手引き",
    ],
)
def test_marks_that_count_page_by_page_are_found(mark: str) -> None:
    lines = text_with(mark)
    assert [lines[index] for index in sorted(find_page_marks(lines))] == [
        mark.replace("#", str(page)) for page in range(1, 5)
    ]


def test_marks_between_blank_lines_are_found_though_some_are_missing() -> None:
    lines = [*BODY, "", "協働の手引き　　－ 3 －", "", *BODY, "", "協働の手引き　　－ 8 －", "", *BODY]
    assert find_page_marks(lines) == {7, 16}


def test_a_bare_number_is_a_page_number_only_where_it_is_set_to_the_middle() -> None:
    centred = [line for page in range(3, 7) for line in (*BODY, "", f"　　　　　　{page}", "")]
    assert len(find_page_marks(centred)) == 4
    assert not find_page_marks([line.strip() for line in centred])


@pytest.mark.parametrize(
    "mark", ["4/# に会議を開きます。", "# 人以上", "(#)", "第#章", "- # 件 -", "#", "令和#年", "- #\t-"]
)
def test_lines_of_the_text_are_none(mark: str) -> None:
    assert not find_page_marks(text_with(mark))


def test_the_numbers_of_a_scattered_contents_list_are_none() -> None:
    assert not find_page_marks(
        ["はじめに", "1ページ", "第1章 形", "2ページ", "第2章 人", "3ページ", "おわりに", "4ページ"]
    )


def test_a_sentence_goes_on_over_a_mark_and_paragraphs_stay_parted(tmp_path: Path) -> None:
    cut = "変えてほしいときは補助ではなく委託を選ぶこともで"
    second, third = ([line.replace("市が", other) for line in BODY] for other in ("町が", "村が"))
    first = [*BODY, cut, "", "手引き　　－ 3 －", ""]
    lines = [*first, "きます。", *second, "", "手引き　　－ 8 －", "", "第2章 形", *third]
    path = tmp_path / "a.txt"
    path.write_text("\n".join(lines), "utf-8")
    document = read_document(path)
    assert [line.text for line in document.lines] == [*BODY, cut, "きます。", *second, "", "第2章 形", *third]
    assert document.furniture == ("手引き　　－ 3 －",)


def test_a_mark_amid_a_page_is_left_out_too(tmp_path: Path) -> None:
    pages = [[*BODY, f"{number}/4"] for number in range(1, 5)]
    pages[1] = [*BODY, "2/4", *BODY]
    path = tmp_path / "a.txt"
    path.write_text("\n\f".join("\n".join(page) for page in pages), "utf-8")
    document = read_document(path)
    assert not any("/4" in line.text for line in document.lines)
    assert {line.page for line in document.lines} == {1, 2, 3, 4}


@given(st.lists(st.sampled_from(["- 1 -", "- 2 -", "- 3 -", "", "本文です。", "2/3"]), max_size=40))
def test_pieces_are_the_whole_text(lines: list[str]) -> None:
    marks = find_page_marks(lines)
    pieces = split_at_marks(lines, marks)
    assert [line for piece in pieces for line in piece] == lines
    assert len(pieces) == len(marks) + 1
