"""Pictures of the product for the documentation, taken of the pages as they are, in three languages and two widths.

    TINHSO_HOMES=homes TINHSO_PICTURES=docs/pictures uv run pytest -n0 tests/journeys/test_journey_pictures.py

takes all of them of homes that `tinhso up` made. Without a folder two are taken and thrown away.
"""

import base64
import os

import pytest
import typst
from desk_scene import sign_in

from tinhso.portal.reports import pdf

PICTURED = {
    "scoreboard": ("", "/dong-nai/"),
    "target": ("", "/dong-nai/targets/dn-online-services-2030/"),
    "map": ("", "/dong-nai/communes/"),
    "network": ("", "/dong-nai/network/"),
    "plan": ("", "/dong-nai/network/plans/4g-places-100/"),
    "deliveries": ("steward", "/dong-nai/desks/deliveries/sent/2/"),
    "signoff": ("leader", "/dong-nai/desks/signoff/"),
}
SIZES = {1280: (1000, 1, 58), 390: (1400, 1.5, 60)}
HOST = {"host": "so.example.vn"}
MAX_BYTES = 80_000
ALL = [(name, language, width) for name in PICTURED for language in ("vi", "en", "th") for width in SIZES]
TAKEN = ALL if os.environ.get("TINHSO_PICTURES") else [("scoreboard", "vi", 390), ("signoff", "en", 1280)]


@pytest.fixture
def folder(pictures, tmp_path):
    found = pictures or tmp_path
    found.mkdir(parents=True, exist_ok=True)
    return found


def keep(page, path, quality):
    """Keep what the window shows as a small picture."""
    shown = page.context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": quality})
    path.write_bytes(base64.b64decode(shown["data"]))
    assert path.stat().st_size < MAX_BYTES


@pytest.mark.parametrize(("name", "language", "width"), TAKEN)
def test_a_page_is_pictured(browser, desks, folder, name, language, width):
    height, scale, quality = SIZES[width]
    role, address = PICTURED[name]
    context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
    if role:
        sign_in(context, desks, role)
    page = context.new_page()
    page.goto(f"{desks}/{language}{address}", wait_until="networkidle")
    keep(page, folder / f"{name}-{language}-{width}.webp", quality)
    context.close()


@pytest.mark.parametrize("language", sorted({language for _, language, _ in TAKEN}))
def test_the_report_is_pictured(browser, desks, folder, language, monkeypatch):
    from django.test import Client

    from tinhso.portal.homes import get_edition

    made = []
    compile_ = typst.compile
    monkeypatch.setattr(
        pdf.typst, "compile", lambda *given, **more: made.append((given, more)) or compile_(*given, **more)
    )
    release = get_edition("dong-nai").id
    assert Client().get(f"/{language}/dong-nai/releases/{release}/report.pdf", headers=HOST).content.startswith(b"%PDF")
    given, more = made[0]
    more = {name: value for name, value in more.items() if name != "pdf_standards"} | {"format": "png", "ppi": 96}
    sheets = compile_(*given, **more)
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    drawn = base64.b64encode(sheets[0] if isinstance(sheets, list) else sheets).decode()
    page.set_content(f'<body style="margin:0"><img alt="" src="data:image/png;base64,{drawn}" width="794"></body>')
    page.wait_for_function("document.images[0].complete")
    keep(page, folder / f"report-{language}.webp", 70)
    page.close()
