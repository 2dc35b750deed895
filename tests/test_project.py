"""What holds for the project as a whole: parts, pins, package data, documents."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions, requires, version
from pathlib import Path
from sys import stdlib_module_names

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from api.cli import main
from assistant.settings import PREFIX, Settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES: tuple[str, ...] = tuple(PROJECT["tool"]["setuptools"]["packages"])
DATA_PARTS = {"lxml", "sudachidict-core"}
"""Parts that another part uses: beautifulsoup4 its parser, sudachipy its dictionary."""
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:)(?P<path>[^)#\s]*)(?:#(?P<anchor>[^)\s]*))?\)")


def test_every_part_that_is_imported_is_declared_and_the_other_way_round() -> None:
    owners = packages_distributions()
    imported = {name for path in python_files() for name in imported_names(path)}
    third_party = imported - set(stdlib_module_names) - set(PACKAGES)
    used = {canonicalize_name(owners[name][0]) for name in third_party}
    declared = {canonicalize_name(Requirement(line).name) for line in PROJECT["project"]["dependencies"]}
    assert declared - DATA_PARTS == used


def test_every_part_that_gets_installed_is_pinned_to_the_version_that_the_tests_run_with() -> None:
    pins = read_pins()
    assert {name: str(Version(version(name)).public) for name in installed_parts()} == {
        name: pins.get(name, "not pinned") for name in installed_parts()
    }


def test_no_part_has_a_licence_that_asks_the_same_of_the_project() -> None:
    asks = re.compile(r"GPL|GNU|SSPL|Non-?Commercial")
    assert [name for name in installed_parts() if asks.search(licence(name))] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_data_file_of_a_package_is_installed_with_it(package: str) -> None:
    folder = ROOT / package.replace(".", "/")
    patterns = PROJECT["tool"]["setuptools"]["package-data"].get(package, [])
    shipped = {path for pattern in patterns for path in folder.glob(pattern)}
    held = {path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}}
    private = {path for path in held if path.name.startswith(".") or "runs" in path.parts}
    assert sorted(str(path) for path in held - private - shipped) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_in_a_document_lead_somewhere(document: Path) -> None:
    broken = []
    for link in _LINK.finditer(document.read_text("utf-8")):
        target = (document.parent / link["path"]).resolve() if link["path"] else document
        if not target.exists() or (link["anchor"] and link["anchor"] not in anchors(target)):
            broken.append(link[0])
    assert broken == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_only_settings_targets_and_commands_that_exist(
    document: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = document.read_text("utf-8")
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    settings = {PREFIX + name.upper() for name in Settings.model_fields}
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^ {4}(\w+)\b", capsys.readouterr().out, re.MULTILINE))
    assert set(re.findall(r"\bKYODO_[A-Z_]+\b", text)) <= settings
    assert set(re.findall(r"(?:^|`)make (\w+)", code, re.MULTILINE)) <= targets
    assert set(re.findall(r"(?:^|`|/)kyodo ([a-z]+)", code, re.MULTILINE)) <= commands


def test_the_tour_names_only_files_that_exist() -> None:
    tour = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(rf"`((?:{'|'.join(PACKAGES)}|docs|tests)/[\w./-]+)`", tour))
    assert named
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def python_files(*more: str) -> Iterator[Path]:
    """The Python files of the packages and of the folders in ``more``."""
    for folder in (*PACKAGES, *more):
        yield from sorted((ROOT / folder).rglob("*.py"))


@cache
def imported_names(path: Path) -> frozenset[str]:
    """The top-level names that a file imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names.add((node.module or "").partition(".")[0])
    return frozenset(names)


def read_pins() -> dict[str, str]:
    """The exact versions of constraints.txt by canonical name."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {str(canonicalize_name(name)): pinned for name, pinned in pairs}


@cache
def installed_parts() -> tuple[str, ...]:
    """The canonical names of every part that the project brings in on this machine, itself not among them."""
    dev = PROJECT["project"]["optional-dependencies"]["dev"]
    waiting = [Requirement(line) for line in PROJECT["project"]["dependencies"] + dev]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        name = str(canonicalize_name(wanted.name))
        for extra in ("", *wanted.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            below = (Requirement(line) for line in requires(name) or ())
            waiting += [one for one in below if one.marker is None or one.marker.evaluate({"extra": extra})]
    return tuple(sorted({name for name, _ in seen}))


def licence(name: str) -> str:
    """A part's licence as its own metadata has it."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return ""
    fields = [*(told.get_all("License-Expression") or ()), *(told.get_all("Classifier") or ())]
    stated = [field for field in fields if "::" not in field or field.startswith("License")]
    return " ".join(stated or told.get_all("License") or ())


@cache
def anchors(path: Path) -> frozenset[str]:
    """The fragments that a Markdown file's headings make."""
    headings = re.findall(r"^#+ +(.*)$", path.read_text("utf-8"), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)
