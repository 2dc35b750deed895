"""From a row of headings to a tree: levels inferred from rank, order and the run of numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.headings import Mark


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A heading that stands on lines ``line`` to ``last_line``.

    ``parent`` is the place of its parent in the row of headings, -1 at the top; ``id`` the part of the
    section's id after the city. ``printed`` is False for a heading that a person put in.
    """

    line: int
    last_line: int
    mark: Mark
    parent: int = -1
    id: str = ""
    printed: bool = True


def nest_headings(headings: list[HeadingLine], warnings: list[str]) -> list[HeadingLine]:
    """Give every heading its parent and id.

    A heading closes those of the same or a deeper rank, with one exception: a run that starts again at 1
    under an unnumbered heading belongs to that heading. Doubtful runs are added to ``warnings``.
    """
    nested: list[HeadingLine] = []
    open_headings: list[int] = []
    children: dict[str, set[str]] = {}
    for heading in headings:
        mark = heading.mark
        keep = _depth_to_keep(nested, open_headings, mark)
        if keep > 0 and mark.value > 1 and not _continues(nested, mark, open_headings[keep:]):
            warnings.append(f"line {heading.line + 1}: {mark.number} does not follow its run")
        open_headings = open_headings[:keep]
        parent = open_headings[-1] if open_headings else -1
        prefix = f"{nested[parent].id}-" if parent >= 0 else ""
        token = _unique_token(mark, children.setdefault(prefix, set()))
        open_headings.append(len(nested))
        nested.append(replace(heading, parent=parent, id=prefix + token))
    return nested


def _depth_to_keep(nested: list[HeadingLine], open_headings: list[int], mark: Mark) -> int:
    """How many of the open headings stay open above a new heading."""
    same = [
        depth
        for depth, number in enumerate(open_headings)
        if nested[number].mark.family.name == mark.family.name and mark.value
    ]
    for depth in reversed(same):
        if nested[open_headings[depth]].mark.value + 1 == mark.value:
            return depth
    if same and mark.value == 1 and not nested[open_headings[-1]].mark.value:
        return len(open_headings)
    if same:
        return same[-1]
    for depth, number in enumerate(open_headings):
        open_family = nested[number].mark.family
        if open_family.rank >= mark.family.rank or (open_family.closed_by_numbers and mark.value):
            return depth
    return len(open_headings)


def _continues(nested: list[HeadingLine], mark: Mark, closed: list[int]) -> bool:
    return any(
        nested[n].mark.family.name == mark.family.name and nested[n].mark.value + 1 == mark.value for n in closed
    )


def _unique_token(mark: Mark, taken: set[str]) -> str:
    if mark.family.name == "colophon":
        token = "colophon"
    elif mark.value:
        token = f"{mark.family.token}{mark.value}"
    else:
        token = f"n{sum(name.startswith('n') for name in taken) + 1}"
    unique, letter = token, "b"
    while unique in taken:
        unique, letter = token + letter, chr(ord(letter) + 1)
    taken.add(unique)
    return unique
