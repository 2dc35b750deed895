"""The server: its routes, and what stands around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import PlainTextResponse, StreamingResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from api import schemas
from api.assets import answer_asset, static_assets
from api.chat import Service, converse, record_feedback, stream_events
from api.limits import LimitBody, LimitRate
from api.live import HeldService, LiveService
from api.metrics import TEXT_FORMAT, Metrics
from api.middleware import AllowOrigins, SecurityHeaders, TakeHead, WatchRequests
from api.pages import add_pages, answer_problem
from api.problems import MEDIA_TYPE, Problem, problem_for_status
from api.requests import json_body
from api.widget import render_widget
from assistant.chain import Assistant, open_assistant
from assistant.conversation import ConversationStore, open_store
from assistant.settings import Settings
from corpus.errors import KyodoError

_PROBLEMS: dict[int | str, dict[str, Any]] = {
    "4XX": {"description": "Refused: an RFC 9457 problem.", "content": {MEDIA_TYPE: {}}}
}
Question = Annotated[schemas.ChatRequest, Depends(json_body(schemas.ChatRequest))]
Feedback = Annotated[schemas.FeedbackRequest, Depends(json_body(schemas.FeedbackRequest))]


def create_app(
    settings: Settings, assistant: Assistant | None = None, store: ConversationStore | None = None
) -> FastAPI:
    """The server over ``assistant`` and ``store``, which are opened from the settings unless given.

    Raises:
        KyodoError: the index or the records cannot be opened.
    """
    service = Service(
        settings,
        assistant or open_assistant(settings),
        store or open_store(settings.database_url, settings.data, settings.retention_days),
        Metrics(),
    )
    app = FastAPI(title="協働ナビ", docs_url=None, redoc_url=None, lifespan=_run, responses=_PROBLEMS)
    app.state.live = LiveService(service)
    _add_chat(app)
    _add_documents(app)
    _add_operations(app)
    _add_assets(app)
    add_pages(app)
    _add_problems(app)
    _add_middleware(app, service)
    return app


@asynccontextmanager
async def _run(app: FastAPI) -> AsyncIterator[None]:
    live: LiveService = app.state.live
    live.start()
    yield
    live.stop()
    with live.hold() as service:
        service.store.close()


def _body_of(model: type[BaseModel]) -> dict[str, Any]:
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def _add_chat(app: FastAPI) -> None:
    @app.post("/api/chat", openapi_extra=_body_of(schemas.ChatRequest))
    def chat(service: HeldService, question: Question) -> schemas.ChatReply:
        return converse(service, question)

    @app.post("/api/chat/stream", openapi_extra=_body_of(schemas.ChatRequest))
    def chat_stream(service: HeldService, question: Question) -> StreamingResponse:
        reply = converse(service, question)
        return StreamingResponse(stream_events(reply), media_type="text/event-stream")

    @app.post("/api/feedback", openapi_extra=_body_of(schemas.FeedbackRequest))
    def feedback(service: HeldService, feedback: Feedback) -> schemas.FeedbackReply:
        record_feedback(service, feedback)
        return schemas.FeedbackReply(recorded=True)


def _add_documents(app: FastAPI) -> None:
    @app.get("/api/documents")
    def documents(service: HeldService) -> schemas.DocumentList:
        guidelines = service.assistant.guidelines.values()
        return schemas.DocumentList(documents=tuple(map(schemas.summarise_document, guidelines)))

    @app.get("/api/documents/{city}")
    def document(service: HeldService, city: str) -> schemas.DocumentReply:
        guideline = service.assistant.guidelines.get(city)
        if guideline is None:
            raise Problem(404, "unknown_city")
        return schemas.write_document(guideline)


def _add_operations(app: FastAPI) -> None:
    @app.get("/healthz")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def readiness(service: HeldService) -> dict[str, str]:
        service.store.turns("readyz")
        if not service.assistant.guidelines:
            raise problem_for_status(503)
        return {"status": "ready", "build": service.assistant.index.manifest.build}

    @app.get("/metrics")
    def metrics(service: HeldService) -> PlainTextResponse:
        return PlainTextResponse(service.metrics.render(), media_type=TEXT_FORMAT)


def _add_assets(app: FastAPI) -> None:
    @app.get("/widget.js")
    def widget(request: Request) -> Response:
        # Any site may load the program; which sites may talk to the server is a setting.
        return answer_asset(
            request,
            render_widget(),
            {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": "*"},
        )

    @app.get("/static/{name}", include_in_schema=False)
    def static_file(request: Request, name: str) -> Response:
        asset = static_assets().get(name)
        if asset is None:
            raise Problem(404, "not_found")
        return answer_asset(request, asset)


def _add_problems(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    def on_problem(request: Request, problem: Problem) -> Response:
        return _answer(request, problem)

    @app.exception_handler(HTTPException)
    def on_http_error(request: Request, error: HTTPException) -> Response:
        return _answer(request, problem_for_status(error.status_code, error.headers))

    @app.exception_handler(RequestValidationError)
    def on_invalid_request(request: Request, _error: RequestValidationError) -> Response:
        return _answer(request, Problem(422, "bad_request"))

    @app.exception_handler(KyodoError)
    def on_unavailable(request: Request, _error: KyodoError) -> Response:
        return _answer(request, problem_for_status(503))


def _answer(request: Request, problem: Problem) -> Response:
    live: LiveService = request.app.state.live
    with live.hold() as service:
        return answer_problem(service, request, problem)


def _add_middleware(app: FastAPI, service: Service) -> None:
    settings = service.settings
    # The last one added is the outermost.
    app.add_middleware(LimitBody, limit=settings.body_max_bytes)
    app.add_middleware(LimitRate, per_minute=settings.rate_per_minute)
    app.add_middleware(GZipMiddleware, minimum_size=500)
    app.add_middleware(WatchRequests, metrics=service.metrics)
    if settings.embed_origins:
        app.add_middleware(AllowOrigins, origins=settings.embed_origins)
    app.add_middleware(SecurityHeaders, embed_origins=settings.embed_origins)
    app.add_middleware(TakeHead)
