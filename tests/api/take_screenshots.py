"""Takes the pictures in docs/screenshots from a running server.

    python tests/api/take_screenshots.py http://127.0.0.1:8000

The server must hold the guidelines that come with the project.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
QUESTION = "共催と後援の違いは何ですか"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def take_all(server: str) -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        _take_widget(browser, server, "desktop")
        _take_widget(browser, server, "phone", width=375, height=740, has_touch=True)
        _take_widget(browser, server, "narrow", width=320, height=640)
        _take_widget(browser, server, "dark", color_scheme="dark")
        _take_widget(browser, server, "english", lang="en", question="What is co-hosting?")
        _take_widget(browser, server, "forced-colours", forced_colors="active")
        _take_page(browser, f"{server}/?lang=ja&city=kitamoto&q={quote(QUESTION)}", "chat")
        _take_page(
            browser,
            f"{server}/?lang=ja&city=kitamoto&q={quote(QUESTION)}",
            "plain-form",
            java_script_enabled=False,
        )
        _take_page(browser, f"{server}/compare?lang=ja&q={quote('協働とは何ですか')}", "comparison")
        _take_source(browser, server)
        browser.close()


def _open(browser: Browser, url: str, *, width: int = 1200, height: int = 800, **options: Any) -> Page:
    page = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", **options
    ).new_page()
    page.goto(url, wait_until="networkidle")
    return page


def _take_widget(
    browser: Browser, server: str, name: str, lang: str = "ja", question: str = QUESTION, **options: Any
) -> None:
    page = _open(browser, f"{server}/demo?lang={lang}&city=kitamoto", **options)
    widget = page.locator("kyodo-navi")
    widget.locator(".launcher").click()
    widget.locator(".write textarea").fill(question)
    page.keyboard.press("Enter")
    widget.locator(".tools").wait_for()
    # The desktop picture shows an answer, the others an answer with a source opened.
    if name != "desktop" and widget.locator(".mark").count():
        widget.locator(".mark").first.click()
    page.wait_for_timeout(600)
    page.screenshot(path=FOLDER / f"{name}.png")
    page.context.close()


def _take_page(browser: Browser, url: str, name: str, **options: Any) -> None:
    page = _open(browser, url, height=1000, **options)
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=FOLDER / f"{name}.png")
    page.context.close()


def _take_source(browser: Browser, server: str) -> None:
    page = _open(browser, f"{server}/?lang=ja&city=kitamoto&q={quote(QUESTION)}", java_script_enabled=False)
    source = page.locator(".sources a").first.get_attribute("href") or ""
    page.context.close()
    page = _open(browser, server + source)
    page.locator("mark.cited").first.wait_for()
    page.wait_for_timeout(300)
    page.screenshot(path=FOLDER / "source.png")
    page.context.close()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("take_screenshots.py: give the address of a running server")
    take_all(sys.argv[1].rstrip("/"))
