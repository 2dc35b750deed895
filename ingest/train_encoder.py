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
from typing import cast

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
EPOCHS = 6
BATCH = 256
LEARNING_RATE = 0.02
SEED = 20_261_121

Row = tuple[str, ...]
"""(anchor, positive) or (anchor, positive, hard negative)."""
DRAWN = 3
"""Other questions of its point that a question is paired with, and hard negatives that it is held against."""


def training_rows(volumes: Iterable[Volume], generator: random.Random) -> tuple[list[Row], list[Row]]:
    """Pairs of what belongs together, and triples whose third text is near in topic but asks for something
    else: a question of another point of the section, or one that the guideline does not answer."""
    volumes = tuple(volumes)
    return training_pairs(volumes, generator), training_triples(volumes, generator)


def training_triples(volumes: Iterable[Volume], generator: random.Random) -> list[Row]:
    """(question, another of the same point, one of the same section that asks for something else)."""
    triples: list[Row] = []
    for volume in volumes:
        by_section: dict[str, list[Unit]] = {}
        for unit in build_units(volume.guideline.sections, volume.notes):
            by_section.setdefault(unit.section_id, []).append(unit)
        for units in by_section.values():
            for unit in (unit for unit in units if not unit.silent and len(unit.questions) > 1):
                questions = [question.text for question in unit.questions]
                near = [q.text for other in units if other is not unit for q in other.questions]
                for question in questions if near else ():
                    others = [other for other in questions if other != question]
                    drawn = generator.sample(others, min(DRAWN, len(others)))
                    triples += [(question, other, generator.choice(near)) for other in drawn]
    return triples


def training_pairs(volumes: Iterable[Volume], generator: random.Random) -> list[Row]:
    """(anchor, positive) texts: question and answer, question and question, heading and text."""
    pairs: list[Row] = []
    for volume in volumes:
        sections = {section.id: section for section in volume.guideline.sections}
        for unit in build_units(volume.guideline.sections, volume.notes):
            if unit.silent:
                continue
            section = sections[unit.section_id]
            answer = "".join(section.text[start:end] for start, end in unit.spans) or section.text
            pairs.append((" ".join(section.path[-2:]), answer))
            pairs.extend(_question_pairs(unit, answer, section.heading, generator))
        for note in volume.notes.values():
            heading = sections[note.section_id].heading
            pairs += [
                (note.heading_en, heading),
                (note.summary_en, note.plain),
                (note.summary_en, note.heading_en),
            ]
    return [(anchor, positive) for anchor, positive in pairs if anchor.strip() and positive.strip()]


def _question_pairs(unit: Unit, answer: str, heading: str, generator: random.Random) -> Iterator[Row]:
    questions = [question.text for question in unit.questions]
    for question in questions:
        yield question, answer
        yield question, heading
        others = [other for other in questions if other != question]
        yield from ((question, other) for other in generator.sample(others, min(DRAWN, len(others))))


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


def train_encoder(pairs: Sequence[Row], triples: Sequence[Row], tokenizer: Tokenizer) -> SentenceTransformer:
    """The trained model; batches of pairs and of triples take turns. Progress goes to standard error."""
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    model = SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_dim=DIMENSIONS)], device="cpu")
    loss = MultipleNegativesRankingLoss(model, scale=20.0)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    generator = random.Random(SEED)
    steps = EPOCHS * (len(pairs) // BATCH + len(triples) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps + 1)
    for epoch in range(EPOCHS):
        batches = [*_batches(pairs, generator), *_batches(triples, generator)]
        generator.shuffle(batches)
        total = 0.0
        for batch in batches:
            features = [model.preprocess([row[side] for row in batch]) for side in range(len(batch[0]))]
            value = loss(features, torch.empty(0))
            optimizer.zero_grad()
            value.backward()
            optimizer.step()
            schedule.step()
            total += float(value.detach())
        print(f"epoch {epoch + 1}/{EPOCHS}: loss {total / max(1, len(batches)):.3f}", file=sys.stderr)
    return model


def _batches(rows: Sequence[Row], generator: random.Random) -> list[list[Row]]:
    shuffled = generator.sample(list(rows), len(rows))
    return [shuffled[start : start + BATCH] for start in range(0, len(shuffled), BATCH)]


def save_encoder(model: SentenceTransformer, folder: Path) -> None:
    """Write tokenizer and table (float16) to ``folder``, atomically: both are there or the old ones are."""
    static = cast(StaticEmbedding, model[0])
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
    pairs, triples = training_rows(read_library(arguments.guidelines), random.Random(SEED))
    print(f"{len(pairs)} pairs, {len(triples)} triples", file=sys.stderr)
    tokenizer = train_tokenizer([text for pair in pairs for text in pair])
    save_encoder(train_encoder(pairs, triples, tokenizer), arguments.output)


if __name__ == "__main__":
    main()
