from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eval.baseline import find_drops, find_regressions, read_baseline, write_baselines
from eval.record import Record
from eval.store import RunError

Make = Callable[..., Record]


def test_the_run_that_set_the_baseline_holds_it(record: Make, tmp_path: Path) -> None:
    records = (record("A"), record("B"), record("C", right=False))
    (path,) = write_baselines(records, tmp_path)
    baseline = read_baseline("tuning", tmp_path)
    assert path == tmp_path / "tuning.json"
    assert find_drops(records, baseline) == ()
    assert find_regressions(records, baseline) == ()


def test_a_worse_mean_and_the_question_behind_it_are_named(record: Make, tmp_path: Path) -> None:
    write_baselines((record("A"), record("B", right=False)), tmp_path)
    baseline = read_baseline("tuning", tmp_path)
    now = (record("A", right=False), record("B", right=False))
    drops = find_drops(now, baseline)
    assert "city right: 0.5000 -> 0.0000" in drops
    assert "city false_refusal: 0.5000 -> 1.0000" in drops
    assert [regressed.id for regressed in find_regressions(now, baseline)] == ["A"]


def test_a_small_drop_is_let_pass_but_no_broken_promise(record: Make, tmp_path: Path) -> None:
    many = tuple(record(f"Q{number}") for number in range(200))
    write_baselines(many, tmp_path)
    baseline = read_baseline("tuning", tmp_path)
    one_lost = (record("Q0", right=False), *many[1:])
    assert find_drops(one_lost, baseline) == ()
    assert [regressed.id for regressed in find_regressions(one_lost, baseline)] == ["Q0"]
    assert "city right: 1.0000 -> 0.9950" in find_drops(one_lost, baseline, tolerance=0.0)
    leaking = replace(many[0], scores={**many[0].scores, "wrong_city": 1.0})
    assert find_drops((leaking, *many[1:]), baseline) == ("city wrong_city: 0.0000 -> 0.0050",)


def test_a_better_mean_is_no_drop_and_a_missing_suite_is(record: Make, tmp_path: Path) -> None:
    write_baselines((record("A", right=False),), tmp_path)
    baseline = read_baseline("tuning", tmp_path)
    assert find_drops((record("A"),), baseline) == ()
    assert "city right: 0.0000 -> not measured" in find_drops((), baseline)


def test_each_question_set_has_a_baseline_of_its_own(record: Make, tmp_path: Path) -> None:
    paths = write_baselines((record("A"), record("B", origin="reporting")), tmp_path)
    assert [path.name for path in paths] == ["tuning.json", "reporting.json"]
    with pytest.raises(RunError, match=r"elsewhere\.json: not a baseline"):
        read_baseline("elsewhere", tmp_path)
