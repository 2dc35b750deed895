"""The pages without JavaScript: plain forms, source pages with the cited span marked, comparison, frame."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from fastapi.testclient import TestClient

from assistant.chain import Assistant
from corpus.guideline import Section

QUESTION = "市と一緒に名前を出して講演会を開きたい"
MARK = re.compile(r'<mark class="cited">(.*?)</mark>', re.DOTALL)


@pytest.mark.parametrize("address", ["/", "/documents", "/documents/kitamoto", "/compare", "/demo", "/embed"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_page_is_served_in_both_languages(client: TestClient, address: str, lang: str) -> None:
    response = client.get(address, params={"lang": lang})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert f'<html lang="{lang}">' in response.text


def test_browser_s_language_is_followed_unless_one_is_chosen(client: TestClient) -> None:
    english = {"accept-language": "en-GB,en;q=0.9,ja;q=0.1"}
    assert '<html lang="en">' in client.get("/", headers=english).text
    assert '<html lang="ja">' in client.get("/?lang=ja", headers=english).text
    assert '<html lang="ja">' in client.get("/").text


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_plain_form_gets_the_answer_with_its_source(client: TestClient, method: str) -> None:
    fields = {"q": QUESTION, "city": "kitamoto", "lang": "ja"}
    page = client.get("/", params=fields) if method == "GET" else client.post("/", data=fields)
    reply = client.post("/api/chat", json={"question": QUESTION, "city": "kitamoto", "lang": "ja"}).json()
    assert page.status_code == 200
    assert html.escape(reply["citations"][0]["url"]) in page.text
    assert reply["citations"][0]["quote"].splitlines()[0] in html.unescape(page.text)


def test_follow_up_of_the_plain_form_stays_in_its_conversation(client: TestClient) -> None:
    first = client.post("/", data={"q": QUESTION, "city": "kitamoto"})
    conversation_id = read_conversation(first.text)
    second = client.post("/", data={"q": "じゃあ後援は？", "city": "kitamoto", "conversation_id": conversation_id})
    assert read_conversation(second.text) == conversation_id


@pytest.mark.parametrize("address", ["/", "/embed", "/compare"])
@pytest.mark.parametrize("question", ["", "　", "あ" * 1001, "協働\x00とは"])
def test_bad_question_in_a_form_is_told_beside_the_field(client: TestClient, address: str, question: str) -> None:
    page = client.post(address, data={"q": question, "lang": "ja"})
    assert page.status_code == 422
    assert 'id="q-error"' in page.text and 'aria-invalid="true"' in page.text


def test_unknown_city_in_a_form_is_told_on_the_page(client: TestClient) -> None:
    page = client.post("/", data={"q": QUESTION, "city": "atlantis"})
    assert (page.status_code, 'id="q-error"' in page.text) == (404, True)


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"q=a", "application/json", 415),
        (b"q=a", "multipart/form-data; boundary=x", 415),
        (b"q=%ff%fe", "application/x-www-form-urlencoded", 422),
        (b"q=%ed%a0%80", "application/x-www-form-urlencoded", 422),
        (b"\xff\xfe", "application/x-www-form-urlencoded", 422),
        (b"&".join([b"a=1"] * 1000), "application/x-www-form-urlencoded", 422),
        (b"q=" + b"a" * 100_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_form_that_is_none_is_refused(client: TestClient, content: bytes, media_type: str, status: int) -> None:
    response = client.post("/", content=content, headers={"content-type": media_type})
    assert (response.status_code, response.json()["status"]) == (status, status)


def test_markup_in_a_question_is_shown_as_text(client: TestClient) -> None:
    payload = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>"
    for address in ("/", "/embed", "/compare"):
        for page in (client.post(address, data={"q": payload}), client.get(address, params={"q": payload})):
            assert "<script>alert" not in page.text and "<img src=x" not in page.text
    page = client.get("/embed", params={"color": payload, "city": payload, "lang": payload})
    assert "<script>alert" not in page.text and "<img src=x" not in page.text


def test_cited_address_opens_the_page_with_the_quote_marked(client: TestClient) -> None:
    reply = client.post("/api/chat", json={"question": QUESTION, "city": "kitamoto"}).json()
    for citation in reply["citations"]:
        page = client.get(citation["url"]).text
        assert read_marked(page) == "".join(citation["quote"].splitlines())
        assert f'id="{urlsplit(citation["url"]).fragment}"' in page


def test_every_place_of_a_section_can_be_marked(client: TestClient, assistant: Assistant) -> None:
    section = longest_section(assistant)
    lines = [line for line in section.text.splitlines() if line.strip()]
    for start, end in ((0, 1), (0, len(section.text)), (5, 25), (len(section.text) - 1, len(section.text))):
        page = client.get(f"/documents/kitamoto?section={section.anchor}&start={start}&end={end}").text
        assert read_marked(page) == "".join(section.text[start:end].splitlines())
        assert all(
            line in html.unescape(re.sub(r"</?mark[^>]*>|<span class=\"unseen\".*?</span>", "", page)) for line in lines
        )


@pytest.mark.parametrize(
    "query",
    [
        "section={anchor}&start=0&end=999999999",
        "section={anchor}&start=0&end=99999999999999999999999",
        "section={anchor}&start=9&end=9",
        "section={anchor}&start=20&end=10",
        "section={anchor}&start=-5&end=10",
        "section={anchor}&start=a&end=b",
        "section={anchor}&start=１&end=２",
        "section={anchor}&start=²&end=³",
        "section={anchor}",
        "section=nowhere&start=0&end=5",
        "section=%00&start=0&end=5",
        "start=0&end=5",
    ],
)
def test_address_that_names_no_text_opens_the_page_unmarked(
    client: TestClient, assistant: Assistant, query: str
) -> None:
    response = client.get("/documents/kitamoto?" + query.format(anchor=longest_section(assistant).anchor))
    assert response.status_code == 200
    assert not MARK.search(response.text)


def test_source_page_holds_every_section_of_every_guideline(client: TestClient, assistant: Assistant) -> None:
    for city, guideline in assistant.guidelines.items():
        page = client.get(f"/documents/{city}").text
        text = html.unescape(page)
        for section in guideline.sections:
            assert f'id="{section.anchor}"' in page
            parts = section.text[: section.body_start], section.text[section.body_start :]
            assert all(line in text for part in parts for line in part.splitlines() if line.strip())


def test_comparison_has_a_row_for_every_city(client: TestClient, assistant: Assistant) -> None:
    page = client.post("/compare", data={"q": "協働の定義は？", "lang": "ja"})
    assert page.status_code == 200
    assert page.text.count('<tr id="city') == len(assistant.guidelines)


def test_reader_of_pages_gets_an_error_page_and_a_program_a_problem(client: TestClient) -> None:
    for address in ("/documents/atlantis", "/nothing"):
        page = client.get(address, headers={"accept": "text/html"})
        assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
        assert client.get(address).headers["content-type"] == "application/problem+json"
    kept = client.get("/api/documents/atlantis", headers={"accept": "text/html"})
    assert kept.headers["content-type"] == "application/problem+json"


def test_language_link_keeps_the_rest_of_the_address(client: TestClient) -> None:
    page = client.get("/documents/kitamoto?section=1&start=0&end=3&lang=ja").text
    assert html.escape("?section=1&start=0&end=3&lang=en") in page


def read_conversation(page: str) -> str:
    found = re.search(r'name="conversation_id" value="([^"]+)"', page)
    assert found
    return found[1]


def read_marked(page: str) -> str:
    return html.unescape("".join(MARK.findall(page)))


def longest_section(assistant: Assistant) -> Section:
    return max(assistant.guidelines["kitamoto"].sections, key=lambda section: len(section.text))
