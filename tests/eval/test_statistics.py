import numpy as np
import pytest

from eval.statistics import estimate_mean


def test_a_mean_of_equal_values_has_no_width() -> None:
    estimate = estimate_mean([0.5, 0.5, 0.5])
    assert (estimate.mean, estimate.low, estimate.high, estimate.count) == (0.5, 0.5, 0.5, 3)


def test_the_interval_is_close_to_the_normal_one_and_the_same_each_time() -> None:
    values = [1.0] * 80 + [0.0] * 20
    estimate = estimate_mean(values)
    half = 1.96 * np.sqrt(0.8 * 0.2 / 100)
    assert estimate.mean == 0.8
    assert estimate.low == pytest.approx(0.8 - half, abs=0.015)
    assert estimate.high == pytest.approx(0.8 + half, abs=0.015)
    assert estimate == estimate_mean(values)


def test_values_that_stand_and_fall_together_make_the_interval_wider() -> None:
    values = [1.0, 0.0] * 20
    alone = estimate_mean(values)
    together = estimate_mean(sorted(values), [str(place // 10) for place in range(40)])
    assert together.mean == alone.mean
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_no_values_and_too_few_groups_are_refused() -> None:
    with pytest.raises(ValueError, match="no values"):
        estimate_mean([])
    with pytest.raises(ValueError, match="2 values but 1 groups"):
        estimate_mean([1.0, 0.0], ["a"])
