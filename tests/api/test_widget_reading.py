"""What a reader does with an answer: follow its source, ask on, judge it, take it away."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

Open = Callable[..., Any]
QUESTION = "共催とは何ですか"


def test_a_citation_opens_its_card_and_the_source_page_at_the_highlight(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    turn = opened.ask(QUESTION)
    mark = turn.locator(".mark").first
    mark.click()
    card = turn.locator(".block .card")
    quote = card.locator("blockquote").inner_text()
    expect(mark).to_have_attribute("aria-expanded", "true")
    expect(card).to_contain_text("北本市市民と行政との協働推進計画")
    expect(card).to_contain_text("新しいタブで開きます")
    with opened.context.expect_page() as source:
        card.get_by_role("link").click()
    highlight = source.value.locator("mark.cited")
    expect(highlight.first).to_be_in_viewport()
    shown = "".join(highlight.all_inner_texts())
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", quote)


def test_an_answer_that_has_come_is_brought_up_under_its_question(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    for question in (QUESTION, "後援とは何ですか"):
        turn = opened.ask(question)
        expect(turn.locator(".tools")).to_be_attached()
        opened.page.wait_for_timeout(600)
        below = """turn => turn.getBoundingClientRect().top
            - turn.getRootNode().querySelector(".options").getBoundingClientRect().bottom"""
        assert 0 <= turn.evaluate(below) < 40


def test_an_answer_does_not_move_what_the_reader_has_moved(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    opened.ask(QUESTION)
    scroller = opened.widget.locator(".scroller")
    opened.page.wait_for_timeout(600)
    opened.page.route("**/api/chat/stream", lambda route: (opened.page.wait_for_timeout(700), route.continue_()))
    opened.widget.locator(".write textarea").fill("後援とは何ですか")
    opened.page.keyboard.press("Enter")
    scroller.hover()
    opened.page.mouse.wheel(0, -4000)
    expect(opened.widget.locator(".turn").nth(1).locator(".tools")).to_be_attached()
    opened.page.wait_for_timeout(600)
    assert scroller.evaluate("node => node.scrollTop") == 0


def test_a_citation_pressed_again_folds_its_card(open_widget: Open) -> None:
    turn = open_widget("/demo?lang=ja&city=kitamoto").ask(QUESTION)
    mark = turn.locator(".mark").first
    mark.click()
    mark.click()
    expect(turn.locator(".block .card")).to_have_count(0)
    expect(mark).to_have_attribute("aria-expanded", "false")


def test_a_second_question_goes_on_in_the_same_conversation(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    opened.page.evaluate("addEventListener('kyodo:answer', event => { window.reply = event.detail.reply; })")
    with opened.page.expect_request("**/api/chat/stream") as first:
        opened.ask(QUESTION)
    assert first.value.post_data_json["conversation_id"] is None
    given = opened.page.evaluate("reply.conversation_id")
    with opened.page.expect_request("**/api/chat/stream") as second:
        opened.ask("留意点は")
    assert given and second.value.post_data_json["conversation_id"] == given


def test_a_suggested_question_is_asked_when_pressed(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    turn = opened.ask(QUESTION)
    suggestion = turn.locator(".suggested button").first
    text = suggestion.inner_text()
    suggestion.click()
    expect(opened.widget.locator(".turn").nth(1).locator(".asked")).to_contain_text(text)


def test_feedback_reaches_the_server_and_is_thanked_for(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    turn = opened.ask(QUESTION)
    with opened.page.expect_response("**/api/feedback") as sent:
        turn.get_by_role("button", name="立たなかった").click()
    assert sent.value.ok and sent.value.request.post_data_json["useful"] is False
    expect(turn.locator(".voting .done")).to_be_focused()
    turn.locator(".voting textarea").fill("期限が知りたかった")
    with opened.page.expect_response("**/api/feedback") as added:
        turn.get_by_role("button", name="伝える").click()
    assert added.value.ok and added.value.request.post_data_json["comment"] == "期限が知りたかった"


def test_an_answer_is_copied_with_its_sources(open_widget: Open, server_url: str) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto", permissions=["clipboard-read", "clipboard-write"])
    turn = opened.ask(QUESTION)
    turn.get_by_role("button", name="出典つきでコピー").click()
    expect(turn.locator(".tools .done")).to_have_text("コピーしました")
    copied = opened.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(QUESTION)
    assert "[1] 北本市『北本市市民と行政との協働推進計画』" in copied
    assert f"{server_url}/documents/kitamoto?section=" in copied


def test_printing_an_answer_leaves_the_rest_of_the_page_off_the_paper(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    first, second = opened.ask(QUESTION), opened.ask("後援とは何ですか")
    # The browser's own dialogue cannot be opened without a screen.
    opened.page.evaluate("window.print = () => {}")
    second.get_by_role("button", name="印刷").click()
    opened.page.emulate_media(media="print")
    expect(second).to_be_visible()
    expect(second.locator(".sources .card").first).to_be_visible()
    expect(first).to_be_hidden()
    expect(opened.page.locator("main")).to_be_hidden()
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(first).to_be_visible()
    expect(opened.page.locator("main")).to_be_visible()


def test_a_question_outside_the_subject_is_told_so_in_words(open_widget: Open) -> None:
    turn = open_widget("/demo?lang=ja&city=kitamoto").ask("明日の天気はどうですか")
    expect(turn.locator(".state")).to_have_text("協働の手引きの範囲の外です")


def test_a_new_conversation_starts_empty(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    opened.ask(QUESTION)
    opened.widget.get_by_role("button", name="新しい会話").click()
    expect(opened.widget.locator(".turn")).to_have_count(0)
    expect(opened.widget.locator("textarea")).to_be_focused()
    with opened.page.expect_request("**/api/chat/stream") as sent:
        opened.ask(QUESTION)
    assert sent.value.post_data_json["conversation_id"] is None


def test_the_chosen_city_and_plain_japanese_are_sent(open_widget: Open) -> None:
    opened = open_widget()
    opened.widget.get_by_label("市", exact=True).select_option(label="高岡市")
    opened.widget.get_by_role("switch", name="やさしい日本語").check()
    with opened.page.expect_request("**/api/chat/stream") as sent:
        turn = opened.ask("協働の原則は")
    assert sent.value.post_data_json["city"] == "takaoka"
    assert sent.value.post_data_json["plain"] is True
    turn.locator(".sources summary").click()
    for card in turn.locator(".sources .card").all():
        expect(card).to_contain_text("高岡市")


def test_the_interface_turns_english_and_keeps_what_was_typed(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    opened.widget.locator("textarea").fill("What is co-hosting?")
    opened.widget.get_by_role("button", name="English").click()
    expect(opened.widget.get_by_role("textbox", name="Your question")).to_have_value("What is co-hosting?")
    with opened.page.expect_request("**/api/chat/stream") as sent:
        turn = opened.ask("What is co-hosting?")
    assert sent.value.post_data_json["lang"] == "en"
    expect(turn.get_by_role("button", name="Copy with sources")).to_be_visible()


def test_a_stream_that_breaks_off_is_replaced_by_the_whole_answer(open_widget: Open) -> None:
    opened = open_widget("/demo?lang=ja&city=kitamoto")
    half = 'event: block\ndata: {"kind": "paragraph", "text": "途中"}\n\n'
    opened.page.route("**/api/chat/stream", lambda route: route.fulfill(body=half, content_type="text/event-stream"))
    turn = opened.ask(QUESTION)
    expect(turn.locator(".mark").first).to_be_visible()
    expect(turn.get_by_text("途中", exact=True)).to_have_count(0)
