"""``/widget.js``: one self-contained program made of the parts in ``static/widget``."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from api.assets import Asset, make_asset
from assistant.wording import catalogue_section

PARTS = (
    "start",
    "dom",
    "colour",
    "server",
    "sources",
    "blocks",
    "keeping",
    "voting",
    "turn",
    "writing",
    "frame",
    "element",
    "place",
)
"""The scripts in the order in which they stand in the program; they share one scope of their own."""
_BANNER = """/*! 協働ナビ (Kyodo Navi)
 *  <script src="https://…/widget.js" data-city="kitamoto" data-lang="ja" defer></script>
 *  One file, no dependency, no cookie, no storage, no request to any origin but this script's own.
 *  How to embed it, with every attribute and event: docs/embedding.md */
"""


@cache
def render_widget() -> Asset:
    """The widget's program: its parts in one scope, with its styles and its wording from the catalogue."""
    program = "\n".join(_read_part(f"{name}.js") for name in PARTS)
    for place, value in (
        ('/*STYLE*/""', _read_part("style.css")),
        ('/*PRINT_STYLE*/""', _read_part("print.css")),
        ("/*WORDING*/{}", catalogue_section("widget")),
    ):
        program = program.replace(place, json.dumps(value, ensure_ascii=False, separators=(",", ":")), 1)
    return make_asset(f'{_BANNER}(() => {{\n"use strict";\n{program}}})();\n'.encode(), "text/javascript")


def write_embed_tag(server: str, city: str | None = None) -> str:
    """The line that a city's web team pastes; ``server`` is the address of this server, without a slash."""
    widget = render_widget()
    chosen = f' data-city="{city}"' if city else ""
    return (
        f'<script src="{server}/widget.js?v={widget.version}" integrity="{widget.integrity}"'
        f' crossorigin="anonymous"{chosen} defer></script>'
    )


def _read_part(name: str) -> str:
    return files("api").joinpath("static", "widget", name).read_text(encoding="utf-8")
