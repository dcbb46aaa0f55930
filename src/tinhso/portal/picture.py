"""Pictures for documents that take no SVG: the same drawing as PNG, its letters in the portal's typefaces.

Takes an SVG, gives the bytes of a PNG; nothing is fetched.
"""

from functools import cache

import vl_convert

from tinhso.portal.reports.pdf import FONTS, font_folder


def png_of(svg: str, scale: float = 2) -> bytes:
    """Return an SVG as PNG, so many pixels to each of its units."""
    _register_faces()
    png: bytes = vl_convert.svg_to_png(svg, scale=scale)
    return png


@cache
def _register_faces() -> None:
    for package in FONTS:
        vl_convert.register_font_directory(str(font_folder(package)))
