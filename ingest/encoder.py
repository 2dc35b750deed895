"""Texts to vectors: one Protocol, the small model that the project learns itself, and any other model.

The default model is a table of token vectors (`StaticEmbedding` of sentence-transformers); it is read here
with tokenizers and safetensors alone, so that a question does not wait ten seconds for PyTorch to load. A
test holds this reading equal to sentence-transformers' own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.errors import KyodoError

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors of unit length, so that a dot product is the cosine; higher is nearer."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights; two encoders with one fingerprint give the same vectors."""

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32 of unit length, for texts in askers' words."""

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, d) float32 of unit length, for texts of guidelines."""


class StaticEncoder:
    """The project's own model: the mean of a text's token vectors."""

    def __init__(self, folder: Path) -> None:
        """Read ``tokenizer.json`` and ``model.safetensors`` from a folder.

        Raises:
            KyodoError: the folder does not hold such a model.
        """
        try:
            weights = (folder / "model.safetensors").read_bytes()
            tokenizer = (folder / "tokenizer.json").read_bytes()
            self._tokenizer = Tokenizer.from_buffer(tokenizer)
            self._tokenizer.no_padding()
            self._table: Vectors = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
        except Exception as fault:  # the libraries raise what their parts raise
            raise KyodoError(f"{folder}: no encoder model can be read here: {fault}") from fault
        self.fingerprint = f"static-{hashlib.sha256(weights + tokenizer).hexdigest()[:16]}"

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``; a text without a known token gives zeros."""
        vectors = np.zeros((len(texts), self._table.shape[1]), np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts), add_special_tokens=False)):
            if encoding.ids:
                vectors[row] = self._table[encoding.ids].mean(axis=0)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
        return unit

    encode_passages = encode_questions


class SentenceEncoder:
    """Any sentence-transformers model, by folder or name. It must be on this machine already."""

    def __init__(self, name: str) -> None:
        """Load the model; nothing is fetched from a hub.

        Raises:
            KyodoError: the model is not on this machine.
        """
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        except Exception as fault:  # the library raises what its parts raise
            reason = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
            raise KyodoError(f"KYODO_ENCODER={name}: the model cannot be loaded from this machine: {reason}") from fault
        self.fingerprint = f"sentence-transformers-{name}"

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``; uses the model's own prompt for queries."""
        return np.asarray(self._model.encode_query(list(texts), normalize_embeddings=True), np.float32)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        """See ``Encoder``; uses the model's own prompt for documents."""
        return np.asarray(self._model.encode_document(list(texts), normalize_embeddings=True), np.float32)


def packaged_model() -> Path:
    """The folder of the model that ships with the project."""
    return Path(str(files("ingest").joinpath("model")))


def open_encoder(name: str = "") -> Encoder:
    """The encoder of that name; the project's own for "".

    Raises:
        KyodoError: the model cannot be loaded.
    """
    folder = Path(name) if name else packaged_model()
    if (folder / "tokenizer.json").exists() and not (folder / "modules.json").exists():
        return StaticEncoder(folder)
    return SentenceEncoder(name)
