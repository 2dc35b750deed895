"""Nothing leaves the machine: building, searching and serving work with every other address closed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

GUARD = """
import sys

LOOPBACK = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}

def refuse_the_network(event, arguments):
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host not in LOOPBACK:
        print(f"NETWORK {event} {host}", file=sys.stderr, flush=True)
        raise OSError(f"closed: {event} {host}")

sys.addaudithook(refuse_the_network)
"""
"""Refuses every address but this machine's, and says so on standard error even if the caller hides it."""

BUILD_AND_SEARCH = """
from pathlib import Path
from ingest.build import build_index
from ingest.index import open_index

build_index(Path(sys.argv[1]), Path(sys.argv[2]))
index = open_index(Path(sys.argv[2]))
columns, _ = index.evidence("市民の協働意識はどう育てますか")
print("FOUND", index.units[int(columns.sum(axis=1).argmax())].section_id)
"""

SERVE = """
from api.cli import main
sys.argv = ["kyodo", "serve"]
sys.exit(main())
"""


@pytest.fixture
def one_city(tmp_path: Path) -> Path:
    """A guideline folder with one of the real guidelines, without its notes."""
    source = Path(str(files("corpus"))) / "guidelines" / "takaoka"
    folder = tmp_path / "guidelines" / "takaoka"
    folder.mkdir(parents=True)
    for name in ("text.txt", "meta.toml"):
        (folder / name).write_bytes((source / name).read_bytes())
    return folder.parent


@pytest.fixture
def plain_environment(one_city: Path, tmp_path: Path) -> dict[str, str]:
    """The environment without the switches that keep libraries off the network: the guard alone must do."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HF_", "TRANSFORMERS_"))}
    kept.pop("ANONYMIZED_TELEMETRY", None)
    settings = {"KYODO_GUIDELINES": str(one_city), "KYODO_DATA": str(tmp_path / "data"), "KYODO_PORT": "0"}
    return kept | settings | {"PYTHONPATH": str(Path(__file__).parent.parent), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def guarded_server(plain_environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """``kyodo serve`` under the guard: its address, and the file of its standard error."""
    errors = tmp_path / "stderr"
    with (
        errors.open("w") as log,
        subprocess.Popen(
            [sys.executable, "-c", GUARD + SERVE],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=plain_environment,
        ) as server,
    ):
        assert server.stdout is not None
        said = next((line for line in server.stdout if "http://" in line), "")
        address = re.search(r"http://\S+", said)
        assert address, errors.read_text("utf-8")
        yield address[0], errors
        server.terminate()


def test_the_guard_refuses_and_reports_an_address_elsewhere() -> None:
    attempt = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError:\n    pass"
    run = subprocess.run([sys.executable, "-c", GUARD + attempt], capture_output=True, text=True, check=True)
    assert "NETWORK socket" in run.stderr


def test_building_and_searching_reach_for_no_network(
    one_city: Path, tmp_path: Path, plain_environment: dict[str, str]
) -> None:
    command = [sys.executable, "-c", GUARD + BUILD_AND_SEARCH, str(one_city), str(tmp_path / "data")]
    run = subprocess.run(command, capture_output=True, text=True, env=plain_environment)
    assert run.returncode == 0, run.stderr
    assert "FOUND takaoka/2-1-1" in run.stdout
    assert "NETWORK" not in run.stderr


def test_serving_reaches_for_no_network(guarded_server: tuple[str, Path]) -> None:
    address, errors = guarded_server
    with urllib.request.urlopen(f"{address}/healthz") as reply:
        assert reply.status == 200
    question = json.dumps({"question": "後援とは何ですか", "city": "takaoka"}).encode()
    request = urllib.request.Request(f"{address}/api/chat", question, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        answer = json.load(reply)
    assert "takaoka/3-2-4" in {citation["section_id"] for citation in answer["citations"]}
    assert "NETWORK" not in errors.read_text("utf-8")
