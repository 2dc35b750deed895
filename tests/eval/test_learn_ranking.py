import numpy as np
import pytest

from assistant.weights import Weights
from eval.learn_ranking import SCALE, Example, TuneError, first_right, learn_ranking
from ingest.index import FEATURES


def make_example(*, useful: str, misleading: str) -> Example:
    """Two units: the first is relevant and has the useful feature, the second the misleading one."""
    features = np.zeros((2, len(FEATURES)))
    features[0, FEATURES.index(useful)] = 1.0
    features[1, FEATURES.index(misleading)] = 1.0
    return Example(features, np.array([1.0, 0.0]))


def test_a_feature_that_finds_the_evidence_gets_the_weight() -> None:
    examples = [make_example(useful="unit.text.terms", misleading="unit.text.grams")]
    learned = learn_ranking(examples)
    assert learned["unit.text.terms"] == max(learned.values())
    assert "unit.text.grams" not in learned
    assert sum(learned.values()) == pytest.approx(SCALE, abs=0.01)


def test_a_feature_that_is_left_out_gets_none() -> None:
    examples = [
        make_example(useful="unit.text.terms", misleading="unit.text.grams"),
        make_example(useful="dense.passages", misleading="unit.text.grams"),
    ]
    assert set(learn_ranking(examples, ["dense.passages", "unit.text.grams"])) == {"dense.passages"}


def test_first_right_is_the_share_of_examples_whose_best_unit_is_relevant() -> None:
    examples = [
        make_example(useful="unit.text.terms", misleading="unit.text.grams"),
        make_example(useful="unit.text.grams", misleading="unit.text.terms"),
    ]
    assert first_right(examples, Weights({"unit.text.terms": 1.0}, {}, {})) == 0.5


def test_nothing_to_learn_from_is_an_error() -> None:
    with pytest.raises(TuneError, match="ranking: no question"):
        learn_ranking([])
