"""Every committed question, asked once of the real assistant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eval.baseline import BASELINES, find_drops, find_regressions, read_baseline
from eval.cases import read_cases
from eval.question import make_conversations
from eval.record import Record
from eval.store import PACKAGE

if TYPE_CHECKING:
    from assistant.chain import Assistant

SETS = ("tuning", "reporting")


@pytest.fixture(scope="session")
def records(assistant: Assistant) -> tuple[Record, ...]:
    from eval.run import run_conversations

    suites = read_cases(*(PACKAGE / "questions" / name for name in SETS))
    return run_conversations(assistant, make_conversations(suites))


@pytest.mark.parametrize(
    ("kind", "promise"),
    [
        ("broken_verbatim", "every quote is the guideline's, byte for byte"),
        ("broken_city", "no city speaks that was not asked"),
        ("broken_figure", "every figure, date, office and telephone number stands in a cited span"),
    ],
)
def test_no_answer_breaks_a_promise(records: tuple[Record, ...], kind: str, promise: str) -> None:
    broken = [f"{r.id} {fault.detail}" for r in records for fault in r.broken if fault.kind == kind]
    assert broken == [], promise


def test_passages_were_quoted_at_all(records: tuple[Record, ...]) -> None:
    assert sum(bool(record.actual_citations) for record in records) > len(records) / 2


@pytest.mark.parametrize("name", SETS)
def test_no_measure_falls_below_its_baseline(records: tuple[Record, ...], name: str) -> None:
    assert (BASELINES / f"{name}.json").exists(), "set the baseline with: python -m eval baseline"
    own = tuple(record for record in records if record.origin == name)
    baseline = read_baseline(name)
    drops = find_drops(own, baseline)
    lost = [f"{r.id} {r.question} ({r.faults[0].kind}: {r.faults[0].detail})" for r in find_regressions(own, baseline)]
    assert not drops, "\n".join([*drops, "right before, wrong now:", *lost])
