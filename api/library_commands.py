"""The commands that look after the guidelines: ``add``, ``remove``, ``list`` and ``inspect``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.wording import say_both

if TYPE_CHECKING:
    from corpus.guideline import Section
    from ingest.shelf import Entry, Shelved

Command = Callable[[Settings, argparse.Namespace], int | None]
"""One command; its result is the exit status, None for 0."""
MOST_NAMED = 20
"""Sections or notes named one by one; of more the count is said."""


def add_library_commands(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """Describe the commands; ``add`` takes name, command and the key of its description."""
    adding = add("add", _add, "library.help_add")
    adding.add_argument("files", metavar="FILE", nargs="+", type=Path, help=say_both("library.help_file"))
    adding.add_argument("--city", metavar="ID", required=True, help=say_both("library.help_id"))
    for option, key in (
        ("name", "name"),
        ("title", "title"),
        ("issued", "issued"),
        ("kana", "kana"),
        ("name-en", "name_en"),
    ):
        adding.add_argument(f"--{option}", default="", help=say_both(f"library.help_{key}"))
    adding.add_argument("--replace", action="store_true", help=say_both("library.help_replace"))
    removing = add("remove", _remove, "library.help_remove")
    removing.add_argument("--city", metavar="ID", required=True, help=say_both("command.help_city"))
    listing = add("list", _list, "library.help_list")
    inspecting = add("inspect", _inspect, "command.help_inspect")
    inspecting.add_argument("file", metavar="FILE", type=Path, help=say_both("library.help_file"))
    for command in (listing, inspecting):
        command.add_argument("--json", action="store_true", help=say_both("command.help_json"))


def say_progress(line: str) -> None:
    """One line about long work, to standard error."""
    print(line, file=sys.stderr, flush=True)


def _add(settings: Settings, options: argparse.Namespace) -> None:
    from ingest.shelf import add_guideline
    from ingest.title_page import Label

    label = Label(options.city, options.name, options.title, options.issued, options.kana, options.name_en)
    shelved = add_guideline(
        options.files, label, settings.guidelines, settings.data, settings.encoder, options.replace, say_progress
    )
    print("\n".join(_show_shelved(shelved)))


def _remove(settings: Settings, options: argparse.Namespace) -> None:
    from ingest.shelf import remove_guideline

    name, sections = remove_guideline(options.city, settings.guidelines, settings.data, settings.encoder, say_progress)
    print(say_both("library.removed", city=options.city, name=name, sections=sections))


def _list(settings: Settings, options: argparse.Namespace) -> None:
    from ingest.shelf import list_guidelines

    entries = list_guidelines(settings.guidelines, settings.data)
    if options.json:
        print(json.dumps({"guidelines": [_entry(entry) for entry in entries]}, ensure_ascii=False, indent=2))
        return
    for entry in entries:
        issued = entry.meta.issued or say_both("library.issued_unknown")
        print(f"{entry.meta.id}\t{entry.meta.city_name}\t{entry.meta.title}\t{issued}")
        shown = {**_entry(entry), "warnings": len(entry.warnings), "kinds": "+".join(entry.kinds)}
        print("  " + say_both("library.row", fresh=shown["notes_fresh"], stale=shown["notes_stale"], **shown))


def _inspect(_settings: Settings, options: argparse.Namespace) -> None:
    from api.outline_view import show_outline
    from ingest.outline import outline_file
    from ingest.staging import require_file

    require_file(options.file)
    print(show_outline(outline_file(options.file), as_json=options.json))


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "city": entry.meta.id,
        "city_name": entry.meta.city_name,
        "title": entry.meta.title,
        "issued": entry.meta.issued,
        "sections": entry.sections,
        "notes_fresh": entry.fresh_notes,
        "notes_stale": entry.stale_notes,
        "warnings": list(entry.warnings),
        "kinds": list(entry.kinds),
    }


def _show_shelved(shelved: Shelved) -> Iterator[str]:
    guideline = shelved.volume.guideline
    meta = guideline.meta
    about = {"city": meta.id, "name": meta.city_name}
    if shelved.unchanged:
        yield say_both("library.unchanged", **about)
        return
    done = "library.added" if shelved.changes is None else "library.replaced"
    yield say_both(done, **about, sections=len(guideline.sections), embedded=shelved.embedded)
    issued = meta.issued or say_both("library.issued_unknown")
    yield say_both("library.document", title=meta.title, issued=issued)
    if shelved.changes is not None:
        changes = shelved.changes
        yield from _show_list("library.sections_added", list(map(_name, changes.added)))
        yield from _show_list("library.sections_removed", list(map(_name, changes.removed)))
        yield from _show_list("library.sections_altered", [_name(after) for _, after in changes.altered])
        moved = [f"{before.id} -> {_name(after)}" for before, after in changes.moved]
        yield from _show_list("library.sections_moved", moved)
    yield from _show_list("library.notes_stale", shelved.stale_notes)
    yield from _show_list("command.warnings", guideline.warnings)


def _show_list(key: str, lines: Sequence[str]) -> Iterator[str]:
    """A heading with the count, and the first lines; nothing if there are none."""
    if not lines:
        return
    yield f"{say_both(key)}: {len(lines)}"
    yield from (f"- {line}" for line in lines[:MOST_NAMED])
    if len(lines) > MOST_NAMED:
        yield f"  {say_both('library.more', count=len(lines) - MOST_NAMED)}"


def _name(section: Section) -> str:
    return f"{section.id} {section.path[-1]}"
