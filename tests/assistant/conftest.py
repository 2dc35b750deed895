"""What the tests of answering share: the real index, its weights, and one way to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

import pytest

from assistant.answer import Answer, Lang, Turn

if TYPE_CHECKING:
    from assistant.chain import Assistant
    from assistant.context import Standalone
    from assistant.weights import Weights
    from corpus.guideline import Guideline
    from ingest.index import Index


class Ask(Protocol):
    """Asks the assistant one question."""

    def __call__(
        self,
        question: str,
        city: str | None = None,
        *,
        lang: Lang | None = None,
        history: Sequence[Turn] = (),
        plain: bool = False,
    ) -> Answer: ...


class Read(Protocol):
    """Reads a question in the light of some turns."""

    def __call__(self, question: str, history: Sequence[Turn] = (), city: str | None = None) -> Standalone: ...


@pytest.fixture(scope="session")
def index(assistant: Assistant) -> Index:
    """The index over the guidelines of the repository."""
    return assistant.index


@pytest.fixture(scope="session")
def guidelines(assistant: Assistant) -> Mapping[str, Guideline]:
    """The guidelines of the repository, by city id."""
    return assistant.guidelines


@pytest.fixture(scope="session")
def weights(assistant: Assistant) -> Weights:
    """The weights that ship with the project."""
    return assistant.weights


@pytest.fixture(scope="session")
def ask(assistant: Assistant) -> Ask:
    """The whole walk from a question to its answer."""
    from assistant.chain import answer_question

    def ask_assistant(
        question: str,
        city: str | None = None,
        *,
        lang: Lang | None = None,
        history: Sequence[Turn] = (),
        plain: bool = False,
    ) -> Answer:
        return answer_question(assistant, question, city=city, lang=lang, history=history, plain=plain)

    return ask_assistant


@pytest.fixture(scope="session")
def read(assistant: Assistant) -> Read:
    """Reads a question after some turns."""

    from assistant.context import make_standalone

    def read_question(question: str, history: Sequence[Turn] = (), city: str | None = None) -> Standalone:
        return make_standalone(question, city, history, assistant.guidelines, assistant.index.sections)

    return read_question
