"""Building: nothing twice, only what changed, whole or not at all, one after the other."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.notes import section_hash
from ingest.build import build_index, current_manifest, index_is_current, read_volumes, source_fingerprint
from ingest.index import Manifest, open_index
from ingest.library import city_folders, read_volume

WriteCity = Callable[..., Path]
Build = Callable[[Path, Path], Manifest]

NOTES = """[[section]]
id = "aoba/1-1"
hash = "{hash}"
heading_en = "Co-hosting"
summary_en = "Both host."
plain = "いっしょに。"

[[section.point]]
spans = ["共に主催者"]
questions = ["連名で開きたい", "Can we co-host?"]
"""


def edit(folder: Path, city: str, before: str, after: str) -> None:
    path = folder / city / "text.txt"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


def build_folders(data: Path) -> list[str]:
    return sorted(path.name for path in (data / "index").iterdir() if path.is_dir())


def test_a_build_says_what_it_holds(two_cities: Path, tmp_path: Path, build: Build) -> None:
    manifest = build(two_cities, tmp_path / "data")
    assert manifest.cities == ("aoba", "midori")
    assert (manifest.sections, manifest.units, manifest.questions) == (6, 10, 0)
    assert manifest.embedded == manifest.units
    assert current_manifest(tmp_path / "data") == manifest


def test_progress_is_said_step_by_step(two_cities: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    build_index(two_cities, tmp_path / "data", progress=lines.append)
    assert lines[0] == "read 2 guidelines: 6 sections, 10 units"
    assert any(line.startswith("lexical: ") for line in lines)
    assert lines[-1] == "index built: 10 units, 10 texts embedded"


def test_a_second_build_of_the_same_does_nothing(two_cities: Path, tmp_path: Path, build: Build) -> None:
    first = build(two_cities, tmp_path / "data")
    lines: list[str] = []
    assert build_index(two_cities, tmp_path / "data", progress=lines.append) == first
    assert lines == ["index is current: 2 guidelines, 10 units"]
    assert build_folders(tmp_path / "data") == [first.build]
    assert index_is_current(two_cities, tmp_path / "data")


def test_only_what_changed_is_embedded_again(two_cities: Path, tmp_path: Path, build: Build) -> None:
    build(two_cities, tmp_path / "data")
    edit(two_cities, "aoba", "市が名義の使用を許可する形態です。", "市が名前の使用を認める形です。")
    assert not index_is_current(two_cities, tmp_path / "data")
    manifest = build(two_cities, tmp_path / "data")
    assert (manifest.embedded, manifest.units) == (1, 10)


def test_an_edit_is_answered_from_after_the_build(two_cities: Path, tmp_path: Path, build: Build) -> None:
    build(two_cities, tmp_path / "data")
    edit(two_cities, "aoba", "名義の使用", "看板の使用")
    build(two_cities, tmp_path / "data")
    index = open_index(tmp_path / "data")
    assert "看板の使用" in index.sections["aoba/1-2"].text
    unit = index.units[int(index.evidence("看板の使用")[0].sum(axis=1).argmax())]
    assert unit.section_id == "aoba/1-2"
    index.close()


def test_a_new_note_embeds_its_questions_and_no_text_again(
    two_cities: Path, tmp_path: Path, write_city: WriteCity, build: Build
) -> None:
    build(two_cities, tmp_path / "data")
    section = read_volume(two_cities / "aoba").guideline.section("aoba/1-1")
    write_city(two_cities, "aoba", notes=NOTES.format(hash=section_hash(section)))
    manifest = build(two_cities, tmp_path / "data")
    # The point's shorter span is one new text beside the two questions.
    assert (manifest.questions, manifest.embedded) == (2, 3)


def test_a_stale_note_is_said_in_the_manifest(
    two_cities: Path, tmp_path: Path, write_city: WriteCity, build: Build
) -> None:
    write_city(two_cities, "aoba", notes=NOTES.format(hash="0" * 12))
    manifest = build(two_cities, tmp_path / "data")
    assert manifest.warnings == ("aoba/1-1: note ignored, it was written for another text",)
    assert manifest.questions == 0


def test_a_city_that_is_gone_is_gone_from_the_index(two_cities: Path, tmp_path: Path, build: Build) -> None:
    build(two_cities, tmp_path / "data")
    (two_cities / "midori" / "meta.toml").unlink()
    manifest = build(two_cities, tmp_path / "data")
    assert (manifest.cities, manifest.embedded) == (("aoba",), 0)


@pytest.mark.parametrize("name", ["text.txt", "meta.toml", "notes/all.toml", "outline.toml"])
def test_the_fingerprint_follows_every_file_of_a_guideline(two_cities: Path, name: str) -> None:
    before = source_fingerprint(two_cities)
    path = two_cities / "aoba" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text("utf-8") if path.exists() else "") + "\n# 変更\n", "utf-8")
    assert source_fingerprint(two_cities) != before


def test_the_fingerprint_follows_which_city_a_text_is_of(two_cities: Path) -> None:
    edit(two_cities, "aoba", "共催", "合同開催")
    before = source_fingerprint(two_cities)
    one, other = (two_cities / city / "text.txt" for city in ("aoba", "midori"))
    texts = one.read_text("utf-8"), other.read_text("utf-8")
    one.write_text(texts[1], "utf-8")
    other.write_text(texts[0], "utf-8")
    assert source_fingerprint(two_cities) != before


def test_the_fingerprint_of_the_same_files_is_the_same_elsewhere(
    two_cities: Path, tmp_path: Path, write_city: WriteCity
) -> None:
    for city in ("midori", "aoba"):
        write_city(tmp_path / "elsewhere", city)
    assert source_fingerprint(tmp_path / "elsewhere") == source_fingerprint(two_cities)


@pytest.mark.parametrize("content", ["", "{", '{"format": 0}', '{"format": 1}'])
def test_an_index_that_cannot_be_read_is_built_anew(
    two_cities: Path, tmp_path: Path, build: Build, content: str
) -> None:
    first = build(two_cities, tmp_path / "data")
    (tmp_path / "data" / "index" / first.build / "manifest.json").write_text(content, "utf-8")
    second = build(two_cities, tmp_path / "data")
    assert second.build != first.build
    assert open_index(tmp_path / "data").manifest == second


def test_a_fault_in_a_guideline_leaves_the_index_in_use_as_it_was(
    two_cities: Path, tmp_path: Path, build: Build
) -> None:
    first = build(two_cities, tmp_path / "data")
    (two_cities / "aoba" / "meta.toml").write_text("id = ", "utf-8")
    with pytest.raises(GuidelineError, match=r"aoba/meta\.toml"):
        build(two_cities, tmp_path / "data")
    assert open_index(tmp_path / "data").manifest == first
    assert build_folders(tmp_path / "data") == [first.build]


def test_no_folders_are_left_over_but_the_build_in_use_and_the_one_before(
    two_cities: Path, tmp_path: Path, build: Build
) -> None:
    data = tmp_path / "data"
    (data / "index" / "20200101T000000-broken").mkdir(parents=True)
    builds = [build(two_cities, data).build]
    for word in ("共催一", "共催二", "共催三"):
        (two_cities / "aoba" / "text.txt").write_text(f"第1章 形態\n\n{word}を行います。\n", "utf-8")
        builds.append(build(two_cities, data).build)
    assert set(build_folders(data)) == set(builds[-2:])
    assert {path.name for path in (data / "index").iterdir() if path.is_file()} == {"CURRENT", ".lock"}


def test_a_second_builder_waits_and_finds_the_work_done(two_cities: Path, tmp_path: Path) -> None:
    lines: dict[str, list[str]] = {"one": [], "two": []}
    threads = [
        threading.Thread(target=build_index, args=(two_cities, tmp_path / "data", "", lines[name].append))
        for name in lines
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = sorted(said[-1] for said in lines.values())
    assert last == ["index built: 10 units, 10 texts embedded", "index is current: 2 guidelines, 10 units"]


def test_the_manifest_is_stored_as_json_that_a_person_can_read(two_cities: Path, tmp_path: Path, build: Build) -> None:
    manifest = build(two_cities, tmp_path / "data")
    stored = json.loads((tmp_path / "data" / "index" / manifest.build / "manifest.json").read_text("utf-8"))
    assert stored["cities"] == ["aoba", "midori"]
    assert stored["encoder"] == manifest.encoder


def test_a_guideline_that_did_not_change_is_taken_from_the_index(
    two_cities: Path, tmp_path: Path, write_city: WriteCity, build: Build
) -> None:
    section = read_volume(two_cities / "aoba").guideline.section("aoba/1-1")
    write_city(two_cities, "aoba", notes=NOTES.format(hash=section_hash(section)))
    manifest = build(two_cities, tmp_path / "data")
    folders = city_folders(two_cities)
    assert read_volumes(folders, tmp_path / "data") == {city: read_volume(folders[city]) for city in folders}

    stored = tmp_path / "data" / "index" / manifest.build / "library.json"
    stored.write_text(stored.read_text("utf-8").replace("名義の使用", "看板の使用"), "utf-8")
    edit(two_cities, "aoba", "名義の使用", "名札の使用")
    volumes = read_volumes(folders, tmp_path / "data")
    texts = {city: volume.guideline.section(f"{city}/1-2").text for city, volume in volumes.items()}
    assert "名札の使用" in texts["aoba"] and "看板の使用" in texts["midori"]


@pytest.mark.parametrize("content", ["", "{", "{}"])
def test_a_damaged_library_in_the_index_is_not_used(
    two_cities: Path, tmp_path: Path, build: Build, content: str
) -> None:
    manifest = build(two_cities, tmp_path / "data")
    (tmp_path / "data" / "index" / manifest.build / "library.json").write_text(content, "utf-8")
    assert set(read_volumes(city_folders(two_cities), tmp_path / "data")) == {"aoba", "midori"}
