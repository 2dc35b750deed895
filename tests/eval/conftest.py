"""Two tiny guidelines, and makers of questions and answers about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Found, Status
from corpus.guideline import Guideline, GuidelineMeta, Section
from eval.folding import Shelf
from eval.question import Question, Span
from eval.record import Record, make_record

TEXTS = {
    "aoi": {
        "aoi/1": "第1章 協働の形態",
        "aoi/1-1": ("(1) 共催\n市民と市が共に主催者となる形態です。\n平成１９年３月に、地域づくり課が担当します。"),
        "aoi/1-2": "(2) 補助\n市が費用の一部を出す形態です。\n上限は2,000円です。",
    },
    "midori": {
        "midori/1": "1 共催\n・団体と行政が一つの事業を行うものです。",
        "midori/2": "2 窓口\n市民協働課が窓口です。\n電話 0123-45-6789",
    },
}


@pytest.fixture
def shelf() -> Shelf:
    """The guidelines of 葵市 (``aoi``) and 緑市 (``midori``)."""
    return Shelf({city: _make_guideline(city, texts) for city, texts in TEXTS.items()})


@pytest.fixture
def cite(shelf: Shelf) -> Callable[..., Citation]:
    """A maker: section id and words of its text, to the citation of these words."""

    def make(section_id: str, quote: str, number: int | None = 1) -> Citation:
        city = section_id.partition("/")[0]
        guideline = shelf.guidelines[city]
        section = guideline.section(section_id)
        start = section.text.index(quote)
        meta = guideline.meta
        return Citation(
            number, city, meta.city_name, meta.title, meta.issued, section_id, section.path,
            quote, start, start + len(quote),
        )  # fmt: skip

    return make


@pytest.fixture
def answer() -> Callable[..., Answer]:
    """A maker of answers in Japanese; ``found`` are section ids, best first."""

    def make(text: str = "", status: Status = Status.ANSWERED, found: tuple[str, ...] = (), **others: Any) -> Answer:
        ranked = tuple(Found(section_id, 1 / rank) for rank, section_id in enumerate(found, start=1))
        return replace(Answer(status, "ja", text, (), found=ranked), **others)

    return make


@pytest.fixture
def question() -> Callable[..., Question]:
    """A maker of questions: of 葵市, about its 共催, unless said otherwise."""

    def make(**others: Any) -> Question:
        usual = Question(
            id="Q1", suite="city", origin="tuning", lang="ja", style="colloquial", city="aoi", question="?",
            cities=("aoi",), evidence=(Span("市民と市が共に主催者となる形態です。", ("aoi",)),),
            facts=(Span("共に主催者", ("aoi",)),), all_required=True,
        )  # fmt: skip
        return replace(usual, **others)

    return make


@pytest.fixture
def record(
    shelf: Shelf,
    question: Callable[..., Question],
    answer: Callable[..., Answer],
    cite: Callable[..., Citation],
) -> Callable[..., Record]:
    """A maker of records: right, or wrong because the answer was refused."""

    def make(name: str = "Q1", *, right: bool = True, milliseconds: float = 5.0, **others: Any) -> Record:
        quote = "市民と市が共に主催者となる形態です。"
        said = answer(quote, citations=(cite("aoi/1-1", quote),), evidence_probability=0.9)
        refused = answer("書かれていません。", Status.NOT_STATED, evidence_probability=0.2)
        asked = question(id=name, **others)
        good, bad = (refused, said) if asked.abstain else (said, refused)
        return make_record(asked, good if right else bad, shelf, before=(), milliseconds=milliseconds)

    return make


def _make_guideline(city: str, texts: dict[str, str]) -> Guideline:
    name = {"aoi": "葵市", "midori": "緑市"}[city]
    meta = GuidelineMeta(
        id=city, city_name=name, city_name_kana="", city_name_en=city, prefecture="", title=f"{name}協働指針",
        title_en="", issued="平成20年4月", issued_date="2008-04", publisher=name, desk="", source="",
        complete=True, completeness="", completeness_en="",
    )  # fmt: skip
    sections = tuple(
        Section(section_id, "", text.partition("\n")[0], 1, (text.partition("\n")[0],), text)
        for section_id, text in texts.items()
    )
    return Guideline(meta, sections)
