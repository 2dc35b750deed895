"""The XML of a Word file's parts: parsed without entities, and read leniently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from corpus.errors import GuidelineError

__all__ = [
    "Element",
    "attribute",
    "child",
    "child_value",
    "descend",
    "integer",
    "is_on",
    "one_line",
    "parse_part",
    "qn",
    "tags",
]

_USUAL_NAMES = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
}
"""Names of the strict variant of the format, and the usual ones they stand for."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,9}")
_BREAKS = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OFF = frozenset({"0", "false", "off"})


def parse_part(path: Path, name: str, content: bytes) -> Element:
    """The root of an XML part; the parser expands no entities and bounds the depth (256).

    Raises:
        GuidelineError: the part is no well-formed XML, or declares a document type, which the format forbids.
    """
    for strict, usual in _USUAL_NAMES.items():
        content = content.replace(strict, usual)
    try:
        root = parse_xml(content)
    except (SyntaxError, ValueError, LookupError) as fault:
        raise GuidelineError(f"{path}: {name} is not readable XML: {' '.join(str(fault).split())}") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise GuidelineError(f"{path}: {name} declares a document type, which a Word file may not")
    return root


def child(element: Element | None, *names: str) -> Element | None:
    """The element found by going down from ``element`` through the first child of each name."""
    for name in names:
        if element is None:
            return None
        element = element.find(qn(name))
    return element


def attribute(element: Element | None, name: str = "w:val") -> str:
    """An attribute's value, "" if it or the element is not there."""
    return "" if element is None else str(element.get(qn(name), ""))


def child_value(element: Element | None, *names: str) -> str:
    """The ``w:val`` of the element that ``child`` finds, or ""."""
    return attribute(child(element, *names))


def integer(text: str) -> int | None:
    """The whole number that ``text`` is; None if it is none or has over nine digits."""
    return int(text) if _INTEGER.fullmatch(text) else None


def is_on(element: Element | None) -> bool:
    """Whether a switch such as ``w:vanish`` is there and not turned off."""
    return element is not None and attribute(element).lower() not in _OFF


def one_line(text: str) -> str:
    """``text`` with a space for each character that would break the line or part it into cells."""
    return _BREAKS.sub(" ", text)


def tags(*names: str) -> frozenset[str]:
    """The full tags of names such as ``w:p``, for comparing."""
    return frozenset(name if name.startswith("{") else qn(name) for name in names)


def descend(parent: Element, wanted: frozenset[str], through: frozenset[str]) -> Iterator[Element]:
    """The elements of the ``wanted`` tags below ``parent``, in order, looked for only inside ``through``."""
    for element in parent:
        if element.tag in wanted:
            yield element
        elif element.tag in through:
            yield from descend(element, wanted, through)
