"""Fingerprints of what an index is built from: it is built again when one of them differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path

from ingest.library import city_folders

_CODE = ("corpus", "ingest")


def source_fingerprint(guidelines: Path) -> str:
    """A fingerprint of every file of every guideline, and of the code and data that read them."""
    return fingerprint_all(fingerprint_cities(city_folders(guidelines)))


def fingerprint_cities(folders: Mapping[str, Path]) -> dict[str, str]:
    """A fingerprint of each guideline, by city id: of its files, wherever its folder is, and of the code."""
    code = hashlib.sha256()
    for package in _CODE:
        root = Path(str(files(package)))
        paths = (path for path in root.rglob("*") if path.suffix in {".py", ".toml"})
        _digest_files(code, package, root, (p for p in paths if p.relative_to(root).parts[0] != "guidelines"))
    sources = {}
    for city in sorted(folders):
        digest = code.copy()
        _digest_files(digest, city, folders[city], (path for path in folders[city].rglob("*") if path.is_file()))
        sources[city] = digest.hexdigest()
    return sources


def fingerprint_all(sources: Mapping[str, str]) -> str:
    """The fingerprint of all cities' together."""
    return hashlib.sha256("\n".join(sources.values()).encode()).hexdigest()


def _digest_files(digest: hashlib._Hash, name: str, root: Path, paths: Iterable[Path]) -> None:
    for place, path in sorted((path.relative_to(root).as_posix(), path) for path in paths):
        digest.update(f"{name}/{place}\0".encode(errors="surrogateescape"))
        digest.update(hashlib.sha256(path.read_bytes()).digest())
