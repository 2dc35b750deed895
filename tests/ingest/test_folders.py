"""Changing the guideline folder: in one step, or so that an interruption can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import folders
from ingest.folders import place_folder, recover_folders, staging_folder, take_folder


@pytest.fixture
def guidelines(tmp_path: Path) -> Path:
    """A guideline folder that holds one file of the city aoba."""
    write(tmp_path / "guidelines" / "aoba", "old")
    return tmp_path / "guidelines"


def write(folder: Path, content: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "text.txt").write_text(content, "utf-8")
    return folder


def held(guidelines: Path) -> dict[str, str]:
    files = (path for path in guidelines.rglob("*") if path.is_file())
    return {path.relative_to(guidelines).as_posix(): path.read_text("utf-8") for path in files}


@pytest.mark.parametrize("in_one_step", [True, False])
def test_a_new_folder_takes_the_place_of_the_old_one(
    guidelines: Path, monkeypatch: pytest.MonkeyPatch, in_one_step: bool
) -> None:
    if not in_one_step:
        monkeypatch.setattr(folders, "_exchange", lambda _one, _other: False)
    with staging_folder(guidelines) as staging:
        place_folder(write(staging / "aoba", "new"), guidelines / "aoba")
        place_folder(write(staging / "midori", "first"), guidelines / "midori")
    assert held(guidelines) == {"aoba/text.txt": "new", "midori/text.txt": "first"}


def test_a_taken_folder_is_gone(guidelines: Path) -> None:
    with staging_folder(guidelines) as staging:
        take_folder(guidelines / "aoba", staging)
        assert not (guidelines / "aoba").exists()
    assert held(guidelines) == {}


def test_what_is_not_placed_leaves_nothing_behind(guidelines: Path) -> None:
    with pytest.raises(KeyboardInterrupt), staging_folder(guidelines) as staging:
        write(staging / "midori", "half")
        raise KeyboardInterrupt
    assert list(guidelines.iterdir()) == [guidelines / "aoba"]


@pytest.mark.parametrize("placed", [False, True])
def test_a_folder_moved_aside_by_an_interrupted_change_comes_back_unless_replaced(
    guidelines: Path, placed: bool
) -> None:
    aside = guidelines / ".shelf" / "0" / ".aside"
    aside.mkdir(parents=True)
    (guidelines / "aoba").rename(aside / "aoba")
    if placed:
        write(guidelines / "aoba", "new")
    recover_folders(guidelines)
    assert held(guidelines) == {"aoba/text.txt": "new" if placed else "old"}
    assert not (guidelines / ".shelf").exists()


def test_a_change_under_way_is_left_alone(guidelines: Path) -> None:
    with staging_folder(guidelines) as staging:
        write(staging / "midori", "half")
        recover_folders(guidelines)
        assert (staging / "midori" / "text.txt").is_file()
    assert held(guidelines) == {"aoba/text.txt": "old"}
