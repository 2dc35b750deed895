"""Headers, embedding origins, static files, the rate limit and the last resort."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.metrics import Metrics
from api.middleware import WatchRequests
from assistant.chain import Assistant
from assistant.conversation import open_store
from assistant.settings import Settings
from assistant.wording import catalogue_section

PAGES = [
    "/",
    "/documents",
    "/documents/kitamoto",
    "/compare",
    "/demo",
    "/embed",
    "/nothing",
    "/api/documents",
    "/widget.js",
]


@contextmanager
def serve(assistant: Assistant, folder: Path, **changed: Any) -> Iterator[TestClient]:
    settings = Settings(**{"data": folder, "rate_per_minute": 0, **changed})
    with TestClient(create_app(settings, assistant, open_store("", folder, 90))) as client:
        yield client


@pytest.mark.parametrize("address", PAGES)
def test_every_response_carries_the_safety_headers(client: TestClient, address: str, embed_origin: str) -> None:
    headers = client.get(address, headers={"accept": "text/html"}).headers
    policy = {part.split()[0]: part.split()[1:] for part in headers["content-security-policy"].split(";")}
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers and "set-cookie" not in headers
    if address == "/embed":
        assert policy["frame-ancestors"] == ["'self'", embed_origin]


def test_no_origin_may_embed_unless_it_is_set(assistant: Assistant, tmp_path: Path) -> None:
    with serve(assistant, tmp_path) as client:
        response = client.get("/api/documents", headers={"origin": "https://elsewhere.example"})
        assert "access-control-allow-origin" not in response.headers
        assert response.headers["content-security-policy"].endswith("frame-ancestors 'self'")


def test_only_a_set_origin_may_talk_to_the_server(client: TestClient, embed_origin: str) -> None:
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = client.options("/api/chat", headers={"origin": embed_origin, **asks})
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, embed_origin)
    refused = client.options("/api/chat", headers={"origin": "https://elsewhere.example", **asks})
    assert (refused.status_code, refused.json()["code"]) == (400, "origin_refused")
    assert refused.headers["content-type"] == "application/problem+json"
    assert "access-control-allow-origin" not in refused.headers
    problem = client.post("/api/chat", json={}, headers={"origin": embed_origin})
    assert (problem.status_code, problem.headers["access-control-allow-origin"]) == (422, embed_origin)
    assert "access-control-allow-credentials" not in allowed.headers


def test_widget_carries_its_wording_and_is_kept_by_browsers(client: TestClient) -> None:
    response = client.get("/widget.js")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert json.dumps(catalogue_section("widget"), ensure_ascii=False, separators=(",", ":")) in response.text
    assert "/*WORDING*/" not in response.text
    again = client.get("/widget.js", headers={"if-none-match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    pinned = client.get("/widget.js", params={"v": response.headers["etag"].strip('"')})
    assert "immutable" in pinned.headers["cache-control"]
    assert "immutable" not in client.get("/widget.js?v=old").headers["cache-control"]


def test_widget_is_compressed_and_small(server_url: str) -> None:
    with httpx2.stream("GET", f"{server_url}/widget.js", headers={"accept-encoding": "gzip"}) as response:
        sent = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert len(sent) < 30_000
    assert hashlib.sha384(gzip.decompress(sent)).hexdigest()[:16] == response.headers["etag"].strip('"')


@pytest.mark.parametrize("name", ["app.css", "app.js", "icon.svg"])
def test_static_files_are_kept_by_their_content(client: TestClient, name: str) -> None:
    address = f"/static/{name}"
    first = client.get(address)
    assert (first.status_code, first.headers["cache-control"]) == (200, "public, max-age=300")
    tag = first.headers["etag"]
    assert tag == f'"{hashlib.sha384(first.content).hexdigest()[:16]}"'
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(address, headers={"if-none-match": held})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200
    pinned = client.get(address, params={"v": tag.strip('"')})
    assert pinned.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get(f"{address}?v=old").headers["cache-control"]


def test_pages_name_every_file_of_ours_by_its_own_content(client: TestClient) -> None:
    for page in ("/", "/documents/kitamoto", "/demo", "/embed"):
        named = re.findall(r'(?:src|href)="(/(?:static/|widget)[^"]+)"', client.get(page).text)
        assert len(named) >= 3
        for address in named:
            assert "immutable" in client.get(address).headers["cache-control"]


def test_only_whole_files_are_static(client: TestClient) -> None:
    for name in ("widget/element.js", "widget", "..%2fapp.py", "", "none.css"):
        response = client.get(f"/static/{name}")
        assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/documents/atlantis", 404),
        ("GET", "/api/documents/atlantis", 404),
        ("GET", "/api/chat", 405),
        ("PUT", "/static/app.css", 405),
        ("DELETE", "/", 405),
        ("OPTIONS", "/api/chat", 405),
        ("POST", "/widget.js", 405),
        ("POST", "/compare", 415),
        ("POST", "/api/chat", 415),
    ],
)
def test_every_refusal_is_a_problem(client: TestClient, method: str, address: str, status: int) -> None:
    response = client.request(method, address, headers={"origin": "https://elsewhere.example"})
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"


def test_answers_are_not_kept_by_browsers(client: TestClient) -> None:
    assert client.post("/api/chat", json={"question": "協働とは"}).headers["cache-control"] == "no-store"
    assert client.get("/?q=協働とは").headers["cache-control"] == "no-store"


def test_client_that_asks_too_often_is_told_when_to_come_back(assistant: Assistant, tmp_path: Path) -> None:
    with serve(assistant, tmp_path, rate_per_minute=2) as client:
        outcomes = [client.post("/api/chat", json={"question": "協働とは"}) for _ in range(3)]
        assert [response.status_code for response in outcomes] == [200, 200, 429]
        refused = outcomes[-1]
        assert refused.headers["content-type"] == "application/problem+json"
        assert 1 <= int(refused.headers["retry-after"]) <= 30
        assert client.post("/", data={"q": "協働とは"}).status_code == 429
        assert client.get("/?lang=ja&q=a").status_code == 429
        assert client.get("/?%71=a").status_code == 429
        assert client.get("/documents/kitamoto").status_code == 200
        assert client.get("/healthz").status_code == 200


def test_rate_is_counted_for_each_address_of_its_own(assistant: Assistant, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, rate_per_minute=1)
    app = create_app(settings, assistant, open_store("", tmp_path, 90))
    addresses = ["192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]
    codes = [
        TestClient(app, client=(address, 50000)).post("/api/chat", json={"question": "協働とは"}).status_code
        for address in addresses
    ]
    assert codes == [200, 429, 200, 200, 429, 200]


def test_limit_on_the_length_of_a_question_is_a_setting(assistant: Assistant, tmp_path: Path) -> None:
    with serve(assistant, tmp_path, question_max_characters=5) as client:
        assert client.post("/api/chat", json={"question": "協働とは？"}).status_code == 200
        assert client.post("/api/chat", json={"question": "協働とは何？"}).status_code == 422


def test_path_of_the_public_address_stands_before_every_link(assistant: Assistant, tmp_path: Path) -> None:
    with serve(assistant, tmp_path, public_url="https://www.city.example.jp/kyodo/") as client:
        page = client.get("/demo").text
        assert 'src="/kyodo/widget.js?v=' in page
        assert "https://www.city.example.jp/kyodo/widget.js" in page


def test_failure_of_ours_is_a_problem_with_nothing_inside(caplog: pytest.LogCaptureFixture) -> None:
    async def fail(*_arguments: object) -> None:
        raise RuntimeError("inner detail")

    response = TestClient(WatchRequests(fail, Metrics())).get("/")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert "inner detail" not in response.text
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]


def test_head_is_answered_as_get_without_a_body(server_url: str) -> None:
    for address in ("/", "/healthz", "/widget.js", "/api/documents"):
        response = httpx2.head(server_url + address)
        assert (response.status_code, response.content) == (200, b"")
