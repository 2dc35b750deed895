"""Sections: names by first words, groups of paragraphs, headings that only the contents list names."""

from __future__ import annotations

import pytest

from ingest.document import Line, text_lines
from ingest.sections import GROUP_MOST, LONGEST_NAME, group_paragraphs, name_by_first_words

PROSE = "市と団体は、互いの立場を尊重しながら取り組みます。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("短い行", "短い行"),
        ("― ―\n二行目", "二行目"),
        ("市民と市は、互いの立場を尊重しながら、まちづくりに取り組みます。", "市民と市は、互いの立場を尊重しながら"),
        ("あ" * 80, "あ" * LONGEST_NAME),
        ("", ""),
    ],
    ids=["whole", "rules are no words", "at a break", "no break", "empty"],
)
def test_a_section_without_heading_is_called_by_its_first_words(text: str, name: str) -> None:
    assert name_by_first_words(text) == name


def test_groups_end_at_blank_lines_and_hold_every_line() -> None:
    lines = text_lines("\n\n".join([PROSE * 6] * 10))
    sections = group_paragraphs(lines, frozenset(), "aoba")
    assert [section.id for section in sections] == [f"aoba/n{number}" for number in range(1, len(sections) + 1)]
    assert "".join(section.text for section in sections).count(PROSE) == 60
    assert all(400 <= len(section.text) <= GROUP_MOST for section in sections[:-1])


def test_text_without_blank_lines_is_cut_at_lines() -> None:
    lines = [Line(PROSE * 2, page=1 + number // 20) for number in range(60)]
    sections = group_paragraphs(lines, frozenset(), "aoba")
    assert all(len(section.text) <= GROUP_MOST + 60 for section in sections)
    assert sum(section.text.count("\n") + 1 for section in sections) == 60
    assert [section.page for section in sections] == sorted(section.page or 0 for section in sections)
