"""The dense side of the index: Chroma through langchain-chroma, always with our own encoder.

Chroma gives cosine distances; they become similarities here and nowhere else. Nothing leaves the process:
the store is embedded, its telemetry is off and its default embedder, which downloads a model, is never used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from chromadb import PersistentClient
from chromadb.config import Settings as ChromaSettings
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest.encoder import Encoder, Vectors

COLLECTIONS = ("passages", "questions")
_BATCH = 4000


class EncoderEmbeddings(Embeddings):
    """Our ``Encoder`` as LangChain's ``Embeddings``."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of unit length for each text of a guideline."""
        return [list(map(float, row)) for row in self._encoder.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of unit length of one question."""
        return list(map(float, self._encoder.encode_questions([text])[0]))


class VectorStore:
    """The Chroma collections of one index folder: ``passages`` and ``questions``."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        """Open or create the collections in ``folder``."""
        self._encoder = encoder
        self._client = PersistentClient(path=str(folder), settings=ChromaSettings(anonymized_telemetry=False))
        self.collections: Mapping[str, Chroma] = {
            name: Chroma(
                collection_name=name,
                embedding_function=EncoderEmbeddings(encoder),
                client=self._client,
                collection_metadata={"hnsw:space": "cosine"},
            )
            for name in COLLECTIONS
        }

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
        ids = _content_ids(texts, cities)
        known = older.vectors(name, ids) if older else {}
        missing = [position for position, key in enumerate(ids) if key not in known]
        if missing:
            encode = self._encoder.encode_questions if name == "questions" else self._encoder.encode_passages
            fresh = encode([texts[position] for position in missing])
            known |= {ids[position]: row for position, row in zip(missing, fresh, strict=True)}
        collection = self._client.get_collection(name, embedding_function=None)
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            collection.add(
                ids=ids[part],
                embeddings=np.stack([known[key] for key in ids[part]]),
                documents=list(texts[part]),
                metadatas=[
                    {"number": number, "city": city} for number, city in zip(numbers[part], cities[part], strict=True)
                ],
            )
            progress(f"{name}: {min(start + _BATCH, len(ids))}/{len(ids)}")
        return len(missing)

    def vectors(self, name: str, ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """The stored vectors of those ids that are held."""
        collection = self._client.get_collection(name, embedding_function=None)
        held: dict[str, NDArray[np.float32]] = {}
        for start in range(0, len(ids), _BATCH):
            found = collection.get(ids=list(ids[start : start + _BATCH]), include=["embeddings"])
            rows = found["embeddings"] if found["embeddings"] is not None else []
            held |= {key: np.asarray(row, np.float32) for key, row in zip(found["ids"], rows, strict=True)}
        return held

    def nearest(
        self, name: str, vector: Vectors, limit: int, cities: Collection[str] | None
    ) -> list[tuple[int, float]]:
        """(number, cosine similarity) of the nearest texts, best first; higher is nearer."""
        where: Any = {"city": {"$in": sorted(cities)}} if cities else None
        found: list[tuple[Document, float]] = self.collections[name].similarity_search_by_vector_with_relevance_scores(
            list(map(float, vector)), k=limit, filter=where
        )
        return [(int(document.metadata["number"]), 1.0 - distance) for document, distance in found]

    def close(self) -> None:
        """Let go of the folder."""
        self._client.close()  # type: ignore[attr-defined]


def _content_ids(texts: Sequence[str], cities: Sequence[str]) -> list[str]:
    """An id for each text that is the same in every build; a repeat within a city is numbered."""
    seen: dict[str, int] = {}
    ids: list[str] = []
    for text, city in zip(texts, cities, strict=True):
        key = hashlib.sha256(f"{city}\0{text}".encode()).hexdigest()[:24]
        seen[key] = seen.get(key, 0) + 1
        ids.append(f"{key}-{seen[key]}")
    return ids
