"""The lexical index: scores between nothing and everything, and the same after a round trip."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.lexical import build_field, load_field, save_field

DOCUMENTS = [["共催", "講演会", "主催"], ["後援", "名義"], ["委託", "講演会"], []]
tokens = st.lists(st.sampled_from(["共催", "後援", "委託", "講演会", "名義", "未知"]), max_size=6)


def test_the_document_that_holds_the_words_comes_first() -> None:
    field = build_field(DOCUMENTS)
    assert int(np.argmax(field.scores(["共催", "講演会"]))) == 0
    assert int(np.argmax(field.scores(["名義"]))) == 1


@given(st.lists(tokens, min_size=1, max_size=6), tokens)
@settings(max_examples=60, deadline=None)
def test_scores_lie_between_0_and_1_and_are_0_only_for_nothing_in_common(
    documents: list[list[str]], query: list[str]
) -> None:
    scores = build_field(documents).scores(query)
    assert scores.shape == (len(documents),)
    assert scores.dtype == np.float32
    for document, score in zip(documents, scores, strict=True):
        assert 0 <= score < 1
        assert (score > 0) == bool(set(document) & set(query))


def test_the_more_often_a_document_holds_the_words_the_nearer_it_comes_to_1() -> None:
    field = build_field([["共催"], ["共催"] * 3, ["共催"] * 100, ["後援"]])
    once, thrice, always, never = field.scores(["共催"])
    assert never == 0 < once < thrice < always < 1


def test_unknown_tokens_find_nothing_and_lower_the_score() -> None:
    field = build_field(DOCUMENTS)
    assert not field.scores(["未知"]).any()
    assert field.scores(["共催", "未知"])[0] < field.scores(["共催"])[0]


def test_a_repeated_token_counts_once() -> None:
    field = build_field(DOCUMENTS)
    np.testing.assert_array_equal(field.scores(["共催"] * 3), field.scores(["共催"]))


def test_a_rare_token_weighs_more_than_a_common_one_and_an_unknown_one_most() -> None:
    field = build_field(DOCUMENTS)
    assert field.weight("未知") > field.weight("共催") > field.weight("講演会") > 0


@pytest.mark.parametrize("documents", [[], [[]], [[], []]])
def test_a_field_without_any_token_scores_nothing(documents: list[list[str]], tmp_path: Path) -> None:
    field = build_field(documents)
    save_field(field, tmp_path / "field")
    for held in (field, load_field(tmp_path / "field")):
        np.testing.assert_array_equal(held.scores(["共催"]), np.zeros(len(documents), np.float32))


def test_an_empty_query_scores_nothing() -> None:
    assert not build_field(DOCUMENTS).scores([]).any()


def test_a_field_scores_the_same_after_saving_and_loading(tmp_path: Path) -> None:
    field = build_field(DOCUMENTS)
    save_field(field, tmp_path / "field")
    loaded = load_field(tmp_path / "field")
    for query in (["共催"], ["講演会", "名義"], ["未知", "委託"]):
        np.testing.assert_array_equal(loaded.scores(query), field.scores(query))
    assert (loaded.size, loaded.frequencies) == (field.size, field.frequencies)


def test_a_field_is_never_written_over_another(tmp_path: Path) -> None:
    save_field(build_field(DOCUMENTS), tmp_path / "field")
    with pytest.raises(FileExistsError):
        save_field(build_field(DOCUMENTS), tmp_path / "field")
