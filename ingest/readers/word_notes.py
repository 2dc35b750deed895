"""Footnotes and endnotes: numbered as they are met, and held until their place to be printed."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.readers.word_xml import Element, attribute, qn

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Note:
    """A note that the text refers to: its marker (¹, "" if the author typed one), its text, the marker's page."""

    marker: str
    element: Element
    page: int | None


class Notes:
    """The notes of a file. Footnotes and endnotes share one count, so that no two markers are the same."""

    def __init__(self, footnotes: Element | None, endnotes: Element | None) -> None:
        """Read the parts that hold the notes."""
        self._elements = {
            (name, attribute(e, "w:id")): e
            for part, name in ((footnotes, "w:footnote"), (endnotes, "w:endnote"))
            for e in ([] if part is None else part.findall(qn(name)))
        }
        self._markers: dict[tuple[str, str], str] = {}
        self._count = 0
        self._waiting: list[Note] = []

    def refer(self, reference: Element, page: int | None) -> str:
        """The marker for a reference in the text; its note waits from now on. "" if there is no such note."""
        key = (
            "w:endnote" if reference.tag == qn("w:endnoteReference") else "w:footnote",
            attribute(reference, "w:id"),
        )
        if key not in self._elements:
            return ""
        if key not in self._markers:
            own_mark = str(reference.get(qn("w:customMarkFollows"), "0")).lower() in {"1", "true", "on"}
            self._count += 0 if own_mark else 1
            self._markers[key] = "" if own_mark else raise_digits(str(self._count))
            self._waiting.append(Note(self._markers[key], self._elements[key], page))
        return self._markers[key]

    def take_waiting(self) -> list[Note]:
        """The notes referred to since the last call, in order."""
        taken, self._waiting = self._waiting, []
        return taken


def raise_digits(digits: str) -> str:
    """``digits`` as superscripts."""
    return digits.translate(_SUPERSCRIPTS)
