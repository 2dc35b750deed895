"""Glyphs to runs, runs to lines of text: doubled glyphs, ruby, raised marks, and where a space is printed.

Lengths are points unless they say em, the font size.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.readers.pdf_page import Glyph

ASCENT, DESCENT = 0.88, 0.12
"""Em; what a line takes above and below its baseline, the same for every font so that lines compare."""
BREAK = 1.2
"""Em; a wider gap ends a run. Runs of one line are joined again once the columns are known."""
_SAME_BASELINE = 0.25
_LATIN_GAP, _WIDE_GAP, _STOP_GAP = 0.18, 0.2, 0.5
"""Em; a gap that much wider than usual is a space: between Latin letters, others, and beside stops and brackets."""
_WIDEST_SCRIPT_GAP = 0.35
_STOPS = frozenset("、。，．・：；「」『』（）()【】〔〕［］〈〉《》“”‘’…‥")
_LEADERS = frozenset(".．・…‥⋯·")
_MOST_SPACING = 0.6
"""Em; letters further apart than this are spaced out one by one, which stays visible as spaces."""
_PAGE_NUMBER_GAP = 3.0
_MOST_NEAR = 100
"""How many neighbours are compared, so that a crowded page takes no longer than its size."""
_TWIN, _FURTHEST_TWIN, _CELL = 0.15, 12.0, 4.0
"""Em and points; a glyph so near to its like is the same one drawn again. Glyphs are looked up by cells of points."""
_RUBY, _RAISED = 0.65, 0.86
"""Sizes of ruby and of raised marks, at most this share of the text's."""
_RAISED_MARK = re.compile(r"[(※＊*]{0,2}\d{1,3}[)]?|[※＊*]{1,3}")
_TO_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one baseline with no wide gap between them, from left to right; or a table, by its ``rows``."""

    glyphs: tuple[Glyph, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    rows: tuple[str, ...] = ()


def make_run(glyphs: Sequence[Glyph]) -> Run:
    """A run of at least one glyph."""
    printed = [glyph for glyph in glyphs if glyph.text != " "] or list(glyphs)
    size = Counter(round(glyph.size, 1) for glyph in printed).most_common(1)[0][0]
    baseline = sorted(glyph.baseline for glyph in printed)[len(printed) // 2]
    top, bottom = baseline - ASCENT * size, baseline + DESCENT * size
    return Run(tuple(glyphs), printed[0].x0, max(g.x1 for g in printed), top, bottom, baseline, size)


def build_runs(glyphs: Sequence[Glyph]) -> list[Run]:
    """The runs of a page or cell; ruby is left out, raised note marks stand where they belong."""
    runs: list[Run] = []
    for row in _group_baselines(drop_doubles(glyphs)):
        row.sort(key=lambda glyph: glyph.x0)
        current: list[Glyph] = []
        end = 0.0
        for glyph in row:
            if glyph.text == " ":
                if current:
                    current.append(glyph)
                continue
            if current and glyph.x0 - end > BREAK * max(glyph.size, current[0].size):
                runs.append(make_run(current))
                current = []
            end = max(end, glyph.x1) if current else glyph.x1
            current.append(glyph)
        if current:
            runs.append(make_run(current))
    return _settle_small_runs(runs)


def drop_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Glyphs drawn several times nearly at one place, for a bold or shadowed look, kept once and as bold."""
    kept: list[Glyph] = []
    near: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for glyph in glyphs:
        if glyph.text == " ":
            kept.append(glyph)
            continue
        reach_y = min(_TWIN * glyph.size, _FURTHEST_TWIN)
        reach_x = min(reach_y, 0.5 * (glyph.x1 - glyph.x0))
        x, y = glyph.x0, glyph.baseline
        twin = None
        for column in range(int((x - reach_x) // _CELL), int((x + reach_x) // _CELL) + 1):
            for row in range(int((y - reach_y) // _CELL), int((y + reach_y) // _CELL) + 1):
                for index in near.get((glyph.text, column, row), ())[-_MOST_NEAR:]:
                    if abs(kept[index].x0 - x) <= reach_x and abs(kept[index].baseline - y) <= reach_y:
                        twin = index
        if twin is None:
            near[glyph.text, int(x // _CELL), int(y // _CELL)].append(len(kept))
            kept.append(glyph)
        elif not kept[twin].bold:
            kept[twin] = replace(kept[twin], bold=True)
    return kept


def _group_baselines(glyphs: list[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        first = rows[-1][0] if rows else None
        if first and glyph.baseline - first.baseline <= _SAME_BASELINE * min(glyph.size, first.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _settle_small_runs(runs: list[Run]) -> list[Run]:
    """Ruby taken out; raised marks put into the run they stand in."""
    runs = sorted(runs, key=lambda run: run.baseline)
    baselines = [run.baseline for run in runs]
    largest = max((run.size for run in runs), default=0.0)
    gone: set[int] = set()
    raised: dict[int, list[Glyph]] = defaultdict(list)
    for index, run in enumerate(runs):
        if run.size > _RAISED * largest:
            continue
        text = unicodedata.normalize("NFKC", _plain(run.glyphs))
        is_kana, is_mark = _is_kana(text), bool(_RAISED_MARK.fullmatch(text))
        if not is_kana and not is_mark:
            continue
        last = min(bisect_left(baselines, run.baseline + 1.5 * largest), index + _MOST_NEAR)
        for host in range(index + 1, last):
            below = runs[host]
            rise = (below.baseline - run.baseline) / below.size
            if is_kana and _is_ruby(run, below, rise):
                gone.add(index)
                runs[host] = _close_under(below, run)
                break
            if is_mark and _is_raised(run, below, rise):
                gone.add(index)
                raised[host].extend(replace(g, text=g.text.translate(_TO_RAISED)) for g in run.glyphs)
                break
    settled = []
    for index, run in enumerate(runs):
        if index in gone:
            continue
        if index in raised:
            grown = make_run(sorted([*run.glyphs, *raised[index]], key=lambda glyph: glyph.x0))
            run = replace(grown, baseline=run.baseline, top=run.top, bottom=run.bottom, size=run.size)
        settled.append(run)
    return settled


def _is_kana(text: str) -> bool:
    return bool(text) and all("ぁ" <= character <= "ヿ" for character in text)


def _is_ruby(run: Run, below: Run, rise: float) -> bool:
    overlap = min(run.x1, below.x1) - max(run.x0, below.x0)
    return run.size <= _RUBY * below.size and 0.7 <= rise <= 1.35 and overlap >= 0.6 * (run.x1 - run.x0)


def _close_under(run: Run, ruby: Run) -> Run:
    """The run with the letters closed up that a wide ruby has pushed apart."""
    glyphs = list(run.glyphs)
    for index, (glyph, after) in enumerate(pairwise(run.glyphs)):
        reach = 0.3 * ruby.size
        if ruby.x0 - reach <= glyph.x1 and after.x0 <= ruby.x1 + reach:
            glyphs[index] = replace(glyph, x1=max(glyph.x1, after.x0))
    return replace(run, glyphs=tuple(glyphs))


def _is_raised(run: Run, below: Run, rise: float) -> bool:
    beside = below.x0 - 0.6 * below.size <= run.x0 <= below.x1 + 0.6 * below.size
    return run.size <= _RAISED * below.size and 0.15 <= rise <= 0.7 and beside


def _plain(glyphs: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs if glyph.text != " ")


def script_gap(runs: Sequence[Run]) -> float:
    """The gap in em that a page usually has between a Latin letter or digit and a Japanese one.

    Word processors widen it by about a quarter em where no space is typed.
    """
    gaps = [
        (after.x0 - before.x1) / max(before.size, after.size)
        for run in runs
        for before, after in pairwise(run.glyphs)
        if before.text != " " != after.text and _is_latin(before) != _is_latin(after)
        if before.text not in _STOPS and after.text not in _STOPS
    ]
    narrow = sorted(max(gap, 0.0) for gap in gaps if gap <= _WIDEST_SCRIPT_GAP)
    return narrow[len(narrow) // 2] if narrow else 0.0


def _is_latin(glyph: Glyph) -> bool:
    return glyph.text.isascii()


def write_line(runs: Sequence[Run], between_scripts: float = 0.0) -> str:
    """The text of the runs of one line, with one space where the print has a space or a gap.

    ``between_scripts`` is the page's ``script_gap``. A number far to the right of the rest, as in a contents
    list without leaders, follows a tab.
    """
    glyphs = sorted((glyph for run in runs for glyph in run.glyphs), key=lambda glyph: glyph.x0)
    printed: list[tuple[Glyph, bool]] = []
    spaced = False
    for glyph in glyphs:
        if glyph.text == " ":
            spaced = True
            continue
        printed.append((glyph, spaced))
        spaced = False
    if not printed:
        return ""
    usual = _usual_spacing([glyph for glyph, _ in printed])
    pieces = [printed[0][0].text]
    end = printed[0][0].x1
    for (before, _), (glyph, spaced) in pairwise(printed):
        size = max(before.size, glyph.size)
        gap = (glyph.x0 - end) / size
        if gap > _PAGE_NUMBER_GAP:
            pieces.append("\v")
        elif spaced or gap >= usual + _least_space(before, glyph, between_scripts):
            pieces.append(" ")
        pieces.append(glyph.text)
        end = max(end, glyph.x1)
    head, _, number = "".join(pieces).rpartition("\v")
    far = head and number.isdecimal() and "\v" not in head and head[-1] not in _LEADERS
    line = f"{head}\t{number}" if far else "".join(pieces)
    return line.replace("\v", " ")


def _least_space(before: Glyph, after: Glyph, between_scripts: float) -> float:
    if _is_latin(before) and _is_latin(after):
        return _LATIN_GAP
    if before.text in _STOPS or after.text in _STOPS:
        return _STOP_GAP
    return _WIDE_GAP if _is_latin(before) == _is_latin(after) else between_scripts + _LATIN_GAP


def _usual_spacing(glyphs: list[Glyph]) -> float:
    """The usual gap between neighbouring letters of a line in em; 0 where they are too few to tell."""
    gaps = sorted((after.x0 - before.x1) / max(before.size, after.size) for before, after in pairwise(glyphs))
    if len(gaps) < 3:
        return 0.0
    return min(max(gaps[(len(gaps) - 1) // 2], 0.0), _MOST_SPACING)


def write_cell(glyphs: list[Glyph]) -> str:
    """The text of a table cell: its lines joined, with a space only between Latin words."""
    text = ""
    runs = build_runs(glyphs)
    between_scripts = script_gap(runs)
    for line in join_runs(runs):
        written = write_line(line, between_scripts).replace("\t", " ")
        # A Latin word that goes on after a hyphen or a bracket is not parted.
        latin = text[-1:].isascii() and written[:1].isascii() and text[-1:] not in ("", *"-(/[")
        text += f" {written}" if latin else written
    return text


def join_runs(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of one column as lines, from the top down: runs side by side belong together."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.baseline):
        if lines and not run.rows and not lines[-1][0].rows:
            first = lines[-1][0]
            shared = min(run.bottom, first.bottom) - max(run.top, first.top)
            if shared >= 0.6 * min(run.size, first.size) and not _overlaps(run, lines[-1]):
                lines[-1].append(run)
                continue
        lines.append([run])
    return lines


def _overlaps(run: Run, line: Sequence[Run]) -> bool:
    """Whether a run stands above or below a part of the line rather than beside it."""
    return any(
        min(run.x1, other.x1) - max(run.x0, other.x0) > 0.5 * min(run.size, other.size) for other in line[-_MOST_NEAR:]
    )
