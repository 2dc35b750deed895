"""Glyphs to lines: spaces, ruby, note marks, columns, tables, vertical writing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from ingest.readers.pdf_edges import Edge
from ingest.readers.pdf_layout import is_vertical, lay_out, turn_vertical
from ingest.readers.pdf_page import Glyph

WIDTH = 595.0
LONG = "市と市民活動団体とが互いの得意なことを持ち寄って地域の課題を解いていくことをいいます"


def write(
    text: str, x: float, y: float, size: float = 10.0, *, spacing: float = 0.0, bold: bool = False
) -> list[Glyph]:
    """Glyphs of a line whose baseline is at ``y``; an ideographic space leaves a gap as wide as itself."""
    glyphs = []
    for letter in text:
        advance = size * (1.0 if unicodedata.east_asian_width(letter) in "WFA" else 0.5)
        if letter != "　":
            glyphs.append(Glyph(letter, x, x + advance, y - 0.9 * size, y + 0.1 * size, y, size, bold, False))
        x += advance + spacing
    return glyphs


def paragraph(text: str, x: float, y: float, letters: int, size: float = 10.0) -> Iterator[Glyph]:
    for number, start in enumerate(range(0, len(text), letters)):
        yield from write(text[start : start + letters], x, y + 16 * number, size)


def texts(glyphs: list[Glyph], edges: tuple[Edge, ...] = ()) -> list[str]:
    return [line.text for line in lay_out(glyphs, edges)]


def box(x0: float, y0: float, x1: float, y1: float) -> tuple[Edge, ...]:
    return Edge(False, y0, x0, x1), Edge(False, y1, x0, x1), Edge(True, x0, y0, y1), Edge(True, x1, y0, y1)


def grid(xs: list[float], ys: list[float]) -> tuple[Edge, ...]:
    level = [Edge(False, y, xs[0], xs[-1]) for y in ys]
    return (*level, *(Edge(True, x, ys[0], ys[-1]) for x in xs))


def test_an_ideographic_gap_is_one_space_and_letter_spacing_is_none() -> None:
    assert texts(write("第１章　協働とは", 50, 100)) == ["第１章 協働とは"]
    assert texts(write("協働を進めるために", 50, 100, spacing=3)) == ["協働を進めるために"]
    assert texts(write("第１章　協働の進め方", 50, 100, spacing=3)) == ["第１章 協働の進め方"]


def test_latin_words_without_space_glyphs_are_parted_by_their_gaps() -> None:
    assert texts(write("Working", 50, 100) + write("together", 88, 100)) == ["Working together"]


def test_the_gap_that_word_processors_leave_between_scripts_is_no_space() -> None:
    glyphs = write("平成", 50, 100) + write("19", 72.5, 100) + write("年", 85, 100) + write("3", 97.5, 100)
    assert texts(glyphs + write("月", 105, 100)) == ["平成19年3月"]


def test_ruby_is_left_out() -> None:
    assert texts(write("きょうどう", 50, 90, 4) + write("協働の指針", 50, 100)) == ["協働の指針"]


def test_a_small_line_of_kanji_above_a_line_stays() -> None:
    assert texts(write("南山市版", 50, 90, 5) + write("協働の指針", 50, 100)) == ["南山市版", "協働の指針"]


def test_raised_note_marks_are_written_as_raised() -> None:
    glyphs = write("協働の指針", 50, 100) + write("12", 100, 96, 5) + write("による。", 106, 100)
    assert texts(glyphs) == ["協働の指針¹²による。"]


def test_glyphs_drawn_several_times_are_read_once_and_as_bold() -> None:
    glyphs = [glyph for shift in (0, 0.3, 0.6, 0.9) for glyph in write("協働の指針 ill", 50 + shift, 100)]
    line = lay_out(glyphs)[0]
    assert line.text.replace(" ", "") == "協働の指針ill"
    assert line.bold


def test_letters_that_come_twice_are_kept() -> None:
    assert texts(write("ますます少々1100", 50, 100)) == ["ますます少々1100"]


def test_two_columns_are_read_one_after_the_other_below_a_heading_over_both() -> None:
    left, right = "左" * 100, "右" * 100
    heading = write("第２章　" + "協働の形とその選び方について" * 2, 100, 80, 14)
    glyphs = [*paragraph(right, 310, 110, 22), *heading, *paragraph(left, 60, 108, 22)]
    read = texts(glyphs)
    assert read[0].startswith("第２章 協働の形")
    assert [line[0] for line in read[1:]] == ["左"] * 5 + ["右"] * 5


def test_a_short_heading_between_two_pairs_of_columns_parts_them() -> None:
    glyphs = write("第２　協働の形", 60, 240, 15)
    for number, y in enumerate((100, 280)):
        glyphs += [*paragraph("左上左下"[2 * number : 2 * number + 2] * 50, 60, y, 22)]
        glyphs += [*paragraph("右上右下"[2 * number : 2 * number + 2] * 50, 310, y + 5, 22)]
    read = texts(glyphs)
    assert [line[:2] for line in read] == ["左上"] * 5 + ["右上"] * 5 + ["第２"] + ["左下"] * 5 + ["右下"] * 5


def test_three_columns_are_read_from_the_left() -> None:
    glyphs = [g for x, letter in ((40, "一"), (220, "二"), (400, "三")) for g in paragraph(letter * 70, x, 100, 14)]
    assert [line[0] for line in texts(glyphs)] == ["一"] * 5 + ["二"] * 5 + ["三"] * 5


def test_a_contents_list_with_its_numbers_far_to_the_right_is_no_pair_of_columns() -> None:
    glyphs = []
    for number in range(1, 8):
        glyphs += write(f"{number}　協働とは何か", 60, 100 + 16 * number) + write(
            str(number + 2), 500, 100 + 16 * number
        )
    assert texts(glyphs) == [f"{number} 協働とは何か\t{number + 2}" for number in range(1, 8)]


def test_short_labels_beside_long_text_are_no_column() -> None:
    glyphs = []
    for number, label in enumerate(("目的", "期間", "費用", "担当")):
        glyphs += write(label, 60, 100 + 16 * number) + write(LONG[:36], 160, 100 + 16 * number)
    assert texts(glyphs) == [f"{label} {LONG[:36]}" for label in ("目的", "期間", "費用", "担当")]


def test_a_ruled_table_is_read_by_rows_and_cells() -> None:
    glyphs = write("形態", 60, 115) + write("費用", 160, 115) + write("共催", 60, 135) + write("市と団体", 160, 135)
    edges = grid([50, 150, 250], [100, 120, 140])
    assert texts([*glyphs, *write("次のとおりです。", 50, 90)], edges) == [
        "次のとおりです。",
        "形態\t費用",
        "共催\t市と団体",
    ]


def test_lines_of_a_cell_are_joined_and_latin_words_parted() -> None:
    glyphs = write("市民活", 60, 112) + write("動団体", 60, 128) + write("NPO", 160, 112) + write("support", 160, 128)
    assert texts(glyphs, grid([50, 150, 250], [100, 140])) == ["市民活動団体\tNPO support"]


def test_a_merged_cell_stands_once_with_empty_cells_after_it() -> None:
    glyphs = write("区分", 60, 115) + write("内容", 160, 115) + write("補助", 60, 145)
    glyphs += write("額", 160, 135) + write("期限", 160, 155) + write("全体の注意", 60, 175)
    edges = (
        *(Edge(False, y, 50, 250) for y in (100, 120, 160, 180)),
        Edge(False, 140, 150, 250),
        Edge(True, 50, 100, 180),
        Edge(True, 250, 100, 180),
        Edge(True, 150, 100, 160),
    )
    assert texts(glyphs, edges) == ["区分\t内容", "補助\t額", "\t期限", "全体の注意\t"]


def test_a_table_open_at_its_sides_is_a_table() -> None:
    glyphs = write("形態", 60, 115) + write("費用", 160, 115) + write("共催", 60, 135) + write("折半", 160, 135)
    edges = (*(Edge(False, y, 50, 250) for y in (100, 120, 140)), Edge(True, 150, 100, 140))
    assert texts(glyphs, edges) == ["形態\t費用", "共催\t折半"]


@pytest.mark.parametrize("edges", [box(50, 90, 400, 140), (Edge(False, 120, 50, 400), Edge(True, 50, 100, 120))])
def test_a_box_or_an_underlined_heading_is_text(edges: tuple[Edge, ...]) -> None:
    glyphs = write("コラム", 60, 112) + write("雨の日の決めごと", 60, 130)
    assert texts(glyphs, edges) == ["コラム", "雨の日の決めごと"]


def test_boxes_joined_by_arrows_are_no_table() -> None:
    edges = (*box(50, 100, 150, 130), *box(200, 140, 300, 170), *box(350, 200, 420, 230))
    arrows = (
        Edge(False, 115, 150, 250),
        Edge(True, 250, 115, 140),
        Edge(False, 155, 300, 385),
        Edge(True, 385, 155, 200),
    )
    glyphs = write("相談", 60, 118) + write("協議", 210, 158) + write("協定", 360, 218)
    assert texts(glyphs, (*edges, *arrows)) == ["相談", "協議", "協定"]


def test_a_table_inside_a_column_stays_in_it() -> None:
    glyphs = [*paragraph("左" * 100, 60, 100, 22), *paragraph("右" * 220, 310, 100, 22)]
    glyphs += write("形", 70, 215) + write("額", 170, 215)
    read = texts(glyphs, grid([60, 160, 270], [200, 220]))
    assert [line[0] for line in read] == ["左"] * 5 + ["形"] + ["右"] * 10
    assert read[5] == "形\t額"


def test_a_table_below_two_columns_that_end_together_comes_after_both() -> None:
    glyphs = [*paragraph("左" * 110, 60, 100, 22), *paragraph("右" * 108, 310, 100, 22)]
    glyphs += write("形", 70, 215) + write("額", 170, 215)
    read = texts(glyphs, grid([60, 160, 270], [200, 220]))
    assert [line[0] for line in read] == ["左"] * 5 + ["右"] * 5 + ["形"]


def test_letters_that_a_wide_ruby_pushes_apart_are_closed_up() -> None:
    glyphs = write("きょうどうじぎょう", 47, 90, 5) + write("協働", 50, 100, spacing=12) + write("の手引き", 92, 100)
    assert texts(glyphs) == ["協働の手引き"]


def test_vertical_writing_is_seen_and_read_from_the_right() -> None:
    glyphs = []
    for column, text in enumerate(("協働とは市民と市とが", "ともに考えることです")):
        for row, letter in enumerate(text):
            x, y = 500 - 20 * column, 100 + 10 * row
            glyphs.append(Glyph(letter, x, x + 10, y - 9, y + 1, y, 10, False, False))
    assert is_vertical(glyphs)
    assert texts(turn_vertical(glyphs, WIDTH)) == ["協働とは市民と市とが", "ともに考えることです"]
    assert not is_vertical(write(LONG, 50, 100))
