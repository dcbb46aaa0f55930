"""TCVN3 (ABC) and VNI, two ways of writing Vietnamese in eight bits that predate Unicode in offices.

Takes bytes, gives text. TCVN3 has one byte a letter (capitals with a tone were a matter of the font and read as small);
VNI puts a byte for the marks after the letter. Source: TCVN 5712:1993 table VN3; VNI-Windows code page.
"""

import unicodedata

_TCVN3_SMALL = {
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ", 0xA8: "ă", 0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ",
    0xC6: "ặ", 0xA9: "â", 0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ", 0xAE: "đ", 0xCC: "è", 0xCE: "ẻ",
    0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ", 0xAA: "ê", 0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì",
    0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị", 0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ", 0xAB: "ô",
    0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ", 0xAC: "ơ", 0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ",
    0xEE: "ợ", 0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ", 0xAD: "ư", 0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ",
    0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip
_TCVN3_CAPITAL = {0xA1: "Ă", 0xA2: "Â", 0xA3: "Ê", 0xA4: "Ô", 0xA5: "Ơ", 0xA6: "Ư", 0xA7: "Đ"}
_TCVN3 = {byte: (_TCVN3_SMALL | _TCVN3_CAPITAL).get(byte, "\ufffd") for byte in range(0x80, 0x100)}

# VNI: a letter of its own, or a mark after the letter before it (as combining signs, composed at the end).
_VNI_LETTERS = {0xF1: "đ", 0xF4: "ơ", 0xF6: "ư", 0xED: "í", 0xEC: "ì", 0xE6: "ỉ", 0xF3: "ĩ", 0xF2: "ị", 0xEE: "ỵ"}
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT, _HAT, _BREVE = "\u0301\u0300\u0309\u0303\u0323\u0302\u0306"
_VNI_MARKS = {
    0xF9: _ACUTE, 0xF8: _GRAVE, 0xFB: _HOOK, 0xF5: _TILDE, 0xEF: _DOT,
    0xE2: _HAT, 0xE1: _HAT + _ACUTE, 0xE0: _HAT + _GRAVE, 0xE5: _HAT + _HOOK, 0xE3: _HAT + _TILDE, 0xE4: _HAT + _DOT,
    0xEA: _BREVE, 0xE9: _BREVE + _ACUTE, 0xE8: _BREVE + _GRAVE, 0xFA: _BREVE + _HOOK, 0xFC: _BREVE + _TILDE,
    0xEB: _BREVE + _DOT,
}  # fmt: skip
# Capitals lie 0x20 below the small ones, in both tables.
_VNI_HIGH = (
    {code - 0x20: letter.upper() for code, letter in _VNI_LETTERS.items()}
    | {code - 0x20: marks for code, marks in _VNI_MARKS.items()}
    | _VNI_LETTERS
    | _VNI_MARKS
)
_VNI = {byte: _VNI_HIGH.get(byte, "\ufffd") for byte in range(0x80, 0x100)}


def read_tcvn3(content: bytes) -> str:
    """Return the text of TCVN3 bytes; a byte without meaning becomes U+FFFD."""
    return content.decode("latin-1").translate(_TCVN3)


def read_vni(content: bytes) -> str:
    """Return the text of VNI bytes in composed form; a byte without meaning becomes U+FFFD."""
    return unicodedata.normalize("NFC", content.decode("latin-1").translate(_VNI))
