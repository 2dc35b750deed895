"""Nesting: signs, brackets, commentary and forms, each inside what they belong to."""

from __future__ import annotations

import pytest

from ingest.document import Line, text_lines
from ingest.outline import Outline, read_outline

PROSE = "市と団体は、互いの立場を尊重しながら取り組みます。"


def tree(outline: Outline) -> list[str]:
    """The last part of each path, indented by ``-``; the title page left out."""
    return ["-" * (s.level - 1) + s.path[-1] for s in outline.sections if s.anchor != "title"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "【あ】\n~\n〈い〉\n~\n〈う〉\n~\n【え】\n~\n〈お〉\n~",
            ["【あ】", "-〈い〉", "-〈う〉", "【え】", "-〈お〉"],
        ),
        ("＜あ＞\n~\n［い］\n~\n<う>\n~\n［え］\n~", ["＜あ＞", "-［い］", "<う>", "-［え］"]),
        ("1 一\n【あ】\n~\n2 二\n〈い〉\n~\n【う】\n~", ["1 一", "-【あ】", "2 二", "-〈い〉", "-【う】"]),
        ("◆あ\n~\n【い】\n~\n◆う\n~\n【え】\n~", ["あ", "-【い】", "う", "-【え】"]),
    ],
    ids=["always inside", "either width", "not always inside", "a bracket inside a sign"],
)
def test_a_bracket_that_always_stands_below_another_mark_is_its_child(text: str, expected: list[str]) -> None:
    assert tree(read_outline(_lines(text), "aoba")) == expected


def _lines(text: str) -> list[Line]:
    return list(text_lines(f"手引き\n\n{text}".replace("~", PROSE).replace("\n", "\n\n")))


def _styled(*lines: tuple[str, int] | str) -> Outline:
    stated = [entry if isinstance(entry, tuple) else (entry, None) for entry in lines]
    return read_outline([Line(text, level=level) for text, level in stated], "aoba")


def test_commentary_printed_as_large_as_the_articles_stands_under_them() -> None:
    outline = _styled(
        ("第1章 総則", 1), ("（目的）", 2), "第1条 この条例は、協働を進める。", ("【趣旨】", 2), PROSE,
        ("【解説】", 2), PROSE, ("（定義）", 2), "第2条 この条例の用語は、次による。", ("【趣旨】", 2), PROSE,
        ("附則", 1), PROSE,
    )  # fmt: skip
    assert tree(outline) == [
        "第1章 総則", "-第1条 （目的）", "--【趣旨】", "--【解説】", "-第2条 （定義）", "--【趣旨】", "附則"
    ]  # fmt: skip


def test_what_a_style_marks_does_not_stand_inside_plain_numbers_that_are_over() -> None:
    outline = _styled(
        ("様式第1号 協定書", 1), PROSE, "第1条（目的）", PROSE, "第2条（期間）", PROSE, ("書き方", 2), PROSE,
        ("様式第2号 報告書", 1), PROSE, ("書き方", 2), PROSE,
    )  # fmt: skip
    assert tree(outline) == [
        "様式第1号 協定書", "-第1条 （目的）", "-第2条 （期間）", "-書き方", "様式第2号 報告書", "-書き方"
    ]  # fmt: skip


def test_a_title_beside_the_forms_does_not_hold_them_for_naming_forms() -> None:
    outline = _styled(
        ("様式について", 1), PROSE * 2, ("様式第1号 協定書", 1), PROSE, ("様式第2号 報告書", 1), PROSE
    )  # fmt: skip
    assert tree(outline) == ["様式について", "様式第1号 協定書", "様式第2号 報告書"]


def test_rules_above_and_below_a_title_neither_hide_it_nor_stand_in_a_text() -> None:
    rule, thin, stars = "=" * 40, "-" * 40, "＊　＊　＊"
    parts = (rule, "■募集", rule, PROSE, "", "●部門", PROSE, "", "○自由", PROSE, "", rule, "■様式", rule, PROSE, "",
             thin, "様式第１号　応募書", thin, PROSE, "", stars, "■質問", stars, "", "●Ｑ１　応募できますか", PROSE, "",
             "●Ｑ２　途中でやめたら", PROSE)  # fmt: skip
    outline = read_outline(text_lines("\n".join(("お知らせ", "", *parts)).replace(PROSE, PROSE * 2)), "aoba")
    assert tree(outline) == [
        "募集", "-部門", "--自由", "様式", "-様式第１号 応募書",
        "質問", "-●Ｑ１ 応募できますか", "-●Ｑ２ 途中でやめたら",
    ]  # fmt: skip
    assert not any(mark in section.text for section in outline.sections for mark in "=-＊")


def test_a_number_with_a_letter_holds_the_numbered_words_below_it() -> None:
    outline = _styled(
        "手引き", ("使い方", 1), PROSE * 2, ("STEP 0 知る", 1), "0-A 協働とは", PROSE, "", "0-B 進め方", PROSE, "",
        "形態① 委託", PROSE, "", "形態② 補助", PROSE, ("STEP 1 聞く", 1), "1-A 窓口", PROSE, "", "1-B つなぎ方", PROSE,
        ("STEP 2 組む", 1), "2-A 話合い", PROSE,
    )  # fmt: skip
    assert tree(outline) == [
        "使い方", "STEP 0 知る", "-0-A 協働とは", "-0-B 進め方", "--形態① 委託", "--形態② 補助",
        "STEP 1 聞く", "-1-A 窓口", "-1-B つなぎ方", "STEP 2 組む", "-2-A 話合い",
    ]  # fmt: skip


def test_forms_stand_inside_the_annex_whose_word_opens_theirs() -> None:
    outline = _styled(("一 趣旨", 1), PROSE, ("別記 書き方", 1), "", "別記様式第一号 応募書", PROSE, ("附則", 1), PROSE)
    assert tree(outline) == ["一 趣旨", "別記 書き方", "-別記様式第一号 応募書", "附則"]
