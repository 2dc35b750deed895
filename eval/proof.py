"""Whether an answer keeps the promise: verbatim quotes, the asked city only, no figure without proof.

Each function names what it found, so that a failure can be read; an empty result is a kept promise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence

from assistant.answer import Answer, Block, Citation, Status
from assistant.understand import named_cities
from eval.folding import Shelf, fold, holds
from eval.question import Question
from ingest.japanese import display_text

_MARKER = re.compile(r"\[\d+\]")
_LIST_MARK = re.compile(r"(?m)^\s*(?:[\d０-９]{1,2}[.)．）、](?!\d)|[(（][\d０-９]{1,2}[)）]|[①-⑳])")
_SENTENCE_END = re.compile(r"(?<=[。！？!?])|\n")
_SHORTEST_TELLING_SENTENCE = 12
_SHORTEST_ADDRESS = 4
_CELL_EDGE = re.compile(r"[\t|\n]")
_HEADING_MARK = re.compile(r"\(?\d{1,2}[).]?")
_GENERIC_OFFICES = ("担当課", "関係課", "所管課", "各課", "他課", "同課", "当課")
_CITY_PREFIX = re.compile(r"^[一-龥]{1,4}市(?![民政])")
_ERA = "(?:明治|大正|昭和|平成|令和)"
_YEAR = re.compile(rf"{_ERA}?(\d+)年度?")
# Longest form first: a date counts as one fact, what is left of the text is looked through for the rest.
_FACTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"0\d{1,4}-\d{1,4}-\d{3,4}",
        rf"(?:{_ERA}(?:\d+|元)年度?|\d{{4}}年度?)(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?",
        r"\d{1,2}月\d{1,2}日",
        r"(?:[一-龥々ァ-ヶー]|づくり|まち|こども|くらし|みどり|ふれあい){1,12}(?:課(?![題程税外後])|室(?![内外])|センター)",
        r"\d+(?:[.,]\d+)*",
    )
)


def check_verbatim(answer: Answer, shelf: Shelf) -> tuple[tuple[str, bool], ...]:
    """Every piece shown as the guideline's, and whether it is.

    A citation's (or related passage's) quote must be the exact slice of its section; a sentence of a
    verbatim block must stand in a shown quote, white space and the source's mark-up aside. It may open
    with a heading of a shown passage.
    """
    passages = (*answer.citations, *answer.related)
    quotes = [(c.quote, _is_exact(c, shelf)) for c in passages]
    shown = [_squeeze(form) for c in passages for form in (c.quote, display_text(c.quote))]
    headings = {_squeeze(heading) for c in passages for heading in c.path}
    sentences = [
        (sentence, any(form in quote for form in _without_heading(sentence, headings) for quote in shown))
        for block in answer.blocks
        if block.verbatim
        for text in _block_texts(block)
        for sentence in _split_sentences(text)
    ]
    return (*quotes, *sentences)


def verbatim_rate(answer: Answer, shelf: Shelf) -> float:
    """Share of the pieces shown as the guideline's that are; 1 where none is shown."""
    pieces = check_verbatim(answer, shelf)
    return sum(exact for _, exact in pieces) / len(pieces) if pieces else 1.0


def find_wrong_city(question: Question, answer: Answer, shelf: Shelf) -> tuple[str, ...]:
    """Citations and quoted sentences of a city that was not asked.

    Asked is the chosen city, with any that the question names; where none is chosen, the one city that
    the answer says it speaks of. With neither, any city may speak. An answer that refuses may quote the
    passages of other cities that it offers as related.
    """
    named = named_cities(question.question, shelf.guidelines)
    allowed = {question.city, *question.cities, *named} if question.city else {answer.city}
    allowed.discard(None)
    if not allowed:
        return ()
    cited = [f"[{c.number}] {c.section_id}" for c in answer.citations if c.city not in allowed]
    others = [city for city in shelf.guidelines if city not in allowed]
    offered = "" if answer.status is Status.ANSWERED else fold("".join(c.quote for c in answer.related))
    said = [
        sentence
        for sentence in _split_sentences(_MARKER.sub("", answer.text))
        if len(fold(sentence)) >= _SHORTEST_TELLING_SENTENCE
        and not holds(offered, sentence)
        and not any(shelf.states(city, sentence) for city in allowed if city)
        and any(shelf.states(city, sentence) for city in others)
    ]
    return (*cited, *said)


