"""Records gathered into means: per suite, and within a suite per city, style or language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from eval.measures import MEASURES
from eval.record import Record
from eval.statistics import Estimate, estimate_mean

PROMISES = ("verbatim_rate", "wrong_city", "unsupported")
Means = dict[str, Estimate]
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "city": (
        "right", "first_citation_right", "citation_precision", "citation_recall", "facts_said",
        "false_refusal", "recall_at_1", "recall_at_5", "recall_at_10", "reciprocal_rank", "length",
    ),
    "cross": (
        "right", "cities_cited", "first_citation_right", "citation_precision", "citation_recall",
        "false_refusal", "recall_at_5", "recall_at_10", "reciprocal_rank", "length",
    ),
    "abstain": ("refusal", "length"),
    "dialogs": (
        "right", "refusal", "cities_cited", "first_citation_right", "citation_precision", "citation_recall",
        "facts_said", "false_refusal", "recall_at_5", "reciprocal_rank", "length",
    ),
}  # fmt: skip
"""The measures that each suite is shown by, in order."""


def _name_city(record: Record) -> str:
    """The city asked or expected; ``*`` for several, ``-`` for none."""
    cities = (record.city,) if record.city else record.expected_cities
    return "-" if not cities else cities[0] if len(cities) == 1 else "*"


GROUPINGS: Mapping[str, Callable[[Record], str]] = {
    "city": _name_city,
    "style": lambda record: record.style,
    "lang": lambda record: record.lang,
    "origin": lambda record: record.origin,
}


def estimate_measures(records: Sequence[Record], names: Iterable[str] = MEASURES) -> Means:
    """Every measure that some of these records have, with its interval."""
    means: Means = {}
    for name in names:
        scored = [record for record in records if name in record.scores]
        if scored:
            values = [record.scores[name] for record in scored]
            means[name] = estimate_mean(values, [record.dialog for record in scored])
    return means


def split_records(records: Sequence[Record], key: Callable[[Record], str]) -> dict[str, tuple[Record, ...]]:
    """The records by what ``key`` says of them, in the order of first appearance."""
    parts: dict[str, list[Record]] = {}
    for record in records:
        parts.setdefault(key(record), []).append(record)
    return {name: tuple(part) for name, part in parts.items()}


def summarise(records: Sequence[Record]) -> dict[str, Any]:
    """Means per suite and grouping, as plain values for a JSON file."""
    summary: dict[str, Any] = {"all": _plain(estimate_measures(records, PROMISES))}
    for suite, own in split_records(records, lambda record: record.suite).items():
        summary[suite] = {"all": _plain(estimate_measures(own))}
        for grouping, key in GROUPINGS.items():
            parts = split_records(own, key)
            if len(parts) > 1:
                means = {name: _plain(estimate_measures(part)) for name, part in parts.items()}
                summary[suite][grouping] = means
    return summary


def find_operating_point(records: Sequence[Record]) -> tuple[float, float]:
    """Precision and recall of answering as it was done, by the same definitions as ``trace_threshold``."""
    answered = [not record.expected_abstain for record in records if record.actual_status == "answered"]
    answerable = sum(not record.expected_abstain for record in records)
    precision = sum(answered) / len(answered) if answered else 1.0
    return precision, sum(answered) / answerable if answerable else 0.0


def trace_threshold(records: Sequence[Record]) -> tuple[tuple[float, float, float], ...]:
    """Cut, precision and recall of answering, were every question answered whose evidence reaches the cut.

    Precision is the share of the answered that have an answer in the guideline, 1 where nothing is
    answered; recall the share of the answerable that are answered. Cuts ascend from 0 to 1.
    """
    marks = [(record.actual_evidence_probability, not record.expected_abstain) for record in records]
    answerable = sum(good for _, good in marks)
    curve = []
    for step in range(101):
        cut = step / 100
        answered = [good for probability, good in marks if probability >= cut]
        precision = sum(answered) / len(answered) if answered else 1.0
        curve.append((cut, precision, sum(answered) / answerable if answerable else 0.0))
    return tuple(curve)


def find_single_facts(records: Sequence[Record]) -> tuple[Record, ...]:
    """The answered questions to one city that one span and at most one fact settle."""
    return tuple(
        record
        for record in records
        if record.suite == "city"
        and record.actual_status == "answered"
        and len(record.expected_evidence) == 1
        and len(record.expected_facts) <= 1
    )


def find_percentile(values: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of the values do not exceed, interpolated.

    Raises:
        IndexError: there are no values.
    """
    return float(np.percentile(values, percent))


def _plain(means: Means) -> dict[str, Any]:
    return {
        name: {"mean": round(e.mean, 4), "low": round(e.low, 4), "high": round(e.high, 4), "count": e.count}
        for name, e in means.items()
    }
