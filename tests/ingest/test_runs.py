"""Runs of numbers: which lines count on, and which runs are headings."""

from __future__ import annotations

from ingest.document import text_lines
from ingest.headings import read_marks
from ingest.layout import Layout, read_layout
from ingest.runs import Candidate, Run, find_runs, is_heading_run

PROSE = "市と団体は、互いの立場を尊重します。"


def runs_of(text: str) -> tuple[list[Run], list[Candidate], Layout]:
    layout = read_layout(text_lines(text.replace("~", PROSE)))
    candidates = []
    for position in range(len(layout.lines)):
        marks = tuple(mark for mark in read_marks(layout.text(position)) if mark.value)
        if marks:
            candidates.append(Candidate(position, marks, is_sentence=marks[0].is_sentence))
    return *find_runs(candidates, layout), layout


def numbers(text: str) -> list[list[str]]:
    return [[mark.number for _, mark in run.members] for run in runs_of(text)[0]]


def test_numbers_count_on_in_their_own_runs() -> None:
    assert numbers("1 あ\n(1) い\n(2) う\n2 え\n(1) お") == [["1", "2"], ["(1)", "(2)"], ["(1)"]]


def test_an_inner_run_of_the_same_kind_leaves_the_outer_one_open() -> None:
    assert numbers("(1) あ\n~\n(2) い\n~\n(1) 会則を出す。\n(2) 名簿を出す。\n\n(3) う\n~") == [
        ["(1)", "(2)", "(3)"],
        ["(1)", "(2)"],
    ]


def test_a_heading_takes_the_place_of_a_sentence_with_its_number() -> None:
    assert [mark.title for _, mark in runs_of("1 対象\n~\n2 年目から減らします。\n2 手続\n~")[0][0].members] == [
        "対象",
        "手続",
    ]


def test_branches_and_compounds_count_on() -> None:
    assert numbers("第1条 あ\n第2条 い\n第2条の2 う\n第3条 え") == [["第1条", "第2条", "第2条の2", "第3条"]]
    assert numbers("1-1 あ\n1-2 い\n2-1 う") == [["1-1", "1-2", "2-1"]]


def test_the_run_decides_what_a_letter_is() -> None:
    text = "\n".join(f"{letter}. 項目" for letter in "ABCDEFGHIJ")
    assert numbers(text) == [[f"{letter}." for letter in "ABCDEFGHIJ"]]
    assert numbers("I. 相談\n~\nII. 準備\n~\nIII. 実施") == [["I.", "II.", "III."]]


def test_a_number_far_from_the_one_expected_fits_no_run() -> None:
    _, strays, _ = runs_of("1 あ\n\n~\n\n7 い\n\n~")
    assert [stray.position for stray in strays] == [4]


def test_a_run_is_a_list_if_nothing_stands_under_its_members_or_they_are_sentences() -> None:
    texts = ["(1) あ\n(2) い\n(3) う", "(1) 出す。\n~\n(2) 待つ。\n~", "(1) あ\n~\n(2) い\n~", "(1) あ\n~"]
    found = [(runs[0], layout) for runs, _, layout in map(runs_of, texts)]
    assert [is_heading_run(run, layout, is_styled=False) for run, layout in found] == [False, False, True, True]
    assert [is_heading_run(run, layout, is_styled=True) for run, layout in found] == [False, False, True, False]


def test_articles_with_their_text_on_the_line_are_headings_but_not_those_of_a_contract() -> None:
    printed = "第1条　市は、定める。\n第2条　市は、行う。\n第3条　市は、見直す。"
    texts = [printed, "第1条　甲は、払う。\n第2条　乙は、行う。\n第3条　甲は、待つ。"]
    found = [(runs[0], layout) for runs, _, layout in map(runs_of, texts)]
    assert [is_heading_run(run, layout, is_styled=False) for run, layout in found] == [True, False]
