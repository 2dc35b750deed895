from collections.abc import Callable

import pytest

from assistant.answer import Answer, Citation, Status
from eval.folding import Shelf
from eval.measures import (
    LONGEST_RIGHT,
    citation_precision,
    citation_recall,
    cities_cited,
    facts_said,
    find_facts,
    find_faults,
    find_needs,
    find_relevant,
    first_citation_right,
    recall_at,
    reciprocal_rank,
    score_answer,
)
from eval.question import Question, Span

Cite = Callable[..., Citation]
Ask = Callable[..., Question]
Say = Callable[..., Answer]
KYOSAI, HOJO, MIDORI = (
    "市民と市が共に主催者となる形態です。",
    "市が費用の一部を出す形態です。",
    "団体と行政が一つの事業を行うものです。",
)


def test_every_span_is_a_need_only_where_all_are_required(shelf: Shelf, question: Ask) -> None:
    spans = (Span(KYOSAI, ("aoi",)), Span(HOJO, ("aoi",)))
    assert len(find_needs(question(evidence=spans, all_required=True), shelf)) == 2
    (need,) = find_needs(question(evidence=spans, all_required=False), shelf)
    assert need.spans == (KYOSAI, HOJO)


def test_a_span_of_several_cities_goes_to_the_one_that_states_it(shelf: Shelf, question: Ask) -> None:
    both = ("aoi", "midori")
    needs = find_needs(question(evidence=(Span(KYOSAI, both), Span(MIDORI, both)), all_required=False), shelf)
    assert [need.cities for need in needs] == [("aoi",), ("midori",)]


def test_a_fact_that_only_explains_to_people_is_not_looked_for(shelf: Shelf, question: Ask) -> None:
    facts = (Span("共に主催者", ("aoi",)), Span("both are organisers", ("aoi",)))
    assert find_facts(question(facts=facts), shelf) == ("共に主催者",)


@pytest.mark.parametrize(("k", "recall"), [(1, 0.0), (2, 0.5), (3, 1.0)])
def test_recall_at_k_is_the_share_of_needs_with_a_relevant_section_so_high(k: int, recall: float) -> None:
    relevant = (frozenset({"a", "b"}), frozenset({"c"}))
    assert recall_at(k, ("x", "b", "c"), relevant) == recall


def test_reciprocal_rank_takes_the_first_relevant_section() -> None:
    assert reciprocal_rank(("x", "y", "b", "a"), (frozenset({"a"}), frozenset({"b"}))) == pytest.approx(1 / 3)
    assert reciprocal_rank(("x",), (frozenset({"a"}),)) == 0.0


def test_nothing_found_nothing_cited_and_nothing_to_say_score_the_defaults(shelf: Shelf, question: Ask) -> None:
    needs = find_needs(question(), shelf)
    assert recall_at(5, (), ()) == 0.0
    assert reciprocal_rank((), ()) == 0.0
    assert citation_precision((), needs, (), shelf) == 0.0
    assert citation_recall((), needs, shelf) == 0.0
    assert facts_said("", ()) == 1.0
    assert not first_citation_right((), needs, shelf)


def test_relevant_are_all_sections_that_hold_the_span(shelf: Shelf, question: Ask) -> None:
    asked = question(cities=("aoi", "midori"), evidence=(Span("共催", ("aoi",)),))
    assert find_relevant(find_needs(asked, shelf), shelf) == (frozenset({"aoi/1-1"}),)


def test_a_citation_counts_by_the_text_of_its_section(shelf: Shelf, question: Ask, cite: Cite) -> None:
    needs = find_needs(question(), shelf)
    elsewhere_in_it = cite("aoi/1-1", "(1) 共催")
    assert citation_recall((elsewhere_in_it,), needs, shelf) == 1.0
    assert citation_recall((cite("aoi/1-2", HOJO),), needs, shelf) == 0.0


