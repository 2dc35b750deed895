"""The measures below which no change may fall, one file per question set in ``eval/baselines``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.measures import MEASURES
from eval.record import Record
from eval.store import PACKAGE, RunError, write_atomically
from eval.summary import PROMISES, estimate_measures, split_records

BASELINES = PACKAGE / "baselines"
_HELD = tuple(name for name in MEASURES if name != "length")
TOLERANCE = 0.01
"""How far the mean of a large suite may move the wrong way: a few borderline questions, no more."""
TOLERATED_QUESTIONS = 3
"""Questions of a small suite that may be lost: the vector index is approximate, and two builds of it differ."""
LARGEST_TOLERANCE = 0.1
"""However small the suite is."""
_ROUNDING = 5e-5
"""Half of the last digit that a baseline keeps."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Means per suite and measure, and the right questions' ids, of the run that set the baseline."""

    means: dict[str, dict[str, float]]
    right: tuple[str, ...]


def make_baseline(records: Sequence[Record]) -> Baseline:
    """The baseline that these records would set."""
    return Baseline(
        {
            suite: {name: round(e.mean, 4) for name, e in estimate_measures(own, _HELD).items()}
            for suite, own in split_records(records, lambda record: record.suite).items()
        },
        tuple(sorted(record.id for record in records if record.right)),
    )


def write_baselines(records: Sequence[Record], folder: Path = BASELINES) -> tuple[Path, ...]:
    """Write one baseline per question set found in the records."""
    written = []
    for origin, own in split_records(records, lambda record: record.origin).items():
        baseline = make_baseline(own)
        content = {"means": baseline.means, "right": baseline.right}
        path = folder / f"{origin}.json"
        write_atomically(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
        written.append(path)
    return tuple(written)


def read_baseline(origin: str, folder: Path = BASELINES) -> Baseline:
    """The stored baseline of a question set.

    Raises:
        RunError: there is none, or the file is not a baseline.
    """
    path = folder / f"{origin}.json"
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return Baseline(content["means"], tuple(content["right"]))
    except (OSError, ValueError, KeyError) as error:
        raise RunError(f"{path}: not a baseline: {error}") from error


def find_drops(records: Sequence[Record], baseline: Baseline, tolerance: float = TOLERANCE) -> tuple[str, ...]:
    """One line per suite and measure that is worse than the baseline by more than the tolerance, or by more
    than ``TOLERATED_QUESTIONS`` of the questions that it was measured on, whichever is more.

    The promises have no tolerance: they hold or are broken.
    """
    now = make_baseline(records).means
    measured = Counter((record.suite, name) for record in records for name in record.scores)
    drops = []
    for suite, means in baseline.means.items():
        for name, before in means.items():
            after = now.get(suite, {}).get(name)
            if after is None:
                drops.append(f"{suite} {name}: {before:.4f} -> not measured")
                continue
            loss = before - after if MEASURES[name].better == "higher" else after - before
            few = min(LARGEST_TOLERANCE, TOLERATED_QUESTIONS / measured[suite, name]) if tolerance else 0.0
            allowed = max(tolerance, few)
            if loss > (_ROUNDING if name in PROMISES else allowed + _ROUNDING):
                drops.append(f"{suite} {name}: {before:.4f} -> {after:.4f}")
    return tuple(drops)


def find_regressions(records: Sequence[Record], baseline: Baseline) -> tuple[Record, ...]:
    """The records that were right in the baseline and are not now."""
    before = set(baseline.right)
    return tuple(record for record in records if record.id in before and not record.right)
