"""Asking every question of the sets, dialogs turn by turn."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence

from assistant.answer import Answer, Turn
from assistant.chain import Assistant, answer_question, open_assistant
from assistant.settings import Settings
from eval.folding import Shelf
from eval.question import Question
from eval.record import Record, make_record
from ingest.build import build_index


def open_current(settings: Settings, progress: Callable[[str], None] = lambda line: None) -> Assistant:
    """The assistant over an index of the guidelines as they are now, built first where it is not.

    Raises:
        GuidelineError: a guideline cannot be read.
        KyodoError: the encoder cannot be loaded.
    """
    build_index(settings.guidelines, settings.data, settings.encoder, progress)
    return open_assistant(settings)


def run_conversations(
    assistant: Assistant,
    conversations: Iterable[Sequence[Question]],
    progress: Callable[[int], None] = lambda done: None,
) -> tuple[Record, ...]:
    """A record per question, in order. ``progress`` hears how many questions are done."""
    shelf = Shelf(assistant.guidelines)
    records: list[Record] = []
    for talk in conversations:
        history: list[Turn] = []
        for question in talk:
            begun = time.perf_counter()
            answer = answer_question(assistant, question.question, city=question.city, history=tuple(history))
            taken = (time.perf_counter() - begun) * 1000
            before = tuple(turn.question for turn in history)
            records.append(make_record(question, answer, shelf, before=before, milliseconds=taken))
            history.append(make_turn(question.question, answer))
            progress(len(records))
    return tuple(records)


def make_turn(question: str, answer: Answer) -> Turn:
    """What a conversation remembers of a question and its answer."""
    return Turn(
        question=question,
        standalone=answer.question,
        city=answer.city,
        status=answer.status,
        section_ids=tuple(dict.fromkeys(citation.section_id for citation in answer.citations)),
    )
