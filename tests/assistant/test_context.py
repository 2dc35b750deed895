"""A question that leans on the conversation is made standalone; one that does not is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import settings as run
from hypothesis import strategies as st

from assistant.answer import Status, Turn
from assistant.context import Standalone

if TYPE_CHECKING:
    from tests.assistant.conftest import Read

CO_HOSTING = Turn("共催とは何ですか", "共催とは何ですか", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-1",))
TALENT_BANK = Turn(
    "人材バンクはどこの課がやる？",
    "人材バンクはどこの課がやる？",
    "kitamoto",
    Status.ANSWERED,
    ("kitamoto/7-n1",),
)
GRANT = Turn("補助金の上限はいくら？", "補助金の上限はいくら？", "toride", Status.NOT_STATED)
THANKS = Turn("ありがとう", "ありがとう", None, Status.OUT_OF_SCOPE)
ALL_CITIES = Turn("後援とは何ですか", "後援とは何ですか", None, Status.ANSWERED, ("kitamoto/5-1-2", "takaoka/3-2-4"))


@pytest.mark.parametrize(
    "question",
    [
        "じゃあ後援は？",
        "では、後援だと？",
        "後援については？",
        "後援はどうですか",
        "それじゃ後援って？",
    ],
)
def test_a_new_topic_takes_the_place_of_the_old_one(read: Read, question: str) -> None:
    standalone = read(question, [CO_HOSTING])
    assert "後援" in standalone.question and "共催" not in standalone.question
    assert "何ですか" in standalone.question
    assert standalone.city == "kitamoto" and standalone.leans


def test_a_city_alone_asks_again_what_could_not_be_answered_but_no_small_talk(read: Read) -> None:
    strange = Turn("録音はどちらのものですか", "録音はどちらのものですか", "kitamoto", Status.OUT_OF_SCOPE)
    assert "録音" in read("取手市だと？", [strange]).question
    assert "ありがとう" not in read("取手市だと？", [THANKS]).question


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("取手市だと？", "取手市"),
        ("じゃあ高岡は？", "高岡市"),
        ("立川の場合は？", "立川市"),
        ("What about Toride?", "取手市"),
        ("いや、高岡市の話です", "高岡市"),
        ("いえ、立川市のほうを聞きたかったのです", "立川市"),
    ],
)
def test_a_city_alone_asks_the_last_question_of_that_city(read: Read, question: str, name: str) -> None:
    standalone = read(question, [CO_HOSTING])
    assert name in standalone.question and "共催とは何ですか" in standalone.question
    assert standalone.leans


def test_a_city_named_replaces_the_city_that_the_last_question_named(read: Read) -> None:
    named = Turn("北本市の共催とは", "北本市の共催とは", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-1",))
    standalone = read("取手市だと？", [named])
    assert "取手市" in standalone.question and "共催" in standalone.question
    assert "北本" not in standalone.question


def test_a_city_named_after_a_refusal_asks_the_refused_question_there(read: Read) -> None:
    assert "補助金の上限" in read("北本市だと？", [GRANT]).question


def test_two_cities_after_a_but_ask_the_last_question_of_both(read: Read) -> None:
    standalone = read("でも、取手市と高岡市では？", [CO_HOSTING])
    assert "共催" in standalone.question and "取手市" in standalone.question and "高岡市" in standalone.question


def test_a_pronoun_brings_the_last_question_along(read: Read) -> None:
    standalone = read("その課の電話番号は？", [TALENT_BANK])
    assert "人材バンク" in standalone.question and "電話番号" in standalone.question
    assert standalone.city == "kitamoto"


def test_a_wish_for_more_keeps_the_topic(read: Read) -> None:
    assert "共催" in read("もっと詳しく", [CO_HOSTING]).question


def test_a_correction_asks_about_the_corrected_topic(read: Read) -> None:
    standalone = read("いや、後援のことです", [CO_HOSTING])
    assert "後援" in standalone.question and "共催" not in standalone.question


def test_what_was_not_meant_is_dropped_for_what_was(read: Read) -> None:
    named = Turn("高岡の共催って？", "高岡の共催って？", "takaoka", Status.ANSWERED, ("takaoka/3-2-4",))
    assert read("失礼、高岡ではなく北本のを聞いたつもりでした", [named]).question.startswith("北本市")
    standalone = read("共催じゃなくて、お金を出すほうの話", [CO_HOSTING])
    assert "お金を出す" in standalone.question and "共催" not in standalone.question


@pytest.mark.parametrize("question", ["うまくいくコツは？", "選ぶのは誰？", "どうすればいい？"])
def test_something_else_asked_of_the_same_keeps_what_it_was_about(read: Read, question: str) -> None:
    standalone = read(question, [CO_HOSTING])
    assert "共催" in standalone.question and standalone.asks == question


def test_what_leant_itself_is_not_carried_on(read: Read) -> None:
    leant = Turn("費用は？", "共催とは何ですか 費用は？", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-1",))
    assert read("その報告は？", [CO_HOSTING, leant]).question == "共催とは何ですか その報告は？"


def test_the_city_that_the_talk_turned_to_stays_until_another_is_named(read: Read) -> None:
    turned = Turn("北本市の共催とは", "北本市の共催とは", "kitamoto", Status.ANSWERED, ("kitamoto/5-1-1",))
    assert "北本市" in read("そちらの費用は？", [turned], "toride").question
    assert "北本市" not in read("その費用は？", [CO_HOSTING], "toride").question


@pytest.mark.parametrize("question", ["じゃあ後援は？", "取手市だと？"])
def test_a_thank_you_in_between_does_not_lose_the_topic(read: Read, question: str) -> None:
    assert read(question, [CO_HOSTING, THANKS]) == read(question, [CO_HOSTING])


@pytest.mark.parametrize("question", ["Thanks, that's helpful!", "ありがとう、それで助かります"])
def test_a_thank_you_asks_nothing_even_with_a_pronoun(read: Read, question: str) -> None:
    assert read(question, [CO_HOSTING]) == Standalone(question, "kitamoto", near=CO_HOSTING.section_ids)


def test_what_is_asked_now_is_kept_apart_from_what_it_is_about(read: Read) -> None:
    standalone = read("その課の電話番号は？", [TALENT_BANK])
    assert standalone.asks == "その課の電話番号は？" != standalone.question


@pytest.mark.parametrize(
    "question",
    [
        "協定書には何を書けばいいですか",
        "委託のとき相手方はどのように選べばよいですか",
        "市民活動の拠点施設にはどんな機能がありますか",
        "What should an agreement with a citizens' group contain?",
    ],
)
def test_a_question_that_stands_alone_keeps_its_words_and_the_city_of_the_talk(read: Read, question: str) -> None:
    standalone = read(question, [CO_HOSTING])
    assert standalone.question == question
    assert standalone.city == "kitamoto" and not standalone.leans


@pytest.mark.parametrize(
    "question",
    [
        "後援の扱いを市ごとに教えて",
        "ほかの市の協働の原則は何ですか",
        "What do other cities say on co-hosting?",
    ],
)
def test_asking_for_other_cities_lets_go_of_the_city(read: Read, question: str) -> None:
    assert read(question, [CO_HOSTING]).city is None


@pytest.mark.parametrize("question", ["全部の市では？", "他の市では？", "各市だと？"])
def test_asking_for_other_cities_keeps_the_topic(read: Read, question: str) -> None:
    standalone = read(question, [CO_HOSTING])
    assert "共催" in standalone.question and standalone.city is None


def test_the_selected_city_wins_over_the_city_of_the_talk(read: Read) -> None:
    assert read("じゃあ後援は？", [CO_HOSTING], "toride").city == "toride"


def test_the_last_city_of_the_talk_counts(read: Read) -> None:
    assert read("協働の原則を教えてください", [CO_HOSTING, GRANT]).city == "toride"


def test_an_answer_over_all_cities_does_not_forget_the_city_before(read: Read) -> None:
    assert read("協働の原則を教えてください", [CO_HOSTING, ALL_CITIES]).city == "kitamoto"
    assert read("協働の原則を教えてください", [ALL_CITIES]).city is None


@pytest.mark.parametrize("history", [[], [THANKS]])
def test_without_a_topic_before_nothing_is_added(read: Read, history: list[Turn]) -> None:
    standalone = read("じゃあ後援は？", history)
    assert standalone.question == "じゃあ後援は？" and standalone.city is None


@run(deadline=None, max_examples=60)
@given(
    text=st.text(max_size=40) | st.sampled_from(["じゃあ", "その", "北本市", "what about ", "全部の市"]),
    turns=st.lists(st.sampled_from([CO_HOSTING, TALENT_BANK, GRANT, THANKS, ALL_CITIES]), max_size=3),
    city=st.sampled_from([None, "toride"]),
)
def test_any_text_after_any_talk_becomes_one_question(
    read: Read, text: str, turns: list[Turn], city: str | None
) -> None:
    standalone = read(text, turns, city)
    assert standalone.city in (city, *(turn.city for turn in turns), None)
    assert len(standalone.question) <= len(text) + 80
    if city:
        assert standalone.city == city


def test_sections_cited_last_are_near(read: Read) -> None:
    assert read("どうすればいいの？", [TALENT_BANK, CO_HOSTING, THANKS]).near == CO_HOSTING.section_ids
    assert read("共催とは", []).near == ()


@pytest.mark.parametrize(
    "question", ["もっと短く", "わかりやすく言ってください", "もう一度お願いします", "Shorter, please"]
)
def test_another_manner_is_wanted_of_the_same(read: Read, question: str) -> None:
    standalone = read(question, [CO_HOSTING])
    assert standalone.question == CO_HOSTING.question and standalone.manner == question


@pytest.mark.parametrize("question", ["費用を教えてください", "罰則を教えて", "Explain why", "流れを簡単に"])
def test_a_wish_to_be_told_something_is_not_a_manner(read: Read, question: str) -> None:
    assert read(question, [CO_HOSTING]).asks == question


def test_the_way_back_leads_to_what_the_talk_began_with(read: Read) -> None:
    standalone = read("最初の話に戻りますが、費用はどう分けますか", [CO_HOSTING, GRANT])
    assert "共催" in standalone.question and "補助金" not in standalone.question and "北本市" in standalone.question
    assert "最初" not in standalone.question


@pytest.mark.parametrize(
    "question", ["NPOをはじめ、企業も協働の相手になりますか", "最初の市民会議はいつ開かれましたか"]
)
def test_words_that_only_sound_like_the_way_back_lead_nowhere(read: Read, question: str) -> None:
    assert read(question, [CO_HOSTING, GRANT]).question == question


@pytest.mark.parametrize("question", ["取手と比べて", "両市を並べてください"])
def test_two_cities_are_set_side_by_side(read: Read, question: str) -> None:
    standalone = read(question, [GRANT, CO_HOSTING])
    assert "取手市と" in standalone.question or "と取手市" in standalone.question
    assert "北本市" in standalone.question and "共催" in standalone.question


@pytest.mark.parametrize("question", ["委託と補助を比べてください", "北九州市では机を並べて議論しますか"])
def test_other_things_compared_are_not_the_cities(read: Read, question: str) -> None:
    assert read(question, [GRANT, CO_HOSTING]).question == question


@pytest.mark.parametrize("question", ["共催ではなくなったらどうなりますか", "共催じゃなくても申請できますか"])
def test_a_negation_is_not_a_correction(read: Read, question: str) -> None:
    assert read(question, [CO_HOSTING]).question == question


def test_a_heading_by_itself_is_a_new_topic(read: Read) -> None:
    assert read("公有財産の提供", [CO_HOSTING]) == Standalone("公有財産の提供", "kitamoto", near=CO_HOSTING.section_ids)
