"""``outline.toml``: every form that it may have, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from ingest.corrections import Correction, Corrections, HeadingCorrection, read_corrections

WHOLE = """left_out = ["手引き"]
text = ["2 人以上"]

[[heading]]
before = "No\\t施策"
heading = "（一覧）"
rank = 40

[[heading]]
before = "広報"
heading = "広報について"
level = 2

[[heading]]
line = "協働の形"
level = 2
title = "協働の形態"

[[heading]]
line = "附則"
"""


def test_every_form_of_correction_is_read(tmp_path: Path) -> None:
    path = tmp_path / "outline.toml"
    path.write_text(WHOLE, "utf-8")
    assert read_corrections(path) == Corrections(
        left_out=("手引き",),
        text=("2 人以上",),
        put_in=(Correction("No\t施策", "（一覧）", 40), Correction("広報", "広報について", level=2)),
        headings=(HeadingCorrection("協働の形", 2, "協働の形態"), HeadingCorrection("附則")),
    )


def test_no_corrections_file_means_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "outline.toml") == Corrections()


@pytest.mark.parametrize(
    "text",
    [
        "[[heading",
        "",
        '[[heading]]\nbefore = "x"\n',
        '[[heading]]\nbefore="x"\nheading="y"\nrank="z"',
        '[[heading]]\nbefore="x"\nheading="y"',
        '[[heading]]\nline=""',
        '[[heading]]\nline="x"\nlevel=0',
        '[[heading]]\nline="x"\ndepth=1',
        "[[heading]]\nlevel=1",
        'heading = "x"',
        'text = "x"',
        "left_out = [1]",
        'furniture = ["x"]',
        "\udcff",
    ],
)
def test_a_faulty_corrections_file_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "outline.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(GuidelineError, match=r"outline\.toml: not a valid outline file"):
        read_corrections(path)
