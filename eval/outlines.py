"""How well outlines are read: documents against gold outlines that a person wrote.

A gold outline is a ``NAME.gold.json`` beside its documents:

    {"files": ["a.pdf"], "title": "…",
     "sections": [{"path": ["第1章 …", "1 …"], "first_words": "…"}],
     "noise": ["…"], "either_way": [["第1章 …", "コラム …"]], "no_headings": false}

Several files are the volumes of one document. ``first_words`` open the section's own text after its heading,
"" says that it has none; left out, they are not looked at. ``noise`` may stand in no line of a section, but for the
title page. Paths in
``either_way`` count neither as right nor as wrong. ``no_headings`` asks for an outline without headings.

Two customs of writing gold are met halfway. Ornaments before a title (■, ◆, ・) and the brackets around it do not count
when titles are compared. A gold whose every path opens with the document's title is compared without it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import GuidelineError
from corpus.guideline import Section
from ingest.corrections import read_corrections
from ingest.japanese import fold
from ingest.library import CORRECTIONS, read_texts
from ingest.outline import Outline, read_outline

SUFFIX = ".gold.json"
_ORNAMENTS = re.compile(r"^[■□●○◯◎◆◇▲△▼▽★☆▶►❖◼◾▪・]+")
_DECORATION = re.compile(r"[()（）\[\]【】〔〕〈〉《》<>「」■●◆◇○◎▼★☆_*]")

FoldedPath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """A gold outline: the files of the document, and what a person reads in it."""

    name: str
    files: tuple[Path, ...]
    title: str
    paths: tuple[tuple[str, ...], ...]
    first_words: tuple[str | None, ...]
    noise: tuple[str, ...] = ()
    either_way: tuple[tuple[str, ...], ...] = ()
    no_headings: bool = False


@dataclass(frozen=True, slots=True)
class OutlineScore:
    """One document's measures, shares from 0 to 1, higher is better.

    Precision, recall and F1 are those of heading paths in order, by their longest common subsequence.
    ``first_words`` is the share of the matched sections whose text opens as the gold says, ``clean`` the share
    of the noise that stands in no section. ``missed`` and ``extra`` are the paths that differ, as written.
    """

    name: str
    headings: int
    precision: float
    recall: float
    f1: float
    first_words: float
    clean: float
    missed: tuple[tuple[str, ...], ...] = ()
    extra: tuple[tuple[str, ...], ...] = ()
    wrong_words: tuple[str, ...] = ()
    noise_found: tuple[str, ...] = ()


def measure_folder(folder: Path) -> tuple[OutlineScore, ...]:
    """The score of every gold outline in ``folder``, in order of name.

    Raises:
        GuidelineError: there is none, one is not valid, or its document cannot be read.
    """
    scores = tuple(measure_outline(read_gold(path)) for path in sorted(folder.glob(f"*{SUFFIX}")))
    if not scores:
        raise GuidelineError(f"{folder}: no gold outline here (NAME{SUFFIX})")
    return scores


def read_gold(path: Path) -> Gold:
    """The gold outline in a file.

    Raises:
        GuidelineError: it cannot be read or is not of the form above.
    """
    try:
        table: dict[str, Any] = json.loads(path.read_text("utf-8"))
        sections = table["sections"]
        return Gold(
            path.name.removesuffix(SUFFIX),
            tuple(path.parent / name for name in table["files"]),
            str(table.get("title", "")),
            tuple(tuple(map(str, section["path"])) for section in sections),
            tuple(section.get("first_words") for section in sections),
            tuple(map(str, table.get("noise", ()))),
            tuple(tuple(map(str, one)) for one in table.get("either_way", ())),
            bool(table.get("no_headings", False)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise GuidelineError(f"{path}: not a valid gold outline: {fault!r}") from fault


def measure_outline(gold: Gold) -> OutlineScore:
    """Read the document of a gold outline and compare.

    Raises:
        GuidelineError: the document cannot be read.
    """
    document = read_texts(gold.files)
    corrections = read_corrections(gold.files[0].parent / CORRECTIONS)
    outline = read_outline(document.lines, "document", gold.title or document.title, corrections)
    return score_outline(gold, outline)


def score_outline(gold: Gold, outline: Outline) -> OutlineScore:
    """The measures of ``outline`` against ``gold``."""
    gold = _without_title(gold, outline)
    either = {fold_path(path) for path in gold.either_way}
    wanted = [n for n, path in enumerate(gold.paths) if fold_path(path) not in either]
    sections = [section for section in _sections(outline) if fold_path(section.path) not in either]
    pairs = match_in_order(
        [fold_path(gold.paths[n]) for n in wanted], [fold_path(section.path) for section in sections]
    )
    if gold.no_headings or not wanted:
        right = float(not sections)
        precision = recall = f1 = right
    else:
        precision = len(pairs) / len(sections) if sections else 0.0
        recall = len(pairs) / len(wanted)
        f1 = 2 * len(pairs) / (len(wanted) + len(sections))
    asked = [(gold.first_words[wanted[left]], sections[right]) for left, right in pairs]
    checked = [(words, section) for words, section in asked if words is not None]
    wrong = [section.path[-1] for words, section in checked if not _opens_with(section, words)]
    lines = [fold(line) for s in outline.sections if s.anchor != "title" for line in s.text.split("\n")]
    noise = tuple(words for words in gold.noise if any(fold(words) in line for line in lines))
    left, right_ones = {left for left, _ in pairs}, {right for _, right in pairs}
    return OutlineScore(
        gold.name,
        len(wanted),
        precision,
        recall,
        f1,
        1.0 - len(wrong) / len(checked) if checked else 1.0,
        1.0 - len(noise) / len(gold.noise) if gold.noise else 1.0,
        tuple(gold.paths[n] for place, n in enumerate(wanted) if place not in left),
        tuple(section.path for place, section in enumerate(sections) if place not in right_ones),
        tuple(wrong),
        noise,
    )


def _without_title(gold: Gold, outline: Outline) -> Gold:
    """``gold`` without the document's title where every path opens with it and the outline's do not."""
    title = fold_path([gold.title or outline.title])
    firsts = {fold_path(path[:1]) for path in gold.paths}
    if firsts != {title} or any(fold_path(section.path[:1]) == title for section in _sections(outline)):
        return gold
    kept = [n for n, path in enumerate(gold.paths) if len(path) > 1]
    return replace(
        gold,
        paths=tuple(gold.paths[n][1:] for n in kept),
        first_words=tuple(gold.first_words[n] for n in kept),
        either_way=tuple(path[1:] if fold_path(path[:1]) == title else path for path in gold.either_way),
    )


def _sections(outline: Outline) -> list[Section]:
    """The sections with a heading; what stands before the first heading is none."""
    return [section for section in outline.sections if section.anchor != "title" and outline.has_headings]


def fold_path(path: Sequence[str]) -> FoldedPath:
    """A path for comparing: white space, width, ornaments and brackets left out."""
    return tuple(_DECORATION.sub("", _ORNAMENTS.sub("", fold(part))) for part in path)


def match_in_order(wanted: Sequence[FoldedPath], found: Sequence[FoldedPath]) -> list[tuple[int, int]]:
    """The longest common subsequence, as pairs of places; of several the first."""
    rows, columns = len(wanted), len(found)
    length = [[0] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            if wanted[row] == found[column]:
                length[row][column] = length[row + 1][column + 1] + 1
            else:
                length[row][column] = max(length[row + 1][column], length[row][column + 1])
    pairs: list[tuple[int, int]] = []
    row = column = 0
    while row < rows and column < columns:
        if wanted[row] == found[column]:
            pairs.append((row, column))
            row, column = row + 1, column + 1
        elif length[row + 1][column] >= length[row][column + 1]:
            row += 1
        else:
            column += 1
    return pairs


def average_f1(scores: Sequence[OutlineScore]) -> float:
    """The mean F1 over documents; 0 without any."""
    return sum(score.f1 for score in scores) / len(scores) if scores else 0.0


def format_scores(scores: Sequence[OutlineScore]) -> list[str]:
    """The scores as lines of a table, what differs under each document, the mean last."""
    lines = [f"{'document':<28}{'n':>5}{'P':>7}{'R':>7}{'F1':>7}{'first':>7}{'clean':>7}"]
    for score in scores:
        shares = (score.precision, score.recall, score.f1, score.first_words, score.clean)
        lines.append(f"{score.name:<28}{score.headings:>5}" + "".join(f"{share:7.3f}" for share in shares))
        lines += [f"    - {' > '.join(path)}" for path in score.missed]
        lines += [f"    + {' > '.join(path)}" for path in score.extra]
        lines += [f"    first words: {name}" for name in score.wrong_words]
        lines += [f"    noise: {words}" for words in score.noise_found]
    count = max(len(scores), 1)
    means = [
        sum(getattr(score, name) for score in scores) / count
        for name in ("precision", "recall", "f1", "first_words", "clean")
    ]
    headings = sum(score.headings for score in scores)
    return [*lines, f"{'mean':<28}{headings:>5}" + "".join(f"{mean:7.3f}" for mean in means)]


def _opens_with(section: Section, words: str) -> bool:
    body = fold(section.text[section.body_start :])
    return body.startswith(fold(words)) if words else not body
