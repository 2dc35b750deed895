"""Bold paragraphs: which are headings, and on what level."""

from __future__ import annotations

import pytest

from ingest.document import Line
from ingest.readers.bold_headings import looks_like_heading, state_bold_levels

PROSE = "市民と市は、話し合いながら長い時間をかけて進めていくことを大切にします。" * 3


def levels(marked: list[str], level: int | None = None) -> dict[str, int]:
    """The levels given; ``**`` marks a bold line, ``***`` a larger one. ``level`` is that of a styled line in front."""
    lines = [Line("手引き", level=level), *(Line(text.strip("*")) for text in marked)]
    bold = {index: text.count("*") for index, text in enumerate(marked, start=1) if text.startswith("**")}
    return {line.text: line.level for line in state_bold_levels(lines, bold)[1:] if line.level is not None}


def test_bold_lines_are_headings_below_those_by_style() -> None:
    marked = ["**Ⅰ 形**", PROSE, "**1 委託**", PROSE]
    assert levels(marked) == {"Ⅰ 形": 1, "1 委託": 1}
    assert levels(marked, level=2) == {"Ⅰ 形": 3, "1 委託": 3}


def test_questions_with_short_answers_are_headings_though_much_is_bold() -> None:
    marked = [
        line
        for number in range(3)
        for line in (
            f"**Q{number}. 三人以上の団体でも申請できますか。**",
            "できます。会則を添えて、窓口へお持ちください。",
        )
    ]
    assert set(levels(["市の問答集です。", *marked]).values()) == {1}


def test_larger_print_is_an_outer_heading() -> None:
    assert levels(["***総論***", PROSE, "**目的**", PROSE, "***各論***", PROSE]) == {"総論": 1, "目的": 2, "各論": 1}


def test_what_is_bold_on_the_cover_is_no_heading() -> None:
    marked = ["**協働の手引き**", "**職員用**", "**はじめに**", PROSE, "**1 形**", PROSE]
    assert levels(marked) == {"はじめに": 1, "1 形": 1}


def test_a_text_that_is_bold_throughout_and_a_lone_bold_line_have_no_levels() -> None:
    assert levels([f"**{word}を決める**" for word in ("目的", "期間", "役割")] + ["市です。"]) == {}
    assert levels([PROSE, "**1 形**", PROSE]) == {}


@pytest.mark.parametrize(
    "text",
    ["1 目的", "Q4 だれが払いますか。", "問2　担当が替わりました。", "協働できますか？", "（１）形", "コラム 橋"],
)
def test_titles_and_questions_look_like_headings(text: str) -> None:
    assert looks_like_heading(text)


@pytest.mark.parametrize(
    "text",
    [
        "必ず守ってください。",
        "表1 年間の予定",
        "図２　流れ",
        "※ 注意",
        "令和7年6月",
        "目　次",
        "注意：",
        "（案）",
        "－－－",
        "あ" * 61,
        "",
    ],
)
def test_sentences_captions_and_dates_do_not(text: str) -> None:
    assert not looks_like_heading(text)
