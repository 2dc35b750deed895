"""PDF files that cannot be read, or that are made to tire or break their reader: one line, no crash, no hang."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption

from corpus.errors import GuidelineError
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_pages import MOST_PAGES, PdfFault, read_pages, read_pages_apart
from tests.ingest.readers.pdf_making import BODY, first_page, make_pdf, raw_pdf, second_page


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not a PDF at all", "not a PDF file"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 100, "damaged"),
    ],
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "odd.pdf"
    path.write_bytes(content)
    with pytest.raises(GuidelineError, match=reason) as caught:
        read_pdf(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GuidelineError, match="cannot be read"):
        read_pdf(tmp_path / "none.pdf")


def test_a_file_with_a_password_is_refused_and_one_that_only_limits_printing_is_read(tmp_path: Path) -> None:
    locked = make_pdf(tmp_path / "locked.pdf", first_page, encrypt=StandardEncryption("secret", strength=128))
    with pytest.raises(GuidelineError, match="protected by a password: take the protection off"):
        read_pdf(locked)
    free = make_pdf(
        tmp_path / "free.pdf", first_page, encrypt=StandardEncryption("", "owner", canPrint=0, strength=128)
    )
    assert BODY in read_pdf(free).text


def test_a_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = make_pdf(tmp_path / "scan.pdf", lambda canvas: canvas.rect(50, 50, 400, 600, fill=1))
    with pytest.raises(GuidelineError, match=r"no text layer.*OCR.*text file"):
        read_pdf(path)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(PdfFault, match=f"{MOST_PAGES + 1} pages, over the limit of {MOST_PAGES}"):
        read_pages(raw_pdf(b"BT ET", pages=MOST_PAGES + 1))


def test_a_small_file_that_shows_endless_text_is_refused() -> None:
    line = b"(The quick brown fox jumps over the lazy dog) ' " * 100
    with pytest.raises(PdfFault, match="more text than a file of its size can hold"):
        read_pages(raw_pdf(b"BT /F 9 Tf 12 TL 50 800 Td " + line + b"ET", pages=60))


def test_a_file_that_would_be_read_for_ever_is_given_up() -> None:
    nested = b"/X Do " * 9
    with pytest.raises(PdfFault, match="more time or memory than a text can need"):
        read_pages_apart(raw_pdf(nested, forms=[nested] * 12), page_seconds=1)


@pytest.fixture(scope="module")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return make_pdf(tmp_path_factory.mktemp("fuzz") / "small.pdf", first_page, second_page).read_bytes()


@settings(max_examples=250, deadline=None)
@given(seed=st.integers(0, 2**32), flips=st.integers(0, 40), share=st.floats(0, 1))
def test_a_damaged_file_gives_pages_or_a_fault(small_pdf: bytes, seed: int, flips: int, share: float) -> None:
    chance = random.Random(seed)
    damaged = bytearray(small_pdf[: int(len(small_pdf) * share)] if seed % 3 == 0 else small_pdf)
    for _ in range(flips if damaged else 0):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    try:
        pages = read_pages(bytes(damaged))
    except PdfFault as fault:
        assert "\n" not in str(fault)
    else:
        assert all(isinstance(line.text, str) and "\n" not in line.text for page in pages for line in page.lines)


def test_damaged_files_give_a_document_or_one_line(tmp_path: Path, small_pdf: bytes) -> None:
    path = tmp_path / "damaged.pdf"
    read = 0
    for share in (0.5, 0.99):
        path.write_bytes(small_pdf[: int(len(small_pdf) * share)])
        try:
            read += bool(read_pdf(path).lines)
        except GuidelineError as fault:
            assert str(fault).startswith(f"{path}: ")
    assert read < 2
