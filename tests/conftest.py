"""What tests share: one index built from the guidelines in the repository, a server over it, a browser."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from fastapi.testclient import TestClient

from assistant.settings import Settings, go_offline

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from assistant.chain import Assistant

go_offline()

CHROMIUM = Path("/usr/bin/chromium")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def embed_origin() -> str:
    """An origin other than the server's that may embed it; nothing listens there until a test does."""
    return f"http://localhost:{_free_port()}"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, embed_origin: str) -> Settings:
    """The guidelines of the repository, a data folder of this run's own, and no limit on the rate."""
    return Settings(data=tmp_path_factory.mktemp("data"), rate_per_minute=0, embed_origins=(embed_origin,))


@pytest.fixture(scope="session")
def assistant(settings: Settings) -> Assistant:
    """The real assistant over an index that is built once for the whole run."""
    from assistant.chain import open_assistant
    from ingest.build import build_index

    build_index(settings.guidelines, settings.data, settings.encoder, lambda _line: None)
    return open_assistant(settings)


@pytest.fixture
def client(settings: Settings, assistant: Assistant, tmp_path: Path) -> Iterator[TestClient]:
    """A client of an application with records of its own."""
    from api.app import create_app
    from assistant.conversation import open_store

    app = create_app(settings, assistant, open_store("", tmp_path, settings.retention_days))
    with TestClient(app) as client:
        yield client


@pytest.fixture(scope="session")
def server_url(settings: Settings, assistant: Assistant) -> Iterator[str]:
    """Address of a real server on a free port, without a slash at the end."""
    from api.app import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(settings, assistant), log_config=None, access_log=False))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the distribution ships it, one for the whole run; only CI insists on having it."""
    if not CHROMIUM.exists() and os.environ.get("CI") != "true":
        pytest.skip(f"{CHROMIUM}: no browser on this machine, so its tests are skipped")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=BROWSER_ARGUMENTS)
        yield browser
        browser.close()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
