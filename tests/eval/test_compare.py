from collections.abc import Callable

from eval.compare import compare_runs
from eval.record import Record

Make = Callable[..., Record]


def test_questions_that_became_right_or_wrong_are_told_apart(record: Make) -> None:
    before = (record("A"), record("B", right=False), record("C"))
    after = (record("A", right=False), record("B"), record("C"))
    comparison = compare_runs(before, after)
    assert [new.id for _, new in comparison.better] == ["B"]
    assert [new.id for _, new in comparison.worse] == ["A"]


def test_only_measures_that_moved_are_listed_with_their_difference(record: Make) -> None:
    before = (record("A", right=False), record("B"))
    comparison = compare_runs(before, (record("A"), record("B")))
    changes = {change.measure: change for change in comparison.changes}
    assert (changes["right"].before, changes["right"].after) == (0.5, 1.0)
    assert changes["right"].difference.mean == 0.5
    assert changes["false_refusal"].difference.mean == -0.5
    assert "verbatim_rate" not in changes


def test_a_reworded_question_has_no_partner(record: Make) -> None:
    comparison = compare_runs((record("A", right=False, question="前"),), (record("A", question="後"),))
    assert comparison.only_one == ("A",)
    assert comparison.better == ()
