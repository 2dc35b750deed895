"""Looking after the notes from the command line: faults one per line, stamps counted."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from api.cli import main
from assistant.settings import Settings
from assistant.wording import say_both


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A copy of two cities' guidelines that the command line is pointed at; returns the notes of one."""
    for city in ("takaoka", "toride"):
        shutil.copytree(Settings().guidelines / city, tmp_path / city)
    monkeypatch.setenv("KYODO_GUIDELINES", str(tmp_path))
    return next(path for path in sorted((tmp_path / "takaoka" / "notes").glob("*.toml")))


def test_check_says_city_by_city_that_there_is_nothing_to_mend(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notes", "check"]) == 0
    good = [say_both("command.notes_good", city=city) for city in ("takaoka", "toride")]
    assert capsys.readouterr().out.splitlines() == good


def test_check_names_each_fault_on_its_line_and_fails(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mended = re.sub('^hash = "[^"]*"', 'hash = "old"', notes.read_text("utf-8"), count=1, flags=re.MULTILINE)
    notes.write_text(mended, "utf-8")
    assert main(["notes", "check", "takaoka"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 and re.match(r"takaoka/\S+: stale", lines[0])
    assert main(["notes", "check", "toride"]) == 0


def test_stamp_makes_a_stale_note_good_again(notes: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = notes.read_text("utf-8")
    notes.write_text(re.sub('^hash = "[^"]*"', 'hash = "old"', before, count=1, flags=re.MULTILINE), "utf-8")
    assert main(["notes", "stamp"]) == 0
    stamped = [("takaoka", 1), ("toride", 0)]
    assert capsys.readouterr().out.splitlines() == [
        say_both("command.notes_stamped", city=city, count=count) for city, count in stamped
    ]
    assert notes.read_text("utf-8") == before
    assert main(["notes", "check"]) == 0


@pytest.mark.parametrize("command", ["check", "stamp"])
def test_an_unknown_city_is_told_in_one_line(notes: Path, capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main(["notes", command, "atlantis"]) == 1
    captured = capsys.readouterr()
    assert captured.out == "" and re.fullmatch(r"kyodo: atlantis: .+\n", captured.err)
