"""The dense side of the index: Chroma, always with our own encoder.

Only ids and distances are fetched, and the texts are not stored a second time: to read one with its metadata
for each hit costs Chroma several times the search itself. Chroma gives cosine distances; they become
similarities here and nowhere else. Nothing leaves the process: the store is embedded, its telemetry is off and
its default embedder, which downloads a model, is never used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

from chromadb import PersistentClient
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings

from ingest.encoder import Encoder, Vectors

COLLECTIONS = ("passages", "questions")
_BATCH = 4000
# Wide enough that the approximate search misses next to nothing: two builds answer alike.
_SEARCH = CreateCollectionConfiguration(
    hnsw=CreateHNSWConfiguration(space="cosine", ef_construction=200, ef_search=1000)
)


class VectorStore:
    """The Chroma collections of one index folder: ``passages`` and ``questions``."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Open or create the collections in ``folder``."""
        self._folder = folder
        self._encoder = encoder
        self._client = PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
        self._collections = {
            name: self._client.get_or_create_collection(name, embedding_function=None, configuration=_SEARCH)
            for name in COLLECTIONS
        }
        self._places = {name: self._read_places(name) for name in COLLECTIONS}

    def hold(self, name: str, texts: Sequence[str], cities: Sequence[str], progress: Callable[[str], None]) -> int:
        """Make a collection hold just these texts, each with its city; a search gives their places in the list.
        What it holds already stays, what is not listed goes. Returns how many texts had to be embedded."""
        keys = _content_keys(texts, cities)
        collection = self._collections[name]
        held = set(collection.get(include=[])["ids"])
        gone = sorted(held.difference(keys))
        for start in range(0, len(gone), _BATCH):
            collection.delete(ids=gone[start : start + _BATCH])
        new = [place for place, key in enumerate(keys) if key not in held]
        encode = self._encoder.encode_questions if name == "questions" else self._encoder.encode_passages
        for start in range(0, len(new), _BATCH):
            part = new[start : start + _BATCH]
            collection.add(
                ids=[keys[place] for place in part],
                embeddings=encode([texts[place] for place in part]),
                metadatas=[{"city": cities[place]} for place in part],
            )
            progress(f"{name}: {start + len(part)}/{len(new)}")
        self._listing(name).write_text(json.dumps(keys), "utf-8")
        self._places[name] = _number(keys)
        return len(new)

    def _listing(self, name: str) -> Path:
        """The file that lists a collection's keys in the order of their places."""
        return self._folder / f"{name}.json"

    def _read_places(self, name: str) -> dict[str, int]:
        listing = self._listing(name)
        return _number(json.loads(listing.read_text("utf-8"))) if listing.exists() else {}

    def nearest(
        self, name: str, vectors: Vectors, limit: int, cities: Collection[str] | None = None
    ) -> list[list[tuple[int, float]]]:
        """For each of the (n, dimensions) vectors, (place, cosine similarity) of the nearest texts, best
        first; higher is nearer."""
        if not len(vectors):
            return []
        where: Any = {"city": {"$in": sorted(cities)}} if cities else None
        collection = self._collections[name]
        found = collection.query(query_embeddings=vectors, n_results=limit, where=where, include=["distances"])
        distances, places = found["distances"] or [], self._places[name]
        return [
            [(places[key], 1.0 - distance) for key, distance in zip(ids, row, strict=True)]
            for ids, row in zip(found["ids"], distances, strict=True)
        ]

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()  # type: ignore[attr-defined]


def _number(keys: Sequence[str]) -> dict[str, int]:
    return {key: place for place, key in enumerate(keys)}


def _content_keys(texts: Sequence[str], cities: Sequence[str]) -> list[str]:
    """A key for each text that is the same in every build; a repeat within a city is numbered."""
    seen: dict[str, int] = {}
    keys: list[str] = []
    for text, city in zip(texts, cities, strict=True):
        key = hashlib.sha256(f"{city}\0{text}".encode()).hexdigest()[:24]
        seen[key] = seen.get(key, 0) + 1
        keys.append(f"{key}-{seen[key]}")
    return keys
