from collections.abc import Callable

from eval.record import Record
from eval.summary import estimate_measures, summarise, trace_threshold

Make = Callable[..., Record]
UNANSWERABLE = {"suite": "abstain", "abstain": True, "cities": (), "evidence": (), "facts": ()}


def test_means_are_taken_over_the_records_that_have_the_measure(record: Make) -> None:
    records = (record("A"), record("B", right=False), record("N", **UNANSWERABLE))
    means = estimate_measures(records)
    assert (means["false_refusal"].mean, means["false_refusal"].count) == (0.5, 2)
    assert (means["refusal"].mean, means["refusal"].count) == (1.0, 1)
    assert means["right"].count == 3


def test_a_summary_is_split_by_suite_and_within_it_by_language(record: Make) -> None:
    summary = summarise((record("A"), record("B", lang="en", right=False), record("N", **UNANSWERABLE)))
    assert summary["city"]["lang"]["ja"]["right"]["mean"] == 1.0
    assert summary["city"]["lang"]["en"]["right"]["mean"] == 0.0
    assert "city" not in summary["city"], "one city only: nothing to split"
    assert summary["all"]["verbatim_rate"] == {"mean": 1.0, "low": 1.0, "high": 1.0, "count": 3}


def test_a_higher_cut_trades_recall_for_precision(record: Make) -> None:
    # Evidence probabilities: .9 answerable, .2 answerable, .9 unanswerable (answered), .2 unanswerable.
    records = (
        record("A"),
        record("B", right=False),
        record("M", right=False, **UNANSWERABLE),
        record("N", **UNANSWERABLE),
    )
    points = {cut: (precision, recall) for cut, precision, recall in trace_threshold(records)}
    assert points[0.0] == (0.5, 1.0)
    assert points[0.5] == (0.5, 0.5)
    assert points[0.95] == (1.0, 0.0)
