"""The question sets: four kinds of row, read and checked.

Rows are JSON Lines, tabulated in ``eval/questions/README.md``. A file belongs to the suite that its
name starts with: ``city_toride.jsonl`` holds rows of the suite ``city``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from corpus.errors import KyodoError

SUITES = ("city", "cross", "abstain", "dialogs")
Word = Annotated[str, Field(min_length=1)]
Words = tuple[Word, ...]
_STRICT = ConfigDict(extra="forbid", strict=True)


class QuestionError(KyodoError):
    """A question file cannot be read; the message names file, line and reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CityCase:
    """A question asked with one city chosen; ``evidence`` are spans of that city's text."""

    __pydantic_config__ = _STRICT
    id: Word
    city: Word
    lang: Literal["ja", "en"]
    style: Word
    question: Word
    evidence: Annotated[Words, Field(min_length=1)]
    all_required: bool
    key_facts: Words
    section_hint: str = ""
    scope: str = "city"
    register: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossCase:
    """A question asked with no city chosen; ``evidence`` and ``key_facts`` are kept per city."""

    __pydantic_config__ = _STRICT
    id: Word
    lang: Literal["ja", "en"]
    kind: Word
    question: Word
    expect_cities: Annotated[Words, Field(min_length=1)]
    evidence: dict[str, Words]
    key_facts: dict[str, Words] = field(default_factory=dict)
    all_required: bool = False
    register: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbstainCase:
    """A question that the guideline asked (or, with ``city`` None, every guideline) does not answer."""

    __pydantic_config__ = _STRICT
    id: Word
    lang: Literal["ja", "en"]
    city: Word | None
    kind: Word
    question: Word
    why: Word
    register: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What one turn of a dialog should bring; spans belong to any of ``cities``."""

    __pydantic_config__ = _STRICT
    cities: Words
    evidence: Words | dict[str, Words]
    key_facts: Words | dict[str, Words]
    abstain: bool
    all_required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogTurn:
    """One thing said in a dialog, with the city chosen at that moment."""

    __pydantic_config__ = _STRICT
    user: Word
    city: Word | None
    expect: Expectation
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogCase:
    """Turns asked one after the other in one conversation."""

    __pydantic_config__ = _STRICT
    id: Word
    lang: Literal["ja", "en"]
    turns: Annotated[tuple[DialogTurn, ...], Field(min_length=1)]
    register: str = ""
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Suites:
    """The rows of one or more folders.

    ``origins`` maps a row's id to the name of its folder. ``skipped`` names files of no suite.
    """

    city: tuple[CityCase, ...] = ()
    cross: tuple[CrossCase, ...] = ()
    abstain: tuple[AbstainCase, ...] = ()
    dialogs: tuple[DialogCase, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()


_ROWS: dict[str, TypeAdapter[Any]] = {
    "city": TypeAdapter(CityCase),
    "cross": TypeAdapter(CrossCase),
    "abstain": TypeAdapter(AbstainCase),
    "dialogs": TypeAdapter(DialogCase),
}


def read_cases(*folders: Path) -> Suites:
    """All question files of the folders, in the order of their names.

    Raises:
        QuestionError: a folder has no question file, a line is not a row of its suite, or an id
            stands twice.
    """
    rows: dict[str, list[Any]] = {suite: [] for suite in SUITES}
    origins: dict[str, str] = {}
    skipped: list[str] = []
    for folder in folders:
        files = sorted(folder.glob("*.jsonl"))
        if not files:
            raise QuestionError(f"{folder}: no question file (*.jsonl) in this folder")
        for path in files:
            suite = next((name for name in SUITES if path.stem.startswith(name)), None)
            if suite is None:
                skipped.append(path.name)
                continue
            for number, row in _read_rows(path, _ROWS[suite]):
                if row.id in origins:
                    raise QuestionError(f"{path}, line {number}: the id {row.id} stands twice")
                origins[row.id] = folder.name
                rows[suite].append(row)
    return Suites(**{suite: tuple(found) for suite, found in rows.items()}, origins=origins, skipped=tuple(skipped))


def _read_rows(path: Path, row: TypeAdapter[Any]) -> Iterable[tuple[int, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield number, row.validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "row"
            raise QuestionError(f"{path}, line {number}: {place}: {first['msg']}") from error
