"""Rows of two tables as arrays that compiled loops can compare.

Takes Arrow tables and the fields of a definition, gives one encoded column per field: `Numbers` (dates, digits),
`Words` (one string, by distinct value) or `Phrases` (several words, by distinct word). Each distinct string is
cleaned once. Left and right share one code space; a table linked to itself is encoded once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from tinhso.base.errors import UnusableInput, definition_fault, nearest
from tinhso.link.cleaning import canonical, plain, sound, unit_words
from tinhso.link.definition import Field
from tinhso.link.kernels import dates_of, digits_of, hash_rows
from tinhso.link.words import count_words, phrase_words, renumber, row_keys, shares

PHRASE_WORDS = {"full_name": 6, "text": 12}
MISSING_TEXTS = frozenset({"", "null", "none", "nan", "na", "n a", "unknown", "không rõ", "khong ro"})


@dataclass(frozen=True, slots=True)
class Numbers:
    """A date as yyyymmdd or digits after a leading 1, per row; 0 is missing."""

    field: Field
    left: NDArray[np.int64]
    right: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Words:
    """One string per row: codes into distinct canonical values (-1 missing), their letters, hashes and shares.

    `keys` are hashes of the values, `plain_keys` of the values without marks; `share` 0-1 is of all rows of both
    sides, by plain value.
    """

    field: Field
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    values: tuple[str, ...]
    keys: NDArray[np.uint64]
    plain_keys: NDArray[np.uint64]
    letters: NDArray[np.uint32]
    starts: NDArray[np.int64]
    share: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Several words per row: a matrix of word ids (-1 past the end), and per word its hashes, letters and weight.

    `bare` marks words without tone or other marks; `share_left`, `share_right` say how common the whole phrase is.
    """

    field: Field
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    words: tuple[str, ...]
    keys: NDArray[np.uint64]
    plain_keys: NDArray[np.uint64]
    bare: NDArray[np.bool_]
    letters: NDArray[np.uint32]
    starts: NDArray[np.int64]
    weight: NDArray[np.float32]
    share_left: NDArray[np.float32]
    share_right: NDArray[np.float32]


Column = Numbers | Words | Phrases


def encode(field: Field, left: pa.Table, right: pa.Table | None) -> Column:
    """Return the field's column for both sides (`right` None: one table, linked to itself).

    Raises UnusableInput naming the columns a table lacks.
    """
    texts = [_texts(left, field.left, "left")]
    if right is not None:
        texts.append(_texts(right, field.right, "right"))
    if field.kind in {"date", "digits"}:
        numbers = [_numbers(field, text) for text in texts]
        return Numbers(field, numbers[0], numbers[-1])
    if field.kind in PHRASE_WORDS:
        return _phrases(field, texts)
    return _words(field, texts)


def rows_of(column: Column, left: NDArray[np.int32], right: NDArray[np.int32]) -> Column:
    """Return the column of those rows alone; codes, letters and shares keep their meaning."""
    if isinstance(column, Phrases):
        return replace(
            column,
            left=column.left[left],
            right=column.right[right],
            share_left=column.share_left[left],
            share_right=column.share_right[right],
        )
    if isinstance(column, Words):
        return replace(column, left=column.left[left], right=column.right[right])
    return replace(column, left=column.left[left], right=column.right[right])


def row_hashes(table: pa.Table, id_column: str | None) -> NDArray[np.uint64]:
    """Return a hash per row of its id, or of its whole content when there is no id: what row order cannot change."""
    names = [id_column] if id_column else table.column_names
    total = np.zeros(table.num_rows, np.uint64)
    for name in names:
        offsets, raw = buffers(_as_text(table.column(name)))
        one = np.empty(table.num_rows, np.uint64)
        hash_rows(offsets, raw, one)
        total = total * np.uint64(0x9E3779B97F4A7C15) + one
    return total


