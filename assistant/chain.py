"""The whole answering walk: understand → retrieve → judge → compose → verify.

``answer_question`` is the table of contents; ``answering_chain`` is the same walk as a LangChain runnable
of named steps, for programs that compose chains.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Lang, Turn
from assistant.compose import AnswerWriter, compose
from assistant.context import make_standalone
from assistant.judge import Verdict, judge
from assistant.model_writer import open_writer
from assistant.parts import join_parts
from assistant.patterns import asks_briefly, asks_plainly, matching_form
from assistant.retrieve import Retrieval, retrieve
from assistant.settings import Settings
from assistant.understand import Understood, question_parts, understand
from assistant.verify import verify
from assistant.weights import Weights, read_weights
from corpus.guideline import Guideline
from ingest.index import Index, open_index


@dataclass(frozen=True)
class Assistant:
    """Everything that answering needs: the open index, the learned weights and the answer writer."""

    index: Index
    settings: Settings
    weights: Weights
    writer: AnswerWriter

    @property
    def guidelines(self) -> Mapping[str, Guideline]:
        """The guidelines held, by city id."""
        return self.index.guidelines

    @cached_property
    def chain(self) -> Runnable[Question, Answer]:
        """The answering walk as a LangChain runnable."""
        return answering_chain(self)


@dataclass(frozen=True, slots=True)
class Question:
    """What goes into the chain: the question as typed and what is known about it."""

    text: str
    city: str | None = None
    lang: Lang | None = None
    history: tuple[Turn, ...] = ()
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """What one step hands to the next; each step fills in one more field."""

    understood: Understood
    retrieval: Retrieval | None = None
    verdict: Verdict | None = None
    answer: Answer | None = None


def open_assistant(settings: Settings) -> Assistant:
    """Open the index that the settings point to.

    Raises:
        IndexMissing: there is no index in the data folder.
        IndexMismatch: the index was built with another encoder or version.
        SettingsError: the language model cannot be set up.
    """
    return Assistant(open_index(settings.data, settings.encoder), settings, read_weights(), open_writer(settings))


def answer_question(
    assistant: Assistant,
    question: str,
    *,
    city: str | None = None,
    lang: Lang | None = None,
    history: Sequence[Turn] = (),
    plain: bool = False,
) -> Answer:
    """Answer one question; ``history`` is the conversation so far, oldest first.

    ``city`` limits the answer to one guideline unless the question names another; ``plain`` adds the
    plain-Japanese summary. A refusal is an ``Answer`` too. Questions to one city asked in one go are answered part
    by part.
    """
    asked = Question(question, city, lang, tuple(history), plain)
    whole = assistant.chain.invoke(asked)
    parts = question_parts(question)
    if not parts or len(read_question(assistant, asked).cities) > 1:
        return whole
    answers = [assistant.chain.invoke(replace(asked, text=part, lang=whole.lang)) for part in parts]
    return join_parts(whole, parts, answers)


def read_question(assistant: Assistant, asked: Question) -> Understood:
    """The first step: the question, read in the light of its conversation."""
    sections, guidelines = assistant.index.sections, assistant.guidelines
    standalone = make_standalone(asked.text, asked.city, asked.history, guidelines, sections)
    understood = understand(standalone.question, standalone.city, asked.lang, guidelines, standalone.asks)
    manner = matching_form(standalone.manner)
    plain = understood.plain or asked.plain or asks_plainly(manner)
    brief = understood.brief or asks_briefly(manner)
    return replace(understood, plain=plain, brief=brief, leans=standalone.leans, near=standalone.near)


def answering_chain(assistant: Assistant) -> Runnable[Question, Answer]:
    """The five steps, each a named runnable."""
    index, weights = assistant.index, assistant.weights

    def understand_step(asked: Question) -> Progress:
        return Progress(read_question(assistant, asked))

    def retrieve_step(progress: Progress) -> Progress:
        return replace(progress, retrieval=retrieve(index, progress.understood, weights))

    def judge_step(progress: Progress) -> Progress:
        assert progress.retrieval is not None
        return replace(progress, verdict=judge(index, progress.understood, progress.retrieval, weights))

    def compose_step(progress: Progress) -> Progress:
        assert progress.retrieval is not None and progress.verdict is not None
        answer = compose(index, progress.understood, progress.retrieval, progress.verdict, assistant.writer, weights)
        return replace(progress, answer=answer)

    def verify_step(progress: Progress) -> Answer:
        assert progress.answer is not None
        return verify(index, progress.answer)

    return (
        RunnableLambda(understand_step).with_config(run_name="understand")
        | RunnableLambda(retrieve_step).with_config(run_name="retrieve")
        | RunnableLambda(judge_step).with_config(run_name="judge")
        | RunnableLambda(compose_step).with_config(run_name="compose")
        | RunnableLambda(verify_step).with_config(run_name="verify")
    )
