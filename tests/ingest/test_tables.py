"""Tables: rows with their column headings, in each of the prints that the guidelines have."""

from __future__ import annotations

import pytest

from corpus.guideline import Passage, PassageKind
from ingest.library import Volume
from ingest.passages import split_passages
from ingest.tables import Row, is_table_line, read_table, split_cells


def rows_of(text: str) -> list[Row]:
    return read_table(text, 0, len(text))


@pytest.mark.parametrize("line", ["a\tb", "| a | b |", "\t\t", "|---|---|"])
def test_tabs_and_pipes_make_a_table_line(line: str) -> None:
    assert is_table_line(line)


@pytest.mark.parametrize("line", ["", "本文です。", "a|b", "| 一つだけ"])
def test_other_lines_are_no_table(line: str) -> None:
    assert not is_table_line(line)


def test_cells_are_split_and_trimmed() -> None:
    assert split_cells("| 形態 |  概要 |") == ("形態", "概要")
    assert split_cells("形態\t 概要\t") == ("形態", "概要", "")


def test_a_pipe_table_has_a_heading_and_leaves_out_its_rule() -> None:
    rows = rows_of("| 形態 | 概要 | 例 |\n|---|---|---|\n| 共催 | 共に行う | 講演会 |")
    assert [(row.cells, row.is_head) for row in rows] == [
        (("形態", "概要", "例"), True),
        (("共催", "共に行う", "講演会"), False),
    ]
    assert rows[1].labels == ("形態", "概要", "例")


def test_two_columns_are_pairs_of_a_name_and_its_text() -> None:
    rows = rows_of("地縁組織\t自治会など\n企業\t会社など")
    assert [(row.name, row.is_head, row.labels) for row in rows] == [
        ("地縁組織", False, ()),
        ("企業", False, ()),
    ]


def test_a_second_heading_line_is_merged_under_the_first() -> None:
    rows = rows_of("No\t施策\t年度\t\t課\n\t\t19\t20\t\n1\tサイト\t\t○\t広報課")
    assert [row.is_head for row in rows] == [True, True, False]
    assert rows[2].labels == ("No", "施策", "年度 19", "年度 20", "課")


def test_a_row_without_a_name_takes_the_one_above() -> None:
    rows = rows_of("\t合計\t男\n参加したい\t434\t7\n\t45.6\t29.2")
    assert [row.name for row in rows if not row.is_head] == ["参加したい", "参加したい"]


def test_rows_are_slices_of_the_text() -> None:
    text = "前の文\n\na\tb\tc\n1\t2\t3\n"
    rows = read_table(text, 5, len(text))
    assert [text[row.start : row.end] for row in rows] == ["a\tb\tc", "1\t2\t3"]


def passages_of(volumes: dict[str, Volume], section_id: str) -> list[Passage]:
    return list(split_passages(volumes[section_id.partition("/")[0]].guideline.section(section_id)))


SCHEDULE = [
    ("1", "20", "地域づくり課 秘書政策室"),
    ("2", "19", "地域づくり課 全 課"),
    ("3", "19", "地域づくり課"),
    ("4", "19", "地域づくり課 全 課"),
    ("5", "20", "地域づくり課 秘書政策室 全 課"),
    ("6", "19", "地域づくり課 福祉課"),
    ("7", "21", "地域づくり課 産業振興課"),
    ("8", "21", "地域づくり課 産業振興課 生涯学習課"),
    ("9", "21", "地域づくり課"),
    ("10", "21", "地域づくり課 全 課"),
    ("11", "21", "地域づくり課"),
    ("12", "20", "地域づくり課"),
    ("13", "21", "地域づくり課 産業振興課"),
    ("14", "19", "地域づくり課 産業振興課"),
    ("15", "20", "秘書政策室"),
    ("16", "20", "地域づくり課 秘書政策室 全 課"),
    ("17", "19", "地域づくり課 総務課 全 課"),
    ("18", "19", "秘書政策室 全 課"),
    ("19", "20", "地域づくり課 全 課"),
]
"""Number, year column of the ○, sections in charge: read by eye from the schedule of 北本市."""


def test_the_marks_of_the_schedule_stand_under_their_years(volumes: dict[str, Volume]) -> None:
    read = []
    for passage in passages_of(volumes, "kitamoto/7-n1"):
        if passage.kind is PassageKind.ROW:
            cells = dict(zip(passage.labels, split_cells(passage.text), strict=True))
            years = [label for label, cell in cells.items() if cell == "○"]
            read.append((cells["No"], *[year.removeprefix("実施目標年度 ") for year in years], cells["推進課"]))
    assert read == SCHEDULE


def test_the_schedules_heading_is_no_row_on_its_second_page_either(volumes: dict[str, Volume]) -> None:
    heads = [p.text for p in passages_of(volumes, "kitamoto/7-n1") if p.kind is PassageKind.TABLE_HEAD]
    assert [head.split("\t")[0] for head in heads] == ["No", "", "No", ""]


def test_the_unnamed_percentages_of_the_survey_belong_to_the_row_above(volumes: dict[str, Volume]) -> None:
    text = volumes["kitamoto"].guideline.section("kitamoto/3-2-1").text
    start = text.index("\t合計\t18～19歳")
    rows = read_table(text, start, text.rindex("22.2") + len("22.2"))
    row = next(row for row in rows if row.name == "参加していないが今後参加したい" and not row.cells[0])
    assert dict(zip(row.labels, row.cells, strict=True))["50～64歳"] == "54.3"
    assert [r.name for r in rows[1:]] == [name for r in rows[1::2] for name in (r.cells[0], r.cells[0])]


def test_the_areas_of_toride_are_read_under_their_columns(volumes: dict[str, Volume]) -> None:
    rows = [p for p in passages_of(volumes, "toride/3-3") if p.kind is PassageKind.ROW]
    assert rows[0].labels[0] == "市民の領域"
    assert rows[0].labels[-1] == "市の領域"


def test_the_principles_of_tachikawa_are_pairs(volumes: dict[str, Volume]) -> None:
    rows = [p for p in passages_of(volumes, "tachikawa/3-1") if p.kind is PassageKind.ROW]
    assert [split_cells(row.text)[0][0] for row in rows] == list("①②③④⑤")
