"""The command line: answers, outlines, a server that starts and stops cleanly, errors in one line."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.cli import main
from assistant.chain import Assistant
from assistant.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(settings: Settings, assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """Points the command line at the index that the tests share."""
    monkeypatch.setenv("KYODO_DATA", str(settings.data))


@pytest.mark.usefixtures("environment")
def test_ask_prints_the_answer_and_its_sources(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "市と一緒に名前を出して講演会を開きたい", "--city", "kitamoto"]) == 0
    printed = capsys.readouterr().out
    assert "出典\n[1] 北本市 北本市市民と行政との協働推進計画" in printed


@pytest.mark.usefixtures("environment")
def test_ask_prints_the_reply_of_the_contract_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "which form fits a co-hosted lecture?", "--lang", "en", "--json"]) == 0
    reply = json.loads(capsys.readouterr().out)
    assert reply.keys() == {"status", "lang", "text", "blocks", "citations", "related", "suggestions"}
    assert reply["lang"] == "en"


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["ask", ""], "QUESTION"),
        (["ask", "　"], "QUESTION"),
        (["ask", "あ" * 1001], "1000"),
        (["ask", "協働\x1bとは"], "QUESTION"),
        (["ask", "協働\udcffとは"], "QUESTION"),
        (["ask", "協働とは", "--city", "atlantis"], "--city atlantis"),
        (["ask", "協働とは", "--city", ""], "kitamoto"),
        (["inspect", "nowhere.txt"], "nowhere.txt"),
        (["inspect", "."], "."),
        (["widget", "--city", "atlantis"], "--city atlantis"),
    ],
)
def test_bad_input_is_told_in_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], named: str) -> None:
    assert main(arguments) == 1
    assert_one_line(capsys, named)


@pytest.mark.parametrize(
    ("variable", "value", "arguments"),
    [
        ("KYODO_PORT", "eighty", ["ask", "協働とは"]),
        ("KYODO_DATA", "{folder}/file/data", ["ingest"]),
        ("KYODO_GUIDELINES", "{folder}/nowhere", ["ingest"]),
        ("KYODO_GUIDELINES", "{folder}/empty", ["ingest"]),
    ],
)
def test_unusable_setting_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variable: str,
    value: str,
    arguments: list[str],
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("KYODO_DATA", str(tmp_path / "data"))
    named = value.format(folder=tmp_path)
    monkeypatch.setenv(variable, named)
    assert main(arguments) == 1
    assert_one_line(capsys, named.removesuffix("/data"))


@pytest.mark.parametrize("arguments", [[], ["dance"], ["ask"], ["ask", "協働とは", "--lang", "fr"], ["inspect"]])
def test_wrong_usage_ends_with_the_status_of_usage(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: kyodo" in capsys.readouterr().err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    for command in (
        "serve",
        "ask",
        "ingest",
        "add",
        "remove",
        "list",
        "inspect",
        "notes",
        "eval",
        "report",
        "widget",
        "version",
    ):
        assert re.search(rf"^ +{command}\b", printed, re.MULTILINE)


@pytest.mark.usefixtures("environment")
def test_ingest_of_unchanged_guidelines_ends_well(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    assert main(["ingest"]) == 0
    assert str(settings.data) in capsys.readouterr().out


def test_inspect_shows_the_outline_as_tree_and_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(Settings().guidelines / "kitamoto" / "text.txt")
    assert main(["inspect", file]) == 0
    assert re.search(r"^ +第5章\s*協働の形態", capsys.readouterr().out, re.MULTILINE)
    assert main(["inspect", file, "--json"]) == 0
    outline = json.loads(capsys.readouterr().out)
    assert outline.keys() >= {"title", "sections", "warnings"}
    assert any(section["path"][-1] == "(1) 共催" and "主催" in section["text"] for section in outline["sections"])


@pytest.mark.usefixtures("environment")
def test_widget_prints_a_tag_whose_hash_fits_the_program(
    capsys: pytest.CaptureFixture[str], client: TestClient
) -> None:
    assert main(["widget", "--city", "kitamoto"]) == 0
    tag = capsys.readouterr().out
    found = re.search(r'src="http://[^/]+([^"]+)" integrity="sha384-([^"]+)"', tag)
    assert found
    address, integrity = found.groups()
    assert base64.b64encode(hashlib.sha384(client.get(address).content).digest()).decode() == integrity
    assert 'data-city="kitamoto"' in tag


def test_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version"]) == 0
    assert re.fullmatch(r"kyodo \d\S*\n", capsys.readouterr().out)


@pytest.mark.usefixtures("environment")
def test_server_says_where_it_is_answers_and_stops_at_ctrl_c() -> None:
    with running(["serve"], KYODO_PORT="0") as process:
        address = read_address(process)
        reply = httpx2.post(f"{address}/api/chat", json={"question": "協働とは", "city": "kitamoto"})
        assert reply.status_code == 200
        assert httpx2.get(f"{address}/?q=秘密の質問").status_code == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in errors
    assert "POST /api/chat 200" in errors
    assert "秘密" not in errors and "%E7%A7%98" not in errors


@pytest.mark.usefixtures("environment")
def test_port_in_use_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with running(["serve"], KYODO_PORT=port) as process:
            _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"KYODO_PORT={port}" in errors.splitlines()[-1]
    assert "Traceback" not in errors


def read_address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    for line in process.stdout:
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError("the server did not say where it is")


class running:
    """``kyodo`` in a process of its own; it has ended when the block has."""

    def __init__(self, arguments: list[str], **variables: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "api.cli", *arguments],
            cwd=ROOT,
            env={**os.environ, **variables, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> subprocess.Popen[str]:
        return self.process

    def __exit__(self, *_trouble: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def assert_one_line(capsys: pytest.CaptureFixture[str], named: str) -> None:
    captured = capsys.readouterr()
    lines = captured.err.splitlines()
    assert len(lines) == 1, captured.err
    assert lines[0].startswith("kyodo: ") and named in lines[0]
    assert captured.out == ""
