"""Reads damaged documents, thousands of them, and says which made a reader or the outline crash or hang.

    python tests/ingest/fuzz_readers.py 10000           inputs 0 … 9999; exit status 1 on a crash or a hang
    python tests/ingest/fuzz_readers.py 1 --first 4711  one of them again

Each number is one input, always the same: a fixture document with bits turned, cut short, spliced with another or
with pieces repeated, or markup and bytes by chance. An input may be refused by ``GuidelineError``, nothing else.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path

from corpus.errors import GuidelineError
from ingest.outline import read_outline
from ingest.passages import split_passages
from ingest.readers import READERS, read_document

SECONDS = 5
"""Of computing for one input, in this process or in one that it starts."""
LONGEST_WAIT = 60
"""Seconds; a busy machine is slow."""
DOCUMENTS = Path(__file__).parent / "documents"
TEXTS = frozenset({".txt", ".md", ".html"})
LARGEST = 100_000
"""Bytes of an input of text, and of what is made by repeating."""
PIECES = (
    "第1章 協働とは", "第２条の二", "（目的）", "1.1.1 ", "(1)", "①", "ア ", "【解説】", "目次", "……… 3",
    "\t", "\f", "\n", "\n\n", "　", "- 3 -", "3/54", "○○市", "協 働 の 指 針", "協協働働", "。",
    "市は、", "[前のページ](a.md)", "# ", "**", "```", "> ", "| a | b |\n|--|--|\n",
    "{#id .c}", "<h2>", "</h2>", "<table><tr><td colspan=9999>", "</table>",
    "<ul><li>", "<b>", "<dl><dt>", "<ruby>", "&#x110000;", "<!--", "]]>", "<?",
    "[^1]", "\\", "\u202e", "\ufeff", "\x1b$B", "\ud7ff", "⺠", "(cid:3)", "Q1 ",
    "A1 ", "トップ > ", "|", "-", "(", "「",
)  # fmt: skip


@cache
def fixtures(ending: str = "") -> list[bytes]:
    """The fixture documents of a format, or all."""
    known = sorted(path for path in DOCUMENTS.iterdir() if path.suffix in READERS)
    return [path.read_bytes() for path in known if path.suffix.startswith(ending[:4] or ".")]


def turn_bits(data: bytes, chance: random.Random) -> bytes:
    """A few bits the other way."""
    turned = bytearray(data)
    for _ in range(chance.choice((1, 8, 200))):
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
    return bytes(turned)


def cut_short(data: bytes, chance: random.Random) -> bytes:
    """The start, the end, or all but a piece."""
    first, second = sorted((chance.randrange(len(data)), chance.randrange(len(data))))
    return chance.choice((data[:first], data[first:], data[:first] + data[second:]))


def splice(data: bytes, chance: random.Random) -> bytes:
    """A piece of another document, of whatever format, put in."""
    other = chance.choice(fixtures())
    first, second = sorted((chance.randrange(len(other)), chance.randrange(len(other))))
    place = chance.randrange(len(data))
    return data[:place] + other[first:second] + data[place:]


def repeat_piece(data: bytes, chance: random.Random) -> bytes:
    """One piece many times over."""
    start = chance.randrange(len(data))
    piece = data[start : start + chance.choice((1, 3, 30, 1000))]
    return data[:start] + piece * min(chance.choice((2, 50, 100_000)), LARGEST // len(piece) + 1) + data[start:]


def put_words(data: bytes, chance: random.Random) -> bytes:
    """Words that readers look for, put in by chance."""
    for _ in range(chance.choice((1, 10, 100))):
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(PIECES).encode() + data[place:]
    return data


DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (turn_bits, cut_short, splice, repeat_piece, put_words)


def damage_part(data: bytes, chance: random.Random) -> bytes:
    """A Word file, one of its parts damaged within a whole archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(["word/document.xml", *sorted(parts)])
    if parts[name]:
        parts[name] = chance.choice(DAMAGES)(parts[name], chance)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return written.getvalue()


