"""What a guideline is known to be silent about is refused, and what it says is not mistaken for silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.chain import Assistant, answer_question
from corpus.outside import read_outside

if TYPE_CHECKING:
    from ingest.index import Index

EVERY = 97
"""Every so many questions of the notes are asked; all of them would take minutes."""


def _questions(index: Index, silent: bool) -> list[tuple[str, str]]:
    pairs = [(unit.city, q.text) for unit in index.units if unit.silent is silent for q in unit.questions]
    return pairs[::EVERY]


def test_questions_that_the_notes_call_unanswered_are_refused(assistant: Assistant, index: Index) -> None:
    asked = _questions(index, silent=True)
    answered = [text for city, text in asked if answer_question(assistant, text, city=city).status is Status.ANSWERED]
    assert len(asked) > 20
    assert len(answered) <= len(asked) * 0.1, answered


def test_questions_that_the_notes_answer_are_answered_from_their_section(assistant: Assistant, index: Index) -> None:
    asked = _questions(index, silent=False)
    refused = [
        text for city, text in asked if answer_question(assistant, text, city=city).status is not Status.ANSWERED
    ]
    assert len(asked) > 50
    assert len(refused) <= len(asked) * 0.1, refused


def test_a_silent_unit_is_never_quoted(index: Index) -> None:
    silent = [unit for unit in index.units if unit.silent]
    assert silent
    assert not any(unit.spans or unit.children for unit in silent)


@pytest.mark.parametrize("city", [None, "kitamoto"])
def test_what_is_listed_as_outside_the_subject_is_refused(assistant: Assistant, city: str | None) -> None:
    listed = read_outside()[::25]
    answered = [text for text in listed if answer_question(assistant, text, city=city).status is Status.ANSWERED]
    assert len(listed) > 50
    assert len(answered) <= len(listed) * 0.02, answered


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("協定書には何を書いておくの？", True),
        ("Who pays if our joint festival is rained off?", True),
        ("商店会で市と一緒に夜市をやりたい", True),
        ("豚の角煮を柔らかくするこつは？", False),
        ("新幹線の指定席、当日でも変えられますか", False),
        ("What is the tallest mountain in Africa?", False),
    ],
)
def test_the_subject_is_told_from_the_rest_of_the_world(index: Index, question: str, asked: bool) -> None:
    assert (index.subject_odds(question) > 0) is asked


@pytest.mark.parametrize(
    "question", ["燃えるごみは何曜日？", "住民票はどこで取れますか", "How do I get a library card?"]
)
def test_another_service_of_the_city_hall_is_out_of_scope(assistant: Assistant, question: str) -> None:
    for city in (None, "kitamoto"):
        assert answer_question(assistant, question, city=city).status is Status.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("city", "question", "sections"),
    [
        ("kitamoto", "共催と後援の違いは何ですか", {"kitamoto/5-1-1", "kitamoto/5-1-2"}),
        ("takaoka", "「委託」と「補助・助成」はどう違いますか", {"takaoka/3-2-3", "takaoka/3-2-1"}),
        ("toride", "What is the difference between co-hosting and entrusting?", {"toride/3-2-4", "toride/3-2-1"}),
    ],
)
def test_a_difference_is_answered_with_both_things(
    assistant: Assistant, city: str, question: str, sections: set[str]
) -> None:
    answer = answer_question(assistant, question, city=city)
    assert answer.status is Status.ANSWERED
    assert {citation.section_id for citation in answer.citations} == sections
