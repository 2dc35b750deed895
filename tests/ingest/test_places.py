"""Places: municipalities that a question names."""

from __future__ import annotations

import pytest

from ingest.places import place_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("横浜市の場合は？", ("横浜市",)),
        ("足立区と北本市を比べて", ("足立区", "北本市")),
        ("How does Yokohama City do it?", ("Yokohama",)),
        ("Is it so in each City and every Ward?", ()),
        ("市と区の役割分担は？", ()),
        ("協働とは何ですか", ()),
        ("横浜で講演会を開く", ()),
    ],
)
def test_named_municipalities_are_found(text: str, names: tuple[str, ...]) -> None:
    assert place_names(text) == names
