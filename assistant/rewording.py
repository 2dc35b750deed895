"""A language model's rewording, read and held to the quotations that it names.

A reply is split into statements. One is kept if it names known quotations, is plain text in the wanted
language, and claims nothing that these quotations do not hold. Meaning cannot be proved by looking words up:
what is kept is shown as a rewording, above the quotations, never in their place.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.answer import Citation, Lang
from assistant.patterns import detect_language
from assistant.understand import named_cities, unheld_places
from assistant.verify import unsupported_figures
from ingest.index import Index
from ingest.japanese import fold, number_value, sentence_spans
from ingest.terms import read_terms

MOST_CHARACTERS = {"ja": 400, "en": 900}
"""Characters of a rewording; what goes beyond is left out."""
LONGEST_REPLY = 6000
FEWEST_KNOWN = {"ja": 0.6, "en": 0.4}
"""Share of a statement's nouns (in English: words) that the quotations, or the notes' English, must hold."""
FEWEST_SHARED_GRAMS = {"ja": 0.35, "en": 0.0}
"""Share of its n-grams that the quotations must hold: the same nouns in another sentence do not do."""

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_ANY_MARKER = re.compile(r"[\[［【]\s*(\d{1,3}(?:\s*[,，、]\s*\d{1,3})*)\s*[\]］】]")
_MARKER = re.compile(r"\s*\[(\d+)\]")
_LEADING_MARKERS = re.compile(r"(?:\s*\[\d+\])+")
_LIST_MARK = re.compile(r"^\s*(?:[-*・•–]|\d{1,2}[.)])\s+|^\s*[・•]")
_ENGLISH_END = re.compile(r"(\.(?:\s*\[\d+\])+)\s*(?=[^\s\[.])|(\.)\s+(?=[A-Z\"“(])")
_MARKUP = re.compile(r"[<>`*#|{}\[\]\\@＠_~]|https?:|www\.|://", re.IGNORECASE)
_KANJI_NUMERAL = re.compile(
    r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[〇一二三四五六七八九]+)"
    r"(?=[年月日円人名回件割週歳時条号種つ千百万億]|[かヶカ箇]月)"
)
_FIGURE = re.compile(r"(明治|大正|昭和|平成|令和)?(\d+(?:[.,]\d+)*)([一-龠ァ-ヶ%つか]?)")
_FOOTNOTE_MARK = re.compile(r"[⁰¹²³⁴-⁹]+")
_LITERAL = re.compile(r"[月火水木金土日]曜|[百千万億]+円")
_MAGNITUDES = "百千万億"
_ENGLISH_OFFICE = re.compile(
    r"(?:\b[A-Z][\w'’-]*\s+(?:(?:of|for|and|the|&)\s+)*)+"
    r"(?:Division|Department|Bureau|Office|Section|Center|Centre|Desk)\b"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a rewording without its markers, and the numbers of the quotations it rests on."""

    text: str
    numbers: tuple[int, ...]


def keep_proved(index: Index, reply: str, citations: Sequence[Citation], lang: Lang) -> tuple[Statement, ...]:
    """The statements of a reply that hold against the citations that they name, in order, each once."""
    by_number = {citation.number: citation for citation in citations if citation.number is not None}
    kept: list[Statement] = []
    room = MOST_CHARACTERS[lang]
    for statement in read_statements(reply):
        if not statement.numbers or not by_number.keys() >= set(statement.numbers):
            continue
        if any(statement.text == earlier.text for earlier in kept):
            continue
        if not holds(index, statement, [by_number[number] for number in statement.numbers], lang):
            continue
        room -= len(statement.text)
        if room < 0:
            break
        kept.append(statement)
    return tuple(kept)


def read_statements(reply: str) -> Iterator[Statement]:
    """The sentences of a reply; a marker after a full stop belongs to the sentence before it."""
    text = _ANY_MARKER.sub(_plain_markers, _THINKING.sub("", reply)[:LONGEST_REPLY])
    sentences: list[str] = []
    for line in _ENGLISH_END.sub(lambda end: (end[1] or end[2]) + "\n", text).split("\n"):
        line = _LIST_MARK.sub("", line)
        for start, end in sentence_spans(line):
            sentence = line[start:end]
            leading = _LEADING_MARKERS.match(sentence)
            if leading and sentences:
                sentences[-1] += leading[0]
            sentences.append(sentence[leading.end() :] if leading else sentence)
    for sentence in sentences:
        words = _MARKER.sub("", sentence).strip()
        if words:
            numbers = dict.fromkeys(int(number) for number in _MARKER.findall(sentence))
            yield Statement(words, tuple(numbers))


