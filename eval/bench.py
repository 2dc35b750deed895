"""How fast, as ratios: answering with the index open, building the index, and what the widget weighs.

Milliseconds depend on the machine; what is compared here was measured on one machine within one run.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Turn
from assistant.chain import Assistant, answer_question, open_assistant
from assistant.settings import Settings
from eval.ablation import leave_out_notes
from eval.question import Question
from eval.run import make_turn
from eval.store import PACKAGE
from eval.summary import find_percentile
from ingest.build import build_index

AIM = 50.0
"""Milliseconds within which 95 of 100 answers should be given on two cores."""
WIDGET = PACKAGE.parent / "api" / "static" / "widget"
WIDGET_BUDGET = 30_000
"""Bytes of the widget, compressed."""
_WARM_UP = 5
Talks = Sequence[Sequence[Question]]


@dataclass(frozen=True, slots=True)
class Speed:
    """Milliseconds of an answer over ``count`` questions."""

    count: int
    middle: float
    slow: float


@dataclass(frozen=True, slots=True)
class Build:
    """What building an index took, in seconds, and how it answers."""

    seconds: float
    units: int
    embedded: int
    speed: Speed


@dataclass(frozen=True, slots=True)
class Bench:
    """One measurement.

    ``again`` are the seconds of a build with nothing to do. ``one_city`` holds the guideline with the fewest
    sections, ``two_cities`` the next one too; both are asked what is asked of the first. ``widget`` is bytes.
    ``load`` is the machine's over the last minute: where it is above ``cores``, others slowed this down.
    """

    by_suite: dict[str, Speed]
    full: Build
    again: float
    without_notes: Build
    one_city: Build
    two_cities: Build
    widget: int
    load: float
    cores: int


def measure_all(settings: Settings, talks: Talks, progress: Callable[[str], None]) -> Bench:
    """Measure everything; indexes are built in a folder of their own, the one in use is left alone.

    ``progress`` hears the name of each part as it begins.
    """
    with tempfile.TemporaryDirectory(prefix="kyodo-bench-") as name:
        folder = Path(name)
        own = settings.model_copy(update={"data": folder / "full"})
        progress("full")
        with _build(own) as (assistant, seconds):
            answers = time_answers(assistant, talks)
            full = _describe(assistant, seconds, measure_speed(answers.values()))
            cities = _find_smallest(assistant, 2)
        progress("again")
        again = _time(lambda: _build_quietly(own))
        progress("without_notes")
        without_notes = _measure_build(leave_out_notes(settings, folder / "bare"), talks)
        asked_of_first = [talk for talk in talks if talk[0].city == cities[0]] or talks
        progress("cities_1")
        one = _measure_build(_keep_cities(settings, cities[:1], folder / "one"), asked_of_first)
        progress("cities_2")
        two = _measure_build(_keep_cities(settings, cities, folder / "two"), asked_of_first)
    by_suite = {
        suite: measure_speed(answers[asked.id] for talk in talks if talk[0].suite == suite for asked in talk)
        for suite in dict.fromkeys(talk[0].suite for talk in talks)
    }
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    return Bench(by_suite, full, again, without_notes, one, two, weigh_widget(), load, cores)


def time_answers(assistant: Assistant, talks: Talks) -> dict[str, float]:
    """Milliseconds of each answer by question id; the first few questions are asked once before."""
    for talk in talks[:_WARM_UP]:
        answer_question(assistant, talk[0].question, city=talk[0].city)
    times: dict[str, float] = {}
    for talk in talks:
        history: list[Turn] = []
        for question in talk:
            begun = time.perf_counter()
            answer = answer_question(assistant, question.question, city=question.city, history=tuple(history))
            times[question.id] = (time.perf_counter() - begun) * 1000
            history.append(make_turn(question.question, answer))
    return times


def measure_speed(times: Iterable[float]) -> Speed:
    """The median and the 95th percentile.

    Raises:
        IndexError: there are no times.
    """
    values = list(times)
    return Speed(len(values), find_percentile(values, 50), find_percentile(values, 95))


def weigh_widget(folder: Path = WIDGET) -> int:
    """Bytes of the widget's parts, compressed together; the texts that the server adds are not counted."""
    return len(gzip.compress(b"".join(path.read_bytes() for path in sorted(folder.iterdir()))))


def _measure_build(settings: Settings, talks: Talks) -> Build:
    with _build(settings) as (assistant, seconds):
        return _describe(assistant, seconds, measure_speed(time_answers(assistant, talks).values()))


@contextmanager
def _build(settings: Settings) -> Iterator[tuple[Assistant, float]]:
    seconds = _time(lambda: _build_quietly(settings))
    assistant = open_assistant(settings)
    yield assistant, seconds
    assistant.index.close()


def _build_quietly(settings: Settings) -> None:
    build_index(settings.guidelines, settings.data, settings.encoder, lambda _line: None)


def _time(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _describe(assistant: Assistant, seconds: float, speed: Speed) -> Build:
    manifest = assistant.index.manifest
    return Build(seconds, manifest.units, manifest.embedded, speed)


def _find_smallest(assistant: Assistant, count: int) -> list[str]:
    """The cities with the fewest sections, fewest first."""
    guidelines = assistant.guidelines
    return sorted(guidelines, key=lambda city: len(guidelines[city].sections))[:count]


def _keep_cities(settings: Settings, cities: Sequence[str], folder: Path) -> Settings:
    """Settings for a copy of these cities' guidelines, and a data folder, both in ``folder``."""
    for city in cities:
        shutil.copytree(settings.guidelines / city, folder / "guidelines" / city)
    return settings.model_copy(update={"guidelines": folder / "guidelines", "data": folder / "data"})
