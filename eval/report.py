"""A run as one HTML file for people: no script, no request to anywhere, Japanese with English."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assistant.wording import say
from eval.compare import compare_runs
from eval.measures import LONGEST_RIGHT, MEASURES
from eval.record import Record
from eval.statistics import Estimate
from eval.store import PACKAGE, Run, write_atomically
from eval.summary import (
    COLUMNS,
    GROUPINGS,
    PROMISES,
    Means,
    estimate_measures,
    find_operating_point,
    find_percentile,
    find_single_facts,
    split_records,
    trace_threshold,
)  # fmt: skip

_BINS = 18
_TARGETS = (
    ("city", "right", 0.90), ("city", "first_citation_right", 0.90), ("city", "citation_precision", 0.80),
    ("city", "false_refusal", 0.05), ("cross", "cities_cited", 0.90), ("abstain", "refusal", 0.95),
    ("dialogs", "right", 0.90),
)  # fmt: skip
"""Suite, measure and the mean that is aimed at."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A mean beside the mean that is aimed at."""

    suite: str
    measure: str
    aim: float
    estimate: Estimate

    @property
    def met(self) -> bool:
        """Whether the mean is at least as good as the aim."""
        higher = MEASURES[self.measure].better == "higher"
        return self.estimate.mean >= self.aim if higher else self.estimate.mean <= self.aim


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin of a histogram: from ``low`` up to ``high``, holding ``count`` values."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """One measure of a variant, and how far it is from the variant above, if there is one."""

    estimate: Estimate
    difference: Estimate | None


@dataclass(frozen=True, slots=True)
class SuiteView:
    """What the report shows of one suite: its means, and the means of its parts per grouping."""

    name: str
    count: int
    columns: tuple[str, ...]
    means: Means
    groups: Mapping[str, Mapping[str, tuple[int, Means]]]
    failures: Mapping[str, tuple[Record, ...]]


def write_report(run: Run, path: Path, variants: Mapping[str, Sequence[Record]]) -> None:
    """Write the report of ``run``; ``variants`` (label to records) fill the table of what parts are worth."""
    write_atomically(path, render_report(run, variants))


def render_report(run: Run, variants: Mapping[str, Sequence[Record]]) -> str:
    """The report as one HTML document."""
    environment = Environment(
        loader=FileSystemLoader(PACKAGE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(say=_say, say_plain=_say_plain, measures=MEASURES)
    times = [record.timings["answer"] for record in run.records if "answer" in record.timings]
    lengths = [float(len(record.actual_text)) for record in run.records if record.actual_status == "answered"]
    return environment.get_template("report.html").render(
        run=run,
        goals=_find_goals(run.records),
        promises=estimate_measures(run.records, PROMISES),
        broken=[record for record in run.records if record.broken],
        suites=[
            _view_suite(name, own) for name, own in split_records(run.records, lambda record: record.suite).items()
        ],
        curve=trace_threshold(run.records),
        point=find_operating_point(run.records),
        lengths=fill_bins(lengths),
        middle_lengths=_find_middle_lengths(run.records),
        longest=LONGEST_RIGHT,
        times=fill_bins(times),
        percentiles={percent: find_percentile(times, percent) for percent in (50, 95, 99)} if times else {},
        variants=_view_variants(variants),
        configuration=json.dumps(run.configuration, ensure_ascii=False, indent=1, sort_keys=True),
    )


def fill_bins(values: Sequence[float]) -> tuple[Bar, ...]:
    """The values counted in bins of one width; the highest 1 % share the last bin. Empty for no values."""
    if not values:
        return ()
    top = max(float(np.percentile(values, 99)), min(values) + 1e-9)
    counts, edges = np.histogram(np.minimum(values, top), bins=_BINS, range=(min(values), top))
    return tuple(
        Bar(float(low), float(high), int(count)) for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    )


def _find_goals(records: Sequence[Record]) -> tuple[Goal, ...]:
    parts = split_records(records, lambda record: record.suite)
    found = []
    for suite, measure, aim in _TARGETS:
        estimate = estimate_measures(parts.get(suite, ()), (measure,)).get(measure)
        if estimate is not None:
            found.append(Goal(suite, measure, aim, estimate))
    return tuple(found)


def _view_suite(name: str, records: Sequence[Record]) -> SuiteView:
    columns = COLUMNS[name]
    groups = {
        grouping: {
            part: (len(own), estimate_measures(own, columns))
            for part, own in sorted(split_records(records, key).items())
        }
        for grouping, key in GROUPINGS.items()
    }
    failed = [record for record in records if not record.right]
    return SuiteView(
        name=name,
        count=len(records),
        columns=columns,
        means=estimate_measures(records, columns),
        groups={grouping: parts for grouping, parts in groups.items() if len(parts) > 1},
        failures=split_records(failed, lambda record: record.faults[0].kind),
    )


def _view_variants(variants: Mapping[str, Sequence[Record]]) -> dict[str, dict[tuple[str, str], Step]]:
    """Per label, the measures that are aimed at, by suite and measure."""
    views: dict[str, dict[tuple[str, str], Step]] = {}
    above: Sequence[Record] = ()
    for label, records in variants.items():
        changes = compare_runs(above, records).changes
        moved = {(change.suite, change.measure): change.difference for change in changes}
        same = Estimate(0.0, 0.0, 0.0, 0) if above else None
        views[label] = {
            (goal.suite, goal.measure): Step(goal.estimate, moved.get((goal.suite, goal.measure), same))
            for goal in _find_goals(records)
        }
        above = records
    return views


def _find_middle_lengths(records: Sequence[Record]) -> dict[str, tuple[int, float]]:
    """Number and median length, in characters, of the answers per suite, and of those to single facts."""
    answered = [record for record in records if record.actual_status == "answered"]
    parts = {f"suite_{name}": own for name, own in split_records(answered, lambda one: one.suite).items()}
    parts["single_fact"] = find_single_facts(records)
    return {
        key: (len(own), find_percentile([float(len(record.actual_text)) for record in own], 50))
        for key, own in parts.items()
        if own
    }


def _say(key: str, **values: object) -> Markup:
    """Japanese, with the English marked as such."""
    english = Markup('<span class="en" lang="en">{}</span>').format(say(f"eval.{key}", "en", **values))
    return Markup("{} {}").format(escape(say(f"eval.{key}", "ja", **values)), english)


def _say_plain(key: str, **values: object) -> str:
    """Both languages without markup, for titles of graphics."""
    return f"{say(f'eval.{key}', 'ja', **values)} / {say(f'eval.{key}', 'en', **values)}"
