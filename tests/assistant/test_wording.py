"""The catalogue says everything in both languages, with the same values to fill in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.wording import catalogue_section, say, say_both

CATALOGUE = Path(__file__).parents[2] / "assistant" / "wording.toml"


def entries(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in table.items():
        if all(isinstance(part, dict) for part in value.values()):
            yield from entries(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


@pytest.mark.parametrize(("key", "entry"), list(entries(tomllib.loads(CATALOGUE.read_text(encoding="utf-8")))))
def test_entry_is_said_in_both_languages_with_the_same_values(key: str, entry: dict[str, str]) -> None:
    assert entry.keys() == {"ja", "en"}
    assert entry["ja"].strip() and entry["en"].strip()
    japanese, english = (set(re.findall(r"\{(\w*)\}", entry[lang])) for lang in ("ja", "en"))
    assert english == japanese
    assert say(key, "ja", **dict.fromkeys(japanese, "7")).count("{") == 0


def test_values_are_filled_in() -> None:
    assert say("problem.question_too_long", "en", limit=1000) == "Please keep the question within 1000 characters."
    assert say_both("problem.not_found").count(" / ") == 1


def test_unknown_key_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        say("problem.no_such_thing", "ja")


def test_section_of_the_catalogue_keeps_its_braces() -> None:
    assert "{count}" in catalogue_section("widget")["left"]["ja"]
    assert catalogue_section("nothing") == {}
