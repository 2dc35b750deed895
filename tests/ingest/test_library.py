"""The guideline folder: every city read, every fault named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.notes import section_hash
from ingest.library import Volume, read_library, read_volume

WriteCity = Callable[..., Path]

NOTE = """[[section]]
id = "aoba/1-1"
hash = "{hash}"
heading_en = "Co-hosting"
summary_en = "Both host."
plain = "いっしょに します。"
point = []
"""


def test_guidelines_come_in_order_of_city(two_cities: Path) -> None:
    assert [volume.guideline.meta.id for volume in read_library(two_cities)] == ["aoba", "midori"]


def test_sections_have_the_ids_of_their_city(two_cities: Path) -> None:
    sections = read_volume(two_cities / "midori").guideline.sections
    assert [section.id for section in sections] == ["midori/1", "midori/1-1", "midori/1-2"]


def test_a_folder_without_guidelines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="no guideline here"):
        read_library(tmp_path)


def test_other_folders_and_files_are_no_guidelines(two_cities: Path) -> None:
    (two_cities / "drafts").mkdir()
    (two_cities / "NOTICE.md").write_text("notice", "utf-8")
    assert len(read_library(two_cities)) == 2


@pytest.mark.parametrize(
    ("line", "put", "said"),
    [
        ('city_name = "aoba市"\n', "", "city_name"),
        ('id = "aoba"\n', 'id = "aoba"\ncolour = "blue"\n', "unknown field 'colour'"),
        ('id = "aoba"\n', 'id = "aoba\n', "not a valid title page"),
    ],
    ids=["missing", "unknown", "not TOML"],
)
def test_a_faulty_title_page_is_refused_by_name(two_cities: Path, line: str, put: str, said: str) -> None:
    path = two_cities / "aoba" / "meta.toml"
    path.write_text(path.read_text("utf-8").replace(line, put), "utf-8")
    with pytest.raises(GuidelineError, match=rf"aoba/meta\.toml: .*{said}"):
        read_library(two_cities)


@pytest.mark.parametrize("content", [None, "協働".encode("cp932")], ids=["missing", "another encoding"])
def test_a_text_that_cannot_be_read_is_refused_by_name(two_cities: Path, content: bytes | None) -> None:
    path = two_cities / "aoba" / "text.txt"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GuidelineError, match=r"aoba/text\.txt: cannot be read as UTF-8 text"):
        read_library(two_cities)


def test_a_fresh_note_comes_with_its_guideline(two_cities: Path, write_city: WriteCity) -> None:
    current = section_hash(read_volume(two_cities / "aoba").guideline.section("aoba/1-1"))
    write_city(two_cities, "aoba", notes=NOTE.format(hash=current))
    volume = read_volume(two_cities / "aoba")
    assert set(volume.notes) == {"aoba/1-1"}
    assert volume.guideline.warnings == ()


def test_a_stale_note_is_left_out_and_said(two_cities: Path, write_city: WriteCity) -> None:
    write_city(two_cities, "aoba", notes=NOTE.format(hash="0" * 12))
    volume = read_volume(two_cities / "aoba")
    assert volume.notes == {}
    assert volume.guideline.warnings == ("aoba/1-1: note ignored, it was written for another text",)


def test_every_note_in_the_repository_fits_todays_text(volumes: dict[str, Volume]) -> None:
    assert [w for volume in volumes.values() for w in volume.guideline.warnings if "note" in w] == []
