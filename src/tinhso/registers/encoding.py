"""Encodings of Vietnamese text files: recognised from the bytes, and turned into UTF-8.

Takes a file's bytes, gives the name of the encoding and a UTF-8 copy. UTF-8 with or without mark, UTF-16, Windows-1258,
and the two older fonts-as-encodings still met in communes' files: TCVN3 (ABC) and VNI. The 8-bit ones are told apart by
which reading has most letters that Vietnamese words can hold.
"""

import codecs
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from tinhso.registers.old_encodings import read_tcvn3, read_vni

_SAMPLE = 1 << 22
_CHUNK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# A Vietnamese syllable: consonants, one to three vowels of which at most one bears a tone, consonants.
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = frozenset("aáàảãạăắằẳẵặâấầẩẫậbcdđeéèẻẽẹêếềểễệghiíìỉĩịklmnoóòỏõọôốồổỗộơớờởỡợpqrstuúùủũụưứừửữựvxyýỳỷỹỵ")


def first_bytes(path: Path, n_bytes: int = _SAMPLE) -> bytes:
    """Return the first bytes of a file."""
    with path.open("rb") as file:
        return file.read(n_bytes)


def encoding_of(sample: bytes) -> str:
    """Return the encoding of a file from its first bytes: utf-8, utf-8-sig, utf-16…, windows-1258, tcvn3 or vni."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if sample[1::2].count(0) * 4 > len(sample):
        return "utf-16-le"
    if sample[::2].count(0) * 4 > len(sample):
        return "utf-16-be"
    try:
        # The sample may end within a character; an incremental reader does not mind.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError as error:
        # One broken row does not make a file of another encoding.
        if _share_of_utf8(sample) > 0.9:
            return "utf-8"
        return _eight_bit(sample[max(0, error.start - _CHUNK // 8) : error.start + _CHUNK // 8])
    return "utf-8"


def decode(content: bytes, encoding: str) -> str:
    """Return text in composed form (NFC); bytes that mean nothing become U+FFFD."""
    old: dict[str, Callable[[bytes], str]] = {"tcvn3": read_tcvn3, "vni": read_vni}
    read = old.get(encoding)
    text = read(content) if read else content.decode(_codec(encoding), "replace")
    return unicodedata.normalize("NFC", text)


def write_utf8(source: Path, encoding: str, target: Path, *, line_feed_alone: bool = False) -> None:
    """Write a file again in UTF-8, in pieces that end with a line."""
    with source.open("rb") as file, target.open("w", encoding="utf-8", newline="") as out:
        for piece in _whole_lines(file, encoding):
            text = unicodedata.normalize("NFC", piece)
            out.write(text.replace("\r\n", "\n").replace("\r", "\n") if line_feed_alone else text)


def _whole_lines(file: BinaryIO, encoding: str) -> Iterator[str]:
    old = {"tcvn3": read_tcvn3, "vni": read_vni}.get(encoding)
    if old is None:
        reader = io.TextIOWrapper(file, _codec(encoding), "replace", newline="")
        try:
            while piece := reader.read(_CHUNK):
                yield piece + reader.readline()
        finally:
            # The file stays its opener's to close.
            reader.detach()
    else:
        while content := b"".join(file.readlines(_CHUNK)):
            yield old(content)


def _codec(encoding: str) -> str:
    return "cp1258" if encoding == "windows-1258" else encoding


def _share_of_utf8(sample: bytes) -> float:
    lines = sample.split(b"\n")[:-1] or [sample]
    accented = [line for line in lines if any(byte > 127 for byte in line)]
    return sum(_is_utf8(line) for line in accented) / (len(accented) or 1)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _eight_bit(sample: bytes) -> str:
    return max(("windows-1258", "tcvn3", "vni"), key=lambda name: _plausibility(decode(sample, name)))


def _plausibility(text: str) -> float:
    """Return the share of words with a letter beyond ASCII that are written as Vietnamese words are."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    odd = sum(1 for c in text if ord(c) > 127 and not c.isalpha())
    return sum(_is_vietnamese(word) for word in words) / (len(words) + odd or 1)


def _is_vietnamese(word: str) -> bool:
    tones = sum(1 for c in unicodedata.normalize("NFD", word) if c in "\u0300\u0301\u0303\u0309\u0323")
    one_case = word.islower() or word.isupper() or word.istitle()
    return len(word) <= 7 and tones <= 1 and one_case and all(c in _LETTERS for c in word.lower())
