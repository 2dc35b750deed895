"""How a question is looked at: its forms for matching, and the patterns of ``questions.toml`` over them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.answer import Lang
from ingest.terms import subject_concepts

_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々]")
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_SPOKEN_WHAT = re.compile(r"なん(?=[円人名回年月日時歳件%割条課階])")
FEWEST_ENGLISH_LETTERS = 3
_WHITE_SPACE = re.compile(r"\s+")


def clean(question: str) -> str:
    """The question without hidden characters and markup, white space folded; for reading, not for showing."""
    visible = _MARKUP.sub(" ", _HIDDEN.sub("", question))
    return _WHITE_SPACE.sub(" ", "".join(c for c in visible if c.isprintable() or c.isspace())).strip()


def matching_form(text: str) -> str:
    """The form in which patterns look at a question: NFKC, lower case, Japanese without white space."""
    shadow = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    shadow = _spoken_counter().sub(lambda found: f"何{_counters()[found[1]]}", _SPOKEN_WHAT.sub("何", shadow))
    return shadow if detect_language(text) == "en" else _WHITE_SPACE.sub("", shadow)


def detect_language(text: str) -> Lang:
    """English if it has words in Latin letters and next to no Japanese, else Japanese."""
    japanese = len(_JAPANESE.findall(text))
    latin = len(re.findall(r"[A-Za-z]", text))
    return "en" if latin >= FEWEST_ENGLISH_LETTERS and latin > japanese * 4 else "ja"


def is_smalltalk(form: str) -> bool:
    """Whether a text in matching form only keeps a conversation going, or is about the assistant itself."""
    if question_pattern("smalltalk", "pattern").search(form):
        return True
    if subject_concepts(form):
        return False
    if question_pattern("smalltalk", "idle").search(form):
        return True
    asks = question_pattern("smalltalk", "asking").search(form)
    return bool(question_pattern("smalltalk", "courtesy").search(form)) and not asks


def asks_plainly(form: str) -> bool:
    """Whether a question in matching form wants plain words."""
    return bool(question_pattern("plain", "pattern").search(form))


def asks_briefly(form: str) -> bool:
    """Whether a question in matching form wants the shortest answer."""
    return bool(question_pattern("brief", "pattern").search(form))


def follow_up_pattern(name: str) -> re.Pattern[str]:
    """A pattern of the ``follow_up`` table."""
    return question_pattern("follow_up", name)


def is_closed(form: str) -> bool:
    """Whether a question in matching form can be answered with yes or no: a verb asks, and no question word."""
    return bool(question_pattern("frame", "closed").search(form)) and not question_pattern(
        "frame", "interrogative"
    ).search(form)


def is_negative(form: str) -> bool:
    """Whether a question in matching form asks by way of a negation or limit."""
    return bool(question_pattern("frame", "negative").search(form))


@cache
def _counters() -> Mapping[str, str]:
    counters: dict[str, str] = question_table()["spoken"]["counters"]
    return counters


@cache
def _spoken_counter() -> re.Pattern[str]:
    """なん before a counter in kana that is not the beginning of another word."""
    longest_first = sorted(_counters(), key=len, reverse=True)
    after = "[^ぁ-ん]|で|が|は|に|の|から|まで|も|か|ぐらい|くらい|$"
    return re.compile(rf"(?<![ぁ-ん])なん({'|'.join(longest_first)})(?={after})")


@cache
def question_pattern(group: str, name: str) -> re.Pattern[str]:
    """The pattern of this name in a group of the table."""
    return re.compile(question_table()[group][name])


@cache
def question_table() -> dict[str, Any]:
    """The whole of ``questions.toml``."""
    return tomllib.loads(files("assistant").joinpath("questions.toml").read_text("utf-8"))
