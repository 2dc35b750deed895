"""Run folders: what was said, what it is worth, and the configuration that made it."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from assistant.settings import Settings
from corpus.errors import KyodoError
from eval.record import Record
from eval.summary import summarise

PACKAGE = Path(__file__).parent
RUNS = PACKAGE / "runs"
_VERSIONED = ("langchain-core", "chromadb", "bm25s", "sentence-transformers", "torch", "sudachipy", "numpy")
_RECORD = TypeAdapter(Record)


class RunError(KyodoError):
    """A run folder is missing or does not hold a run; the message names it and the reason."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run, read back: its folder's name, its records and its configuration."""

    name: str
    records: tuple[Record, ...]
    configuration: Mapping[str, Any]


def describe_configuration(settings: Settings, **choices: object) -> dict[str, Any]:
    """Everything that could explain a figure: settings, choices, index manifest, commit, versions."""
    kept = settings.model_dump(mode="json")
    if "database_url" in kept:
        kept["database_url"] = urlsplit(str(kept["database_url"])).scheme  # the rest may hold a password
    return {
        "settings": kept,
        "choices": {name: str(value) for name, value in choices.items()},
        "manifest": _read_manifest(settings.data),
        "commit": _find_commit(),
        "versions": {"python": platform.python_version(), **_find_versions()},
    }


def write_run(name: str, records: Sequence[Record], configuration: Mapping[str, Any], runs: Path = RUNS) -> Path:
    """Write ``<time>-<name>/`` with records.jsonl, summary.json and configuration.json; all or nothing."""
    runs.mkdir(parents=True, exist_ok=True)
    begun = Path(tempfile.mkdtemp(prefix=".begun-", dir=runs))
    try:
        begun.chmod(0o755)
        lines = (_RECORD.dump_json(record).decode() for record in records)
        (begun / "records.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        for stem, content in (("summary", summarise(records)), ("configuration", configuration)):
            text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
            (begun / f"{stem}.json").write_text(text + "\n", encoding="utf-8")
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        return begun.rename(runs / f"{stamp}-{name}")
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise


def read_run(folder: Path) -> Run:
    """Read a run folder.

    Raises:
        RunError: a file of it is missing, or a line of records.jsonl is not a record.
    """
    try:
        lines = (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()
        configuration = json.loads((folder / "configuration.json").read_text(encoding="utf-8"))
        return Run(folder.name, tuple(_RECORD.validate_json(line) for line in lines), configuration)
    except (OSError, json.JSONDecodeError) as error:
        raise RunError(f"{folder}: not a run folder: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise RunError(f"{folder}/records.jsonl: {first['loc']}: {first['msg']}") from error


def find_run(name: str, runs: Path = RUNS) -> Path:
    """The folder of a run: a path, the folder's name, or an end of it; ``latest`` for the newest.

    Raises:
        RunError: no run, or more than one, is called that.
    """
    if Path(name).is_dir():
        return Path(name)
    folders = sorted(path for path in runs.glob("[0-9]*") if path.is_dir())
    found = folders[-1:] if name == "latest" else [path for path in folders if path.name.endswith(name)]
    if len(found) != 1:
        raise RunError(f"{name}: {len(found)} runs in {runs} are called that")
    return found[0]


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, delete=False) as begun:
        begun.write(text)
    os.chmod(begun.name, 0o644)
    os.replace(begun.name, path)


def _read_manifest(data: Path) -> Any:
    found = sorted(data.glob("**/manifest.json"), key=lambda path: path.stat().st_mtime)
    return json.loads(found[-1].read_text(encoding="utf-8")) if found else None


def _find_commit() -> str:
    command = ["git", "-C", str(PACKAGE), "describe", "--always", "--dirty", "--abbrev=40"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def _find_versions() -> dict[str, str]:
    found = {}
    for package in _VERSIONED:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
