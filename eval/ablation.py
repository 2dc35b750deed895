"""What each part is worth: the same questions, with parts of the assistant switched off by its settings.

The variants stand in ``ablations.toml``: a label and the settings that differ from the ones in use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.chain import open_assistant
from assistant.settings import Settings
from corpus.errors import KyodoError
from eval.question import Question
from eval.record import Record
from eval.run import run_conversations
from eval.store import PACKAGE

ABLATIONS = PACKAGE / "ablations.toml"


class AblationError(KyodoError):
    """The list of variants cannot be read, or names a setting that there is not."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of running the assistant: ``settings`` replace the fields of the same names."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    label: str
    settings: dict[str, Any] = field(default_factory=dict)


def read_variants(path: Path = ABLATIONS) -> tuple[Variant, ...]:
    """The variants of a TOML file, in its order.

    Raises:
        AblationError: the file is missing or not a list of variants.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("variant", [])
        return TypeAdapter(tuple[Variant, ...]).validate_python(rows)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise AblationError(f"{path}: {str(error).splitlines()[0]}") from error


def apply_variant(settings: Settings, variant: Variant) -> Settings:
    """The settings with the variant's values, validated.

    Raises:
        AblationError: the variant names an unknown setting or gives a value that it cannot hold.
    """
    unknown = sorted(set(variant.settings) - set(Settings.model_fields))
    if unknown:
        raise AblationError(f"{variant.label}: there is no setting {', '.join(unknown)}")
    try:
        return Settings(**{**settings.model_dump(), **variant.settings})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise AblationError(f"{variant.label}: {first['loc'][0]}: {first['msg']}") from error


def run_variants(
    settings: Settings,
    conversations: Sequence[Sequence[Question]],
    variants: Sequence[Variant],
    progress: Callable[[str, int], None],
) -> Mapping[str, tuple[Record, ...]]:
    """The records of every variant by its label; ``progress`` hears label and questions done."""
    records = {}
    for variant in variants:
        with_variant = open_assistant(apply_variant(settings, variant))
        tell = partial(progress, variant.label)
        records[variant.label] = run_conversations(with_variant, conversations, tell)
    return records
