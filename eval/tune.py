"""``kyodo eval tune``: everything that is learned, learned again on the tuning questions.

The questions for reporting are never read here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.chain import Assistant
from assistant.weights import Weights
from eval.learn_judging import Judged, judge_cases, judging_cases, learn_judging
from eval.learn_ranking import first_right, learn_ranking, ranking_examples
from eval.question import Question


@dataclass(frozen=True, slots=True)
class Tuning:
    """New weights, and how they and the old ones do on the questions that they were learned from.

    ``first`` are shares of the ``examples`` whose best unit is right; ``judged`` is measured on each
    weights' own cases; ``unseen`` is the new weights' cross-validated figure, the one to believe.
    """

    weights: Weights
    examples: int
    first: tuple[float, float]
    judged: tuple[Judged, Judged]
    unseen: Judged


def tune(assistant: Assistant, talks: Sequence[Sequence[Question]]) -> Tuning:
    """Learn everything, ranking first.

    Raises:
        TuneError: the questions are too few.
    """
    old = assistant.weights
    examples = ranking_examples(assistant, talks)
    ranked = replace(old, ranking=learn_ranking(examples))
    cases = judging_cases(assistant, talks, ranked)
    new, unseen = learn_judging(cases, ranked)
    before = judge_cases(judging_cases(assistant, talks, old), old)
    first = (first_right(examples, old), first_right(examples, new))
    return Tuning(new, len(examples), first, (before, judge_cases(cases, new)), unseen)


def format_weights(weights: Weights) -> str:
    """The weights as the text of ``weights.toml``."""
    lines = [
        "# Learned on the tuning questions by: kyodo eval tune. Do not edit by hand.",
        f"bias = {weights.bias}",
    ]
    for name in ("ranking", "judging", "thresholds"):
        lines += ["", f"[{name}]", *(f'"{key}" = {value}' for key, value in getattr(weights, name).items())]
    return "\n".join(lines) + "\n"
