"""The outline: the five guidelines against outlines checked by hand, and each rule on small documents."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from corpus.guideline import Section
from ingest.library import Volume
from ingest.outline import Correction, Outline, outline_file, read_corrections, read_outline

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
    return read_outline("\n\n".join(lines), "aoba", title)


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


def test_only_the_misprinted_numbers_of_toride_are_doubtful(volumes: dict[str, Volume]) -> None:
    doubts = {city: [w for w in v.guideline.warnings if "note" not in w] for city, v in volumes.items()}
    assert doubts.pop("toride") == [
        "line 150: ② does not follow its run",
        "line 157: ④ does not follow its run",
    ]
    assert not any(doubts.values())


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


def test_a_document_without_headings_is_one_section() -> None:
    outline = document("☆☆", PROSE, "これは、短い文書です。")
    assert anchors(outline) == ["title"]
    assert outline.title == PROSE


def test_an_unnumbered_line_is_a_heading_only_between_blanks_and_before_prose() -> None:
    assert anchors(document("1 意識", "市民の意識の醸成", PROSE)) == ["1", "1-n1"]
    assert anchors(document("1 意識", "市民の意識の醸成", "- 項目")) == ["1"]
    assert anchors(read_outline("1 意識\n\n前の行\n市民の意識の醸成\n\n" + PROSE, "aoba")) == ["1"]


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


def test_a_corrected_heading_is_put_before_its_line(tmp_path: Path) -> None:
    (tmp_path / "outline.toml").write_text('[[heading]]\nbefore = "No\\t"\nheading = "（一覧）"\nrank = 40\n', "utf-8")
    text = f"第1章 施策\n\n(1) サイト\n\n{PROSE}\n\nNo\t施策\n1\tサイト\n"
    outline = read_outline(text, "aoba", "", read_corrections(tmp_path / "outline.toml"))
    assert anchors(outline) == ["1", "1-1", "1-n1"]
    assert outline.sections[-1].heading == "（一覧）"
    assert outline.sections[-1].text == "No\t施策\n1\tサイト"


def test_a_correction_that_fits_no_line_is_said() -> None:
    outline = read_outline(PROSE, "aoba", "", (Correction("どこにもない", "一覧", 40),))
    assert outline.warnings == ("outline.toml: no line starts with 'どこにもない'",)


def test_no_corrections_file_means_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "outline.toml") == ()


@pytest.mark.parametrize(
    "text", ["[[heading", '[[heading]]\nbefore = "x"\n', '[[heading]]\nbefore="x"\nheading="y"\nrank="z"', ""]
)
def test_a_faulty_corrections_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "outline.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(GuidelineError, match=r"outline\.toml: not a valid outline file"):
        read_corrections(path)


@pytest.mark.parametrize("newline", ["\r\n", "\f", "\r", "\u2028"])
def test_each_kind_of_line_end_gives_the_same_sections(newline: str) -> None:
    text = f"第1章 目的\n\n{PROSE}\n\n(1) 背景\n\n{PROSE}\n"
    assert read_outline(text.replace("\n", newline), "aoba").sections == read_outline(text, "aoba").sections


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbf" + f"第1章 目的\n\n{PROSE}".encode())
    assert outline_file(path).sections[0].number == "第1章"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "holds no text"),
        (b" \n\t\n", "holds no text"),
        (b"a\0b", "not a text file"),
        ("協働".encode("cp932"), "not UTF-8"),
    ],
    ids=["empty", "blank", "binary", "another encoding"],
)
def test_a_file_that_is_no_text_is_refused_by_name(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(GuidelineError, match=rf"text\.txt: .*{reason}"):
        outline_file(path)
