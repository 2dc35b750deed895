"""Finding headings: whole small documents, each with its own numbering, against the outline a person reads."""

from __future__ import annotations

import pytest

from ingest.document import Line, text_lines
from ingest.outline import Outline, read_outline

PROSE = "市と団体は、互いの立場を尊重しながら取り組みます。"


def read(text: str, title: str = "") -> Outline:
    """The outline of a document whose lines are ``text``; ``~`` stands for a line of prose."""
    return read_outline(text_lines(text.replace("~", PROSE)), "aoba", title)


def tree(outline: Outline) -> list[str]:
    """The last part of each path, indented by ``-``; the title page left out."""
    return ["-" * (s.level - 1) + s.path[-1] for s in outline.sections if s.anchor != "title" and outline.has_headings]


def wrap(text: str, width: int) -> str:
    return "\n".join(line[at : at + width] for line in text.split("\n") for at in range(0, max(len(line), 1), width))


NUMBERINGS = {
    "ordinals without a unit": (
        "第１　意義\n１　定義\n~\n２　効果\n(1)　市民\n~\n(2)　市\n~\n第２　進め方\n１　相談\n~",
        ["第１ 意義", "-１ 定義", "-２ 効果", "--(1) 市民", "--(2) 市", "第２ 進め方", "-１ 相談"],
    ),
    "parts and chapters": (
        "第１編　総論\n第１章　目的\n~\n第２章　定義\n~\n第２編　各論\n第１章　補助\n第１節　概要\n~\n第２節　手続\n~",
        ["第１編 総論", "-第１章 目的", "-第２章 定義", "第２編 各論", "-第１章 補助", "--第１節 概要",
         "--第２節 手続"],
    ),
    "compound": (
        "1章 基本\n1-1 定義\n~\n1-2 原則\n~\n2章 形\n2-1 補助\n~\n(1) 概要\n~\n(2) 手続\n~\n2-2 委託\n~",
        ["1章 基本", "-1-1 定義", "-1-2 原則", "2章 形", "-2-1 補助", "--(1) 概要", "--(2) 手続", "-2-2 委託"],
    ),
    "compound under a labelled run": (
        "1 計画\n1-1 目的\n~\n2 取組\n~\n方針1 人\n~\n2-1 体験\n~\n2-2 研修\n~\n方針2 場\n2-3 教室\n~\n3 評価\n~",
        ["1 計画", "-1-1 目的", "2 取組", "-方針1 人", "--2-1 体験", "--2-2 研修", "-方針2 場", "--2-3 教室", "3 評価"],
    ),
    "turned round": (
        "(1) 総論\n\n1 背景\n\n~\n\n2 目的\n\n~\n\n(2) 各論\n\n1 補助\n\n~\n\n(3) まとめ\n\n~",
        ["(1) 総論", "-1 背景", "-2 目的", "(2) 各論", "-1 補助", "(3) まとめ"],
    ),
    "running on over chapters": (
        "第1章 総論\n1 背景\n~\n2 目的\n~\n第2章 各論\n3 補助\n~\n4 委託\n~",
        ["第1章 総論", "-1 背景", "-2 目的", "第2章 各論", "-3 補助", "-4 委託"],
    ),
    "roman to kana": (
        "Ⅰ　総論\n１　企画\n(1)　準備\n~\nア　庁内\n~\n(ア)　会議\n~\n(イ)　記録\n~\n"
        "イ　団体\n~\n(2)　選定\n~\nⅡ　評価\n~",
        ["Ⅰ 総論", "-１ 企画", "--(1) 準備", "---ア 庁内", "----(ア) 会議", "----(イ) 記録", "---イ 団体", "--(2) 選定",
         "Ⅱ 評価"],
    ),
    "kanji": (
        "一　趣旨\n~\n二　手続\n　１　申請\n~\n　２　審査\n~\n三　その他\n~",
        ["一 趣旨", "二 手続", "-１ 申請", "-２ 審査", "三 その他"],
    ),
    "letters": (
        "A. 考え方\n~\n1) 定義\n~\na. 広い意味\n~\nb. 狭い意味\n~\n2) 原則\n~\nB. 進め方\n~",
        ["A. 考え方", "-1) 定義", "--a. 広い意味", "--b. 狭い意味", "-2) 原則", "B. 進め方"],
    ),
    "questions": (
        "Ⅰ　基本\n〔Q1〕協働とは、何ですか。\nA1　~\n〔Q2〕だれが対象ですか。\nA2　~\n"
        "Ⅱ　実務\n〔Q3〕費用はどうしますか。\nA3　~",
        ["Ⅰ 基本", "-〔Q1〕 協働とは、何ですか。", "-〔Q2〕 だれが対象ですか。", "Ⅱ 実務",
         "-〔Q3〕 費用はどうしますか。"],
    ),
    "signs": (
        "手引き\n\n■定義\n\n~\n\n●広い意味\n\n~\n\n●狭い意味\n\n~\n\n■形\n\n●補助\n\n~\n\n○申請書\n○予算書\n",
        ["定義", "-広い意味", "-狭い意味", "形", "-補助"],
    ),
    "no space behind the number": (
        "手引き\n１定義\n~\n２原則\n~\n３形\n（１）補助\n~\n（２）委託\n~",
        ["１ 定義", "２ 原則", "３ 形", "-（１） 補助", "-（２） 委託"],
    ),
    "English": (
        "Chapter 1 Basics\n\n1.1 Meaning\n\nWe work together, and share.\n\n1.2 Rules\n\nThese are:\n1. Be equal.\n"
        "2. Be open.\n\n"
        "Chapter 2 Steps\n\nAsk first, then plan.\n\nAppendix A Forms\n\nForm 1 is here, with notes.",
        ["Chapter 1 Basics", "-1.1 Meaning", "-1.2 Rules", "Chapter 2 Steps", "Appendix A Forms"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NUMBERINGS.values(), ids=NUMBERINGS)
def test_each_numbering_is_read_as_it_nests(text: str, expected: list[str]) -> None:
    outline = read(text)
    assert tree(outline) == expected
    assert outline.warnings == ()


ORDINANCE = """さくら市条例

目次
　第一章　総則（第一条―第三条）
　第二章　推進（第四条）
　附則

第一章　総則
（目的）
第一条　この条例は、必要な事項を定める。
（定義）
第二条　用語の意義は、次のとおりとする。
　一　市民　市内に住む者をいう。
　二　協働　協力することをいう。
２　前項のほか、規則で定める。
（特例）
第二条の二　特例は、別に定める。
第三条　協働は、対等を原則とする。
【解説】
対等とは、上下のないことをいいます。
第二章　推進
（責務）
第四条　市は、第三条の原則により行う。
２　市民は、協力する。
附　則
１　この条例は、公布の日から施行する。
別表（第四条関係）
区分\t額
様式第一号（第四条関係）
申請書
"""


def test_an_ordinance_has_chapters_articles_and_what_follows_them() -> None:
    assert tree(read(ORDINANCE)) == [
        "第一章 総則", "-第一条 （目的）", "-第二条 （定義）", "-第二条の二 （特例）", "-第三条", "--【解説】",
        "第二章 推進", "-第四条 （責務）", "附 則", "別表（第四条関係）", "様式第一号 （第四条関係）",
    ]  # fmt: skip


def test_an_articles_own_text_starts_behind_its_number() -> None:
    sections = {section.number: section for section in read(ORDINANCE).sections}
    assert sections["第一条"].text[sections["第一条"].body_start :] == "この条例は、必要な事項を定める。"
    assert sections["第三条"].text[sections["第三条"].body_start :] == "協働は、対等を原則とする。"


def test_an_articles_text_with_a_wide_space_near_its_start_is_its_own() -> None:
    section = read("（期間）\n第1条　期間は　令和　年　月までとする。\n（委任）\n第2条　市長が定める。").sections[0]
    assert section.text[section.body_start :] == "期間は　令和　年　月までとする。"


TEXT = {
    "a count": "1 対象\n~\n2 人以上の団体は、市に登録できます。\n2 手続\n~",
    "dates": "1 対象\n4月1日 募集\n5月1日 締切\n~\n2 手続\n~",
    "a sentence in the run": "1 対象\n~\n2 年目からは、負担を減らします。\n\n2 手続\n\n~",
    "a list of sentences": "1 対象\n~\n(1) 市が決めます。\n(2) 団体が行います。\n2 手続\n~",
    "a bare list": "1 対象\n次のとおりです。\n(1) 会則\n(2) 名簿\n(3) 予算書\n2 手続\n~",
    "numbers of tables": "1 対象\n(1)\t会則\n(2)\t名簿\n~\n2 手続\n~",
    "a chapter named in a sentence": "1 対象\n~\n第3章で述べた方法\n~\n2 手続\n~",
    "a checklist": "1 対象\n□ 会則を読みましたか。\n□ 予算を見ましたか。\n2 手続\n~",
}


@pytest.mark.parametrize("text", TEXT.values(), ids=TEXT)
def test_what_only_looks_like_a_heading_stays_text(text: str) -> None:
    assert tree(read(text)) == ["1 対象", "2 手続"]


def test_a_number_at_the_start_of_a_line_that_the_page_cut_is_text() -> None:
    long = "登録の申込みは、市民協働課の窓口で受け付けます。会員の数が\n2 人以上の団体に限ります。"
    text = f"1 対象\n{wrap(PROSE * 3, 28)}\n{long}\n2 手続\n{wrap(PROSE * 3, 28)}"
    assert tree(read(text)) == ["1 対象", "2 手続"]


def test_a_number_that_fits_no_run_is_left_as_text_and_said() -> None:
    outline = read("1 対象\n\n~\n\n7 備考\n\n~\n\n2 手続\n\n~")
    assert tree(outline) == ["1 対象", "2 手続"]
    assert outline.warnings == ("line 5: 7 fits no run of numbers: left as text",)


def test_a_run_of_which_only_some_have_text_is_said() -> None:
    outline = read("1 対象\n~\n(1) 会則\n(2) 名簿\n~\n(3) 予算\n~\n2 手続\n~")
    assert tree(outline) == ["1 対象", "-(1) 会則", "-(2) 名簿", "-(3) 予算", "2 手続"]
    assert outline.warnings == ("line 3: (1) to (3) read as headings, though only some have text under them",)


def test_a_heading_on_two_lines_is_joined() -> None:
    outline = read("第1章 市と団体との協働による\n課題の解決\n\n~\n\n第2章 評価\n\n~")
    assert tree(outline) == ["第1章 市と団体との協働による課題の解決", "第2章 評価"]
    section = outline.sections[0]
    assert section.text[section.body_start :].strip() == PROSE


STYLED = [("手引き", 1), (PROSE, None), ("第1章 総則", 2), ("目的", 3), (PROSE, None), ("広報について", None),
          ("", None), (PROSE, None), ("(1) 会則", None), ("(2) 名簿", None), ("第2章 形", 2), ("補助", 3),
          (PROSE, None)]  # fmt: skip


def test_stated_levels_make_headings_and_the_outermost_is_the_title() -> None:
    outline = read_outline([Line(text, level=level) for text, level in STYLED], "aoba")
    assert tree(outline) == ["第1章 総則", "-目的", "第2章 形", "-補助"]


def test_numbers_without_style_are_headings_in_a_styled_document_if_all_have_text() -> None:
    lines = [("第1章 総則", 1), ("1 目的", 2), ("(1) 市", None), (PROSE, None), ("(2) 団体", None), (PROSE, None),
             ("2 形", 2), ("(1) 補助", None), ("(2) 委託", None), ("第2章 評価", 1), (PROSE, None)]  # fmt: skip
    outline = read_outline([Line(text, level=level) for text, level in lines], "aoba")
    assert tree(outline) == ["第1章 総則", "-1 目的", "--(1) 市", "--(2) 団体", "-2 形", "第2章 評価"]


def test_a_heading_that_the_contents_list_names_is_found_without_a_mark() -> None:
    listed = "目次\n第1章 点検 ..... 1\n　職員用の確かめ ..... 1\n　団体用の確かめ ..... 2\n\n"
    text = f"{listed}第1章 点検\n職員用の確かめ\n□ 会則\n団体用の確かめ\n□ 名簿"
    assert tree(read(text)) == ["第1章 点検", "-職員用の確かめ", "-団体用の確かめ"]


def test_lines_of_the_title_page_are_no_headings() -> None:
    front = "みどり市\n\n協働の手引き\n\n～市民と、ともに～\n\n【職員用】\n\n令和2年3月\n\n"
    text = f"{front}目次\n第1章 目的 ..... 1\n\n第1章 目的\n\n~"
    assert tree(read(text)) == ["第1章 目的"]


def test_a_letter_is_no_outline() -> None:
    text = (
        "みどり市長\n\n協働について（お知らせ）\n\n日ごろから、お世話になっております。\n\nさて、次のとおり行います。"
    )
    assert not read(text).has_headings


def test_a_column_stands_beside_the_numbers_of_its_place() -> None:
    text = "第1章 約束\n(1) 聞くこと\n~\n(2) 見せること\n~\nコラム　雨の日\n~\n第2章 形\n~"
    assert tree(read(text)) == ["第1章 約束", "-(1) 聞くこと", "-(2) 見せること", "-コラム 雨の日", "第2章 形"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ⅰ　総論\nⅠ-1　背景\n~\nⅠ-2　目的\n~\nⅡ　各論\nⅡ-1　補助\n~",
            ["Ⅰ 総論", "-Ⅰ-1 背景", "-Ⅰ-2 目的", "Ⅱ 各論", "-Ⅱ-1 補助"],
        ),
        (
            "目標１　人\n~\n施策１－１　研修\n~\n目標２　場\n~\n施策２－１　拠点\n~",
            ["目標１ 人", "-施策１－１ 研修", "目標２ 場", "-施策２－１ 拠点"],
        ),
        (
            "1 目的\n1.1 背景\n~\n1.1.1 国\n~\n1.1.2 市\n~\n1.2 効果\n~",
            ["1 目的", "-1.1 背景", "--1.1.1 国", "--1.1.2 市", "-1.2 効果"],
        ),
    ],
    ids=["roman and digit", "labelled", "three parts"],
)
def test_a_compound_number_stands_under_the_number_it_starts_with(text: str, expected: list[str]) -> None:
    assert tree(read(text)) == expected
