"""Questions asked in one go are answered part by part, and what is not answered is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status, cited_numbers
from assistant.chain import Question, answer_question
from assistant.understand import question_parts
from assistant.verify import verify

if TYPE_CHECKING:
    from assistant.chain import Assistant
    from tests.assistant.conftest import Ask

BOTH = "人材バンクはどの課が担当しますか？共催とはどういう形態ですか？"
HALF = "実行委員会方式とはどんな形態ですか。補助金の上限額はいくらですか。"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (BOTH, 2),
        (HALF, 2),
        ("What is co-hosting? Which section runs the talent bank?", 2),
        ("共催とは何ですか", 0),
        ("来年、発表会を開きます。市と共催するにはどうすればいいですか？", 0),
        ("補助金はもらえますか？それはいくらですか？", 0),
        ("共催とは？後援とは？", 2),
        ("団地の空き部屋でサロンを開きたい。市と組む形はどれ？", 0),
        ("共催とは何ですか。後援との違いは何ですか。", 0),
        ("補助金はありますか？それはいくらですか？", 0),
        ("", 0),
    ],
)
def test_only_questions_that_stand_alone_are_parts(question: str, parts: int) -> None:
    assert len(question_parts(question)) == parts


def test_each_part_is_answered_under_its_own_words(assistant: Assistant) -> None:
    answer = answer_question(assistant, BOTH, city="kitamoto")
    assert answer.status is Status.ANSWERED
    assert {citation.section_id for citation in answer.citations} == {"kitamoto/7-n1", "kitamoto/5-1-1"}
    assert all(part in answer.text for part in question_parts(BOTH))
    assert "地域づくり課" in answer.text and "共に主催者となって" in answer.text


def test_numbers_of_citations_run_on_over_the_parts(assistant: Assistant) -> None:
    answer = answer_question(assistant, BOTH, city="kitamoto")
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert cited_numbers(answer.blocks) == {citation.number for citation in answer.citations}
    assert verify(assistant.index, answer).citations == answer.citations


def test_a_part_that_the_guideline_leaves_open_is_named(assistant: Assistant) -> None:
    answer = answer_question(assistant, HALF, city="toride")
    assert answer.status is Status.ANSWERED
    assert "「補助金の上限額はいくらですか。」については、指針に記載が見つかりませんでした" in answer.text
    assert {citation.city for citation in answer.citations} == {"toride"}


def test_parts_that_no_guideline_answers_are_one_refusal(assistant: Assistant) -> None:
    answer = answer_question(assistant, "おいしいラーメン屋はどこですか？明日の天気はどうですか？", city="toride")
    assert answer.status is not Status.ANSWERED and not answer.citations


@pytest.mark.parametrize(
    ("question", "city"),
    [
        ("昔は自治会に入ってる家がもっと多かったよね？10年前は何％だった？", "toride"),
        ("共催とはどういう形態ですか？人材バンクはどの課が担当しますか？", None),
    ],
    ids=["a figure in the question", "no city chosen"],
)
def test_such_questions_are_answered_as_one(assistant: Assistant, question: str, city: str | None) -> None:
    asked = Question(question, city)
    assert answer_question(assistant, question, city=city).blocks == assistant.chain.invoke(asked).blocks


def test_a_difference_to_what_was_just_asked_is_answered_for_both(ask: Ask) -> None:
    answer = ask("共催とは何ですか。後援との違いは何ですか。", "kitamoto")
    assert {citation.section_id for citation in answer.citations} == {"kitamoto/5-1-1", "kitamoto/5-1-2"}
