"""The nouns: small reads over a section and a guideline."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from corpus.guideline import Guideline, GuidelineMeta, Section

SECTION = Section("aoba/5-1-1", "(1)", "共催", 3, ("第5章 形態", "1 形態", "(1) 共催"), "(1) 共催\n\n共に行う。")
META = GuidelineMeta("aoba", "青葉市", "あおばし", "Aoba", "", "指針", "", "", "", "", "", "", True, "", "")


def test_the_anchor_is_the_id_without_the_city() -> None:
    assert SECTION.anchor == "5-1-1"


def test_the_body_starts_after_the_heading_line() -> None:
    assert SECTION.text[SECTION.body_start :] == "\n共に行う。"


def test_a_section_of_one_line_has_an_empty_body() -> None:
    section = Section("aoba/5", "第5章", "形態", 1, ("第5章 形態",), "第5章 形態")
    assert section.text[section.body_start :] == ""


def test_a_guideline_finds_its_section_by_id() -> None:
    assert Guideline(META, (SECTION,)).section("aoba/5-1-1") is SECTION


def test_a_guideline_says_which_section_it_does_not_have() -> None:
    with pytest.raises(KeyError, match="aoba/9"):
        Guideline(META, (SECTION,)).section("aoba/9")


def test_a_section_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        SECTION.text = "他の文"  # type: ignore[misc]


def test_the_page_of_any_place_in_the_text_is_known() -> None:
    section = replace(SECTION, text="一二三\n四五六\n七八九", page=3, page_starts=((0, 3), (4, 4), (8, 6)))
    assert [section.page_at(offset) for offset in (0, 3, 4, 7, 8, 10)] == [3, 3, 4, 4, 6, 6]
    assert replace(SECTION, text="一二三").page_at(1) is None


def test_a_heading_may_end_within_its_line_or_on_a_later_one() -> None:
    assert replace(SECTION, text="第1条 市は、定める。", heading_end=4).body_start == 4
