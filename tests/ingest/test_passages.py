"""Passages: exact slices that cover a section, on the guidelines and on invented documents."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.guideline import Passage, PassageKind, Section
from ingest.contents import find_all_contents
from ingest.document import text_lines
from ingest.japanese import display_text
from ingest.library import Volume
from ingest.outline import read_outline
from ingest.passages import split_passages

WORDS = [
    "協働",
    "市民",
    "行政",
    "団体",
    "講演会",
    "共催",
    "委託",
    "役割分担",
    "NPO法人",
    "情報",
    "目的",
    "20 年",
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map("と".join)
sentences = st.builds("{}は、{}（{}）を行います。".format, words, words, words)
paragraphs = st.lists(sentences, min_size=1, max_size=3).map("".join)
cut_paragraphs = st.builds("{}について、事前に取り決めておくことが大切で\n\nす。{}".format, words, paragraphs)
lists = st.lists(st.builds("- {}".format, words), min_size=1, max_size=4).map("\n".join)
dots = st.lists(st.builds("・{}".format, words), min_size=1, max_size=3).map("\n".join)
tab_tables = st.lists(st.tuples(words, words, words).map("\t".join), min_size=2, max_size=4).map("\n".join)
pipe_tables = st.lists(st.builds("| {} | {} |".format, words, words), min_size=2, max_size=3).map("\n".join)
furniture = st.sampled_from(
    ["※1 注の文。", "¹ NPO:民間の組織。", "■ 図1 イメージ", "【概念図】", "資料：調査", "\u00a0", "　"]
)
blocks = st.one_of(paragraphs, cut_paragraphs, lists, dots, tab_tables, pipe_tables, furniture)
marks = st.sampled_from(["第{}章 {}", "{} {}", "({}) {}", "（{}）{}", "○{1}", "ア {1}", "【{1}】", "<{1}>", "・ {1}"])
headings = st.builds(lambda mark, n, title: mark.format(n, title), marks, st.integers(1, 12), words)
documents = st.lists(st.one_of(headings, blocks), min_size=1, max_size=14).map("\n\n".join)
rubble = st.text('第1２章条節(（)）①ア・○【】<>|-\t\n\n\r\f\u3000 。、※¹目次.…"「」^*協働a', max_size=80)


def assert_passages_cover(section: Section) -> None:
    position = 0
    for passage in split_passages(section):
        assert section.text[passage.start : passage.end] == passage.text
        assert position <= passage.start < passage.end
        assert not _letters(section.text[position : passage.start])
        position = passage.end
    assert not _letters(section.text[position:])


def _letters(text: str) -> str:
    """What of a text is more than white space and the rules of tables."""
    return "".join(text.split()).strip("|:-")


@given(st.one_of(documents, rubble))
@settings(max_examples=150, deadline=None)
def test_passages_are_slices_in_order_that_hold_every_line(text: str) -> None:
    for section in read_outline(text_lines(text), "aoba").sections:
        assert_passages_cover(section)


@given(st.one_of(documents, rubble))
@settings(max_examples=150, deadline=None)
def test_sections_part_the_document(text: str) -> None:
    lines = text.splitlines()
    listed = {n for one in find_all_contents(lines) for n in range(one.start, one.end)}
    source = [line for n, line in enumerate(lines) if line.strip() and n not in listed]
    sections = [section for section in read_outline(text_lines(text), "aoba").sections if not section.listed_only]
    held = [line for section in sections for line in section.text.split("\n") if line.strip()]
    assert sorted(held) == sorted(source)


@given(st.one_of(documents, rubble))
@settings(max_examples=150, deadline=None)
def test_ids_are_unique_and_parents_come_first(text: str) -> None:
    seen: set[str] = set()
    for section in read_outline(text_lines(text), "aoba").sections:
        assert section.id not in seen
        assert section.parent_id is None or section.parent_id in seen
        seen.add(section.id)


@given(st.lists(st.one_of(headings, paragraphs), min_size=1, max_size=12), st.data())
@settings(max_examples=100, deadline=None)
def test_editing_a_paragraph_leaves_every_id_as_it_was(parts: list[str], data: st.DataObject) -> None:
    prose = [number for number, part in enumerate(parts) if part.endswith("。")]
    if not prose:
        parts, prose = [*parts, "終わりに、まとめます。"], [len(parts)]
    edited = list(parts)
    edited[data.draw(st.sampled_from(prose))] = data.draw(paragraphs)
    before, after = (
        read_outline(text_lines("\n\n".join(["第1章 総則", *version])), "aoba").sections for version in (parts, edited)
    )
    assert [section.id for section in before] == [section.id for section in after]


@pytest.mark.parametrize("city", ["kitakyushu", "kitamoto", "tachikawa", "takaoka", "toride"])
def test_the_passages_of_a_guideline_hold_every_line(volumes: dict[str, Volume], city: str) -> None:
    for section in volumes[city].guideline.sections:
        assert_passages_cover(section)


@pytest.mark.parametrize(
    ("section_id", "joined"),
    [
        ("takaoka/1-4-2", "また、事業の実施に際して知り得た個人情報の保護に留意することも必要です。"),
        ("takaoka/3-1-3-n2", "地域の実情に合わせ、地域住民の知恵と協力を必要とする事業に効果的です。"),
        ("takaoka/3-4-3", "協働事業について理解を深めることも大切です。"),
        ("takaoka/4-2", "ノウハウを持ったリーダーを育成していく必要があります。"),
        ("takaoka/5-2-3", "広く市民活動に活用しやすいような機能の充実、"),
        ("kitamoto/5-1-3", "責任が分散したり不明確になりがちです。"),
        ("kitakyushu/2-1-1", "目的を共有しながら対等な立場で協力して進める非営利活動"),
    ],
)
def test_a_sentence_that_a_page_break_cut_is_one_passage(
    volumes: dict[str, Volume], section_id: str, joined: str
) -> None:
    section = volumes[section_id.partition("/")[0]].guideline.section(section_id)
    assert [p.kind for p in split_passages(section) if joined in display_text(p.text)] == [PassageKind.SENTENCE]


def kinds(text: str, heading: str = "共催") -> list[tuple[str, PassageKind, int]]:
    section = Section("aoba/1", "1", heading, 1, (heading,), text)
    return [(passage.text, passage.kind, passage.paragraph) for passage in split_passages(section)]


def test_each_kind_of_line_gives_its_kind_of_passage() -> None:
    assert kinds(
        "1 共催\n\nア 概要\n\n共に行う。次も行う。\n\n- 申請書\n- 計画書\n\n"
        "形態\t概要\t例\n共催\t共に\t会\n\n※1 注です。\n\n■ 図1 像"
    ) == [
        ("1 共催", PassageKind.HEADING, 0),
        ("ア 概要", PassageKind.HEADING, 1),
        ("共に行う。", PassageKind.SENTENCE, 2),
        ("次も行う。", PassageKind.SENTENCE, 2),
        ("- 申請書", PassageKind.ITEM, 3),
        ("- 計画書", PassageKind.ITEM, 4),
        ("形態\t概要\t例", PassageKind.TABLE_HEAD, 5),
        ("共催\t共に\t会", PassageKind.ROW, 5),
        ("※1 注です。", PassageKind.FOOTNOTE, 6),
        ("■ 図1 像", PassageKind.CAPTION, 7),
    ]


def test_two_paragraphs_are_not_joined() -> None:
    assert [paragraph for _, _, paragraph in kinds("1 共催\n\n共に行う。\n\nまた、分担する。")] == [0, 1, 2]


def test_a_short_label_is_not_joined_to_what_follows() -> None:
    assert [text for text, _, _ in kinds("1 共催\n\n主な効果\n\n共に行う。")] == [
        "1 共催",
        "主な効果",
        "共に行う。",
    ]


def test_a_row_knows_the_headings_of_its_cells() -> None:
    section = Section("aoba/1", "", "表", 1, ("表",), "No\t施策\t課\n1\tサイト\t広報課")
    rows: list[Passage] = [p for p in split_passages(section) if p.kind is PassageKind.ROW]
    assert [row.labels for row in rows] == [("No", "施策", "課")]


def test_paragraphs_are_numbered_in_order(volumes: dict[str, Volume]) -> None:
    for volume in volumes.values():
        for section in volume.guideline.sections:
            numbers = [passage.paragraph for passage in split_passages(section)]
            assert all(0 <= after - before <= 1 for before, after in pairwise([0, *numbers]))
