"""From a row of headings to a tree: levels inferred from rank, order and the run of numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from ingest.headings import Mark

DEEPEST = 12
"""Levels; what would stand deeper stands beside the deepest."""
LONGEST_SUFFIX = 2
"""Characters by which the name of a collection is longer than what it collects: 様式集, 資料編, 別紙一覧."""
_NUMBER = re.compile(r"[0-9０-９一二三四五六七八九十①-⑳第\s]")
_HOLDER = re.compile(r"資\s*料|様\s*式|書\s*式|付\s*録|参\s*考|別\s*[表紙添記]|[资]|(?i:appendi|annex|form)")
"""Titles of headings that collect material, forms and tables."""
_ENDS_AS_HOLDER = re.compile(rf"(?:{_HOLDER.pattern})\S{{0,{LONGEST_SUFFIX}}}$")


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading that stands on lines ``line`` to ``last_line``.

    ``level`` is what its style or markup states, 1 the outermost; ``fixed_level`` what a person stated, which
    nothing overrules. ``rank`` is that of its kind in this document, None for the family's own. ``run`` numbers
    the run that it belongs to, -1 for none; ``continues`` says that the run has later members; ``misprint`` that
    its number is not the one expected. ``parent`` is the place of its parent in the row of headings, -1 at the
    top; ``id`` the part of the section's id after the city. ``printed`` is False for a heading that a person
    put in. ``length`` counts the characters of the heading where text follows it on the line, else 0.
    """

    line: int
    last_line: int
    mark: Mark
    parent: int = -1
    id: str = ""
    printed: bool = True
    level: int | None = None
    fixed_level: int | None = None
    rank: float | None = None
    run: int = -1
    continues: bool = False
    misprint: bool = False
    length: int = 0

    @property
    def order(self) -> float:
        """The rank that counts."""
        return self.mark.rank if self.rank is None else self.rank


def nest_headings(headings: list[HeadingLine], warnings: list[str]) -> list[HeadingLine]:
    """Give every heading its parent and id.

    A heading closes those of the same or a deeper rank, with these exceptions: a compound number (2-1) stands
    under the number that it starts with; a run that starts again at 1 while an outer run of its kind goes on,
    or under an unnumbered heading, stands inside; what follows the articles of a rule (附則, 様式) stands
    beside them. Doubtful runs are added to ``warnings``.
    """
    nested: list[HeadingLine] = []
    open_headings: list[int] = []
    taken: dict[str, Counter[str]] = {}
    for heading in headings:
        mark = heading.mark
        keep = min(_depth_to_keep([nested[number] for number in open_headings], heading), DEEPEST - 1)
        closed = [nested[number] for number in open_headings[keep:]]
        if heading.misprint or (heading.run < 0 and keep > 0 and mark.value > 1 and not _continues(mark, closed)):
            warnings.append(f"line {heading.line + 1}: {mark.number} does not follow its run")
        del open_headings[keep:]
        parent = open_headings[-1] if open_headings else -1
        prefix = f"{nested[parent].id}-" if parent >= 0 else ""
        is_child = parent >= 0 and nested[parent].mark.parts == mark.parts[:-1]
        token = _unique_token(mark, is_child, taken.setdefault(prefix, Counter()))
        open_headings.append(len(nested))
        nested.append(replace(heading, parent=parent, id=prefix + token))
    return nested


