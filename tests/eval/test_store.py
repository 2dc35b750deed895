import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import Settings
from eval.record import Record
from eval.store import RunError, describe_configuration, find_run, read_run, write_run

Make = Callable[..., Record]


def test_a_run_is_read_back_as_it_was_written(record: Make, tmp_path: Path) -> None:
    records = (record("A"), record("B", right=False))
    folder = write_run("try", records, {"settings": {"port": 1}}, tmp_path)
    run = read_run(folder)
    assert run.records == records
    assert run.configuration == {"settings": {"port": 1}}
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["city"]["all"]["right"]["mean"] == 0.5


def test_a_run_that_cannot_be_written_leaves_nothing_behind(record: Make, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_run("try", (record(),), {"not for JSON": object()}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_run_is_found_by_the_end_of_its_name_or_as_the_latest(record: Make, tmp_path: Path) -> None:
    first = write_run("one", (record(),), {}, tmp_path)
    second = write_run("two", (record(),), {}, tmp_path)
    assert find_run("one", tmp_path) == first
    assert find_run("latest", tmp_path) == second
    with pytest.raises(RunError, match="three: 0 runs"):
        find_run("three", tmp_path)


def test_a_folder_that_is_no_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(RunError, match=f"{tmp_path}: not a run folder"):
        read_run(tmp_path)


def test_the_configuration_holds_no_password_of_the_database(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, database_url="postgresql://kyodo:secret@db/kyodo")
    configuration = describe_configuration(settings, sets="both")
    assert configuration["settings"]["database_url"] == "postgresql"
    assert "secret" not in json.dumps(configuration)
    assert configuration["choices"] == {"sets": "both"}
