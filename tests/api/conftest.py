"""Pages in a real browser, a city's own site on another origin, and what must hold on every page opened."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page

_AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_WATCH_POLICY = "addEventListener('securitypolicyviolation', event => reportBreach(event.effectiveDirective))"
_ASK_AXE = """async levels => (await axe.run(document, {runOnly: {type: 'tag', values: levels}}))
    .violations.flatMap(rule =>
        rule.nodes.map(node => `${rule.id}: ${node.target} ${node.failureSummary}`))"""


@dataclass
class Opened:
    """A page with what went wrong on it and every address it asked for."""

    page: Page
    context: BrowserContext
    failures: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @property
    def widget(self) -> Locator:
        """The widget's element; locators below it see into its shadow root."""
        return self.page.locator("kyodo-navi")

    def ask(self, question: str) -> Locator:
        """Type a question into the open widget, send it, and return its turn once the answer is whole."""
        turns = self.widget.locator(".history .turn")
        before = turns.count()
        self.widget.locator(".write textarea").fill(question)
        self.page.keyboard.press("Enter")
        turn = turns.nth(before)
        turn.locator(".tools, .trouble").wait_for()
        return turn

    def axe(self) -> list[str]:
        """What axe-core finds against WCAG A and AA, one line an element."""
        self.page.evaluate(_AXE)
        found: list[str] = self.page.evaluate(_ASK_AXE, _LEVELS)
        return found


OpenPage = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a fresh context; at the end no script may have failed and no policy been broken."""
    opened: list[Opened] = []

    def open_one(url: str, *, width: int = 1200, height: int = 800, **options: Any) -> Opened:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="ja-JP", **options)
        page = context.new_page()
        one = Opened(page, context)

        def report_breach(directive: str) -> None:
            one.failures.append(f"policy broken: {directive}")

        def refuse_dialog(dialog: Dialog) -> None:
            one.failures.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("pageerror", lambda error: one.failures.append(str(error)))
        page.on("dialog", refuse_dialog)
        context.on("request", lambda request: one.requests.append(request.url))
        page.expose_function("reportBreach", report_breach)
        page.add_init_script(_WATCH_POLICY)
        page.goto(url)
        opened.append(one)
        return one

    yield open_one
    failures = [failure for one in opened for failure in one.failures]
    for one in opened:
        one.context.close()
    assert failures == []


@pytest.fixture
def open_widget(open_page: OpenPage, server_url: str) -> OpenPage:
    """Opens the demonstration page and the widget on it."""

    def open_one(path: str = "/demo?lang=ja", **options: Any) -> Opened:
        one = open_page(server_url + path, **options)
        one.widget.locator(".launcher").click()
        one.widget.locator(".chooser > *").first.wait_for()
        return one

    return open_one


@pytest.fixture
def city_site(embed_origin: str, server_url: str) -> Iterator[Callable[..., str]]:
    """A city's own site under the strict policy: give it the body of a page, get the page's address.

    ``also`` is added to the policy, for a page that needs one permission more.
    """
    pages: dict[str, tuple[str, str]] = {}
    policy = f"default-src 'none'; script-src {server_url}; connect-src {server_url}; style-src {server_url}"

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body, also = pages.get(self.path, ("", ""))
            head = "<!doctype html><html lang=ja><meta charset=utf-8><title>市</title>"
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", f"{policy}; {also}")
            self.end_headers()
            self.wfile.write((head + body).encode())

        def log_message(self, *_: object) -> None:
            """Keep test output quiet."""

    site = ThreadingHTTPServer(("127.0.0.1", urlsplit(embed_origin).port or 0), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()

    def publish(body: str, also: str = "") -> str:
        path = f"/{len(pages)}"
        pages[path] = (body, also)
        return embed_origin + path

    yield publish
    site.shutdown()
    site.server_close()


@pytest.fixture
def serve_app() -> Iterator[Callable[[Any], str]]:
    """Serves an application on a free port until the test ends; returns its address."""
    servers: list[tuple[uvicorn.Server, threading.Thread]] = []

    def serve(app: Any) -> str:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        listener = socket.create_server(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield serve
    for server, thread in servers:
        server.should_exit = True
        thread.join()