def _depth_to_keep(above: list[HeadingLine], heading: HeadingLine) -> int:
    """How many of the open headings stay open above a new heading."""
    mark = heading.mark
    if heading.fixed_level is not None:
        return min(heading.fixed_level - 1, len(above))
    if len(mark.parts) > 1:
        for depth in range(len(above) - 1, -1, -1):
            if above[depth].mark.parts == mark.parts[:-1] and above[depth].order < heading.order:
                inner = range(depth + 1, len(above))
                return next((d for d in inner if above[d].order >= heading.order), len(above))
    same = [depth for depth, other in enumerate(above) if other.mark.key == mark.key and mark.value]
    for depth in reversed(same):
        if _is_next(above[depth], heading):
            return depth
    if same and mark.value == 1 and (not above[-1].mark.value or above[same[-1]].continues):
        return len(above)
    if same:
        return same[-1]
    for depth in range(len(above) - 1, -1, -1):
        if _is_collection(above[depth].mark, mark):
            return depth + 1
    if mark.family.annex and (beside := _depth_of_rule(above)) is not None:
        return beside
    if mark.family.apart:
        holders = (d + 1 for d in range(len(above) - 1, -1, -1) if _may_hold(above[d], heading))
        return next(holders, 0)
    if mark.family.article:
        # The articles of a supplement or of a form; those of the rule itself are over.
        annexes = (d + 1 for d in range(len(above) - 1, -1, -1) if above[d].mark.family.annex)
        if (inside := next(annexes, None)) is not None:
            return inside
    for depth, other in enumerate(above):
        if other.order >= heading.order or (other.mark.family.closed_by_numbers and mark.value):
            return depth
    return len(above)


def _may_hold(holder: HeadingLine, heading: HeadingLine) -> bool:
    """Whether a title names material to collect; one of the heading's own style has to say so with its last word."""
    is_beside = holder.level is not None and holder.level == heading.level
    return (_ENDS_AS_HOLDER if is_beside else _HOLDER).search(holder.mark.title) is not None


def _is_collection(holder: Mark, mark: Mark) -> bool:
    """Whether an unnumbered heading is named by the word that counts the numbered one (別紙 and 別紙1), or its first
    word opens that one (別記 書類の書き方 and 別記様式第1号)."""
    word = _NUMBER.split(mark.number.lstrip("【〔[［(（<〈"))[0]
    if holder.value or len(word) < 2:
        return False
    if not holder.title.startswith(word):
        opening = holder.title.partition(" ")[0]
        return holder.family.annex and len(opening) > 1 and word.startswith(opening)
    rest = holder.title[len(word) :]
    return len(rest) <= LONGEST_SUFFIX and not any(letter.isnumeric() for letter in rest)


def _is_next(other: HeadingLine, heading: HeadingLine) -> bool:
    if other.run >= 0 and heading.run >= 0:
        return other.run == heading.run
    return other.mark.value + 1 == heading.mark.value


def _depth_of_rule(above: list[HeadingLine]) -> int | None:
    """The depth of the outermost part of the rule that is open (章, 条, 附則), None if there is none."""
    depth = len(above)
    while depth and not (above[depth - 1].mark.family.law or above[depth - 1].mark.family.annex):
        depth -= 1
    inner = depth
    while depth and (above[depth - 1].mark.family.law or above[depth - 1].mark.family.annex):
        depth -= 1
    is_rule = any(h.mark.family.article or h.mark.family.annex for h in above[depth:inner])
    return depth if is_rule else None


def _continues(mark: Mark, closed: list[HeadingLine]) -> bool:
    return any(other.mark.key == mark.key and other.mark.value + 1 == mark.value for other in closed)


def _unique_token(mark: Mark, is_child: bool, taken: Counter[str]) -> str:
    """A token that no sibling has: the number, or n1, n2 … for the unnumbered; doubled ones get a letter."""
    if mark.family.name == "colophon":
        token = "colophon"
    elif mark.value:
        parts = mark.parts[-1:] if is_child or len(mark.parts) < 2 else mark.parts
        token = mark.family.token + "_".join(map(str, parts)) + (f"_{mark.branch}" if mark.branch else "")
    else:
        taken["n"] += 1
        token = f"n{taken['n']}"
    taken[f"token {token}"] += 1
    times = taken[f"token {token}"]
    if times == 1:
        return token
    return token + (chr(ord("a") + times - 1) if times <= 26 else f"x{times}")
