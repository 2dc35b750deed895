"""A question answered, remembered and put into a reply, for the JSON route, the stream and the pages."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api.metrics import Metrics
from api.problems import Problem
from api.requests import check_question, check_text
from api.schemas import ChatReply, ChatRequest, FeedbackRequest, write_reply
from assistant.answer import Answer, Turn
from assistant.chain import Assistant, answer_question
from assistant.conversation import ConversationStore, RecordsUnavailable
from assistant.settings import Settings

COMMENT_MAX_CHARACTERS = 1000
_ID_MAX_CHARACTERS = 64
_log = logging.getLogger("kyodo")


@dataclass(frozen=True, slots=True)
class Service:
    """What every route works with; see ``api.live`` for where it comes from."""

    settings: Settings
    assistant: Assistant
    store: ConversationStore
    metrics: Metrics


def converse(service: Service, request: ChatRequest) -> ChatReply:
    """Answer one question in its conversation and remember the turn.

    Raises:
        Problem: 422 for a question that is none, 404 for a city that is not held.
    """
    history = _recall(service.store, request.conversation_id)
    answer = answer_once(service, request, history)
    return write_reply(answer, *_remember(service.store, request, answer))


def answer_once(service: Service, request: ChatRequest, history: Sequence[Turn] = ()) -> Answer:
    """Answer one question and keep nothing of it. Raises what ``converse`` raises."""
    question = check_question(request.question, service.settings.question_max_characters)
    if request.city is not None and request.city not in service.assistant.guidelines:
        raise Problem(404, "unknown_city")
    answer = answer_question(
        service.assistant,
        question,
        city=request.city,
        lang=request.lang,
        history=history,
        plain=bool(request.plain),
    )
    service.metrics.count_answer(answer.status)
    return answer


def record_feedback(service: Service, feedback: FeedbackRequest) -> None:
    """Keep what a reader thought of an answer.

    Raises:
        Problem: 422 for a comment that cannot be kept, 404 for an answer that is not known.
        RecordsUnavailable: the records cannot be written.
    """
    comment = check_text(feedback.comment or "", "comment", COMMENT_MAX_CHARACTERS).strip()
    known = _has_id_form(feedback.turn_id) and service.store.record_feedback(feedback.turn_id, feedback.useful, comment)
    if not known:
        raise Problem(404, "unknown_turn")


def stream_events(reply: ChatReply) -> Iterator[str]:
    """The reply as server-sent events: ``status``, every ``block``, ``done`` with the whole."""
    yield _event("status", {"status": reply.status, "lang": reply.lang})
    for block in reply.blocks:
        yield _event("block", block.model_dump(mode="json"))
    yield _event("done", reply.model_dump(mode="json"))


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _recall(store: ConversationStore, conversation_id: str | None) -> tuple[Turn, ...]:
    if not _has_id_form(conversation_id):
        return ()
    try:
        return store.turns(conversation_id)
    except RecordsUnavailable as error:
        _log.warning("conversation not read: %s", error)
        return ()


def _remember(store: ConversationStore, request: ChatRequest, answer: Answer) -> tuple[str, str]:
    cited = tuple(dict.fromkeys(citation.section_id for citation in answer.citations))
    question = request.question.strip()
    turn = Turn(question, answer.question or question, answer.city, answer.status, cited)
    known_form = _has_id_form(request.conversation_id)
    try:
        return store.add(request.conversation_id if known_form else None, turn)
    except RecordsUnavailable as error:
        # An answer is worth more than its record.
        _log.warning("turn not kept: %s", error)
        return secrets.token_urlsafe(), secrets.token_urlsafe()


def _has_id_form(text: str | None) -> bool:
    return (
        text is not None
        and 0 < len(text) <= _ID_MAX_CHARACTERS
        and text.isascii()
        and text.replace("-", "").replace("_", "").isalnum()
    )
