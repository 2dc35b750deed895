"""Adding, listing and removing guidelines from the command line, and what is said of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.cli import main
from api.library_commands import MOST_NAMED
from ingest.build import current_manifest

TEXT = """緑市協働の手引き

令和3年4月

第1章 協働の形態

(1) 共催

市民と市が共に主催者となる形です。

(2) 後援

市が名義の使用を許可する形です。
"""


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to add; the command line is pointed at folders that do not exist yet."""
    monkeypatch.setenv("KYODO_GUIDELINES", str(tmp_path / "guidelines"))
    monkeypatch.setenv("KYODO_DATA", str(tmp_path / "data"))
    path = tmp_path / "given.txt"
    path.write_text(TEXT, "utf-8")
    return path


def add(path: Path, *more: str, city: str = "midori") -> int:
    return main(["add", str(path), "--city", city, "--name", "緑市", *more])


def test_an_added_city_is_named_listed_answered_and_removed(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(given) == 0
    said = capsys.readouterr()
    assert "midori (緑市): added, 4 sections" in said.out and "issued: 令和3年4月" in said.out
    assert said.err.splitlines()[-1].startswith("index built: ")
    assert add(given, "--kana", "さくらし", city="sakura") == 0
    capsys.readouterr()

    assert main(["list", "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)["guidelines"]
    assert [entry["city"] for entry in entries] == ["midori", "sakura"]
    assert entries[0] == {
        "city": "midori",
        "city_name": "緑市",
        "title": "緑市協働の手引き",
        "issued": "令和3年4月",
        "sections": 4,
        "notes_fresh": 0,
        "notes_stale": 0,
        "warnings": [],
        "kinds": ["txt"],
    }
    assert main(["list"]) == 0
    assert re.search(r"^midori\t緑市\t緑市協働の手引き\t令和3年4月$", capsys.readouterr().out, re.MULTILINE)

    assert main(["ask", "緑市の後援とは何ですか", "--json"]) == 0
    reply = json.loads(capsys.readouterr().out)
    assert reply["citations"][0]["section_id"] == "midori/1-2"

    assert main(["remove", "--city", "midori"]) == 0
    assert "midori (緑市): 4 sections taken out" in capsys.readouterr().out
    assert main(["list", "--json"]) == 0
    assert [entry["city"] for entry in json.loads(capsys.readouterr().out)["guidelines"]] == ["sakura"]


def test_a_city_named_only_by_its_id_is_asked_for_in_english(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(given) == 0
    capsys.readouterr()
    assert main(["ask", "What is co-hosting in Midori?", "--json"]) == 0
    reply = json.loads(capsys.readouterr().out)
    assert reply["lang"] == "en" and reply["status"] != "out_of_scope"
    assert "緑市" in reply["text"] and " of  " not in reply["text"]


def test_what_changed_is_said_by_id_and_heading(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(given) == 0
    given.write_text(TEXT.replace("許可する形です", "認める形です") + "\n(3) 委託\n\n新しい形です。\n", "utf-8")
    capsys.readouterr()
    assert add(given, "--replace") == 0
    lines = capsys.readouterr().out.splitlines()
    assert re.search(r"replaced, 5 sections, \d+ texts embedded$", lines[0])
    assert lines[lines.index("- midori/1-3 (3) 委託") - 1].endswith("sections added: 1")
    assert lines[lines.index("- midori/1-2 (2) 後援") - 1].endswith("sections altered: 1")
    assert add(given) == 0
    assert capsys.readouterr().out.endswith("midori (緑市): unchanged\n")


def test_of_many_changes_the_first_are_named_and_the_rest_counted(
    given: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chapters = "".join(f"\n第{number}章 その{number}\n\n{number}つ目です。\n" for number in range(2, 33))
    assert add(given) == 0
    given.write_text(TEXT + chapters, "utf-8")
    capsys.readouterr()
    assert add(given, "--replace") == 0
    out = capsys.readouterr().out
    assert "sections added: 31" in out
    assert len(re.findall(r"^- midori/", out, re.MULTILINE)) == MOST_NAMED
    assert f"{31 - MOST_NAMED} more" in out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["add", "{folder}/nowhere.txt", "--city", "sakura", "--name", "桜市"], "nowhere.txt: there is no such file"),
        (["add", "{folder}", "--city", "sakura", "--name", "桜市"], "a folder"),
        (["add", "{folder}/empty.txt", "--city", "sakura", "--name", "桜市"], "empty.txt: the file is empty"),
        (["add", "{folder}/given.xyz", "--city", "sakura", "--name", "桜市"], "given.xyz: no reader"),
        (["add", "{folder}/given.txt", "{folder}/empty.txt", "--city", "sakura", "--name", "桜市"], "empty.txt"),
        (["add", "{folder}/given.txt", "--city", "../sakura", "--name", "桜市"], "--city ../sakura"),
        (["add", "{folder}/given.txt", "--city", "sakura"], "--name"),
        (["add", "{folder}/other.txt", "--city", "midori", "--name", "緑市"], "--replace"),
        (["add", "{folder}/\x1b[31m\n.txt", "--city", "sakura", "--name", "桜市"], "?[31m"),
        (["remove", "--city", "atlantis"], "--city atlantis"),
        (["remove", "--city", "midori"], "last guideline"),
        (["inspect", "{folder}/empty.txt"], "empty.txt: the file is empty"),
        (["inspect", "{folder}"], "a folder"),
    ],
)
def test_bad_input_is_one_line_and_leaves_everything_as_it_was(
    given: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], named: str
) -> None:
    assert add(given) == 0
    folder = given.parent
    (folder / "empty.txt").write_text("")
    (folder / "given.xyz").write_text(TEXT)
    (folder / "other.txt").write_text(TEXT + "追加です。\n", "utf-8")
    before = sorted((folder / "guidelines").rglob("*")), current_manifest(folder / "data")
    capsys.readouterr()
    assert main([argument.replace("{folder}", str(folder)) for argument in arguments]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.splitlines()
    assert len(lines) == 1 and lines[0].startswith("kyodo: ") and named in lines[0]
    assert (sorted((folder / "guidelines").rglob("*")), current_manifest(folder / "data")) == before


def test_help_says_that_several_files_are_added_together_or_not_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["add", "--help"])
    assert "all are added, or nothing changes" in " ".join(capsys.readouterr().out.split())


def test_inspect_shows_ids_and_what_was_left_out(given: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(given)]) == 0
    assert "    (2) 後援  [1-2] (" in capsys.readouterr().out.splitlines()[4]
    assert main(["inspect", str(given), "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown.keys() == {"title", "sections", "warnings", "pages", "furniture"}
    assert shown["sections"][3] == {
        "id": "1-2",
        "path": ["第1章 協働の形態", "(2) 後援"],
        "page": None,
        "text": "市が名義の使用を許可する形です。",
    }
