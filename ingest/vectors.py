"""The dense side of the index: Chroma, always with our own encoder.

Only ids and distances are fetched: to read a text and its metadata for each hit costs Chroma several times
the search itself. Chroma gives cosine distances; they become similarities here and nowhere else. Nothing
leaves the process: the store is embedded, its telemetry is off and its default embedder, which downloads a
model, is never used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from chromadb import PersistentClient
from chromadb.api.collection_configuration import CreateCollectionConfiguration, CreateHNSWConfiguration
from chromadb.config import Settings as ChromaSettings
from numpy.typing import NDArray

from ingest.encoder import Encoder, Vectors

COLLECTIONS = ("passages", "questions")
_BATCH = 4000
# Wide enough that the approximate search misses next to nothing: two builds answer alike.
_SEARCH = CreateCollectionConfiguration(
    hnsw=CreateHNSWConfiguration(space="cosine", ef_construction=200, ef_search=400)
)


class VectorStore:
    """The Chroma collections of one index folder: ``passages`` and ``questions``."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Open or create the collections in ``folder``."""
        self._encoder = encoder
        self._client = PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
        for name in COLLECTIONS:
            self._client.get_or_create_collection(name, embedding_function=None, configuration=_SEARCH)

    def add(
        self,
        name: str,
        texts: Sequence[str],
        numbers: Sequence[int],
        cities: Sequence[str],
        older: VectorStore | None,
        progress: Callable[[str], None],
    ) -> int:
        """Add texts, each with the number that a search gives back, and its city. Returns how many texts
        had to be embedded: what ``older`` holds under the same encoder is taken from there."""
        keys = _content_keys(texts, cities)
        known = older.vectors(name) if older else {}
        missing = [position for position, key in enumerate(keys) if key not in known]
        if missing:
            encode = self._encoder.encode_questions if name == "questions" else self._encoder.encode_passages
            fresh = encode([texts[position] for position in missing])
            known |= {keys[position]: row for position, row in zip(missing, fresh, strict=True)}
        collection = self._client.get_collection(name, embedding_function=None)
        for start in range(0, len(keys), _BATCH):
            part = slice(start, start + _BATCH)
            collection.add(
                ids=[f"{key}:{number}" for key, number in zip(keys[part], numbers[part], strict=True)],
                embeddings=np.stack([known[key] for key in keys[part]]),
                documents=list(texts[part]),
                metadatas=[{"city": city} for city in cities[part]],
            )
            progress(f"{name}: {min(start + _BATCH, len(keys))}/{len(keys)}")
        return len(missing)

    def vectors(self, name: str) -> dict[str, NDArray[np.float32]]:
        """Every stored vector, by its text's content key."""
        collection = self._client.get_collection(name, embedding_function=None)
        found = collection.get(include=["embeddings"])
        rows = found["embeddings"] if found["embeddings"] is not None else []
        return {
            held.partition(":")[0]: np.asarray(row, np.float32) for held, row in zip(found["ids"], rows, strict=True)
        }

    def nearest(
        self, name: str, vectors: Vectors, limit: int, cities: Collection[str] | None = None
    ) -> list[list[tuple[int, float]]]:
        """For each of the (n, dimensions) vectors, (number, cosine similarity) of the nearest texts, best
        first; higher is nearer."""
        where: Any = {"city": {"$in": sorted(cities)}} if cities else None
        collection = self._client.get_collection(name, embedding_function=None)
        if not len(vectors):
            return []
        found = collection.query(query_embeddings=vectors, n_results=limit, where=where, include=["distances"])
        distances = found["distances"] or []
        return [
            [(int(held.partition(":")[2]), 1.0 - distance) for held, distance in zip(ids, row, strict=True)]
            for ids, row in zip(found["ids"], distances, strict=True)
        ]

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()  # type: ignore[attr-defined]


def _content_keys(texts: Sequence[str], cities: Sequence[str]) -> list[str]:
    """A key for each text that is the same in every build; a repeat within a city is numbered."""
    seen: dict[str, int] = {}
    keys: list[str] = []
    for text, city in zip(texts, cities, strict=True):
        key = hashlib.sha256(f"{city}\0{text}".encode()).hexdigest()[:24]
        seen[key] = seen.get(key, 0) + 1
        keys.append(f"{key}-{seen[key]}")
    return keys
