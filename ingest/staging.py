"""The new state of one guideline's folder, prepared from the files that a user gives."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import GuidelineError
from ingest.corrections import read_corrections
from ingest.library import CORRECTIONS, META, Volume, read_texts, shape_volume, text_files, text_name
from ingest.outline import read_outline
from ingest.readers import LARGEST_FILE, READERS
from ingest.title_page import Label, make_meta, write_meta

_BLOCK = 1 << 20


def require_file(path: Path) -> None:
    """Refuse what is no regular file with text of a known kind.

    Raises:
        GuidelineError: the message names the file and the reason.
    """
    try:
        status = path.stat()
    except (OSError, ValueError) as fault:
        reason = "there is no such file" if isinstance(fault, FileNotFoundError) else f"cannot be read: {fault}"
        raise GuidelineError(f"{path}: {reason}") from fault
    if not stat.S_ISREG(status.st_mode):
        raise GuidelineError(f"{path}: {'a folder' if stat.S_ISDIR(status.st_mode) else 'not a regular file'}")
    if path.suffix.lower() not in READERS:
        raise GuidelineError(f"{path}: no reader for this kind of file (known: {', '.join(READERS)})")
    if status.st_size == 0:
        raise GuidelineError(f"{path}: the file is empty")
    if status.st_size > LARGEST_FILE:
        raise GuidelineError(f"{path}: {status.st_size} bytes, over the limit of {LARGEST_FILE}")


def stage_guideline(files: Sequence[Path], label: Label, held: Volume | None, folder: Path, target: Path) -> Volume:
    """Prepare in ``folder`` what will stand at ``target``: what is held there beside its text, and the new text.

    Raises:
        GuidelineError: a file cannot be used, or what is held beside the text; the message names it.
    """
    try:
        _write_files(files, folder, target)
        texts = text_files(folder)
        document = read_texts(texts)
        outline = read_outline(document.lines, label.city, label.title, read_corrections(folder / CORRECTIONS))
        if not any(section.text.strip() and not section.listed_only for section in outline.sections):
            raise GuidelineError(f"{', '.join(map(str, files))}: no section was found")
        meta = make_meta(label, outline, document.title, held.guideline.meta if held else None)
        if held is None or meta != held.guideline.meta:
            (folder / META).write_text(write_meta(meta), "utf-8")
        return shape_volume(meta, document, folder)
    except GuidelineError as fault:
        message = str(fault)
        for number, file in enumerate(files, 1):
            message = message.replace(str(folder / _text_name(file, number, len(files))), str(file))
        raise GuidelineError(message.replace(str(folder), str(target))) from fault


def _write_files(files: Sequence[Path], folder: Path, target: Path) -> None:
    """Write the new folder: what is held beside the old text, the new text, and its corrections."""
    if target.is_dir():
        shutil.copytree(target, folder, ignore=_texts_in)
    else:
        folder.mkdir()
    for number, file in enumerate(files, 1):
        _copy(file, folder / _text_name(file, number, len(files)))
    corrections = files[0].parent / CORRECTIONS
    if corrections.is_file():
        read_corrections(corrections)
        (folder / CORRECTIONS).write_bytes(corrections.read_bytes())


def _text_name(file: Path, number: int, of: int) -> str:
    """What a given file is called in the folder; of its own name only the suffix is used."""
    return f"text.{number}{file.suffix.lower()}" if of > 1 else f"text{file.suffix.lower()}"


def _texts_in(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if text_name(Path(folder, name))]


def _copy(source: Path, target: Path) -> None:
    """Copy the content of a regular file of at most ``LARGEST_FILE`` bytes."""
    with source.open("rb") as given, target.open("wb") as taken:
        if not stat.S_ISREG(os.fstat(given.fileno()).st_mode):
            raise GuidelineError(f"{source}: not a regular file")
        left = LARGEST_FILE
        while block := given.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                raise GuidelineError(f"{source}: over the limit of {LARGEST_FILE} bytes")
            taken.write(block)
