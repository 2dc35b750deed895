"""Places: municipalities that a question names."""

from __future__ import annotations

import pytest

from ingest.places import place_names, written_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("横浜市の場合は？", ("横浜市",)),
        ("足立区と北本市を比べて", ("足立区", "北本市")),
        ("How does Yokohama City do it?", ("Yokohama City",)),
        ("What are the rules in Kobe?", ("Kobe",)),
        ("Kōbe's guideline", ("Kōbe",)),
        ("よこはましの きまりは？", ("よこはまし",)),
        ("あだち協働ガイドラインとは", ("あだち",)),
        ("たいとうの たちばとは", ()),
        ("かいしの ひは？", ()),
        ("What is done by Date?", ()),
        ("Date City's rules", ("Date City",)),
        ("Does Kobe have rules?", ("Kobe",)),
        ("日本ではいつ始まりましたか", ()),
        ("鴻巣市民です", ("鴻巣市",)),
        ("Who is Mr Murata?", ()),
        ("Is it so in Each City and every Ward?", ()),
        ("市と区の役割分担は？", ()),
        ("協働とは何ですか", ()),
        ("横浜で講演会を開く", ()),
    ],
)
def test_named_municipalities_are_found(text: str, names: tuple[str, ...]) -> None:
    assert place_names(text) == names


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("横浜市", "横浜市"),
        ("よこはまし", "横浜市"),
        ("Kōbe", "神戸市"),
        ("あだち", "足立区"),
        ("Fukuoka City", "福岡市"),
    ],
)
def test_a_place_is_known_by_its_reading_and_in_roman_letters(place: str, name: str) -> None:
    assert name in written_names(place)


def test_a_city_is_not_the_prefecture_of_the_same_name() -> None:
    assert "福岡県" not in written_names("Fukuoka City")
    assert set(written_names("Fukuoka")) >= {"福岡市", "福岡県"}
