"""The commands of the evaluation: run, report, compare, check, ablation, baseline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.chain import open_assistant
from assistant.settings import load_settings
from assistant.wording import say_both
from corpus.errors import KyodoError
from eval.ablation import ABLATIONS, read_variants, run_variants
from eval.baseline import write_baselines
from eval.cases import SUITES, read_cases
from eval.check import check_questions
from eval.compare import compare_runs
from eval.folding import Shelf
from eval.question import Question, choose_questions
from eval.record import Record
from eval.report import write_report
from eval.run import run_conversations
from eval.store import PACKAGE, Run, describe_configuration, find_run, read_run, write_run
from eval.table import print_comparison, print_summary
from ingest.library import read_library

QUESTIONS = PACKAGE / "questions"
_SETS = ("tuning", "reporting")
Conversations = tuple[tuple[Question, ...], ...]


@dataclass(frozen=True, slots=True)
class Command:
    """A command's wording key, what it does (its exit status is returned), and its arguments."""

    help: str
    act: Callable[[argparse.Namespace], int]
    arguments: tuple[str, ...]


def run_command(arguments: Sequence[str]) -> int:
    """Carry out one command line; errors go to standard error in one line."""
    known = {"-h", "--help", *COMMANDS}
    given = list(arguments) if arguments and arguments[0] in known else ["run", *arguments]
    options = _make_parser().parse_args(given)
    try:
        return COMMANDS[options.command].act(options)
    except KyodoError as error:
        print(error, file=sys.stderr)
        return 1
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


def _ablation(options: argparse.Namespace) -> int:
    settings, talks = load_settings(), _read_questions(options)
    variants = read_variants(options.variants)
    ran = run_variants(settings, talks, variants, lambda label, done: _show_progress(label, done, talks))
    last: Path | None = None
    for label, records in ran.items():
        print(f"== {label}")
        print_summary(records)
        name = "variant-" + "-".join(label.split()).replace("/", "-")
        last = write_run(name, records, describe_configuration(settings, variant=label, sets=options.set))
    if options.report and last:
        _write_report(read_run(last), options.report, ran)
    return 0


def _baseline(options: argparse.Namespace) -> int:
    run = read_run(find_run(options.run) if options.run else _ask_questions(options))
    for path in write_baselines(run.records):
        print(say_both("eval.written", path=path))
    return 0


def _ask_questions(options: argparse.Namespace) -> Path:
    settings, talks = load_settings(), _read_questions(options)
    if not talks:
        raise KyodoError(say_both("eval.no_questions"))
    assistant = open_assistant(settings)
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
    "--run": {"default": None, "metavar": "RUN"},
    "run": {"nargs": "?", "default": "latest", "metavar": "RUN"},
    "before": {"metavar": "RUN_A"},
    "after": {"metavar": "RUN_B"},
}
COMMANDS: dict[str, Command] = {
    "run": Command("eval.help_command_run", _run, (*_QUESTION_ARGUMENTS, "--name", "--report")),
    "report": Command("eval.help_command_report", _report, ("run", "--report", "--variant")),
    "compare": Command("eval.help_command_compare", _compare, ("before", "after")),
    "check": Command("eval.help_command_check", _check, _QUESTION_ARGUMENTS),
    "ablation": Command(
        "eval.help_command_ablation", _ablation, (*_QUESTION_ARGUMENTS, "--variants", "--report")
    ),
    "baseline": Command("eval.help_command_baseline", _baseline, (*_QUESTION_ARGUMENTS, "--name", "--run")),
}
