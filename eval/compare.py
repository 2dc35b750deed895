"""Two runs side by side: which questions got better, which worse, and whether the means really moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.measures import MEASURES
from eval.record import Record
from eval.statistics import Estimate, estimate_mean


@dataclass(frozen=True, slots=True)
class Change:
    """One measure of one suite over the questions that both runs asked; ``difference`` is after - before."""

    suite: str
    measure: str
    before: float
    after: float
    difference: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """``better`` and ``worse`` pair the records before and after; ``only_one`` are ids without a partner."""

    better: tuple[tuple[Record, Record], ...]
    worse: tuple[tuple[Record, Record], ...]
    changes: tuple[Change, ...]
    only_one: tuple[str, ...]


def compare_runs(before: Sequence[Record], after: Sequence[Record]) -> Comparison:
    """Pair the records by id and question; a reworded question has no partner."""
    earlier = {(record.id, record.question): record for record in before}
    later = {(record.id, record.question): record for record in after}
    pairs = [(earlier[key], record) for key, record in later.items() if key in earlier]
    return Comparison(
        better=tuple((old, new) for old, new in pairs if _count_faults(new) < _count_faults(old)),
        worse=tuple((old, new) for old, new in pairs if _count_faults(new) > _count_faults(old)),
        changes=_find_changes(pairs),
        only_one=tuple(dict.fromkeys(question for question, _ in earlier.keys() ^ later.keys())),
    )


def _count_faults(record: Record) -> tuple[bool, bool]:
    """Broken promises outweigh a wrong answer."""
    return bool(record.broken), not record.right


def _find_changes(pairs: Sequence[tuple[Record, Record]]) -> tuple[Change, ...]:
    changes = []
    for suite in dict.fromkeys(new.suite for _, new in pairs):
        for measure in MEASURES:
            scored = [
                (old.scores[measure], new.scores[measure], new.dialog)
                for old, new in pairs
                if new.suite == suite and measure in old.scores and measure in new.scores
            ]
            if not any(old != new for old, new, _ in scored):
                continue
            count = len(scored)
            changes.append(
                Change(
                    suite,
                    measure,
                    sum(old for old, _, _ in scored) / count,
                    sum(new for _, new, _ in scored) / count,
                    estimate_mean([new - old for old, new, _ in scored], [group for *_, group in scored]),
                )
            )
    return tuple(changes)
