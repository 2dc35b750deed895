"""Entries of a list that a follow-up names by their place: 四つ目は？, "the second one", その次は？"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Turn
from assistant.patterns import follow_up_pattern, matching_form
from corpus.guideline import PassageKind, Section
from ingest.japanese import number_value
from ingest.passages import split_passages

RECENT_TURNS = 3
"""Turns with citations that are looked through for a list."""
_STEPS = {"next": 1, "before": -1}
_ORDINALS = {
    name: number for number, name in enumerate(("last", "first", "second", "third", "fourth", "fifth", "sixth"))
}


def asked_entry(form: str, talk: Sequence[Turn], sections: Mapping[str, Section]) -> str:
    """The entry of a list that a question in matching form names by its place, else "".

    The list is the last one that was spoken of: the sections below one that was cited, the items in its text, or
    the sections beside it where it was itself asked for by its place.
    """
    match = follow_up_pattern("ordinal").search(form)
    place = _place(match) if match else 0
    step = next((by for name, by in _STEPS.items() if follow_up_pattern(name).search(form)), 0)
    for turn in [turn for turn in reversed(talk) if turn.section_ids][:RECENT_TURNS]:
        was_entry = follow_up_pattern("ordinal").search(matching_form(turn.question)) is not None
        for section in (sections[section_id] for section_id in turn.section_ids if section_id in sections):
            beside = [one for one in sections.values() if section.parent_id and one.parent_id == section.parent_id]
            if match is None:
                # A step is from the entry that was asked for last, and from nothing else.
                stepped = beside.index(section) + step if step and was_entry and beside else -1
                return beside[stepped].heading if 0 <= stepped < len(beside) else ""
            names = [one.heading for one in beside]
            entries = names if was_entry else _entries_below(section, sections) or names
            if place <= len(entries) and entries:
                return entries[place - 1]
    return ""


def _place(match: re.Match[str]) -> int:
    """The place from 1 that an ordinal names; 0 is the last."""
    return number_value(match["n"]) if match["n"] else _ORDINALS[match.lastgroup or ""]


def _entries_below(section: Section, sections: Mapping[str, Section]) -> list[str]:
    below = [one.heading for one in sections.values() if one.parent_id == section.id]
    return below or [p.text for p in split_passages(section) if p.kind is PassageKind.ITEM]
