"""Facts: a type of fact near what is asked about counts for more than one further off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.fact_types import asked_facts
from assistant.facts import asks_for, fact_distance
from assistant.retrieve import retrieve
from assistant.understand import understand

if TYPE_CHECKING:
    from assistant.weights import Weights
    from ingest.index import Index


def _distance(index: Index, weights: Weights, question: str) -> tuple[float, float]:
    understood = understand(question, "kitamoto", None, index.guidelines)
    return fact_distance(index, understood, retrieve(index, understood, weights).asked[0].best)


def test_a_fact_that_stands_with_its_topic_is_near(index: Index, weights: Weights) -> None:
    near, apart = _distance(index, weights, "長野市への視察は何月何日でしたか")
    far, _ = _distance(index, weights, "職員協働推進マニュアルは何部つくりましたか、何人に配りましたか")
    assert near < far and apart < 0.5


def test_without_a_wanted_type_of_fact_nothing_is_far(index: Index, weights: Weights) -> None:
    assert _distance(index, weights, "共催とは何ですか") == (0.0, 0.0)


@pytest.mark.parametrize(("question", "asked"), [("補助金はいくらもらえますか", True), ("罰はありますか", False)])
def test_a_unit_is_known_for_what_is_asked_of_it(index: Index, weights: Weights, question: str, asked: bool) -> None:
    understood = understand("補助金の額はいくらですか", "tachikawa", None, index.guidelines)
    best = retrieve(index, understood, weights).asked[0].best
    assert asks_for(asked_facts(question)[0], best) is asked
