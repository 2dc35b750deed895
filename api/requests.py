"""Reads what a client sent, and refuses early whatever cannot be a question."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, NoReturn, TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from api.problems import Problem

Model = TypeVar("Model", bound=BaseModel)

FORM_TYPE = "application/x-www-form-urlencoded"
_FORM_FIELDS = 20
_BREAKS = "\t\n\r"


def json_body(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """A dependency that reads the body as one strict JSON object of the shape of ``model``.

    It raises ``Problem``: 415 for another media type, 422 for anything that is not such an object.
    """

    async def read(request: Request) -> Model:
        require_media_type(request, "application/json")
        return check_shape(parse_object(await request.body()), model)

    return read


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a plain HTML form; of a repeated field the last. Raises ``Problem`` 415 or 422."""
    require_media_type(request, FORM_TYPE)
    try:
        text = (await request.body()).decode()
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_FORM_FIELDS, errors="strict")
    except UnicodeDecodeError:
        raise Problem(422, "body_not_utf8") from None
    except ValueError:
        raise Problem(422, "bad_request") from None
    return dict(pairs)


def require_media_type(request: Request, expected: str) -> None:
    """Raises ``Problem`` 415 unless the request's body is declared as ``expected``."""
    declared = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if declared != expected:
        raise Problem(415, "media_type", {"accept": expected}, expected=expected)


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in ``body``: UTF-8, no NaN or Infinity, no key twice. Raises ``Problem`` 422."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(422, "body_not_utf8") from None
    try:
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_refuse_repeated_keys)
    except (ValueError, RecursionError):
        raise Problem(422, "body_not_json") from None
    if not isinstance(value, dict):
        raise Problem(422, "body_not_object")
    return value


def check_shape(value: Mapping[str, Any], model: type[Model]) -> Model:
    """``value`` as a ``model``. Raises ``Problem`` 422 that names the first field that does not fit."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        code = "field_missing" if first["type"] == "missing" else "field_invalid"
        raise Problem(422, code, field=str(first["loc"][0])) from None


def check_question(text: str, limit: int) -> str:
    """The question without the space around it. Raises ``Problem`` 422 when it is blank, longer than
    ``limit`` characters, or holds control characters."""
    question = check_text(text, "question", limit).strip()
    if not any(unicodedata.category(character)[0] in "LNPS" for character in question):
        raise Problem(422, "question_blank")
    return question


def check_text(text: str, field: Literal["question", "comment"], limit: int) -> str:
    """``text`` itself. Raises ``Problem`` 422 when it is longer than ``limit`` characters or holds
    control characters, halves of surrogate pairs or code points that are not characters."""
    if len(text) > limit:
        raise Problem(422, f"{field}_too_long", limit=limit)
    if any(_is_unusable(character) for character in text):
        raise Problem(422, f"{field}_characters")
    return text


def _is_unusable(character: str) -> bool:
    if character in _BREAKS:
        return False
    return unicodedata.category(character) in ("Cc", "Cs") or ord(character) & 0xFFFE == 0xFFFE


def _refuse_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def _refuse_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise ValueError("a key stands twice")
    return entries
