"""The title page of an added guideline: dates as printed, names to ask by, a file that reads back the same."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import GuidelineError
from ingest.document import Line
from ingest.library import read_meta
from ingest.outline import Outline, read_outline
from ingest.title_page import Label, check_label, iso_date, make_meta, other_names, printed_date, write_meta

SHOWN = st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs")), min_size=1, max_size=20).filter(str.strip)


def outline(text: str) -> Outline:
    return read_outline(tuple(Line(line) for line in text.splitlines()), "aoba")


@pytest.mark.parametrize(
    ("line", "issued", "date"),
    [
        ("平成19年(2007年)3月", "平成19年(2007年)3月", "2007-03"),
        ("平成 24 年 8 月", "平成 24 年 8 月", "2012-08"),
        ("令和元年５月 改訂", "令和元年５月", "2019-05"),
        ("発行：令和三年四月", "令和三年四月", "2021-04"),
        ("2021年3月（第2版）", "2021年3月", "2021-03"),
        ("昭和57年十月十日策定", "昭和57年十月十日", "1982-10"),
        ("令和3年1月　緑台町", "令和3年1月", "2021-01"),
    ],
)
def test_a_date_of_issue_is_read_as_printed(line: str, issued: str, date: str) -> None:
    assert printed_date([line]) == issued
    assert iso_date(issued) == date


@pytest.mark.parametrize("line", ["平成19年3月31日条例第5号", "平成19年13月", "令和2年度", "平成○○年○月", ""])
def test_other_lines_with_dates_are_no_date_of_issue(line: str) -> None:
    assert printed_date([line]) == ""


def test_of_two_dates_the_later_edition_counts() -> None:
    assert printed_date(["平成19年3月策定", "平成24年8月改訂"]) == "平成24年8月"


@pytest.mark.parametrize(
    ("name", "names"),
    [("北本市", ("北本",)), ("緑台町", ("緑台",)), ("中央区", ()), ("津市", ()), ("茨城県", ("茨城",))],
)
def test_a_city_is_also_asked_for_without_its_suffix_unless_that_is_a_word(name: str, names: tuple[str, ...]) -> None:
    assert other_names(name, "aoba", "Aoba") == names


def test_without_an_english_name_the_id_is_one() -> None:
    assert other_names("津市", "tsushi", "") == ("tsushi",)


def test_title_and_date_are_read_from_the_title_page() -> None:
    read = outline("緑市協働の手引き\n\n令和3年4月\n\n第1章 形態\n\n共催の形です。\n")
    meta = make_meta(Label("midori", "緑市"), read, "", None)
    assert (meta.title, meta.issued, meta.issued_date, meta.complete) == (
        "緑市協働の手引き",
        "令和3年4月",
        "2021-04",
        True,
    )


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("東湊市\n協働なんでもハンドブック\n市民協働課", "協働なんでもハンドブック"),
        ("第２次　潮見市協働推進計画\n（令和６年度〜令和１０年度）", "第２次 潮見市協働推進計画"),
        ("緑市\n市 民 協 働 の 手 引 き", "市民協働の手引き"),
        ("みんなでつくる緑市\n令和3年4月", "みんなでつくる緑市"),
    ],
)
def test_the_line_that_says_what_the_document_is_is_its_title(front: str, title: str) -> None:
    read = outline(f"{front}\n\n第1章 形態\n\n共催の形です。\n")
    assert make_meta(Label("midori", "緑市"), read, "", None).title == title


def test_the_title_that_the_format_states_goes_first() -> None:
    read = outline("緑市\n\n第1章 形態\n\n共催の形です。\n")
    assert make_meta(Label("midori", "緑市"), read, "緑市の手引き", None).title == "緑市の手引き"


def test_a_document_without_a_title_gets_a_provisional_one() -> None:
    read = outline("第1章 形態\n\n共催の形です。\n")
    assert make_meta(Label("midori", "緑市"), read, "", None).title == "緑市の協働の指針（仮題）"


def test_what_a_person_wrote_stays_when_the_text_is_replaced() -> None:
    read = outline("第1章 形態\n\n共催の形です。\n")
    held = make_meta(Label("midori", "緑市", kana="みどりし", issued="平成19年3月"), read, "", None)
    held = replace(held, publisher="市民課", complete=False, completeness="一部です。")
    again = make_meta(Label("midori", title="新しい表題"), read, "", held)
    assert again == replace(held, title="新しい表題")


def test_a_city_without_a_name_is_refused() -> None:
    with pytest.raises(GuidelineError, match="--name"):
        make_meta(Label("midori"), outline("第1章 形態\n\n本文です。\n"), "", None)


@given(SHOWN, SHOWN, SHOWN)
def test_the_file_reads_back_the_same(name: str, title: str, issued: str) -> None:
    read = outline("第1章 形態\n\n共催の形です。\n")
    label = Label("midori", name, title, issued)
    check_label(label)
    meta = make_meta(label, read, "", None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "meta.toml"
        path.write_text(write_meta(meta), "utf-8")
        assert read_meta(path) == meta


@pytest.mark.parametrize(
    "city", ["../x", "a/b", "Aoba", "a", "", "1a", "青葉", "a" * 32, "aoba\n", "aux", "city", "-a"]
)
def test_an_id_that_is_none_is_refused(city: str) -> None:
    with pytest.raises(GuidelineError, match="--city"):
        check_label(Label(city, "緑市"))


@pytest.mark.parametrize("name", ["緑\x1b[31m市", "緑\n市", "緑\u202e市", "緑\udcff市", "緑" * 101])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(GuidelineError, match="--name"):
        check_label(Label("midori", name))
