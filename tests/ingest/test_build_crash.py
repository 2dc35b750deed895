"""A build that dies, wherever it dies, leaves an index that answers: the old one or the new one, whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.build import build_index, source_fingerprint
from ingest.index import Manifest, open_index

Build = Callable[[Path, Path], Manifest]
ROOT = Path(__file__).parents[2]

BUILDER = """
import os, signal, sys, time
from pathlib import Path
from ingest.build import build_index

guidelines, data = Path(sys.argv[1]), Path(sys.argv[2])

def build_and_die(kind, value):
    def die():
        os.kill(os.getpid(), signal.SIGKILL)
    said = []
    def progress(line):
        said.append(line)
        if kind == "line" and len(said) == int(value):
            die()
    if kind == "event":
        sys.addaudithook(lambda event, arguments: die() if event == value else None)
    build_index(guidelines, data, progress=progress)

for order in sys.stdin:
    kind, value = order.split()
    child = os.fork()
    if child == 0:
        build_and_die(kind, value)
        os._exit(0)
    if kind == "seconds":
        time.sleep(float(value))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else "finished", flush=True)
"""
"""Builds in a child that is killed: at its nth line of progress, at an audit event, or after some seconds."""

POINTS = [
    *[("line", str(number)) for number in (1, 10, 17, 18)],
    ("event", "os.rename"),
    ("event", "shutil.rmtree"),
    *[("seconds", f"{0.02 + 0.15 * number:.2f}") for number in range(4)],
]


@pytest.fixture
def kill_a_build(two_cities: Path, tmp_path: Path) -> Iterator[Callable[[str, str], str]]:
    """``kill_a_build(kind, value)`` starts a build, kills it there and says "killed" or "finished"."""
    command = [sys.executable, "-c", BUILDER, str(two_cities), str(tmp_path / "data")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdin is not None
        assert builder.stdout is not None
        given, said = builder.stdin, builder.stdout

        def kill(kind: str, value: str) -> str:
            print(kind, value, file=given, flush=True)
            return said.readline().strip()

        yield kill
        given.close()


def test_an_index_answers_wherever_a_build_is_killed(
    two_cities: Path, tmp_path: Path, build: Build, kill_a_build: Callable[[str, str], str]
) -> None:
    data, text = tmp_path / "data", two_cities / "aoba" / "text.txt"
    known = {build(two_cities, data).source: text.read_text("utf-8").rstrip().split("\n")[-1]}
    ends = []
    for number, (kind, value) in enumerate(POINTS):
        text.write_text(f"第1章 形態\n\n共催は共に主催する形態です。\n\n第{number}版の終わり。\n", "utf-8")
        known[source_fingerprint(two_cities)] = f"第{number}版の終わり。"
        ends.append(kill_a_build(kind, value))
        index = open_index(data)
        held = "\n".join(section.text for section in index.guidelines["aoba"].sections)
        assert held.endswith(known[index.manifest.source]), (kind, value)
        assert index.evidence("共催とは何ですか")[0].any()
        index.close()
    assert "killed" in ends[-4:]
    assert set(ends[:-4]) == {"killed"}

    manifest = build_index(two_cities, data, progress=lambda _line: None)
    assert manifest.source == source_fingerprint(two_cities)
    folders = [path for path in (data / "index").iterdir() if path.is_dir()]
    assert len(folders) <= 2
    assert {path.name for path in (data / "index").iterdir() if path.is_file()} == {"CURRENT", ".lock"}


def test_a_first_build_that_is_killed_leaves_no_index_and_does_not_hinder_the_next(
    two_cities: Path, tmp_path: Path, build: Build, kill_a_build: Callable[[str, str], str]
) -> None:
    assert kill_a_build("line", "5") == "killed"
    assert kill_a_build("event", "os.rename") == "killed"
    manifest = build(two_cities, tmp_path / "data")
    folders = [path.name for path in (tmp_path / "data" / "index").iterdir() if path.is_dir()]
    assert folders == [manifest.build]


def test_folder_and_index_are_whole_wherever_a_command_is_killed() -> None:
    script = Path(__file__).with_name("kill_builds.py")
    root = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in [str(ROOT), *sys.path] if path)}
    run = subprocess.run([sys.executable, str(script), "8"], capture_output=True, text=True, env=root)
    assert run.returncode == 0, run.stderr
    assert re.match(r"\d+ runs, all whole: .*\b8 killed\b", run.stdout)
