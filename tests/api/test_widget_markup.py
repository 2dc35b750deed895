"""Markup stays text: in questions, guidelines, city names, replies and the host page's attributes."""

from __future__ import annotations

import html
import json
import shutil
import threading
import tomllib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from api.app import create_app
from api.source import show_sections
from api.widget import render_widget
from assistant.chain import open_assistant
from assistant.settings import Settings
from ingest.build import build_index

Open = Callable[..., Any]
Publish = Callable[[str], str]
PAYLOADS = Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines()
# Elements that none of our pages or the widget ever holds, and attributes that would run something.
_STRAY = """root => [...root.querySelectorAll('*')].filter(node =>
    node.matches('img, iframe, object, embed, video, audio, math, marquee, base, style, x, [style]')
    || node.matches('script:not([src])') || node.getAttributeNames().some(name => name.startsWith('on'))
    || /^(javascript|data):/i.test(node.getAttribute('href') ?? '')).map(node => node.outerHTML)"""


def _assert_clean(opened: Any) -> None:
    assert opened.page.evaluate(f"({_STRAY})(document)") == []
    for widget in opened.widget.all():
        assert widget.evaluate(f"navi => ({_STRAY})(navi.shadowRoot ?? navi)") == []
    assert {urlsplit(url).hostname for url in opened.requests} <= {"127.0.0.1", "localhost"}


def test_the_corpus_is_large_and_holds_no_line_twice() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 60


def test_questions_of_every_kind_are_shown_as_text_in_the_widget(open_widget: Open) -> None:
    opened = open_widget()
    for payload in PAYLOADS:
        turn = opened.ask(payload)
        expect(turn.locator(".asked")).to_have_text(f"質問: {payload}")
    _assert_clean(opened)


@pytest.mark.parametrize("path", ["/", "/compare"])
def test_questions_of_every_kind_are_shown_as_text_on_pages(open_page: Open, server_url: str, path: str) -> None:
    opened = open_page(server_url + path)
    opened.page.route("**/widget.js*", lambda route: route.abort())
    for payload in PAYLOADS[:: 1 if path == "/" else 6]:
        opened.page.goto(f"{server_url}{path}?{urlencode({'q': payload, 'lang': 'ja'})}")
        expect(opened.page.locator("main")).to_contain_text(payload)
        _assert_clean(opened)


def test_a_served_answer_survives_markup_in_its_question(open_page: Open, server_url: str) -> None:
    opened = open_page(server_url)
    for payload in PAYLOADS[::3]:
        opened.page.goto(f"{server_url}/?{urlencode({'q': payload, 'lang': 'ja'})}")
        expect(opened.widget.locator(".history .asked")).to_have_text(f"質問: {payload}")
        _assert_clean(opened)


@pytest.fixture
def hostile_settings(tmp_path: Path, settings: Settings) -> Settings:
    """Settings over one guideline made of payloads, from its title page to its text, indexed as any other."""
    folder = tmp_path / "guidelines" / "kitamoto"
    left_out = shutil.ignore_patterns("notes", "outline.toml")
    shutil.copytree(settings.guidelines / "kitamoto", folder, ignore=left_out)
    chapters = (f"第{number}章 {payload}\n\n{payload}\n" for number, payload in enumerate(PAYLOADS, 1))
    (folder / "text.txt").write_text("\n".join(chapters), encoding="utf-8")
    meta = tomllib.loads((folder / "meta.toml").read_text(encoding="utf-8"))
    for name in ("city_name", "title", "issued", "publisher", "source", "completeness"):
        meta[name] = "".join(PAYLOADS[:20])
    lines = (f"{name} = {json.dumps(value)}" for name, value in meta.items())
    (folder / "meta.toml").write_text("\n".join(lines), encoding="utf-8")
    hostile = settings.model_copy(update={"guidelines": folder.parent, "data": tmp_path / "data"})
    build_index(hostile.guidelines, hostile.data, hostile.encoder, lambda _line: None)
    return hostile


