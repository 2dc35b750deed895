"""Step 1, understand: what is asked, of which city, in which language, wanting what sort of answer."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from assistant.answer import Lang
from assistant.fact_types import FactType, asked_facts
from assistant.patterns import (
    asks_briefly,
    asks_plainly,
    clean,
    detect_language,
    follow_up_pattern,
    is_smalltalk,
    matching_form,
    question_pattern,
    question_table,
)
from corpus.guideline import Guideline
from ingest.japanese import fold, named_years
from ingest.places import place_names, written_names
from ingest.terms import read_terms, subject_concepts

_WHITE_SPACE = re.compile(r"\s+")
_QUOTED = re.compile(r"[「『\"“]([^「」『』\"“”]{2,20})[」』\"”]")
_SENTENCE = re.compile(r"(?<=[。？！?!])\s*|(?<=\.)\s+")
MOST_PARTS = 3
FEWEST_PART_TERMS = 2
FEWEST_CORE_TERMS = 3
"""A last sentence with fewer terms does not ask anything by itself."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as understood.

    ``text`` is what is searched for: cleaned, without cities and the words that only frame the question;
    ``core`` is what asks after the rest has told: its last sentence with content, or what was typed now.
    ``kind`` is the form of answer that is wanted, ``facts`` the types of fact, ``plain`` asks for plain words and
    ``brief`` for few. ``smalltalk`` asks nothing of a guideline, or nothing but a city. ``cities`` are the ids of
    the cities that it asks of, all held ones if ``city_free``. ``elsewhere`` are places named that are not held.
    ``parts`` are the two things whose difference is asked for, ``topic`` the one whose meaning is, ``quoted`` what
    stands in quotation marks. ``names_headings`` says that headings are what is asked for, ``names_entries`` what a
    list or chapter holds, ``asks_existence`` whether there is such a thing, which a heading tells, ``asks_number``
    how many there are, ``which_city`` which of the cities says something. ``near`` are the sections that the
    conversation cited last, and ``leans`` says that the question could not be understood without it. ``years`` are
    the years that it names.
    """

    question: str
    text: str
    core: str
    lang: Lang
    cities: tuple[str, ...]
    named: tuple[str, ...]
    city_free: bool
    kind: str
    facts: tuple[FactType, ...]
    plain: bool
    smalltalk: bool
    elsewhere: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    topic: str = ""
    quoted: tuple[str, ...] = ()
    names_headings: bool = False
    names_entries: bool = False
    asks_existence: bool = False
    asks_number: bool = False
    which_city: bool = False
    brief: bool = False
    near: tuple[str, ...] = ()
    leans: bool = False
    years: frozenset[int] = frozenset()


def understand(
    question: str, city: str | None, lang: Lang | None, guidelines: Mapping[str, Guideline], asks: str = ""
) -> Understood:
    """Read one standalone question; a city named in it wins over the selected one. ``asks`` is the part of it that
    was typed now and tells what is wanted of the rest, facts above all; all of it by default."""
    cleaned = clean(question)
    form = matching_form(cleaned)
    named = named_cities(cleaned, guidelines)
    selected = (city,) if city else ()
    cities = named or selected
    kind = next((name for name, pattern in _kinds() if pattern.search(form)), "open")
    if not cities and question_pattern("compared", "pattern").search(form):
        kind = "compare"
    if len(named) > 1 or (kind == "compare" and not named):
        kind, cities = "compare", named or tuple(guidelines)
    text = _without_frame(_without_cities(cleaned, named, guidelines))
    text = _without_comparing(text) if kind == "compare" else text
    core = _core(text)
    elsewhere = () if named else unheld_places(cleaned, guidelines, cities)
    wants_text = bool(question_pattern("frame", "contents").search(form))
    names_entries = bool(question_pattern("frame", "entries").search(form))
    return Understood(
        question=cleaned,
        text=text,
        core=_without_frame(_without_cities(clean(asks), named, guidelines)) if asks else core,
        lang=lang or detect_language(cleaned),
        cities=cities or tuple(guidelines),
        named=named,
        city_free=not cities,
        kind=kind,
        facts=asked_facts(asks or _asking_part(cleaned)),
        plain=asks_plainly(form),
        brief=asks_briefly(form),
        smalltalk=is_smalltalk(form) or not read_terms(text).terms,
        elsewhere=elsewhere,
        names_headings=bool(question_pattern("frame", "headings").search(form)),
        names_entries=names_entries and not wants_text,
        which_city=bool(question_pattern("frame", "which_city").search(form)),
        asks_number=bool(question_pattern("frame", "number").search(form)),
        asks_existence=bool(question_pattern("frame", "existence").search(form)) and not wants_text,
        years=named_years(cleaned),
        parts=(_compared(core) or _compared(text)) if kind == "difference" else (),
        topic=_defined(text),
        quoted=tuple(_QUOTED.findall(cleaned)),
    )


def question_parts(question: str) -> tuple[str, ...]:
    """The questions that a text asks one after the other, each with something of its own to find; none unless
    there are at least two."""
    sentences = [part.strip() for part in _SENTENCE.split(clean(question)) if part.strip()]
    if not 1 < len(sentences) <= MOST_PARTS or not all(_asks(part) and _names_something(part) for part in sentences):
        return ()
    return () if any(_leans_on_the_one_before(part) for part in sentences[1:]) else tuple(sentences)


def _names_something(part: str) -> bool:
    return bool(subject_concepts(part)) or len(set(read_terms(part).terms)) >= FEWEST_PART_TERMS


def _leans_on_the_one_before(part: str) -> bool:
    """Whether a part refers to the one before by a word, or asks how a single thing differs (後援との違いは)."""
    form = matching_form(part)
    differs = next((name for name, pattern in _kinds() if pattern.search(form)), "") == "difference"
    return bool(follow_up_pattern("reference").search(form)) or (differs and not _compared(part))


def _asking_part(text: str) -> str:
    """The sentences of a text that ask; the whole text where none is seen to."""
    return " ".join(part for part in _SENTENCE.split(text) if _asks(part)) or text


def _asks(sentence: str) -> bool:
    return bool(question_pattern("frame", "asking").search(matching_form(sentence)))


def named_cities(text: str, guidelines: Mapping[str, Guideline]) -> tuple[str, ...]:
    """The held cities that a text names, in order of their first mention."""
    folded = fold(text)
    places = {city: [folded.find(fold(name)) for name in city_names(g)] for city, g in guidelines.items()}
    found = {city: min(p for p in positions if p >= 0) for city, positions in places.items() if max(positions) >= 0}
    return tuple(sorted(found, key=lambda city: found[city]))


def unheld_places(text: str, guidelines: Mapping[str, Guideline], cities: tuple[str, ...]) -> tuple[str, ...]:
    """Places named in a text that are not held, and that the asked guidelines do not mention either. The prefecture
    of a held city is one where a document of its own is asked for."""
    shown = unicodedata.normalize("NFKC", text)
    places = place_names(shown)
    if not places:
        return ()
    cities_held = {fold(n) for g in guidelines.values() for n in city_names(g)}
    own = cities_held | {fold(guideline.meta.prefecture) for guideline in guidelines.values()}
    author = question_pattern("frame", "author")
    with_document = {place for place in places if author.match(shown.partition(place)[2])}
    names = {place: {fold(name) for name in written_names(place)} for place in places}
    strange = tuple(p for p in places if names[p].isdisjoint(cities_held if p in with_document else own))
    if not cities:
        return () if question_pattern("frame", "which_city").search(matching_form(text)) else strange
    held = " ".join(fold(section.text) for city in cities for section in guidelines[city].sections)
    return tuple(p for p in strange if p in with_document or not any(name in held for name in names[p]))


def city_names(guideline: Guideline) -> tuple[str, ...]:
    """Everything that a guideline's city is called, longest first."""
    meta = guideline.meta
    names = dict.fromkeys((meta.city_name, meta.city_name_kana, meta.city_name_en, *meta.aliases))
    return tuple(sorted(filter(None, names), key=len, reverse=True))


