"""What the tests of ingestion share: the five guidelines as read, and small invented guideline folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.settings import Settings, go_offline
from ingest.build import build_index
from ingest.encoder import StaticEncoder, packaged_model
from ingest.index import Manifest
from ingest.library import Volume, read_library

go_offline()

WriteCity = Callable[..., Path]
Build = Callable[[Path, Path], Manifest]

_META = """id = "{city}"
city_name = "{city}市"
city_name_kana = "{city}し"
city_name_en = "{city}"
prefecture = "架空県"
title = "{city}市協働の指針"
title_en = "Guideline of {city}"
issued = ""
issued_date = ""
publisher = ""
desk = ""
source = "invented"
complete = true
completeness = "すべて"
completeness_en = "all"
"""

_TEXT = """第1章 協働の形態

(1) 共催

市民と市が共に主催者となって講演会を行う形態です。

(2) 後援

市が名義の使用を許可する形態です。

- 申請書
- 計画書
"""


@pytest.fixture(scope="session")
def guidelines_folder() -> Path:
    """The folder of the guidelines that ship with the project."""
    return Settings(_env_file=None).guidelines  # type: ignore[call-arg]


@pytest.fixture(scope="session")
def volumes(guidelines_folder: Path) -> dict[str, Volume]:
    """The guidelines that ship with the project, as read, by city id."""
    return {volume.guideline.meta.id: volume for volume in read_library(guidelines_folder)}


@pytest.fixture(scope="session")
def write_city() -> WriteCity:
    """``write_city(folder, city, text=..., notes=...)`` writes an invented guideline; returns its folder."""

    def write(folder: Path, city: str, text: str = _TEXT, notes: str = "") -> Path:
        own = folder / city
        own.mkdir(parents=True, exist_ok=True)
        (own / "text.txt").write_text(text, "utf-8")
        (own / "meta.toml").write_text(_META.format(city=city), "utf-8")
        if notes:
            (own / "notes").mkdir(exist_ok=True)
            (own / "notes" / "all.toml").write_text(notes, "utf-8")
        return own

    return write


@pytest.fixture
def two_cities(tmp_path: Path, write_city: WriteCity) -> Path:
    """A guideline folder with the invented cities aoba and midori, which hold the same text."""
    folder = tmp_path / "guidelines"
    write_city(folder, "aoba")
    write_city(folder, "midori")
    return folder


@pytest.fixture(scope="session")
def build() -> Build:
    """``build(guidelines, data)`` builds an index with the project's own encoder, without progress."""
    return lambda guidelines, data: build_index(guidelines, data, progress=lambda _line: None)


@pytest.fixture(scope="session")
def encoder() -> StaticEncoder:
    """The encoder that ships with the project."""
    return StaticEncoder(packaged_model())


@pytest.fixture(scope="session")
def guideline_texts(guidelines_folder: Path) -> dict[str, str]:
    """The text of each guideline that ships with the project, by city id."""
    return {path.parent.name: path.read_bytes().decode() for path in guidelines_folder.glob("*/text.txt")}
