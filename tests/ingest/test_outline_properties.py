"""Any document: its sections part its lines, their ids are unique and the same again, passages are slices."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.contents import find_all_contents
from ingest.document import Line
from ingest.layout import clear_rules
from ingest.outline import read_outline
from ingest.passages import split_passages

PROSE = "協働を進めるため、次のとおり定めます。"

letters = st.text(alphabet="第1２三章節条項(1)（）アイ①②Ⅰ一二 　。、・■○【】目次.…AaQ問附則様式\t|-*", max_size=14)
headings = st.sampled_from(
    ["第1章 目的", "第2章 形態", "1 背景", "2 期間", "(1) 共催", "（２）　後援", "ア 概要", "2-1 費用", "■窓口",
     "（目的）", "第1条 この条例は、目的を定める。", "附 則", "様式第1号（第1条関係）", "Ⅰ 総論", "目次",
     "1 背景......3", "Q1 だれですか。", "", PROSE, "※1 注です。", "区分\t額", "コラム　話", "おわりに",
     "3 人以上の団体は、入れます。"]
)  # fmt: skip
any_line = st.builds(
    Line, st.one_of(headings, letters), st.none() | st.integers(1, 3), st.none() | st.none() | st.integers(1, 4)
)


@given(st.lists(any_line, max_size=40), st.sampled_from(["", "目的"]))
@settings(max_examples=200, deadline=None)
def test_sections_part_the_lines_of_any_document(lines: list[Line], title: str) -> None:
    outline = read_outline(lines, "aoba", title)
    texts = [line.text for line in clear_rules(lines)]
    styled = {n for n, line in enumerate(lines) if line.level is not None and texts[n].strip()}
    listed = {n for one in find_all_contents(texts, styled=styled) for n in range(one.start, one.end)}
    source = sorted(text for n, text in enumerate(texts) if text.strip() and n not in listed)
    held = [section for section in outline.sections if not section.listed_only]
    assert sorted(line for section in held for line in section.text.split("\n") if line.strip()) == source
    assert len({section.id for section in outline.sections}) == len(outline.sections)
    assert read_outline(lines, "aoba", title) == outline
    for section in outline.sections:
        assert 0 <= section.body_start <= len(section.text)
        for passage in split_passages(section):
            assert section.text[passage.start : passage.end] == passage.text
