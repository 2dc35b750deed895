"""The verdict: gates that no score opens, and a probability that moves the right way."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from assistant.answer import Status
from assistant.evidence import GATES, GROUPS, judging_features, judging_names
from assistant.fact_types import fact_types
from assistant.facts import states_fact
from assistant.judge import judge, probability, sufficient
from assistant.retrieve import retrieve
from assistant.understand import understand
from ingest.terms import subject_concepts

if TYPE_CHECKING:
    from assistant.judge import Verdict
    from assistant.weights import Weights
    from ingest.index import Index

SHARE = st.floats(0, 1)
EVIDENCE = st.fixed_dictionaries({name: SHARE for name in judging_names("alone")})
ANY_NUMBER = st.floats(allow_nan=False, allow_infinity=False)
CITIES = ["kitakyushu", "kitamoto", "tachikawa", "takaoka", "toride"]
STRICT_QUESTIONS = [
    "補助金の上限額はいくらですか",
    "支援センターの電話番号は",
    "何歳から応募できますか",
    "申請書の様式は何番ですか",
    "相談窓口は何時まで開いていますか",
    "会議室の定員は何人ですか",
    "違反したら罰則はありますか",
    "How much money can a group get?",
    "What is the deadline for applying?",
]


def _judge(index: Index, weights: Weights, question: str, city: str | None = None) -> Verdict:
    understood = understand(question, city, None, index.guidelines)
    return judge(index, understood, retrieve(index, understood, weights), weights)


@run(deadline=None)
@given(EVIDENCE)
def test_a_missing_fact_never_raises_the_probability(weights: Weights, evidence: dict[str, float]) -> None:
    for feature in ("fact_missing", "loose_fact_missing", "unknown_terms", "foreign_terms", "other_city_lead"):
        name = f"alone.{feature}"
        with_it, without = {**evidence, name: 1.0}, {**evidence, name: 0.0}
        assert probability(with_it, weights) <= probability(without, weights), name


@run(deadline=None)
@given(EVIDENCE)
def test_no_evidence_is_enough_against_a_gate(weights: Weights, evidence: dict[str, float]) -> None:
    generous = replace(weights, judging={**weights.judging, "alone.constant": 100.0})
    free = {**evidence, "alone.constant": 1.0} | {f"alone.{gate}": 0.0 for gate in GATES}
    assert sufficient(free, generous, "answer")
    for gate in GATES:
        assert not sufficient({**free, f"alone.{gate}": 1.0}, generous, "answer"), gate


@run(deadline=None)
@given(st.fixed_dictionaries({name: ANY_NUMBER for group in GROUPS for name in judging_names(group)}))
def test_a_probability_is_one_for_any_numbers(weights: Weights, evidence: dict[str, float]) -> None:
    assert 0.0 <= probability(evidence, weights) <= 1.0


def test_weights_are_for_features_that_exist(weights: Weights) -> None:
    assert set(weights.judging) <= {name for group in GROUPS for name in judging_names(group)}
    assert all(0 < weights.thresholds[cut] < 1 for cut in ("answer", "answer_several", "subject"))


@pytest.mark.parametrize("question", STRICT_QUESTIONS)
@pytest.mark.parametrize("city", CITIES)
def test_a_city_is_only_said_to_state_a_fact_that_its_text_holds(
    index: Index, weights: Weights, question: str, city: str
) -> None:
    understood = understand(question, city, None, index.guidelines)
    strict = [fact for fact in understood.facts if fact.strict]
    assert strict, "the question was meant to want a strict fact"
    for judgment in judge(index, understood, retrieve(index, understood, weights), weights).judgments:
        if judgment.says:
            assert all(states_fact(index, fact, judgment.finds) for fact in strict)


def test_a_fact_is_looked_for_in_the_text_near_the_best_evidence(index: Index, weights: Weights) -> None:
    facts = {fact.name: fact for fact in fact_types()}
    understood = understand("参加者は何パーセントですか", "kitamoto", None, index.guidelines)
    survey = retrieve(index, replace(understood, text="ボランティア活動への参加意向の調査"), weights).asked[0]
    definition = retrieve(index, replace(understood, text="後援とは"), weights).asked[0]
    assert states_fact(index, facts["percent"], survey)
    assert not states_fact(index, facts["percent"], definition)


@run(deadline=None, max_examples=40)
@given(st.text(max_size=80), st.sampled_from([None, *CITIES]))
def test_features_are_finite_for_any_text(index: Index, weights: Weights, text: str, city: str | None) -> None:
    understood = understand(text, city, None, index.guidelines)
    found = retrieve(index, understood, weights)
    for finds in found.asked:
        features = judging_features(index, understood, finds, finds.best.score)
        assert tuple(features) == judging_names("several" if city is None else "alone")
        assert all(math.isfinite(value) for value in features.values())


@pytest.mark.parametrize("question", ["こんにちは", "thank you", "And in Kitamoto?", "北本市は？", "？"])
def test_what_asks_nothing_is_not_judged(index: Index, weights: Weights, question: str) -> None:
    assert _judge(index, weights, question).status is Status.OUT_OF_SCOPE


def test_a_place_that_is_not_held_is_not_answered_from_the_held_ones(index: Index, weights: Weights) -> None:
    verdict = _judge(index, weights, "鎌倉市の共催とは")
    assert verdict.status is Status.NOT_STATED and verdict.judgments == ()


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ("第3章にはどんな項目がありますか", Status.ANSWERED),
        ("定期的に評価しようという見出しはありますか", Status.ANSWERED),
        ("「定期的に評価しよう」の本文には何が書かれていますか", Status.NOT_STATED),
        ("4章の「各主体に共通な課題」には何が挙げられていますか", Status.NOT_STATED),
    ],
)
def test_a_heading_without_its_text_tells_that_it_is_there_and_no_more(
    index: Index, weights: Weights, question: str, status: Status
) -> None:
    assert _judge(index, weights, question, "kitakyushu").status is status


@pytest.mark.parametrize(
    ("question", "city", "status"),
    [
        ("プロボノとは何ですか", "tachikawa", Status.ANSWERED),
        ("プロボノとは何ですか", "kitakyushu", Status.NOT_STATED),
        ("「企業市民」とはどういう意味ですか", "takaoka", Status.ANSWERED),
        ("「企業市民」とはどういう意味ですか", "kitamoto", Status.NOT_STATED),
    ],
)
def test_a_name_that_only_other_cities_use_is_not_explained(
    index: Index, weights: Weights, question: str, city: str, status: Status
) -> None:
    assert _judge(index, weights, question, city).status is status


def test_things_that_share_a_section_are_not_told_apart(index: Index, weights: Weights) -> None:
    assert _judge(index, weights, "補助と助成の違いは何ですか", "toride").status is Status.NOT_STATED
    assert _judge(index, weights, "補助と委託の違いは何ですか", "toride").status is Status.ANSWERED


def test_silence_about_the_subject_is_told_from_another_subject(index: Index, weights: Weights) -> None:
    assert _judge(index, weights, "後援の申請は何日前までですか", "takaoka").status is Status.NOT_STATED
    assert _judge(index, weights, "ラーメンのおいしい店は？", "takaoka").status is Status.OUT_OF_SCOPE


def test_every_asked_city_is_judged_in_order(index: Index, weights: Weights) -> None:
    verdict = _judge(index, weights, "取手市と北本市の共催")
    assert [judgment.finds.city for judgment in verdict.judgments] == ["toride", "kitamoto"]


def test_the_other_cities_are_judged_where_the_asked_one_is_silent(index: Index, weights: Weights) -> None:
    silent = _judge(index, weights, "後援の申請は何日前までですか", "takaoka")
    assert {judgment.finds.city for judgment in silent.others} == set(CITIES) - {"takaoka"}
    assert _judge(index, weights, "共催とは", "takaoka").others == ()


@pytest.mark.parametrize(
    ("text", "about"), [("共催とは", True), ("きょうさい", True), ("co-hosting", True), ("ラーメン屋", False)]
)
def test_the_subject_is_known_by_the_glossary(text: str, about: bool) -> None:
    assert bool(subject_concepts(text)) is about
