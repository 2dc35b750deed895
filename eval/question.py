"""The one form in which every question is asked, whatever its suite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.cases import SUITES, AbstainCase, CityCase, CrossCase, DialogCase, Suites, Words


@dataclass(frozen=True, slots=True)
class Span:
    """A text that stands in the guideline of one of ``cities``."""

    text: str
    cities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing asked, whatever its suite, with what a right answer holds.

    ``style`` is the row's style, kind or register. ``cities`` are those that the answer has to cite;
    empty where ``abstain``. ``why`` is the writer's note for the reader of a failure.
    """

    id: str
    suite: str
    origin: str
    lang: str
    style: str
    city: str | None
    question: str
    cities: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    facts: tuple[Span, ...] = ()
    all_required: bool = False
    abstain: bool = False
    why: str = ""


def make_conversations(suites: Suites) -> tuple[tuple[Question, ...], ...]:
    """Every question in the order of the suites; a tuple of several is one conversation."""
    origins = suites.origins
    return (
        *((_from_city(case, origins[case.id]),) for case in suites.city),
        *((_from_cross(case, origins[case.id]),) for case in suites.cross),
        *((_from_abstain(case, origins[case.id]),) for case in suites.abstain),
        *(_from_dialog(case, origins[case.id]) for case in suites.dialogs),
    )


def choose_questions(
    suites: Suites, *, names: Iterable[str] = (), city: str | None = None
) -> tuple[tuple[Question, ...], ...]:
    """The conversations of these suites (all when none is named) that ask about ``city``."""
    wanted = set(names) or set(SUITES)
    return tuple(
        talk
        for talk in make_conversations(suites)
        if talk[0].suite in wanted and (city is None or any(city == q.city or city in q.cities for q in talk))
    )


def _spans(texts: Words | Mapping[str, Words], cities: tuple[str, ...]) -> tuple[Span, ...]:
    if isinstance(texts, Mapping):
        return tuple(Span(text, (city,)) for city, own in texts.items() for text in own)
    return tuple(Span(text, cities) for text in texts)


def _from_city(case: CityCase, origin: str) -> Question:
    cities = (case.city,)
    return Question(
        id=case.id, suite="city", origin=origin, lang=case.lang, style=case.style, city=case.city,
        question=case.question, cities=cities, evidence=_spans(case.evidence, cities),
        facts=_spans(case.key_facts, cities), all_required=case.all_required, why=case.note,
    )  # fmt: skip


def _from_cross(case: CrossCase, origin: str) -> Question:
    return Question(
        id=case.id, suite="cross", origin=origin, lang=case.lang, style=case.kind, city=None,
        question=case.question, cities=case.expect_cities,
        evidence=_spans(case.evidence, case.expect_cities), facts=_spans(case.key_facts, case.expect_cities),
        all_required=case.all_required, why=case.note,
    )  # fmt: skip


def _from_abstain(case: AbstainCase, origin: str) -> Question:
    return Question(
        id=case.id, suite="abstain", origin=origin, lang=case.lang, style=case.kind, city=case.city,
        question=case.question, abstain=True, why=case.why,
    )  # fmt: skip


def _from_dialog(case: DialogCase, origin: str) -> tuple[Question, ...]:
    return tuple(
        Question(
            id=f"{case.id}#{number}", suite="dialogs", origin=origin, lang=case.lang,
            style=case.register or case.kind or "neutral", city=turn.city, question=turn.user,
            cities=() if turn.expect.abstain else turn.expect.cities,
            evidence=() if turn.expect.abstain else _spans(turn.expect.evidence, turn.expect.cities),
            facts=() if turn.expect.abstain else _spans(turn.expect.key_facts, turn.expect.cities),
            all_required=turn.expect.all_required, abstain=turn.expect.abstain,
            why=turn.expect.note or turn.note or case.note,
        )
        for number, turn in enumerate(case.turns, start=1)
    )  # fmt: skip
