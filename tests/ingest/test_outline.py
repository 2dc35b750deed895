"""The outline: the five guidelines against outlines checked by hand, and each rule on small documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.guideline import Section
from ingest.corrections import Correction, Corrections, HeadingCorrection
from ingest.document import Line, text_lines
from ingest.library import Volume
from ingest.outline import Outline, outline_file, read_outline

GOLD = Path(__file__).parent / "gold"
CITIES = ("kitakyushu", "kitamoto", "tachikawa", "takaoka", "toride")
CONTENTS_LINES = {"kitakyushu": (44, 77), "kitamoto": (11, 46), "tachikawa": (9, 26), "toride": (9, 31)}
"""First and last line of each contents list, counted from 1, read by eye."""
PROSE = "協働を進めるため、次のとおり定めます。"


def printed(sections: tuple[Section, ...]) -> list[str]:
    """An outline as in the gold files: indented by level, id | number | heading | listed."""
    return [
        "  " * (section.level - 1)
        + " | ".join([section.anchor, section.number, section.heading] + ["listed"] * section.listed_only)
        for section in sections
    ]


def document(*lines: str, title: str = "") -> Outline:
    return read_outline(text_lines("\n\n".join(lines)), "aoba", title)


def anchors(outline: Outline) -> list[str]:
    return [section.anchor for section in outline.sections]


@pytest.mark.parametrize("city", CITIES)
def test_the_outline_of_a_guideline_is_as_checked_by_hand(volumes: dict[str, Volume], city: str) -> None:
    assert printed(volumes[city].guideline.sections) == (GOLD / f"{city}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("city", CITIES)
def test_every_line_stands_in_exactly_one_section(
    volumes: dict[str, Volume], guideline_texts: dict[str, str], city: str
) -> None:
    first, last = CONTENTS_LINES.get(city, (0, -1))
    lines = guideline_texts[city].splitlines()
    source = Counter("".join(line.split()) for line in lines[: max(first - 1, 0)] + lines[last:] if line.strip())
    if first == 0:
        source = Counter("".join(line.split()) for line in lines if line.strip())
    held = [s.text for s in volumes[city].guideline.sections if not s.listed_only]
    assert Counter("".join(line.split()) for text in held for line in text.split("\n") if line.strip()) == source


@pytest.mark.parametrize("city", CITIES)
def test_a_sections_lines_are_the_sources_in_its_order(
    volumes: dict[str, Volume], guideline_texts: dict[str, str], city: str
) -> None:
    lines = guideline_texts[city].splitlines()
    for section in volumes[city].guideline.sections:
        if section.listed_only:
            assert any("".join(section.heading.split()) in "".join(line.split()) for line in lines)
            continue
        position = -1
        for line in section.text.split("\n"):
            position = lines.index(line, position + 1)


@pytest.mark.parametrize("city", CITIES)
def test_ids_paths_and_parents_agree(volumes: dict[str, Volume], city: str) -> None:
    sections = volumes[city].guideline.sections
    by_id = {section.id: section for section in sections}
    assert len(by_id) == len(sections)
    seen: set[str] = set()
    for section in sections:
        assert section.id.startswith(f"{city}/")
        assert section.path[-1] == f"{section.number} {section.heading}".strip()
        assert section.level == len(section.path)
        if section.parent_id:
            assert section.parent_id in seen
            assert section.path[:-1] == by_id[section.parent_id].path
        seen.add(section.id)


@pytest.mark.parametrize("city", CITIES)
def test_a_section_starts_with_its_heading_as_printed(volumes: dict[str, Volume], city: str) -> None:
    for section in volumes[city].guideline.sections:
        if section.anchor != "title" and section.id != "kitamoto/7-n1":
            opening = "".join("\n".join(section.text.split("\n")[:3]).split())
            assert "".join(section.heading.split()) in opening


def test_only_misprinted_numbers_and_missing_chapters_are_doubtful(volumes: dict[str, Volume]) -> None:
    doubts = {city: [w for w in v.guideline.warnings if "note" not in w] for city, v in volumes.items()}
    assert doubts == {
        "toride": ["line 150: ② does not follow its run", "line 157: ④ does not follow its run"],
        "kitamoto": ["contents list: 1 of its headings not found in the text, first '4 計画の内容'"],
        "kitakyushu": [
            "contents list: 20 of its headings not found in the text, first '3章 協働を進めるにあたって（行動規範）'"
        ],
        "tachikawa": [],
        "takaoka": [],
    }


def test_a_label_that_recurs_stays_in_its_section(volumes: dict[str, Volume]) -> None:
    text = volumes["kitamoto"].guideline.section("kitamoto/5-1-1").text
    assert text.startswith("(1) 共催\n\nア 概要\n")
    assert "イ 特徴・留意点等" in text


def test_a_label_is_a_heading_where_it_does_not_recur() -> None:
    assert anchors(document("1 現状", "ア 高齢化", PROSE, "イ 少子化", PROSE)) == ["1", "1-1", "1-2"]


def test_the_articles_of_an_ordinance_have_caption_number_and_paragraphs(volumes: dict[str, Volume]) -> None:
    article = volumes["kitamoto"].guideline.section("kitamoto/n2-r3-a5")
    assert (article.number, article.heading) == ("第5条", "(委員長及び副委員長)")
    assert article.text.startswith("(委員長及び副委員長)\n\n第5条 委員会に")
    assert "\n2 委員長は、" in article.text
    assert "\n3 副委員長は、" in article.text


def test_a_title_on_the_line_after_its_number_is_its_title(volumes: dict[str, Volume]) -> None:
    section = volumes["kitamoto"].guideline.section("kitamoto/n2-r5")
    assert (section.number, section.heading[:3], section.heading[-4:]) == ("参考資料5", "北本市", "開催状況")


@pytest.mark.parametrize("city", ["kitamoto", "tachikawa"])
def test_the_colophon_is_a_section_of_its_own(volumes: dict[str, Volume], city: str) -> None:
    guideline = volumes[city].guideline
    section = guideline.sections[-1]
    assert (section.anchor, section.parent_id) == ("colophon", None)
    assert guideline.meta.desk[-5:] in section.text


def test_a_document_without_headings_is_read_in_groups_of_paragraphs() -> None:
    outline = document("☆☆", *[f"{number}回目の話合いでは、{PROSE * 8}" for number in "一二三四五六"])
    assert not outline.has_headings
    assert anchors(outline) == ["n1", "n2"]
    words = "回目の話合いでは、協働を進めるため、次のとおり定めます"
    assert [section.heading for section in outline.sections] == [f"一{words}", f"四{words}"]
    assert all(section.text[section.body_start :] == section.text for section in outline.sections)


def test_an_unnumbered_line_is_a_heading_only_between_blanks_and_before_prose() -> None:
    assert anchors(document("1 意識", "市民の意識の醸成", PROSE)) == ["1", "1-n1"]
    assert anchors(document("第1章 意識", "市民の意識の醸成", "- 項目")) == ["1"]
    close = text_lines("第1章 意識\n\n前の行\n市民の意識の醸成\n\n" + PROSE)
    assert anchors(read_outline(close, "aoba")) == ["1"]


@pytest.mark.parametrize("line", ["- (1) 講演会", "* 1 講演会", "| 1 講演会 | 5 |", "1 講演会\t5"])
def test_lines_of_lists_and_tables_are_no_headings(line: str) -> None:
    assert anchors(document("第1章 形態", line, PROSE)) == ["1"]


def test_a_listed_heading_without_text_is_put_in_its_place() -> None:
    outline = document("目次\n第1章 目的..... 1\n1 背景..... 1\n2 期間..... 2\n第2章 形態..... 3",
                       "第1章 目的", "1 背景", PROSE, "第2章 形態", PROSE)  # fmt: skip
    assert printed(outline.sections) == [
        "1 | 第1章 | 目的",
        "  1-1 | 1 | 背景",
        "  1-2 | 2 | 期間 | listed",
        "2 | 第2章 | 形態",
    ]
    assert outline.sections[2].text == "2 期間"


LINES = text_lines(f"第1章 施策\n\n(1) サイト\n\n{PROSE}\n\nNo\t施策\n1\tサイト\n\n- 2 / 9 -\n\n広報\n\n{PROSE}\n")


def corrected(corrections: Corrections) -> Outline:
    return read_outline(LINES, "aoba", "", corrections)


def test_a_corrected_heading_is_put_before_its_line() -> None:
    outline = corrected(Corrections(put_in=(Correction("No\t", "（一覧）", 40),)))
    assert anchors(outline) == ["1", "1-1", "1-n1", "1-n1-n1"]
    assert outline.sections[2].heading == "（一覧）"
    assert outline.sections[2].text.startswith("No\t施策\n1\tサイト")


def test_a_line_left_out_is_in_no_section() -> None:
    outline = corrected(Corrections(left_out=("- 2 / 9 -",)))
    assert not any("2 / 9" in section.text for section in outline.sections)
    assert anchors(outline) == ["1", "1-1", "1-1-n1"]


def test_a_line_can_be_said_to_be_text() -> None:
    assert anchors(corrected(Corrections(text=("広報",)))) == ["1", "1-1"]


def test_a_headings_level_and_title_can_be_stated() -> None:
    stated = HeadingCorrection("広報", level=1, title="広報について")
    section = corrected(Corrections(headings=(stated,))).sections[-1]
    assert (section.anchor, section.level, section.path) == ("n1", 1, ("広報について",))
    assert section.text.startswith("広報\n")


def test_a_line_can_be_said_to_be_a_heading() -> None:
    stated = HeadingCorrection("No\t施策", level=2, title="一覧")
    outline = corrected(Corrections(headings=(stated,)))
    assert [section.path[-1] for section in outline.sections] == ["第1章 施策", "(1) サイト", "一覧", "広報"]
    assert outline.sections[2].level == 2


@pytest.mark.parametrize(
    "corrections",
    [
        Corrections(put_in=(Correction("どこにもない", "一覧", 40),)),
        Corrections(text=("どこにもない",)),
        Corrections(headings=(HeadingCorrection("どこにもない"),)),
        Corrections(left_out=("どこにもない",)),
    ],
    ids=["put in", "text", "heading", "left out"],
)
def test_a_correction_that_fits_no_line_is_said(corrections: Corrections) -> None:
    assert any("outline.toml: no line" in w and "どこにもない" in w for w in corrected(corrections).warnings)


@pytest.mark.parametrize("newline", ["\r\n", "\f", "\r", "\u2028"])
def test_each_kind_of_line_end_gives_the_same_sections(newline: str) -> None:
    text = f"第1章 目的\n\n{PROSE}\n\n(1) 背景\n\n{PROSE}\n"
    changed = read_outline(text_lines(text.replace("\n", newline)), "aoba")
    assert changed.sections == read_outline(text_lines(text), "aoba").sections


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"第1章 目的\n\n{PROSE}".encode())
    assert outline_file(path).sections[0].number == "第1章"


@pytest.mark.parametrize(
    ("content", "reason"), [(b"", "empty"), (b" \n\t\n", "no text"), (b"a\0b", "")], ids=["empty", "blank", "binary"]
)
def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(GuidelineError, match=rf"text\.txt: .*{reason}"):
        outline_file(path)


def test_corrections_beside_a_file_are_heeded(tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text(f"第1章 目的\n\n{PROSE}", "utf-8")
    (tmp_path / "outline.toml").write_text('[[heading]]\nline = "第1章"\ntitle = "ねらい"\n', "utf-8")
    assert outline_file(tmp_path / "text.txt").sections[0].path == ("第1章 ねらい",)


def test_each_section_knows_its_pages() -> None:
    texts = ["第1章 目的", PROSE, "続きの文です。", "1 背景", PROSE]
    lines = [Line(text, page) for text, page in zip(texts, [1, 1, 2, 2, 3], strict=True)]
    first, second = read_outline(lines, "aoba").sections
    assert (first.page, second.page) == (1, 2)
    assert [first.page_at(first.text.index(word)) for word in ("第1章", PROSE[:4], "続き")] == [1, 1, 2]
    assert second.page_at(len(second.text) - 1) == 3


def test_a_warning_of_a_line_names_its_page() -> None:
    lines = [Line(text, 7) for text in ("1 役割", PROSE, "2 形態", PROSE, "", "4 評価", PROSE)]
    assert read_outline(lines, "aoba").warnings == ("line 6 (page 7): 4 does not follow its run",)


def test_spaced_out_and_damaged_letters_are_mended_in_the_heading_not_in_the_text() -> None:
    section = document("第 ２ 章　協 働 の 形", PROSE).sections[0]
    assert section.path == ("第２章 協働の形",)
    assert section.text.startswith("第 ２ 章　協 働 の 形\n")
    assert document("第1章 市⺠の役割", PROSE).sections[0].heading == "市民の役割"
