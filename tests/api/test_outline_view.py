"""How an outline is shown: ids, pages, quality, what was left out; bodies without their heading lines."""

from __future__ import annotations

import json

import pytest

from api.outline_view import FURNITURE_SHOWN, section_body, show_outline
from corpus.guideline import Section
from ingest.document import PageQuality
from ingest.outline import Outline

SECTION = Section("document/1", "第1章", "協働とは", 1, ("第1章 協働とは",), "第1章 協働とは\n\n本文です。", page=3)
OUTLINE = Outline(
    "手引き",
    (SECTION,),
    ("第3章がない",),
    furniture=tuple(f"柱{number}" for number in range(FURNITURE_SHOWN + 2)),
    pages=(PageQuality(1, 0, 0), PageQuality(3, 200, 50)),
)


def test_pages_quality_warnings_and_furniture_are_shown() -> None:
    lines = show_outline(OUTLINE, as_json=False).splitlines()
    assert lines[:2] == ["手引き", "  第1章 協働とは  [1] p.3 (15)"]
    assert "- 第3章がない" in lines
    assert [line.split() for line in lines if "25%" in line] == [["-", "3", "200", "50", "25%"]]
    assert "- 柱4" in lines and "- 柱5" not in lines and lines[-1].endswith("2 more")


def test_json_holds_the_same() -> None:
    shown = json.loads(show_outline(OUTLINE, as_json=True))
    assert shown["sections"] == [{"id": "1", "path": ["第1章 協働とは"], "page": 3, "text": "本文です。"}]
    assert shown["warnings"] == ["第3章がない"]
    assert shown["pages"][1] == {"page": 3, "characters": 200, "broken": 50}
    assert shown["furniture"] == list(OUTLINE.furniture)


@pytest.mark.parametrize(
    ("number", "heading", "text", "end", "body"),
    [
        ("第1章", "協働とは", "第１章　協 働 と は\n本文です。", None, "本文です。"),
        ("第1章", "協働とは", "第1章\n協働とは\n\n本文です。", 9, "本文です。"),
        ("第1条", "（目的）", "（目的）\n第1条 市は、協働します。", 9, "市は、協働します。"),
        ("", "概要", "■ 概要\n本文です。", None, "本文です。"),
        ("(1)", "共催", "(1) 共催", None, ""),
        ("", "（施策の一覧）", "No\t施策\n1\t広報", None, "No\t施策\n1\t広報"),
        (
            "",
            "市民の皆さまへ",
            "市民の皆さまへ\n日ごろの協力に感謝します。",
            0,
            "市民の皆さまへ\n日ごろの協力に感謝します。",
        ),
    ],
)
def test_a_body_begins_after_the_heading(number: str, heading: str, text: str, end: int | None, body: str) -> None:
    path = (f"{number} {heading}".strip(),)
    assert section_body(Section("aoba/1", number, heading, 1, path, text, heading_end=end)) == body
