"""Runs the server in the foreground until it is told to stop."""

from __future__ import annotations

import contextlib
import logging
import socket

import uvicorn
from starlette.types import ASGIApp

from assistant.settings import Settings
from assistant.wording import say_both
from corpus.errors import KyodoError

_GRACE_SECONDS = 5


class _AnnouncingServer(uvicorn.Server):
    """Says where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            shown = f"[{host}]" if ":" in host else host
            print(f"{say_both('command.serving')}: http://{shown}:{port}", flush=True)
            print(say_both("command.stop_with"), flush=True)


def serve(app: ASGIApp, settings: Settings) -> None:
    """Serve ``app`` at the settings' address; returns after Ctrl-C.

    Raises:
        KyodoError: the address cannot be listened at.
    """
    set_up_logging(settings.log_level)
    listener = _listen(settings.host, settings.port)
    # The server's own access log would hold addresses with their queries, so with questions.
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    with contextlib.suppress(KeyboardInterrupt):
        _AnnouncingServer(config).run(sockets=[listener])


def set_up_logging(level: str) -> None:
    """Log ours from ``level`` and everyone else's warnings, to standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("kyodo").setLevel(level.upper())


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        reason = f"{say_both('command.cannot_listen')} ({error.strerror})"
        raise KyodoError(f"KYODO_HOST={host} KYODO_PORT={port}: {reason}") from error
    return listener
