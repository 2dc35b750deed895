from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from assistant.evidence import judging_names
from assistant.judge import sufficient
from assistant.weights import Weights, read_weights
from eval.cases import read_cases
from eval.learn_ranking import TuneError
from eval.question import choose_questions
from eval.store import PACKAGE
from eval.tune import Case, count_judged, format_weights, learn_judging, tune

if TYPE_CHECKING:
    from assistant.chain import Assistant

OLD = Weights({"unit.text.terms": 1.0}, {}, {"answer": 0.5, "answer_several": 0.5, "subject": 0.2})


def make_case(score: float, answerable: bool, *, several: bool = False, fact_missing: float = 0.0) -> Case:
    group = "several" if several else "alone"
    told = {"score": score, "fact_missing": fact_missing, "constant": 1.0}
    features = {name: told.get(name.partition(".")[2], 0.0) for name in judging_names(group)}
    return Case(features, answerable, several, open=several)


def make_cases() -> list[Case]:
    """Forty questions to one city and forty to several; the answerable ones score about one higher."""
    noise = np.random.default_rng(1).normal(0, 0.2, (2, 2, 20))
    return [
        make_case(
            float(answerable) + float(noise[several, answerable, number]),
            bool(answerable),
            several=bool(several),
        )
        for several in (0, 1)
        for answerable in (0, 1)
        for number in range(20)
    ]


def test_what_tells_the_answerable_apart_is_learned_and_the_rest_is_kept() -> None:
    cases = make_cases()
    weights, unseen, unnoted = learn_judging(cases, OLD)
    assert weights.judging["alone.score"] > 1 and weights.judging["several.score"] > 1
    assert (unnoted.answerable, unnoted.unanswerable) == (0, 0)
    assert weights.ranking == OLD.ranking
    assert weights.thresholds["subject"] == 0.2
    assert sufficient(make_case(1.0, True).features, weights, "answer")
    assert not sufficient(make_case(0.0, False).features, weights, "answer")
    assert (unseen.answerable, unseen.unanswerable) == (20, 20)
    assert unseen.answered >= 0.9 and unseen.refused >= 0.9


def test_a_missing_fact_counts_as_refused_however_likely_the_rest() -> None:
    gated = [make_case(1.0, False, fact_missing=1.0) for _ in range(10)]
    _, unseen, _ = learn_judging([*make_cases(), *gated], OLD)
    assert unseen.unanswerable == 30
    assert unseen.refused >= 28 / 30


def test_shares_are_counted_over_questions_to_one_city() -> None:
    cases = [make_case(0, True), make_case(0, True), make_case(0, False), make_case(0, True, several=True)]
    judged = count_judged(cases, [True, False, False, False])
    assert (judged.answerable, judged.answered, judged.unanswerable, judged.refused) == (2, 0.5, 1, 1.0)


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(TuneError, match="judging: fewer than 10"):
        learn_judging([make_case(1, True)] * 50, OLD)


def test_weights_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    weights = Weights({"unit.text.terms": 0.5}, {"alone.score": -1.25}, {"answer": 0.14, "most": 1})
    path = tmp_path / "weights.toml"
    path.write_text(format_weights(weights), encoding="utf-8")
    assert read_weights(path) == weights


def test_tuning_an_untaught_assistant_teaches_it_to_find_and_to_refuse(assistant: Assistant) -> None:
    sets = read_cases(PACKAGE / "questions" / "tuning")
    talks = choose_questions(sets, names=["city", "abstain"], city="toride")
    always = {"alone.constant": 5.0}
    flat = Weights({"section.path.terms": 1.0}, always, {**assistant.weights.thresholds, "subject": 0.1234})
    tuning = tune(replace(assistant, weights=flat), talks)
    before, after = tuning.judged
    assert tuning.first[1] > tuning.first[0] + 0.2
    assert after.refused > before.refused
    assert tuning.unnoted.answerable > 10 and tuning.weights.judging["unnoted.constant"]
    assert tuning.weights.thresholds["subject"] == 0.1234
    assert tuning.weights.thresholds.keys() == flat.thresholds.keys()
