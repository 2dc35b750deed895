"""The guideline folder: every city read, every fault named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.understand import understand
from corpus.errors import GuidelineError
from corpus.notes import section_hash
from ingest.library import Volume, read_library, read_texts, read_volume, text_files

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
        ("complete = true\n", 'complete = "yes"\n', "complete is not of the right kind"),
        ('city_name = "aoba市"\n', "city_name = 5\n", "city_name is not of the right kind"),
    ],
    ids=["missing", "unknown", "not TOML", "text for a truth value", "number for a text"],
)
def test_a_faulty_title_page_is_refused_by_name(two_cities: Path, line: str, put: str, said: str) -> None:
    path = two_cities / "aoba" / "meta.toml"
    path.write_text(path.read_text("utf-8").replace(line, put), "utf-8")
    with pytest.raises(GuidelineError, match=rf"aoba/meta\.toml: .*{said}"):
        read_library(two_cities)


def test_a_text_that_cannot_be_read_is_refused_by_name(two_cities: Path) -> None:
    (two_cities / "aoba" / "text.txt").write_bytes(b"\x00\x01\x02\x03" * 100)
    with pytest.raises(GuidelineError, match=r"aoba/text\.txt: "):
        read_library(two_cities)


def test_a_folder_without_a_text_is_refused_by_name(two_cities: Path) -> None:
    (two_cities / "aoba" / "text.txt").rename(two_cities / "aoba" / "text.doc")
    with pytest.raises(GuidelineError, match=r"aoba: no text here"):
        read_library(two_cities)


@pytest.mark.parametrize("names", [("text.md", "text.txt"), ("text.txt", "text.1.txt"), ("text.1.txt", "text.01.txt")])
def test_a_text_that_stands_there_twice_is_refused(two_cities: Path, names: tuple[str, str]) -> None:
    text = two_cities / "aoba" / "text.txt"
    content = text.read_bytes()
    text.unlink()
    for name in names:
        text.with_name(name).write_bytes(content)
    with pytest.raises(GuidelineError, match="aoba: several texts"):
        read_library(two_cities)


def test_copies_that_an_editor_left_are_no_texts(two_cities: Path) -> None:
    for name in ("text.txt~", "text.txt.bak", "text.bak", "draft.txt"):
        (two_cities / "aoba" / name).write_text("写し", "utf-8")
    assert text_files(two_cities / "aoba") == (two_cities / "aoba" / "text.txt",)


def test_volumes_are_one_document_in_order_of_their_numbers(two_cities: Path) -> None:
    folder = two_cities / "aoba"
    (folder / "text.txt").unlink()
    for number in range(1, 12):
        (folder / f"text.{number}.txt").write_text(f"第{number}章 その{number}\n\n{number}つ目です。\n", "utf-8")
    document = read_texts(text_files(folder))
    assert [line.text for line in document.lines if line.text.startswith("第")] == [
        f"第{number}章 その{number}" for number in range(1, 12)
    ]
    assert [section.anchor for section in read_volume(folder).guideline.sections] == [str(n) for n in range(1, 12)]


def test_pages_of_volumes_are_counted_through(two_cities: Path) -> None:
    folder = two_cities / "aoba"
    (folder / "text.txt").rename(folder / "text.1.txt")
    (folder / "text.1.txt").write_text("一枚目です。\n\f二枚目です。\n", "utf-8")
    (folder / "text.2.txt").write_text("三枚目です。\n\f四枚目です。\n", "utf-8")
    lines = read_texts(text_files(folder)).lines
    assert [(line.text, line.page) for line in lines if line.text.strip()] == [
        ("一枚目です。", 1),
        ("二枚目です。", 2),
        ("三枚目です。", 3),
        ("四枚目です。", 4),
    ]


def test_a_title_page_needs_three_fields(two_cities: Path) -> None:
    path = two_cities / "aoba" / "meta.toml"
    path.write_text('id = "aoba"\ncity_name = "青葉市"\ntitle = "青葉市の指針"\n', "utf-8")
    meta = read_volume(two_cities / "aoba").guideline.meta
    assert (meta.city_name, meta.issued, meta.city_name_en, meta.complete, meta.aliases) == ("青葉市", "", "", True, ())


def test_a_city_without_kana_and_english_name_is_still_named_in_questions(two_cities: Path) -> None:
    path = two_cities / "aoba" / "meta.toml"
    path.write_text('id = "aoba"\ncity_name = "青葉市"\ntitle = "青葉市の指針"\n', "utf-8")
    guidelines = {volume.guideline.meta.id: volume.guideline for volume in read_library(two_cities)}
    understood = understand("青葉市では共催にどんな条件がありますか", None, None, guidelines)
    assert understood.named == ("aoba",) and "青葉市" not in understood.text


def test_an_id_that_is_not_the_folders_name_is_refused(two_cities: Path) -> None:
    (two_cities / "aoba").rename(two_cities / "sakura")
    with pytest.raises(GuidelineError, match=r"sakura/meta\.toml: the id 'aoba' is not the name of the folder"):
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
