"""Adding, replacing and removing: whole or not at all, and only what changed is read into the index again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.notes import section_hash
from ingest.build import current_manifest, index_is_current
from ingest.index import Manifest, open_index
from ingest.library import read_volume
from ingest.shelf import Shelved, add_guideline, list_guidelines, remove_guideline
from ingest.title_page import Label

WriteCity = Callable[..., Path]
Build = Callable[[Path, Path], Manifest]
TEXT = """緑市協働の手引き

令和3年4月

第1章 協働の形態

(1) 共催

市民と市が共に主催者となる形です。

(2) 後援

市が名義の使用を許可する形です。

第2章 手続

協働推進課に申請書を出します。
"""
NOTE = """[[section]]
id = "midori/{part}"
hash = "{hash}"
heading_en = "Heading"
summary_en = "Summary."
plain = "せつめい。"
point = []
"""


class Shelf:
    """A guideline folder with the city aoba, its index, and files to add."""

    def __init__(self, folder: Path) -> None:
        self.given, self.guidelines, self.data = folder / "given", folder / "guidelines", folder / "data"
        self.given.mkdir()

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.given / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def add(self, *files: Path, city: str = "midori", replacing: bool = False, **said: str) -> Shelved:
        label = Label(city, **{"name": "緑市", **said})
        return add_guideline(files, label, self.guidelines, self.data, replacing=replacing, progress=lambda _line: None)

    def remove(self, city: str) -> tuple[str, int]:
        return remove_guideline(city, self.guidelines, self.data, progress=lambda _line: None)

    def state(self) -> tuple[dict[str, bytes], str | None]:
        """Every file of the guideline folder, and the build in use."""
        files = {path: path.read_bytes() for path in self.guidelines.rglob("*") if path.is_file()}
        manifest = current_manifest(self.data)
        shown = {path.relative_to(self.guidelines).as_posix(): content for path, content in files.items()}
        return shown, manifest.build if manifest else None


@pytest.fixture
def shelf(tmp_path: Path, write_city: WriteCity, build: Build) -> Shelf:
    shelf = Shelf(tmp_path)
    write_city(shelf.guidelines, "aoba")
    build(shelf.guidelines, shelf.data)
    return shelf


def test_one_file_becomes_a_guideline_that_is_found(shelf: Shelf) -> None:
    added = shelf.add(shelf.write("handbook.TXT", TEXT))
    assert (added.changes, added.unchanged) == (None, False)
    assert {name for name in shelf.state()[0] if name.startswith("midori")} == {"midori/text.txt", "midori/meta.toml"}
    meta = read_volume(shelf.guidelines / "midori").guideline.meta
    assert (meta.city_name, meta.title, meta.issued) == ("緑市", "緑市協働の手引き", "令和3年4月")
    index = open_index(shelf.data)
    unit = index.units[int(index.evidence("緑市の名義の使用の許可", cities=["midori"])[0].sum(axis=1).argmax())]
    assert set(index.guidelines) == {"aoba", "midori"} and unit.section_id == "midori/1-2"
    assert added.embedded == sum(unit.city == "midori" for unit in index.units) > 0
    index.close()
    assert index_is_current(shelf.guidelines, shelf.data)


def test_the_first_guideline_may_be_added_to_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.add(shelf.write("a.txt", TEXT))
    assert [entry.meta.id for entry in list_guidelines(shelf.guidelines, shelf.data)] == ["midori"]


def test_volumes_are_read_in_the_order_given(shelf: Shelf) -> None:
    files = [
        shelf.write(f"{name}.txt", f"第{n}章 その{n}\n\n{n}つ目です。\n") for n, name in enumerate("zyxwvutsrqp", 1)
    ]
    volume = shelf.add(*files).volume
    assert (shelf.guidelines / "midori" / "text.11.txt").is_file()
    again = read_volume(shelf.guidelines / "midori")
    assert again == volume
    assert [section.anchor for section in again.guideline.sections] == [str(n) for n in range(1, 12)]


def test_the_outline_file_beside_the_text_comes_with_it(shelf: Shelf) -> None:
    shelf.write("outline.toml", '[[heading]]\nbefore = "協働推進課"\nheading = "（窓口）"\nrank = 50\n')
    volume = shelf.add(shelf.write("a.txt", TEXT)).volume
    assert "（窓口）" in [section.heading for section in volume.guideline.sections]
    assert (shelf.guidelines / "midori" / "outline.toml").is_file()


def test_only_the_section_that_changed_is_embedded_again(shelf: Shelf) -> None:
    shelf.add(shelf.write("a.txt", TEXT))
    again = shelf.add(shelf.write("a.txt", TEXT.replace("許可する形です", "認める形です")), replacing=True)
    assert again.changes is not None
    assert [new.id for _, new in again.changes.altered] == ["midori/1-2"]
    assert (again.changes.added, again.changes.removed, again.embedded) == ((), (), 1)
    assert "認める形です" in read_volume(shelf.guidelines / "midori").guideline.section("midori/1-2").text


def test_notes_and_title_page_stay_and_the_note_of_a_changed_section_is_named(shelf: Shelf) -> None:
    shelf.add(shelf.write("a.txt", TEXT), kana="みどりし")
    city = shelf.guidelines / "midori"
    sections = read_volume(city).guideline.section
    notes = "".join(NOTE.format(part=part, hash=section_hash(sections(f"midori/{part}"))) for part in ("1-1", "1-2"))
    (city / "notes").mkdir()
    (city / "notes" / "all.toml").write_text(notes, "utf-8")
    again = shelf.add(shelf.write("a.txt", TEXT.replace("許可する", "認める")), replacing=True)
    assert again.stale_notes == ("midori/1-2",)
    assert set(again.volume.notes) == {"midori/1-1"}
    assert again.volume.guideline.meta.city_name_kana == "みどりし"
    entry = list_guidelines(shelf.guidelines, shelf.data)[1]
    assert (entry.fresh_notes, entry.stale_notes, entry.kinds) == (1, 1, ("txt",))


def test_a_text_of_another_kind_takes_the_place_of_the_old_one(shelf: Shelf) -> None:
    shelf.add(shelf.write("a.txt", TEXT), shelf.write("b.txt", "第3章 おわり\n\nおわりです。\n"))
    shelf.add(shelf.write("a.md", TEXT), replacing=True)
    assert sorted(path.name for path in (shelf.guidelines / "midori").iterdir()) == ["meta.toml", "text.md"]


def test_the_same_file_again_does_nothing(shelf: Shelf) -> None:
    file = shelf.write("a.txt", TEXT)
    shelf.add(file)
    before = shelf.state()
    assert shelf.add(file).unchanged
    assert shelf.add(file, replacing=True).unchanged
    assert shelf.state() == before


def test_an_unchanged_file_whose_index_is_behind_is_indexed(shelf: Shelf, write_city: WriteCity) -> None:
    file = shelf.write("a.txt", TEXT)
    shelf.add(file)
    write_city(shelf.guidelines, "sakura")
    assert shelf.add(file).unchanged
    assert index_is_current(shelf.guidelines, shelf.data)


def test_a_held_id_is_not_replaced_unasked(shelf: Shelf) -> None:
    before = shelf.state()
    with pytest.raises(GuidelineError, match=r"--city aoba: held already .*--replace"):
        shelf.add(shelf.write("a.txt", TEXT), city="aoba")
    assert shelf.state() == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"%PDF-1.7\n\x00\x01\x02\x03" * 20, ""),
        ("a.pdf", TEXT.encode(), ""),
        ("a.docx", TEXT.encode(), ""),
        ("a.xls", TEXT.encode(), "no reader"),
        ("a", TEXT.encode(), "no reader"),
        ("a.txt", b"\n \n", ""),
    ],
)
def test_a_file_that_cannot_be_used_changes_nothing(shelf: Shelf, name: str, content: bytes, said: str) -> None:
    bad, before = shelf.write(name, content), shelf.state()
    for files in ([bad], [shelf.write("good.txt", TEXT), bad]):
        with pytest.raises(GuidelineError) as refused:
            shelf.add(*files)
        assert str(refused.value).startswith(f"{bad}: ") and said in str(refused.value)
        assert "\n" not in str(refused.value) and ".shelf" not in str(refused.value)
    assert shelf.state() == before


@pytest.mark.parametrize("kind", ["missing", "folder", "pipe", "device"])
def test_what_is_no_regular_file_is_refused(shelf: Shelf, kind: str) -> None:
    path = shelf.given / "a.txt"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    with pytest.raises(GuidelineError, match=r"a\.txt: "):
        shelf.add(path)
    assert not (shelf.guidelines / "midori").exists()


def test_a_link_is_copied_as_its_content(shelf: Shelf) -> None:
    link = shelf.given / "link.txt"
    link.symlink_to(shelf.write("a.txt", TEXT))
    shelf.add(link)
    held = shelf.guidelines / "midori" / "text.txt"
    assert not held.is_symlink() and held.read_text("utf-8") == TEXT


def test_a_file_over_the_limit_is_refused_with_the_limit(shelf: Shelf) -> None:
    huge = shelf.given / "a.txt"
    with huge.open("wb") as file:
        file.truncate(100 * 1024 * 1024 + 1)
    with pytest.raises(GuidelineError, match=r"a\.txt: 104857601 bytes, over the limit of 104857600"):
        shelf.add(huge)


def test_a_hostile_name_is_only_read(shelf: Shelf) -> None:
    shelf.add(shelf.write("..;rm -rf \x1b[31m\n$(x).txt", TEXT))
    assert sorted(path.name for path in (shelf.guidelines / "midori").iterdir()) == ["meta.toml", "text.txt"]


def test_a_guideline_folder_that_cannot_be_written_is_named_with_its_setting(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.guidelines = shelf.write("file", "no folder") / "guidelines"
    with pytest.raises(GuidelineError, match=r"^KYODO_GUIDELINES=.*cannot be written.*set KYODO_GUIDELINES"):
        shelf.add(shelf.write("a.txt", TEXT))


def test_an_index_that_cannot_be_built_leaves_folder_and_index_as_they_were(shelf: Shelf) -> None:
    shelf.add(shelf.write("a.txt", TEXT))
    (shelf.guidelines / "aoba" / "meta.toml").write_text("id = ", "utf-8")
    before = shelf.state()
    with pytest.raises(GuidelineError, match=r"aoba/meta\.toml"):
        shelf.add(shelf.write("a.txt", TEXT + "追加です。\n"), replacing=True)
    with pytest.raises(GuidelineError, match=r"aoba/meta\.toml"):
        shelf.remove("midori")
    assert shelf.state() == before
    assert len([path for path in (shelf.data / "index").iterdir() if path.is_dir()]) == 2


def test_a_guideline_that_cannot_be_read_any_more_can_be_replaced(shelf: Shelf) -> None:
    shelf.add(shelf.write("a.txt", TEXT))
    (shelf.guidelines / "midori" / "meta.toml").write_text("id = ", "utf-8")
    shelf.add(shelf.write("a.txt", TEXT), replacing=True)
    assert index_is_current(shelf.guidelines, shelf.data)


def test_a_removed_guideline_is_gone_from_folder_and_index(shelf: Shelf) -> None:
    shelf.add(shelf.write("a.txt", TEXT))
    assert shelf.remove("midori") == ("緑市", 5)
    assert not (shelf.guidelines / "midori").exists()
    manifest = current_manifest(shelf.data)
    assert manifest is not None and manifest.cities == ("aoba",)
    assert index_is_current(shelf.guidelines, shelf.data)


@pytest.mark.parametrize(
    ("city", "said"), [("aoba", "last guideline"), ("atlantis", "held: aoba"), ("../data", "no such guideline")]
)
def test_the_last_guideline_and_an_unknown_one_are_not_removed(shelf: Shelf, city: str, said: str) -> None:
    before = shelf.state()
    with pytest.raises(GuidelineError, match=said):
        shelf.remove(city)
    assert shelf.state() == before
