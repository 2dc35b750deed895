"""Which kind of heading stands inside which, inferred for each document.

The evidence is the numbers: a kind that starts again at 1 after another stands inside it, and one that stands
between two numbers of another's run stands inside that. Levels that a style or a markup states come first;
where neither says anything, the order of ``headings.toml`` holds.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from ingest.japanese import fold
from ingest.nesting import PERHAPS, Evidence, Kind, weigh_indents, weigh_numbers
from ingest.tree import HeadingLine

LEAST_FOR_LOOSE = 2
"""What must speak for a kind standing inside one of inner labels."""
NEARLY_ONE = 1.0
"""Two kinds whose ranks differ by less stand at one place of the table: the inner one gives way."""
LEVEL_STEP = 100.0
"""Between the ranks of two stated levels: room for the kinds that have none."""
COMMENTARY = "commentary"
"""Kind of the heads in brackets (【解説】) that are printed as large as the articles that they stand under."""
COMMENTARY_STEP = 20.0
_COMMENT = re.compile(r"【[^】]+】|[<＜][^>＞]+[>＞]|《[^》]+》|〔[^〕]+〕|[［\[][^］\]]+[］\]]|〈[^〉]+〉")


def infer_ranks(
    headings: Sequence[HeadingLine],
    empty: Collection[int] = frozenset(),
    indents: Mapping[int, int] = MappingProxyType({}),
) -> list[float]:
    """The rank of each heading, smaller further out, in the order of ``headings``.

    ``empty`` are the places of the headings that the next one follows at once; ``indents`` says how far in the
    contents list has the headings at these places.
    """
    is_flat = len({heading.level for heading in headings} - {None}) == 1
    names = _name_kinds(headings, is_flat)
    titles = Counter(fold(heading.mark.title) for heading in headings if heading.mark.family.outermost)
    kinds: dict[str, Kind] = {}
    for place, (heading, name) in enumerate(zip(headings, names, strict=True)):
        family = heading.mark.family
        kind = kinds.setdefault(
            name, Kind(heading.mark.rank, not family.unnumbered, family.loose, family.listable, place, family.box)
        )
        kind.is_bracket = family.name == "bracket"
        kind.is_outermost = family.outermost and titles[fold(heading.mark.title)] == 1
        if heading.level is not None:
            kind.levels[heading.level] += 1
    for name in _find_frames(names, kinds):
        kinds[name].is_outermost = True
    evidence = weigh_numbers(headings, names, kinds, empty)
    weigh_indents(evidence, names, indents)
    if any(kind.levels for kind in kinds.values()):
        _rank_by_levels(kinds, evidence)
    else:
        _rank_by_table(kinds, empty)
    if is_flat:
        _place_inside_numbers(kinds, evidence)
    _heed(kinds, evidence, is_flat)
    if not any(kind.levels for kind in kinds.values()):
        outermost = min((kind.rank for kind in kinds.values() if kind.is_numbered), default=0.0)
        for kind in kinds.values():
            kind.rank = min(kind.rank, outermost) if kind.is_outermost else kind.rank
    _place_boxes(kinds)
    return [kinds[name].rank for name in names]


def _name_kinds(headings: Sequence[HeadingLine], is_flat: bool) -> list[str]:
    """The kind of each heading: its family, and its stated level where one family stands on several.

    Where ``is_flat``, all stated levels are one: the level tells nothing that the family does not.
    """
    ones: dict[str, Counter[int]] = defaultdict(Counter)
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for heading in headings:
        if heading.level is not None:
            counts[heading.mark.key][heading.level] += 1
            ones[heading.mark.key][heading.level] += heading.mark.value == 1
    of_articles = {heading.level for heading in headings if heading.mark.family.article}
    names = []
    for heading in headings:
        key, level = heading.mark.key, heading.level
        if level is not None and heading.mark.family.unnumbered and not heading.mark.family.box:
            comments = level in of_articles and _COMMENT.fullmatch(heading.mark.title) is not None
            names.append(key if is_flat else f"{COMMENTARY if comments else 'styled'}@{level}")
        elif level is not None and sum(n >= 2 and ones[key][at] > 0 for at, n in counts[key].items()) > 1:
            names.append(f"{key}@{level}")
        else:
            names.append(key)
    return names


def _find_frames(names: Sequence[str], kinds: Mapping[str, Kind]) -> list[str]:
    """The unnumbered kinds without a level that stand before the first number and, again, after all other kinds."""
    numbers = [place for place, name in enumerate(names) if kinds[name].is_numbered]
    last = names[-1] if names else ""
    if not numbers or kinds[last].is_numbered or kinds[last].is_sign or kinds[last].level is not None:
        return []
    end = next((place for place in range(len(names) - 1, -1, -1) if names[place] != last), 0)
    inside = last in names[numbers[0] : end]
    return [last] if kinds[last].first < numbers[0] and not inside else []


def _rank_by_table(kinds: dict[str, Kind], empty: Collection[int]) -> None:
    numbered = [kind for kind in kinds.values() if kind.is_numbered]
    outermost = min((kind.prior for kind in numbered), default=0.0)
    start = min((kind.first for kind in numbered), default=0)
    for kind in kinds.values():
        kind.rank = kind.prior
        if kind.is_outermost and numbered:
            # What opens the document with a text of its own does not hold the numbers below it.
            opens = kind.first < start and kind.first not in empty
            kind.rank = outermost if opens else min(kind.prior, outermost)


def _rank_by_levels(kinds: dict[str, Kind], evidence: Evidence) -> None:
    stated = {name: kind for name, kind in kinds.items() if kind.level is not None}
    for name, kind in stated.items():
        kind.rank = (kind.level or 0) * LEVEL_STEP + COMMENTARY_STEP * name.startswith(COMMENTARY)
    numbered = sorted((n for n, kind in stated.items() if kind.is_numbered), key=lambda n: kinds[n].prior)
    for place, inner in enumerate(numbered):
        for outer in numbered[:place]:
            same = kinds[inner].level == kinds[outer].level
            if (
                same
                and evidence.get((inner, outer), 0.0) > evidence.get((outer, inner), 0.0)
                and kinds[inner].rank <= kinds[outer].rank
            ):
                kinds[inner].rank = kinds[outer].rank + 10
    titled = {name: kind for name, kind in stated.items() if not kind.is_numbered and not kind.is_box}
    deepest = max(kind.rank for kind in stated.values())
    for own, kind in kinds.items():
        if kind.level is not None:
            continue
        # Of one rank in the table, numbers that count something else (形態① among STEPs) stand inside.
        alike = [n for n in numbered if kinds[n].prior == kind.prior]
        beside = [n for n in alike if not kind.is_numbered or n.partition("@")[0] == own]
        inside = [n for n in beside if evidence.get((own, n), 0.0) > evidence.get((n, own), 0.0)]
        outer_ones = [kinds[n].rank for n in numbered if n not in beside and kinds[n].prior <= kind.prior]
        outer_ones += [kinds[n].rank for n in inside]
        same_ones = [kinds[n].rank for n in beside if n not in inside]
        inner_ones = [kinds[n].rank for n in numbered if kinds[n].prior > kind.prior]
        if kind.is_box:
            kind.rank = deepest + kind.prior / 2
        elif same_ones:
            kind.rank = min(same_ones)
        elif outer_ones:
            # What a style marks and never stands between two of these numbers does not stand inside them.
            free = [k.rank for n, k in titled.items() if kind.is_numbered and not evidence.get((n, own), 0.0)]
            kind.rank = max([*outer_ones, *free]) + kind.prior / 2
        elif inner_ones and (kind.is_numbered or kind.prior <= 20):
            kind.rank = min(inner_ones) - (LEVEL_STEP - kind.prior) / 2
        else:
            kind.rank = deepest + kind.prior / 2


def _place_inside_numbers(kinds: dict[str, Kind], evidence: Evidence) -> None:
    """Unnumbered kinds that stand between the numbers of a run of the only level stand inside that run."""
    numbered = [name for name, kind in kinds.items() if kind.is_numbered and kind.level is not None]
    for name, kind in kinds.items():
        if kind.is_numbered or kind.is_box or kind.level is None:
            continue
        outer = [kinds[n].rank for n in numbered if evidence.get((name, n), 0.0) > evidence.get((n, name), 0.0)]
        if outer:
            kind.rank = max(outer) + kind.prior / 2


def _heed(kinds: dict[str, Kind], evidence: Evidence, is_flat: bool) -> None:
    """Change the order of kinds where the numbers speak against it, until all that is known is heeded."""
    known = [pair for pair in sorted(evidence) if _is_believed(kinds, evidence, *pair, is_flat)]
    has_levels = any(kind.levels for kind in kinds.values())
    for _ in kinds:
        wrong = [(kinds[i], kinds[o]) for i, o in known if kinds[i].rank <= kinds[o].rank]
        for inner, outer in wrong:
            gives_way = has_levels or outer.level is not None or outer.rank - inner.rank < NEARLY_ONE
            if gives_way and (inner.level is None or is_flat):
                inner.rank = max(inner.rank, outer.rank + 0.5)
            else:
                outer.rank = min(outer.rank, inner.rank - 0.5)


def _is_believed(kinds: dict[str, Kind], evidence: Evidence, inner: str, outer: str, is_flat: bool) -> bool:
    """Whether the evidence for one kind inside another outweighs what speaks against it, and the order of the table."""
    low, high = kinds[inner], kinds[outer]
    if low.level is not None and high.level is not None and not is_flat:
        return False
    more = evidence[inner, outer] - evidence.get((outer, inner), 0.0)
    if high.is_loose:
        return more >= LEAST_FOR_LOOSE
    needed = PERHAPS if high.is_numbered else 1 if high.first < low.first else 2
    return more >= needed


def _place_boxes(kinds: dict[str, Kind]) -> None:
    """Boxes with a stated level stand beside the numbers without one that stand under the same heading."""
    for box in (kind for kind in kinds.values() if kind.is_box and kind.level is not None):
        base = max((k.rank for k in kinds.values() if k.level is not None and k.rank < box.rank), default=0.0)
        inner = [k.rank for k in kinds.values() if k.is_numbered and k.level is None and base < k.rank < box.rank]
        box.rank = min(inner, default=box.rank)
