"""Limits on what one client may send: the size of a body, the number of questions in a minute."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict

from starlette.datastructures import QueryParams
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.problems import Problem

_CLIENTS_REMEMBERED = 10_000


class LimitBody:
    """Refuses a body over ``limit`` bytes with 413: by its declared length, or while it arrives."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its body."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        too_large = Problem(413, "body_too_large", {"connection": "close"}, limit=self.limit)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > self.limit:
            await too_large.response()(scope, receive, send)
            return
        received = 0

        async def count() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                raise too_large
            return message

        await self.app(scope, count, send)


class LimitRate:
    """Refuses questions past ``per_minute`` from one address with 429: a bucket that refills steadily.

    What counts is a request that makes the server work: a POST, or a page that is asked a question.
    """

    def __init__(self, app: ASGIApp, per_minute: int) -> None:
        self.app = app
        self.per_minute = per_minute
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its client has a token left."""
        if self.per_minute and scope["type"] == "http" and _asks(scope):
            seconds = self._take(_client(scope))
            if seconds:
                refused = Problem(429, "too_many_requests", {"retry-after": str(seconds)}, seconds=seconds)
                await refused.response()(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _take(self, client: str) -> int:
        """Take a token; 0, or the whole seconds until there is one."""
        now = time.monotonic()
        per_second = self.per_minute / 60
        with self._lock:
            tokens, filled = self._buckets.pop(client, (float(self.per_minute), now))
            tokens = min(self.per_minute, tokens + (now - filled) * per_second)
            allowed = tokens >= 1
            self._buckets[client] = (tokens - 1 if allowed else tokens, now)
            if len(self._buckets) > _CLIENTS_REMEMBERED:
                self._buckets.popitem(last=False)
        return 0 if allowed else max(1, math.ceil((1 - tokens) / per_second))


def _asks(scope: Scope) -> bool:
    return scope["method"] == "POST" or "q" in QueryParams(scope["query_string"])


def _client(scope: Scope) -> str:
    address = scope["client"][0] if scope.get("client") else ""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return str(address)
    # One household or office holds a whole /64 of IPv6 addresses.
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address
