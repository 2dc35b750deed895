"""How sure a mean is: percentile bootstrap intervals.

Efron and Tibshirani, An Introduction to the Bootstrap, ch. 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_RESAMPLES = 2000
_SEED = 20070301


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with its 95 % interval and the number of values behind it."""

    mean: float
    low: float
    high: float
    count: int


def estimate_mean(values: Sequence[float], groups: Sequence[str] | None = None) -> Estimate:
    """The mean of the values with a 95 % bootstrap interval; the same input gives the same interval.

    ``groups`` names what each value belongs to: values of one group are drawn together, because the
    turns of one dialog succeed and fail together. Without it every value is its own group.

    Raises:
        ValueError: there are no values, or not one group per value.
    """
    if not values:
        raise ValueError("no values to estimate a mean from")
    names = groups if groups is not None else [str(place) for place in range(len(values))]
    if len(names) != len(values):
        raise ValueError(f"{len(values)} values but {len(names)} groups")
    order = {name: place for place, name in enumerate(dict.fromkeys(names))}
    sums, counts = np.zeros(len(order)), np.zeros(len(order))
    for name, value in zip(names, values, strict=True):
        sums[order[name]] += value
        counts[order[name]] += 1
    drawn = np.random.default_rng(_SEED).integers(0, len(order), size=(_RESAMPLES, len(order)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(sums.sum() / counts.sum()), float(low), float(high), len(values))
