"""Other LangChain programs can use the search and the whole walk as parts of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from langchain_core.tracers.schemas import Run

from assistant.answer import Answer, Status
from assistant.chain import Question, answer_question
from assistant.retriever import GuidelineRetriever

if TYPE_CHECKING:
    from assistant.chain import Assistant
    from ingest.index import Index


def test_the_retriever_returns_documents_with_their_address(index: Index) -> None:
    retriever = GuidelineRetriever(index=index, city="kitamoto")
    documents = retriever.invoke("共催とは")

    assert isinstance(retriever, BaseRetriever)
    assert len(documents) == 5 and all(isinstance(document, Document) for document in documents)
    first = documents[0]
    assert first.metadata["section_id"] == "kitamoto/5-1-1"
    assert first.metadata["path"] == ["第5章 協働の形態", "1 協働の形態", "(1) 共催"]
    assert first.page_content == index.sections["kitamoto/5-1-1"].text
    assert {document.metadata["city"] for document in documents} == {"kitamoto"}
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("limit", [1, 3, 12])
def test_the_limit_is_kept_and_sections_do_not_repeat(index: Index, limit: int) -> None:
    documents = GuidelineRetriever(index=index, limit=limit).invoke("協働の原則")
    sections = [document.metadata["section_id"] for document in documents]
    assert len(sections) == len(set(sections)) == limit


def test_the_retriever_fits_into_a_chain(index: Index) -> None:
    def first_heading(documents: list[Document]) -> str:
        return str(documents[0].metadata["path"][-1])

    chain = GuidelineRetriever(index=index, city="takaoka") | RunnableLambda(first_heading)
    assert chain.invoke("後援とは") == "(4) 後援"


def test_the_walk_is_a_runnable_whose_steps_are_seen_by_name(assistant: Assistant) -> None:
    seen: list[str] = []

    def note(run: Run) -> None:
        seen.extend(child.name for child in run.child_runs)

    assert isinstance(assistant.chain, Runnable)
    assistant.chain.with_listeners(on_end=note).invoke(Question("共催とは", "kitamoto"))
    assert seen == ["understand", "retrieve", "judge", "compose", "verify"]


def test_the_chain_and_the_function_give_one_answer(assistant: Assistant) -> None:
    answer = assistant.chain.invoke(Question("共催とは", "toride"))
    assert isinstance(answer, Answer) and answer.status is Status.ANSWERED
    assert answer == answer_question(assistant, "共催とは", city="toride")


def test_many_questions_at_once_are_answered_as_one_by_one(assistant: Assistant) -> None:
    asked = [Question(text, "kitamoto") for text in ("共催とは", "後援とは", "委託とは", "協働の原則")]
    assert assistant.chain.batch(asked) == [assistant.chain.invoke(question) for question in asked]
