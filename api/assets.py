"""Files that browsers keep: each is named by its own content, so that a changed one is fetched anew."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

_AGE = "public, max-age=300"
_AGE_PINNED = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served. ``version`` and ``integrity`` (SRI) change whenever its content does."""

    content: bytes
    media_type: str
    version: str
    integrity: str


def make_asset(content: bytes, media_type: str) -> Asset:
    """``content`` with the names that follow from it."""
    digest = hashlib.sha384(content).digest()
    return Asset(content, media_type, digest.hex()[:16], "sha384-" + base64.b64encode(digest).decode())


@cache
def static_assets() -> Mapping[str, Asset]:
    """The files directly in ``static`` by name, read once; the widget's parts are not served."""
    found = {}
    for path in files("api").joinpath("static").iterdir():
        if path.is_file():
            found[path.name] = make_asset(path.read_bytes(), mimetypes.guess_type(path.name)[0] or "")
    return MappingProxyType(found)


def static_address(name: str) -> str:
    """The address of a file in ``static`` with its version, below the server's root. Raises ``KeyError``."""
    return f"/static/{name}?v={static_assets()[name].version}"


def answer_asset(request: Request, asset: Asset, headers: Mapping[str, str] | None = None) -> Response:
    """``asset``, or 304 when the browser holds it; kept for a year when the address names its version."""
    etag = f'"{asset.version}"'
    pinned = request.query_params.get("v") == asset.version
    kept = {"etag": etag, "cache-control": _AGE_PINNED if pinned else _AGE, **(headers or {})}
    # A proxy that compresses on the way makes the tag a weak one.
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if etag in known or "*" in known:
        return Response(status_code=304, headers=kept)
    return Response(asset.content, headers=kept, media_type=asset.media_type)
