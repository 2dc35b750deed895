"""Learn the small encoder from the guidelines and their notes: ``python -m ingest.train_encoder``.

A table of token vectors is trained to bring together what belongs together: an asker's question and the
text that answers it, two questions of one point (Japanese and English alike), a heading and its text.
Method: multiple negatives ranking loss (Henderson et al. 2017) over a sentence-transformers
``StaticEmbedding``. One seed, one thread of randomness: the same input gives the same model.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

from ingest.encoder import packaged_model
from ingest.library import Volume, read_library
from ingest.units import Unit, build_units

VOCABULARY = 6000
SCORE_DIGITS = 6
TRAINER_STEP = 0.0001
DIMENSIONS = 128
EPOCHS = 12
BATCH = 256
LEARNING_RATE = 0.02
SEED = 20_261_121

Pair = tuple[str, str]


def training_pairs(volumes: Iterable[Volume], generator: random.Random) -> list[Pair]:
    """(anchor, positive) texts: question and answer, question and question, heading and text."""
    pairs: list[Pair] = []
    for volume in volumes:
        sections = {section.id: section for section in volume.guideline.sections}
        for unit in build_units(volume.guideline.sections, volume.notes):
            section = sections[unit.section_id]
            answer = "".join(section.text[start:end] for start, end in unit.spans) or section.text
            pairs.append((" ".join(section.path[-2:]), answer))
            pairs.extend(_question_pairs(unit, answer, section.heading, generator))
        for note in volume.notes.values():
            heading = sections[note.section_id].heading
            pairs += [(note.heading_en, heading), (note.summary_en, note.plain), (note.summary_en, note.heading_en)]
    return [(anchor, positive) for anchor, positive in pairs if anchor.strip() and positive.strip()]


def _question_pairs(unit: Unit, answer: str, heading: str, generator: random.Random) -> Iterator[Pair]:
    questions = [question.text for question in unit.questions]
    for question in questions:
        yield question, answer
        yield question, heading
        others = [other for other in questions if other != question]
        yield from ((question, other) for other in generator.sample(others, min(3, len(others))))


def train_tokenizer(texts: Sequence[str]) -> Tokenizer:
    """A unigram tokenizer that splits Japanese by use and English by words."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation()])
    trainer = trainers.UnigramTrainer(vocab_size=VOCABULARY, unk_token="[UNK]", special_tokens=["[UNK]"])
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.model = _order_vocabulary(json.loads(tokenizer.to_str())["model"]["vocab"])
    return tokenizer


def _order_vocabulary(pieces: Sequence[tuple[str, float]]) -> models.Unigram:
    """The same model for the same texts. The trainer gives the characters that it must add to the pieces it
    chose the lowest score and a step up for each, in an order of chance; here all have the lowest."""
    unknown, *rest = pieces
    lowest = min(score for _, score in rest)
    highest_added = lowest + TRAINER_STEP * sum(len(piece) == 1 for piece, _ in rest)
    scored = [
        (piece, round(lowest if len(piece) == 1 and score <= highest_added else score, SCORE_DIGITS))
        for piece, score in rest
    ]
    ordered = sorted(scored, key=lambda entry: (-entry[1], entry[0]))
    return models.Unigram([(unknown[0], unknown[1]), *ordered], unk_id=0, byte_fallback=False)


def train_encoder(pairs: Sequence[Pair], tokenizer: Tokenizer) -> SentenceTransformer:
    """The trained model; progress goes to standard error."""
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=DIMENSIONS)], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=20.0)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    generator = random.Random(SEED)
    steps = EPOCHS * (len(pairs) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps + 1)
    for epoch in range(EPOCHS):
        shuffled = generator.sample(list(pairs), len(pairs))
        total = 0.0
        for start in range(0, len(shuffled), BATCH):
            batch = shuffled[start : start + BATCH]
            features = [model.preprocess([pair[side] for pair in batch]) for side in (0, 1)]
            value = loss(features, torch.empty(0))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            total += float(value.detach()) * len(batch)
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total / len(pairs):.3f}", file=sys.stderr)
    return model


def save_encoder(model: SentenceTransformer, folder: Path) -> None:
    """Write tokenizer and table (float16) to ``folder``, atomically: both are there or the old ones are."""
    static = model[0]
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        table = static.embedding.weight.detach().numpy().astype(np.float16)
        save_file({"embedding.weight": table}, Path(scratch) / "model.safetensors")
        (Path(scratch) / "model.safetensors").chmod(0o644)
        static.tokenizer.save(str(Path(scratch) / "tokenizer.json"), pretty=False)
        folder.mkdir(exist_ok=True)
        for name in ("tokenizer.json", "model.safetensors"):
            (Path(scratch) / name).replace(folder / name)


def main() -> None:
    """Train on a guideline folder and put the model where the project looks for it."""
    parser = argparse.ArgumentParser(description="Learn the encoder from the guidelines and their notes.")
    parser.add_argument("--guidelines", type=Path, default=Path("corpus/guidelines"))
    parser.add_argument("--output", type=Path, default=packaged_model())
    arguments = parser.parse_args()
    pairs = training_pairs(read_library(arguments.guidelines), random.Random(SEED))
    print(f"{len(pairs)} pairs", file=sys.stderr)
    tokenizer = train_tokenizer([text for pair in pairs for text in pair])
    save_encoder(train_encoder(pairs, tokenizer), arguments.output)


if __name__ == "__main__":
    main()
