"""Follow-ups: a question that leans on the conversation is made standalone before anything is searched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.entries import asked_entry
from assistant.patterns import clean, follow_up_pattern, is_smalltalk, matching_form
from assistant.understand import city_names, named_cities
from corpus.guideline import Guideline, Section
from ingest.japanese import fold
from ingest.terms import read_terms, subject_concepts

FEW_TERMS = 2
"""A question with no more terms than this cannot stand alone once a conversation is under way."""
_FRAGMENT = re.compile(
    r"^(?:じゃあ|じゃ|では|それでは|それじゃ|で、|あと|and|what about|how about|then)?[、,\s]*"
    r"(?P<topic>.{1,24}?)(?:の(?:場合|ほう|方))?(?:は|だと|だったら|なら|では|については|って|も)?(?:どう(?:ですか|なの|なる)?)?[?？。]*$",
    re.IGNORECASE,
)
SHORTEST_TOPIC = 4
"""Letters of a heading that is a topic by itself, and not something to ask of another (評価, 役割)."""
SHORTEST_TAIL = 6
"""Letters at the end of a question by which it is known again."""
_NO_LETTERS = re.compile(r"[\W_]+")
_BETWEEN_WORDS = re.compile(r"[・、\s（）()]+")
_ENGLISH_WORD = re.compile(r"[A-Za-z-]{3,}")


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that can be searched alone, and the city that the conversation is about, if any.

    ``leans`` says that it could not be understood alone; ``near`` are the sections cited last. ``asks`` is the
    part of it that was asked now, where the question before stands in it only to say what it is about. ``manner``
    are words that only say how it is to be told.
    """

    question: str
    city: str | None
    leans: bool = False
    near: tuple[str, ...] = ()
    asks: str = ""
    manner: str = ""


def make_standalone(
    question: str,
    city: str | None,
    history: Sequence[Turn],
    guidelines: Mapping[str, Guideline],
    sections: Mapping[str, Section],
) -> Standalone:
    """Read ``question`` in the light of ``history`` (oldest first).

    ``city`` is what the asker selected. A city named now wins, then one that the last question named, if this one
    leans on it, then the selected one, then the city that the conversation spoke of last. ``sections`` are the held
    ones by id, for the entries of lists that were quoted.
    """
    near = next((turn.section_ids for turn in reversed(history) if turn.section_ids), ())
    return replace(_read_in_context(question, city, history, guidelines, sections), near=near)


@dataclass(frozen=True, slots=True)
class _FollowUp:
    """A question after others. ``rest`` is its text without the cities in ``named``; ``last`` is the turn that it
    follows on, ``previous`` the question that it may lean on, ``bare`` the same without cities; ``returns`` says
    that both are those that the conversation began with, ``free`` that it asks of any city."""

    text: str
    form: str
    rest: str
    named: tuple[str, ...]
    last: Turn
    previous: str
    bare: str
    returns: bool
    free: bool


def _read_in_context(
    question: str,
    city: str | None,
    history: Sequence[Turn],
    guidelines: Mapping[str, Guideline],
    sections: Mapping[str, Section],
) -> Standalone:
    talk = [turn for turn in history if turn.status != "out_of_scope" or turn.section_ids]
    # What nobody could answer is still what a bare "And in Kitamoto?" is about; small talk is not.
    talk = talk or [turn for turn in history if not is_smalltalk(matching_form(turn.question))]
    if not talk:
        return Standalone(clean(question), city)
    asked = _follow_up(clean(question), talk, guidelines)
    cities = [turn.city for turn in talk if turn.city]
    last_city = cities[-1] if cities and not (asked.free or asked.named) else None
    if is_smalltalk(asked.form):
        return Standalone(asked.text, city or last_city)
    again = _asked_again(asked, city, cities, guidelines)
    return again or _leaning(asked, talk, city or last_city, guidelines, sections)


