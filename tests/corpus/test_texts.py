"""The guideline texts in the repository are the cities' texts, and their title pages are true to them."""

from __future__ import annotations

import hashlib
import re
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

FOLDER = Path(str(files("corpus"))) / "guidelines"
SUMS = {
    "kitakyushu": "25b5fb4a55ce71ec4986aa6a6afea52ab1f0baff0a492a461d3cbc22cb322a10",
    "kitamoto": "2372972d542b28143432874f098093787f927a63b55af2d2b40384f53a96f3b2",
    "tachikawa": "e90cba985ab5f1e9959f24c91a88e7a120934671414c3a39f5b3ef3bb41b8954",
    "takaoka": "b048123dc8dba1844b78f8e13685a8e986beb1c8680bbba0ac99002ff1b8c071",
    "toride": "2b58a6dcd4b8436e211da147e4bfe3af32f09e1e03c82ed290aef981b821693f",
}
FIELDS = {
    "id", "city_name", "city_name_kana", "city_name_en", "prefecture", "title", "title_en", "issued",
    "issued_date", "publisher", "desk", "source", "complete", "completeness", "completeness_en", "aliases",
}  # fmt: skip
MAY_BE_EMPTY = {"issued", "issued_date", "publisher", "desk"}
ISSUED = {
    "kitakyushu": ("平成 24 年 11 月", "2012-11"),
    "kitamoto": ("平成19年(2007年)3月", "2007-03"),
    "tachikawa": ("平成 24 年 8 月", "2012-08"),
    "takaoka": ("", ""),
    "toride": ("", ""),
}
COMPLETE = {"kitakyushu": False, "kitamoto": True, "tachikawa": True, "takaoka": False, "toride": True}


def text_of(city: str) -> str:
    return (FOLDER / city / "text.txt").read_bytes().decode()


def meta_of(city: str) -> dict[str, object]:
    return tomllib.loads((FOLDER / city / "meta.toml").read_text("utf-8"))


def test_the_folder_holds_these_cities_and_a_notice_about_their_rights() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(SUMS)
    assert "not" in (FOLDER / "NOTICE.md").read_text("utf-8")


@pytest.mark.parametrize("city", SUMS)
def test_a_text_is_byte_for_byte_the_citys(city: str) -> None:
    assert hashlib.sha256((FOLDER / city / "text.txt").read_bytes()).hexdigest() == SUMS[city]


@pytest.mark.parametrize("city", SUMS)
def test_a_title_page_has_every_field_and_nothing_empty_that_is_known(city: str) -> None:
    meta = meta_of(city)
    assert set(meta) == FIELDS
    assert meta["id"] == city
    assert [name for name, value in meta.items() if value in ("", [])] == [
        name for name in meta if name in MAY_BE_EMPTY and meta[name] == ""
    ]
    assert re.fullmatch(r"[ぁ-ん]+し", str(meta["city_name_kana"]))
    assert str(meta["city_name"]).endswith("市")
    assert re.fullmatch(r"[\x00-\x7fāēīōū]+", str(meta["city_name_en"]))


@pytest.mark.parametrize("city", SUMS)
def test_the_edition_date_is_as_printed_or_said_to_be_unknown(city: str) -> None:
    meta = meta_of(city)
    assert (meta["issued"], meta["issued_date"]) == ISSUED[city]
    assert str(meta["issued"]) in text_of(city)


@pytest.mark.parametrize("city", SUMS)
def test_publisher_and_desk_stand_in_the_text(city: str) -> None:
    meta = meta_of(city)
    assert str(meta["publisher"]) in text_of(city)
    assert str(meta["desk"]) in text_of(city)


@pytest.mark.parametrize("city", [city for city in SUMS if city != "takaoka"])
def test_the_title_stands_in_the_text(city: str) -> None:
    assert str(meta_of(city)["title"]) in text_of(city)


def test_a_title_that_the_text_does_not_state_is_marked_as_provisional() -> None:
    meta = meta_of("takaoka")
    assert str(meta["title"]) not in text_of("takaoka")
    assert "仮題" in str(meta["title"])
    assert "provisional" in str(meta["title_en"])


@pytest.mark.parametrize("city", SUMS)
def test_what_is_missing_is_said(city: str) -> None:
    assert meta_of(city)["complete"] is COMPLETE[city]


def test_the_missing_chapters_of_kitakyushu_are_named() -> None:
    meta = meta_of("kitakyushu")
    assert "3章" in str(meta["completeness"])
    assert "4章" in str(meta["completeness"])
    assert "chapters 3 and 4" in str(meta["completeness_en"])


def test_the_missing_title_page_of_takaoka_is_named() -> None:
    meta = meta_of("takaoka")
    assert "表紙" in str(meta["completeness"])
    assert "title page" in str(meta["completeness_en"])
