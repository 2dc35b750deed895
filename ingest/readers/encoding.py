"""Bytes to text: which encoding a file has, decided strictly and always the same way.

The order: byte order mark, the escapes of ISO-2022-JP, strict UTF-8, what the file declares, and last a
choice between Windows-31J, EUC-JP and Western by strict decoding and by how much the result looks like Japanese.
Nothing is ever decoded by leaving out or replacing what does not fit.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from pathlib import Path

from corpus.errors import GuidelineError

# The longer mark first: the mark of UTF-16 opens the one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (as are .docx, .xlsx, .odt)"),
    (b"PK\x05\x06", "a ZIP archive (as are .docx, .xlsx, .odt)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "a rich text file (.rtf)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
)
_JAPANESE = {"windows-31j": ("cp932",), "euc-jp": ("euc_jp", "euc_jis_2004")}
"""Codecs of each encoding; the second of EUC-JP knows the signs that NEC added (①, Ⅰ, ㈱)."""
_DECLARED = {
    **dict.fromkeys(("shift_jis", "sjis", "x_sjis", "ms_kanji", "windows_31j", "ms932", "cp932"), "windows-31j"),
    **dict.fromkeys(("euc_jp", "x_euc_jp", "eucjp", "ujis"), "euc-jp"),
    **dict.fromkeys(("iso_8859_1", "latin1", "windows_1252", "cp1252", "us_ascii"), "cp1252"),
}
_ISO_2022 = re.compile(rb"\x1b\$[@B]|\x1b\([JI]")
_ISO_2022_PART = re.compile(rb"(\x1b\$[@B]|\x1b\$\(D|\x1b\([BJI])")
# What Western text without Japanese never holds: neighbouring high bytes, or others than quotation marks, dashes,
# section and currency signs and small accented letters.
_NOT_WESTERN = re.compile(rb"[\x80-\xff]{2}|[^\x00-\x7f\x85\x91-\x97\xa0\xa3\xa7\xa9\xb0\xb7\xe0-\xfc]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.1
"""Share of control characters above which a file is no text."""
LEAST_LIKENESS = 0.25
"""``japanese_likeness`` under which a decoding is not believed."""


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        GuidelineError: the file cannot be read, is no text, or has an unknown encoding.
    """
    return decode_text(read_bytes(path), str(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        GuidelineError: the file cannot be read.
    """
    try:
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        raise GuidelineError(f"{path}: cannot be read: {fault}") from fault


def decode_text(data: bytes, name: str, declared: str = "") -> str:
    """The text in ``data``; ``name`` is for the message, ``declared`` the encoding that the file itself names.

    Raises:
        GuidelineError: the bytes are no text, or fit no encoding that is known.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data[len(mark) :], encoding)
            if text is None:
                raise GuidelineError(f"{name}: marked as {encoding.upper()}, but not valid in it")
            return _checked(text, name)
    for magic, kind in _BINARY:
        if data.startswith(magic):
            raise GuidelineError(f"{name}: not a text file but {kind}")
    if b"\0" in data:
        raise GuidelineError(f"{name}: not a text file (binary data)")
    text = _decode_iso_2022(data)
    if text is None:
        text = _strict(data, "utf-8")
    if text is None:
        text = _decode_legacy(data, name, declared.strip().lower().replace("-", "_"))
    return _checked(text, name)


def japanese_likeness(text: str) -> float:
    """How much the characters beyond ASCII look like Japanese: 1 is all kana and common kanji, 0 none of it.

    Half-width katakana count little: other encodings misread give runs of them.
    """
    counts = Counter(text)
    total = likeness = 0.0
    for character, count in counts.items():
        if character > "\x7f":
            total += count
            likeness += count * _weight(character)
    return likeness / total if total else 1.0


def _weight(character: str) -> float:
    if "\u3041" <= character <= "\u30fe" or character in "、。「」『』【】・（）！？：，．　％〜～":
        return 1.0
    if "\uff10" <= character <= "\uff5a":
        return 0.9
    if "\uff61" <= character <= "\uff9f":
        return 0.3
    encoded = character.encode("cp932", "ignore")
    if len(encoded) == 2 and 0x88 <= encoded[0] <= 0x97:  # the first level of the kanji of JIS X 0208
        return 0.8
    return 0.4 if len(encoded) == 2 and 0x81 <= encoded[0] <= 0x87 else 0.0


def _decode_legacy(data: bytes, name: str, declared: str) -> str:
    """``data``, which is not UTF-8, by the likeliest of the older encodings."""
    if not _NOT_WESTERN.search(data) and (western := _strict(data, "cp1252")) is not None:
        return western
    readings = {
        encoding: next((text for codec in codecs if (text := _strict(data, codec)) is not None), None)
        for encoding, codecs in _JAPANESE.items()
    }
    likeness = {encoding: japanese_likeness(text) for encoding, text in readings.items() if text is not None}
    damaged = japanese_likeness(data.decode("utf-8", "replace"))
    said = _DECLARED.get(declared, "")
    best = max(likeness, key=lambda encoding: likeness[encoding] + 0.1 * (encoding == said), default="")
    chosen = readings.get(best)
    if chosen is not None and likeness[best] >= max(LEAST_LIKENESS, damaged):
        return chosen
    if said == "cp1252" and damaged < LEAST_LIKENESS and (western := _strict(data, "cp1252")) is not None:
        return western
    if damaged >= LEAST_LIKENESS:
        raise GuidelineError(f"{name}: damaged UTF-8 ({_first_fault(data)}); save the text again as UTF-8")
    raise GuidelineError(f"{name}: unknown encoding, neither UTF-8, Windows-31J (Shift_JIS), EUC-JP nor ISO-2022-JP")


def _decode_iso_2022(data: bytes) -> str | None:
    """ISO-2022-JP, with half-width katakana and the signs that NEC added; None if it is not that."""
    if not _ISO_2022.search(data) or not data.isascii():
        return None
    texts, shift = [], b"\x1b(B"
    for part in _ISO_2022_PART.split(data):
        if part.startswith(b"\x1b"):
            shift = part
            continue
        read = _read_shifted(part, shift)
        if read is None:
            return None
        texts.append(read)
    return "".join(texts)


def _read_shifted(part: bytes, shift: bytes) -> str | None:
    if shift in {b"\x1b(B", b"\x1b(J"}:
        return _strict(part, "ascii")
    high = bytes(byte | 0x80 if 0x20 < byte < 0x7F else byte for byte in part)
    if shift == b"\x1b(I":
        return _strict(high, "cp932")
    if shift == b"\x1b$(D":
        return _strict(re.sub(rb"([\xa1-\xfe]{2})", rb"\x8f\1", high), "euc_jp")
    return next((text for codec in _JAPANESE["euc-jp"] if (text := _strict(high, codec)) is not None), None)


def _strict(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeError:
        return None


def _first_fault(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        return f"byte {data[fault.start]:#04x} at {fault.start}"
    return "no fault"


def _checked(text: str, name: str) -> str:
    if "\0" in text or len(_CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise GuidelineError(f"{name}: not a text file (binary data)")
    return text
