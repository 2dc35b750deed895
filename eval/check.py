"""Checking the question sets against the texts: every span stands where its row says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from eval.folding import Shelf
from eval.question import Question


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a row: an ``error`` has to be mended, a ``warning`` weakens the question.

    ``key`` is in the wording's section ``eval``.
    """

    level: Literal["error", "warning"]
    question: str
    key: str
    detail: str


def check_questions(conversations: Iterable[Sequence[Question]], shelf: Shelf) -> tuple[Finding, ...]:
    """All findings, in the order of the questions.

    Errors: a city that is not held; a span that stands in no guideline of its cities; a key fact of the
    suite ``city`` that does not; an expected city without evidence. Warnings: a span that no single
    section holds whole, so that no citation can meet it; a span that more than five sections hold; a
    question asked in the same words twice.
    """
    findings: list[Finding] = []
    asked: dict[tuple[str, str | None], str] = {}
    for talk in conversations:
        for question in talk:
            findings += _check_question(question, shelf)
            if question.suite == "dialogs":
                continue
            twin = asked.setdefault((question.question, question.city), question.id)
            if twin != question.id:
                findings.append(Finding("warning", question.id, "check_twin", twin))
    return tuple(findings)


_TOO_COMMON = 5


def _check_question(question: Question, shelf: Shelf) -> Iterable[Finding]:
    for city in {question.city, *question.cities} - {None, *shelf.guidelines}:
        yield Finding("error", question.id, "check_city", str(city))
    for span in question.evidence:
        if not any(shelf.states(city, span.text) for city in span.cities):
            yield Finding("error", question.id, "check_evidence", span.text)
            continue
        holders = len(shelf.find_sections(span.cities, span.text))
        if not holders:
            yield Finding("warning", question.id, "check_split", span.text)
        elif holders > _TOO_COMMON:
            yield Finding("warning", question.id, "check_common", span.text)
    for city in question.cities:
        if not any(city in span.cities for span in question.evidence):
            yield Finding("error", question.id, "check_silent_city", city)
    if question.suite == "city":
        for fact in question.facts:
            if not any(shelf.states(city, fact.text) for city in fact.cities):
                yield Finding("error", question.id, "check_fact", fact.text)
