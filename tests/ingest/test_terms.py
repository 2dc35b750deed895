"""Terms: kana, misspelt and English questions reach the word that the guidelines use."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.terms import read_terms


@pytest.mark.parametrize(
    ("asked", "concept"),
    [
        ("講演会を一緒に主催したい", "g:co-hosting"),
        ("きょうさいって何", "g:co-hosting"),
        ("共済のやり方", "g:co-hosting"),
        ("名前だけ貸してほしい", "g:support in name"),
        ("じっこういいんかいを作る", "g:executive committee"),
        ("業務を外注する", "g:entrusting"),
        ("里親になって公園の世話をする", "g:adopt system"),
        ("協同のルール", "g:collaboration"),
        ("共働とは", "g:collaboration"),
        ("きょうどうとは", "g:collaboration"),
        ("ＮＰＯとは", "g:nonprofit"),
        ("NGなことは？", "g:unsuitable"),
        ("HPを作りたい", "g:website"),
        ("a jointly hosted lecture", "g:co-hosting"),
        ("co-hosting an event", "g:co-hosting"),
        ("we want to outsource the work", "g:entrusting"),
        ("evaluating a project", "g:evaluation"),
    ],
)
def test_an_askers_word_reaches_its_concept(asked: str, concept: str) -> None:
    assert concept in read_terms(asked).concepts


@pytest.mark.parametrize(
    ("asked", "concept"),
    [
        ("a meeting about volunteering", "g:unsuitable"),
        ("a joint statement", "g:co-hosting"),
        ("ごみの収集日", "g:collaboration"),
        ("きょう", "g:collaboration"),
    ],
)
def test_other_words_do_not(asked: str, concept: str) -> None:
    assert concept not in read_terms(asked).concepts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hosting", "hosted"),
        ("volunteers", "volunteer"),
        ("Agreements", "agreement"),
        ("evaluated", "evaluate"),
    ],
)
def test_english_words_meet_in_their_stem(one: str, other: str) -> None:
    assert read_terms(one).terms == read_terms(other).terms != ()


def test_words_that_say_nothing_are_no_terms() -> None:
    assert read_terms("What is the one that you can do?").terms == ()
    assert read_terms("それは何ですか。").terms == ()


def test_terms_are_content_words_in_their_normal_form() -> None:
    assert read_terms("打ち合わせを行った").terms == read_terms("打合せを行う").terms


def test_numbers_are_terms() -> None:
    assert "21" in read_terms("平成２１年度").terms


def test_kanji_and_kana_meet_in_their_reading() -> None:
    assert set(read_terms("じっこういいんかい").readings) & set(read_terms("実行委員会").readings)


def test_character_grams_do_not_cross_a_separator() -> None:
    assert read_terms("共催、後援").grams == ("共催", "後援")


def test_an_empty_text_has_nothing() -> None:
    read = read_terms(" 　\n")
    assert (read.terms, read.concepts, read.grams, read.readings) == ((), (), (), ())


def test_a_very_long_text_is_read_without_error() -> None:
    assert read_terms("協働" * 50_000).terms


def test_several_threads_read_the_same() -> None:
    texts = [f"協働の形態その{number}について教えて" for number in range(40)]
    with ThreadPoolExecutor(4) as threads:
        read = list(threads.map(read_terms, texts))
    read_terms.cache_clear()
    assert read == [read_terms(text) for text in texts]
