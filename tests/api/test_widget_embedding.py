"""The widget on a city's own site: another origin, a strict policy, attributes, the interface for scripts."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from api.widget import render_widget, write_embed_tag

Open = Callable[..., Any]
Publish = Callable[..., str]


def test_a_visit_breaks_no_policy_asks_no_other_origin_and_stores_nothing(
    open_page: Open, city_site: Publish, server_url: str, embed_origin: str
) -> None:
    opened = open_page(
        city_site(f'<script src="{server_url}/widget.js" data-city=kitamoto data-lang=ja defer></script>')
    )
    opened.widget.locator(".launcher").click()
    turn = opened.ask("共催とは何ですか")
    turn.locator(".mark").first.click()
    turn.get_by_role("button", name="役に立った").click()
    expect(turn.locator(".voting .done")).to_be_visible()
    assert {url for url in opened.requests if not url.startswith((server_url, embed_origin))} == set()
    assert opened.context.cookies() == []
    assert opened.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    link = turn.locator(".block .card").get_by_role("link")
    expect(link).to_have_attribute("href", re.compile(re.escape(server_url) + "/documents/kitamoto"))


def test_the_printed_line_embeds_the_widget_with_its_checksum(
    open_page: Open, city_site: Publish, server_url: str
) -> None:
    opened = open_page(city_site(write_embed_tag(server_url, "kitamoto")))
    expect(opened.widget.locator(".launcher")).to_be_visible()


def test_the_widget_is_small_and_cached_by_its_content(server_url: str) -> None:
    assert len(gzip.compress(render_widget().content)) < 30_000
    first = httpx.get(f"{server_url}/widget.js")
    assert first.headers["content-encoding"] == "gzip"
    again = httpx.get(f"{server_url}/widget.js", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("rgb(0 70 60)", "rgb(0, 70, 60)"),
        ("#0a0", "rgb(0, 170, 0)"),
        ("not a colour", "rgb(0, 23, 193)"),
        ("red;background-image:url(//elsewhere.example/x)", "rgb(0, 23, 193)"),
        ("url(javascript:alert(1))", "rgb(0, 23, 193)"),
        ("transparent", "rgb(0, 23, 193)"),
        ("var(--secret)", "rgb(0, 23, 193)"),
    ],
)
def test_only_an_opaque_colour_is_taken_as_one(
    open_page: Open, city_site: Publish, server_url: str, value: str, shown: str
) -> None:
    opened = open_page(city_site(f'<script src="{server_url}/widget.js" data-color="{value}" defer></script>'))
    expect(opened.widget.locator(".launcher")).to_have_css("background-color", shown)


def test_attributes_set_place_greeting_and_opening_questions(
    open_page: Open, city_site: Publish, server_url: str
) -> None:
    opened = open_page(
        city_site(
            f'<script src="{server_url}/widget.js" data-city=kitamoto data-position=left data-offset=80'
            ' data-greeting="北本市へようこそ" data-questions="共催とは|後援とは" defer></script>'
        )
    )
    box = opened.widget.locator(".launcher").bounding_box()
    assert box["x"] == 24 and round(box["y"] + box["height"]) == 720
    opened.widget.locator(".launcher").click()
    expect(opened.widget.locator(".greeting")).to_have_text("北本市へようこそ")
    expect(opened.widget.locator(".opening button")).to_have_text(["共催とは", "後援とは"])


def test_scripts_of_the_page_can_open_ask_and_close(open_page: Open, city_site: Publish, server_url: str) -> None:
    opened = open_page(city_site(f'<script src="{server_url}/widget.js" data-city=kitamoto defer></script>'))
    opened.page.evaluate("""() => { window.heard = [];
        for (const name of ['open', 'close', 'answer'])
            addEventListener('kyodo:' + name,
                event => heard.push([name, event.detail.reply?.status ?? ''])); }""")
    reply = opened.page.evaluate("kyodoNavi.ask('共催とは何ですか')")
    assert reply["status"] == "answered" and reply["citations"]
    opened.page.evaluate("kyodoNavi.close()")
    expect(opened.widget.locator(".panel")).to_be_hidden()
    assert opened.page.evaluate("heard") == [["open", ""], ["answer", "answered"], ["close", ""]]
    assert opened.page.evaluate("kyodoNavi.ask('   ')") is None


def test_the_host_pages_styles_do_not_reach_into_the_widget(
    open_page: Open, city_site: Publish, server_url: str
) -> None:
    opened = open_page(city_site(f'<script src="{server_url}/widget.js" defer></script>'))
    opened.page.evaluate("""() => { const sheet = new CSSStyleSheet();
        sheet.replaceSync(
            '* { color: red !important; font: 40px serif; letter-spacing: 1em; display: inline }');
        document.adoptedStyleSheets = [sheet]; }""")
    launcher = opened.widget.locator(".launcher")
    expect(launcher).to_have_css("color", "rgb(255, 255, 255)")
    expect(launcher).to_have_css("font-size", "16px")
    expect(launcher).to_have_css("letter-spacing", "normal")


def test_the_script_included_twice_places_one_widget(open_page: Open, city_site: Publish, server_url: str) -> None:
    tag = f'<script src="{server_url}/widget.js" defer></script>'
    opened = open_page(city_site(tag + tag))
    expect(opened.widget).to_have_count(1)


def test_the_frame_variant_answers_inside_a_foreign_page(
    open_page: Open, city_site: Publish, embed_origin: str, server_url: str
) -> None:
    opened = open_page(city_site(_frame(server_url), f"frame-src {server_url}"), width=500, height=760)
    inside = opened.page.frame_locator("iframe")
    inside.get_by_role("textbox", name="質問を入力").fill("共催とは何ですか")
    opened.page.keyboard.press("Enter")
    inside.get_by_role("button", name="出典1を開く").first.click()
    card = inside.locator(".block .card")
    expect(card).to_contain_text("北本市")
    with opened.context.expect_page() as source:
        card.get_by_role("link").click()
    expect(source.value.locator("mark.cited").first).to_be_visible()
    inside.get_by_role("button", name="役に立った").click()
    expect(inside.locator(".voting .done")).to_be_visible()
    frame = opened.page.frames[1]
    assert frame.evaluate("document.scrollingElement.scrollHeight <= innerHeight")
    assert opened.context.storage_state() == {"cookies": [], "origins": []}
    assert {url for url in opened.requests if not url.startswith((server_url, embed_origin))} == set()


def test_the_frame_variant_works_in_a_foreign_page_without_javascript(
    open_page: Open, city_site: Publish, server_url: str
) -> None:
    address = city_site(_frame(server_url), f"frame-src {server_url}")
    opened = open_page(address, java_script_enabled=False)
    inside = opened.page.frame_locator("iframe")
    inside.get_by_label("質問", exact=True).fill("共催とは何ですか")
    inside.get_by_role("button", name="質問する").click()
    expect(inside.locator(".own").first).to_be_visible()


def test_a_site_that_is_not_named_can_neither_frame_nor_ask(
    open_page: Open, city_site: Publish, embed_origin: str, server_url: str
) -> None:
    body = _frame(server_url) + f'<script src="{server_url}/widget.js" data-city=kitamoto defer></script>'
    # The same site under a name that the server was not told.
    address = city_site(body, f"frame-src {server_url}").replace("//localhost:", "//127.0.0.1:")
    assert not address.startswith(embed_origin)
    opened = open_page(address)
    expect(opened.page.frame_locator("iframe").locator("kyodo-navi")).to_have_count(0)
    opened.widget.locator(".launcher").click()
    expect(opened.ask("共催とは何ですか").locator(".trouble")).to_contain_text("サーバーにつながりません")


def _frame(server_url: str) -> str:
    address = f"{server_url}/embed?city=kitamoto&lang=ja"
    return f'<iframe src="{address}" title="協働ナビ" width="400" height="640"></iframe>'
