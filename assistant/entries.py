"""Entries of a list that a follow-up names by their place: 四つ目は？, "the second one", その次は？, 後者は？"""

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
_SIDES = {"former": 0, "latter": -1}
_ORDINALS = {"last": 0, "top": 1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}


def asked_entry(form: str, talk: Sequence[Turn], sections: Mapping[str, Section]) -> str:
    """The entry of a list that a question in matching form names by its place, else "".

    The list is the last one that was spoken of: the sections below one that was cited, or the items in its text; and
    after one of its entries, the same list again. 前者 and 後者 are the first and the last section cited.
    """
    side = next((place for name, place in _SIDES.items() if follow_up_pattern(name).search(form)), None)
    return _entry_by_place(form, talk, sections) if side is None else _one_of_two(side, talk, sections)


def _one_of_two(side: int, talk: Sequence[Turn], sections: Mapping[str, Section]) -> str:
    """The heading of the first (0) or last (-1) section that was cited last, "" unless there were several."""
    cited = next((turn.section_ids for turn in reversed(talk) if turn.section_ids), ())
    known = [sections[section_id].heading for section_id in cited if section_id in sections]
    return known[side] if len(known) > 1 else ""


def _entry_by_place(form: str, talk: Sequence[Turn], sections: Mapping[str, Section]) -> str:
    match = follow_up_pattern("ordinal").search(form)
    step = next((by for name, by in _STEPS.items() if follow_up_pattern(name).search(form)), 0)
    if match is None and not step:
        return ""
    for turn in [turn for turn in reversed(talk) if turn.section_ids][:RECENT_TURNS]:
        for section in (sections[section_id] for section_id in turn.section_ids if section_id in sections):
            entries, current = _list_of(turn, section, sections)
            place = _place(match) if match else current + step if current else -1
            if entries and ((place == 0 and match) or 0 < place <= len(entries)):
                return entries[place - 1]
            if match is None:
                # A step is from the entry that was asked for last, and from nothing else.
                return ""
    return ""


def _list_of(turn: Turn, section: Section, sections: Mapping[str, Section]) -> tuple[list[str], int]:
    """The entries of the list that a turn spoke of, and the place from 1 of the one that it asked for, 0 if none."""
    entries = _entries_below(section, sections)
    form = matching_form(turn.question)
    if not any(follow_up_pattern(name).search(form) for name in ("ordinal", *_STEPS)):
        return entries, 0
    own = next((n for n, entry in enumerate(entries, 1) if turn.standalone.startswith(entry)), 0)
    if own:
        return entries, own
    beside = [one for one in sections.values() if section.parent_id and one.parent_id == section.parent_id]
    return [one.heading for one in beside], beside.index(section) + 1 if beside else 0


def _place(match: re.Match[str]) -> int:
    """The place from 1 that an ordinal names; 0 is the last."""
    return number_value(match["n"]) if match["n"] else _ORDINALS[match.lastgroup or ""]


def _entries_below(section: Section, sections: Mapping[str, Section]) -> list[str]:
    below = [one.heading for one in sections.values() if one.parent_id == section.id]
    return below or [p.text for p in split_passages(section) if p.kind is PassageKind.ITEM]
