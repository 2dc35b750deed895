import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from eval.record import Record
from eval.report import fill_bins, render_report, write_report
from eval.store import Run

Make = Callable[..., Record]


@pytest.fixture
def run(record: Make) -> Run:
    hostile = record("B", right=False, question="<script>alert(1)</script>", milliseconds=9.0)
    unanswerable = {"suite": "abstain", "abstain": True, "cities": (), "evidence": (), "facts": ()}
    return Run("20260101T000000Z-try", (record("A"), hostile, record("N", **unanswerable)), {"settings": {"port": 1}})


def test_every_failure_stands_in_the_report_and_what_was_right_does_not(run: Run) -> None:
    html = render_report(run, {})
    assert re.findall(r'<details class="failure" id="([^"]*)"', html) == ["city-B"]
    assert "<script>" not in html


def test_variants_make_a_table_of_the_aimed_at_measures(run: Run, record: Make) -> None:
    html = render_report(run, {"whole": run.records, "without notes": (record("A", right=False),)})
    table = html[html.index('id="variants"') :]
    assert re.search(r"<th>without notes</th>\s*<td>0\.000<small>", table)
    assert "<small>-1.000 (-1.000 – -1.000)</small>" in table, "question A alone is in both"
    assert 'id="variants"' not in render_report(run, {})


def test_lengths_and_the_working_point_are_told(run: Run) -> None:
    html = render_report(run, {})
    assert re.search(r"precision 1\.000, recall 0\.500", html), "one of two answerable is answered, rightly"
    assert re.search(r"single-fact questions</span></th><td>18</td><td>1</td>", html)


def test_bins_hold_every_value_once() -> None:
    bars = fill_bins([10.0] * 5 + [20.0] * 3 + [500.0])
    assert sum(bar.count for bar in bars) == 9
    assert fill_bins([]) == ()
    assert sum(bar.count for bar in fill_bins([3.0])) == 1


@pytest.fixture
def page(run: Run, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """The report in a browser, phone-wide."""
    path = tmp_path / "report.html"
    write_report(run, path, {"whole": run.records})
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(path.as_uri())
    yield page
    page.close()


def test_the_report_asks_nothing_of_the_network_and_fits_a_phone(page: Page) -> None:
    assert page.evaluate("performance.getEntriesByType('resource').length") == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_failure_opens_from_its_suite_down_to_what_was_said(page: Page) -> None:
    said = page.locator("#city-B .said")
    assert not said.is_visible()
    for summary in (
        "#failures details.suite > summary",
        "#failures details.kind > summary",
        "#city-B > summary",
    ):
        page.locator(summary).first.click()
    assert said.inner_text() == "書かれていません。"
