"""Which cities a question is put to."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.understand import named_cities, understand, unheld_places
from corpus.guideline import Guideline


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("北本市の共催とは", ("kitamoto",)),
        ("北本では？", ("kitamoto",)),
        ("きたもとの協働の原則", ("kitamoto",)),
        ("たちかわしで協働したい", ("tachikawa",)),
        ("What does Takaoka City say?", ("takaoka",)),
        ("KITAMOTOの後援", ("kitamoto",)),
        ("Ｔｏｒｉｄｅの方針", ("toride",)),
        ("kita-kyushu guideline", ("kitakyushu",)),
        ("取手市と立川市の違いは？", ("toride", "tachikawa")),
        ("立川市と取手市の違いは？", ("tachikawa", "toride")),
        ("取手市と、もう一度言うが取手市", ("toride",)),
        ("共催とは何ですか", ()),
        ("横浜市の共催", ()),
        ("", ()),
    ],
)
def test_cities_are_known_in_kanji_kana_and_english_in_the_order_named(
    guidelines: Mapping[str, Guideline], text: str, cities: tuple[str, ...]
) -> None:
    assert named_cities(text, guidelines) == cities


def test_a_named_city_wins_over_the_selected_one(guidelines: Mapping[str, Guideline]) -> None:
    assert understand("高岡市の後援は？", "toride", None, guidelines).cities == ("takaoka",)


def test_the_selected_city_limits_the_question(guidelines: Mapping[str, Guideline]) -> None:
    understood = understand("後援とは", "toride", None, guidelines)
    assert understood.cities == ("toride",) and not understood.city_free


def test_without_a_city_every_guideline_is_asked(guidelines: Mapping[str, Guideline]) -> None:
    understood = understand("後援とは", None, None, guidelines)
    assert understood.cities == tuple(guidelines) and understood.city_free


def test_a_comparison_without_names_asks_every_city_even_if_one_is_selected(
    guidelines: Mapping[str, Guideline],
) -> None:
    understood = understand("後援の扱いを市ごとに比べたい", "toride", None, guidelines)
    assert understood.kind == "compare" and understood.cities == tuple(guidelines)


@pytest.mark.parametrize(
    "question",
    [
        "昔と比べて市役所だけでは手が回らなくなったのはなぜですか",
        "委託と補助を比較すると、どちらが向いていますか",
        "すべての市民が対象ですか",
        "各市民団体の役割は",
        "他の市民活動団体との連携は",
        "全市的に取り組むのですか",
        "What does each of the parties do?",
        "Compare entrusting and subsidies",
    ],
)
def test_words_that_only_sound_like_other_cities_stay_with_the_selected_one(
    guidelines: Mapping[str, Guideline], question: str
) -> None:
    understood = understand(question, "toride", None, guidelines)
    assert understood.cities == ("toride",) and understood.kind != "compare"


@pytest.mark.parametrize(
    "question",
    ["後援の扱い、全市でどう違う？", "他の市ではどうですか", "Do other cities say so?", "どこの市が一番詳しい？"],
)
def test_other_cities_are_asked_where_they_are_meant(guidelines: Mapping[str, Guideline], question: str) -> None:
    assert understand(question, "toride", None, guidelines).cities == tuple(guidelines)


def test_two_named_cities_make_a_comparison_of_these_two(guidelines: Mapping[str, Guideline]) -> None:
    understood = understand("高岡市と取手市の後援は？", None, None, guidelines)
    assert understood.kind == "compare" and understood.cities == ("takaoka", "toride")


@pytest.mark.parametrize(
    ("question", "text"),
    [("北本市の後援", "後援"), ("Takaoka's co-hosting", "co-hosting"), ("取手市", "")],
)
def test_the_city_is_taken_out_of_what_is_searched(
    guidelines: Mapping[str, Guideline], question: str, text: str
) -> None:
    assert understand(question, None, None, guidelines).text == text


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("横浜市の協働の指針", ("横浜市",)),
        ("鎌倉市と川崎市ではどうですか", ("鎌倉市", "川崎市")),
        ("Yokohama City rules", ("Yokohama City",)),
        ("What does the City say in each city?", ()),
        ("北本市の協働", ()),
        ("富山県の協働", ()),
        ("市の担当課は？", ()),
    ],
)
def test_places_whose_guideline_is_not_held_are_noticed(
    guidelines: Mapping[str, Guideline], text: str, places: tuple[str, ...]
) -> None:
    assert unheld_places(text, guidelines, ()) == places


def test_a_place_that_the_asked_guideline_speaks_of_is_no_other_city(
    guidelines: Mapping[str, Guideline],
) -> None:
    assert unheld_places("足立区への視察はいつですか", guidelines, ("kitamoto",)) == ()
    assert unheld_places("足立区への視察はいつですか", guidelines, ("toride",)) == ("足立区",)


@pytest.mark.parametrize(
    ("text", "city", "places"),
    [
        ("埼玉県の協働の指針はどんな内容ですか", "kitamoto", ("埼玉県",)),
        ("埼玉県の人口は", "kitamoto", ()),
        ("我孫子市への視察はいつでしたか", "kitamoto", ()),
        ("横浜市の協働の指針は", "kitamoto", ("横浜市",)),
        ("What does Kita decide?", "kitamoto", ("Kita",)),
    ],
)
def test_a_prefecture_is_elsewhere_only_with_a_document_of_its_own(
    guidelines: Mapping[str, Guideline], text: str, city: str, places: tuple[str, ...]
) -> None:
    assert unheld_places(text, guidelines, (city,)) == places