def make_input(number: int) -> tuple[str, bytes]:
    """The ending and the bytes of an input."""
    chance = random.Random(number)
    ending = chance.choices([".txt", ".md", ".html", ".docx", ".pdf"], [3, 3, 3, 3, 1])[0]
    kind = chance.randrange(10)
    if kind == 0:
        return ending, chance.randbytes(chance.choice((1, 100, 10_000)))
    if kind == 1:
        return ending, (chance.choice(PIECES) * chance.choice((1000, 20_000))).encode("utf-8", "replace")[:LARGEST]
    if kind in {2, 3}:
        joined = "".join(chance.choices(PIECES, k=chance.choice((5, 100, 3000))))
        return ending, joined.encode(chance.choice(("utf-8", "cp932", "utf-16")), "replace")
    data = chance.choice(fixtures(ending))
    if ending == ".docx" and kind > 4:
        return ending, damage_part(data, chance)
    for damage in chance.choices(DAMAGES, k=chance.choice((1, 1, 3))):
        data = damage(data, chance)[: LARGEST if ending in TEXTS else None] or b" "
    if ending in TEXTS and chance.random() < 0.7:  # what is no text is refused before much is read
        data = data.decode("utf-8", "ignore").replace("\0", "").encode() or b" "
    return ending, data


def read_input(number: int, folder: Path) -> str:
    """ "read" or "refused"; anything else is raised."""
    ending, data = make_input(number)
    path = folder / f"input{ending}"
    path.write_bytes(data)
    try:
        document = read_document(path)
    except GuidelineError as refusal:
        if "\n" in str(refusal):
            raise ValueError(f"the refusal has several lines: {refusal}") from refusal
        return "refused"
    for section in read_outline(document.lines, "fuzz", document.title).sections:
        for passage in split_passages(section):
            if section.text[passage.start : passage.end] != passage.text:
                raise ValueError("a passage is no part of its section")
    return "read"


def serve(asked: Connection) -> None:
    """Read inputs as their numbers come; too much computing ends this process."""
    os.setsid()
    with tempfile.TemporaryDirectory() as folder:
        while (number := asked.recv()) is not None:
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            signal.setitimer(signal.ITIMER_PROF, SECONDS)  # its signal kills, whatever library is at work
            try:
                said = read_input(number, Path(folder))
            except Exception as fault:
                where = fault.__traceback__
                while where is not None and where.tb_next is not None:
                    where = where.tb_next
                place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
                said = f"crash: {type(fault).__name__}: {' '.join(str(fault).split())[:120]} ({place})"
            signal.setitimer(signal.ITIMER_PROF, 0)
            if resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before > SECONDS:
                said = "hang: in a process of its own"
            asked.send(said)


class Reader:
    """A process that reads, started again when it dies."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._line, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=serve, args=(theirs,))
        self._process.start()
        theirs.close()

    def read(self, number: int) -> str:
        """What came of an input."""
        self._line.send(number)
        try:
            if self._line.poll(LONGEST_WAIT):
                return str(self._line.recv())
            said = f"hang: no end after {LONGEST_WAIT} seconds"
            if self._process.pid:  # the group is its own
                os.killpg(self._process.pid, signal.SIGKILL)
        except EOFError:
            said = ""
        self._process.join()
        if not said:
            by = -(self._process.exitcode or 0)
            said = "hang: too much computing" if by == signal.SIGPROF else f"crash: died, signal {by}"
        self._start()
        return said

    def end(self) -> None:
        """End the process."""
        self._line.send(None)
        self._process.join()


def main() -> int:
    """Read the inputs, print what came of them; 1 if any crashed or hung."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many inputs")
    parser.add_argument("--first", type=int, default=0, help="number of the first")
    parser.add_argument("--keep", type=Path, help="folder for the inputs that crash or hang")
    options = parser.parse_args()
    reader = Reader()
    counts: Counter[str] = Counter()
    for number in range(options.first, options.first + options.count):
        said = reader.read(number)
        counts[said.partition(":")[0]] += 1
        if said not in {"read", "refused"}:
            ending, data = make_input(number)
            print(f"input {number} ({ending}, {len(data)} bytes): {said}", flush=True)
            if options.keep:
                (options.keep / f"{number}{ending}").write_bytes(data)
    reader.end()
    print(
        f"{counts.total()} inputs: "
        + ", ".join(f"{counts[kind]} {kind}" for kind in ("read", "refused", "crash", "hang"))
    )
    return 1 if counts["crash"] or counts["hang"] else 0


if __name__ == "__main__":
    sys.exit(main())
