"""What each part is worth: the same questions, asked of the assistant with parts of it left out.

The variants stand in ``ablations.toml``. Features are left out by giving them no weight and learning the
rest again; notes by indexing a copy of the guidelines without them; judging by answering always.
"""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property, partial
from pathlib import Path

from langchain_core.runnables import Runnable, RunnableLambda, RunnableSequence
from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant.answer import Answer, Status
from assistant.chain import Assistant, Progress, answering_chain
from assistant.chain import Question as Asked
from assistant.settings import Settings
from corpus.errors import KyodoError
from eval.learn_ranking import Example, learn_ranking, ranking_examples
from eval.question import Question
from eval.record import Record
from eval.run import open_current, run_conversations
from eval.store import PACKAGE
from ingest.index import FEATURES

ABLATIONS = PACKAGE / "ablations.toml"
Talks = Sequence[Sequence[Question]]


class AblationError(KyodoError):
    """The list of variants cannot be read, or names a feature that there is not."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A way of running the assistant; the fields are explained in ``ablations.toml``."""

    __pydantic_config__ = ConfigDict(extra="forbid")
    name: str
    label: str
    features: tuple[str, ...] = ()
    notes: bool = True
    judging: bool = True


def read_variants(path: Path = ABLATIONS) -> tuple[Variant, ...]:
    """The variants of a TOML file, in its order.

    Raises:
        AblationError: the file is missing or not a list of variants, or a pattern fits no feature.
    """
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("variant", [])
        variants = TypeAdapter(tuple[Variant, ...]).validate_python(rows)
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise AblationError(f"{path}: {' '.join(str(error).split())}") from error
    for variant in variants:
        for pattern in variant.features:
            if not any(fnmatchcase(name, pattern) for name in FEATURES):
                raise AblationError(f"{path}: {variant.name}: no feature is called {pattern}")
    return variants


def choose_features(variant: Variant) -> tuple[str, ...]:
    """The ranking features that the variant keeps."""
    return tuple(name for name in FEATURES if any(fnmatchcase(name, one) for one in variant.features))


class AlwaysAnswering(Assistant):
    """An assistant that answers from whatever it finds; small talk and unknown places find nothing."""

    @cached_property
    def chain(self) -> Runnable[Asked, Answer]:
        """The answering walk with one step more behind judging, which takes back every no."""
        walk = answering_chain(self)
        assert isinstance(walk, RunnableSequence)
        names = [getattr(step, "config", {}).get("run_name") for step in walk.steps]
        behind = names.index("judge") + 1
        return RunnableSequence(*walk.steps[:behind], RunnableLambda(take_back_no), *walk.steps[behind:])


def take_back_no(progress: Progress) -> Progress:
    """The progress with a verdict by which every city that was asked says it."""
    verdict = progress.verdict
    if verdict is None or not verdict.judgments:
        return progress
    judgments = tuple(replace(judgment, says=True) for judgment in verdict.judgments)
    return replace(progress, verdict=replace(verdict, status=Status.ANSWERED, judgments=judgments))


def make_variant(assistant: Assistant, variant: Variant, examples: Sequence[Example]) -> Assistant:
    """The assistant with the variant's weights, judging or not; ``examples`` are what it learns from."""
    weights = assistant.weights
    if variant.features:
        weights = replace(weights, ranking=learn_ranking(examples, choose_features(variant)))
    kind = Assistant if variant.judging else AlwaysAnswering
    return kind(assistant.index, assistant.settings, weights, assistant.writer)


def run_variants(
    settings: Settings,
    tuning: Talks,
    talks: Talks,
    variants: Sequence[Variant],
    progress: Callable[[str, int], None],
) -> Mapping[str, tuple[Record, ...]]:
    """The records of every variant by its label; ``progress`` hears label and questions done.

    Rankings are learned on the ``tuning`` conversations, ``talks`` are asked.
    """
    records: dict[str, tuple[Record, ...]] = {}
    for notes in (False, True):
        own = [variant for variant in variants if variant.notes is notes]
        if not own:
            continue
        with _open_base(settings, notes) as base:
            examples = ranking_examples(base, tuning) if any(variant.features for variant in own) else []
            for variant in own:
                tell = partial(progress, variant.label)
                records[variant.label] = run_conversations(make_variant(base, variant, examples), talks, tell)
    return {variant.label: records[variant.label] for variant in variants}


@contextmanager
def _open_base(settings: Settings, notes: bool) -> Iterator[Assistant]:
    if notes:
        yield open_current(settings)
        return
    with tempfile.TemporaryDirectory(prefix="kyodo-ablation-") as name:
        bare = leave_out_notes(settings, Path(name))
        assistant = open_current(bare)
        yield assistant
        assistant.index.close()


def leave_out_notes(settings: Settings, folder: Path, city: str = "") -> Settings:
    """Settings for a copy of the guidelines without their notes, or without one city's, and a data folder,
    both in ``folder``."""
    guidelines = folder / "guidelines"
    shutil.copytree(settings.guidelines, guidelines, ignore=None if city else shutil.ignore_patterns("notes"))
    if city:
        shutil.rmtree(guidelines / city / "notes", ignore_errors=True)
    return settings.model_copy(update={"guidelines": guidelines, "data": folder / "data"})
