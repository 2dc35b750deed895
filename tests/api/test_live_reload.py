"""A running server takes up a new index while it is being asked, and every reply on the way is whole."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.app import create_app
from api.chat import Service
from api.cli import main
from api.live import LiveService
from api.metrics import Metrics
from assistant.chain import open_assistant
from assistant.conversation import open_store
from assistant.settings import Settings
from ingest.build import build_index
from ingest.index import current_name, is_open
from ingest.shelf import add_guideline
from ingest.title_page import Label

PATIENCE = 60.0
"""Seconds that a machine under load may take to open an index."""
TEXT = "第1章 協働の形態\n\n(1) 共催\n\n共催とは、市民と{city}が共に主催する形態です。\n\n(2) 後援\n\n名を貸します。\n"
CHAT = ("status", "text", "blocks", "citations", "related", "suggestions", "turn_id", "conversation_id", "lang")


class City:
    """A small guideline folder with its index, and the settings that point there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(guidelines=folder / "guidelines", data=folder / "data", rate_per_minute=0)
        self.add("aoba", "青葉市")

    def add(self, city: str, name: str) -> None:
        add_guideline(
            [self.write(name)],
            Label(city, name),
            self.settings.guidelines,
            self.settings.data,
            progress=lambda _line: None,
        )

    def write(self, name: str) -> Path:
        given = self.folder / "given.txt"
        given.write_text(TEXT.format(city=name), "utf-8")
        return given

    def live(self) -> LiveService:
        store = open_store("", self.folder, self.settings.retention_days)
        return LiveService(Service(self.settings, open_assistant(self.settings), store, Metrics()))

    def spoil(self, name: str) -> None:
        """Put a build into use that cannot be opened."""
        folder = self.settings.data / "index" / name
        folder.mkdir()
        (folder / "manifest.json").write_text('{"format": 1}', "utf-8")
        (self.settings.data / "index" / "CURRENT").write_text(name, "utf-8")


@pytest.fixture
def city(tmp_path: Path) -> City:
    return City(tmp_path)


@pytest.fixture
def live(city: City) -> Iterator[LiveService]:
    live = city.live()
    yield live
    live.stop()
    with live.hold() as service:
        service.store.close()
        service.assistant.index.close()


class Asker:
    """Asks a server over and over in a thread of its own and keeps every reply."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.replies: list[tuple[str, int, dict[str, Any]]] = []
        self.failures: list[str] = []
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def _ask(self) -> None:
        with httpx2.Client(base_url=self.url, timeout=PATIENCE) as client:
            while not self._stop.is_set():
                try:
                    chat = client.post("/api/chat", json={"question": "共催とは何ですか"})
                    documents = client.get("/api/documents")
                    pages = [client.get(path).status_code for path in ("/documents/aoba", "/compare?q=共催とは")]
                except httpx2.HTTPError as fault:
                    self.failures.append(repr(fault))
                    continue
                self.replies += [("chat", chat.status_code, chat.json())]
                self.replies += [("documents", documents.status_code, documents.json())]
                self.replies += [("page", status, {}) for status in pages]

    def __enter__(self) -> Asker:
        self._thread.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._stop.set()
        self._thread.join()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def test_a_city_added_while_the_server_is_asked_is_answered_and_no_reply_is_lost(
    city: City, serve_app: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KYODO_GUIDELINES", str(city.settings.guidelines))
    monkeypatch.setenv("KYODO_DATA", str(city.settings.data))
    url = serve_app(create_app(city.settings))
    question = {"question": "midoriの共催とは何ですか", "city": "midori"}

    def status() -> int:
        return httpx2.post(f"{url}/api/chat", json=question, timeout=PATIENCE).status_code

    wait_for(lambda: is_up(url))
    before = httpx2.get(f"{url}/readyz").json()["build"]
    assert status() == 404
    with Asker(url) as asker:
        for name in ("緑市", "緑葉市"):
            given = str(city.write(name))
            assert main(["add", given, "--city", "midori", "--name", name, "--replace"]) == 0
        wait_for(lambda: status() == 200)
        wait_for(lambda: httpx2.get(f"{url}/readyz").json()["build"] == current_name(city.settings.data))
        assert main(["remove", "--city", "midori"]) == 0
        wait_for(lambda: status() == 404)
    assert httpx2.get(f"{url}/readyz").json()["build"] != before
    assert asker.failures == []
    assert {code for _, code, _ in asker.replies} == {200}
    assert {len(body["documents"]) for kind, _, body in asker.replies if kind == "documents"} == {1, 2}
    for kind, _, body in asker.replies:
        if kind == "chat":
            assert body.keys() >= set(CHAT) and body["status"] == "answered" and body["citations"]


def is_up(url: str) -> bool:
    with contextlib.suppress(httpx2.HTTPError):
        return httpx2.get(f"{url}/healthz").status_code == 200
    return False


def test_a_request_keeps_the_index_that_it_began_with(city: City, live: LiveService) -> None:
    with live.hold() as early:
        first = current_name(city.settings.data)
        city.add("midori", "緑市")
        city.add("sakura", "桜市")
        live.look()
        with live.hold() as late:
            assert set(late.assistant.guidelines) == {"aoba", "midori", "sakura"}
        assert set(early.assistant.guidelines) == {"aoba"}
        assert early.assistant.index.evidence("共催とは何ですか")[0].any()
        # Two builds later its folder is still there, because it is open.
        assert first is not None and is_open(city.settings.data / "index" / first)
    live.look()
    assert not is_open(city.settings.data / "index" / first)


def test_an_index_that_did_not_change_is_not_opened_again(live: LiveService) -> None:
    with live.hold() as before:
        live.look()
        with live.hold() as after:
            assert after.assistant is before.assistant


def test_a_broken_new_index_is_said_once_and_the_old_one_goes_on(
    city: City, live: LiveService, caplog: pytest.LogCaptureFixture
) -> None:
    city.spoil("20990101T000000-broken")
    with caplog.at_level(logging.INFO, "kyodo"):
        live.look()
        live.look()
    assert [record.levelname for record in caplog.records if record.name == "kyodo"] == ["ERROR"]
    assert "20990101T000000-broken" in caplog.text
    with live.hold() as service:
        assert service.assistant.index.evidence("共催とは何ですか")[0].any()
    build_index(city.settings.guidelines, city.settings.data, progress=lambda _line: None)
    live.look()
    with live.hold() as mended:
        assert mended.assistant.index.manifest.build == current_name(city.settings.data)


def test_a_damaged_vector_store_is_not_taken_up(city: City, live: LiveService) -> None:
    with live.hold() as service:
        before = service.assistant.index.manifest.build
    city.add("midori", "緑市")
    name = current_name(city.settings.data)
    assert name is not None
    (city.settings.data / "index" / name / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    live.look()
    with live.hold() as service:
        assert service.assistant.index.manifest.build == before
