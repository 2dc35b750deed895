"""The optional language model: the only module that knows one.

It gets the question, the language and the numbered quotations of an answer that is already found and judged,
never addresses and never several cities at once. What it says is held to the quotations and shown above them,
labelled. Whatever goes wrong, the quotations are shown as they would be without it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from queue import Empty, Queue
from threading import BoundedSemaphore, Thread
from typing import TYPE_CHECKING, Any

from assistant.answer import Block, BlockKind, Citation, Lang
from assistant.compose import AnswerWriter, Draft, ExtractiveWriter
from assistant.judge import Verdict
from assistant.masking import mask_personal_data
from assistant.rewording import Statement, keep_proved, rewording_table
from assistant.settings import PREFIX, Settings, SettingsError
from assistant.understand import Understood
from assistant.weights import Weights
from assistant.wording import say
from ingest.index import Index

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 4
"""Calls under way at a time; a question beyond them gets its quotations at once."""


class _ModelFault(Exception):
    """The model gave no reply; the message is the reason, without a word of question or reply."""


class ModelWriter:
    """Quotes as ``ExtractiveWriter`` does, and puts a checked rewording of one city's quotations above."""

    def __init__(self, model: BaseChatModel, timeout: float) -> None:
        """``timeout`` is the longest wait for a whole reply, in seconds."""
        self._model = model
        self._timeout = timeout
        self._quoting = ExtractiveWriter()
        self._free = BoundedSemaphore(MOST_AT_ONCE)

    def write(self, index: Index, understood: Understood, verdict: Verdict, weights: Weights) -> Draft:
        """See ``AnswerWriter``; without a usable rewording, exactly the extractive draft."""
        draft = self._quoting.write(index, understood, verdict, weights)
        if len(understood.cities) > 1 or not _is_rewordable(index, draft.citations):
            return draft
        try:
            reply = self._ask(_messages(understood, draft.citations))
        except _ModelFault as fault:
            logger.warning("no rewording: %s", fault)
            return draft
        statements = keep_proved(index, reply, draft.citations, understood.lang)
        if not statements:
            logger.warning("no rewording: nothing in the language model's reply is proved by the quotations")
            return draft
        return replace(draft, blocks=(*_blocks(statements, understood.lang), *draft.blocks))

    def _ask(self, messages: list[tuple[str, str]]) -> str:
        """The model's reply. The wait is bounded here, for a provider's own limit is often per packet.

        Raises:
            _ModelFault: too many calls are under way, the time is up, or the provider failed.
        """
        if not self._free.acquire(blocking=False):
            raise _ModelFault(f"{MOST_AT_ONCE} calls of the language model are under way")
        replies: Queue[str | _ModelFault] = Queue(1)

        def call() -> None:
            try:
                replies.put(str(self._model.invoke(messages).text))
            except Exception as fault:  # every provider raises errors of its own
                replies.put(_ModelFault(f"the language model failed with {type(fault).__name__}"))
            finally:
                self._free.release()

        # A daemon, so that a reply that never comes does not keep the server from stopping.
        Thread(target=call, name="language-model", daemon=True).start()
        try:
            reply = replies.get(timeout=self._timeout)
        except Empty:
            raise _ModelFault(f"the language model took more than {self._timeout:g} seconds") from None
        if isinstance(reply, _ModelFault):
            raise reply
        return reply


def open_writer(settings: Settings) -> AnswerWriter:
    """The writer that the settings ask for; nothing is connected to before the first question.

    Raises:
        SettingsError: the provider is unknown, its package is not installed, or it lacks its key.
    """
    if not settings.model:
        return ExtractiveWriter()
    from langchain.chat_models import init_chat_model  # slow to load, and only wanted here

    options: dict[str, Any] = {"temperature": 0, "timeout": settings.model_timeout, "max_retries": 0}
    if settings.model_url:
        options["base_url"] = settings.model_url
    try:
        model = init_chat_model(settings.model, **options)
    except Exception as fault:  # every provider raises errors of its own
        reason = str(fault).strip().partition("\n")[0]
        raise SettingsError(f"{PREFIX}MODEL={settings.model}: {reason}") from None
    return ModelWriter(model, settings.model_timeout)


def _is_rewordable(index: Index, citations: Sequence[Citation]) -> bool:
    """Whether there is text to reword; a heading whose text is not held invites invention."""
    return bool(citations) and not any(index.sections[c.section_id].listed_only for c in citations)


def _messages(understood: Understood, citations: Sequence[Citation]) -> list[tuple[str, str]]:
    """(role, text): JSON, so that no sign in a question can pass for a quotation or an order."""
    material = {
        "language": understood.lang,
        "question": mask_personal_data(understood.question),
        "quotes": {str(citation.number): citation.quote for citation in citations},
    }
    system: str = rewording_table()["prompt"]["system"]
    return [("system", system.strip()), ("human", json.dumps(material, ensure_ascii=False))]


def _blocks(statements: Sequence[Statement], lang: Lang) -> list[Block]:
    """One paragraph a statement, so that each carries its own marks; the first carries the label."""
    first = say("model.label", lang)
    return [
        Block(
            BlockKind.PARAGRAPH,
            text=statement.text,
            citations=statement.numbers,
            label="" if position else first,
        )
        for position, statement in enumerate(statements)
    ]
