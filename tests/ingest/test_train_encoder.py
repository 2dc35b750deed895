"""Learning the encoder: the same guidelines give the same bytes, and the model can be used."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.encoder import StaticEncoder
from ingest.library import read_library
from ingest.note_check import stamp_notes

WriteCity = Callable[..., Path]

NOTES = """[[section]]
id = "aoba/1-1"
heading_en = "Co-hosting"
summary_en = "Citizens and the city host together."
plain = "市民と 市が いっしょに ひらきます。"

[[section.point]]
spans = ["市民と市が共に主催者となって講演会を行う形態です。"]
questions = ["講演会を一緒に開きたい", "市と連名でやりたい", "Can we host a lecture with the city?"]
"""


@pytest.fixture
def noted_city(tmp_path: Path, write_city: WriteCity) -> Path:
    folder = tmp_path / "guidelines"
    stamp_notes(write_city(folder, "aoba", notes=NOTES))
    return folder


def test_two_runs_give_identical_files(noted_city: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.train_encoder import main

    for name in ("one", "two"):
        arguments = ["train_encoder", "--guidelines", str(noted_city), "--output", str(tmp_path / name)]
        monkeypatch.setattr(sys, "argv", arguments)
        main()
    for name in ("tokenizer.json", "model.safetensors"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert [path.name for path in sorted((tmp_path / "one").iterdir())] == [
        "model.safetensors",
        "tokenizer.json",
    ]
    asked, answer, other = StaticEncoder(tmp_path / "one").encode_questions(
        ["市と連名でやりたい", "市民と市が共に主催者となって講演会を行う形態です。", "計画書"]
    )
    assert asked @ answer > asked @ other


def test_pairs_bring_together_question_answer_heading_and_notes(noted_city: Path) -> None:
    from ingest.train_encoder import training_pairs

    pairs = training_pairs(read_library(noted_city), random.Random(1))
    answer = "市民と市が共に主催者となって講演会を行う形態です。"
    assert ("講演会を一緒に開きたい", answer) in pairs
    assert ("講演会を一緒に開きたい", "共催") in pairs
    assert ("Co-hosting", "共催") in pairs
    assert ("第1章 協働の形態 (1) 共催", answer) in pairs
    assert all(anchor.strip() and positive.strip() for anchor, positive in pairs)


def test_no_question_is_paired_with_itself(noted_city: Path) -> None:
    from ingest.train_encoder import training_pairs

    asked = {"講演会を一緒に開きたい", "市と連名でやりたい", "Can we host a lecture with the city?"}
    pairs = [pair for pair in training_pairs(read_library(noted_city), random.Random(1)) if set(pair) <= asked]
    assert {anchor for anchor, _ in pairs} == asked
    assert all(anchor != positive for anchor, positive in pairs)
