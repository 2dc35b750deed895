"""The dense side, on real Chroma: nearest texts, cities kept apart, vectors taken over from before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.encoder import StaticEncoder
from ingest.vectors import VectorStore

TEXTS = ["共催とは共に主催すること", "後援とは名義の使用", "共催とは共に主催すること", "人口の推移"]
CITIES = ["aoba", "aoba", "midori", "midori"]


def silent(_line: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture
def store(tmp_path: Path, encoder: StaticEncoder) -> Iterator[VectorStore]:
    store = VectorStore(tmp_path / "chroma", encoder)
    store.hold("passages", TEXTS, CITIES, silent)
    yield store
    store.close()


def ask(store: VectorStore, encoder: StaticEncoder, text: str, cities: set[str] | None) -> list[tuple[int, float]]:
    return store.nearest("passages", encoder.encode_questions([text]), 4, cities)[0]


def test_the_nearest_texts_come_first_with_their_cosine(store: VectorStore, encoder: StaticEncoder) -> None:
    found = ask(store, encoder, TEXTS[0], None)
    assert {number for number, _ in found[:2]} == {0, 2}
    similarities = [similarity for _, similarity in found]
    assert similarities == sorted(similarities, reverse=True)
    expected = encoder.encode_passages(TEXTS) @ encoder.encode_questions([TEXTS[0]])[0]
    assert {number: pytest.approx(expected[number], abs=1e-4) for number in range(4)} == dict(found)


@pytest.mark.parametrize(
    ("cities", "numbers"),
    [({"aoba"}, {0, 1}), ({"midori"}, {2, 3}), ({"aoba", "midori"}, {0, 1, 2, 3}), (None, {0, 1, 2, 3})],
)
def test_only_the_cities_asked_for_are_searched(
    store: VectorStore, encoder: StaticEncoder, cities: set[str] | None, numbers: set[int]
) -> None:
    assert {number for number, _ in ask(store, encoder, "共催", cities)} == numbers


def test_an_empty_collection_finds_nothing(store: VectorStore, encoder: StaticEncoder) -> None:
    assert store.nearest("questions", encoder.encode_questions(["共催", "後援"]), 4) == [[], []]


def test_a_text_that_stands_twice_in_a_city_is_held_twice(tmp_path: Path, encoder: StaticEncoder) -> None:
    store = VectorStore(tmp_path / "twice", encoder)
    assert store.hold("passages", ["共催"] * 3, ["aoba"] * 3, silent) == 3
    assert {number for number, _ in ask(store, encoder, "共催", None)} == {0, 1, 2}
    store.close()


def test_only_what_is_not_held_yet_is_embedded(store: VectorStore, tmp_path: Path, encoder: StaticEncoder) -> None:
    texts, cities = ["新しい文です", *TEXTS[1:]], ["aoba", *CITIES[1:]]
    assert store.hold("passages", texts, cities, silent) == 1
    reference = VectorStore(tmp_path / "reference", encoder)
    assert reference.hold("passages", texts, cities, silent) == 4
    for question in ("共催とは", "新しい文"):
        found, expected = (dict(ask(one, encoder, question, None)) for one in (store, reference))
        assert found == {place: pytest.approx(similarity, abs=1e-5) for place, similarity in expected.items()}
    reference.close()


def test_what_was_stored_is_there_when_it_is_opened_again(tmp_path: Path, encoder: StaticEncoder) -> None:
    first = VectorStore(tmp_path / "chroma", encoder)
    first.hold("passages", TEXTS, CITIES, silent)
    first.close()
    again = VectorStore(tmp_path / "chroma", encoder)
    assert len(ask(again, encoder, "共催", None)) == 4
    again.close()
