"""The title page of a guideline that is added: what the user says, what the document prints, and the file of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from corpus.errors import GuidelineError
from corpus.guideline import GuidelineMeta
from ingest.headings import clean_heading
from ingest.japanese import number_value
from ingest.library import REQUIRED
from ingest.outline import Outline
from ingest.terms import analyse

LONGEST_LABEL = 100
LONGEST_PRINTED_TITLE = 60
"""Characters; a longer first line of a document is a sentence."""
SHORTEST_ALIAS = 2
SHORTEST_LATIN_ALIAS = 4
_TITLE_LINES, _COLOPHON_LINES = 12, 12
_ID = re.compile(r"[a-z][a-z0-9-]{1,30}")
# Words that questions and commands use, and names that some systems keep for devices.
_RESERVED = frozenset({"all", "none", "city", "town", "ward", "document", "documents", "con", "prn", "aux", "nul"})
_SUFFIX = re.compile(r"[都道府県市区町村]$")
_ERAS = {"昭和": 1925, "平成": 1988, "令和": 2018}
_DATE = (
    r"(?P<date>(?:(?P<era>昭和|平成|令和)\s*(?P<of>元|[0-9一二三四五六七八九十]{1,3})\s*年\s*"
    r"(?:[(（]\s*[0-9]{4}\s*年?\s*[)）]\s*年?)?|(?P<year>(?:19|20)[0-9]{2})\s*年\s*(?:[(（][^()（）]{1,12}[)）])?)"
    r"\s*(?P<month>[0-9一二三四五六七八九十]{1,2})\s*月(?:\s*[0-9一二三四五六七八九十]{1,3}\s*日)?)"
)
_DATED = re.compile(r"(?:(?:発行|策定|作成|改[訂定]|第[0-9]+版)(?:日|年月日?)?\s*[:：]?\s*)?" + _DATE)
_AFTER_DATE = re.compile(
    r"[\s（(]*(?:発行|策定|作成|改[訂定]|第[0-9]+版|版)?[)）]?(?:\s+\S{1,14}[都道府県市区町村部課室会])?"
)
_KIND = re.compile(
    "指針|方針|計画|ガイド|手引|てびき|手びき|マニュアル|ハンドブック|ルール|条例|要[綱領]|基準|プラン|構想|規程|解説"
    "|guide|handbook|manual|plan|policy|rule",
    re.IGNORECASE,
)
_OF_EDITION = re.compile("発行|策定|作成|改[訂定]")
_EMPTY: dict[str, Any] = {**dict.fromkeys((field.name for field in fields(GuidelineMeta)), ""), "complete": True}
_EMPTY["aliases"] = ()
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


@dataclass(frozen=True, slots=True)
class Label:
    """What the user says of a guideline; "" leaves it to what is held or printed."""

    city: str
    name: str = ""
    title: str = ""
    issued: str = ""
    kana: str = ""
    english: str = ""


def check_label(label: Label) -> None:
    """Refuse a label that cannot stand as a city's id and name.

    Raises:
        GuidelineError: the message names the option and the reason.
    """
    if not _ID.fullmatch(label.city) or label.city in _RESERVED:
        kept = "is a reserved word" if label.city in _RESERVED else "is no id"
        raise GuidelineError(
            f"--city {label.city}: {kept}; an id has 2 to 31 characters: a letter a-z, then letters, digits, hyphens"
        )
    for option, value in (
        ("--name", label.name),
        ("--title", label.title),
        ("--issued", label.issued),
        ("--kana", label.kana),
        ("--name-en", label.english),
    ):
        if len(value) > LONGEST_LABEL:
            raise GuidelineError(f"{option}: {len(value)} characters, over the limit of {LONGEST_LABEL}")
        if any(unicodedata.category(character) in ("Cc", "Cf", "Cs") for character in value):
            raise GuidelineError(f"{option}: holds characters that cannot be shown")


def make_meta(label: Label, outline: Outline, printed_title: str, held: GuidelineMeta | None) -> GuidelineMeta:
    """The title page: what the user says, else what is held, else what the document prints.

    The date is what the user says, else what the document prints, else what is held.

    Raises:
        GuidelineError: the city has no name.
    """
    name = label.name.strip() or (held.city_name if held else "")
    if not name:
        raise GuidelineError(f"--name: the name of the city {label.city} is missing")
    english = label.english.strip() or (held.city_name_en if held else "")
    issued = label.issued.strip() or printed_date(_edges(outline)) or (held.issued if held else "")
    kept = {field.name: getattr(held, field.name) for field in fields(GuidelineMeta)} if held else _EMPTY
    return GuidelineMeta(
        **{
            **kept,
            "id": label.city,
            "city_name": name,
            "city_name_kana": label.kana.strip() or (held.city_name_kana if held else ""),
            "city_name_en": english,
            "title": label.title.strip() or (held.title if held else _title(outline, printed_title, name)),
            "issued": issued,
            "issued_date": held.issued_date if held and issued == held.issued else iso_date(issued),
            "aliases": held.aliases if held else other_names(name, label.city, english),
        }
    )


def write_meta(meta: GuidelineMeta) -> str:
    """``meta.toml``: the required fields and every other that holds something."""
    lines = []
    for field in fields(GuidelineMeta):
        value = getattr(meta, field.name)
        if field.name in REQUIRED or value != _EMPTY[field.name]:
            # A JSON string is a TOML string.
            shown = list(value) if isinstance(value, tuple) else value
            lines.append(f"{field.name} = {json.dumps(shown, ensure_ascii=False)}".replace("\x7f", "\\u007f"))
    return "\n".join(lines) + "\n"


def printed_date(lines: Iterable[str]) -> str:
    """The latest date that stands alone on one of ``lines``, as printed (平成19年3月); "" if there is none."""
    found = []
    for line in lines:
        match = _DATED.match(line.strip().translate(_DIGITS))
        if match and _AFTER_DATE.fullmatch(match.string, match.end()) and iso_date(match["date"]):
            start, end = match.span("date")
            found.append((iso_date(match["date"]), line.strip()[start:end]))
    return max(found)[1] if found else ""


def iso_date(printed: str) -> str:
    """``2007-03`` for 平成19年3月 or 2007年3月; "" for anything else."""
    match = re.search(_DATE, printed.translate(_DIGITS))
    if match is None:
        return ""
    try:
        of = 1 if match["of"] == "元" else number_value(match["of"] or "0")
        year = int(match["year"]) if match["year"] else _ERAS[match["era"]] + of
        month = number_value(match["month"])
    except ValueError:
        return ""
    return f"{year}-{month:02}" if 1 <= month <= 12 else ""


def other_names(name: str, city: str, english: str) -> tuple[str, ...]:
    """Names by which people will ask for a city: without 市, unless that is an ordinary word, and its id."""
    found = []
    bare = _SUFFIX.sub("", name)
    words = analyse(bare)
    if len(bare) >= SHORTEST_ALIAS and bare != name and (len(words) > 1 or words[0].part_of_speech()[1] == "固有名詞"):
        found.append(bare)
    if not english and city.isalpha() and len(city) >= SHORTEST_LATIN_ALIAS:
        found.append(city)
    return tuple(found)


def _title(outline: Outline, stated: str, name: str) -> str:
    """The first line of the title page that says what the document is, else the first that can be a title."""
    first = outline.sections[0] if outline.sections else None
    front = first.text.splitlines() if first and first.id.endswith("/title") else []
    lines = [clean_heading(line) for line in (stated, *front[:_TITLE_LINES])]
    titles = [line for line in lines if 0 < len(line) <= LONGEST_PRINTED_TITLE and "。" not in line]
    kinds = [line for line in titles if _KIND.search(line)]
    return next(iter(kinds + titles), f"{name}の協働の指針（仮題）")


def _edges(outline: Outline) -> list[str]:
    """The lines of the title page and of the colophon, where the date of an edition stands."""
    if not outline.sections:
        return []
    first, last = outline.sections[0], outline.sections[-1]
    front = first.text.splitlines() if first.id.endswith("/title") else []
    end = last.text.splitlines()
    if not last.id.endswith("/colophon"):
        # Forms at the end of a document carry dates too.
        end = [line for line in end[-_COLOPHON_LINES:] if _OF_EDITION.search(line)]
    return front + end
