"""The commands of the evaluation: run, report, compare, check, tune, ablation, bench, baseline, outline."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.settings import load_settings
from assistant.wording import say_both
from corpus.errors import KyodoError
from eval.ablation import ABLATIONS, read_variants, run_variants
from eval.baseline import write_baselines
from eval.bench import measure_all
from eval.cases import SUITES, read_cases
from eval.check import check_questions
from eval.compare import compare_runs
from eval.folding import Shelf
from eval.outlines import average_f1, format_scores, measure_folder
from eval.question import Question, choose_questions
from eval.record import Record
from eval.report import write_report
from eval.run import open_current, run_conversations
from eval.store import (
    PACKAGE,
    Run,
    describe_configuration,
    find_run,
    read_run,
    write_atomically,
    write_run,
)
from eval.table import print_bench, print_comparison, print_summary, print_tuning
from eval.tune import format_weights, tune
from ingest.library import read_library

QUESTIONS = PACKAGE / "questions"
WEIGHTS = Path(str(files("assistant"))) / "weights.toml"
_SETS = ("tuning", "reporting")
Conversations = tuple[tuple[Question, ...], ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command's wording key, what it does (its exit status is returned), and its arguments with defaults
    of its own."""

    help: str
    act: Callable[[argparse.Namespace], int]
    arguments: tuple[str, ...]
    defaults: Mapping[str, Any] = field(default_factory=dict)


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one command line; errors go to standard error in one line."""
    known = {"-h", "--help", *COMMANDS}
    given = list(arguments) if arguments and arguments[0] in known else ["run", *arguments]
    options = _make_parser().parse_args(given)
    try:
        status = COMMANDS[options.command].act(options)
        sys.stdout.flush()
        return status
    except KyodoError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(say_both("eval.stopped"), file=sys.stderr)
        return 130


def _run(options: argparse.Namespace) -> int:
    run = read_run(_ask_questions(options))
    print_summary(run.records)
    if options.report:
        _write_report(run, options.report)
    return 0


def _report(options: argparse.Namespace) -> int:
    folder = find_run(options.run)
    variants = {name: read_run(find_run(name)).records for name in options.variant}
    _write_report(read_run(folder), options.report or folder / "report.html", variants)
    return 0


def _compare(options: argparse.Namespace) -> int:
    before, after = (read_run(find_run(name)) for name in (options.before, options.after))
    print_comparison(compare_runs(before.records, after.records))
    return 0


def _check(options: argparse.Namespace) -> int:
    volumes = read_library(load_settings().guidelines)
    shelf = Shelf({volume.guideline.meta.id: volume.guideline for volume in volumes})
    talks = _read_questions(options)
    findings = check_questions(talks, shelf)
    for found in findings:
        print(f"{found.level}: {found.question}: {say_both(f'eval.{found.key}', detail=found.detail)}")
    errors = sum(found.level == "error" for found in findings)
    asked = sum(len(talk) for talk in talks)
    print(say_both("eval.checked", questions=asked, errors=errors, warnings=len(findings) - errors))
    return 1 if errors else 0


def _tune(options: argparse.Namespace) -> int:
    talks = choose_questions(read_cases(QUESTIONS / "tuning"))
    assistant = open_current(load_settings(), _tell)
    tuning = tune(assistant, talks)
    print_tuning(tuning, assistant.weights)
    write_atomically(options.weights, format_weights(tuning.weights))
    print(say_both("eval.written", path=options.weights))
    return 0


def _ablation(options: argparse.Namespace) -> int:
    settings, talks = load_settings(), _read_questions(options)
    variants = read_variants(options.variants)
    tuning = choose_questions(read_cases(QUESTIONS / "tuning"))
    ran = run_variants(settings, tuning, talks, variants, lambda label, done: _show_progress(label, done, talks))
    for variant in variants:
        records = ran[variant.label]
        print(f"\n== {variant.label}")
        print_summary(records)
        choices = {"variant": variant.name, "sets": options.set, "suites": options.suite}
        last = write_run(f"variant-{variant.name}", records, describe_configuration(settings, **choices))
        print(say_both("eval.written", path=last))
    if options.report and variants:
        _write_report(read_run(last), options.report, ran)
    return 0


def _bench(options: argparse.Namespace) -> int:
    talks = _read_questions(options)
    if not talks:
        raise KyodoError(say_both("eval.no_questions"))
    bench = measure_all(load_settings(), talks, lambda part: _tell(say_both(f"eval.bench_{part}")))
    print_bench(bench)
    return 0


def _baseline(options: argparse.Namespace) -> int:
    run = read_run(find_run(options.run) if options.run else _ask_questions(options))
    for path in write_baselines(run.records):
        print(say_both("eval.written", path=path))
    return 0


def _outline(options: argparse.Namespace) -> int:
    scores = measure_folder(options.folder)
    print("\n".join(format_scores(scores)))
    return 0 if average_f1(scores) >= options.least else 1


def _ask_questions(options: argparse.Namespace) -> Path:
    settings, talks = load_settings(), _read_questions(options)
    if not talks:
        raise KyodoError(say_both("eval.no_questions"))
    assistant = open_current(settings, _tell)
    records = run_conversations(assistant, talks, lambda done: _show_progress(options.name, done, talks))
    choices = {"sets": options.set, "suites": options.suite, "city": options.city}
    folder = write_run(options.name, records, describe_configuration(settings, **choices))
    print(say_both("eval.written", path=folder))
    return folder


def _read_questions(options: argparse.Namespace) -> Conversations:
    sets = _SETS if options.set == "both" else (options.set,)
    suites = read_cases(*(options.questions or [QUESTIONS / name for name in sets]))
    if suites.skipped:
        print(say_both("eval.skipped", files=", ".join(suites.skipped)), file=sys.stderr)
    return choose_questions(suites, names=options.suite, city=options.city)


def _write_report(run: Run, path: Path, variants: Mapping[str, Sequence[Record]] | None = None) -> None:
    write_report(run, path, variants or {})
    print(say_both("eval.written", path=path))


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _show_progress(label: str, done: int, talks: Conversations) -> None:
    total = sum(len(talk) for talk in talks)
    if sys.stderr.isatty():
        print(f"\r{label}: {done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)
    elif done == total or done % 100 == 0:
        print(f"{label}: {done}/{total}", file=sys.stderr, flush=True)


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kyodo eval", description=say_both("eval.help_eval"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name, command in COMMANDS.items():
        own = commands.add_parser(name, help=say_both(command.help))
        for argument in command.arguments:
            told = say_both(f"eval.help_{argument.strip('-')}")
            own.add_argument(argument, help=told, **_ARGUMENTS[argument])
        own.set_defaults(**command.defaults)
    return parser


_QUESTION_ARGUMENTS = ("--set", "--suite", "--city", "--questions")
_ARGUMENTS: dict[str, dict[str, Any]] = {
    "--set": {"choices": (*_SETS, "both"), "default": "both"},
    "--suite": {"choices": SUITES, "action": "append", "default": []},
    "--city": {"default": None},
    "--questions": {"type": Path, "action": "append", "default": []},
    "--name": {"default": "run"},
    "--report": {"type": Path, "default": None, "metavar": "FILE"},
    "--variant": {"action": "append", "default": [], "metavar": "RUN"},
    "--variants": {"type": Path, "default": ABLATIONS, "metavar": "FILE"},
    "--weights": {"type": Path, "default": WEIGHTS, "metavar": "FILE"},
    "--run": {"default": None, "metavar": "RUN"},
    "run": {"nargs": "?", "default": "latest", "metavar": "RUN"},
    "folder": {"type": Path, "metavar": "DIR"},
    "--least": {"type": float, "default": 0.98, "metavar": "F1"},
    "before": {"metavar": "RUN_A"},
    "after": {"metavar": "RUN_B"},
}
COMMANDS: dict[str, Command] = {
    "run": Command("eval.help_command_run", _run, (*_QUESTION_ARGUMENTS, "--name", "--report")),
    "report": Command("eval.help_command_report", _report, ("run", "--report", "--variant")),
    "compare": Command("eval.help_command_compare", _compare, ("before", "after")),
    "check": Command("eval.help_command_check", _check, _QUESTION_ARGUMENTS),
    "tune": Command("eval.help_command_tune", _tune, ("--weights",)),
    "ablation": Command(
        "eval.help_command_ablation",
        _ablation,
        (*_QUESTION_ARGUMENTS, "--variants", "--report"),
        {"set": "reporting"},
    ),
    "bench": Command("eval.help_command_bench", _bench, _QUESTION_ARGUMENTS, {"set": "reporting"}),
    "baseline": Command("eval.help_command_baseline", _baseline, (*_QUESTION_ARGUMENTS, "--name", "--run")),
    "outline": Command("eval.help_command_outline", _outline, ("folder", "--least")),
}
