"""All settings in one place: environment variables with the prefix ``KYODO_``.

``docs/settings.md`` shows the same table to the people who run a server.
"""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import KyodoError

PREFIX = "KYODO_"
OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?|https?://\[[0-9A-Fa-f:]+\](:[0-9]{1,5})?")


class SettingsError(KyodoError):
    """An environment variable holds a value that cannot be used."""


class Settings(BaseSettings):
    """How one server is set up. Read once at the start and never changed."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    guidelines: Path = Field(
        default=Path(str(files("corpus"))) / "guidelines",
        description="Folder of the guidelines, one folder per city. Default: the one in the package.",
    )
    data: Path = Field(default=Path("var"), description="Folder for the index and the records.")
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address to listen at; 0.0.0.0 for every network interface.",
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen at; 0 takes a free one.")
    encoder: str = Field(
        default="",
        description="Sentence encoder: empty for the project's own, else a model folder or a hub name.",
    )
    database_url: str = Field(
        default="",
        description="Database of the records as an SQLAlchemy URL; empty for SQLite in the data folder.",
    )
    retention_days: int = Field(
        default=90, ge=1, le=36500, description="Days for which questions and feedback are kept."
    )
    question_max_characters: int = Field(
        default=1000, ge=1, le=100_000, description="Longest question taken, in characters."
    )
    body_max_bytes: int = Field(default=65536, ge=1024, description="Largest request body taken, in bytes.")
    rate_per_minute: int = Field(
        default=1200,
        ge=0,
        description="Questions per minute that one client address may ask; 0 for no limit. "
        "High, because a whole office may share one address.",
    )
    embed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins that may embed the widget or the frame, comma-separated: https://www.city.example.jp",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe message that is logged: debug, info, warning or error."
    )
    public_url: str = Field(
        default="", description="Address of this server as visitors see it, when it stands behind a proxy."
    )

    model: str = Field(
        default="",
        description="Language model that rewords what is quoted, as provider:name; empty for none.",
    )
    model_url: str = Field(
        default="",
        description="Address of a model server, such as http://127.0.0.1:8080/v1; empty for the provider's.",
    )
    model_timeout: float = Field(
        default=20, gt=0, le=600, description="Longest wait for the language model, in seconds."
    )

    @field_validator("embed_origins", mode="before")
    @classmethod
    def _split_origins(cls, value: object) -> object:
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("embed_origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin such as https://www.city.example.jp")
        return origins

    @field_validator("model")
    @classmethod
    def _check_model(cls, model: str) -> str:
        if model and not re.fullmatch(r"[a-z0-9_]+:\S+", model):
            raise ValueError(f"{model!r} is not provider:name, such as openai:gpt-oss-20b")
        return model

    @field_validator("public_url", "model_url")
    @classmethod
    def _check_url(cls, url: str) -> str:
        if url and not re.fullmatch(r"https?://[^\s\"'<>?#]+", url):
            raise ValueError(f"{url!r} is not an http or https address")
        return url.rstrip("/")


def load_settings() -> Settings:
    """The settings of this process, from its environment.

    Raises:
        SettingsError: a variable's value cannot be used; the message names the first such variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        variable = PREFIX + str(first["loc"][0]).upper()
        raise SettingsError(f"{variable}={first['input']!s}: {first['msg']}") from None


def go_offline() -> None:
    """Keep libraries from calling a model hub or a telemetry host, unless the environment says otherwise.

    They read these variables when they are imported, so this runs before any of them is.
    """
    for name, value in OFFLINE.items():
        os.environ.setdefault(name, value)
