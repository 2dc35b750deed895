"""Views: what each lexical field reads of a section or a unit."""

from __future__ import annotations

from corpus.guideline import Section
from corpus.notes import Note
from ingest.units import Question, Unit
from ingest.views import FIELD_PLANS, section_view, tokenise, unit_text, unit_view

SECTION = Section("aoba/1-1", "(1)", "共催", 2, ("第1章 形態", "(1) 共催"), "(1) 共催\n\n共に主催します。")
UNIT = Unit("aoba/1-1", ((8, 16),), (Question("誰が主催？"), Question("市も？", "yes")))
NOTE = Note("aoba/1-1", "", "Co-hosting", "Both host.", "いっしょに。", ())
CHILD = Section("aoba/1-1-1", "①", "講演会", 3, (*SECTION.path, "① 講演会"), "① 講演会", "aoba/1-1")


def test_field_names_are_unique_and_say_what_they_read() -> None:
    names = [plan.name for plan in FIELD_PLANS]
    assert len(set(names)) == len(names)
    assert "unit.everything.readings" in names


def test_a_sections_path_and_text_are_views_of_their_own() -> None:
    assert section_view(SECTION, None, "path", []) == "第1章 形態 (1) 共催"
    assert section_view(SECTION, NOTE, "path", []) == "第1章 形態 (1) 共催 Co-hosting"
    assert section_view(SECTION, NOTE, "text", [UNIT]) == SECTION.text


def test_everything_holds_path_text_questions_and_notes() -> None:
    view = section_view(SECTION, NOTE, "everything", [UNIT])
    assert all(part in view for part in ("第1章 形態", SECTION.text, "市も？", "Both host.", "いっしょに。"))


def test_a_units_words_are_its_spans() -> None:
    assert unit_text(UNIT, SECTION, [CHILD]) == "共に主催します。"


def test_a_unit_for_the_sections_below_reads_their_headings() -> None:
    assert unit_text(Unit("aoba/1-1", (), children=True), SECTION, [CHILD]).strip() == "講演会"


def test_a_units_text_leaves_out_its_questions() -> None:
    assert unit_view(UNIT, SECTION, [], NOTE, "text") == "共に主催します。"
    assert "誰が主催？" in unit_view(UNIT, SECTION, [], NOTE, "everything")


def test_a_text_is_tokenised_line_by_line() -> None:
    assert tokenise("共催\n\n後援", "terms") == (*tokenise("共催", "terms"), *tokenise("後援", "terms"))
    assert tokenise("共\n催", "grams") == ()
