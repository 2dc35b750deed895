from collections.abc import Callable

from assistant.answer import Answer, Citation
from eval.folding import Shelf
from eval.question import Question
from eval.record import make_record

Cite = Callable[..., Citation]
Ask = Callable[..., Question]
Say = Callable[..., Answer]
KYOSAI, MIDORI = "市民と市が共に主催者となる形態です。", "団体と行政が一つの事業を行うものです。"


def test_a_record_keeps_expected_beside_actual(shelf: Shelf, question: Ask, answer: Say, cite: Cite) -> None:
    said = answer(KYOSAI, found=("aoi/1-1",), citations=(cite("aoi/1-1", KYOSAI),), evidence_probability=0.75)
    record = make_record(question(), said, shelf, before=("先の質問",), milliseconds=12.5)
    assert record.right and not record.broken
    assert (record.expected_evidence, record.expected_facts) == ((KYOSAI,), ("共に主催者",))
    assert record.actual_citations[0].section_id == "aoi/1-1"
    assert (record.actual_evidence_probability, record.timings) == (0.75, {"answer": 12.5})
    assert record.scores["verbatim_rate"] == 1.0


def test_broken_promises_are_kept_apart_from_faults(shelf: Shelf, question: Ask, answer: Say, cite: Cite) -> None:
    cited = (cite("aoi/1-1", KYOSAI, 1), cite("midori/1", MIDORI, 2))
    record = make_record(question(), answer(f"{KYOSAI} 9件", citations=cited), shelf, before=(), milliseconds=1)
    assert record.right
    assert [(fault.kind, fault.detail) for fault in record.broken] == [
        ("broken_city", "[2] midori/1"),
        ("broken_figure", "9"),
    ]
    assert (record.scores["wrong_city"], record.scores["unsupported"]) == (1.0, 1.0)