def test_markup_in_a_guideline_is_shown_as_text_everywhere(
    open_page: Open, hostile_settings: Settings, serve_app: Callable[[Any], str]
) -> None:
    assistant = open_assistant(hostile_settings)
    guideline = assistant.guidelines["kitamoto"]
    address = serve_app(create_app(hostile_settings, assistant))
    section = next(shown for shown in show_sections(guideline, None) if shown.paragraphs)
    span = urlencode({"section": section.anchor, "start": 0, "end": 12, "lang": "ja"})
    opened = open_page(f"{address}/documents/kitamoto?{span}")
    for payload in PAYLOADS:
        expect(opened.page.locator(".text")).to_contain_text(payload)
    expect(opened.page.locator("h1")).to_have_text(guideline.meta.title)
    expect(opened.page.locator("mark.cited").first).to_be_visible()
    _assert_clean(opened)
    opened.page.goto(f"{address}/documents?lang=ja")
    expect(opened.page.locator(".cards")).to_contain_text(PAYLOADS[0])
    _assert_clean(opened)
    opened.page.goto(f"{address}/?lang=ja")
    expect(opened.widget.locator(".chooser option")).to_have_count(2)
    for payload in PAYLOADS[::6]:
        opened.ask(payload)
    _assert_clean(opened)


@pytest.mark.parametrize(
    "attribute", ["city", "lang", "mode", "color", "position", "offset", "theme", "greeting", "questions"]
)
def test_attributes_of_the_host_page_are_only_values(
    open_page: Open, city_site: Publish, server_url: str, attribute: str
) -> None:
    opened = None
    for payload in PAYLOADS[::3]:
        tag = f'<script src="{server_url}/widget.js" data-{attribute}="{html.escape(payload)}" defer></script>'
        opened = opened or open_page(city_site(tag))
        opened.page.goto(city_site(tag))
        opened.widget.locator(".launcher").click()
        expect(opened.widget.locator(".greeting")).to_be_visible()
        _assert_clean(opened)


@pytest.fixture
def hostile_server() -> Iterator[str]:
    """Another server in our place: it sends the real widget, and payloads in every field of its replies."""

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/widget.js"):
                self._send("text/javascript", render_widget().content)
            elif self.path.startswith("/api/documents"):
                held = {name: PAYLOADS[0] for name in ("city", "city_name", "title", "issued")}
                self._send("application/json", json.dumps({"documents": [held]}).encode())
            else:
                self._send(
                    "text/html; charset=utf-8",
                    b"<!doctype html><title>x</title><script src=/widget.js defer></script>",
                )

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path.endswith("/stream"):
                self.send_error(404)
            else:
                self._send("application/json", json.dumps(_reply_of(asked.get("question", ""))).encode())

        def _send(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Security-Policy", "script-src 'self' 'unsafe-inline' 'unsafe-eval'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep test output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _reply_of(payload: str) -> dict[str, Any]:
    item = {"text": payload, "citations": [1]}
    block = {
        "text": payload,
        "items": [item],
        "columns": [payload],
        "rows": [[item, item]],
        "citations": [1],
        "label": payload,
    }
    kinds = ("lead", "paragraph", "list", "steps", "table", "note", payload)
    citation = dict.fromkeys(("city", "city_name", "document", "issued", "section_id", "quote", "url", "page"), payload)
    return {
        "conversation_id": payload, "turn_id": payload, "status": "answered", "lang": "ja", "text": payload,
        "blocks": [{"kind": kind, "verbatim": own, **block} for kind in kinds for own in (True, False)],
        "citations": [{"number": 1, "path": [payload, payload], **citation}],
        "related": [{"number": None, "path": [payload], **citation}],
        "suggestions": [payload],
    }  # fmt: skip


def test_markup_in_any_field_of_a_reply_is_shown_as_text(open_page: Open, hostile_server: str) -> None:
    opened = open_page(hostile_server)
    opened.widget.locator(".launcher").click()
    for payload in PAYLOADS:
        turn = opened.ask(payload)
        turn.locator(".mark").first.click()
        turn.locator(".sources summary").click()
        expect(turn.locator(".blocks")).to_contain_text(payload)
        expect(turn.locator(".block .card blockquote")).to_have_text(payload)
        links = turn.locator("a").evaluate_all("links => links.map(link => new URL(link.href).origin)")
        assert set(links) <= {hostile_server}
        opened.widget.get_by_role("button", name="新しい会話").click()
    _assert_clean(opened)
