"""The encoder: our reading of the model is sentence-transformers' own; faults are named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer

from corpus.errors import KyodoError
from ingest.encoder import StaticEncoder, open_encoder, packaged_model

TEXTS = [
    "共催とは何ですか",
    "市民公益活動団体と市等が共に主催者となって、講演会や講習会等の事業を行う形態をいいます。",
    "Which form fits a co-hosted lecture?",
    "ＮＰＯ法人　の　役割",
    "協働" * 300,
    "①目的 — 〜 「補助・助成」 100%",
]


def test_our_reading_is_that_of_sentence_transformers(encoder: StaticEncoder) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    folder = packaged_model()
    weights = load_file(folder / "model.safetensors")["embedding.weight"].astype(np.float32)
    module = StaticEmbedding(Tokenizer.from_file(str(folder / "tokenizer.json")), embedding_weights=weights)
    reference = SentenceTransformer(modules=[module], device="cpu").encode(TEXTS, normalize_embeddings=True)
    cosines = (encoder.encode_passages(TEXTS) * np.asarray(reference)).sum(axis=1)
    assert cosines.min() > 0.9999


@given(st.lists(st.text("共催後援とは何か abc？\n", max_size=20), max_size=4))
@settings(max_examples=40, deadline=None)
def test_vectors_have_unit_length_or_are_zero(texts: list[str]) -> None:
    encoder = StaticEncoder(packaged_model())
    vectors = encoder.encode_questions(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape[0] == len(texts)
    for text, length in zip(texts, np.linalg.norm(vectors, axis=1), strict=True):
        assert length == pytest.approx(1 if text.strip() else 0, abs=1e-5)


def test_a_vector_does_not_depend_on_its_batch(encoder: StaticEncoder) -> None:
    together = encoder.encode_passages(TEXTS)
    np.testing.assert_allclose(together, np.vstack([encoder.encode_passages([text]) for text in TEXTS]), atol=1e-6)


def test_what_belongs_together_is_nearer(encoder: StaticEncoder) -> None:
    asked, fits, other = encoder.encode_questions(["共催とは何ですか", "共催", "人口の推移"])
    assert asked @ fits > asked @ other


def test_the_fingerprint_follows_the_weights(tmp_path: Path, encoder: StaticEncoder) -> None:
    weights = load_file(packaged_model() / "model.safetensors")
    (tmp_path / "tokenizer.json").write_bytes((packaged_model() / "tokenizer.json").read_bytes())
    save_file({name: table + np.float16(1) for name, table in weights.items()}, tmp_path / "model.safetensors")
    assert open_encoder(str(tmp_path)).fingerprint != encoder.fingerprint
    assert open_encoder("").fingerprint == encoder.fingerprint


def test_the_fingerprint_follows_the_tokenizer(tmp_path: Path, encoder: StaticEncoder) -> None:
    (tmp_path / "model.safetensors").write_bytes((packaged_model() / "model.safetensors").read_bytes())
    tokenizer = (packaged_model() / "tokenizer.json").read_text("utf-8")
    (tmp_path / "tokenizer.json").write_text(tokenizer.replace('{"type":"NFKC"}', '{"type":"NFC"}'), "utf-8")
    assert open_encoder(str(tmp_path)).fingerprint != encoder.fingerprint


@pytest.mark.parametrize(
    ("tokenizer", "weights"),
    [(None, b"x"), (b"{}", b"x"), (b"no json", b"x"), (b"", None)],
    ids=["no tokenizer", "no known tokenizer", "broken tokenizer", "no weights"],
)
def test_a_folder_that_holds_no_model_is_refused_by_name(
    tmp_path: Path, tokenizer: bytes | None, weights: bytes | None
) -> None:
    for name, content in (("tokenizer.json", tokenizer), ("model.safetensors", weights)):
        if content is not None:
            (tmp_path / name).write_bytes(content)
    with pytest.raises(KyodoError, match=str(tmp_path)):
        StaticEncoder(tmp_path)


def test_broken_weights_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_bytes((packaged_model() / "tokenizer.json").read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(KyodoError, match=str(tmp_path)):
        StaticEncoder(tmp_path)


def test_a_model_that_is_not_on_this_machine_is_refused_and_not_fetched() -> None:
    with pytest.raises(KyodoError, match=r"KYODO_ENCODER=nobody/nothing: the model cannot be loaded from this machine"):
        open_encoder("nobody/nothing")
