"""What a section is likely to state is learned from questions that notes answer and leave open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.answerable import (
    FEWEST,
    LARGEST_ODDS,
    Answerable,
    Example,
    learn_answerable,
    load_answerable,
    save_answerable,
    words_by_city,
)
from ingest.terms import read_terms

THINGS = ["共催", "後援", "委託", "補助", "協定書", "人材バンク", "実行委員会", "事業協力", "懇談会", "公募"]


def example(question: str, section: str, guideline: str = "") -> Example:
    return Example(question, frozenset(read_terms(section).terms), frozenset(read_terms(section + guideline).terms))


ANSWERED = [example(f"{thing}とはどんな形ですか", f"{thing}は協働の形です") for thing in THINGS] + [
    example(f"{thing}で役割はどう分けますか", f"{thing}では役割を決めます") for thing in THINGS
]
LEFT_OPEN = [example(f"{thing}の担当者の電話番号を教えて", f"{thing}は協働の形です") for thing in THINGS] + [
    example(f"{thing}で役割はどう分けますか", f"{thing}は協働の形です") for thing in THINGS
]


@pytest.fixture(scope="module")
def learned() -> Answerable:
    return learn_answerable(ANSWERED, LEFT_OPEN)


def test_what_is_never_stated_is_told_from_what_often_is(learned: Answerable) -> None:
    section = "支援センターは協働の形です"
    phone, form = (learned.odds(example(question, section)) for question in ("電話番号は", "どんな形ですか"))
    assert phone < 0 < form


def test_the_same_question_is_likelier_answered_by_a_section_that_holds_its_words(learned: Answerable) -> None:
    question = "支援センターの役割はどう分けるの"
    held, elsewhere, nowhere = (
        learned.odds(example(question, section, guideline))
        for section, guideline in (
            ("支援センターの役割を分けます", ""),
            ("支援センターは形です", "役割を分けます"),
            ("支援センターは形です", ""),
        )
    )
    assert held > 0 > max(elsewhere, nowhere)


def test_unknown_words_tell_nothing_beyond_how_many_are_held(learned: Answerable) -> None:
    assert learned.odds(example("𓀀", "共催")) == learned.odds(example("𓀁", "後援"))


@given(st.text(max_size=200), st.text(max_size=100))
def test_odds_stay_within_their_bounds(learned: Answerable, question: str, section: str) -> None:
    assert -LARGEST_ODDS <= learned.odds(example(question, section)) <= LARGEST_ODDS


def test_too_few_questions_teach_nothing() -> None:
    assert learn_answerable(ANSWERED[: FEWEST - 1], LEFT_OPEN).odds(LEFT_OPEN[0]) == 0.0


def test_the_words_of_a_city_are_those_of_its_sections() -> None:
    sections = {"aoba/1": {"共催"}, "aoba/2": {"後援"}, "midori/1": {"委託"}}
    assert words_by_city(sections) == {"aoba": {"共催", "後援"}, "midori": {"委託"}}


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_stored_reads_the_same(learned: Answerable, tmp_path: Path, kept: bool) -> None:
    stored = learned if kept else Answerable()
    save_answerable(stored, tmp_path / "answerable.json")
    assert load_answerable(tmp_path / "answerable.json") == stored
