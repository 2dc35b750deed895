"""Follow-ups: a question that leans on the conversation is made standalone before anything is searched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.understand import (
    clean,
    follow_up_pattern,
    is_smalltalk,
    matching_form,
    named_cities,
)
from corpus.guideline import Guideline, PassageKind, Section
from ingest.japanese import fold, number_value
from ingest.passages import split_passages
from ingest.terms import read_terms, subject_concepts

FEW_TERMS = 2
"""A question with no more terms than this cannot stand alone once a conversation is under way."""
RECENT_TURNS = 3
"""Turns with citations that are looked through for a list."""
_STEPS = {"next": 1, "before": -1}
_FRAGMENT = re.compile(
    r"^(?:じゃあ|じゃ|では|それでは|それじゃ|で、|あと|and|what about|how about|then)?[、,\s]*"
    r"(?P<topic>.{1,24}?)(?:の(?:場合|ほう|方))?(?:は|だと|だったら|なら|では|については|って|も)?(?:どう(?:ですか|なの|なる)?)?[?？。]*$",
    re.IGNORECASE,
)
_BETWEEN_WORDS = re.compile(r"[・、\s（）()]+")
_ENGLISH_WORD = re.compile(r"[A-Za-z-]{3,}")
_ORDINALS = {
    name: number for number, name in enumerate(("last", "first", "second", "third", "fourth", "fifth", "sixth"))
}


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question that can be searched alone, and the city that the conversation is about, if any.

    ``leans`` says that it could not be understood alone; ``near`` are the sections cited last. ``asks`` is the
    part of it that was asked now, where the question before stands in it only to say what it is about.
    """

    question: str
    city: str | None
    leans: bool = False
    near: tuple[str, ...] = ()
    asks: str = ""


def make_standalone(
    question: str,
    city: str | None,
    history: Sequence[Turn],
    guidelines: Mapping[str, Guideline],
    sections: Mapping[str, Section],
) -> Standalone:
    """Read ``question`` in the light of ``history`` (oldest first).

    ``city`` is what the asker selected. A city named now wins, then the selected one, then the city that
    the conversation spoke of last. ``sections`` are the held ones by id, for the entries of lists that were
    quoted.
    """
    near = next((turn.section_ids for turn in reversed(history) if turn.section_ids), ())
    return replace(_read_in_context(question, city, history, guidelines, sections), near=near)


def _read_in_context(
    question: str,
    city: str | None,
    history: Sequence[Turn],
    guidelines: Mapping[str, Guideline],
    sections: Mapping[str, Section],
) -> Standalone:
    cleaned = clean(question)
    talk = [turn for turn in history if turn.status != "out_of_scope" or turn.section_ids]
    previous = _last_whole(talk)
    if talk:
        cleaned, previous = _corrected(cleaned, previous, guidelines)
    named = named_cities(cleaned, guidelines)
    form = matching_form(cleaned)
    free = bool(follow_up_pattern("reset").search(form))
    last_city = next((turn.city for turn in reversed(talk) if turn.city), None)
    context_city = city or (None if free or named else last_city)
    if not talk or is_smalltalk(form):
        return Standalone(cleaned, context_city)
    rest = _without_names(cleaned, named, guidelines)
    bare = _without_names(previous, named_cities(previous, guidelines), guidelines)
    names = "と".join(guidelines[name].meta.city_name for name in named)
    if named and not _has_substance(rest):
        return Standalone(f"{names} {bare}", city, leans=True)
    if free and not _has_substance(follow_up_pattern("reset").sub("", form)):
        return Standalone(f"{cleaned} {bare}", city, leans=True)
    refers = bool(follow_up_pattern("reference").search(form))
    entry = _asked_entry(form, talk, sections)
    if not (refers or entry or _leans(matching_form(rest), rest)):
        return Standalone(cleaned, context_city)
    if entry and not named:
        return Standalone(f"{entry} {rest}", context_city, leans=True)
    topic = "" if refers or named else _parallel_topic(rest, talk[-1], sections)
    if topic:
        return Standalone(f"{topic} {_frame(previous, talk[-1], sections)}".strip(), context_city, leans=True)
    if not refers and len(set(read_terms(rest).terms)) > FEW_TERMS:
        return Standalone(_without_opening(cleaned), context_city, leans=True)
    last = talk[-1]
    if not named and last.city and last.city in named_cities(last.standalone, guidelines):
        names = guidelines[last.city].meta.city_name
    about = bare if names or last.city else previous
    return Standalone(f"{names} {about} {rest}".strip(), context_city, leans=True, asks=rest)


