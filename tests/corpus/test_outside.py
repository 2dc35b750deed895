"""What is outside the subject: well formed, and nothing that the notes list."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from importlib.resources import files
from pathlib import Path

from corpus.notes import read_notes
from corpus.outside import read_outside

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


def bare(text: str) -> str:
    """Letters and digits alone: width, case and signs do not matter."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text).casefold())


def test_nothing_is_listed_twice_or_says_nothing() -> None:
    listed = read_outside()
    assert len(listed) > 1000
    assert all(bare(text) and text == text.strip() for text in listed)
    assert max(Counter(bare(text) for text in listed).values()) == 1


def test_both_languages_are_there() -> None:
    japanese = sum(bool(JAPANESE.search(text)) for text in read_outside())
    assert 0.5 < japanese / len(read_outside()) < 0.8


def test_nothing_is_asked_of_a_guideline() -> None:
    outside = {bare(text) for text in read_outside()}
    folders = list(Path(str(files("corpus"))).glob("guidelines/*/notes"))
    assert folders
    for folder in folders:
        for note in read_notes(folder):
            asked = [question for point in note.points for question in point.all_questions]
            assert not [text for text in (*asked, *note.silent) if bare(text) in outside]
