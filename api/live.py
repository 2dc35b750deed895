"""The index that a running server answers from, and how a new build takes its place without a restart.

Every request holds the assistant that is current when it starts, to its end. One thread looks at the data
folder about once a second, opens a new build, tries it and puts it in the place of the old one, which it
closes once no request holds it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from api.chat import Service
from ingest.index import current_name, open_index

LOOK_SECONDS = 1.0
_TRIAL = "協働とは何ですか"
_log = logging.getLogger("kyodo")


@dataclass
class _Edition:
    """A service with its assistant, and how many requests hold it."""

    service: Service
    users: int = 0


class LiveService:
    """A ``Service`` whose assistant follows the data folder, from ``start`` to ``stop``."""

    def __init__(self, service: Service) -> None:
        """Serve ``service`` as it is, until there is a newer build than its assistant's."""
        self._settings = service.settings
        self._current = _Edition(service)
        self._retired: list[_Edition] = []
        self._seen: str | None = service.assistant.index.manifest.build
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @contextmanager
    def hold(self) -> Iterator[Service]:
        """The service with the assistant that is current now; it stays open as long as it is held."""
        with self._lock:
            edition = self._current
            edition.users += 1
        try:
            yield edition.service
        finally:
            with self._lock:
                edition.users -= 1

    def start(self) -> None:
        """Begin to look for new builds, in a thread of its own."""
        self._stopped.clear()
        self._thread = threading.Thread(target=self._watch, name="kyodo-index", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Look no more; returns when nothing is being opened any longer."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Take up the build in use if it is another one; if it cannot be opened, say so and go on as before."""
        name = current_name(self._settings.data)
        if name is not None and name != self._seen:
            self._seen = name
            self._take_up(name)
        self._close_retired()

    def _watch(self) -> None:
        while not self._stopped.wait(LOOK_SECONDS):
            try:
                self.look()
            except Exception:
                _log.exception("looking for a new index failed")

    def _take_up(self, name: str) -> None:
        try:
            index = open_index(self._settings.data, self._settings.encoder)
            index.evidence(_TRIAL)
        except BaseException as fault:  # a damaged store ends in a panic of its library, which is no Exception
            _log.error("the index %s cannot be used, the one before goes on: %s", name, _one_line(fault))
            return
        self._seen = index.manifest.build
        with self._lock:
            before = self._current
            self._retired.append(before)
            assistant = replace(before.service.assistant, index=index)
            self._current = _Edition(replace(before.service, assistant=assistant))
        _log.info("the index %s is in use: %d guidelines", self._seen, len(index.guidelines))

    def _close_retired(self) -> None:
        with self._lock:
            free = [edition for edition in self._retired if edition.users == 0]
            self._retired = [edition for edition in self._retired if edition.users > 0]
        for edition in free:
            edition.service.assistant.index.close()


def _one_line(fault: BaseException) -> str:
    return " ".join(f"{type(fault).__name__}: {fault}".split())


async def _hold_service(request: Request) -> AsyncIterator[Service]:
    live: LiveService = request.app.state.live
    with live.hold() as service:
        yield service


HeldService = Annotated[Service, Depends(_hold_service)]
"""What a route works with: the same assistant from the start of its request to the end."""