def _follow_up(question: str, talk: Sequence[Turn], guidelines: Mapping[str, Guideline]) -> _FollowUp:
    returns = bool(follow_up_pattern("return").search(matching_form(question)))
    text, previous = _corrected(question, _last_whole(talk[:1] if returns else talk), guidelines)
    form = matching_form(text)
    named = named_cities(text, guidelines)
    return _FollowUp(
        text=text,
        form=form,
        rest=follow_up_pattern("return").sub(" ", _without_names(text, named, guidelines)).strip(),
        named=named,
        last=talk[0 if returns else -1],
        previous=previous,
        bare=_without_names(previous, named_cities(previous, guidelines), guidelines),
        returns=returns,
        free=bool(follow_up_pattern("reset").search(form)),
    )


def _asked_again(
    asked: _FollowUp, city: str | None, cities: Sequence[str], guidelines: Mapping[str, Guideline]
) -> Standalone | None:
    """The question before once more, told in another way or of other cities; None where something else is asked."""
    if _asks_for_manner(asked.rest) and not asked.named:
        told_of = asked.last.city if asked.returns else city or next(reversed(cities), None)
        return Standalone(asked.last.standalone, told_of, leans=True, manner=asked.rest)
    compared = _compared_cities(asked.rest, asked.named, cities, city)
    if compared or (asked.named and not _has_substance(asked.rest)):
        names = _names_of(compared or asked.named, guidelines)
        return Standalone(f"{names} {asked.bare}", city, leans=True)
    if asked.free and not _has_substance(follow_up_pattern("reset").sub("", asked.form)):
        return Standalone(f"{asked.text} {asked.bare}", city, leans=True)
    return None


def _leaning(
    asked: _FollowUp,
    talk: Sequence[Turn],
    city: str | None,
    guidelines: Mapping[str, Guideline],
    sections: Mapping[str, Section],
) -> Standalone:
    """A question of its own, or one that leans on the list, the topic or the question before."""
    rest, last = asked.rest, asked.last
    if fold(rest) in _headings(sections, city or (asked.named[0] if asked.named else None)):
        return Standalone(asked.text, city)
    refers = asked.returns or bool(follow_up_pattern("reference").search(asked.form))
    entry = asked_entry(asked.form, talk, sections)
    if not (refers or entry or _leans(rest)):
        return Standalone(asked.text, city)
    if entry and not asked.named:
        return Standalone(f"{entry} {rest}", city, leans=True)
    topic = "" if refers or asked.named else _parallel_topic(rest, last, sections)
    if topic:
        return Standalone(f"{topic} {_frame(asked.previous, last, sections)}".strip(), city, leans=True)
    if not refers and len(set(read_terms(rest).terms)) > FEW_TERMS:
        return Standalone(_without_opening(asked.text), city, leans=True)
    names = _names_of(asked.named, guidelines)
    if last.city and not names and (asked.returns or last.city in named_cities(last.standalone, guidelines)):
        names = _names_of([last.city], guidelines)
    about = asked.bare if names or last.city else asked.previous
    return Standalone(f"{names} {about} {rest}".strip(), city, leans=True, asks=rest)


def _names_of(cities: Sequence[str], guidelines: Mapping[str, Guideline]) -> str:
    return "と".join(guidelines[city].meta.city_name for city in cities)


def _asks_for_manner(rest: str) -> bool:
    """Whether all that is asked is to tell the same in another way: shorter, in plain words, again."""
    told = follow_up_pattern("manner").sub("", rest)
    left = _NO_LETTERS.sub("", follow_up_pattern("polite").sub("", told)).lower()
    return told != rest and follow_up_pattern("manner_left").fullmatch(left) is not None


def _compared_cities(rest: str, named: Sequence[str], spoken_of: Sequence[str], city: str | None) -> tuple[str, ...]:
    """The two cities that a follow-up wants side by side and nothing else: a named one and the one spoken of, or
    the last two."""
    left = follow_up_pattern("side_by_side").sub("", matching_form(rest))
    if left == matching_form(rest) or _has_substance(follow_up_pattern("polite").sub("", left)):
        return ()
    before = list(dict.fromkeys([*reversed(spoken_of), *([city] if city else [])]))
    others = [one for one in before if one not in named]
    if len(named) == 1 and others:
        return (others[0], *named)
    return tuple(reversed(before[:2])) if not named and len(before) > 1 else ()


