"""Questions followed from the words typed to the reply: what the product promises, on the real texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Answer, BlockKind, Status, Turn

if TYPE_CHECKING:
    from ingest.index import Index
    from tests.assistant.conftest import Ask

ITEMS_OF_TAKAOKA = ("事業目的", "役割分担", "責任の分担", "事業費", "実施期間", "法律の遵守")
ITEMS_OF_TACHIKAWA = (
    "課題や事業の目的",
    "概要",
    "役割分担",
    "責任分担",
    "費用の分担",
    "成果物の帰属",
)


def test_an_answer_quotes_the_section_that_it_names(ask: Ask, index: Index) -> None:
    answer = ask("市と一緒に名前を出して講演会を開きたい", "kitamoto")

    assert answer.status is Status.ANSWERED
    first = answer.citations[0]
    assert first.section_id == "kitamoto/5-1-1"
    assert (first.city_name, first.document) == ("北本市", "北本市市民と行政との協働推進計画")
    assert first.path == ("第5章 協働の形態", "1 協働の形態", "(1) 共催")
    assert first.quote == index.sections[first.section_id].text[first.start : first.end]
    assert "共に主催者となって" in first.quote
    assert "共催" in answer.text and "[1]" in answer.text
    assert first.url.startswith("/documents/kitamoto?") and first.url.endswith("#5-1-1")


def test_a_question_for_the_form_without_a_city_cites_every_city_that_has_it(ask: Ask) -> None:
    answer = ask("which form fits a co-hosted lecture?")

    assert answer.status is Status.ANSWERED and answer.lang == "en"
    assert {"kitamoto", "takaoka", "toride"} <= _cities(answer)
    assert {"kitamoto/5-1-1", "takaoka/3-2-2", "toride/3-2-4"} <= _sections(answer)


def test_the_contents_of_an_agreement_stand_under_each_city(ask: Ask) -> None:
    answer = ask("協定書には何を書けばいい？")

    assert answer.status is Status.ANSWERED
    assert {"takaoka", "tachikawa"} <= _cities(answer)
    said = _said_by_city(answer)
    assert [item for item in ITEMS_OF_TAKAOKA if item not in said["takaoka"]] == []
    assert [item for item in ITEMS_OF_TACHIKAWA if item not in said["tachikawa"]] == []
    for name, first_item in (("高岡市", "事業目的、役割分担"), ("立川市", "課題や事業の目的、概要")):
        label = answer.text.index(f"【{name}")
        others = [place for place in _label_places(answer.text) if place > label]
        assert label < answer.text.index(first_item) < min(others, default=len(answer.text))


@pytest.mark.parametrize("city", [None, "kitamoto", "toride"])
def test_a_question_about_something_else_is_out_of_scope(ask: Ask, city: str | None) -> None:
    answer = ask("ごみの収集日は？", city)

    assert answer.status is Status.OUT_OF_SCOPE
    assert answer.citations == () and answer.text


def test_an_amount_that_is_not_stated_is_said_not_to_be_with_the_nearest_passage(ask: Ask, index: Index) -> None:
    answer = ask("補助金の上限はいくら？", "toride")

    assert answer.status is Status.NOT_STATED
    assert answer.citations == ()
    assert "取手市" in answer.text and not re.search(r"[0-9０-９]", answer.text)
    assert answer.related and {citation.city for citation in answer.related} == {"toride"}
    assert {"toride/3-2-3", "toride/4-1-7"} & {citation.section_id for citation in answer.related}
    for citation in answer.related:
        assert citation.number is None
        assert index.sections[citation.section_id].text[citation.start : citation.end] == citation.quote


def test_a_row_of_the_schedule_is_read_with_its_year_and_offices(ask: Ask) -> None:
    answer = ask("人材バンクはどこの課がいつやる？", "kitamoto")

    assert answer.status is Status.ANSWERED
    assert "kitamoto/7-n1" in _sections(answer)
    row = next(line for line in answer.text.split("\n") if "人材バンク" in line and "推進課" in line)
    assert "平成21年度" in row
    assert [office for office in ("地域づくり課", "産業振興課", "生涯学習課") if office not in row] == []
    assert not re.search(r"平成(?:19|20|22|23|24)年度", row)


@pytest.mark.parametrize(
    ("question", "city", "section"),
    [
        ("協働とは", "kitamoto", "kitamoto/4-1-1"),
        ("What is co-hosting?", "toride", "toride/3-2-4"),
        ("後援って何？", "takaoka", "takaoka/3-2-4"),
        ("計画の期間は何年度までですか", "kitamoto", "kitamoto/1-3"),
        ("What is adopt system?", "kitamoto", "kitamoto/5-1-7"),
        ("協働にふさわしくない活動は？", "takaoka", "takaoka/1-6-2"),
        ("市民協働の定義", "toride", "toride/2-2-1"),
        ("取り組みの評価はどうしますか", "tachikawa", "tachikawa/3-3"),
    ],
)
def test_a_plain_question_is_answered_from_the_section_that_says_it(
    ask: Ask, question: str, city: str, section: str
) -> None:
    answer = ask(question, city)

    assert answer.status is Status.ANSWERED
    assert section in _sections(answer)


def test_a_follow_up_is_answered_about_the_new_topic_in_the_same_city(ask: Ask) -> None:
    first = ask("共催とは何ですか", "kitamoto")
    second = ask("じゃあ後援は？", history=[_turn("共催とは何ですか", first)])

    assert second.status is Status.ANSWERED
    assert second.citations[0].section_id == "kitamoto/5-1-2"
    assert _cities(second) == {"kitamoto"}


def test_a_follow_up_that_names_a_city_moves_the_topic_there(ask: Ask) -> None:
    first = ask("共催とは何ですか", "kitamoto")
    second = ask("取手市だと？", history=[_turn("共催とは何ですか", first)])

    assert second.status is Status.ANSWERED
    assert second.citations[0].section_id == "toride/3-2-4"
    assert _cities(second) == {"toride"}


@pytest.mark.parametrize("city", ["kitakyushu", "takaoka", "toride"])
def test_a_phone_number_that_the_guideline_does_not_state_is_not_made_up(ask: Ask, city: str) -> None:
    first = ask("補助・助成とは何ですか", city)
    second = ask("その課の電話番号は？", city, history=[_turn("補助・助成とは何ですか", first)])

    assert second.status is Status.NOT_STATED
    assert not re.search(r"[0-9]{2,}", second.text)


def test_an_english_question_gets_an_english_frame_around_the_japanese_quote(ask: Ask) -> None:
    answer = ask("What is co-hosting?", "kitamoto")

    assert answer.lang == "en"
    assert "共に主催者となって" in answer.text
    lead = next(block.text for block in answer.blocks if block.kind is BlockKind.LEAD)
    assert "Kitamoto" in lead and "共催" in lead
    summaries = [block for block in answer.blocks if block.kind is BlockKind.NOTE and not block.verbatim]
    assert summaries and re.search("[a-z]{3}", summaries[0].text)


def test_help_in_plain_japanese_stands_apart_from_the_quotation(ask: Ask, index: Index) -> None:
    without, with_help = ask("共催とは", "kitamoto"), ask("共催とは", "kitamoto", plain=True)
    plain = index.notes["kitamoto/5-1-1"].plain

    assert plain not in without.text
    block = next(block for block in with_help.blocks if plain in block.text)
    assert block.kind is BlockKind.NOTE and not block.verbatim and block.citations == ()
    assert with_help.citations == without.citations


def test_a_heading_whose_text_is_missing_is_not_answered_from(ask: Ask) -> None:
    answer = ask("市役所の庁内体制整備では何をしますか", "kitakyushu")

    assert answer.status is not Status.OUT_OF_SCOPE
    for citation in answer.citations:
        assert "\n" not in citation.quote.strip()


@pytest.mark.parametrize("place", ["横浜市", "松戸市"])
def test_a_city_that_is_not_held_is_not_answered_from_another(ask: Ask, place: str) -> None:
    answer = ask(f"{place}の共催の定義は？")

    assert answer.status is Status.NOT_STATED
    assert place in answer.text and answer.citations == ()


@pytest.mark.parametrize("greeting", ["こんにちは", "ありがとう！", "hello"])
def test_a_greeting_is_met_with_questions_to_start_with(ask: Ask, greeting: str) -> None:
    answer = ask(greeting)

    assert answer.status is Status.OUT_OF_SCOPE
    assert answer.suggestions
    refused = [question for question in answer.suggestions if ask(question).status is not Status.ANSWERED]
    assert refused == []


def _cities(answer: Answer) -> set[str]:
    return {citation.city for citation in answer.citations}


def _sections(answer: Answer) -> set[str]:
    return {citation.section_id for citation in answer.citations}


def _said_by_city(answer: Answer) -> dict[str, str]:
    return {city: "".join(c.quote for c in answer.citations if c.city == city) for city in _cities(answer)}


def _label_places(text: str) -> list[int]:
    return [match.start() for match in re.finditer("【", text)]


def _turn(question: str, answer: Answer) -> Turn:
    return Turn(question, answer.question, answer.city, answer.status, tuple(c.section_id for c in answer.citations))
