"""The pages: chat as a plain form, source pages, comparison, demonstration and frame.

Each template says at its top which names it expects.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, FastAPI, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from api.assets import static_address
from api.chat import Service, answer_once, converse
from api.languages import split_languages
from api.live import HeldService
from api.problems import Problem
from api.requests import read_form
from api.schemas import ChatRequest, summarise_document, write_reply
from api.source import read_span, show_sections, show_title_page
from api.widget import render_widget
from assistant.answer import Lang
from assistant.wording import say

Form = Annotated[dict[str, str], Depends(read_form)]
_DEMO_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_templates = Environment(loader=PackageLoader("api"), autoescape=True, undefined=StrictUndefined)


def add_pages(app: FastAPI) -> None:
    """Give ``app`` the routes of every page. Pages are no part of the API's description."""

    @app.get("/", include_in_schema=False)
    def chat_page(service: HeldService, request: Request) -> Response:
        return _chat(service, request, "chat.html", request.query_params)

    @app.post("/", include_in_schema=False)
    def chat_form(service: HeldService, request: Request, form: Form) -> Response:
        return _chat(service, request, "chat.html", form)

    @app.get("/embed", include_in_schema=False)
    def frame_page(service: HeldService, request: Request) -> Response:
        return _chat(service, request, "embed.html", request.query_params)

    @app.post("/embed", include_in_schema=False)
    def frame_form(service: HeldService, request: Request, form: Form) -> Response:
        return _chat(service, request, "embed.html", form)

    @app.get("/compare", include_in_schema=False)
    def compare_page(service: HeldService, request: Request) -> Response:
        return _compare(service, request, request.query_params)

    @app.post("/compare", include_in_schema=False)
    def compare_form(service: HeldService, request: Request, form: Form) -> Response:
        return _compare(service, request, form)

    @app.get("/documents", include_in_schema=False)
    def documents_page(service: HeldService, request: Request) -> Response:
        return _render(service, request, "documents.html")

    @app.get("/documents/{city}", include_in_schema=False)
    def document_page(service: HeldService, request: Request, city: str) -> Response:
        guideline = service.assistant.guidelines.get(city)
        if guideline is None:
            raise Problem(404, "unknown_city")
        span = read_span(request.query_params, guideline)
        return _render(
            service,
            request,
            "document.html",
            guideline=show_title_page(guideline, _language(request, request.query_params)),
            sections=show_sections(guideline, span),
            marked_anchor=span.anchor if span else None,
        )

    @app.get("/demo", include_in_schema=False)
    def demo_page(service: HeldService, request: Request) -> Response:
        city = request.query_params.get("city", "")
        server = service.settings.public_url or str(request.base_url).rstrip("/")
        page = _render(
            service,
            request,
            "demo.html",
            widget_url=f"{server}/widget.js",
            embed_city=city if city in service.assistant.guidelines else "",
        )
        page.headers["content-security-policy"] = _DEMO_POLICY
        return page


def answer_problem(service: Service, request: Request, problem: Problem) -> Response:
    """``problem`` as a page for a browser that asked for one, else as problem+json."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if not wants_page or request.url.path.startswith("/api/"):
        return problem.response()
    lang = _language(request, request.query_params)
    page = _render(service, request, "error.html", status=problem.status, detail=problem.reason(lang))
    page.status_code = problem.status
    page.headers.update(problem.headers)
    return page


def _chat(service: Service, request: Request, template: str, fields: Mapping[str, str]) -> Response:
    reply, problem = None, None
    question, city = fields.get("q", ""), fields.get("city", "")
    plain = fields.get("plain", "") == "1"
    if question or request.method == "POST":
        asked = ChatRequest.model_construct(
            question=question,
            city=city or None,
            conversation_id=fields.get("conversation_id"),
            lang=_language(request, fields),
            plain=plain,
        )
        try:
            reply = converse(service, asked).model_dump(mode="json")
        except Problem as refused:
            problem = refused
    return _render(
        service,
        request,
        template,
        problem,
        fields,
        question=question.strip(),
        city=city if city in service.assistant.guidelines else "",
        plain=plain,
        reply=reply,
        conversation_id=reply and reply["conversation_id"],
        color=fields.get("color", ""),
    )


def _compare(service: Service, request: Request, fields: Mapping[str, str]) -> Response:
    rows: list[dict[str, Any]] = []
    problem = None
    question = fields.get("q", "")
    if question or request.method == "POST":
        lang = _language(request, fields)
        try:
            for city, guideline in service.assistant.guidelines.items():
                asked = ChatRequest.model_construct(
                    question=question, city=city, conversation_id=None, lang=lang, plain=False
                )
                reply = write_reply(answer_once(service, asked), "", "").model_dump(mode="json")
                rows.append({**summarise_document(guideline).model_dump(), "reply": reply})
        except Problem as refused:
            problem = refused
    return _render(service, request, "compare.html", problem, fields, question=question.strip(), rows=rows)


def _render(
    service: Service,
    request: Request,
    template: str,
    problem: Problem | None = None,
    fields: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """A page; ``problem`` is what was wrong with its form, ``fields`` what the form or address held."""
    lang = _language(request, request.query_params if fields is None else fields)
    documents = [summarise_document(each).model_dump() for each in service.assistant.guidelines.values()]
    content = _templates.get_template(template).render(
        say=say,
        here="",
        in_japanese=Markup("") if lang == "ja" else Markup(' lang="ja"'),
        split_languages=split_languages,
        lang=lang,
        root=urlsplit(service.settings.public_url).path,
        static=static_address,
        widget_version=render_widget().version,
        language_url=_other_language(request, lang),
        documents=documents,
        limit=service.settings.question_max_characters,
        error=problem.reason(lang) if problem else "",
        **context,
    )
    return HTMLResponse(content, problem.status if problem else 200, {"vary": "accept-language"})


def _language(request: Request, fields: Mapping[str, str]) -> Lang:
    chosen = fields.get("lang") or request.headers.get("accept-language", "")
    return "en" if chosen.lower().startswith("en") else "ja"


def _other_language(request: Request, lang: Lang) -> str:
    query = {**request.query_params, "lang": "ja" if lang == "en" else "en"}
    return f"?{urlencode(query)}"
