"""The pages as a reader meets them, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]
QUESTION = "共催とは何ですか"
PAGES = [
    "/?lang=ja",
    f"/?lang=ja&city=kitamoto&q={QUESTION}",
    "/?lang=en",
    f"/compare?lang=ja&q={QUESTION}",
    "/documents?lang=ja",
    "/documents/kitamoto?lang=ja&section=5-1-1&start=0&end=6#5-1-1",
    "/documents/toride?lang=en",
    "/demo?lang=ja",
    "/embed?lang=ja&city=kitamoto",
    "/no-such-page?lang=ja",
]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(open_page: Open, server_url: str, path: str) -> None:
    opened = open_page(server_url + path)
    assert opened.axe() == []
    opened.page.emulate_media(color_scheme="dark")
    assert opened.axe() == []


@pytest.mark.parametrize("path", [PAGES[0], PAGES[1], "/embed?lang=ja"])
def test_axe_finds_nothing_on_the_plain_forms(open_page: Open, server_url: str, path: str) -> None:
    opened = open_page(server_url)
    opened.page.route("**/widget.js*", lambda route: route.abort())
    opened.page.goto(server_url + path)
    expect(opened.page.locator("#q")).to_be_visible()
    assert opened.axe() == []


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_narrow_window(open_page: Open, server_url: str, path: str) -> None:
    opened = open_page(server_url + path, width=320, height=640)
    assert opened.page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_the_chat_works_as_a_plain_form(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/?lang=ja", java_script_enabled=False)
    page = opened.page
    page.get_by_label("質問", exact=True).fill(QUESTION)
    page.get_by_label("市", exact=True).select_option(label="北本市")
    page.get_by_role("button", name="質問する").click()
    expect(page.locator(".turn .own").first).to_be_visible()
    conversation = page.locator("form.ask input[name=conversation_id]").input_value()
    with opened.context.expect_page() as source:
        page.locator(".sources").get_by_role("link").first.click()
    expect(source.value.locator("mark.cited").first).to_be_visible()
    page.get_by_label("質問", exact=True).fill("留意点は")
    page.get_by_role("button", name="質問する").click()
    assert conversation and page.locator("form.ask input[name=conversation_id]").input_value() == conversation


def test_a_plain_form_says_what_is_wrong_with_a_question(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/?lang=ja", java_script_enabled=False)
    field = opened.page.locator("#q")
    field.fill("あ" * 1001)
    opened.page.get_by_role("button", name="質問する").click()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value("あ" * 1001)
    expect(opened.page.locator("#q-error")).not_to_be_empty()


def test_the_component_takes_over_a_page_that_already_holds_an_answer(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/?lang=ja&city=kitamoto&q={QUESTION}")
    expect(opened.widget.locator(".history .turn")).to_have_count(1)
    expect(opened.widget.locator(".history .mark").first).to_be_visible()
    expect(opened.page.locator("#q")).to_be_hidden()
    assert not any("/api/chat" in url for url in opened.requests)


def test_the_fixed_input_hides_nothing_that_has_the_focus(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/?lang=ja&city=kitamoto&q={QUESTION}", height=720, reduced_motion="reduce")
    opened.widget.locator(".history .mark").first.wait_for()
    covered = """() => { const root = document.querySelector('kyodo-navi').shadowRoot;
        const node = root.activeElement, form = root.querySelector('.write');
        if (!node || form.contains(node)) return '';
        const box = node.getBoundingClientRect(), over = form.getBoundingClientRect();
        return box.top >= over.top || box.bottom <= 0 ? node.outerHTML : ''; }"""
    reached = 0
    for _ in range(40):
        opened.page.keyboard.press("Tab")
        assert opened.page.evaluate(covered) == ""
        reached += opened.page.evaluate("document.activeElement.tagName === 'KYODO-NAVI'")
    assert reached > 10


def test_the_comparison_has_one_row_for_each_city(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/compare?lang=ja&q={QUESTION}")
    rows = opened.page.locator(".comparison > tbody > tr")
    names = [row.locator("th[scope=row] > a").inner_text() for row in rows.all()]
    assert sorted(names) == sorted(["北九州市", "北本市", "立川市", "高岡市", "取手市"])
    for row in rows.all():
        expect(row.locator("td > *").first).to_be_visible()


def test_the_source_page_names_edition_and_completeness_and_jumps_from_its_contents(
    open_page: Open, server_url: str
) -> None:
    opened = open_page(f"{server_url}/documents/kitamoto?lang=ja")
    expect(opened.page.locator(".facts")).to_contain_text("平成19年")
    expect(opened.page.locator(".facts dt", has_text="掲載範囲")).to_be_visible()
    levels = opened.page.locator(".text :is(h2, h3, h4, h5, h6)").evaluate_all(
        "all => all.map(h => Number(h.tagName[1]))"
    )
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))
    link = opened.page.locator(".contents a", has_text="共催").first
    link.click()
    target = opened.page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
    expect(target).to_be_in_viewport()


def test_the_highlight_is_scrolled_to_and_said_in_words(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/documents/kitamoto?lang=ja&section=5-1-1&start=0&end=30#5-1-1")
    expect(opened.page.locator("mark.cited").first).to_be_in_viewport()
    expect(opened.page.get_by_text("[引用箇所ここから]")).to_have_count(
        opened.page.locator("section:has(mark) :has(> mark)").count()
    )


def test_a_span_that_does_not_exist_leaves_the_page_unmarked(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/documents/kitamoto?lang=ja&section=5-1-1&start=5&end=99999999")
    expect(opened.page.locator("h1")).to_be_visible()
    expect(opened.page.locator("mark")).to_have_count(0)


def test_paper_shows_the_text_without_menus(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/documents/kitamoto?lang=ja")
    opened.page.emulate_media(media="print")
    expect(opened.page.locator(".text")).to_be_visible()
    for part in (".site-head nav", ".contents", ".page-tools", ".site-foot"):
        expect(opened.page.locator(part)).to_be_hidden()


def test_the_language_link_keeps_what_the_page_shows(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/compare?lang=ja&q={QUESTION}")
    opened.page.get_by_role("link", name="English").click()
    expect(opened.page.locator("html")).to_have_attribute("lang", "en")
    expect(opened.page.locator("caption")).to_contain_text(QUESTION)


def test_an_unknown_page_offers_the_way_back(open_page: Open, server_url: str) -> None:
    opened = open_page(f"{server_url}/documents/atlantis?lang=ja")
    expect(opened.page.locator("h1")).to_have_text("ページを表示できません")
    opened.page.get_by_role("link", name="質問のページへ").click()
    expect(opened.widget).to_be_visible()
