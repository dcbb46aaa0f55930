"""How an administrative unit is called in three languages.

Takes a unit's kind and its Vietnamese short name, gives a `Label`. English names drop the diacritics, as official
English documents do; Thai spells the provinces the product is first made for and keeps the Latin name elsewhere.
"""

import unicodedata

from tinhso.base.label import Label

_WORDS: dict[str, tuple[str, str, str]] = {
    "country": ("{}", "{}", "{}"),
    "province": ("Tỉnh {}", "{} Province", "จังหวัด{}"),
    "city": ("Thành phố {}", "{} City", "นคร{}"),
    "commune": ("Xã {}", "{} Commune", "ตำบล {}"),
    "ward": ("Phường {}", "{} Ward", "แขวง {}"),
    "township": ("Thị trấn {}", "{} Township", "เมือง {}"),
    "special_zone": ("Đặc khu {}", "{} Special Zone", "เขตพิเศษ {}"),
}
_THAI = {"Việt Nam": "เวียดนาม", "Đồng Nai": "ด่งนาย", "Hưng Yên": "ฮึงเอียน", "Bình Phước": "บิ่ญเฟื้อก", "Thái Bình": "ท้ายบิ่ญ"}


def area_label(kind: str, name: str) -> Label:
    """Return the full name of a unit of a kind, for example Phường Trảng Bom, Trang Bom Ward, แขวง Trang Bom."""
    vi, en, th = _WORDS[kind]
    plain = without_diacritics(name)
    return Label(vi.format(name), en.format(plain), th.format(_THAI.get(name, plain)))


def without_diacritics(text: str) -> str:
    """Return a text in plain Latin letters: tone marks, vowel marks and the stroke of Đ removed."""
    decomposed = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
