"""Every error over HTTP is an RFC 9457 problem, told in Japanese and English, with no word of the input."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import JSONResponse

from assistant.answer import Lang
from assistant.wording import say, say_both

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is refused. ``code`` names its text in the catalogue's ``[problem]`` section.

    ``values`` fill that text; they come from the server, never from what a client typed.
    """

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        self.values = values

    def reason(self, lang: Lang) -> str:
        """What to tell a person who reads ``lang``."""
        return say(f"problem.{self.code}", lang, **self.values)

    def response(self) -> JSONResponse:
        """The problem as an ``application/problem+json`` response."""
        content = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": say_both(f"problem.{self.code}", **self.values),
        }
        return JSONResponse(content, self.status, headers=self.headers, media_type=MEDIA_TYPE)


_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 500: "internal", 503: "not_ready"}


def problem_for_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """The general problem of an HTTP status, for refusals that the framework makes."""
    return Problem(status, _BY_STATUS.get(status, "bad_request"), headers)
