"""The HTTP contract: chat, stream, feedback, documents and the addresses for operation."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from assistant.chain import Assistant

CO_HOSTING = {"question": "市と一緒に名前を出して講演会を開きたい", "city": "kitamoto"}
REPLY_FIELDS = {
    "conversation_id", "turn_id", "status", "lang", "text", "blocks", "citations", "related", "suggestions"
}  # fmt: skip
CITATION_FIELDS = {
    "number", "city", "city_name", "document", "issued", "section_id", "path", "quote", "url"
}  # fmt: skip


def test_answer_has_the_contract_s_shape(client: TestClient) -> None:
    reply = client.post("/api/chat", json=CO_HOSTING).json()
    assert reply.keys() == REPLY_FIELDS
    assert reply["status"] == "answered"
    assert reply["blocks"] and reply["citations"]
    assert all(citation.keys() == CITATION_FIELDS for citation in reply["citations"] + reply["related"])
    numbers = [citation["number"] for citation in reply["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(passage["number"] is None for passage in reply["related"])
    assert set(map(int, re.findall(r"\[(\d+)\]", reply["text"]))) <= set(numbers)


def test_every_quote_stands_in_the_section_that_it_names(client: TestClient) -> None:
    reply = client.post("/api/chat", json=CO_HOSTING).json()
    document = client.get("/api/documents/kitamoto").json()
    texts = {section["id"]: section["text"] for section in document["sections"]}
    for citation in reply["citations"]:
        assert citation["quote"] in texts[citation["section_id"]]


def test_question_outside_the_subject_is_an_answer_not_an_error(client: TestClient) -> None:
    response = client.post("/api/chat", json={"question": "ごみの収集日は？"})
    assert (response.status_code, response.json()["status"]) == (200, "out_of_scope")


def test_language_can_be_asked_for(client: TestClient) -> None:
    reply = client.post("/api/chat", json={"question": "協働とは", "city": "kitamoto", "lang": "en"}).json()
    assert reply["lang"] == "en"


def test_conversation_goes_on_under_its_id(client: TestClient) -> None:
    first = client.post("/api/chat", json=CO_HOSTING).json()
    following = {
        "question": "じゃあ後援は？",
        "city": "kitamoto",
        "conversation_id": first["conversation_id"],
    }
    second = client.post("/api/chat", json=following).json()
    assert second["conversation_id"] == first["conversation_id"]
    assert second["turn_id"] != first["turn_id"]


@pytest.mark.parametrize("invented", ["", "abc", "x" * 5000, "日本語", "' or 1=1", "../../etc", "a" * 32])
def test_invented_conversation_is_never_trusted(client: TestClient, invented: str) -> None:
    response = client.post("/api/chat", json={**CO_HOSTING, "conversation_id": invented})
    assert response.status_code == 200
    assert response.json()["conversation_id"] != invented


def test_stream_tells_status_blocks_and_the_whole_reply(client: TestClient) -> None:
    response = client.post("/api/chat/stream", json=CO_HOSTING)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = read_events(response.text)
    names = [name for name, _ in events]
    whole = events[-1][1]
    assert names == ["status", *["block"] * len(whole["blocks"]), "done"]
    assert events[0][1]["status"] == whole["status"] == "answered"
    assert [block for name, block in events if name == "block"] == whole["blocks"]
    plain = client.post("/api/chat", json=CO_HOSTING).json()
    assert {key: whole[key] for key in whole if not key.endswith("_id")} == {
        key: plain[key] for key in plain if not key.endswith("_id")
    }


def test_feedback_is_kept_for_a_known_answer(client: TestClient) -> None:
    turn_id = client.post("/api/chat", json=CO_HOSTING).json()["turn_id"]
    for opinion in (
        {"useful": True},
        {"useful": False, "comment": "金額がない"},
        {"useful": True, "comment": None},
    ):
        response = client.post("/api/feedback", json={"turn_id": turn_id, **opinion})
        assert (response.status_code, response.json()) == (200, {"recorded": True})


def test_documents_list_every_guideline(client: TestClient, assistant: Assistant) -> None:
    documents = client.get("/api/documents").json()["documents"]
    assert {entry["city"]: entry["sections"] for entry in documents} == {
        city: len(guideline.sections) for city, guideline in assistant.guidelines.items()
    }
    assert all(entry.keys() == {"city", "city_name", "title", "issued", "sections"} for entry in documents)


def test_document_holds_every_section_in_reading_order(client: TestClient, assistant: Assistant) -> None:
    for city, guideline in assistant.guidelines.items():
        sections = client.get(f"/api/documents/{city}").json()["sections"]
        assert [(section["id"], section["text"]) for section in sections] == [
            (section.id, section.text) for section in guideline.sections
        ]
        assert sections[0].keys() >= {"id", "number", "heading", "path", "level", "text"}


def test_server_says_that_it_lives_and_which_index_is_ready(client: TestClient, assistant: Assistant) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready", "build": assistant.index.manifest.build}


def test_metrics_count_requests_and_answers_without_their_words(client: TestClient) -> None:
    client.post("/api/chat", json={"question": "ごみの収集日は？"})
    client.get("/nothing/here")
    text = client.get("/metrics").text
    assert 'kyodo_requests_total{route="/api/chat",status="200"} 1' in text
    assert 'kyodo_requests_total{route="other",status="404"} 1' in text
    assert 'kyodo_answers_total{status="out_of_scope"} 1' in text
    assert "ごみ" not in text and "nothing" not in text


def test_answer_is_given_even_when_the_records_fail(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise OperationalError("select", {}, OSError("disk full"))

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        response = client.post("/api/chat", json={**CO_HOSTING, "conversation_id": "a" * 32})
        ready = client.get("/readyz")
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
    assert (response.status_code, response.json()["status"]) == (200, "answered")
    assert (ready.status_code, ready.json()["code"]) == (503, "not_ready")
    assert client.get("/readyz").status_code == 200


def test_description_names_every_route_of_the_api(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {
        "/api/chat",
        "/api/chat/stream",
        "/api/feedback",
        "/api/documents",
        "/api/documents/{city}",
    } <= set(paths)
    assert "question" in json.dumps(paths["/api/chat"]["post"]["requestBody"])


def read_events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Events as (name, data), in order."""
    return [(name, json.loads(data)) for name, data in re.findall(r"event: (\w+)\ndata: (.+)\n\n", text)]
