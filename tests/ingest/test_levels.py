"""Levels: which kind of heading stands inside which, from the numbers and from stated levels."""

from __future__ import annotations

import pytest

from ingest.headings import read_mark
from ingest.levels import infer_ranks
from ingest.tree import HeadingLine


def order(*lines: str | tuple[str, int], empty: tuple[int, ...] = (), indents: tuple[int, ...] = ()) -> list[str]:
    """The kinds of these headings from the outside in; kinds of one rank in one string."""
    headings: list[HeadingLine] = []
    runs: dict[str, int] = {}
    for place, entry in enumerate(lines):
        text, level = entry if isinstance(entry, tuple) else (entry, None)
        mark = read_mark(text)
        assert mark is not None
        if mark.value == 1:
            runs[mark.key] = place
        run = runs[mark.key] if mark.value else -1
        headings.append(HeadingLine(place, place, mark, level=level, run=run))
    kinds: dict[float, set[str]] = {}
    for heading, rank in zip(headings, infer_ranks(headings, empty, dict(enumerate(indents))), strict=True):
        kinds.setdefault(rank, set()).add(heading.mark.family.name)
    return [" ".join(sorted(names)) for _, names in sorted(kinds.items())]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["第1章 あ", "1 い", "(1) う"], ["chapter", "arabic", "parenthesis"]),
        (["(1) あ", "1 い", "2 う", "(2) え", "1 お"], ["parenthesis", "arabic"]),
        (["① あ", "(1) い", "(2) う", "② え", "(1) お"], ["circled", "parenthesis"]),
        (["第1章 あ", "1 い", "2 う", "第2章 え", "3 お", "4 か"], ["chapter", "arabic"]),
        (["■あ", "●い", "■う"], ["sign", "sign"]),
        (["はじめに", "第1章 あ", "おわりに"], ["chapter preface"]),
    ],
    ids=["no evidence", "starts again", "starts again and goes on", "both ways", "signs", "one rank"],
)
def test_the_numbers_show_the_order(lines: list[str], expected: list[str]) -> None:
    assert order(*lines) == expected


def test_stated_levels_come_before_the_numbers() -> None:
    assert order(("(1) あ", 1), ("1 い", 2), ("2 う", 2), ("(2) え", 1)) == ["parenthesis", "arabic"]


def test_kinds_without_a_level_stand_inside_those_that_are_usually_outside_them() -> None:
    assert order(("第1章 あ", 1), ("1 い", 2), "(1) う", "(2) え", ("2 お", 2)) == ["chapter", "arabic", "parenthesis"]


def test_two_numberings_of_one_level_are_told_apart_by_their_numbers() -> None:
    lines = (("第1章 あ", 1), ("(1) い", 2), ("① う", 2), ("② え", 2), ("(2) お", 2), ("① か", 2))
    assert order(*lines) == ["chapter", "parenthesis", "circled"]


def test_a_heading_without_text_holds_the_kind_below_it() -> None:
    lines = ("【あ】", "■い", "■う", "【え】", "■お", "【か】", "■き")
    assert order(*lines) == ["sign", "bracket"]
    assert order(*lines, empty=(0, 3, 5)) == ["bracket", "sign"]


def test_a_heading_that_only_holds_numbers_does_not_stand_inside_them() -> None:
    lines = ("■あ", "Q1 い", "■う", "Q2 え", "■お", "Q3 か")
    assert order(*lines, empty=(0, 2, 4)) == ["sign", "question"]


def test_the_contents_list_shows_which_kind_stands_further_in() -> None:
    assert order("【あ】", "■い", "【う】", indents=(0, 1, 0)) == ["bracket", "sign"]


def test_a_column_between_two_numbers_stands_beside_them_whatever_its_style() -> None:
    lines = (("第1部 あ", 1), "問1 い", ("コラム う", 3), "問2 え", ("第2部 お", 1), "問3 か")
    assert order(*lines) == ["part", "plain column question"]


def test_what_opens_and_closes_a_document_stands_beside_its_outermost_numbers() -> None:
    assert order("はじめに", "第1部 あ", "第1章 い", "おわりに") == ["part preface", "chapter"]