def test_precision_counts_a_section_with_a_key_fact_but_not_one_of_another_city(
    shelf: Shelf, question: Ask, cite: Cite
) -> None:
    needs = find_needs(question(), shelf)
    cited = (cite("aoi/1-1", KYOSAI, 1), cite("aoi/1-2", HOJO, 2), cite("midori/1", "1 共催", 3))
    assert citation_precision(cited, needs, (), shelf) == pytest.approx(1 / 3)
    assert citation_precision(cited, needs, ("費用の一部",), shelf) == pytest.approx(2 / 3)
    assert citation_precision(cited, needs, ("共催",), shelf) == pytest.approx(1 / 3)


def test_first_is_the_citation_with_the_lowest_number(shelf: Shelf, question: Ask, cite: Cite) -> None:
    needs = find_needs(question(), shelf)
    right, wrong = cite("aoi/1-1", KYOSAI, 1), cite("aoi/1-2", HOJO, 2)
    assert first_citation_right((wrong, right), needs, shelf)
    assert not first_citation_right((wrong,), needs, shelf)


def test_cities_cited_is_the_share_of_the_expected(cite: Cite) -> None:
    assert cities_cited((cite("aoi/1", "協働"),), ("aoi", "midori")) == 0.5


def test_facts_are_looked_for_with_width_and_white_space_folded() -> None:
    assert facts_said("平成１９年 ３月です", ("平成19年3月", "2,000円")) == 0.5


@pytest.mark.parametrize(
    ("text", "status", "kinds"),
    [
        (f"「{KYOSAI}」[1]", Status.ANSWERED, []),
        ("[1]", Status.ANSWERED, ["fault_fact"]),
        (KYOSAI + "あ" * (LONGEST_RIGHT - len(KYOSAI)), Status.ANSWERED, []),
        (KYOSAI + "あ" * (LONGEST_RIGHT - len(KYOSAI) + 1), Status.ANSWERED, ["fault_length"]),
        (KYOSAI, Status.NOT_STATED, ["fault_refused"]),
    ],
)
def test_right_is_answered_cited_said_and_short(
    shelf: Shelf, question: Ask, answer: Say, cite: Cite, text: str, status: Status, kinds: list[str]
) -> None:
    said = answer(text, status, citations=(cite("aoi/1-1", KYOSAI),))
    assert [fault.kind for fault in find_faults(question(), said, shelf)] == kinds
    assert score_answer(question(), said, shelf)["right"] == float(not kinds)


def test_the_passage_of_another_city_does_not_meet_the_need(
    shelf: Shelf, question: Ask, answer: Say, cite: Cite
) -> None:
    said = answer("共に主催者", citations=(cite("midori/1", MIDORI),))
    kinds = [fault.kind for fault in find_faults(question(), said, shelf)]
    assert kinds == ["fault_evidence", "fault_city"]


def test_an_unanswerable_question_is_right_when_it_is_refused(shelf: Shelf, question: Ask, answer: Say) -> None:
    asked = question(abstain=True, cities=(), evidence=(), facts=())
    for status, right in ((Status.NOT_STATED, 1.0), (Status.OUT_OF_SCOPE, 1.0), (Status.ANSWERED, 0.0)):
        scores = score_answer(asked, answer("…", status), shelf)
        assert (scores["right"], scores["refusal"]) == (right, right)
        assert "false_refusal" not in scores


def test_a_false_refusal_scores_nothing_for_what_it_cites_but_keeps_its_search(
    shelf: Shelf, question: Ask, answer: Say, cite: Cite
) -> None:
    refused = answer(KYOSAI, Status.NOT_STATED, ("aoi/1", "aoi/1-1"), citations=(cite("aoi/1-1", KYOSAI),))
    scores = score_answer(question(), refused, shelf)
    assert scores["false_refusal"] == 1.0
    assert scores["citation_precision"] == scores["citation_recall"] == scores["facts_said"] == 0.0
    assert (scores["recall_at_1"], scores["recall_at_5"], scores["reciprocal_rank"]) == (0.0, 1.0, 0.5)
