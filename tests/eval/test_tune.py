from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.weights import Weights, read_weights
from eval.cases import read_cases
from eval.question import choose_questions
from eval.store import PACKAGE
from eval.tune import format_weights, tune

if TYPE_CHECKING:
    from assistant.chain import Assistant


def test_weights_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    weights = Weights({"unit.text.terms": 0.5}, {"score": -1.25}, -0.5, {"answer": 0.14, "most": 1})
    path = tmp_path / "weights.toml"
    path.write_text(format_weights(weights), encoding="utf-8")
    assert read_weights(path) == weights


def test_tuning_an_untaught_assistant_teaches_it_to_find_and_to_refuse(assistant: Assistant) -> None:
    talks = choose_questions(read_cases(PACKAGE / "questions" / "tuning"), city="toride")
    flat = Weights({"section.path.terms": 1.0}, {}, 5.0, {**assistant.weights.thresholds, "subject": 0.1234})
    tuning = tune(replace(assistant, weights=flat), talks)
    before, after = tuning.judged
    assert tuning.first[1] > tuning.first[0] + 0.2
    assert after.refused > before.refused
    assert tuning.weights.thresholds["subject"] == 0.1234
    assert tuning.weights.thresholds.keys() == flat.thresholds.keys()
