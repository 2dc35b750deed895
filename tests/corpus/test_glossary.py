"""The glossary: well formed, and its words mean one concept each."""

from __future__ import annotations

from collections import Counter

from corpus.glossary import read_glossary


def test_every_concept_has_words_in_both_languages_and_an_id_of_its_own() -> None:
    concepts = read_glossary(str)
    assert concepts
    assert all(concept.words and concept.english for concept in concepts)
    assert max(Counter(concept.id for concept in concepts).values()) == 1


def test_no_concept_lists_a_word_twice() -> None:
    twice = {c.id: [w for w, n in Counter(c.words + c.english).items() if n > 1] for c in read_glossary(str)}
    assert not {concept: words for concept, words in twice.items() if words}


def test_words_are_folded_by_the_function_that_is_given() -> None:
    concept = read_glossary(lambda word: f"<{word}>")[0]
    assert concept.folded_words == tuple(f"<{word}>" for word in concept.words)