def _without_frame(text: str) -> str:
    without = re.sub(question_table()["frame"]["pattern"], " ", text, flags=re.IGNORECASE)
    return _WHITE_SPACE.sub(" ", without).strip() if len(read_terms(without).terms) > 0 else text


def _without_comparing(text: str) -> str:
    without = _WHITE_SPACE.sub(" ", question_pattern("frame", "compared").sub(" ", text)).strip()
    return without if read_terms(without).terms else text


def _core(text: str) -> str:
    sentences = [part for part in _SENTENCE.split(text) if len(read_terms(part).terms) >= FEWEST_CORE_TERMS]
    return sentences[-1].strip() if sentences else text


def _compared(text: str) -> tuple[str, ...]:
    """The two things whose difference is asked for; none where they cannot be told."""
    found = (re.search(pattern, text) for pattern in question_table()["difference"]["patterns"])
    return next(((match["a"].strip(), match["b"].strip()) for match in found if match), ())


def _defined(text: str) -> str:
    """The thing whose meaning is asked for, in matching form; "" where something else is asked."""
    form = matching_form(text)
    found = (re.search(pattern, form) for pattern in question_table()["definition"]["patterns"])
    return next((match["topic"] for match in found if match), "")


def _without_cities(text: str, named: tuple[str, ...], guidelines: Mapping[str, Guideline]) -> str:
    for city in named:
        pattern = "|".join(re.escape(name) for name in city_names(guidelines[city]))
        around = question_table()["city_name"]
        text = re.sub(f"{around['before']}(?:{pattern}){around['after']}", " ", text, flags=re.IGNORECASE)
    return _WHITE_SPACE.sub(" ", text).strip()


@cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((entry["name"], re.compile(entry["pattern"])) for entry in question_table()["kind"])
