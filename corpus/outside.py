"""What people type that has nothing to do with 協働: small talk, other services of a city hall, anything else."""

from __future__ import annotations

import tomllib
from importlib.resources import files


def read_outside() -> tuple[str, ...]:
    """The questions and remarks of ``outside.toml``, of all kinds."""
    kinds: dict[str, list[str]] = tomllib.loads(files("corpus").joinpath("outside.toml").read_text("utf-8"))
    return tuple(question for questions in kinds.values() for question in questions)
