"""What a text is matched by: terms, concepts, character n-grams and readings.

One pass of the morphological analyser (SudachiPy, short units) serves all four. Japanese terms are
normalised forms of content words; English words are stemmed (Snowball). Concepts are the glossary's ids
and SudachiDict's synonym groups. Readings make kana and wrong kanji meet the right word.
"""

from __future__ import annotations

import re
import threading
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from sys import intern

import snowballstemmer
from sudachipy import Dictionary, MorphemeList, SplitMode

from corpus.glossary import Concept, read_glossary
from ingest.japanese import fold, normalise

_STOP_CLASSES = {"助詞", "助動詞", "補助記号", "空白", "記号", "感動詞", "代名詞", "接続詞", "連体詞"}
_STOPPED = tomllib.loads(files("ingest").joinpath("stop_words.toml").read_text("utf-8"))
_STOP_FORMS = frozenset(_STOPPED["japanese"].split())
STOP_WORDS = frozenset(_STOPPED["english"].split())
_WORD = re.compile(r"[a-z][a-z']*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SILENT_CLASSES = {"補助記号", "空白", "記号"}
SHORTEST_READING = 5
"""Kana; shorter readings have too many homonyms to stand for a word."""
_SENTENCE_LIMIT = 12_000
"""Characters that are given to the analyser at once; it refuses much more."""
_SEPARATOR = re.compile(r"[^0-9a-zぁ-んァ-ヶー一-龠々]+")
_local = threading.local()
_Spellings = dict[str, list[tuple[str, int]]]


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything that one text is matched by; each list keeps repeats, in text order. ``nouns`` are those of
    the terms that name things, each with its synonym groups, in English with the concepts that it helps to name."""

    terms: tuple[str, ...]
    nouns: tuple[tuple[str, tuple[str, ...]], ...]
    concepts: tuple[str, ...]
    grams: tuple[str, ...]
    readings: tuple[str, ...]


@lru_cache(maxsize=80_000)
def read_terms(text: str) -> Terms:
    """The terms of a text. Safe to call from several threads."""
    shadow = normalise(text)
    words = [_stem(word) for word in _WORD.findall(shadow) if word not in STOP_WORDS]
    terms: list[str] = list(words) + _NUMBER.findall(shadow)
    stems = frozenset(words)
    nouns = [(word, tuple(_named_in_english(word, stems))) for word in words]
    concepts: list[str] = []
    spoken: list[str] = []
    for morpheme in analyse(_WORD.sub(" ", shadow)):
        word_class = morpheme.part_of_speech()[0]
        if word_class not in _SILENT_CLASSES:
            spoken.append(morpheme.reading_form())
        form = morpheme.normalized_form()
        if word_class in _STOP_CLASSES or form in _STOP_FORMS or form.isdecimal():
            continue
        groups = tuple(f"s{group}" for group in morpheme.synonym_group_ids())
        terms.append(form)
        concepts.extend(groups)
        if word_class == "名詞":
            nouns.append((form, groups))
    reading = "".join(spoken)
    folded = fold(text)
    concepts.extend(_mentioned(folded, reading, stems))
    return Terms(
        tuple(terms),
        tuple(nouns),
        tuple(concepts),
        tuple(_grams(shadow, (2, 3))),
        tuple(_grams(reading, (3,))),
    )


def _mentioned(folded: str, reading: str, stems: frozenset[str]) -> list[str]:
    """The ids of the concepts that a text mentions, in the glossary's order: by a word, by its reading, or in
    English by its stems in any order."""
    words, readings, phrases = _glossary()
    found = {place for stem in stems for phrase, place in phrases.get(stem, ()) if phrase <= stems}
    for text, known in ((folded, words), (reading, readings)):
        for start, first in enumerate(text):
            if first in known:
                found.update(place for word, place in known[first] if text.startswith(word, start))
    return [_concepts()[place].id for place in sorted(found)]


def _named_in_english(word: str, stems: frozenset[str]) -> list[str]:
    """The ids of the concepts that a text with these stems names by a phrase with ``word``."""
    _, _, phrases = _glossary()
    found = {place for stem in stems for phrase, place in phrases.get(stem, ()) if word in phrase and phrase <= stems}
    return [_concepts()[place].id for place in sorted(found)]


@lru_cache(maxsize=1)
def _concepts() -> tuple[Concept, ...]:
    return read_glossary(fold)


@lru_cache(maxsize=1)
def _glossary() -> tuple[_Spellings, _Spellings, dict[str, list[tuple[frozenset[str], int]]]]:
    """Where in the glossary the concepts of its Japanese words and of their readings stand, by first character,
    and those of its English phrases, by one of their stems. Readings are long enough not to stand inside
    another word."""
    words: _Spellings = defaultdict(list)
    readings: _Spellings = defaultdict(list)
    phrases: dict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
    for place, concept in enumerate(_concepts()):
        for word in concept.folded_words:
            if word.isascii():
                phrases[_stem(word)].append((frozenset([_stem(word)]), place))
            else:
                words[word[0]].append((word, place))
            reading = "".join(morpheme.reading_form() for morpheme in analyse(word))
            if len(reading) >= SHORTEST_READING:
                readings[reading[0]].append((reading, place))
        for phrase in concept.english:
            if stems := frozenset(_stem(word) for word in _WORD.findall(phrase.lower())):
                phrases[min(stems)].append((stems, place))
    return words, readings, phrases


def subject_concepts(text: str) -> frozenset[str]:
    """The glossary's concepts that a text mentions: a sign of what it is about."""
    return frozenset(concept for concept in read_terms(text).concepts if concept.startswith("g:"))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    stem: str = snowballstemmer.stemmer("english").stemWord(word.replace("'", ""))
    return stem


def analyse(text: str) -> MorphemeList:
    """The morphemes of a text, in short units."""
    if not hasattr(_local, "tokenizer"):
        _local.tokenizer = Dictionary().tokenizer(mode=SplitMode.A)
    found: MorphemeList = _local.tokenizer.tokenize(text[:_SENTENCE_LIMIT])
    return found


def _grams(text: str, sizes: tuple[int, ...]) -> list[str]:
    grams: list[str] = []
    for run in _SEPARATOR.split(text):
        if run.isascii():
            continue
        grams.extend(intern(run[i : i + size]) for size in sizes for i in range(len(run) - size + 1))
    return grams
