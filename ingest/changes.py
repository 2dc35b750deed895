"""What changed between two readings of a guideline, section by section."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from corpus.guideline import Section

Pair = tuple[Section, Section]


@dataclass(frozen=True, slots=True)
class Changes:
    """Sections that are new, gone, or there before and after: with another text or heading (``altered``), or
    with the same text under another id (``moved``). Pairs are (before, after)."""

    added: tuple[Section, ...] = ()
    removed: tuple[Section, ...] = ()
    altered: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.altered or self.moved)


def compare_sections(before: Sequence[Section], after: Sequence[Section]) -> Changes:
    """What changed. The surest pairs are made first: same id and text, same text, same id, same heading path."""
    gone, come = list(before), list(after)
    _pair_off(gone, come, lambda section: (section.id, section.path, section.text))
    moved = _pair_off(gone, come, lambda section: (section.heading, section.text))
    altered = _pair_off(gone, come, lambda section: section.id)
    altered += _pair_off(gone, come, lambda section: section.path)
    same_id = [(old, new) for old, new in moved if old.id == new.id]
    order = {section.id: place for place, section in enumerate(after)}
    return Changes(
        added=tuple(come),
        removed=tuple(gone),
        altered=tuple(sorted(altered + same_id, key=lambda pair: order[pair[1].id])),
        moved=tuple((old, new) for old, new in moved if old.id != new.id),
    )


def _pair_off(gone: list[Section], come: list[Section], key: Callable[[Section], Hashable]) -> list[Pair]:
    """Take out of both lists the sections of the same key, first with first; returns the pairs."""
    waiting: dict[Hashable, list[Section]] = defaultdict(list)
    for section in reversed(gone):
        waiting[key(section)].append(section)
    pairs = [(waiting[key(section)].pop(), section) for section in come if waiting[key(section)]]
    left = {id(old) for old, _ in pairs}, {id(new) for _, new in pairs}
    gone[:] = [section for section in gone if id(section) not in left[0]]
    come[:] = [section for section in come if id(section) not in left[1]]
    return pairs