def find_unsupported(answer: Answer) -> tuple[str, ...]:
    """Numbers, dates, offices and telephone numbers of the text that no shown passage holds.

    The quotes are the proof; a year is also proven by a table cell with its number, since tables print
    the era once. A passage's address is no statement: its headings, document title and edition date
    printed whole, or a heading's mark after an opening quotation mark, as before an English heading.
    Nor are citation markers and the numbers of the answer's own lists.
    """
    passages = (*answer.citations, *answer.related)
    proof = "\n".join(_normalise(c.quote) for c in passages)
    cells = {_normalise(cell).strip() for c in passages for cell in _CELL_EDGE.split(c.quote)}
    text = _drop_addresses(_normalise(_LIST_MARK.sub("", _MARKER.sub("\n", answer.text))), passages)
    return tuple(dict.fromkeys(fact for fact in _extract_facts(text) if not _is_proven(fact, proof, cells)))


def _drop_addresses(text: str, passages: Sequence[Citation]) -> str:
    parts = {part for c in passages for part in (*c.path, c.document, c.issued)}
    # A heading is also named without the number in front of it.
    addresses = {_normalise(name) for part in parts for name in (part, part.partition(" ")[2])}
    for address in sorted(addresses, key=len, reverse=True):
        if len(address) >= _SHORTEST_ADDRESS:
            text = text.replace(address, "\n")
    marks = {found[0] for address in addresses if (found := _HEADING_MARK.match(address))}
    for mark in sorted(marks, key=len, reverse=True):
        text = re.sub(rf"(?<=[“「『\"]){re.escape(mark)}(?!\d)", "", text)
    return text


def _extract_facts(text: str) -> Iterable[str]:
    for pattern in _FACTS:
        for found in pattern.findall(text):
            if not found.endswith(_GENERIC_OFFICES):
                yield found
        text = pattern.sub("\n", text)


def _is_proven(fact: str, proof: str, cells: Collection[str]) -> bool:
    """Whether the proof holds the fact whole: 2 is not proven by 2,000, nor 1月 by 11月."""
    year = _YEAR.fullmatch(fact)
    if year and year[1] in cells:
        return True
    bare = _CITY_PREFIX.sub("", fact)
    before = r"(?<!\d)(?<!\d[.,])" if bare[0].isdigit() else ""
    after = r"(?![.,]?\d)" if bare[-1].isdigit() else ""
    return re.search(f"{before}{re.escape(bare)}{after}", proof) is not None


def _normalise(text: str) -> str:
    """NFKC, each line without white space, which sources put freely around digits."""
    folded = unicodedata.normalize("NFKC", text)
    folded = re.sub(r"(?<=\d)[ \t]+(?=\d)", "\n", folded)
    return re.sub(r"[^\S\n]+", "", folded)


def _is_exact(citation: Citation, shelf: Shelf) -> bool:
    guideline = shelf.guidelines.get(citation.city)
    if guideline is None or not citation.quote:
        return False
    try:
        section = guideline.section(citation.section_id)
    except KeyError:
        return False
    return section.text[citation.start : citation.end] == citation.quote


def _block_texts(block: Block) -> Collection[str]:
    return (
        block.text,
        *(item.text for item in block.items),
        *(cell.text for row in block.rows for cell in row),
    )


def _split_sentences(text: str) -> list[str]:
    return [piece.strip() for piece in _SENTENCE_END.split(text) if piece.strip()]


def _without_heading(sentence: str, headings: Collection[str]) -> Iterable[str]:
    whole = _squeeze(sentence)
    yield whole
    for heading in headings:
        if whole != heading and whole.startswith(heading):
            yield whole.removeprefix(heading)


def _squeeze(text: str) -> str:
    return "".join(text.split())
