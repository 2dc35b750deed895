"""The frame around the quotations: lists of sections whole, yes and no only where they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import BlockKind, Status
from assistant.wording import say

if TYPE_CHECKING:
    from ingest.index import Index
    from tests.assistant.conftest import Ask


@pytest.mark.parametrize(
    ("question", "city", "parent"),
    [
        ("協働の原則は全部でいくつありますか", "kitamoto", "kitamoto/4-2"),
        ("協働の原則を全部教えて", "takaoka", "takaoka/1-5"),
        ("市民協働の形態を一覧にして", "toride", "toride/3-2"),
    ],
)
def test_a_list_of_sections_names_every_one_in_order(
    ask: Ask, index: Index, question: str, city: str, parent: str
) -> None:
    answer = ask(question, city)
    assert answer.status is Status.ANSWERED
    cited = [c.section_id for c in answer.citations if c.section_id != parent]
    assert cited == [section.id for section in index.children[parent]]
    places = [answer.text.index(section.heading) for section in index.children[parent]]
    assert places == sorted(places)


def test_a_list_goes_without_the_sentence_that_announces_it_unless_its_length_is_asked(ask: Ask) -> None:
    announcement = "7 つの原則を示します"
    assert announcement not in ask("協働の原則をすべて教えて", "kitamoto").text
    assert announcement in ask("協働の原則はいくつありますか", "kitamoto").text


def test_what_states_the_wanted_fact_is_quoted(ask: Ask) -> None:
    for question in ("指針を発行した課の電話番号は？", "What is the phone number of the section that issued it?"):
        assert "042(523)2111" in ask(question, "tachikawa").text


def test_a_list_of_sections_brings_what_their_first_sentence_announces(ask: Ask) -> None:
    answer = ask("市民協働の定義と主体の項目を全部教えて", "toride")
    assert "次のように定義します。あらゆる主体同士が" in answer.text
    assert "位置付けます。① 市民" not in answer.text


def test_a_chapter_whose_text_is_not_held_says_so(ask: Ask, index: Index) -> None:
    answer = ask("3章にはどんな項目がありますか", "kitakyushu")
    assert [s.heading for s in index.children["kitakyushu/3"] if s.heading not in answer.text] == []
    lead = next(block for block in answer.blocks if block.kind is BlockKind.LEAD)
    assert lead.text == say("answer.lead_listed", "ja", city="北九州市", heading="協働を進めるにあたって（行動規範）")
    assert "kitakyushu/3" not in {citation.section_id for citation in answer.citations}


@pytest.mark.parametrize(
    ("question", "city", "said"),
    [
        ("市民公益活動に政治活動は含まれますか", "kitamoto", "answer.no"),
        ("宗教活動も協働の対象になりますか", "takaoka", "answer.no"),
    ],
)
def test_a_question_that_the_text_decides_is_answered_yes_or_no_first(
    ask: Ask, question: str, city: str, said: str
) -> None:
    assert ask(question, city).text.startswith(say(said, "ja"))


@pytest.mark.parametrize("city", ["kitamoto", "tachikawa", "takaoka", "toride"])
@pytest.mark.parametrize("question", ["協働の原則は？", "共催", "後援とは", "協働の定義"])
def test_a_topic_alone_is_not_answered_yes_or_no(ask: Ask, question: str, city: str) -> None:
    answer = ask(question, city)
    assert not answer.text.startswith((say("answer.yes", "ja"), say("answer.no", "ja")))


def test_what_is_suggested_next_can_be_answered(ask: Ask) -> None:
    answer = ask("共催とは", "kitamoto")
    assert 1 <= len(answer.suggestions) <= 3
    assert "共催とは" not in answer.suggestions
    refused = [q for q in answer.suggestions if ask(q, "kitamoto").status is not Status.ANSWERED]
    assert refused == []


def test_related_passages_are_others_than_the_cited_ones(ask: Ask) -> None:
    answer = ask("共催とは", "kitamoto")
    cited = {citation.section_id for citation in answer.citations}
    assert answer.related and not cited & {citation.section_id for citation in answer.related}


def test_a_refusal_names_the_cities_that_do_state_it_as_others(ask: Ask) -> None:
    answer = ask("人材バンクの担当課は？", "toride")
    assert answer.status is Status.NOT_STATED
    assert say("refusal.others_say", "ja", cities="北本市", city="取手市") in answer.text
    assert answer.citations == () and {citation.city for citation in answer.related} == {"toride"}


def test_a_mere_topic_asks_back_which_place_is_meant(ask: Ask) -> None:
    answer = ask("評価", "takaoka")
    assert answer.blocks[-1].kind is BlockKind.NOTE and "どれ" in answer.blocks[-1].text
    assert len(answer.suggestions) > 1
    for choice in answer.suggestions:
        heading = choice.partition("「")[2].partition("」")[0]
        chosen = ask(choice, "takaoka")
        assert chosen.status is Status.ANSWERED
        assert any(heading in name for citation in chosen.citations for name in citation.path)


@pytest.mark.parametrize("question", ["共催とは", "評価は誰がしますか", "委託"])
def test_a_question_with_one_reading_is_not_asked_back(ask: Ask, question: str) -> None:
    assert "どれ" not in ask(question, "kitamoto").blocks[-1].text
