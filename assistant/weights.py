"""The learned numbers: ``weights.toml``, written by ``kyodo eval tune`` and by nobody's hand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned on the tuning questions.

    ``ranking`` weighs the features of a unit into its score; ``judging`` the features of a city's best
    evidence into log odds that it answers; ``thresholds`` are the cuts that follow.
    """

    ranking: Mapping[str, float]
    judging: Mapping[str, float]
    thresholds: Mapping[str, float]

    def ranking_vector(self, features: Sequence[str]) -> NDArray[np.float32]:
        """(features,) float32 in the order asked for; a feature without a weight counts 0."""
        return np.array([self.ranking.get(name, 0.0) for name in features], np.float32)


def read_weights(path: Path | None = None) -> Weights:
    """The weights of a file, or those that ship with the project."""
    return _packaged() if path is None else _parse(path.read_text("utf-8"))


@cache
def _packaged() -> Weights:
    return _parse(files("assistant").joinpath("weights.toml").read_text("utf-8"))


def _parse(text: str) -> Weights:
    table = tomllib.loads(text)
    return Weights(table["ranking"], table["judging"], table["thresholds"])
