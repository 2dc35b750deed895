"""Changing the guideline folder in one step: prepared beside it, on the disk, then moved into its place.

What is being prepared stands in ``.shelf/<random>/``, which nobody reads and which is locked as long as
somebody works in it.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus.errors import GuidelineError

_SHELF = ".shelf"
_ASIDE = ".aside"
_HERE, _EXCHANGE = -100, 2
"""AT_FDCWD and RENAME_EXCHANGE of Linux."""


@contextmanager
def staging_folder(guidelines: Path) -> Iterator[Path]:
    """An empty folder on the disk of ``guidelines``; gone at the end with what is left in it.

    Raises:
        GuidelineError: the guideline folder cannot be written.
    """
    folder = guidelines / _SHELF / secrets.token_hex(4)
    try:
        folder.mkdir(parents=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as fault:
        raise GuidelineError(
            f"KYODO_GUIDELINES={guidelines}: the guideline folder cannot be written ({fault.strerror});"
            " copy it to a place of your own and set KYODO_GUIDELINES to that"
        ) from fault
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(handle)
        with suppress(OSError):
            folder.parent.rmdir()


def recover_folders(guidelines: Path) -> None:
    """Take away what an interrupted change left, and put back what it had only moved aside."""
    shelf = guidelines / _SHELF
    for folder in list(shelf.glob("*")):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for aside in folder.glob(f"{_ASIDE}/*"):
                if not (guidelines / aside.name).exists():
                    aside.rename(guidelines / aside.name)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue  # somebody works in it
        finally:
            os.close(handle)
    with suppress(OSError):
        shelf.rmdir()


def place_folder(new: Path, target: Path) -> None:
    """Put ``new`` in the place of ``target``; what was there, if anything, ends in the staging folder."""
    sync_tree(new)
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        aside = new.parent / _ASIDE
        aside.mkdir()
        target.rename(aside / target.name)
        new.rename(target)
    _sync(target.parent)


def take_folder(target: Path, staging: Path) -> None:
    """Move ``target`` away, into the staging folder."""
    target.rename(staging / target.name)
    _sync(target.parent)


def sync_tree(folder: Path) -> None:
    """See to it that a folder and all files in it are on the disk."""
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names in one step; False where the system or the disk's format has no such step."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return rename is not None and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0
