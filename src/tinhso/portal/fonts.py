"""The portal's typefaces, cut at build from their font packages to the letters three languages need.

Takes a folder, writes woff2 files there once; nothing is fetched and nothing binary is committed.
"""

from importlib.resources import as_file, files
from pathlib import Path

from fontTools import subset

_LATIN = "U+0020-007E,U+00A0-024F,U+02C6-02DD,U+0300-0323,U+1EA0-1EF9,U+2010-2026,U+20AB,U+2190-2193,U+2212,U+2264-2265"
_THAI = "U+0E00-0E7F,U+200B-200D,U+25CC"
_FACES = {
    "be-vietnam-400.woff2": ("fontpkg_be_vietnam_pro", "BeVietnamPro-Regular.ttf", _LATIN),
    "be-vietnam-600.woff2": ("fontpkg_be_vietnam_pro", "BeVietnamPro-SemiBold.ttf", _LATIN),
    "noto-thai.woff2": ("fontpkg_noto_sans_thai", "NotoSansThai[wdth,wght].ttf", _THAI),
}


def build_fonts(folder: Path) -> list[Path]:
    """Write each face that is not there yet to `folder/portal/fonts`; return all of them."""
    target = folder / "portal" / "fonts"
    target.mkdir(parents=True, exist_ok=True)
    for name, (package, source, letters) in _FACES.items():
        if not (target / name).exists():
            with as_file(files(package) / "files" / source) as path:
                _subset(path, target / name, letters)
    return [target / name for name in _FACES]


def _subset(source: Path, target: Path, letters: str) -> None:
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(letters.replace("U+", "")))
    cutter.subset(font)
    part = target.with_suffix(".part")
    subset.save_font(font, str(part), options)
    font.close()
    part.replace(target)
