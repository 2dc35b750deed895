"""Prints what a page with the widget costs a reader: bytes, requests, time until it can be used.

python tests/api/measure_widget.py http://127.0.0.1:8000
"""

from __future__ import annotations

import gzip
import sys
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

VISITS = 5
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def print_budget(server: str) -> None:
    """Print every figure of the budget beside its limit."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        visits = [_measure_visit(browser, server) for _ in range(VISITS)]
        browser.close()
    widget = urlopen(f"{server}/widget.js").read()
    lines = (
        ("widget, gzipped", len(gzip.compress(widget)), "bytes", 30_000),
        ("requests until the launcher can be pressed", visits[0]["requests"], "", 4),
        ("requests to other origins", visits[0]["elsewhere"], "", 0),
        ("time to interactive, median", round(median(visit["ready"] for visit in visits)), "ms", 1000),
        (
            "from pressing to the open dialog, median",
            round(median(visit["opened"] for visit in visits)),
            "ms",
            200,
        ),
    )
    print(f"budget of {server}/demo with an empty cache, {VISITS} visits")
    for name, measured, unit, most in lines:
        told = "over budget" if measured > most else "ok"
        print(f"  {name}: {f'{measured} {unit}'.strip()} (at most {most}) {told}")


def _measure_visit(browser: Browser, server: str) -> dict[str, float]:
    """Requests; milliseconds from loading to the launcher, and from pressing it to the dialog."""
    context = browser.new_context()
    page = context.new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.add_init_script("""new MutationObserver((_, watcher) => {
        if (!document.querySelector('kyodo-navi')?.shadowRoot?.querySelector('.launcher')) return;
        window.ready = performance.now();
        watcher.disconnect();
    }).observe(document, {childList: true, subtree: true})""")
    page.goto(f"{server}/demo?lang=ja&city=kitamoto")
    page.wait_for_function("window.ready")
    requests = len(seen)
    opened = page.evaluate("""() => new Promise(done => {
        const began = performance.now();
        document.querySelector('kyodo-navi').shadowRoot.querySelector('.launcher').click();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    })""")
    ready = page.evaluate("window.ready")
    context.close()
    elsewhere = sum(not url.startswith(server) for url in seen)
    return {"requests": requests, "elsewhere": elsewhere, "ready": ready, "opened": opened}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("measure_widget.py: give the address of a running server")
    print_budget(sys.argv[1].rstrip("/"))
