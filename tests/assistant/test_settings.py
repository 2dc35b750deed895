"""Settings are read from the environment, refused clearly, and documented as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.settings import PREFIX, Settings, SettingsError, load_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"


def test_documented_table_equals_the_fields() -> None:
    rows = re.findall(r"^\| `(KYODO_\w+)` \| .+? \| (.+) \|$", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)
    fields = [(PREFIX + name.upper(), field.description) for name, field in Settings.model_fields.items()]
    assert rows == fields


def test_environment_sets_every_kind_of_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KYODO_PORT", "9001")
    monkeypatch.setenv("KYODO_DATA", "/srv/kyodo")
    monkeypatch.setenv("KYODO_EMBED_ORIGINS", "https://www.city.example.jp, http://localhost:8080")
    settings = load_settings()
    assert (settings.port, settings.data) == (9001, Path("/srv/kyodo"))
    assert settings.embed_origins == ("https://www.city.example.jp", "http://localhost:8080")


def test_packaged_guidelines_are_the_default() -> None:
    assert (Settings().guidelines / "kitamoto").is_dir()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KYODO_PORT", "eighty"),
        ("KYODO_PORT", "65536"),
        ("KYODO_RETENTION_DAYS", "0"),
        ("KYODO_RATE_PER_MINUTE", "-1"),
        ("KYODO_LOG_LEVEL", "loud"),
        ("KYODO_EMBED_ORIGINS", "www.city.example.jp"),
        ("KYODO_EMBED_ORIGINS", "*"),
        ("KYODO_EMBED_ORIGINS", "https://a.example/path"),
        ("KYODO_EMBED_ORIGINS", "https://a.example;script-src"),
        ("KYODO_PUBLIC_URL", "javascript:alert(1)"),
        ("KYODO_MODEL", "gpt-oss-20b"),
        ("KYODO_MODEL_URL", "127.0.0.1:8080"),
        ("KYODO_MODEL_TIMEOUT", "0"),
    ],
)
def test_unusable_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"^{variable}="):
        load_settings()
