"""Kills ``kyodo add``, ``remove`` and ``ingest`` at random moments and looks at what is left.

    python tests/ingest/kill_builds.py 500 [--seed 1]    until 500 were killed

After each kill the index must open and answer, and index and guideline folder must each be as before the command
or as after it. Every command and every look runs in a fork of one warm process, so that no run pays for imports.
Ends with 0 if all was whole, and says how many were killed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path

from api.cli import main
from assistant.settings import go_offline
from ingest.index import current_build, open_index
from ingest.library import read_volume
from ingest.stored import read_library_file
from ingest.terms import read_terms

TEXT = "第1章 協働の形態\n\n(1) 共催\n\n共催は共に主催する形態です。\n\n(2) 後援\n\n第{version}版の後援です。\n"
META = 'id = "{city}"\ncity_name = "{city}市"\ntitle = "{city}市の指針"\n'
AUDITED = ("open", "os.", "shutil.", "ctypes.", "fcntl.", "sqlite3.")
LONGEST = 60.0
"""Seconds; a command that takes longer hangs."""
State = dict[str, bytes]


def run(arguments: list[str], die_at_event: int = 0, count_into: Path | None = None) -> int:
    """Start ``kyodo`` in a fork, which kills itself at the nth audited event if told to; its process id.

    With ``count_into`` it writes there how many events there were.
    """
    child = os.fork()
    if child:
        return child
    left = [die_at_event]

    def count(event: str, _arguments: object) -> None:
        if event.startswith(AUDITED):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    if die_at_event or count_into:
        sys.addaudithook(count)
    with open(os.devnull, "w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        status = main(arguments)
    if count_into:
        count_into.write_text(str(-left[0]), "utf-8")
    os._exit(status)


def wait(child: int) -> int:
    """Wait for a child; its exit status, or minus the number of the signal that ended it."""
    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise SystemExit(f"hung: a command did not end within {LONGEST:.0f} s")


def look(check: Callable[[], None]) -> bool:
    """Whether a check ends well, in a fork; its traceback is shown if it does not."""
    child = os.fork()
    if child == 0:
        try:
            check()
        except BaseException:
            sys.excepthook(*sys.exc_info())
            os._exit(1)
        os._exit(0)
    return wait(child) == 0


def folder_state(guidelines: Path) -> State:
    """Every file that can be seen in the guideline folder, with its content."""
    files = (path for path in guidelines.rglob("*") if path.is_file())
    shown = {path.relative_to(guidelines).as_posix(): path.read_bytes() for path in files}
    return {name: content for name, content in shown.items() if not name.startswith(".shelf/")}


def index_state(data: Path) -> dict[str, str]:
    """The text of every city in the index in use."""
    folder = current_build(data)
    assert folder is not None, "no index"
    guidelines = read_library_file(folder / "library.json").guidelines
    return {city: "\n".join(s.text for s in guideline.sections) for city, guideline in guidelines.items()}


def texts_of(guidelines: Path) -> dict[str, str]:
    """The text of every city in the guideline folder."""
    folders = sorted(path.parent for path in guidelines.glob("*/meta.toml"))
    return {path.name: "\n".join(s.text for s in read_volume(path).guideline.sections) for path in folders}


def check_index(data: Path, wanted: list[dict[str, str]]) -> None:
    """The index opens, answers, and holds one of the wanted states."""
    index = open_index(data)
    assert index.evidence("共催とは何ですか")[0].any()
    assert index_state(data) in wanted, (index_state(data), wanted)


class Bench:
    """A guideline folder with the city aoba, at times a second one, and their index."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.guidelines, self.data, self.given = folder / "guidelines", folder / "data", folder / "given.txt"
        self.chance = chance
        self.version = 0
        self.counts: Counter[str] = Counter()
        os.environ |= {"KYODO_GUIDELINES": str(self.guidelines), "KYODO_DATA": str(self.data)}
        self.edit_aoba()
        (self.guidelines / "aoba" / "meta.toml").write_text(META.format(city="aoba"), "utf-8")
        assert wait(run(["ingest"])) == 0, "the first build failed"
        # How long a command takes is seen on a second build, which finds an older one as those do that are killed.
        self.edit_aoba()
        start = time.monotonic()
        assert wait(run(["ingest"], count_into=folder / "events")) == 0, "the second build failed"
        self.seconds = time.monotonic() - start
        self.events = int((folder / "events").read_text("utf-8"))

    def edit_aoba(self) -> None:
        """Give aoba another text, in one step."""
        self.version += 1
        (self.guidelines / "aoba").mkdir(parents=True, exist_ok=True)
        scratch = self.given.with_suffix(".new")
        scratch.write_text(TEXT.format(version=self.version), "utf-8")
        scratch.replace(self.guidelines / "aoba" / "text.txt")

    def kill_one(self) -> None:
        """Run one command, kill it at a random moment, and check what is left."""
        held = (self.guidelines / "midori").exists()
        name = self.chance.choice(["ingest", "add", "add", *(["remove"] if held else [])])
        self.version += 1
        self.given.write_text(TEXT.format(version=self.version), "utf-8")
        if name == "ingest":
            self.edit_aoba()
        indexed = index_state(self.data)
        before = folder_state(self.guidelines)
        arguments = {
            "ingest": ["ingest"],
            "add": ["add", str(self.given), "--city", "midori", "--name", "緑市", "--replace"],
            "remove": ["remove", "--city", "midori"],
        }[name]
        # The end of a command, where folder and index change places, is the likelier moment.
        moment = self.chance.triangular(0, 1.2, 0.95)
        at_event = 1 + int(moment * self.events) if self.chance.random() < 0.7 else 0
        child = run(arguments, at_event)
        if not at_event:
            time.sleep(moment * self.seconds)
            os.kill(child, signal.SIGKILL)
        status = wait(child)
        assert status in (0, -signal.SIGKILL), f"{arguments}: ended with {status}"
        after = folder_state(self.guidelines)
        kept = {path: content for path, content in before.items() if not path.startswith("midori/")}
        assert {path: content for path, content in after.items() if not path.startswith("midori/")} == kept
        if after != before:
            midori = {path: content for path, content in after.items() if path.startswith("midori/")}
            whole = {"midori/text.txt": self.given.read_bytes()} if name == "add" else {}
            assert name != "ingest" and midori.keys() == ({"midori/text.txt", "midori/meta.toml"} if whole else set())
            assert whole.items() <= midori.items(), f"{arguments}: the folder holds something else"
        texts = texts_of(self.guidelines)
        assert look(lambda: check_index(self.data, [indexed, texts])), f"{arguments}: the index is not whole"
        self.counts["killed" if status else "finished first"] += 1
        self.counts["folder as after" if after != before else "folder as before"] += 1
        self.counts["index as before" if index_state(self.data) == indexed else "index as after"] += 1

    def end_well(self) -> None:
        """Whatever was left over hinders nothing and is taken away."""
        assert wait(run(["ingest"])) == 0
        assert index_state(self.data) == texts_of(self.guidelines)
        assert not (self.guidelines / ".shelf").exists()
        assert len([path for path in (self.data / "index").iterdir() if path.is_dir()]) <= 2


def kill_builds(number: int, seed: int) -> str:
    """Run commands until ``number`` were killed; what was counted. Raises ``AssertionError`` at the first one that
    left a ruin."""
    go_offline()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"  # its threads would not live in a fork
    # Everything that takes long to load, before the first fork.
    import_module("ingest.shelf")
    read_terms("共催と後援の協働")
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), random.Random(seed))
        while bench.counts["killed"] < number:
            bench.kill_one()
        bench.end_well()
    runs = bench.counts["killed"] + bench.counts["finished first"]
    return f"{runs} runs, all whole: " + ", ".join(f"{count} {what}" for what, count in sorted(bench.counts.items()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Kill builds at random moments.")
    parser.add_argument("number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(kill_builds(options.number, options.seed))
