"""The lexical index: BM25 over several fields and several ways of reading them.

Scores are divided by what a text that holds every token of the query about once would get, so 0 is
nothing in common and about 1 is everything; higher is better. Method: Robertson and Zaragoza 2009, in the
implementation of bm25s ("lucene" variant).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Field:
    """One BM25 index over n documents, with the document frequency of each of its tokens."""

    size: int
    frequencies: dict[str, int]
    model: bm25s.BM25 | None

    def scores(self, tokens: Sequence[str]) -> Scores:
        """(n,) float32, one score a document; each known token of the query counts once."""
        known = [token for token in dict.fromkeys(tokens) if token in self.frequencies]
        if self.model is None or not known:
            return np.zeros(self.size, np.float32)
        ideal = sum(self.weight(token) for token in dict.fromkeys(tokens))
        found: Scores = self.model.get_scores(known).astype(np.float32)
        return found / np.float32(ideal)

    def weight(self, token: str) -> float:
        """Inverse document frequency of a token; an unknown token weighs as much as the rarest."""
        frequency = self.frequencies.get(token, 0)
        return math.log(1 + (self.size - frequency + 0.5) / (frequency + 0.5))


def build_field(documents: Sequence[Sequence[str]], length_weight: float = 0.5) -> Field:
    """A field over tokenised documents; ``length_weight`` is BM25's b."""
    frequencies = Counter(token for document in documents for token in set(document))
    if not frequencies:
        return Field(len(documents), {}, None)
    model = bm25s.BM25(method="lucene", k1=1.2, b=length_weight)
    model.index([list(document) for document in documents], show_progress=False)
    return Field(len(documents), dict(frequencies), model)


def save_field(field: Field, folder: Path) -> None:
    """Write a field to a folder of its own."""
    folder.mkdir(parents=True)
    (folder / "frequencies.json").write_text(
        json.dumps({"size": field.size, "frequencies": field.frequencies}, ensure_ascii=False), "utf-8"
    )
    if field.model is not None:
        field.model.save(str(folder / "bm25"), show_progress=False)


def load_field(folder: Path) -> Field:
    """Read a field that ``save_field`` wrote."""
    stored = json.loads((folder / "frequencies.json").read_text("utf-8"))
    model = bm25s.BM25.load(str(folder / "bm25")) if (folder / "bm25").exists() else None
    return Field(stored["size"], stored["frequencies"], model)