def holds(index: Index, statement: Statement, cited: Sequence[Citation], lang: Lang) -> bool:
    """Whether a statement claims nothing that the cited spans, with their heading paths, do not hold."""
    words = statement.text
    if _MARKUP.search(words) or detect_language(words) != lang:
        return False
    spans = "\n".join(citation.quote for citation in cited)
    held = "\n".join([spans, *(heading for citation in cited for heading in citation.path)])
    return (
        not unsupported_figures(words, spans)
        and not any(fold(office) not in fold(spans) for office in _ENGLISH_OFFICE.findall(words))
        and _figures(words) <= _held_figures(spans)
        and not any(claim.search(words) and not claim.search(spans) for claim in _claims())
        and not _names_elsewhere(index, words, cited)
        and _kept_apart(words) <= _kept_apart(held)
        and _keeps_wording(index, words, held, cited, lang)
    )


@cache
def rewording_table() -> dict[str, Any]:
    """``rewording.toml``: the prompt, the English words for figures, the kinds of claim."""
    return tomllib.loads(files("assistant").joinpath("rewording.toml").read_text("utf-8"))


def _plain_markers(marker: re.Match[str]) -> str:
    return "".join(f"[{int(number)}]" for number in re.findall(r"\d+", marker[1]))


def _figures(words: str) -> set[str]:
    """The figures of a statement as claimed: 平成19年, 30日, 10万, 月曜; those in English words too."""
    claimed = {era + figure + counter for era, figure, counter in _numerals(words)}
    spoken = {form for pattern, form in _spoken() if pattern.search(words)}
    return claimed | spoken | set(_LITERAL.findall(fold(words)))


def _held_figures(spans: str) -> set[str]:
    """Every form in which a statement may name the figures of the spans: with and without era and counter,
    but never without the magnitude, for 10万 is not 10."""
    forms = set(_LITERAL.findall(fold(spans)))
    for era, figure, counter in _numerals(spans):
        forms |= {era + figure + counter, figure + counter}
        if counter not in _MAGNITUDES or not counter:
            forms |= {era + figure, figure}
    return forms


def _numerals(text: str) -> Iterator[tuple[str, str, str]]:
    """(era, figure, first sign of the counter) of every number, kanji numerals among them."""
    printed = fold(_FOOTNOTE_MARK.sub("", text))
    digits = _KANJI_NUMERAL.sub(lambda numeral: str(number_value(numeral[0])), printed)
    for era, figure, counter in _FIGURE.findall(digits):
        yield era, figure.replace(",", ""), counter


def _names_elsewhere(index: Index, words: str, cited: Sequence[Citation]) -> bool:
    """Whether a statement names a city other than the one that is cited."""
    own = {citation.city for citation in cited}
    held = {city: index.guidelines[city] for city in own}
    return not set(named_cities(words, index.guidelines)) <= own or bool(unheld_places(words, held, ()))


def _kept_apart(text: str) -> set[str]:
    """The concepts in a text, of either language, that must not be mixed up: 共催 is not 後援."""
    kept_apart = {f"g:{concept}" for concept in rewording_table()["concepts"]["kept_apart"]}
    return kept_apart & set(read_terms(text).concepts)


def _keeps_wording(index: Index, words: str, held: str, cited: Sequence[Citation], lang: Lang) -> bool:
    """Whether enough of a statement's nouns, as such or by a synonym, and of its n-grams are held."""
    known = [held, *(citation.city_name for citation in cited)]
    if lang == "en":
        known += [_reviewed_english(index, citation) for citation in cited]
    source, said = read_terms("\n".join(known)), read_terms(words)
    forms, groups, grams = set(source.terms), set(source.concepts), set(source.grams)
    nouns = [form in forms or not groups.isdisjoint(synonyms) for form, synonyms in said.nouns]
    shared = [gram in grams for gram in said.grams]
    return _share(nouns) >= FEWEST_KNOWN[lang] and _share(shared) >= FEWEST_SHARED_GRAMS[lang]


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _reviewed_english(index: Index, citation: Citation) -> str:
    """What the reviewed note on a cited section says of it in English, with the city's English name."""
    note = index.notes.get(citation.section_id)
    questions = [q for point in note.points for q in point.all_questions if q.isascii()] if note else []
    names = [note.heading_en, note.summary_en] if note else []
    return "\n".join([*names, *questions, index.guidelines[citation.city].meta.city_name_en])


@cache
def _spoken() -> tuple[tuple[re.Pattern[str], str], ...]:
    table: dict[str, str] = rewording_table()["spoken"]
    return tuple((re.compile(rf"\b{word}s?\b", re.IGNORECASE), form) for word, form in table.items())


@cache
def _claims() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(claim["pattern"], re.IGNORECASE) for claim in rewording_table()["claim"])
