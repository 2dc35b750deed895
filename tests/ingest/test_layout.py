"""The layout of lines: blank ones, those that the page cut, tables."""

from __future__ import annotations

from ingest.document import Line, text_lines
from ingest.layout import Layout, read_layout

FULL = "市と団体は互いの立場を尊重しながら取り組みを進めて"


def layout(*lines: str) -> Layout:
    return read_layout(text_lines("\n".join(lines)))


def test_a_line_as_wide_as_lines_get_goes_on_in_the_next() -> None:
    one = layout(*[FULL] * 8, "いきます。", "短い行", FULL)
    assert one.joined(6) == FULL + FULL + "いきます。"
    assert one.carries_on(8)
    assert not one.carries_on(9)
    assert one.ends[9] == 9


def test_a_new_item_is_not_joined_to_a_full_line() -> None:
    one = layout(*[FULL] * 8, "(2) 団体", "短い行")
    assert one.joined(7) == FULL
    assert one.carries_on(8)


def test_a_line_that_ends_open_carries_on_whatever_its_width() -> None:
    assert layout("会則と名簿と予算書を、", "出してください。").carries_on(1)


def test_rows_and_styled_lines_are_not_joined() -> None:
    rows = layout(*["区分は次の表のとおりであり\t額は次の表のとおりである"] * 5)
    assert [rows.ends[n] for n in range(5)] == list(range(5))
    styled = read_layout([Line(FULL, level=1), Line(FULL), Line(FULL)])
    assert styled.ends[0] == 0


def test_neighbours_are_found_over_blank_lines() -> None:
    one = layout("一", "", "", "二")
    assert (one.following[0], one.preceding[3], one.following[3]) == (3, 0, None)
    assert one.count_between(0, 4) == 2
    assert one.is_blank(-1) and one.is_blank(1) and one.is_blank(4)


def test_prose_is_told_from_items_and_rows() -> None:
    one = layout("市が、決めます。", "・会則を、出す。", "会則、\t名簿", "会則", "We ask, then plan.")
    assert [one.is_prose(n) for n in range(5)] == [True, False, False, False, True]


def test_a_line_that_stands_far_further_in_than_those_around_it_is_told() -> None:
    layout = read_layout(text_lines("第2章 農村をつなぐ\n　　　　協働の進め方\n　段階に分けます。\n　　二つです。"))
    assert [layout.stands_in(position) for position in range(4)] == [False, True, False, False]
