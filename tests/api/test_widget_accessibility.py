"""The widget by keyboard, to a screen reader, in narrow windows and under a reader's own settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]
DEMO = "/demo?lang=ja&city=kitamoto"
QUESTION = "共催とは何ですか"
_SMALL_TARGETS = """navi =>
    [...navi.shadowRoot.querySelectorAll('button, select, summary, textarea, input, a')]
    .filter(node => node.checkVisibility() && !node.matches('.mark, .skip'))
    .map(node => [node.textContent || node.tagName, (node.closest('label') ?? node).getBoundingClientRect()])
    .filter(([, box]) => box.height < 43.9 || box.width < 43.9).map(([name]) => name)"""


def test_the_whole_visit_needs_only_a_keyboard(open_page: Open, server_url: str) -> None:
    opened = open_page(server_url + DEMO)
    page, widget = opened.page, opened.widget
    widget.locator(".launcher").wait_for()
    while not widget.locator(".launcher").evaluate("node => node.getRootNode().activeElement === node"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "the launcher was never reached"
    page.keyboard.press("Enter")
    expect(widget.locator("textarea")).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    widget.locator(".turn .tools").wait_for()
    expect(widget.locator("textarea")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(widget.locator(".answer-head")).to_be_focused()
    page.keyboard.press("Tab")
    expect(widget.locator(".mark").first).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(widget.locator(".block .card").get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(widget.locator(".panel")).to_be_hidden()
    expect(widget.locator(".launcher")).to_be_focused()


def test_escape_gives_the_focus_back_to_what_opened_the_widget(open_page: Open, server_url: str) -> None:
    opened = open_page(server_url + DEMO)
    link = opened.page.locator("main a, header a").first
    link.focus()
    opened.page.evaluate("window.kyodoNavi.open()")
    expect(opened.widget.locator("textarea")).to_be_focused()
    opened.page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_escape_during_conversion_leaves_the_widget_open(open_widget: Open) -> None:
    opened = open_widget()
    opened.widget.locator("textarea").evaluate(
        "field => field.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Escape', isComposing: true, bubbles: true, composed: true}))"
    )
    expect(opened.widget.locator(".panel")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_axe_finds_nothing_on_the_open_widget(open_widget: Open, scheme: str, lang: str) -> None:
    opened = open_widget(f"/demo?lang={lang}&city=kitamoto", color_scheme=scheme, reduced_motion="reduce")
    turn = opened.ask(QUESTION)
    turn.locator(".mark").first.click()
    turn.locator(".sources summary").click()
    assert opened.axe() == []


@pytest.mark.parametrize("colour", ["#ffd43d", "rgb(0 70 60)", "white", "hsl(300 100% 50%)"])
def test_a_citys_own_colour_keeps_the_contrast(open_page: Open, city_site: Any, server_url: str, colour: str) -> None:
    body = f'<script src="{server_url}/widget.js" data-city=kitamoto data-color="{colour}" defer></script>'
    opened = open_page(city_site(body), reduced_motion="reduce")
    opened.widget.locator(".launcher").click()
    opened.widget.locator(".chooser > *").wait_for()
    assert [line for line in opened.axe() if line.startswith("color-contrast")] == []


def test_names_and_roles_are_read_out(open_widget: Open) -> None:
    opened = open_widget(DEMO)
    turn = opened.ask(QUESTION)
    turn.locator(".mark").first.click()
    expect(opened.widget).to_match_aria_snapshot("""
        - dialog "協働ナビ":
          - heading "協働ナビ" [level=2]
          - button "English"
          - button "閉じる"
          - switch "やさしい日本語"
          - button "新しい会話"
          - region "会話":
            - list "質問の例"
            - article /共催とは何ですか/:
              - heading /共催とは何ですか/ [level=3]
              - heading "回答" [level=4]
              - button "出典つきでコピー"
              - button "印刷"
              - group "この回答は役に立ちましたか":
                - button "役に立った"
                - button "立たなかった"
          - button "最新の回答へ移動"
          - textbox "質問を入力"
          - button "送信"
          - status
    """)
    expect(turn.get_by_role("button", name="出典1を開く", expanded=True).first).to_be_visible()
    card = turn.get_by_role("group", name="出典1", exact=True)
    expect(card.get_by_role("link", name="原文で見る （新しいタブで開きます）")).to_be_visible()


def test_only_the_arrival_is_announced_and_no_text_is_live_twice(open_widget: Open) -> None:
    opened = open_widget(DEMO)
    opened.ask(QUESTION)
    expect(opened.widget.get_by_role("status")).to_have_text("回答が届きました")
    live = opened.widget.evaluate(
        "navi => [...navi.shadowRoot"
        ".querySelectorAll('[aria-live], [role=log], [role=alert], [role=status]')]"
        ".map(node => node.textContent)"
    )
    assert live == ["回答が届きました"]


def test_the_dialog_is_modal_only_where_it_covers_the_page(open_widget: Open) -> None:
    expect(open_widget(DEMO).widget.get_by_role("dialog")).not_to_have_attribute("aria-modal", "true")
    narrow = open_widget(DEMO, width=320, height=640)
    expect(narrow.widget.get_by_role("dialog")).to_have_attribute("aria-modal", "true")
    for _ in range(40):
        narrow.page.keyboard.press("Tab")
        assert narrow.page.evaluate("document.activeElement.tagName") == "KYODO-NAVI"


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (1280, 256), (375, 667)])
def test_a_zoomed_or_narrow_window_needs_no_sideways_scrolling(open_widget: Open, width: int, height: int) -> None:
    opened = open_widget(DEMO, width=width, height=height)
    turn = opened.ask(QUESTION)
    turn.locator(".mark").first.click()
    too_wide = """node => [...node.querySelectorAll('*')].filter(part => !part.closest('.scroll *, .unseen'))
        .filter(part => part.getBoundingClientRect().right > innerWidth + 1).map(part => part.className)"""
    assert opened.widget.locator(".panel").evaluate(too_wide) == []
    assert opened.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    field = opened.widget.locator("textarea")
    field.scroll_into_view_if_needed()
    expect(field).to_be_in_viewport(ratio=0.9)


def test_targets_are_large_enough_for_a_thumb(open_widget: Open) -> None:
    opened = open_widget(width=375, height=667, has_touch=True)
    turn = opened.ask(QUESTION)
    turn.locator(".mark").first.click()
    assert opened.widget.evaluate(_SMALL_TARGETS) == []
    for box in [mark.bounding_box() for mark in turn.locator(".mark").all()]:
        assert box["height"] >= 24 and box["width"] >= 24


def test_wider_text_spacing_cuts_nothing_off(open_widget: Open) -> None:
    opened = open_widget(DEMO)
    turn = opened.ask(QUESTION)
    turn.locator(".mark").first.click()
    cut = """navi => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.root * { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important } .root p { margin-block-end: 2em !important }`);
        navi.shadowRoot.adoptedStyleSheets.push(sheet);
        return [...navi.shadowRoot.querySelectorAll('button, p, li, td, th, dd, label')]
            .filter(node => node.checkVisibility() && !node.closest('.unseen, .skip, .mark'))
            .filter(node => getComputedStyle(node).display !== 'inline')
            .filter(node => node.scrollWidth > node.clientWidth + 1)
            .map(node => node.textContent); }"""
    assert opened.widget.evaluate(cut) == []


def test_the_host_pages_text_size_does_not_shrink_the_widget(open_widget: Open) -> None:
    opened = open_widget(DEMO)
    opened.page.evaluate("document.documentElement.style.fontSize = '10px'")
    assert opened.widget.locator(".greeting").evaluate("node => getComputedStyle(node).fontSize") == "16px"


def test_forced_colours_keep_borders_and_focus(open_widget: Open) -> None:
    opened = open_widget(DEMO, forced_colors="active")
    opened.ask(QUESTION)
    style = "node => [getComputedStyle(node).borderTopStyle, getComputedStyle(node).outlineStyle]"
    assert opened.widget.locator(".asked").evaluate(style)[0] == "solid"
    assert opened.widget.locator("textarea").evaluate(style) == ["solid", "solid"]
    assert opened.axe() == []


def test_nothing_moves_for_a_reader_who_asked_for_stillness(open_widget: Open) -> None:
    opened = open_widget(DEMO, reduced_motion="reduce")
    assert opened.widget.locator(".panel").evaluate("node => getComputedStyle(node).animationName") == "none"