def _headings(sections: Mapping[str, Section], city: str | None) -> set[str]:
    """The headings of a city's sections, whole and in their parts (協働の定義・原則), folded: topics of their own."""
    own = (section.heading for section in sections.values() if section.id.startswith(f"{city}/"))
    parts = (part for heading in own for part in (heading, *heading.split("・")))
    return {fold(part) for part in parts if len(part) >= SHORTEST_TOPIC}


def _corrected(question: str, previous: str, guidelines: Mapping[str, Guideline]) -> tuple[str, str]:
    """A question and the one before without what the asker says was not meant (高岡ではなく北本)."""
    match = follow_up_pattern("instead").search(question)
    if match is None or not (match["dropped"] in previous or named_cities(match["dropped"], guidelines)):
        return question, previous
    return match["meant"], previous.replace(match["dropped"], "", 1)


def _last_whole(talk: Sequence[Turn]) -> str:
    """The last question that can be understood by itself; what was asked after it stands behind it."""
    whole = (turn.standalone for place, turn in reversed(list(enumerate(talk))) if not _leant(turn, talk[:place]))
    return next(whole, "")


def _leant(turn: Turn, before: Sequence[Turn]) -> bool:
    """Whether a question was put behind one that was asked before."""
    asked = clean(turn.question)
    behind = turn.standalone != asked and turn.standalone.endswith(asked[-SHORTEST_TAIL:])
    return behind and any(clean(one.question)[-SHORTEST_TAIL:] in turn.standalone for one in before)


def _parallel_topic(rest: str, turn: Turn, sections: Mapping[str, Section]) -> str:
    """The topic of a fragment (じゃあ後援は？) if a section beside one that was cited is about it, else ""."""
    match = _FRAGMENT.match(rest.strip())
    about = subject_concepts(match["topic"]) if match else frozenset()
    cited = [sections[section_id] for section_id in turn.section_ids if section_id in sections]
    parents = {section.parent_id for section in cited if section.parent_id}
    beside = (one for one in sections.values() if one.parent_id in parents and one not in cited)
    is_parallel = any(about & subject_concepts(one.heading) for one in beside) if about else False
    return match["topic"].strip("、, ") if match and is_parallel else ""


def _frame(previous: str, turn: Turn, sections: Mapping[str, Section]) -> str:
    """The previous question without its topic: what was asked of it can be asked of another."""
    headings = [sections[section_id].heading for section_id in turn.section_ids if section_id in sections]
    named = {word for heading in headings for word in _BETWEEN_WORDS.split(heading) if len(word) > 1}
    about = {concept for heading in headings for concept in subject_concepts(heading)}
    named |= {word for word in _ENGLISH_WORD.findall(previous) if not about.isdisjoint(subject_concepts(word))}
    frame = previous
    for word in sorted(named, key=len, reverse=True):
        frame = frame.replace(word, "")
    return frame if frame != previous else ""


def _without_opening(question: str) -> str:
    return follow_up_pattern("opening").sub("", question).strip("、, ") or question


def _leans(rest: str) -> bool:
    """Whether a question that refers to nothing by a word needs the conversation all the same."""
    signs = (follow_up_pattern(name) for name in ("opening", "correction", "ordinal"))
    form = matching_form(rest)
    return any(sign.search(form) for sign in signs) or len(set(read_terms(rest).terms)) <= FEW_TERMS


def _has_substance(rest: str) -> bool:
    """Whether anything is asked besides the city."""
    bare = follow_up_pattern("city_alone").sub("", matching_form(rest))
    return len(bare) > 1 and bool(read_terms(bare).terms)


def _without_names(text: str, named: Sequence[str], guidelines: Mapping[str, Guideline]) -> str:
    for city in named:
        for name in city_names(guidelines[city]):
            text = re.sub(re.escape(name) + "市?", "", text, flags=re.IGNORECASE)
    return text.strip()
