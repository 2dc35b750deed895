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
