"""Numbered headings over more than a line: captions, second lines, remarks in brackets."""

from __future__ import annotations

import pytest

from ingest.document import text_lines
from ingest.outline import read_outline

PROSE = "市と団体は、互いの立場を尊重しながら取り組みます。"


def headings(text: str) -> list[str]:
    """Number and title of each heading of a document; ``~`` stands for a line of prose."""
    outline = read_outline(text_lines(text.replace("~", PROSE)), "aoba")
    return [s.path[-1] for s in outline.sections if s.anchor != "title" and outline.has_headings]


@pytest.mark.parametrize(
    ("under", "title"),
    [
        ("（委託・補助・共催の選び方）\n~", "2 形態（委託・補助・共催の選び方）"),
        ("（複数の団体で行う場合を含む。）\n~", "2 形態（複数の団体で行う場合を含む。）"),
        ("（令和7年4月1日現在）\n~", "2 形態"),
        ("（詳しくは、窓口で説明します。）\n~", "2 形態"),
        ("\n（選び方）\n~", "2 形態"),
    ],
    ids=["a subtitle", "a proviso", "a date", "a sentence", "apart"],
)
def test_a_remark_in_brackets_right_under_a_heading_belongs_to_it(under: str, title: str) -> None:
    assert headings(f"1 目的\n~\n\n2 形態\n{under}\n\n3 評価\n~") == ["1 目的", title, "3 評価"]


def test_a_form_that_names_its_article_has_its_title_on_the_next_line() -> None:
    text = "第１ 手続\n~\n様式第１号（第１関係）\n利用申込書\n　~\n様式第２号（第１関係）\n変更届\n　~"
    assert headings(text) == ["第１ 手続", "様式第１号 （第１関係） 利用申込書", "様式第２号 （第１関係） 変更届"]


def test_the_caption_of_an_article_does_not_belong_to_the_chapter_above_it() -> None:
    text = "第1章 総則\n（目的）\n第1条 この条例は、協働を進める。\n（定義）\n第2条 この条例の用語は、次による。"
    assert headings(text) == ["第1章 総則", "第1条 （目的）", "第2条 （定義）"]


def test_a_caption_may_go_on_over_two_lines() -> None:
    text = "（目的）\n第1条 市は、協働を進める。\n\n（会議の設置及び所掌事務並びに\n委員の任期）\n第2条 会議を置く。"
    assert headings(text) == ["第1条 （目的）", "第2条 （会議の設置及び所掌事務並びに委員の任期）"]


def test_running_text_in_a_narrow_column_is_no_second_line() -> None:
    column = "これまで活動に縁のなかった世代、特に30代から50代\nの働く世代が、短い時間でも関われる入口をつくる。"
    text = "\n\n".join(f"({n}) {title}\n{column}" for n, title in enumerate(("担い手", "情報", "手続"), 1))
    wide = "市では、これまでに多くの団体と協働の事業を行い、その結果を毎年の報告書にまとめて公表してきました。\n" * 6
    assert headings(f"1 課題\n{wide}\n{text}") == ["1 課題", "(1) 担い手", "(2) 情報", "(3) 手続"]


def test_a_long_remark_in_brackets_does_not_run_on_into_the_number_below() -> None:
    remark = "（令和7年4月1日から令和8年3月31日までに行うもの）"
    assert headings(f"第１ 対象\n{remark}\n１ 一般\n~\n２ 入門\n~\n第２ 手続\n~") == [
        "第１ 対象", "１ 一般", "２ 入門", "第２ 手続"
    ]  # fmt: skip


def test_numbers_that_recur_in_threes_are_headings_and_pairs_are_labels() -> None:
    three = "\n".join(f"({n}) 形\nア 特徴\n~\nイ 事業\n~\nウ 留意点\n~" for n in range(1, 5))
    pairs = "\n".join(f"({n}) 形\nア 特徴\n~\nイ 留意点\n~" for n in range(1, 5))
    assert len(headings(f"1 形態\n{three}\n2 費用\n~")) == 18
    assert len(headings(f"1 形態\n{pairs}\n2 費用\n~")) == 6


def test_captions_on_lines_of_their_own_make_the_articles_of_a_specimen_sections() -> None:
    own = "様式第1号 協定書\n~\n第1条（目的）\n~\n第2条（期間）\n~\n様式第2号 報告書\n~"
    assert headings(own) == ["様式第1号 協定書", "第1条 （目的）", "第2条 （期間）", "様式第2号 報告書"]
    assert headings(own.replace("）\n", "）")) == ["様式第1号 協定書", "様式第2号 報告書"]


def test_a_question_goes_on_to_the_line_on_which_it_is_asked() -> None:
    text = "〔Q1〕 会費を取る催しに部屋を使って\nもよいですか。\n~\n\n〔Q2〕 雨の日は\n市が決めます。\n"
    assert headings(text) == ["〔Q1〕 会費を取る催しに部屋を使ってもよいですか。", "〔Q2〕 雨の日は"]
