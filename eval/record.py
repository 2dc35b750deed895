"""What was expected of an answer, what was said, and what it is worth: one record a question."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.answer import Answer, Citation
from eval.folding import Shelf
from eval.measures import Fault, find_faults, score_answer
from eval.proof import check_verbatim, find_unsupported, find_wrong_city, verbatim_rate
from eval.question import Question


@dataclass(frozen=True, slots=True)
class Quote:
    """A citation as a record keeps it."""

    number: int | None
    city: str
    section_id: str
    path: tuple[str, ...]
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One question and its answer. ``scores`` hold the measures that apply; ``timings`` are milliseconds.

    ``faults`` say why the answer is not right, ``broken`` which promises it broke; both empty when good.
    ``actual_found`` are section ids, best first.
    """

    id: str
    suite: str
    origin: str
    lang: str
    style: str
    city: str | None
    question: str
    before: tuple[str, ...]
    why: str
    expected_abstain: bool
    expected_cities: tuple[str, ...]
    expected_evidence: tuple[str, ...]
    expected_facts: tuple[str, ...]
    actual_status: str
    actual_city: str | None
    actual_question: str
    actual_text: str
    actual_citations: tuple[Quote, ...]
    actual_related: tuple[Quote, ...]
    actual_found: tuple[str, ...]
    actual_evidence_probability: float
    scores: dict[str, float]
    faults: tuple[Fault, ...] = ()
    broken: tuple[Fault, ...] = ()
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def right(self) -> bool:
        """Whether the answer has no fault."""
        return not self.faults

    @property
    def dialog(self) -> str:
        """What the record is drawn with when means are estimated: its dialog, or itself."""
        return self.id.partition("#")[0]


def make_record(
    question: Question, answer: Answer, shelf: Shelf, *, before: tuple[str, ...], milliseconds: float
) -> Record:
    """The answer, judged by every measure and every promise."""
    wrong_city = find_wrong_city(question, answer, shelf)
    unsupported = find_unsupported(answer)
    altered = tuple(piece for piece, exact in check_verbatim(answer, shelf) if not exact)
    promises = (("broken_verbatim", altered), ("broken_city", wrong_city), ("broken_figure", unsupported))
    return Record(
        id=question.id,
        suite=question.suite,
        origin=question.origin,
        lang=question.lang,
        style=question.style,
        city=question.city,
        question=question.question,
        before=before,
        why=question.why,
        expected_abstain=question.abstain,
        expected_cities=question.cities,
        expected_evidence=tuple(span.text for span in question.evidence),
        expected_facts=tuple(fact.text for fact in question.facts),
        actual_status=answer.status.value,
        actual_city=answer.city,
        actual_question=answer.question,
        actual_text=answer.text,
        actual_citations=tuple(_keep(citation) for citation in answer.citations),
        actual_related=tuple(_keep(citation) for citation in answer.related),
        actual_found=tuple(found.section_id for found in answer.found),
        actual_evidence_probability=float(answer.evidence_probability),
        scores={
            **score_answer(question, answer, shelf),
            "verbatim_rate": verbatim_rate(answer, shelf),
            "wrong_city": float(bool(wrong_city)),
            "unsupported": float(bool(unsupported)),
        },
        faults=find_faults(question, answer, shelf),
        broken=tuple(Fault(kind, detail) for kind, details in promises for detail in details),
        timings={"answer": milliseconds},
    )


def _keep(citation: Citation) -> Quote:
    return Quote(citation.number, citation.city, citation.section_id, citation.path, citation.quote)
