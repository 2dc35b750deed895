"""The parts of a Word file that are read: found by their relations, as other programs name them differently.

The parts are opened one by one, not through ``docx.Document``, which refuses files with macros and files that
name a picture they do not hold, and inflates every picture.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import GuidelineError
from ingest.readers.archive import Archive, open_archive
from ingest.readers.word_xml import Element, child, parse_part

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_FORMATS = {b"%PDF": "a PDF file", b"{\\rtf": "rich text (.rtf)", b"<": "an HTML or XML file"}


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The roots of the parts: the document's body, what it refers to, and its ``margins``, which are the
    running heads and feet. None where a file does without."""

    body: Element
    styles: Element | None
    numbering: Element | None
    footnotes: Element | None
    endnotes: Element | None
    margins: tuple[Element, ...]


def read_package(path: Path) -> WordPackage:
    """Open a Word file.

    Raises:
        GuidelineError: it is none, is encrypted, of the old format, damaged, or too large when inflated.
    """
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise GuidelineError(f"{path}: cannot be read: {fault.strerror or fault}") from fault
    _refuse_other_formats(path, data)
    archive = open_archive(path, data)
    main = next(iter(_relations(archive, "").get("officeDocument", ())), "word/document.xml")
    content = archive.read(main)
    if content is None:
        raise GuidelineError(f"{path}: not a Word file: it holds no {main}")
    body = child(parse_part(path, main, content), "w:body")
    if body is None:
        raise GuidelineError(f"{path}: not a Word file: {main} holds no document body")
    related = _relations(archive, main)

    def read(kind: str) -> Element | None:
        name = next(iter(related.get(kind, ())), posixpath.join(posixpath.dirname(main), f"{kind}.xml"))
        part = archive.read(name)
        return None if part is None else parse_part(path, name, part)

    margins = [name for kind in ("header", "footer") for name in related.get(kind, ())]
    read_margins = tuple(parse_part(path, name, part) for name in margins if (part := archive.read(name)) is not None)
    return WordPackage(body, read("styles"), read("numbering"), read("footnotes"), read("endnotes"), read_margins)


def _relations(archive: Archive, name: str) -> dict[str, list[str]]:
    """The names of the parts that part ``name`` ("" for the whole file) refers to, by the kind of relation."""
    folder, file = posixpath.split(name)
    relations_name = posixpath.join(folder, "_rels", f"{file}.rels")
    content = archive.read(relations_name)
    found: dict[str, list[str]] = {}
    if content is None:
        return found
    for relation in parse_part(archive.path, relations_name, content).iterchildren("{*}Relationship"):
        target = str(relation.get("Target", ""))
        if relation.get("TargetMode") != "External" and target:
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault(kind, []).append(part)
    return found


def _refuse_other_formats(path: Path, data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise GuidelineError(f"{path}: the file is encrypted; save it without a password")
        raise GuidelineError(f"{path}: the old Word format (.doc); open it in Word and save it as .docx")
    for start, name in _OTHER_FORMATS.items():
        if data.lstrip()[: len(start)] == start:
            raise GuidelineError(f"{path}: not a Word file but {name}")
    if not data.startswith(b"PK"):
        raise GuidelineError(f"{path}: not a Word file")
