import json
from pathlib import Path
from typing import Any

import pytest

from eval.cases import QuestionError, read_cases
from eval.question import Span, choose_questions, make_conversations

CITY = {
    "id": "A1", "city": "aoi", "lang": "ja", "style": "list", "question": "?", "evidence": ["一", "二"],
    "all_required": True, "key_facts": ["一"],
}  # fmt: skip
CROSS = {
    "id": "C1", "lang": "en", "kind": "compare", "question": "?", "expect_cities": ["aoi", "midori"],
    "evidence": {"aoi": ["一"], "midori": ["二"]},
}  # fmt: skip
ABSTAIN = {"id": "N1", "lang": "ja", "city": None, "kind": "smalltalk", "question": "?", "why": "…"}
DIALOG = {
    "id": "D1", "lang": "ja", "register": "neutral",
    "turns": [
        {"user": "一?", "city": None,
         "expect": {"cities": ["aoi", "midori"], "evidence": ["一"], "key_facts": [], "abstain": False}},
        {"user": "二?", "city": "aoi",
         "expect": {"cities": [], "evidence": [], "key_facts": ["gloss"], "abstain": True}},
    ],
}  # fmt: skip


def write(folder: Path, name: str, *rows: Any) -> Path:
    folder.mkdir(exist_ok=True)
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "tuning"
    write(folder, "city_aoi.jsonl", CITY)
    write(folder, "cross.jsonl", CROSS)
    write(folder, "abstain_near.jsonl", ABSTAIN)
    write(folder, "dialogs.jsonl", DIALOG)
    return write(folder, "attacks.jsonl", {"id": "X1"})


def test_a_file_belongs_to_the_suite_that_its_name_starts_with(folder: Path) -> None:
    suites = read_cases(folder)
    counts = [len(rows) for rows in (suites.city, suites.cross, suites.abstain, suites.dialogs)]
    assert counts == [1, 1, 1, 1]
    assert suites.skipped == ("attacks.jsonl",)


def test_a_dialog_is_one_conversation_of_numbered_turns(folder: Path) -> None:
    *_, dialog = make_conversations(read_cases(folder))
    first, second = dialog
    assert (first.id, second.id) == ("D1#1", "D1#2")
    assert first.evidence == (Span("一", ("aoi", "midori")),)
    assert second.abstain and second.facts == () and second.city == "aoi"
    assert first.origin == "tuning"


def test_evidence_of_a_cross_question_is_kept_per_city(folder: Path) -> None:
    ((asked,),) = choose_questions(read_cases(folder), names=["cross"])
    assert asked.evidence == (Span("一", ("aoi",)), Span("二", ("midori",)))


def test_questions_are_chosen_by_suite_and_city(folder: Path) -> None:
    suites = read_cases(folder)
    assert [talk[0].id for talk in choose_questions(suites, names=["city", "cross"], city="midori")] == ["C1"]
    assert len(choose_questions(suites, city="aoi")) == 3


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{", r"line 2: row: Invalid JSON"),
        ({**CITY, "id": "A2", "evidence": []}, r"line 2: evidence: .*at least 1"),
        ({**CITY, "id": "A2", "keyfacts": []}, r"line 2: keyfacts: Unexpected"),
        ({**CITY, "id": "A2", "all_required": "yes"}, r"line 2: all_required: .*boolean"),
        ({key: value for key, value in CITY.items() if key != "city"}, r"line 2: city: "),
        (CITY, r"line 2: the id A1 stands twice"),
    ],
)
def test_a_bad_row_is_told_with_file_line_and_reason(tmp_path: Path, row: Any, reason: str) -> None:
    with pytest.raises(QuestionError, match=rf"city\.jsonl, {reason}"):
        read_cases(write(tmp_path, "city.jsonl", CITY, row))


def test_a_folder_without_questions_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="no question file"):
        read_cases(tmp_path)


def test_an_id_is_unique_over_all_folders(folder: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "reporting", "city.jsonl", CITY)
    with pytest.raises(QuestionError, match="A1 stands twice"):
        read_cases(folder, other)