def buffers(text: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return offsets (one more than rows) and UTF-8 bytes of a string array without nulls."""
    large = text.cast(pa.large_string())
    _, offsets, raw = large.buffers()
    starts = np.frombuffer(offsets, np.int64)[large.offset : large.offset + len(large) + 1]
    empty = np.zeros(0, np.uint8)
    return starts, np.frombuffer(raw, np.uint8) if raw is not None and raw.size else empty


def pack(values: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """Return the code points of all strings end to end, and where each starts (one more than strings)."""
    starts = np.zeros(len(values) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, values), np.int64, len(values)), out=starts[1:])
    raw = "".join(values).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(raw, np.uint32), starts


def _texts(table: pa.Table, names: Sequence[str], side: str) -> pa.Array:
    missing = [name for name in names if name not in table.column_names]
    if missing:
        raise UnusableInput(
            *(
                definition_fault(
                    f"{side} table", "no such column", name, "a column of the file", nearest(name, table.column_names)
                )
                for name in missing
            )
        )
    parts = [_as_text(table.column(name)) for name in names]
    return parts[0] if len(parts) == 1 else pc.binary_join_element_wise(*parts, " ")


def _as_text(column: pa.ChunkedArray) -> pa.Array:
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    text = column.cast(pa.large_string()).combine_chunks()
    return pc.fill_null(text, "")


def _numbers(field: Field, text: pa.Array) -> NDArray[np.int64]:
    offsets, raw = buffers(text)
    out = np.empty(len(text), np.int64)
    if field.kind == "digits":
        digits_of(offsets, raw, out)
        return out
    dates = np.empty(len(text), np.int32)
    dates_of(offsets, raw, field.day_first, dates)
    return dates.astype(np.int64)


def _words(field: Field, texts: list[pa.Array]) -> Words:
    encoded = pa.chunked_array(texts).combine_chunks().dictionary_encode()
    raw = encoded.dictionary.to_pylist()
    cleaned = [clean_value(field, value) for value in raw]
    values = sorted(set(cleaned) - MISSING_TEXTS)
    code = {value: position for position, value in enumerate(values)}
    of_raw = np.fromiter((code.get(value, -1) for value in cleaned), np.int32, len(cleaned))
    codes = of_raw[np.asarray(encoded.indices)] if len(raw) else np.zeros(0, np.int32)
    plains = [plain(value) for value in values]
    letters, starts = pack(plains)
    split = len(texts[0])
    right = codes[split:] if len(texts) == 2 else codes
    keys, plain_keys = value_keys(values), value_keys(plains)
    share = _value_share(codes, plain_keys)
    return Words(field, codes[:split], right, tuple(values), keys, plain_keys, letters, starts, share)


def value_keys(values: Sequence[str]) -> NDArray[np.uint64]:
    """Return a hash per value, by which values of two columns are told to be the same."""
    keys = np.empty(len(values), np.uint64)
    hash_rows(*buffers(pa.array(values, pa.large_string())), keys)
    return keys


def clean_value(field: Field, value: str) -> str:
    """Return a distinct value as the field's kind compares it: codes without spaces."""
    if field.kind == "email":
        return value.strip().lower()
    text = canonical(value)
    return text.replace(" ", "") if field.kind == "code" else text


def _value_share(codes: NDArray[np.int32], plain_keys: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return per distinct value the share of rows (0-1, missing left out) that hold it or a twin in marks."""
    known = codes[codes >= 0]
    _, twins = np.unique(plain_keys, return_inverse=True)
    counts = np.bincount(twins[known], minlength=len(plain_keys))
    return (counts[twins] / max(len(known), 1)).astype(np.float32)


def _phrases(field: Field, texts: list[pa.Array]) -> Phrases:
    width = PHRASE_WORDS[field.kind]
    sides, raw = phrase_words([buffers(text) for text in texts], width)
    cleaned = [canonical(word).replace(" ", "") for word in raw]
    drop = unit_words() if field.kind == "text" else frozenset()
    words = sorted({word for word in cleaned if word and word not in drop})
    code = {word: position for position, word in enumerate(words)}
    of_raw = np.fromiter((code.get(word, -1) for word in cleaned), np.int32, len(cleaned))
    for side in sides:
        renumber(side, of_raw)
    plains = [plain(word) for word in words]
    bare = np.fromiter((a == b for a, b in zip(words, plains, strict=True)), np.bool_, len(words))
    letters, starts = pack(plains)
    plain_keys = value_keys(plains)
    phrase_keys = [row_keys(side, plain_keys, 0) for side in sides]
    share_left, share_right = shares(phrase_keys[0], phrase_keys[-1][: 0 if len(texts) == 1 else None])
    return Phrases(
        field, sides[0], sides[-1], tuple(words), value_keys(words), plain_keys, bare, letters, starts,
        _word_weight(sides, plain_keys), share_left, share_right if len(texts) == 2 else share_left,
    )  # fmt: skip


def _word_weight(sides: list[NDArray[np.int32]], plain_keys: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return per word how much it says: the logarithm of how rare it is among rows, at least 0.1."""
    _, twins = np.unique(plain_keys, return_inverse=True)
    counts = np.zeros(max(len(plain_keys), 1))
    for side in sides:
        count_words(side, twins, counts)
    rows = sum(len(side) for side in sides)
    return np.maximum(np.log(rows / np.maximum(counts[twins], 1)), 0.1).astype(np.float32)


def sounds(values: Sequence[str]) -> list[str]:
    """Return the sound skeleton of each distinct value."""
    return [sound(value) for value in values]
