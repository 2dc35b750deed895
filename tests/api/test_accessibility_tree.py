"""What a screen reader is given: names and roles in the accessibility tree of every page and the widget."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import expect

Open = Callable[..., Any]
QUESTION = "共催とは何ですか"
OPERATED = {"button", "link", "textbox", "combobox", "checkbox", "switch", "option", "DisclosureTriangle"}
NAMED = {*OPERATED, "dialog", "region", "navigation", "article", "heading", "table", "RootWebArea"}
# Landmarks of a page of ours; the frame has only its main part.
FRAME = ["banner", "navigation", "main", "contentinfo"]
PAGES: dict[str, tuple[list[str], list[tuple[str, str]]]] = {
    "/?lang=ja": (
        FRAME,
        [("textbox", "質問を入力"), ("button", "送信"), ("combobox", "市"), ("switch", "やさしい日本語")],
    ),
    f"/?lang=ja&city=kitamoto&q={QUESTION}": (
        FRAME,
        [
            ("article", f"質問: {QUESTION}"),
            ("button", "出典1を開く"),
            ("heading", "回答"),
            ("button", "役に立った"),
        ],
    ),
    f"/?lang=en&city=kitamoto&q={QUESTION}": (
        FRAME,
        [("textbox", "Your question"), ("button", "Show source 1"), ("button", "Useful"), ("link", "日本語")],
    ),
    f"/compare?lang=ja&q={QUESTION}": (
        FRAME,
        [("textbox", "質問"), ("button", "くらべる"), ("columnheader", "市"), ("link", "北本市")],
    ),
    "/documents?lang=ja": (FRAME, [("link", "北本市"), ("heading", "手引きを読む")]),
    "/documents/kitamoto?lang=ja&section=5-1-1&start=0&end=6#5-1-1": (
        [*FRAME, "navigation"],
        [("navigation", "目次"), ("link", "引用された箇所へ"), ("button", "印刷"), ("mark", "")],
    ),
    "/demo?lang=ja&city=kitamoto": (["banner", "navigation", "main"], [("button", "協働について質問する")]),
    "/embed?lang=ja&city=kitamoto": (["main"], [("textbox", "質問を入力"), ("button", "English")]),
    "/no-such-page?lang=ja": (FRAME, [("heading", "ページを表示できません"), ("link", "質問のページへ")]),
}


class Node(NamedTuple):
    """One node of the accessibility tree as it is read out."""

    role: str
    name: str
    focusable: bool
    level: int | None


@pytest.mark.parametrize("path", PAGES)
def test_every_page_gives_its_parts_names_and_roles(open_page: Open, server_url: str, path: str) -> None:
    landmarks, expected = PAGES[path]
    nodes = read_tree(open_page(server_url + path))
    assert sorted(node.role for node in nodes if node.role in FRAME) == sorted(landmarks)
    assert_told(nodes)
    assert [part for part in expected if part not in {(node.role, node.name) for node in nodes}] == []


@pytest.mark.parametrize("path", ["/?lang=ja", f"/?lang=ja&city=kitamoto&q={QUESTION}", "/embed?lang=en"])
def test_the_plain_forms_give_their_parts_names_and_roles(open_page: Open, server_url: str, path: str) -> None:
    opened = open_page(server_url)
    opened.page.route("**/widget.js*", lambda route: route.abort())
    opened.page.goto(server_url + path)
    nodes = read_tree(opened)
    assert_told(nodes)
    english = "lang=en" in path
    told = {(node.role, node.name) for node in nodes}
    assert {
        ("textbox", "Question" if english else "質問"),
        ("button", "Ask" if english else "質問する"),
    } <= told
    assert {("combobox", "City" if english else "市")} <= told


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_open_widget_gives_its_parts_names_and_roles(open_widget: Open, lang: str) -> None:
    opened = open_widget(f"/demo?lang={lang}&city=kitamoto")
    turn = opened.ask(QUESTION)
    turn.locator(".mark").first.click()
    turn.locator(".sources summary").click()
    nodes = read_tree(opened)
    assert_told(nodes)
    counted = Counter((node.role, node.name) for node in nodes)
    japanese = lang == "ja"
    for part in (
        ("dialog", "協働ナビ" if japanese else "Kyodo Navi"),
        ("region", "会話" if japanese else "Conversation"),
        ("textbox", "質問を入力" if japanese else "Your question"),
        ("button", "閉じる" if japanese else "Close"),
        ("status", ""),
    ):
        assert counted[part] == 1
    assert counted["group", "出典1" if japanese else "Source 1"] == 2
    link = "原文で見る （新しいタブで開きます）" if japanese else "See it in the source (opens in a new tab)"
    assert counted["link", link] >= 2
    expect(opened.widget.get_by_role("textbox")).to_have_accessible_description(
        "氏名・住所・電話番号などの個人情報は入力しないでください。 Enterで送信、Shift+Enterで改行"
        if japanese
        else "Please do not enter personal information such as names, addresses or phone numbers."
        " Enter sends, Shift+Enter starts a new line"
    )


def read_tree(opened: Any) -> list[Node]:
    """The nodes that are read out, in reading order."""
    opened.page.locator("main").wait_for()
    tree = opened.context.new_cdp_session(opened.page).send("Accessibility.getFullAXTree")
    return [_read_node(node) for node in tree["nodes"] if not node["ignored"]]


def assert_told(nodes: list[Node]) -> None:
    """Whatever is operated or jumped to has a name; headings begin at level 1 and skip none."""
    assert [node for node in nodes if node.role in OPERATED | NAMED and not node.name.strip()] == []
    assert [node for node in nodes if node.focusable and node.role in {"generic", "none", "StaticText"}] == []
    levels = [node.level or 0 for node in nodes if node.role == "heading"]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def _read_node(node: dict[str, Any]) -> Node:
    properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
    return Node(
        node["role"]["value"],
        node.get("name", {}).get("value", ""),
        bool(properties.get("focusable")),
        properties.get("level"),
    )
