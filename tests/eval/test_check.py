from collections.abc import Callable
from typing import Any

import pytest

from assistant.settings import Settings
from eval.cases import read_cases
from eval.check import check_questions
from eval.folding import Shelf
from eval.question import Question, Span, make_conversations
from eval.store import PACKAGE
from ingest.library import read_library

Ask = Callable[..., Question]


@pytest.mark.parametrize(
    ("change", "level", "key"),
    [
        ({"city": "elsewhere"}, "error", "check_city"),
        ({"evidence": (Span("どこにもない文です。", ("aoi",)),)}, "error", "check_evidence"),
        ({"facts": (Span("どこにもない", ("aoi",)),)}, "error", "check_fact"),
        ({"evidence": (Span("担当します。(2) 補助", ("aoi",)),)}, "warning", "check_split"),
        ({"cities": ("aoi", "midori")}, "error", "check_silent_city"),
    ],
)
def test_each_kind_of_finding_is_made(
    shelf: Shelf, question: Ask, change: dict[str, Any], level: str, key: str
) -> None:
    (found,) = check_questions(((question(**change),),), shelf)
    assert (found.level, found.question, found.key) == (level, "Q1", key)


def test_a_good_question_has_no_finding_and_its_twin_has_one(shelf: Shelf, question: Ask) -> None:
    assert check_questions(((question(),),), shelf) == ()
    (found,) = check_questions(((question(),), (question(id="Q2"),)), shelf)
    assert (found.question, found.key, found.detail) == ("Q2", "check_twin", "Q1")


def test_glosses_of_cross_questions_need_not_stand_in_the_guideline(shelf: Shelf, question: Ask) -> None:
    glossed = question(suite="cross", facts=(Span("both are organisers", ("aoi",)),))
    assert check_questions(((glossed,),), shelf) == ()


def test_the_committed_sets_fit_the_guidelines() -> None:
    volumes = read_library(Settings().guidelines)
    shelf = Shelf({volume.guideline.meta.id: volume.guideline for volume in volumes})
    suites = read_cases(PACKAGE / "questions" / "tuning", PACKAGE / "questions" / "reporting")
    findings = check_questions(make_conversations(suites), shelf)
    assert [found for found in findings if found.level == "error"] == []
