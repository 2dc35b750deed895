"""What extraction damaged: mended where it was not legible, told where it cannot be."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.document import Document, Line, PageQuality
from ingest.repair import count_broken, holds_placeholder, mend_text, repair


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("協協働働のの指指針針", "協働の指針"),
        ("協協協協働働働働のののの指指指指針針針針", "協働の指針"),
        ("北北本本市市市市民民", "北本市市民"),
        ("目目次次", "目次"),
        ("第第１１章章　　協協働働とと市市民民", "第１章　協働と市民"),
        ("((11)) 共共催催", "(1) 共催"),
        ("（（１１）） 共共催催 ………… 3", "（１） 共催 ………… 3"),
        ("本書は協協働働のの指指針針といいます。", "本書は協働の指針といいます。"),
        ("CCoollllaabboorraattiioonn gguuiiddee", "Collaboration guide"),
        ("共共催催\t3344\t後援", "共催\t3344\t後援"),
        ("協\x00働\x07の\ufeff指\u200b針", "協働の指針"),
        ("協働\x0bの指針", "協働 の指針"),
        ("協\ud800働", "協\ufffd働"),
    ],
)
def test_what_is_not_legible_is_mended(damaged: str, mended: str) -> None:
    assert mend_text(damaged) == mended


@pytest.mark.parametrize(
    "text",
    ["ますます", "着々と進める", "いろいろ", "1100", "２２００円", "○○○○", "……………………", "――――", "ちちはは", "AABB",
     "11223344", "各各", "目 次", "協 働 の 指 針", "⺠⼈⻄⻑", "平成○○年", "1,000,000円", "　協働  とは", "", "\t\t",
     "ｺﾐｭﾆﾃｨ", "葛\U000e0100飾", "すすめる会は、ここにいいます", "人人の日日", "---------", "____"],
)  # fmt: skip
def test_what_is_legible_stays(text: str) -> None:
    assert mend_text(text) == text


kanji_line = st.text("協働指針市民推進計画目的原則共催後援委託補助", min_size=5, max_size=30).filter(
    lambda text: len(set(text)) >= 4 and all(one != other for one, other in pairwise(text))
)


@given(kanji_line, st.integers(2, 6))
def test_every_letter_printed_several_times_is_printed_once(text: str, times: int) -> None:
    assert mend_text("".join(letter * times for letter in text)) == text


@given(st.text(max_size=80))
@example("協協働働のの" * 3)
def test_mended_text_has_nothing_left_to_mend(text: str) -> None:
    mended = mend_text(text)
    assert "\n" not in mended
    mended.encode("utf-8")
    assert len(mended) <= len(text)


@given(kanji_line)
def test_a_document_without_damage_is_unchanged(text: str) -> None:
    document = Document((Line(text, level=1), Line(""), Line(f"　{text}。")), title=text)
    assert repair(document) == document


@pytest.mark.parametrize(
    ("text", "characters", "broken"),
    [
        ("協働 の\t指針", 5, 0),
        ("(cid:12)(cid:7)協働", 4, 2),
        ("\ue000\ufffd協働\U000f0001", 5, 3),
        ("ｺﾐｭﾆﾃｨの café、縺れ、“”………………", 23, 0),
    ],
)  # fmt: skip
def test_characters_that_stand_for_no_letter_are_counted(text: str, characters: int, broken: int) -> None:
    assert count_broken(text) == (characters, broken)


@pytest.mark.parametrize(
    "misread",
    [
        "これは協働の指針です".encode().decode("cp932", "ignore"),
        "これは協働の指針です".encode().decode("latin-1"),
        "これは協働の指針です".encode().decode("cp1252", "ignore"),
        "ともにかんがえる".encode("euc_jp").decode("cp932", "ignore"),
    ],
)
def test_text_read_in_a_wrong_encoding_is_counted(misread: str) -> None:
    characters, broken = count_broken(misread)
    assert broken > 0.6 * characters


def test_each_damaged_page_has_one_warning_and_a_hopeless_one_is_left_out() -> None:
    document = Document(
        (
            Line("協働の指針" * 10, 1),
            Line("市民\ufffdと市がともに動く", 2),
            Line("(cid:3)" * 40 + "協働", 3),
            Line("終わり", 4),
        )
    )
    mended = repair(document)
    assert [line.page for line in mended.lines] == [1, 2, 4]
    assert mended.pages == (PageQuality(1, 50, 0), PageQuality(2, 11, 1), PageQuality(3, 42, 40), PageQuality(4, 3, 0))
    assert len(mended.warnings) == 2
    assert "page 2: 1 of 11 characters (9.1%)" in mended.warnings[0]
    assert "page 3" in mended.warnings[1] and "left out" in mended.warnings[1]


def test_a_document_without_pages_counts_as_page_1() -> None:
    mended = repair(Document((Line("協働の\ue001指針です"), Line("本文"))))
    assert mended.pages == (PageQuality(1, 10, 1),)
    assert len(mended.warnings) == 1


def test_what_the_reader_saw_of_a_page_is_kept_where_it_is_worse() -> None:
    known = (PageQuality(1, 100, 90), PageQuality(2, 0, 0))
    mended = repair(Document((Line("協働の指針", 1), Line("本文", 3)), pages=known))
    assert mended.pages == (*known, PageQuality(3, 2, 0))
    assert [line.page for line in mended.lines] == [3]


def test_an_entry_with_any_number_of_leaders_is_left_as_it_is() -> None:
    text = "…… 3" * 5000
    assert mend_text(text) == text


@pytest.mark.parametrize(
    "text",
    ["○○○○", "△△△", "金□□□円", "平成○○年", "〇〇市長", "○○市○○課", "第○条", "令和○年○月○日", "○年○月", "第＿＿＿条",
     "氏名____", "金　　　円", "　　年　　月　　日", "（　　　）", "XX年", "平成〇年", "●●株式会社"],
)  # fmt: skip
def test_a_placeholder_is_seen(text: str) -> None:
    assert holds_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["二〇〇五年", "一〇〇円", "二〇〇〇年", "平成二〇年", "○ 市民の役割", "○市の役割", "●目的", "（○）", "◎",
     "委託\t○\t×\t△", "10 年 3 月", "協働とは、ともに動くことです。", "△100千円", "第3条", "- [ ] 確かめた", ""],
)  # fmt: skip
def test_what_is_filled_in_is_no_placeholder(text: str) -> None:
    assert not holds_placeholder(text)
