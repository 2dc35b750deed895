"""The shape of the code: imports point up only, parts are confined, files are read in one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "corpus": set[str](),
    "ingest": {"corpus"},
    "assistant": {"corpus", "ingest"},
    "api": {"corpus", "ingest", "assistant"},
    "eval": {"corpus", "ingest", "assistant"},
}
"""Which packages of ours each package may import, besides itself."""
CONFINED = {
    "bm25s": ("ingest/lexical.py",),
    "bs4": ("ingest/readers/html",),
    "chromadb": ("ingest/vectors.py",),
    "docx": ("ingest/readers/word",),
    "fastapi": ("api/",),
    "jinja2": ("api/", "eval/"),
    "langchain": ("assistant/model_writer.py",),
    "markdown_it": ("ingest/readers/markdown.py",),
    "pypdfium2": ("ingest/readers/pdf",),
    "sentence_transformers": ("ingest/encoder.py", "ingest/train_encoder.py"),
    "sklearn": ("eval/tune.py", "ingest/answerable.py"),
    "sqlalchemy": ("assistant/conversation.py",),
    "starlette": ("api/",),
    "sudachipy": ("ingest/terms.py",),
    "tokenizers": ("ingest/encoder.py", "ingest/train_encoder.py"),
    "torch": ("ingest/train_encoder.py",),
    "uvicorn": ("api/server.py",),
}
"""The only places that import a third-party part."""
LONGEST_FILE = 300


def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    found = {}
    for package in MAY_IMPORT:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imported(path: Path, *, whole: bool = True) -> Iterator[str]:
    """The dotted names that a file imports; without ``whole`` only those that loading it imports."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8"))) if whole else _at_load(ast.parse(path.read_text("utf-8")))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            module = node.module or ""
            yield from (
                f"{module}.{name.name}" if f"{module}.{name.name}" in MODULES else module for name in node.names
            )


def _at_load(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
            yield from _at_load(child)


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_imports_point_up_only(package: str) -> None:
    forbidden = set(MAY_IMPORT) - MAY_IMPORT[package] - {package}
    wrong = [
        f"{place(path)} imports {name}"
        for module, path in MODULES.items()
        if module.partition(".")[0] == package
        for name in imported(path)
        if name.partition(".")[0] in forbidden
    ]
    assert wrong == []


def test_nothing_of_ours_imports_tests() -> None:
    assert [place(path) for path in MODULES.values() for name in imported(path) if name.startswith("tests")] == []


@pytest.mark.parametrize("part", CONFINED)
def test_a_third_party_part_stays_in_its_place(part: str) -> None:
    users = {place(path) for path in MODULES.values() for name in imported(path) if name.partition(".")[0] == part}
    assert users, f"{part} is not used any more"
    assert {user for user in users if not user.startswith(CONFINED[part])} == set()


def test_no_modules_import_one_another_in_a_circle() -> None:
    graph = {name: {used for used in imported(path) if used in MODULES} for name, path in MODULES.items()}
    open_names: list[str] = []
    done: set[str] = set()

    def visit(name: str) -> None:
        assert name not in open_names, " -> ".join([*open_names[open_names.index(name) :], name])
        if name not in done:
            open_names.append(name)
            for used in sorted(graph[name] - {name}):
                visit(used)
            done.add(open_names.pop())

    for name in graph:
        visit(name)


@pytest.mark.parametrize("suffix", [".py", ".js", ".css", ".html"])
def test_no_file_is_longer_than_one_sitting(suffix: str) -> None:
    held = [path for top in (*MAY_IMPORT, "tests") for path in (ROOT / top).rglob(f"*{suffix}")]
    files = [path for path in held if "documents" not in path.parts]
    long = {place(path): lines for path in files if (lines := path.read_text("utf-8").count("\n") + 1) > LONGEST_FILE}
    assert long == {}


def test_there_is_no_drawer_for_odds_and_ends() -> None:
    assert [
        place(path) for path in MODULES.values() if path.stem in {"utils", "util", "types", "helpers", "common"}
    ] == []


def test_asking_loads_neither_pytorch_nor_plotting() -> None:
    heavy = {"torch", "sentence_transformers", "matplotlib", "sklearn"}
    wrong = [
        f"{module} loads {name}"
        for module, path in MODULES.items()
        if module.partition(".")[0] != "eval" and module != "ingest.train_encoder"
        for name in imported(path, whole=False)
        if name.partition(".")[0] in heavy
    ]
    assert wrong == []
