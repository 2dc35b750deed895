"""What goes over the wire: requests read strictly, replies shaped as the HTTP contract says."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

from assistant.answer import Answer, BlockKind, Lang, Status
from corpus.guideline import Guideline


class ChatRequest(BaseModel):
    """A question. No value is converted from another type; unknown fields are ignored."""

    model_config = ConfigDict(strict=True, frozen=True)

    question: str
    city: str | None = None
    conversation_id: str | None = None
    lang: Literal["ja", "en"] | None = None
    plain: bool | None = None


class FeedbackRequest(BaseModel):
    """What a reader thought of one answer."""

    model_config = ConfigDict(strict=True, frozen=True)

    turn_id: str
    useful: bool
    comment: str | None = None


class FeedbackReply(BaseModel):
    """Says that the feedback was kept."""

    recorded: bool


class _Reply(BaseModel):
    model_config = ConfigDict(from_attributes=True, frozen=True)


class ItemReply(_Reply):
    """See ``assistant.answer.Item``."""

    text: str
    citations: tuple[int, ...]


class BlockReply(_Reply):
    """See ``assistant.answer.Block``."""

    kind: BlockKind
    text: str
    items: tuple[ItemReply, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[ItemReply, ...], ...]
    citations: tuple[int, ...]
    verbatim: bool
    label: str


class CitationReply(_Reply):
    """See ``assistant.answer.Citation``; ``url`` is relative to the server's root. ``page`` is there only for a
    document that has pages."""

    number: int | None
    city: str
    city_name: str
    document: str
    issued: str
    section_id: str
    path: tuple[str, ...]
    quote: str
    url: str
    page: int | None = None

    @model_serializer(mode="wrap")
    def _leave_out_no_page(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        shown: dict[str, Any] = serialize(self)
        return shown if self.page is not None else {key: value for key, value in shown.items() if key != "page"}


class ChatReply(BaseModel):
    """The answer to one question, with the ids under which it is remembered."""

    model_config = ConfigDict(frozen=True)

    conversation_id: str
    turn_id: str
    status: Status
    lang: Lang
    text: str
    blocks: tuple[BlockReply, ...]
    citations: tuple[CitationReply, ...]
    related: tuple[CitationReply, ...]
    suggestions: tuple[str, ...]


class DocumentSummary(BaseModel):
    """One guideline in the list; ``sections`` counts its sections."""

    city: str
    city_name: str
    title: str
    issued: str
    sections: int


class DocumentList(BaseModel):
    """All guidelines that are held."""

    documents: tuple[DocumentSummary, ...]


class SectionReply(_Reply):
    """One section; ``text`` is its own, without its children's."""

    id: str
    number: str
    heading: str
    path: tuple[str, ...]
    level: int
    text: str
    listed_only: bool


class DocumentReply(BaseModel):
    """One guideline whole, its sections in reading order."""

    city: str
    city_name: str
    title: str
    issued: str
    complete: bool
    completeness: str
    sections: tuple[SectionReply, ...]


def write_reply(answer: Answer, conversation_id: str, turn_id: str) -> ChatReply:
    """The reply that carries ``answer``."""
    return ChatReply(
        conversation_id=conversation_id,
        turn_id=turn_id,
        status=answer.status,
        lang=answer.lang,
        text=answer.text,
        blocks=tuple(BlockReply.model_validate(block) for block in answer.blocks),
        citations=tuple(CitationReply.model_validate(citation) for citation in answer.citations),
        related=tuple(CitationReply.model_validate(citation) for citation in answer.related),
        suggestions=answer.suggestions,
    )


def summarise_document(guideline: Guideline) -> DocumentSummary:
    """The entry of one guideline in the list."""
    meta = guideline.meta
    return DocumentSummary(
        city=meta.id,
        city_name=meta.city_name,
        title=meta.title,
        issued=meta.issued,
        sections=len(guideline.sections),
    )


def write_document(guideline: Guideline) -> DocumentReply:
    """One guideline whole."""
    meta = guideline.meta
    return DocumentReply(
        city=meta.id,
        city_name=meta.city_name,
        title=meta.title,
        issued=meta.issued,
        complete=meta.complete,
        completeness=meta.completeness,
        sections=tuple(SectionReply.model_validate(section) for section in guideline.sections),
    )
