"""The one catalogue of visible text: ``wording.toml``, Japanese and English side by side.

A key is the dotted path of an entry, such as ``problem.question_blank``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from assistant.answer import Lang


def say(key: str, lang: Lang, **values: object) -> str:
    """The text of ``key`` in ``lang``, its {braces} filled from ``values``.

    Raises:
        KeyError: the catalogue has no such key, or a brace has no value.
    """
    text = _entries()[key][lang]
    return text.format(**values) if values else text


def say_both(key: str, **values: object) -> str:
    """Japanese, then English, on one line: for readers whose language is not known."""
    return f"{say(key, 'ja', **values)} / {say(key, 'en', **values)}"


def catalogue_section(name: str) -> Mapping[str, Any]:
    """One top-level table of the catalogue as it stands in the file, braces unfilled; empty if absent."""
    section: Mapping[str, Any] = _catalogue().get(name, {})
    return section


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(files("assistant").joinpath("wording.toml").read_text(encoding="utf-8"))


@cache
def _entries() -> Mapping[str, Mapping[Lang, str]]:
    found: dict[str, Mapping[Lang, str]] = {}
    _collect(_catalogue(), "", found)
    return MappingProxyType(found)


def _collect(table: Mapping[str, Any], prefix: str, found: dict[str, Mapping[Lang, str]]) -> None:
    for name, value in table.items():
        if set(value) == {"ja", "en"} and isinstance(value["ja"], str):
            found[prefix + name] = value
        else:
            _collect(value, f"{prefix}{name}.", found)
