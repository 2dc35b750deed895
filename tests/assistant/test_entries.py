"""Entries of a list are found by their place: the third, the next, the latter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status, Turn

if TYPE_CHECKING:
    from tests.assistant.conftest import Read

PRINCIPLES = Turn("協働の6つの原則は", "協働の6つの原則は", "kitamoto", Status.ANSWERED, ("kitamoto/5-1",))


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("では二つ目は？", "後援"),
        ("2番目について教えて", "後援"),
        ("and the first one?", "共催"),
        ("最後のは？", "企画・計画立案への参画"),
    ],
)
def test_an_entry_named_by_its_place_is_put_in_words(read: Read, question: str, heading: str) -> None:
    standalone = read(question, [PRINCIPLES])
    assert heading in standalone.question and standalone.leans


def test_a_place_beyond_the_list_names_no_entry(read: Read) -> None:
    assert "共催" not in read("では30番目は？", [PRINCIPLES]).question.replace(PRINCIPLES.standalone, "")


@pytest.mark.parametrize(("question", "heading"), [("その次は？", "実行委員会"), ("もう一つ前をやさしく", "共催")])
def test_an_entry_is_found_beside_the_one_that_was_asked_for(read: Read, question: str, heading: str) -> None:
    second = Turn("二つ目は？", "(2) 後援 二つ目は？", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-2",))
    assert heading in read(question, [PRINCIPLES, second]).question


def test_after_one_entry_another_of_the_same_list_is_meant(read: Read) -> None:
    second = Turn("二つ目は？", "(2) 後援 二つ目は？", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-2",))
    assert "委託" in read("四つめは？", [PRINCIPLES, second]).question


def test_entries_in_a_text_are_walked_through_one_by_one(read: Read) -> None:
    first = Turn("向いている活動は？", "向いている活動は？", "takaoka", Status.ANSWERED, ("takaoka/3-1-2",))
    talk, asked = [first], []
    for question in ("一つ目は？", "その次は？", "その次は？", "その前は？"):
        standalone = read(question, talk).question
        asked.append(standalone.removesuffix(f" {question}"))
        talk.append(Turn(question, standalone, "takaoka", Status.ANSWERED, ("takaoka/3-1-2",)))
    assert len(set(asked[:3])) == 3 and asked[3] == asked[1]


def test_a_place_that_is_no_number_is_no_entry(read: Read) -> None:
    assert read("1十番目は？", [PRINCIPLES]).question


@pytest.mark.parametrize(("question", "heading"), [("前者の費用は？", "共催"), ("後者について詳しく", "後援")])
def test_the_former_and_the_latter_are_what_was_cited(read: Read, question: str, heading: str) -> None:
    both = Turn("違いは？", "共催と後援の違いは？", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-1", "kitamoto/5-1-2"))
    assert read(question, [both]).question.startswith(heading)
