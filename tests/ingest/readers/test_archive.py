"""Archives: what is refused before it is inflated, and parts that are not what the directory says."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from corpus.errors import GuidelineError
from ingest.readers import archive as limits
from ingest.readers.archive import open_archive

HERE = Path("a.docx")


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def declare_size(data: bytes, size: int) -> bytes:
    """The same archive, its directory declaring that the only part inflates to ``size`` bytes."""
    entry = data.index(b"PK\x01\x02")
    return data[: entry + 24] + struct.pack("<I", size) + data[entry + 28 :]


def test_a_part_is_read_by_its_name_in_any_case() -> None:
    opened = open_archive(HERE, zipped({"Word\\Document.xml": b"text"}))
    assert opened.read("word/document.xml") == b"text"
    assert opened.read("word/other.xml") is None


def test_what_is_no_archive_is_refused() -> None:
    with pytest.raises(GuidelineError, match=r"^a\.docx: not a readable zip archive"):
        open_archive(HERE, b"PK\x03\x04 and then nothing of the kind")


def test_a_bomb_is_refused_by_its_ratio_and_the_part_is_never_inflated() -> None:
    bomb = zipped({"word/document.xml": bytes(limits.RATIO_FROM + 1)})
    with pytest.raises(GuidelineError, match="200 times its stored size"):
        open_archive(HERE, bomb)


def test_parts_that_are_too_large_together_are_refused() -> None:
    data = declare_size(zipped({"a": b"x" * 10}, zipfile.ZIP_STORED), limits.LARGEST_TOTAL + 1)
    with pytest.raises(GuidelineError, match="the archive inflates to more than"):
        open_archive(HERE, data)


def test_one_part_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_PART", 100)
    opened = open_archive(HERE, zipped({"large": b"x" * 101, "small": b"x" * 100}))
    assert opened.read("small") == b"x" * 100
    with pytest.raises(GuidelineError, match="large is 101 bytes, over the limit of 100"):
        opened.read("large")


def test_too_many_parts_are_refused() -> None:
    parts = {str(number): b"" for number in range(limits.MOST_PARTS + 1)}
    with pytest.raises(GuidelineError, match="over 10000 parts"):
        open_archive(HERE, zipped(parts, zipfile.ZIP_STORED))


@pytest.mark.parametrize("declared", [1, 5_000, 30_000_000])
def test_a_part_whose_size_is_a_lie_is_refused(declared: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "HIGHEST_RATIO", 10**9)
    opened = open_archive(HERE, declare_size(zipped({"a": b"x" * 10_000}), declared))
    with pytest.raises(GuidelineError, match="a is damaged"):
        opened.read("a")


def test_a_part_with_damaged_content_is_refused() -> None:
    data = zipped({"a": b"some text"}, zipfile.ZIP_STORED).replace(b"some text", b"same text")
    with pytest.raises(GuidelineError, match="a is damaged: Bad CRC-32"):
        open_archive(HERE, data).read("a")


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(zipped({"a": b"text"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(GuidelineError, match="encrypted; save it without a password"):
        open_archive(HERE, bytes(data))


def test_a_compression_that_the_format_does_not_know_is_refused() -> None:
    with pytest.raises(GuidelineError, match="compressed in a way that is not supported"):
        open_archive(HERE, zipped({"a": b"text"}, zipfile.ZIP_LZMA))
