"""Parts in another language are marked as such: in the rule, in the widget and on the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import expect

from api.languages import split_languages
from assistant.answer import Lang

Open = Callable[..., Any]
CASES: list[tuple[Lang, str, list[str]]] = [
    ("en", "Kitamoto, under “Co-hosting (共催)”, says:", ["共催"]),
    ("en", "See “第5章 協働の形態” and 後援。", ["第5章 協働の形態", "後援。"]),
    ("en", "北本市, 立川市", ["北本市, 立川市"]),
    ("en", "NPO法人とNPO", ["法人と"]),
    ("en", "ｶﾀｶﾅ ー 々", ["ｶﾀｶﾅ ー 々"]),
    ("en", "All of it is English. (1)", []),
    ("en", "", []),
    ("ja", "協働とは what it is", []),
    ("ja", "What is co-hosting?", ["What is co-hosting?"]),
    ("ja", "NPO", []),
]
# Text in Japanese letters whose nearest language is not Japanese.
_UNMARKED = """root => { const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), found = [];
    for (let node; (node = walk.nextNode());)
        if (/[\\u3041-\\u30ff\\u4e00-\\u9fff]/.test(node.data)
            && (node.parentElement.closest('[lang]')?.lang ?? document.documentElement.lang) !== 'ja')
            found.push(node.data);
    return found; }"""


@pytest.mark.parametrize(("lang", "text", "foreign"), CASES)
def test_runs_of_the_other_language_are_told_apart(lang: Lang, text: str, foreign: list[str]) -> None:
    runs = split_languages(text, lang)
    assert [run.text for run in runs if run.lang] == foreign
    assert {run.lang for run in runs if run.lang} <= {"en" if lang == "ja" else "ja"}


@given(st.text("共催のー々（）。、 abZ0１Ａ\n“”(),", max_size=40), st.sampled_from(["ja", "en"]))
def test_no_character_is_lost_or_moved(text: str, lang: Lang) -> None:
    assert "".join(run.text for run in split_languages(text, lang)) == text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_widget_marks_what_the_pages_mark(
    open_page: Open, city_site: Callable[..., str], server_url: str, lang: Lang
) -> None:
    texts = [text for asked, text, _ in CASES if asked == lang and text]
    questions = "|".join(texts)
    tag = f'<script src="{server_url}/widget.js" data-lang={lang} data-questions="{questions}" defer></script>'
    opened = open_page(city_site(tag))
    opened.widget.locator(".launcher").click()
    shown = opened.widget.locator(".opening button").evaluate_all(
        "all => all.map(button => [...button.childNodes].map(node => [node.textContent, node.lang ?? null]))"
    )
    assert shown == [[list(run) for run in split_languages(text, lang)] for text in texts]


@pytest.mark.parametrize(
    "question", ["What is co-hosting?", "How do co-hosting and 後援 differ?", "What is the weather?"]
)
@pytest.mark.parametrize("city", ["kitamoto", ""])
def test_japanese_in_an_english_answer_of_the_widget_is_marked(open_widget: Open, question: str, city: str) -> None:
    opened = open_widget(f"/demo?lang=en&city={city}")
    turn = opened.ask(question)
    for button in turn.locator(".mark").all()[:3]:
        button.click()
    assert opened.widget.evaluate(f"navi => ({_UNMARKED})(navi.shadowRoot)") == []


@pytest.mark.parametrize(
    "path",
    [
        f"/?{urlencode({'lang': 'en', 'city': 'kitamoto', 'q': 'What is co-hosting? 共催'})}",
        f"/compare?{urlencode({'lang': 'en', 'q': 'What is collaboration?'})}",
        f"/embed?{urlencode({'lang': 'en', 'q': 'What is collaboration?'})}",
        "/documents?lang=en",
        "/documents/kitamoto?lang=en&section=5-1-1&start=0&end=30",
        "/documents/toride?lang=en",
        "/demo?lang=en",
    ],
)
def test_japanese_on_an_english_page_is_marked(open_page: Open, server_url: str, path: str) -> None:
    opened = open_page(server_url + path, java_script_enabled=False)
    expect(opened.page.locator("html")).to_have_attribute("lang", "en")
    assert opened.page.locator("body").evaluate(_UNMARKED) == []


def test_an_answer_keeps_its_language_when_the_interface_changes(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    turn = opened.ask("What is co-hosting?")
    expect(turn.locator(".asked [lang=en]")).to_have_text("What is co-hosting?")
    opened.widget.get_by_role("button", name="English").click()
    expect(turn).to_have_attribute("lang", "ja")
    expect(turn.get_by_role("button", name="印刷")).to_be_visible()
    assert opened.widget.evaluate(f"navi => ({_UNMARKED})(navi.shadowRoot)") == []
