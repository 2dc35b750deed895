"""How a question is written: Enter and kana-kanji conversion, limits, and what is said when sending fails."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]


def test_enter_during_kana_kanji_conversion_does_not_send(open_widget: Open) -> None:
    opened = open_widget()
    keyboard = opened.context.new_cdp_session(opened.page)
    field = opened.widget.locator("textarea")
    field.focus()
    keyboard.send("Input.imeSetComposition", {"text": "きょうさい", "selectionStart": 5, "selectionEnd": 5})
    opened.page.keyboard.press("Enter")
    expect(opened.widget.locator(".turn")).to_have_count(0)
    keyboard.send("Input.insertText", {"text": "共催とは"})
    expect(field).to_have_value(re.compile(r"共催とは\s?"))
    opened.page.wait_for_timeout(100)
    opened.page.keyboard.press("Enter")
    expect(opened.widget.locator(".asked")).to_contain_text("共催とは")


@pytest.mark.parametrize("event", ["{isComposing: true}", "{keyCode: 229}"])
def test_an_enter_that_an_input_method_reports_does_not_send(open_widget: Open, event: str) -> None:
    opened = open_widget()
    field = opened.widget.locator("textarea")
    field.fill("共催")
    field.evaluate(
        f"field => field.dispatchEvent(new KeyboardEvent('keydown', {{key: 'Enter', bubbles: true, ...{event}}}))"
    )
    expect(opened.widget.locator(".turn")).to_have_count(0)


def test_the_enter_that_follows_the_end_of_a_composition_does_not_send(open_widget: Open) -> None:
    opened = open_widget()
    field = opened.widget.locator("textarea")
    field.fill("共催")
    field.evaluate("""field => {
        field.dispatchEvent(new CompositionEvent('compositionstart'));
        field.dispatchEvent(new CompositionEvent('compositionend'));
        field.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}));
    }""")
    expect(opened.widget.locator(".turn")).to_have_count(0)


def test_shift_enter_breaks_the_line(open_widget: Open) -> None:
    opened = open_widget()
    field = opened.widget.locator("textarea")
    field.fill("一行目")
    opened.page.keyboard.press("Shift+Enter")
    opened.page.keyboard.type("二行目")
    expect(field).to_have_value("一行目\n二行目")
    expect(opened.widget.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize(
    ("length", "told"),
    [
        (799, ""),
        (800, "あと200文字入力できます"),
        (1000, "あと0文字入力できます"),
        (1001, "1文字多すぎます。1000文字以内にしてください。"),
    ],
)
def test_the_limit_is_said_before_it_is_hit(open_widget: Open, length: int, told: str) -> None:
    opened = open_widget()
    opened.widget.locator("textarea").fill("𠮟" * length)
    expect(opened.widget.locator(".count")).to_have_text(told)


def test_a_question_that_is_too_long_is_kept_and_not_sent(open_widget: Open) -> None:
    opened = open_widget()
    field = opened.widget.locator("textarea")
    field.fill("あ" * 1001)
    opened.page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("あ" * 1001)
    expect(opened.widget.locator(".turn")).to_have_count(0)


def test_an_empty_question_is_answered_with_a_hint(open_widget: Open) -> None:
    opened = open_widget()
    opened.widget.locator("textarea").fill(" 　\n")
    opened.widget.get_by_role("button", name="送信").click()
    expect(opened.widget.locator(".count")).to_have_text("質問を入力してください。")
    expect(opened.widget.locator("textarea")).to_be_focused()


def test_the_field_says_that_no_personal_information_is_to_be_typed(open_widget: Open) -> None:
    field = open_widget().widget.get_by_role("textbox", name="質問を入力")
    expect(field).to_have_accessible_description(
        "氏名・住所・電話番号などの個人情報は入力しないでください。 Enterで送信、Shift+Enterで改行"
    )


def test_a_lost_connection_is_told_and_the_question_can_be_sent_again(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    opened.context.set_offline(True)
    turn = opened.ask("共催とは何ですか")
    expect(turn.locator(".trouble")).to_contain_text("サーバーにつながりません")
    opened.context.set_offline(False)
    turn.get_by_role("button", name="もう一度送る").click()
    expect(opened.widget.locator(".turn .tools")).to_be_visible()
    expect(opened.widget.locator(".turn")).to_have_count(1)


@pytest.mark.parametrize(
    ("status", "headers", "told"),
    [
        (429, {"Retry-After": "7"}, "7秒ほど待ってから"),
        (422, {}, "受け付けられませんでした"),
        (500, {}, "時間をおいて"),
        (404, {}, "市の手引きがありません"),
    ],
)
def test_a_refusal_is_told_in_words(open_widget: Open, status: int, headers: dict[str, str], told: str) -> None:
    opened = open_widget()
    opened.page.route("**/api/chat**", lambda route: route.fulfill(status=status, headers=headers, body="{}"))
    turn = opened.ask("共催とは何ですか")
    expect(turn.locator(".trouble")).to_contain_text(told)
    expect(opened.widget.get_by_role("status")).to_contain_text(told)
