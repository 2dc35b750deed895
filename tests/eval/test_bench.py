from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.bench import WIDGET, WIDGET_BUDGET, Bench, Build, Speed, measure_speed, time_answers, weigh_widget
from eval.question import Question
from eval.table import print_bench

if TYPE_CHECKING:
    from assistant.chain import Assistant


def test_every_question_of_a_conversation_is_timed(assistant: Assistant, question: Callable[..., Question]) -> None:
    words = {"T#1": "共催とは？", "T#2": "じゃあ後援は？"}
    talk = [question(id=name, question=asked, city="toride") for name, asked in words.items()]
    times = time_answers(assistant, [talk])
    assert list(times) == ["T#1", "T#2"]
    assert all(taken > 0 for taken in times.values())


def test_a_speed_is_the_median_and_the_95th_percentile() -> None:
    assert measure_speed(float(value) for value in range(101)) == Speed(101, 50.0, 95.0)


def test_the_widget_that_is_weighed_is_the_one_that_is_served() -> None:
    assert {"start.js", "style.css"} <= {path.name for path in WIDGET.iterdir()}
    assert 1_000 < weigh_widget() < WIDGET_BUDGET


def test_a_folder_weighs_less_compressed(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("x" * 10_000, encoding="utf-8")
    assert 0 < weigh_widget(tmp_path) < 1_000


def test_ratios_are_printed_with_what_they_are_of(capsys: pytest.CaptureFixture[str]) -> None:
    full = Build(seconds=20.0, units=100, embedded=1000, speed=Speed(10, 20.0, 40.0))
    bare = dataclasses.replace(full, seconds=5.0, speed=Speed(10, 10.0, 16.0))
    print_bench(Bench({"city": full.speed}, full, 1.0, bare, bare, full, widget=15_000, load=3.25, cores=2))
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("     0.80  p95 / 50 ms") for line in lines)
    assert any("4.00" in line and "with notes / without: build" in line for line in lines)
    assert any("3.2" in line and "2 cores" in line for line in lines)
    assert any("0.50" in line and "budget" in line for line in lines)
