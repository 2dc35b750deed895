"""``kyodo``: the command line. Errors are one line on standard error; the exit status is then not 0."""

from __future__ import annotations

import argparse
import runpy
import sys
from collections.abc import Collection, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from unicodedata import category

from api.library_commands import Command, add_library_commands, say_progress
from api.problems import Problem
from api.terminal import look_at_terminal, reply_as_json, show_answer
from assistant.settings import Settings, load_settings
from assistant.wording import say_both
from corpus.errors import KyodoError

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the process's exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and given[0] in ("eval", "report"):
        return _run_evaluation(given)
    options = _parser().parse_args(given)
    try:
        command: Command = options.command
        return command(load_settings(), options) or 0
    except KyodoError as error:
        return _fail(str(error))
    except Problem as problem:
        return _fail(f"QUESTION: {problem.reason('ja')} / {problem.reason('en')}")
    except OSError as error:
        return _fail(f"{error.filename or error.__class__.__name__}: {error.strerror or error}")
    except KeyboardInterrupt:
        print(say_both("command.stopped"), file=sys.stderr)
        return INTERRUPTED


def _fail(message: str) -> int:
    # A file's name may hold anything.
    shown = "".join("?" if category(sign)[0] == "C" else sign for sign in " ".join(message.splitlines()))
    print(f"kyodo: {shown}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kyodo", description=say_both("command.about"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, about: str = "") -> argparse.ArgumentParser:
        about = say_both(about or f"command.help_{name}")
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(command=command)
        return added

    add("serve", _serve)
    ask = add("ask", _ask)
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--city", help=say_both("command.help_city"))
    ask.add_argument("--lang", choices=("ja", "en"), help=say_both("command.help_lang"))
    ask.add_argument("--plain", action="store_true", help=say_both("command.help_plain"))
    ask.add_argument("--json", action="store_true", help=say_both("command.help_json"))
    add("ingest", _ingest)
    add_library_commands(add)
    widget = add("widget", _widget)
    widget.add_argument("--city", help=say_both("command.help_city"))
    _add_notes(commands.add_parser("notes", help=say_both("command.help_notes")))
    add("version", _version)
    # These two take their own options; ``main`` hands them on before this parser reads them.
    for name in ("eval", "report"):
        commands.add_parser(name, help=say_both(f"command.help_{name}"), add_help=False)
    return parser


def _add_notes(notes: argparse.ArgumentParser) -> None:
    commands = notes.add_subparsers(required=True, metavar="COMMAND")
    for name, command in (("check", _check_notes), ("stamp", _stamp_notes)):
        about = say_both(f"command.help_notes_{name}")
        added = commands.add_parser(name, help=about, description=about)
        added.add_argument("cities", metavar="CITY", nargs="*", help=say_both("command.help_notes_city"))
        added.set_defaults(command=command)


def _serve(settings: Settings, _options: argparse.Namespace) -> None:
    from api.app import create_app
    from api.server import serve

    _build_index(settings)
    serve(create_app(settings), settings)


def _ask(settings: Settings, options: argparse.Namespace) -> None:
    from api.requests import check_question
    from assistant.chain import answer_question, open_assistant
    from ingest.build import index_is_current

    question = check_question(options.question, settings.question_max_characters)
    if not index_is_current(settings.guidelines, settings.data, settings.encoder):
        say_progress(say_both("command.index_building"))
        _build_index(settings)
    assistant = open_assistant(settings)
    _require_city(options.city, assistant.guidelines)
    answer = answer_question(assistant, question, city=options.city, lang=options.lang, plain=options.plain)
    print(reply_as_json(answer) if options.json else show_answer(answer, look_at_terminal()))


def _ingest(settings: Settings, _options: argparse.Namespace) -> None:
    print(f"{_build_index(settings)}: {say_both('command.index_built')}")


def _widget(settings: Settings, options: argparse.Namespace) -> None:
    from api.widget import write_embed_tag

    if options.city is not None:
        from assistant.chain import open_assistant

        _require_city(options.city, open_assistant(settings).guidelines)
    print(write_embed_tag(settings.public_url or f"http://{settings.host}:{settings.port}", options.city))


def _check_notes(settings: Settings, options: argparse.Namespace) -> int:
    from ingest.note_check import check_folder, check_notes

    found = False
    for folder in check_folder(settings.guidelines, tuple(options.cities)):
        faults = check_notes(folder)
        print("\n".join(faults) or say_both("command.notes_good", city=folder.name))
        found = found or bool(faults)
    return int(found)


def _stamp_notes(settings: Settings, options: argparse.Namespace) -> None:
    from ingest.note_check import check_folder, stamp_notes

    for folder in check_folder(settings.guidelines, tuple(options.cities)):
        print(say_both("command.notes_stamped", city=folder.name, count=stamp_notes(folder)))


def _version(_settings: Settings, _options: argparse.Namespace) -> None:
    try:
        print(f"kyodo {version('kyodo-navi')}")
    except PackageNotFoundError:
        print("kyodo 0")


def _build_index(settings: Settings) -> Path:
    from ingest.build import build_index

    build_index(settings.guidelines, settings.data, settings.encoder, say_progress)
    return settings.data


def _require_city(city: str | None, held: Collection[str]) -> None:
    if city is not None and city not in held:
        raise KyodoError(f"--city {city}: {say_both('problem.unknown_city')} ({', '.join(sorted(held))})")


def _run_evaluation(given: list[str]) -> int:
    # By name: evaluation stands beside the server and is no part of it.
    sys.argv = ["kyodo eval", *(given[1:] if given[0] == "eval" else given)]
    try:
        runpy.run_module("eval", run_name="__main__")
    except KyodoError as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        print(say_both("command.stopped"), file=sys.stderr)
        return INTERRUPTED
    return 0


if __name__ == "__main__":
    sys.exit(main())
