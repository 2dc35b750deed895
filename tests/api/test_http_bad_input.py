"""Whatever a client sends: a 4xx problem in two languages, a quiet log, and the next question answered."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

JSON = {"content-type": "application/json"}
DEEP = b'{"question":' + b"[" * 30_000 + b"]" * 30_000 + b"}"


def body(value: object) -> bytes:
    return json.dumps(value).encode()


BAD_QUESTIONS: dict[str, tuple[bytes, int, str]] = {
    "empty question": (body({"question": ""}), 422, "question_blank"),
    "blank question": (body({"question": " \t\n"}), 422, "question_blank"),
    "full-width spaces": (body({"question": "　　"}), 422, "question_blank"),
    "zero-width characters": (body({"question": "\u200b\u200d\ufeff\u2060"}), 422, "question_blank"),
    "one character too many": (body({"question": "あ" * 1001}), 422, "question_too_long"),
    "NUL": (body({"question": "協働\x00とは"}), 422, "question_characters"),
    "escape character": (body({"question": "協働\x1b[31mとは"}), 422, "question_characters"),
    "C1 control character": (body({"question": "協働\x85とは"}), 422, "question_characters"),
    "not a character": (body({"question": "協働\uffffとは"}), 422, "question_characters"),
    "lone high surrogate": (b'{"question": "\\ud800"}', 422, "question_characters"),
    "lone low surrogate": (b'{"question": "\\udfff\xe5\x8d\x94"}', 422, "question_characters"),
    "surrogate in an ignored field's name": (b'{"\\ud800": 1}', 422, "field_missing"),
    "no question": (b"{}", 422, "field_missing"),
    "null question": (body({"question": None}), 422, "field_invalid"),
    "boolean question": (body({"question": True}), 422, "field_invalid"),
    "number for a question": (body({"question": 7}), 422, "field_invalid"),
    "list for a question": (body({"question": ["協働とは"]}), 422, "field_invalid"),
    "object for a question": (body({"question": {"text": "協働とは"}}), 422, "field_invalid"),
    "number for a city": (body({"question": "協働とは", "city": 3}), 422, "field_invalid"),
    "list for a city": (body({"question": "協働とは", "city": []}), 422, "field_invalid"),
    "unknown city": (body({"question": "協働とは", "city": "atlantis"}), 404, "unknown_city"),
    "empty city": (body({"question": "協働とは", "city": ""}), 404, "unknown_city"),
    "path for a city": (body({"question": "協働とは", "city": "../kitamoto"}), 404, "unknown_city"),
    "unknown language": (body({"question": "協働とは", "lang": "fr"}), 422, "field_invalid"),
    "number for a language": (body({"question": "協働とは", "lang": 1}), 422, "field_invalid"),
    "text for plain": (body({"question": "協働とは", "plain": "yes"}), 422, "field_invalid"),
    "number for plain": (body({"question": "協働とは", "plain": 1}), 422, "field_invalid"),
    "number for a conversation": (body({"question": "協働とは", "conversation_id": 5}), 422, "field_invalid"),
    "broken JSON": (b'{"question": "', 422, "body_not_json"),
    "no body": (b"", 422, "body_not_json"),
    "JSON with a comment": (b'{"question": "a"} // b', 422, "body_not_json"),
    "list for a body": (b'["question"]', 422, "body_not_object"),
    "text for a body": (b'"question"', 422, "body_not_object"),
    "null for a body": (b"null", 422, "body_not_object"),
    "NaN": (b'{"question": NaN}', 422, "body_not_json"),
    "Infinity": (b'{"question": "a", "city": -Infinity}', 422, "body_not_json"),
    "a key twice": (b'{"question": "a", "question": "b"}', 422, "body_not_json"),
    "a key twice further in": (b'{"question": "a", "x": {"y": 1, "y": 2}}', 422, "body_not_json"),
    "a number of 5000 digits": (b'{"question": ' + b"9" * 5000 + b"}", 422, "body_not_json"),
    "bytes that are not UTF-8": (b'{"question": "\xff\xfe"}', 422, "body_not_utf8"),
    "Windows-31J": ('{"question": "協働とは"}'.encode("cp932"), 422, "body_not_utf8"),
    "UTF-16": ('{"question": "協働とは"}'.encode("utf-16"), 422, "body_not_utf8"),
    "nested 30,000 deep": (DEEP, 422, "body_not_json"),
    "100,000 characters": (body({"question": "a" * 100_000}), 413, "body_too_large"),
}
BAD_FEEDBACK: dict[str, tuple[object, int, str]] = {
    "unknown turn": ({"turn_id": "a" * 32, "useful": True}, 404, "unknown_turn"),
    "turn of wrong form": ({"turn_id": "' or 1=1", "useful": True}, 404, "unknown_turn"),
    "no turn": ({"useful": True}, 422, "field_missing"),
    "number for a turn": ({"turn_id": 5, "useful": True}, 422, "field_invalid"),
    "no opinion": ({"turn_id": "a"}, 422, "field_missing"),
    "text for an opinion": ({"turn_id": "a", "useful": "true"}, 422, "field_invalid"),
    "number for an opinion": ({"turn_id": "a", "useful": 1}, 422, "field_invalid"),
    "comment too long": ({"turn_id": "a", "useful": True, "comment": "あ" * 1001}, 422, "comment_too_long"),
    "NUL in a comment": ({"turn_id": "a", "useful": True, "comment": "\x00"}, 422, "comment_characters"),
}


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Holds the log to one line for a request, with neither traceback nor words of the question."""
    caplog.set_level(logging.INFO, logger="kyodo")
    yield
    records = [record for record in caplog.records if record.name.startswith("kyodo")]
    assert len(records) <= 1
    assert all(record.levelno <= logging.WARNING and record.exc_info is None for record in caplog.records)
    assert "協働" not in caplog.text


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("address", ["/api/chat", "/api/chat/stream"])
@pytest.mark.parametrize(("sent", "status", "code"), BAD_QUESTIONS.values(), ids=BAD_QUESTIONS)
def test_bad_question_is_refused(client: TestClient, address: str, sent: bytes, status: int, code: str) -> None:
    assert_problem(client.post(address, content=sent, headers=JSON), status, code)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(("sent", "status", "code"), BAD_FEEDBACK.values(), ids=BAD_FEEDBACK)
