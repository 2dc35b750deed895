"""The domain glossary: everyday words, misspellings and English for the concepts of 協働."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea and the words for it. ``folded_words`` are the Japanese ones, as they are compared."""

    id: str
    words: tuple[str, ...]
    english: tuple[str, ...]
    folded_words: tuple[str, ...]


def read_glossary(fold: Callable[[str], str]) -> tuple[Concept, ...]:
    """The concepts of ``glossary.toml``; ``fold`` gives the form in which words are compared."""
    table = tomllib.loads(files("corpus").joinpath("glossary.toml").read_text("utf-8"))
    return tuple(
        Concept(
            id=f"g:{entry['id']}",
            words=tuple(entry["words"]),
            english=tuple(entry.get("english", ())),
            folded_words=tuple(fold(word) for word in entry["words"]),
        )
        for entry in table["concept"]
    )
