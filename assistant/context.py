"""Follow-ups: a question that leans on the conversation is made standalone before anything is searched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Turn
from assistant.understand import (
    clean,
    detect_language,
    follow_up_pattern,
    is_smalltalk,
    matching_form,
    named_cities,
)
from corpus.guideline import Guideline, PassageKind, Section
from ingest.japanese import number_value
from ingest.passages import split_passages
from ingest.terms import read_terms

FEW_TERMS = 2
"""A question with no more terms than this cannot stand alone once a conversation is under way."""
_FRAGMENT = re.compile(
    r"^(?:じゃあ|じゃ|では|それでは|それじゃ|で、|あと|ちなみに|and|what about|how about|then)?[、,\s]*"
    r"(?P<topic>.{1,24}?)(?:の場合)?(?:は|だと|だったら|なら|では|については|って|も|の方は)?(?:どう(?:ですか|なの|なる)?)?[?？。]*$",
    re.IGNORECASE,
)
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
    the conversation spoke of last. ``sections`` are the held ones by id, for topics to replace and for the
    entries of lists that were quoted.
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
    named = named_cities(cleaned, guidelines)
    form = matching_form(cleaned)
    free = bool(follow_up_pattern("reset").search(form))
    last_city = next((turn.city for turn in reversed(talk) if turn.city), None)
    context_city = city or (None if free or named else last_city)
    if not talk or is_smalltalk(form):
        return Standalone(cleaned, context_city)
    previous = talk[-1].standalone
    rest = _without_names(cleaned, named, guidelines)
    if named:
        names = "と".join(guidelines[name].meta.city_name for name in named)
        bare = _without_names(previous, named_cities(previous, guidelines), guidelines)
        if not _has_substance(rest):
            return Standalone(f"{names} {bare}", city, leans=True)
        if follow_up_pattern("reference").search(form):
            return Standalone(f"{names} {bare} {rest}", city, leans=True, asks=rest)
        return Standalone(cleaned, context_city)
    if free and not _has_substance(follow_up_pattern("reset").sub("", form)):
        return Standalone(
            f"{cleaned} {_without_names(previous, named_cities(previous, guidelines), guidelines)}", city, True
        )
    if not _leans(form, cleaned):
        return Standalone(cleaned, context_city)
    entry = _asked_entry(form, talk[-1], sections)
    if entry:
        return Standalone(f"{entry} {rest}", context_city, leans=True)
    topic = _new_topic(form, rest)
    if topic:
        same_language = detect_language(topic) == detect_language(previous)
        frame = _frame(previous, talk[-1], sections) if same_language else ""
        return Standalone(f"{topic} {frame}".strip(), context_city, leans=True)
    if not follow_up_pattern("reference").search(form) and len(set(read_terms(cleaned).terms)) > FEW_TERMS:
        return Standalone(_without_opening(cleaned), context_city, leans=True)
    return Standalone(f"{previous} {cleaned}", context_city, leans=True, asks=cleaned)


def _asked_entry(form: str, turn: Turn, sections: Mapping[str, Section]) -> str:
    """The entry of a list that a question names by its place (四つ目, the second), else "".

    The list is that of a section cited last, or the sections below it.
    """
    match = follow_up_pattern("ordinal").search(form)
    if match is None:
        return ""
    place = number_value(match["n"]) if match["n"] else _ORDINALS[match.lastgroup or ""]
    for section in (sections[section_id] for section_id in turn.section_ids if section_id in sections):
        entries = [one.heading for one in sections.values() if one.parent_id == section.id]
        entries = entries or [p.text for p in split_passages(section) if p.kind is PassageKind.ITEM]
        if entries and place <= len(entries):
            return entries[place - 1]
    return ""


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


def _new_topic(form: str, rest: str) -> str:
    """The topic of a fragment such as 「じゃあ後援は？」, else ""."""
    match = _FRAGMENT.match(rest.strip())
    if match is None or len(read_terms(match["topic"]).terms) > FEW_TERMS:
        return ""
    if follow_up_pattern("reference").search(form):
        return ""
    return match["topic"].strip("、, ")


def _frame(previous: str, turn: Turn, sections: Mapping[str, Section]) -> str:
    """The previous question without its topic: what was asked of it can be asked of another."""
    frame = previous
    for section_id in turn.section_ids:
        heading = sections[section_id].heading if section_id in sections else ""
        for word in re.split(r"[・、\s（）()]+", heading):
            if len(word) > 1:
                frame = frame.replace(word, "")
    return frame if frame != previous else ""


def _without_names(text: str, named: Sequence[str], guidelines: Mapping[str, Guideline]) -> str:
    for city in named:
        meta = guidelines[city].meta
        for name in sorted({meta.city_name, meta.city_name_kana, meta.city_name_en, *meta.aliases}, key=len)[::-1]:
            text = re.sub(re.escape(name) + "市?", "", text, flags=re.IGNORECASE) if name else text
    return text.strip()
