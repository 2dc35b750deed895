"""What a document shows of which kind of heading stands inside which.

A kind that starts again at 1 after another stands inside it; so does one that stands between two numbers of the
other's run, one that follows a heading without text, and a bracket that always stands below another kind of bracket.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from ingest.tree import HeadingLine

Evidence = Mapping[tuple[str, str], float]
"""``[inner, outer]``: how much speaks for the first kind standing inside the second."""
PERHAPS = 0.5
"""What one hint weighs where another kind explains it as well."""
SIGN_ORDER = 2
"""What it weighs that one sign (■) comes before another (●) in the document."""
INDENTED = 2
"""What it weighs that the contents list has one kind further in than another."""


@dataclass(slots=True)
class Kind:
    """One kind of heading: its rank by the table, the level stated for it, how often it stands."""

    prior: float
    is_numbered: bool
    is_loose: bool
    is_sign: bool
    first: int
    is_box: bool = False
    is_bracket: bool = False
    is_outermost: bool = False
    levels: Counter[int] = field(default_factory=Counter)
    rank: float = 0.0

    @property
    def level(self) -> int | None:
        """The level most often stated; None if none is."""
        return min(self.levels, key=lambda level: (-self.levels[level], level)) if self.levels else None


def weigh_numbers(
    headings: Sequence[HeadingLine], names: list[str], kinds: dict[str, Kind], empty: Collection[int]
) -> defaultdict[tuple[str, str], float]:
    """``[inner, outer]``: how often the numbers show that the first kind stands inside the second."""
    weight: defaultdict[tuple[str, str], float] = defaultdict(float)
    last_of_kind: dict[str, int] = {}
    last_of_run: dict[int, int] = {}
    for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
        starts_again = len(heading.mark.parts) > 1 and heading.mark.value == 1
        if not kinds[name].is_numbered or kinds[name].is_box or heading.run < 0:
            pass
        elif heading.run in last_of_run and not starts_again:
            for between in _seen_since(last_of_kind, last_of_run[heading.run], name):
                # A box, and a heading that only holds the numbers below it, do not stand inside those numbers.
                holds = not kinds[between].is_numbered and last_of_kind[between] in empty
                weight[between, name] += not (kinds[between].is_box or holds)
        elif name in last_of_kind:
            # A kind further out explains why the numbers start again, as does the number that a compound one starts
            # with (2 before 2-1); what stands after it may do so too.
            between_all = _seen_since(last_of_kind, last_of_kind[name], name)
            stem = heading.mark.parts[:-1] or None
            outer = [
                other
                for other in between_all
                if kinds[other].prior < kinds[name].prior or headings[last_of_kind[other]].mark.parts == stem
            ]
            begun = min((last_of_kind[other] for other in outer), default=0)
            for other in between_all:
                explains = other in outer or not outer
                weight[name, other] += 1 if explains else PERHAPS * (last_of_kind[other] > begun)
        last_of_kind[name] = last_of_run[heading.run] = place
    for place in empty:
        # A heading without text of its own holds the one that follows it, unless the numbers say more.
        holder, held = names[place], names[place + 1]
        are_numbered = kinds[holder].is_numbered and kinds[held].is_numbered
        if holder != held and not (are_numbered and kinds[holder].prior > kinds[held].prior + 1):
            weight[held, holder] += 1
    often = Counter(names)
    signs = [name for name, kind in kinds.items() if kind.is_sign]
    for place, later_sign in enumerate(signs):
        for earlier_sign in signs[:place]:
            # A sign that stands only once, with text of its own, holds nothing.
            holds = often[earlier_sign] > 1 or kinds[earlier_sign].first in empty
            weight[later_sign, earlier_sign] += SIGN_ORDER * holds
    for inside, around in _find_nested_brackets(names, kinds):
        weight[inside, around] += SIGN_ORDER * (often[around] > 1 or kinds[around].first in empty)
    return weight


def _find_nested_brackets(names: Sequence[str], kinds: Mapping[str, Kind]) -> Iterator[tuple[str, str]]:
    """Kinds of brackets without a stated level, as (inner, outer): each heading of the inner kind has one of the outer
    kind somewhere above it and no number between them."""
    brackets = [name for name, kind in kinds.items() if kind.is_bracket and kind.level is None]
    always = {(inner, outer) for inner, outer in permutations(brackets, 2) if kinds[outer].first < kinds[inner].first}
    seen: set[str] = set()
    for name in names:
        if kinds[name].is_numbered:
            seen.clear()
        elif kinds[name].is_bracket:
            always -= {(name, other) for other in brackets if other not in seen}
            seen.add(name)
    yield from sorted(always)


def weigh_indents(
    weight: defaultdict[tuple[str, str], float], names: Sequence[str], indents: Mapping[int, int]
) -> None:
    """Add to ``weight`` what the contents list shows: a kind that always stands further in is the inner one."""
    depths: defaultdict[str, set[int]] = defaultdict(set)
    for place, indent in indents.items():
        depths[names[place]].add(indent)
    for inner, outer in permutations(depths, 2):
        if min(depths[inner]) > max(depths[outer]):
            weight[inner, outer] += INDENTED


def _seen_since(last_of_kind: Mapping[str, int], place: int, but: str) -> list[str]:
    return [name for name, last in last_of_kind.items() if last > place and name != but]
