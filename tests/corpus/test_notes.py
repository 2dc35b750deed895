"""Notes: read as written, refused when not valid, ignored when they were written for another text."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.guideline import Section
from corpus.notes import fresh_notes, read_notes, section_hash

SECTION = Section("aoba/1", "第1章", "共催", 1, ("第1章 共催",), "第1章 共催\n\n共に主催します。")
NOTE = f"""[[section]]
id = "aoba/1"
hash = "{section_hash(SECTION)}"
heading_en = "Co-hosting"
summary_en = "Both host."
plain = "いっしょに します。"

[[section.point]]
spans = ["共に主催します。"]
questions = ["誰が主催？", "Who hosts?"]
yes = ["市も主催する？"]
no = ["市だけで主催する？"]
"""


def write(folder: Path, text: str, name: str = "all.toml") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return folder


def test_a_note_is_read_as_written(tmp_path: Path) -> None:
    (note,) = read_notes(write(tmp_path, NOTE))
    assert (note.section_id, note.heading_en, note.plain) == ("aoba/1", "Co-hosting", "いっしょに します。")
    (point,) = note.points
    assert point.spans == ("共に主催します。",)
    assert point.all_questions == ("誰が主催？", "Who hosts?", "市も主催する？", "市だけで主催する？")
    assert not point.children


def test_files_are_read_in_order_of_name(tmp_path: Path) -> None:
    write(tmp_path, NOTE.replace("aoba/1", "aoba/2"), "b.toml")
    write(tmp_path, NOTE, "a.toml")
    assert [note.section_id for note in read_notes(tmp_path)] == ["aoba/1", "aoba/2"]


def test_a_city_without_notes_has_none(tmp_path: Path) -> None:
    assert read_notes(tmp_path / "notes") == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[[section]\n", "not a valid notes file"),
        (NOTE.replace('plain = "いっしょに します。"\n', ""), "section aoba/1.*plain"),
        (NOTE.replace('id = "aoba/1"\n', ""), r"section \?.*id"),
        (NOTE.replace("[[section.point]]", "[section.point]"), "section aoba/1"),
        (NOTE.replace("[[section]]", "[section]").replace("[[section.point]]", "[[point]]"), r"section \?"),
        (NOTE.replace('spans = ["共に主催します。"]', 'spans = "共に主催します。"'), "section aoba/1.*spans"),
    ],
    ids=[
        "not TOML",
        "a field is missing",
        "no id",
        "one point, no list",
        "one section, no list",
        "spans, no list",
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(GuidelineError, match=rf"all\.toml.*{named}"):
        read_notes(write(tmp_path, text))


def test_a_note_for_todays_text_is_fresh(tmp_path: Path) -> None:
    fresh, stale = fresh_notes(read_notes(write(tmp_path, NOTE)), [SECTION])
    assert set(fresh) == {"aoba/1"}
    assert stale == ()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (section_hash(SECTION), "000000000000", "aoba/1: note ignored, it was written for another text"),
        ('id = "aoba/1"', 'id = "aoba/7"', "aoba/7: note ignored, there is no such section"),
    ],
)
def test_a_note_that_does_not_fit_is_ignored_and_said(tmp_path: Path, before: str, after: str, said: str) -> None:
    fresh, stale = fresh_notes(read_notes(write(tmp_path, NOTE.replace(before, after))), [SECTION])
    assert fresh == {}
    assert stale == (said,)


def test_the_hash_follows_the_text() -> None:
    edited = Section("aoba/1", "第1章", "共催", 1, ("第1章 共催",), SECTION.text + "。")
    assert section_hash(edited) != section_hash(SECTION)
    assert len(section_hash(SECTION)) == 12
