"""Several cities: each speaks under its own name, and silence is shown as silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer, Block, BlockKind, Status

if TYPE_CHECKING:
    from ingest.index import Index
    from tests.assistant.conftest import Ask


def _table(answer: Answer) -> Block:
    return next(block for block in answer.blocks if block.kind is BlockKind.TABLE)


def test_a_comparison_of_all_has_a_row_for_every_city(ask: Ask, index: Index) -> None:
    table = _table(ask("後援の扱いを市ごとに比べたい"))
    names = {guideline.meta.city_name for guideline in index.guidelines.values()}
    assert [len(row) for row in table.rows] == [len(table.columns)] * len(names)
    assert {row[0].text for row in table.rows} == names


def test_a_comparison_of_two_has_these_two_in_the_order_named(ask: Ask) -> None:
    answer = ask("高岡市と北本市の後援を比べて")
    assert [row[0].text for row in _table(answer).rows] == ["高岡市", "北本市"]
    assert {citation.city for citation in answer.citations} == {"takaoka", "kitamoto"}


def test_a_row_names_the_entries_of_a_list_that_is_only_announced(ask: Ask, index: Index) -> None:
    rows = {name.text: said.text for name, said in _table(ask("高岡市と取手市、原則の違い")).rows}
    for city, parent in (("高岡市", "takaoka/1-5"), ("取手市", "toride/3-1")):
        assert [one.heading for one in index.children[parent] if one.heading not in rows[city]] == []


def test_a_row_is_proved_by_its_own_city_alone_and_silence_by_none(ask: Ask) -> None:
    answer = ask("アダプト・システムを市ごとに比べたい")
    city_of = {citation.number: citation.city_name for citation in answer.citations}
    silent = 0
    for name, said in _table(answer).rows:
        assert {city_of[number] for number in said.citations} <= {name.text}
        assert said.text
        silent += not said.citations
    rows = {name.text: said for name, said in _table(answer).rows}
    assert "里親" in rows["北本市"].text
    assert silent >= 2


@pytest.mark.parametrize("question", ["共催とは", "協定書には何を書けばいい？", "アダプト・システムとは"])
def test_without_a_city_each_quotation_stands_under_its_city_and_the_silent_are_named(
    ask: Ask, index: Index, question: str
) -> None:
    answer = ask(question)
    assert answer.status is Status.ANSWERED
    city_of = {citation.number: citation.city_name for citation in answer.citations}
    current, labelled = "", set()
    for block in answer.blocks:
        current = block.label or current
        labelled |= {current} if block.label else set()
        if block.citations and block.kind is not BlockKind.LEAD:
            assert {name for name in map(city_of.get, block.citations) if name and name not in current} == set()
    speaking = set(city_of.values())
    assert len(labelled) == len(speaking)
    last = answer.blocks[-1].text
    for guideline in index.guidelines.values():
        assert (guideline.meta.city_name in last) is (guideline.meta.city_name not in speaking) or (
            len(speaking) == len(index.guidelines)
        )


def test_an_english_comparison_names_the_cities_in_english(ask: Ask) -> None:
    table = _table(ask("Compare co-hosting in Takaoka and Toride"))
    assert [row[0].text for row in table.rows] == ["Takaoka", "Toride"]


def test_a_comparison_is_read_out_in_the_plain_text(ask: Ask) -> None:
    answer = ask("高岡市と北本市の後援を比べて")
    for name, said in _table(answer).rows:
        assert f"{name.text}：{said.text}" in answer.text
