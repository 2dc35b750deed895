"""How answers look in a terminal, in a pipe, and without an index."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.cli import main
from api.terminal import Terminal, show_answer
from assistant.answer import Answer, Block, BlockKind, Citation, Item, Status
from assistant.settings import Settings
from assistant.wording import say_both

ROOT = Path(__file__).parents[2]
QUOTE = "市民公益活動団体と市等が、共に主催者となって、講演会や講習会等の事業を行う形態をいいます。"
CITATION = Citation(1, "kitamoto", "北本市", "計画", "平成19年", "kitamoto/5", ("第5章", "共催"), QUOTE, 0, 9)
ANSWER = Answer(
    Status.ANSWERED,
    "ja",
    "",
    (
        Block(BlockKind.LEAD, "次のように書かれています。[1]"),
        Block(BlockKind.PARAGRAPH, QUOTE, citations=(1,), verbatim=True, label="北本市"),
        Block(BlockKind.STEPS, items=(Item("はじめに", (1,)), Item("つぎに")), verbatim=True),
        Block(BlockKind.TABLE, rows=((Item("北本市"), Item("あり", (1,))),)),
        Block(BlockKind.NOTE, ""),
    ),
    (CITATION,),
    suggestions=("後援とは",),
)


def test_text_for_a_pipe_has_no_styles_and_no_broken_lines() -> None:
    assert show_answer(ANSWER).split("\n\n") == [
        "次のように書かれています。[1]",
        f"北本市\n│ {QUOTE}[1]",
        "│ 1. はじめに[1]\n│ 2. つぎに",
        "北本市\n  あり[1]",
        "出典\n[1] 北本市 計画（平成19年） 第5章 > 共催",
        "続けて質問する\n- 後援とは",
    ]


@pytest.mark.parametrize("width", [40, 41, 57, 100])
def test_text_for_a_terminal_fits_its_width_and_keeps_every_character(width: int) -> None:
    lines = show_answer(ANSWER, Terminal(width)).splitlines()
    # A full stop or bracket that may begin no line hangs over by its own width at most.
    assert all(sum(1 + (ord(character) > 0x2E7F) for character in line) <= width + 2 for line in lines)
    assert not any(re.match(r"[│ ]*[、。）」]", line) for line in lines)
    quoted = "".join(line.removeprefix("│ ") for line in lines if line.startswith("│ "))
    assert QUOTE + "[1]" in quoted


def test_a_person_sees_headings_in_bold_unless_colours_are_refused(settings: Settings, assistant: object) -> None:
    environment = {"KYODO_DATA": str(settings.data), "TERM": "xterm"}
    assert "\x1b[1m出典\x1b[0m" in run_in_terminal(["ask", "共催とは", "--city", "kitamoto"], environment)
    plain = run_in_terminal(["ask", "共催とは", "--city", "kitamoto"], {**environment, "NO_COLOR": "1"})
    assert "出典" in plain and "\x1b" not in plain


def test_ask_builds_a_missing_index_first_and_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "guidelines" / "takaoka"
    shutil.copytree(Settings().guidelines / "takaoka", folder, ignore=shutil.ignore_patterns("notes"))
    monkeypatch.setenv("KYODO_GUIDELINES", str(folder.parent))
    monkeypatch.setenv("KYODO_DATA", str(tmp_path / "data"))
    asked = ["ask", "協働とは何ですか", "--city", "takaoka", "--json"]
    assert main(asked) == 0
    first = capsys.readouterr()
    assert first.err.splitlines()[0] == say_both("command.index_building")
    assert json.loads(first.out)["status"]
    assert main(asked) == 0
    assert capsys.readouterr() == (first.out, "")


def test_ask_that_cannot_build_an_index_says_why(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KYODO_DATA", str(tmp_path / "file" / "data"))
    assert main(["ask", "協働とは"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines()[-1].startswith(f"kyodo: {tmp_path / 'file'}")


def run_in_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """What ``kyodo`` writes when its output is a terminal."""
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", *arguments],
        cwd=ROOT,
        env={**{name: value for name, value in os.environ.items() if name != "NO_COLOR"}, **environment},
        stdout=follower,
    )
    os.close(follower)
    written = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if not select.select([leader], [], [], 1)[0]:
            continue
        try:
            written += os.read(leader, 4096)
        except OSError:
            break
    os.close(leader)
    assert process.wait(10) == 0
    return written.decode()
