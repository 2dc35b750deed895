"""Which encoding a file has, and what is refused as no text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus.errors import GuidelineError
from ingest.readers.encoding import decode_text

SENTENCE = "南山市の協働の指針です。市民と市が、ともに考えて動きます。\n"
SPECIAL = "①共催～②後援　㈱みなみ・Ⅲ─§ℓ㎡\r\n" + SENTENCE
NEC = "①共催②後援　㈱みなみ・Ⅲ\n" + SENTENCE


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "euc_jp", "iso2022_jp"])
def test_a_text_comes_back_from_every_known_encoding(codec: str) -> None:
    assert decode_text(SENTENCE.encode(codec), "a.txt") == SENTENCE


def test_marked_utf_16_of_either_order_is_read() -> None:
    assert decode_text(b"\xfe\xff" + SENTENCE.encode("utf-16-be"), "a.txt") == SENTENCE
    assert decode_text(b"\xff\xfe" + SENTENCE.encode("utf-16-le"), "a.txt") == SENTENCE


def test_the_signs_of_windows_31j_are_read_as_windows_reads_them() -> None:
    text = SPECIAL.replace("ℓ", "")
    assert decode_text(text.encode("cp932"), "a.txt") == text


def test_the_signs_that_nec_added_to_euc_jp_are_read() -> None:
    assert decode_text(NEC.encode("euc_jis_2004"), "a.txt") == NEC


def test_the_signs_that_nec_added_are_read_in_iso_2022_jp_too() -> None:
    shifted = bytes(byte & 0x7F for byte in "①協働㈱".encode("euc_jis_2004"))
    assert decode_text(b"A \x1b$B" + shifted + b"\x1b(B end", "a.txt") == "A ①協働㈱ end"


def test_half_width_katakana_is_read_in_windows_31j_and_iso_2022_jp() -> None:
    text = "ｺﾐｭﾆﾃｨ活動の手引きです。ﾎﾞﾗﾝﾃｨｱも読みます。"
    assert decode_text(text.encode("cp932"), "a.txt") == text
    assert decode_text(b"\x1b(I" + bytes(byte & 0x7F for byte in "ｱｲｳ".encode("cp932")) + b"\x1b(B", "a.txt") == "ｱｲｳ"


@pytest.mark.parametrize("text", ["協働", "指針", "市民活動", "目次", "（案）", "はじめに", "1　目的"])
@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
def test_a_few_letters_tell_windows_31j_and_euc_jp_apart(text: str, codec: str) -> None:
    assert decode_text(text.encode(codec), "a.txt") == text


def test_what_a_file_declares_does_not_overrule_utf_8() -> None:
    assert decode_text(SENTENCE.encode(), "a.html", declared="Shift_JIS") == SENTENCE


def test_a_false_declaration_is_seen_through() -> None:
    assert decode_text(SENTENCE.encode("cp932"), "a.html", declared="ISO-8859-1") == SENTENCE
    assert decode_text(SENTENCE.encode("euc_jp"), "a.html", declared="Shift_JIS") == SENTENCE


def test_english_with_typographic_quotation_marks_is_western() -> None:
    text = "The city’s guide – “together” – café rules."
    assert decode_text(text.encode("cp1252"), "a.txt") == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
        (b"\x89PNG\r\n", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a JPEG picture"),
        (b"GIF89a..", "a GIF picture"),
        (b"\x7fELF\x02", "a program"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"{\\rtf1\\ansi", "a rich text file"),
        (b"abc\x00def", "binary data"),
        (b"\x01\x02\x03\x04 abc", "binary data"),
        (b"\xff\xfea\x00b", "not valid in it"),
        (SENTENCE.encode() + b"\xff" + SENTENCE.encode(), "damaged UTF-8"),
        (SENTENCE.encode("cp932") + b"\x81", "unknown encoding"),
        (bytes(range(0x80, 0x100)), "unknown encoding"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(GuidelineError) as refused:
        decode_text(data, "folder/a.txt")
    assert str(refused.value).startswith("folder/a.txt: ")
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=200), st.sampled_from(["", "utf-8", "shift_jis", "x-sjis", "EUC-JP", "latin1", "nonsense"]))
@example(b"\x1b$B\x30", "")
@example(b"\x1b(I\x80", "")
@example(b"", "")
def test_any_bytes_are_a_text_or_refused(data: bytes, declared: str) -> None:
    try:
        text = decode_text(data, "a.txt", declared)
    except GuidelineError as refused:
        assert "\n" not in str(refused)
    else:
        text.encode("utf-8")


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="cp932", min_codepoint=0x3041, max_codepoint=0x9FFF), min_size=1, max_size=60))
def test_kana_and_kanji_in_utf_8_are_never_mistaken(text: str) -> None:
    assert decode_text(text.encode(), "a.txt") == text
