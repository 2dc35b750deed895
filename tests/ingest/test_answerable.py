"""What guidelines hardly ever state is learned from questions that notes answer and leave open."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.answerable import (
    FEWEST,
    LARGEST_ODDS,
    Answerable,
    learn_answerable,
    load_answerable,
    save_answerable,
)

THINGS = ["共催", "後援", "委託", "補助", "協定書", "人材バンク", "実行委員会", "事業協力", "懇談会", "公募"]
ANSWERED = [f"{thing}とはどんな形ですか" for thing in THINGS] + [f"{thing}で役割はどう分けますか" for thing in THINGS]
LEFT_OPEN = [f"{thing}の担当者の電話番号を教えて" for thing in THINGS] + [f"{thing}の駐車場は何台" for thing in THINGS]


@pytest.fixture(scope="module")
def learned() -> Answerable:
    return learn_answerable(ANSWERED, LEFT_OPEN)


def test_what_is_never_stated_is_told_from_what_often_is(learned: Answerable) -> None:
    assert learned.odds("支援センターの電話番号は") < 0 < learned.odds("支援センターの役割はどう分けるの")


def test_unknown_words_tell_nothing_beyond_the_common_share(learned: Answerable) -> None:
    assert learned.odds("𓀀") == pytest.approx(learned.bias)


@given(st.text(max_size=200))
def test_odds_stay_within_their_bounds(learned: Answerable, text: str) -> None:
    assert -LARGEST_ODDS <= learned.odds(text) <= LARGEST_ODDS


def test_too_few_questions_teach_nothing() -> None:
    assert learn_answerable(ANSWERED[: FEWEST - 1], LEFT_OPEN).odds("電話番号は") == 0.0


@pytest.mark.parametrize("kept", [True, False])
def test_what_was_stored_reads_the_same(learned: Answerable, tmp_path: Path, kept: bool) -> None:
    stored = learned if kept else Answerable()
    save_answerable(stored, tmp_path / "answerable.json")
    assert load_answerable(tmp_path / "answerable.json") == stored