def test_bad_feedback_is_refused(client: TestClient, sent: object, status: int, code: str) -> None:
    assert_problem(client.post("/api/feedback", json=sent), status, code)


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    "media_type", ["text/plain", "text/json", "application/xml", "", "multipart/form-data", "(_+)"]
)
def test_other_media_type_is_refused(client: TestClient, media_type: str) -> None:
    response = client.post("/api/chat", content=body({"question": "協働とは"}), headers={"content-type": media_type})
    assert_problem(response, 415, "media_type")
    assert response.headers["accept"] == "application/json"


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("GET", "/nothing", 404, "not_found"),
        ("GET", "/api/nothing", 404, "not_found"),
        ("GET", "/api/documents/atlantis", 404, "unknown_city"),
        ("GET", "/api/documents/%00", 404, "unknown_city"),
        ("GET", "/api/documents/%ff", 404, "unknown_city"),
        ("GET", "/api/documents/..%2f..%2fetc", 404, "not_found"),
        ("GET", "/documents/atlantis", 404, "unknown_city"),
        ("GET", "/static/../app.py", 404, "not_found"),
        ("GET", "/static/%2e%2e/app.py", 404, "not_found"),
        ("GET", "/static/nothing.css", 404, "not_found"),
        ("GET", "/api/chat", 405, "method_not_allowed"),
        ("PUT", "/api/feedback", 405, "method_not_allowed"),
        ("DELETE", "/documents/kitamoto", 405, "method_not_allowed"),
    ],
)
def test_wrong_address_or_method_is_refused(
    client: TestClient, method: str, address: str, status: int, code: str
) -> None:
    assert_problem(client.request(method, address), status, code)


def test_longest_question_is_taken(client: TestClient) -> None:
    assert client.post("/api/chat", json={"question": "あ" * 1000}).status_code == 200


@pytest.mark.parametrize(
    "question", ["協働\r\nとは\t？", "👨‍👩‍👧‍👦協働とは", "か\u3099", "協働とは\u202e", "\ue000協働", "?"]
)
def test_unusual_but_legible_question_is_taken(client: TestClient, question: str) -> None:
    assert client.post("/api/chat", json={"question": question}).status_code == 200


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: body({"question": text})))
def test_no_body_at_all_makes_the_server_fail(client: TestClient, sent: bytes) -> None:
    assert client.post("/api/chat", content=sent, headers=JSON).status_code in (200, 422)


def test_real_server_refuses_a_body_without_a_length_and_answers_the_next(server_url: str) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(200):
            yield b"a" * 1000
        yield b'"}'

    with httpx2.Client(base_url=server_url) as client:
        assert_problem(client.post("/api/chat", content=endless(), headers=JSON), 413, "body_too_large")
        assert_problem(client.post("/api/chat", content=b"a" * 5_000_000, headers=JSON), 413, "body_too_large")
        assert_problem(client.post("/api/chat", content=DEEP, headers=JSON), 422, "body_not_json")
        assert client.post("/api/chat", json={"question": "協働とは", "city": "kitamoto"}).status_code == 200


def assert_problem(response: httpx2.Response, status: int, code: str) -> None:
    problem = response.json()
    assert (response.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert problem.keys() == {"type", "title", "status", "code", "detail"}
    japanese, _, english = problem["detail"].partition(" / ")
    assert re.search(r"[ぁ-ん]", japanese) and re.fullmatch(r"[ -~]+", english)
