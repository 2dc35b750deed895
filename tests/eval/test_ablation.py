from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.chain import answer_question
from eval.ablation import (
    AblationError,
    Variant,
    choose_features,
    leave_out_notes,
    make_variant,
    read_variants,
)
from eval.learn_ranking import Example, ranking_examples
from eval.question import Question, Span
from ingest.index import FEATURES
from ingest.library import read_library

if TYPE_CHECKING:
    from assistant.chain import Assistant


def test_the_shipped_variants_add_one_part_after_the_other() -> None:
    variants = read_variants()
    kept = [set(choose_features(variant)) or set(FEATURES) for variant in variants]
    parts = [(len(own), variant.notes, variant.judging) for own, variant in zip(kept, variants, strict=True)]
    assert len({variant.name for variant in variants}) == len(variants)
    for before, after in pairwise(parts):
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1
        assert all(old <= new for old, new in zip(before, after, strict=True))
    assert (variants[-1].notes, variants[-1].judging, variants[-1].features) == (True, True, ())


@pytest.fixture(scope="module")
def examples(assistant: Assistant) -> list[Example]:
    """One question from 取手市's guideline."""
    city = "toride"
    section = next(one for one in assistant.guidelines[city].sections if "共に主催者" in one.text)
    span = next(line for line in section.text.split("\n") if "共に主催者" in line)
    asked = Question(
        id="E1", suite="city", origin="tuning", lang="ja", style="definition", city=city,
        question="一緒に主催する形は何といいますか", cities=(city,), evidence=(Span(span, (city,)),),
    )  # fmt: skip
    return ranking_examples(assistant, [[asked]])


def test_a_variant_weighs_only_the_features_that_it_keeps(assistant: Assistant, examples: list[Example]) -> None:
    lexical = make_variant(assistant, Variant("x", "x", ("*.terms",)), examples)
    assert lexical.weights.ranking
    assert {name.rpartition(".")[2] for name in lexical.weights.ranking} == {"terms"}
    assert lexical.weights.judging == assistant.weights.judging
    assert make_variant(assistant, Variant("y", "y"), []).weights is assistant.weights


def test_without_judging_what_is_found_is_an_answer(assistant: Assistant) -> None:
    question = "本市の下水道料金はいくらですか"
    eager = make_variant(assistant, Variant("x", "x", judging=False), [])
    assert answer_question(assistant, question, city="toride").status is not Status.ANSWERED
    answer = answer_question(eager, question, city="toride")
    assert answer.status is Status.ANSWERED and answer.citations


def test_the_copy_without_notes_holds_the_same_texts(assistant: Assistant, tmp_path: Path) -> None:
    bare = leave_out_notes(assistant.settings, tmp_path)
    volumes = {volume.guideline.meta.id: volume for volume in read_library(bare.guidelines)}
    assert {city: volume.guideline.sections for city, volume in volumes.items()} == {
        city: guideline.sections for city, guideline in assistant.guidelines.items()
    }
    assert not any(volume.notes for volume in volumes.values())
    assert bare.data != assistant.settings.data


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[variant]]\nname = "x"\n', r"list\.toml: .*label"),
        ('[[variant]]\nname = "x"\nlabel = "x"\nfeature = []\n', r"list\.toml: .*feature"),
        (
            '[[variant]]\nname = "x"\nlabel = "x"\nfeatures = ["*.odd"]\n',
            r"list\.toml: x: no feature is called \*\.odd",
        ),
    ],
)
def test_a_list_that_cannot_be_run_is_named_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "list.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AblationError, match=reason) as raised:
        read_variants(path)
    assert "\n" not in str(raised.value)
