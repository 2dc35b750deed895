"""Runs: which numbered lines are headings, decided by the numbers before and after them.

A line that bears a number is a heading only as a member of a run (1, 2, 3 …) whose members have text below
them. A run of bare lines, or of sentences, is a list and stays text. A number that fits no run is text, but
for a misprint next to one and for families that are hardly ever anything else (第3章).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingest.headings import Mark, reads_as_sentence
from ingest.layout import Layout

DEEPEST_SEARCH = 12
"""Open runs of one kind that are looked at for a number's place."""
NEAREST_MISPRINT = 2
"""How far a number may lie from the one expected and still pass for a misprint of it."""
FILLED_SHARE = 0.5
"""Of a run's members; with text below fewer than these the run is a list."""

_CONTRACT = re.compile(r"[甲乙](?:は|と|が|の|に|及び|又は|、)|[○〇△□]{2}")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line that may be a heading, with every mark that it fits.

    ``in_article`` marks a line of an article: its numbers count paragraphs and items. ``is_promised`` marks
    one that the contents list names.
    """

    position: int
    marks: tuple[Mark, ...]
    level: int | None = None
    is_sentence: bool = False
    carries_on: bool = False
    in_article: bool = False
    is_promised: bool = False


@dataclass(slots=True)
class Run:
    """Numbers that count on. ``members`` are candidates with the mark that fits, in order of place.

    ``gaps`` says for each two neighbours whether other text stands between them, ``filled`` how often it does;
    ``sentences`` counts the members that read as sentences; ``misprints`` are places with a wrong number.
    """

    number: int
    members: list[tuple[Candidate, Mark]] = field(default_factory=list)
    gaps: list[bool] = field(default_factory=list)
    misprints: set[int] = field(default_factory=set)
    filled: int = 0
    sentences: int = 0

    @property
    def last(self) -> Mark:
        """The mark of the last member."""
        return self.members[-1][1]

    @property
    def bare(self) -> int:
        """Between how many members nothing stands."""
        return len(self.gaps) - self.filled

    def add(self, candidate: Candidate, mark: Mark, layout: Layout) -> None:
        """Put a member at the end."""
        if self.members:
            above, mark_above = self.members[-1]
            self.gaps.append(holds_text(mark_above) or has_text_after(above.position, candidate.position, layout))
            self.filled += self.gaps[-1]
        self.members.append((candidate, mark))
        self.sentences += candidate.is_sentence

    def drop_last(self) -> None:
        """Take the last member away; not the only one."""
        candidate, _ = self.members.pop()
        self.sentences -= candidate.is_sentence
        self.filled -= self.gaps.pop()


def holds_text(mark: Mark) -> bool:
    """Whether the line of an article goes on with the article's own text. A contract to be filled in is a form."""
    return mark.family.law and reads_as_sentence(mark.title) and _CONTRACT.search(mark.title) is None


def has_text_after(position: int, end: int, layout: Layout) -> bool:
    """Whether anything is printed between the line at ``position``, cut lines joined, and the line ``end``."""
    return layout.count_between(layout.ends[position] + 1, end) > 0


def find_runs(candidates: Iterable[Candidate], layout: Layout, first: int = 0) -> tuple[list[Run], list[Candidate]]:
    """The runs of numbers among ``candidates``, in order of their first members, numbered from ``first``; and the
    candidates whose numbers fit no run."""
    runs: list[Run] = []
    strays: list[Candidate] = []
    open_runs: dict[str, list[Run]] = {}
    for candidate in candidates:
        found = _find_place(candidate, open_runs, layout)
        if found is not None:
            mark, run, kept = found
            while len(run.members) > kept:
                run.drop_last()
            stack = open_runs[mark.key]
            while stack[-1] is not run:
                stack.pop()
            run.add(candidate, mark, layout)
            continue
        opening = next((mark for mark in candidate.marks if _opens(candidate, mark, open_runs)), None)
        if opening is not None:
            run = Run(first + len(runs))
            run.add(candidate, opening, layout)
            runs.append(run)
            open_runs.setdefault(opening.key, []).append(run)
        elif not _add_misprint(candidate, open_runs, layout):
            strays.append(candidate)
    return runs, strays


def _find_place(candidate: Candidate, open_runs: dict[str, list[Run]], layout: Layout) -> tuple[Mark, Run, int] | None:
    """The run that ``candidate`` carries on, and how many of its members stay: of several the one most like it."""
    for mark in candidate.marks:
        searched = open_runs.get(mark.key, [])[-DEEPEST_SEARCH:]
        fitting = [run for run in searched if _follows(run.last, mark)]
        if candidate.in_article:
            fitting = [run for run in fitting if not run.members[0][0].in_article]
            if candidate.is_sentence or not layout.is_blank(candidate.position - 1) or "、" in mark.title:
                fitting = []
        if fitting:
            run = max(reversed(fitting), key=lambda run: _likeness(run, candidate, layout))
            return mark, run, len(run.members)
        if not candidate.is_sentence and not candidate.in_article:
            for run in reversed(searched):
                kept = _without_strays(run)
                if kept and _follows(run.members[kept - 1][1], mark):
                    return mark, run, kept
    return None