def _corrected(question: str, previous: str, guidelines: Mapping[str, Guideline]) -> tuple[str, str]:
    """A question and the one before without what the asker says was not meant (高岡ではなく北本)."""
    match = follow_up_pattern("instead").search(question)
    if match is None or not (fold(match["dropped"]) in fold(previous) or named_cities(match["dropped"], guidelines)):
        return question, previous
    return match["meant"], re.sub(re.escape(match["dropped"]), "", previous, flags=re.IGNORECASE)


def _last_whole(talk: Sequence[Turn]) -> str:
    """The last question that can be understood by itself; what was asked after it stands behind it."""
    whole = (turn.standalone for turn in reversed(talk) if not _leant(turn))
    return next(whole, talk[0].standalone if talk else "")


def _leant(turn: Turn) -> bool:
    """Whether a question was put behind the one that it leant on."""
    asked = clean(turn.question)
    return turn.standalone != asked and turn.standalone.endswith(asked[-3:])


def _asked_entry(form: str, talk: Sequence[Turn], sections: Mapping[str, Section]) -> str:
    """The entry of a list that a question names by its place (四つ目, the second, その次), else "".

    The list is the last one that was spoken of: the sections below one that was cited, the items in its text, or
    those beside it.
    """
    match = follow_up_pattern("ordinal").search(form)
    step = next((by for name, by in _STEPS.items() if follow_up_pattern(name).search(form)), 0)
    for turn in [turn for turn in reversed(talk) if turn.section_ids][:RECENT_TURNS]:
        by_place = follow_up_pattern("ordinal").search(matching_form(turn.question)) is not None
        for section in (sections[section_id] for section_id in turn.section_ids if section_id in sections):
            beside = [one for one in sections.values() if section.parent_id and one.parent_id == section.parent_id]
            names = [one.heading for one in beside]
            if match is not None:
                place = number_value(match["n"]) if match["n"] else _ORDINALS[match.lastgroup or ""]
                names = (not by_place and _entries_below(section, sections)) or names
            elif step and by_place and section in beside:
                place = beside.index(section) + 1 + step
            else:
                return ""
            if names and (match is None) < place + 1 <= len(names) + 1:
                return names[place - 1]
    return ""


def _parallel_topic(rest: str, turn: Turn, sections: Mapping[str, Section]) -> str:
    """The topic of a fragment such as 「じゃあ後援は？」 if a section beside one that was cited is about it, else ""."""
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


def _entries_below(section: Section, sections: Mapping[str, Section]) -> list[str]:
    below = [one.heading for one in sections.values() if one.parent_id == section.id]
    return below or [p.text for p in split_passages(section) if p.kind is PassageKind.ITEM]


def _without_opening(question: str) -> str:
    return follow_up_pattern("opening").sub("", question).strip("、, ") or question


def _leans(form: str, question: str) -> bool:
    """Whether a question needs the conversation to be understood."""
    if follow_up_pattern("opening").search(form) or follow_up_pattern("correction").search(form):
        return True
    if follow_up_pattern("reference").search(form):
        return True
    return bool(follow_up_pattern("ordinal").search(form)) or len(set(read_terms(question).terms)) <= FEW_TERMS


def _has_substance(rest: str) -> bool:
    """Whether anything is asked besides the city."""
    bare = follow_up_pattern("city_alone").sub("", matching_form(rest))
    return len(bare) > 1 and bool(read_terms(bare).terms)


def _without_names(text: str, named: Sequence[str], guidelines: Mapping[str, Guideline]) -> str:
    for city in named:
        meta = guidelines[city].meta
        for name in sorted({meta.city_name, meta.city_name_kana, meta.city_name_en, *meta.aliases}, key=len)[::-1]:
            text = re.sub(re.escape(name) + "市?", "", text, flags=re.IGNORECASE) if name else text
    return text.strip()
