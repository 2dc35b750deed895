"""Search keeps the cities apart, ranks best first, and gives finite evidence for any text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from assistant.retrieve import KEPT_UNITS, RankedUnit, by_section, retrieve, weigh_evidence
from assistant.understand import understand
from ingest.index import FEATURES

if TYPE_CHECKING:
    from assistant.retrieve import Retrieval
    from assistant.weights import Weights
    from ingest.index import Index


def _retrieve(index: Index, weights: Weights, question: str, city: str | None = None) -> Retrieval:
    return retrieve(index, understand(question, city, None, index.guidelines), weights)


def test_the_question_that_fits_best_is_known_and_none_where_there_is_none(index: Index) -> None:
    evidence = np.zeros(len(FEATURES), np.float32)
    fits = np.array([0.2, 0.9, 0.4], np.float32)
    assert RankedUnit(index.units[0], 0.0, evidence, fits).best_question == 1
    bare = RankedUnit(index.units[0], 0.0, evidence, fits[:0])
    assert bare.best_question == -1 and bare.polarity == ""


@pytest.mark.parametrize("city", ["kitakyushu", "kitamoto", "tachikawa", "takaoka", "toride"])
def test_only_the_asked_city_is_searched_for_the_answer(index: Index, weights: Weights, city: str) -> None:
    found = _retrieve(index, weights, "協働の原則は何ですか", city)
    assert [finds.city for finds in found.asked] == [city]
    assert {ranked.unit.city for finds in found.asked for ranked in finds.units} == {city}
    assert {hit.section_id.partition("/")[0] for hit in found.found} == {city}
    assert {finds.city for finds in found.others} == set(index.guidelines) - {city}


def test_a_named_city_is_searched_instead_of_the_selected_one(index: Index, weights: Weights) -> None:
    found = _retrieve(index, weights, "高岡市の後援は？", "toride")
    assert [finds.city for finds in found.asked] == ["takaoka"]


def test_several_named_cities_are_each_searched_in_the_order_named(index: Index, weights: Weights) -> None:
    found = _retrieve(index, weights, "取手市と北本市の共催")
    assert [finds.city for finds in found.asked] == ["toride", "kitamoto"]
    assert [finds.best.unit.section_id for finds in found.asked] == ["toride/3-2-4", "kitamoto/5-1-1"]


def test_without_a_city_no_city_crowds_out_another(index: Index, weights: Weights) -> None:
    found = _retrieve(index, weights, "共催とは")
    assert [finds.city for finds in found.asked] == list(index.guidelines)
    assert found.others == ()
    assert all(finds.units for finds in found.asked)


def test_units_and_sections_come_best_first(index: Index, weights: Weights) -> None:
    found = _retrieve(index, weights, "講演会を市と一緒に開きたい")
    for finds in found.asked:
        scores = [ranked.score for ranked in finds.units]
        assert scores == sorted(scores, reverse=True) and len(scores) <= KEPT_UNITS
        sections = [section for section, _ in finds.sections()]
        assert len(sections) == len(set(sections))
        assert sections[0] == finds.best.unit.section_id
        assert [r.unit.section_id for r in by_section(finds.units, sections[0])] == [sections[0]] * len(
            by_section(finds.units, sections[0])
        )
    hits = [hit.score for hit in found.found]
    assert hits == sorted(hits, reverse=True)


@pytest.mark.parametrize(
    "question",
    [
        "里親のように公園の世話をする仕組み",
        "公園の里親",
        "adopt system for parks",
        "アダプトシステム",
        "あだぷとしすてむ",
    ],
)
def test_strangers_words_find_the_section(index: Index, weights: Weights, question: str) -> None:
    found = _retrieve(index, weights, question, "kitamoto")
    assert "kitamoto/5-1-7" in [section for section, _ in found.asked[0].sections()[:3]]


def test_the_last_question_of_a_story_decides(index: Index, weights: Weights) -> None:
    story = "去年、町内会で夏祭りを開きました。にぎやかでした。後援名義を使うにはどうすればいいですか。"
    understood = understand(story, "kitamoto", None, index.guidelines)
    assert understood.core != understood.text
    assert retrieve(index, understood, weights).asked[0].best.unit.section_id == "kitamoto/5-1-2"


@run(deadline=None, max_examples=40)
@given(st.text(max_size=80) | st.text(alphabet="共催後援協働 NPOnpo市。？\n\t1②（", max_size=80))
def test_evidence_is_finite_for_any_text(index: Index, text: str) -> None:
    evidence, fits = weigh_evidence(index, understand(text, None, None, index.guidelines))
    assert evidence.shape == (len(index.units), len(FEATURES))
    assert np.isfinite(evidence).all() and np.isfinite(fits).all()


def test_the_same_question_gives_the_same_ranking(index: Index, weights: Weights) -> None:
    once, again = (_retrieve(index, weights, "協定書の項目") for _ in range(2))
    assert once.found == again.found
