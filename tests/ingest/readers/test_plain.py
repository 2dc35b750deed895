"""Plain text: every line as it stands; pages where form feeds part them."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from ingest.document import Document
from ingest.readers.plain import read_plain

GUIDELINES = Path(__file__).parents[3] / "corpus" / "guidelines"


def read(tmp_path: Path, text: str, codec: str = "utf-8") -> Document:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    return read_plain(path)


@pytest.mark.parametrize("path", sorted(GUIDELINES.glob("*/text.txt")), ids=lambda path: path.parent.name)
def test_a_held_text_comes_out_line_by_line(path: Path) -> None:
    document = read_plain(path)
    assert [line.text for line in document.lines] == path.read_bytes().decode("utf-8").splitlines()
    assert document.furniture == document.warnings == document.pages == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_ends_a_line(tmp_path: Path, end: str) -> None:
    document = read(tmp_path, end.join(["第1章　協働とは", "", "　本文です。 ", "表\t二列"]))
    assert [line.text for line in document.lines] == ["第1章　協働とは", "", "　本文です。 ", "表\t二列"]
    assert {line.page for line in document.lines} == {None}


def test_windows_text_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "① 共催～㈱南山の手引きです\r\n", "cp932").text == "① 共催～㈱南山の手引きです"


BODIES = (
    "第1章 協働とは\n協働は、市民と市がともに考え、ともに動く",
    "ことをいいます。\n市は窓口を置きます。",
    "第2章 協働の形\n共催と後援があります。",
    "2 人以上の団体は、市に届け出ます。\n届出は4月に行います。",
)


def test_form_feeds_part_pages_and_what_repeats_at_their_edges_is_left_out(tmp_path: Path) -> None:
    pages = [f"南山市協働の手引き\n\n{body}\n\n- {number} -\n" for number, body in enumerate(BODIES, start=1)]
    document = read(tmp_path, "\f".join(pages))
    assert [(line.page, line.text) for line in document.lines] == [
        (1, "第1章 協働とは"),
        (1, "協働は、市民と市がともに考え、ともに動く"),
        (2, "ことをいいます。"),
        (2, "市は窓口を置きます。"),
        (2, ""),
        (3, "第2章 協働の形"),
        (3, "共催と後援があります。"),
        (3, ""),
        (4, "2 人以上の団体は、市に届け出ます。"),
        (4, "届出は4月に行います。"),
    ]
    assert set(document.furniture) == {"南山市協働の手引き", "- 1 -"}


def test_a_form_feed_at_the_end_opens_no_page(tmp_path: Path) -> None:
    document = read(tmp_path, "協働の手引き\n本文です。\n\f")
    assert [(line.page, line.text) for line in document.lines] == [(1, "協働の手引き"), (1, "本文です。")]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="cannot be read"):
        read_plain(tmp_path / "missing.txt")
