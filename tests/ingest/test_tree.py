"""From a row of headings to a tree: depth from rank and the run of numbers."""

from __future__ import annotations

import pytest

from ingest.headings import read_mark
from ingest.tree import HeadingLine, nest_headings


def nested(*lines: str) -> tuple[list[str], list[str]]:
    """The ids of these heading lines, and the warnings."""
    headings = []
    for number, line in enumerate(lines):
        mark = read_mark(line)
        assert mark is not None
        headings.append(HeadingLine(number, number, mark))
    warnings: list[str] = []
    return [heading.id for heading in nest_headings(headings, warnings)], warnings


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        (["第1章 一", "1 い", "(1) ろ", "① は", "ア に"], ["1", "1-1", "1-1-1", "1-1-1-1", "1-1-1-1-1"]),
        (["第1章 一", "(1) い", "(2) ろ", "第2章 二", "(1) は"], ["1", "1-1", "1-2", "2", "2-1"]),
        (["1 い", "(1) ろ", "2 は", "(1) に"], ["1", "1-1", "2", "2-1"]),
        (["第1章 一", "○目標", "1 い"], ["1", "1-n1", "1-1"]),
        (["(1) い", "○参加", "○協働", "(2) ろ"], ["1", "1-n1", "1-n2", "2"]),
        (["はじめに", "○目標", "1. い"], ["n1", "n1-n1", "1"]),
        (["2 い", "【事業】", "1 きめ細かい", "2 専門的な", "3 い"],
         ["2", "2-n1", "2-n1-1", "2-n1-2", "2-n1-3"]),
        (["参考資料", "参考資料1 い", "第1条", "第2条", "附則", "参考資料2 ろ"],
         ["n1", "n1-r1", "n1-r1-a1", "n1-r1-a2", "n1-r1-n1", "n1-r2"]),
        (["第1部 い", "第1章 ろ", "第1節 は", "第2章 に", "第2部 ほ"],
         ["p1", "p1-1", "p1-1-1", "p1-2", "p2"]),
        (["1 い", "基本目標1 ろ", "基本目標2 は"], ["1", "1-g1", "1-g2"]),
        (["第1条（目的）", "附則", "第1条（施行期日）", "第2条（経過措置）", "別紙1 い", "第1条（目的）"],
         ["a1", "n1", "n1-a1", "n1-a2", "x1", "x1-a1"]),
    ],
    ids=["every depth", "a chapter closes", "no chapters", "unnumbered", "unnumbered run", "a preface ends",
         "a run under an unnumbered heading", "reference material", "parts", "goals", "articles of annexes"],
)  # fmt: skip
def test_headings_are_nested_by_rank_and_run(lines: list[str], ids: list[str]) -> None:
    assert nested(*lines) == (ids, [])


def test_a_misprinted_number_keeps_its_place_and_is_said() -> None:
    ids, warnings = nested("(1) 役割", "① 市民", "② 地域団体", "② 市民団体", "④ 事業者")
    assert ids == ["1", "1-1", "1-2", "1-2b", "1-4"]
    assert warnings == ["line 4: ② does not follow its run", "line 5: ④ does not follow its run"]


def test_a_run_goes_on_over_deeper_headings() -> None:
    assert nested("(1) い", "① ろ", "(2) は")[0] == ["1", "1-1", "2"]


def test_unnumbered_headings_are_counted_under_their_parent() -> None:
    assert nested("1 い", "○ろ", "2 は", "○に", "○ほ")[0] == ["1", "1-n1", "2", "2-n1", "2-n2"]