def _without_strays(run: Run) -> int:
    """How many members are left without the sentences at the end that happen to start with the next numbers."""
    kept = len(run.members)
    while kept and run.members[kept - 1][0].is_sentence:
        kept -= 1
    strays = len(run.members) - kept
    return kept if strays and (run.sentences - strays) * 2 < kept else 0


def _follows(last: Mark, mark: Mark) -> bool:
    if len(mark.parts) > 1:
        same = last.parts[:-1] == mark.parts[:-1]
        return (same and mark.value == last.value + 1) or (mark.value == 1 and last.parts[:-1] < mark.parts[:-1])
    if mark.branch:
        return mark.value == last.value and mark.branch == max(last.branch + 1, 2)
    return mark.value == last.value + 1


def _likeness(run: Run, candidate: Candidate, layout: Layout) -> int:
    is_filled = has_text_after(run.members[-1][0].position, candidate.position, layout)
    alike = int(candidate.is_sentence == (run.sentences * 2 > len(run.members)))
    if run.bare + run.filled:
        alike += int(is_filled == (run.filled >= run.bare))
    return alike + int(run.members[-1][0].level == candidate.level)


def _opens(candidate: Candidate, mark: Mark, open_runs: dict[str, list[Run]]) -> bool:
    if candidate.in_article and not candidate.level:
        return False
    if candidate.carries_on and not (candidate.is_promised or candidate.level):
        return False
    first = mark.value == 1 and not mark.branch
    return first or candidate.level is not None or (mark.family.strong and mark.key not in open_runs)


def _add_misprint(candidate: Candidate, open_runs: dict[str, list[Run]], layout: Layout) -> bool:
    """Put a number next to the one expected into its run as a misprint; False where it is none."""
    for mark in candidate.marks:
        runs = open_runs.get(mark.key)
        if not runs or candidate.is_sentence or candidate.carries_on or candidate.in_article:
            continue
        strong = mark.family.strong or candidate.is_promised or candidate.level is not None
        if not strong and runs[-1].members[-1][0].level is not None:
            continue
        near = 0 <= mark.value - runs[-1].last.value <= NEAREST_MISPRINT and len(mark.parts) < 2
        if strong or (near and layout.is_blank(candidate.position - 1)):
            runs[-1].misprints.add(candidate.position)
            runs[-1].add(candidate, mark, layout)
            return True
    return False


def is_heading_run(run: Run, layout: Layout, is_styled: bool) -> bool:
    """Whether the members of a run are headings rather than items of a list.

    ``is_styled`` says that the document marks its headings by style: then a run without style needs more.
    """
    members = run.members
    if any(candidate.level is not None for candidate, _ in members):
        return True
    if run.sentences * 2 >= len(members):
        return False
    if len(members) == 1:
        candidate, mark = members[0]
        if candidate.is_promised:
            return True
        if mark.family.needs_run:
            return False
        if mark.family.strong and not is_styled:
            return True
        alone = layout.is_blank(candidate.position - 1) or not layout.carries_on(candidate.position)
        return not is_styled and alone and layout.leads_to_prose(candidate.position)
    filled = run.filled >= FILLED_SHARE * (len(members) - 1)
    needs_run = any(mark.family.needs_run for _, mark in members)
    if (is_styled or needs_run) and not any(candidate.is_promised for candidate, _ in members):
        last = layout.following[layout.ends[members[-1][0].position]]
        return run.bare == 0 and not run.sentences and last is not None
    return filled or any(candidate.is_promised for candidate, _ in members)


def select_headings(runs: Sequence[Run], layout: Layout, is_styled: bool) -> list[tuple[Candidate, Mark, Run]]:
    """The members of the runs that are headings, with their runs; sentences among them stay text."""
    chosen = [run for run in runs if is_heading_run(run, layout, is_styled)]
    titles = {(mark.key, mark.title) for run in chosen if not run.bare for _, mark in run.members}
    found: list[tuple[Candidate, Mark, Run]] = []
    for run in chosen:
        is_overview = run.bare and not run.filled and any((m.key, m.title) in titles for _, m in run.members)
        if not is_overview:
            found += [(c, mark, run) for c, mark in run.members if not c.is_sentence or c.level is not None]
    return sorted(found, key=lambda entry: entry[0].position)


def tell_doubts(runs: Sequence[Run], strays: Sequence[Candidate], chosen: set[int], layout: Layout) -> list[str]:
    """What was doubted and what was chosen, a line each. ``chosen`` are the lines of the headings."""
    doubts: list[tuple[int, str]] = []
    for run in runs:
        candidate, mark = run.members[0]
        if run.bare and run.filled and run.sentences * 2 < len(run.members):
            taken = "headings" if candidate.position in chosen else "a list"
            told = f"{mark.number} to {run.last.number} read as {taken}, though only some have text under them"
            doubts.append((candidate.position, told))
    for candidate in strays:
        below = layout.following[candidate.position]
        looks_so = not (candidate.is_sentence or candidate.in_article or candidate.carries_on)
        if looks_so and layout.is_blank(candidate.position - 1) and below is not None and layout.is_prose(below):
            number = candidate.marks[0].number
            doubts.append((candidate.position, f"{number} fits no run of numbers: left as text"))
    return [f"line {position + 1}: {told}" for position, told in sorted(doubts)]
