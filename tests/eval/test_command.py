import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.command import COMMANDS, run_command
from eval.record import Record
from eval.store import write_run

Make = Callable[..., Record]


@pytest.fixture
def runs(record: Make, tmp_path: Path) -> tuple[Path, Path]:
    """Two run folders; in the second, question B became wrong."""
    before = write_run("before", (record("A"), record("B")), {}, tmp_path)
    return before, write_run("after", (record("A"), record("B", right=False)), {}, tmp_path)


def test_compare_prints_the_question_that_got_worse_with_the_reason(
    runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["compare", *map(str, runs)]) == 0
    out = capsys.readouterr().out
    worse = out[out.index("Worse: 1") :]
    assert "B  ?" in worse and "not_stated" in worse
    assert "city     right                    1.000   0.500   -0.500" in out


def test_a_reader_that_has_seen_enough_is_no_error(runs: tuple[Path, Path]) -> None:
    read, write = os.pipe()
    os.close(read)
    asked = [sys.executable, "-m", "eval", "compare", *map(str, runs)]
    done = subprocess.run(asked, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_report_writes_into_the_run_unless_told_where(runs: tuple[Path, Path], tmp_path: Path) -> None:
    before, after = runs
    assert run_command(["report", str(after), "--variant", str(before)]) == 0
    assert before.name in (after / "report.html").read_text(encoding="utf-8")
    assert run_command(["report", str(after), "--report", str(tmp_path / "other.html")]) == 0
    assert (tmp_path / "other.html").exists()


def test_a_run_that_is_not_there_is_one_line_and_a_failing_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["report", "no-such-run"]) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and error.startswith("no-such-run: 0 runs")


def test_check_fails_on_a_row_that_the_guideline_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = '{"id":"A1","city":"toride","lang":"ja","style":"s","question":"?","evidence":["ありえない文"],"all_required":true,"key_facts":[]}'  # noqa: E501
    (tmp_path / "city.jsonl").write_text(row + "\n", encoding="utf-8")
    assert run_command(["check", "--questions", str(tmp_path)]) == 1
    assert "error: A1: " in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run_command([name, "--help"])
    assert left.value.code == 0
    out = capsys.readouterr().out
    assert all(argument.strip("-") in out.lower() for argument in COMMANDS[name].arguments if argument[0] == "-")
