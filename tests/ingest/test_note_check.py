"""Checking and stamping notes: each kind of fault is said, and the stamp changes hashes and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.notes import read_notes, section_hash
from ingest.library import read_volume
from ingest.note_check import check_folder, check_notes, stamp_notes

WriteCity = Callable[..., Path]
JAPANESE = [f"共催とは何ですか、その{n}" for n in "一二三四五六"]
ENGLISH = ["What is co-hosting?", "Who hosts?"]


def note(section_id: str, span: str, questions: list[str], hash_line: str = "") -> str:
    asked = "".join(f'    "{question}",\n' for question in questions)
    return (
        f'[[section]]\nid = "{section_id}"\n{hash_line}heading_en = "Heading"\nsummary_en = "Summary."\n'
        f'plain = "やさしい。"\n\n[[section.point]]\nspans = ["{span}"]\nquestions = [\n{asked}]\n\n'
    )


SPANS = {"aoba/1": "協働の形態", "aoba/1-1": "共に主催者", "aoba/1-2": "名義の使用"}


@pytest.fixture
def city(tmp_path: Path, write_city: WriteCity) -> Path:
    """A city whose notes have no fault."""
    notes = "".join(note(section_id, span, JAPANESE + ENGLISH) for section_id, span in SPANS.items())
    folder = write_city(tmp_path, "aoba", notes=notes)
    stamp_notes(folder)
    return folder


def replace(city: Path, before: str, after: str) -> None:
    path = city / "notes" / "all.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_good_notes_have_no_faults(city: Path) -> None:
    assert check_notes(city) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('plain = "やさしい。"', 'plain = " "', "aoba/1: plain is empty"),
        ('heading_en = "Heading"', 'heading_en = ""', "aoba/1: heading_en is empty"),
        ('summary_en = "Summary."', 'summary_en = ""', "aoba/1: summary_en is empty"),
        (f'    "{JAPANESE[0]}",\n', "", "aoba/1: 7 questions, at least 8 are needed"),
        (f'"{ENGLISH[0]}"', '"日本語の質問"', "aoba/1: fewer than 2 English questions"),
        (f'"{JAPANESE[0]}"', f'"{JAPANESE[1]}"', f"aoba/1: asked twice: {JAPANESE[1]}"),
        ('spans = ["協働の形態"]', "spans = []", "aoba/1: a point without spans"),
        ('spans = ["協働の形態"]', 'spans = ["本文にない文"]', "aoba/1: not in the text: 本文にない文"),
        ('id = "aoba/1-2"', 'id = "aoba/9"', "aoba/1-2: no note"),
        ('id = "aoba/1-2"', 'id = "aoba/9"', "aoba/9: there is no such section"),
        ('id = "aoba/1-2"', 'id = "aoba/1-1"', "aoba/1-1: two notes"),
        ('hash = "', 'hash = "0', "aoba/1: stale: written for another text"),
    ],
)
def test_each_fault_is_said(city: Path, before: str, after: str, fault: str) -> None:
    replace(city, before, after)
    assert [line for line in check_notes(city) if line.startswith(fault)]


def test_a_changed_text_makes_its_notes_stale_and_no_others(city: Path) -> None:
    text = city / "text.txt"
    text.write_text(text.read_text("utf-8").replace("形態です。", "形の一つです。", 1), "utf-8")
    assert [line.split(":")[0] for line in check_notes(city)] == ["aoba/1-1"]


def test_a_heading_that_is_only_listed_needs_fewer_questions(tmp_path: Path, write_city: WriteCity) -> None:
    listed = "目次\n1 目的..... 1\n2 期間..... 2\n\n1 目的\n\n協働を進めるため、定めます。\n"
    notes = note("aoba/1", "協働を進める", JAPANESE + ENGLISH) + note("aoba/2", "2 期間", JAPANESE[:2] + ENGLISH)
    folder = write_city(tmp_path, "aoba", text=listed, notes=notes)
    stamp_notes(folder)
    assert check_notes(folder) == []


def test_the_stamp_writes_todays_hash_into_every_note(city: Path) -> None:
    replace(city, 'hash = "', 'hash = "0')
    assert stamp_notes(city) == 1
    guideline = read_volume(city).guideline
    assert all(n.section_hash == section_hash(guideline.section(n.section_id)) for n in read_notes(city / "notes"))


def test_the_stamp_adds_a_hash_where_there_is_none(tmp_path: Path, write_city: WriteCity) -> None:
    folder = write_city(tmp_path, "aoba", notes=note("aoba/1-1", "共に主催者", JAPANESE + ENGLISH))
    assert stamp_notes(folder) == 1
    assert read_notes(folder / "notes")[0].section_hash


def test_a_second_stamp_changes_nothing(city: Path) -> None:
    path = city / "notes" / "all.toml"
    before = path.stat().st_mtime_ns
    assert stamp_notes(city) == 0
    assert path.stat().st_mtime_ns == before


def test_the_stamp_changes_nothing_but_hashes(city: Path) -> None:
    path = city / "notes" / "all.toml"
    before = path.read_text("utf-8")
    replace(city, 'hash = "', 'hash = "0')
    stamp_notes(city)
    assert path.read_text("utf-8") == before


def test_the_stamp_puts_a_whole_new_file_in_place_of_the_old(city: Path) -> None:
    path = city / "notes" / "all.toml"
    replace(city, 'hash = "', 'hash = "0')
    with path.open("rb") as reader:
        old = path.read_bytes()
        stamp_notes(city)
        assert reader.read() == old
    assert [file.name for file in path.parent.iterdir()] == ["all.toml"]


def test_notes_for_unknown_sections_are_left_as_they_are(city: Path) -> None:
    replace(city, 'id = "aoba/1-2"', 'id = "aoba/9"')
    before = (city / "notes" / "all.toml").read_text("utf-8")
    stamp_notes(city)
    assert (city / "notes" / "all.toml").read_text("utf-8") == before


def test_folders_are_chosen_by_city(two_cities: Path) -> None:
    assert [path.name for path in check_folder(two_cities, ())] == ["aoba", "midori"]
    assert [path.name for path in check_folder(two_cities, ("midori",))] == ["midori"]
    with pytest.raises(GuidelineError, match="yokocho: no such guideline"):
        check_folder(two_cities, ("yokocho",))
