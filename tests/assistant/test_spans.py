"""What is quoted: exact slices, announced lists whole, conditions beside the rule."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from assistant.fact_types import asked_facts
from assistant.retrieve import retrieve
from assistant.spans import (
    LONGEST_LIST,
    Excerpt,
    choose_excerpts,
    merge_spans,
    with_conditions,
    with_facts,
    with_lists,
    without_announcements,
)
from assistant.understand import understand
from corpus.guideline import Section

if TYPE_CHECKING:
    from assistant.spans import Span
    from assistant.weights import Weights
    from ingest.index import Index

RULE = "市民が行う活動を対象とします。"
EXCEPTION = "ただし、政治活動は、除きます。"
ANNOUNCED = "協定書には、次の項目を書きます。"
ITEMS = ("- ・ 事業の目的", "- ・ 役割の分担", "- ・ 費用の負担")


def section_of(*lines: str) -> Section:
    """A section with a heading and these lines, such as a city's guideline might have."""
    text = "\n".join(("(1) 見本", *lines))
    return Section("kitamoto/9-1", "(1)", "見本", 2, ("第9章", "(1) 見本"), text)


def span_of(section: Section, part: str) -> Span:
    """Where a part stands in a section."""
    start = section.text.index(part)
    return start, start + len(part)


def quoted(section: Section, spans: tuple[Span, ...]) -> str:
    """What the spans hold, one after the other."""
    return "".join(section.text[start:end] for start, end in spans)


def test_an_exception_comes_along_with_its_rule() -> None:
    section = section_of("", RULE + EXCEPTION + "手続きは別に定めます。")
    assert quoted(section, with_conditions(section, [span_of(section, RULE)])) == RULE + EXCEPTION


@pytest.mark.parametrize(
    "condition",
    ["ただし、営利活動は除く。", "なお、市が認めた場合は共催に分類します。", "※ 詳しくは別表によります。"],
)
def test_conditions_of_every_kind_come_along(condition: str) -> None:
    section = section_of("", RULE, "", condition)
    assert condition in quoted(section, with_conditions(section, [span_of(section, RULE)]))


def test_conditions_of_a_rule_that_is_not_quoted_stay_away() -> None:
    section = section_of("", RULE + EXCEPTION, "", "活動の場所を用意します。")
    spans = (span_of(section, "活動の場所を用意します。"),)
    assert with_conditions(section, spans) == spans


def test_an_announced_list_comes_whole() -> None:
    section = section_of("", ANNOUNCED, "", *ITEMS)
    spans = with_lists(section, (span_of(section, ANNOUNCED),), wanted=False)
    assert [item for item in (ANNOUNCED, *ITEMS) if item not in quoted(section, spans)] == []


def test_one_item_stays_alone_unless_the_list_is_wanted() -> None:
    section = section_of("", "協定書の項目です。", "", *ITEMS)
    one = (span_of(section, ITEMS[1]),)
    assert with_lists(section, one, wanted=False) == one
    assert [item for item in ITEMS if item not in quoted(section, with_lists(section, one, wanted=True))] == []


def test_an_announcement_goes_where_its_list_follows_and_what_else_was_quoted_stays() -> None:
    section = section_of("", RULE + ANNOUNCED, "", *ITEMS)
    whole = (span_of(section, RULE + ANNOUNCED),)
    assert quoted(section, tuple(without_announcements(section, whole))) == quoted(section, (span_of(section, RULE),))
    rule = (span_of(section, RULE),)
    assert tuple(without_announcements(section, rule)) == rule


def test_what_states_a_wanted_fact_comes_along_unless_it_is_quoted_already() -> None:
    section = section_of("", RULE, "", "電話 042-528-4312", "", "FAX 042-528-4333")
    phone = asked_facts("電話番号は何番ですか")
    spans = with_facts(section, (span_of(section, RULE),), phone)
    assert "042-528-4312" in quoted(section, spans)
    assert with_facts(section, spans, phone) == spans
    assert with_facts(section, (span_of(section, RULE),), asked_facts("後援とは")) == (span_of(section, RULE),)


def test_a_list_too_long_to_read_at_once_is_not_taken_whole() -> None:
    items = [f"- ・ {number}番目の項目です" * 3 for number in range(LONGEST_LIST // 20)]
    section = section_of("", ANNOUNCED, "", *items)
    spans = (span_of(section, ANNOUNCED),)
    assert with_lists(section, spans, wanted=True) == spans


@given(st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), max_size=12))
def test_merged_spans_cover_the_same_characters_once(raw: list[tuple[int, int]]) -> None:
    spans = [(start, start + length) for start, length in raw]
    merged = merge_spans(spans)
    assert {n for start, end in merged for n in range(start, end)} == {
        n for start, end in spans for n in range(start, end)
    }
    assert all(before[1] <= after[0] for before, after in pairwise(merged))


def test_an_excerpt_knows_its_size_and_its_passages() -> None:
    section = section_of("", RULE + EXCEPTION)
    excerpt = Excerpt(section, (span_of(section, EXCEPTION),))
    assert excerpt.size == len(EXCEPTION)
    assert [passage.text for passage in excerpt.passages] == [EXCEPTION]


@run(deadline=None, max_examples=40)
@given(
    question=st.sampled_from(["協働の原則", "協定書に書く項目", "委員の名簿", "後援とは", "人材バンク", "施策の一覧"])
    | st.text(alphabet="協働共催後援市民団体委託補助計画の原則課", min_size=2, max_size=20),
    city=st.sampled_from(["kitakyushu", "kitamoto", "tachikawa", "takaoka", "toride"]),
    wanted=st.booleans(),
)
def test_excerpts_are_slices_of_the_city_in_reading_order(
    index: Index, weights: Weights, question: str, city: str, wanted: bool
) -> None:
    finds = retrieve(index, understand(question, city, None, index.guidelines), weights).asked[0]
    for excerpt in choose_excerpts(index, finds, weights, 230, wanted):
        assert excerpt.section is index.sections[excerpt.section.id]
        assert excerpt.section.id.startswith(f"{city}/")
        assert merge_spans(excerpt.spans) == excerpt.spans and excerpt.spans
        assert all(0 <= start < end <= len(excerpt.section.text) for start, end in excerpt.spans)


def test_the_whole_answer_to_a_list_is_complete_on_the_real_text(index: Index, weights: Weights) -> None:
    asked = understand("効果が期待できる協働事業を全部教えて", "takaoka", None, index.guidelines)
    finds = retrieve(index, asked, weights).asked[0]
    first = choose_excerpts(index, finds, weights, 230, wants_list=True)[0]
    assert first.section.id == "takaoka/3-1-2"
    items = [line for line in first.section.text.split("\n") if line.startswith("- ")]
    assert len(items) == 7 and [item for item in items if item not in quoted(first.section, first.spans)] == []
