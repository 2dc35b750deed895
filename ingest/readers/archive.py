"""Zip archives, judged by their directory before anything in them is inflated."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import GuidelineError

MOST_PARTS = 10_000
LARGEST_TOTAL = 500 * 1024 * 1024
"""Bytes; what all parts together may declare to be when inflated."""
LARGEST_PART = 40 * 1024 * 1024
"""Bytes; the largest part that is inflated."""
HIGHEST_RATIO = 200
"""Inflated size over stored size; text that people write stays far below it."""
RATIO_FROM = 10 * 1024 * 1024
"""Bytes; smaller parts may have any ratio."""

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_FAULTS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, NotImplementedError)
"""What ``zipfile`` raises on damaged data."""


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive whose directory has been found harmless. ``parts`` are by name, in lower case."""

    path: Path
    archive: zipfile.ZipFile
    parts: Mapping[str, zipfile.ZipInfo]

    def read(self, name: str) -> bytes | None:
        """The content of a part; None if there is no such part. Upper and lower case are the same.

        Raises:
            GuidelineError: the part is too large, damaged, or not of the size that the directory declares.
        """
        part = self.parts.get(name.lower())
        if part is None:
            return None
        if part.file_size > LARGEST_PART:
            raise GuidelineError(f"{self.path}: {name} is {part.file_size} bytes, over the limit of {LARGEST_PART}")
        try:
            # A bounded read: a size that the directory lies about cannot fill the memory.
            with self.archive.open(part) as member:
                content = member.read(LARGEST_PART + 1)
        except _FAULTS as fault:
            raise GuidelineError(f"{self.path}: {name} is damaged: {_one_line(fault)}") from fault
        if len(content) != part.file_size:
            raise GuidelineError(f"{self.path}: {name} is damaged: {len(content)} bytes, not {part.file_size}")
        return content


def open_archive(path: Path, data: bytes) -> Archive:
    """The archive whose bytes are ``data``; ``path`` is named in errors.

    Raises:
        GuidelineError: it is no zip archive, is encrypted, or would inflate beyond reason.
    """
    # Counted before the directory is read, which takes time and memory for each entry.
    if data.count(_DIRECTORY_ENTRY) > MOST_PARTS:
        raise GuidelineError(f"{path}: the archive holds over {MOST_PARTS} parts")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _FAULTS as fault:
        raise GuidelineError(f"{path}: not a readable zip archive: {_one_line(fault)}") from fault
    _check_directory(path, archive)
    return Archive(path, archive, {_part_name(part): part for part in archive.infolist()})


def _check_directory(path: Path, archive: zipfile.ZipFile) -> None:
    total = 0
    for part in archive.infolist():
        if part.flag_bits & _ENCRYPTED:
            raise GuidelineError(f"{path}: the archive is encrypted; save it without a password")
        if part.compress_type not in _METHODS:
            raise GuidelineError(f"{path}: a part is compressed in a way that is not supported")
        total += part.file_size
        if total > LARGEST_TOTAL:
            raise GuidelineError(f"{path}: the archive inflates to more than {LARGEST_TOTAL} bytes")
        if part.file_size > RATIO_FROM and part.file_size > HIGHEST_RATIO * part.compress_size:
            raise GuidelineError(f"{path}: a part inflates to more than {HIGHEST_RATIO} times its stored size")


def _part_name(part: zipfile.ZipInfo) -> str:
    return part.filename.replace("\\", "/").lstrip("/").lower()


def _one_line(fault: BaseException) -> str:
    return " ".join(str(fault).split()) or type(fault).__name__
