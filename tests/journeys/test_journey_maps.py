"""The map in a real browser: drawn above the server's picture, used by mouse, keyboard and finger, and silent."""

import base64

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

COMMUNES = "/dong-nai/communes/"
SHAPES = "figure[data-map=drawn] .leaf path.shape"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def drawn(browser: Browser, address: str, width: int = 1280, **options) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    page.locator("figure[data-map]").first.scroll_into_view_if_needed()
    page.wait_for_selector("figure[data-map=drawn]")
    return page, said


@pytest.mark.parametrize(
    ("language", "width", "path"),
    [
        ("vi", 1280, COMMUNES),
        ("th", 390, COMMUNES),
        ("en", 390, "/dong-nai/communes/25195/"),
        ("vi", 1280, "/dong-nai/targets/dn-online-services-2030/"),
        ("en", 1280, "/hung-yen/indicators/services.online_share/"),
    ],
)
def test_the_map_is_drawn_silent_and_accessible(browser, site, pictures, language, width, path):
    page, said = drawn(browser, f"{site}/{language}{path}", width, has_touch=width < 500)
    assert page.locator(SHAPES).count() >= 95
    assert not page.locator("figure[data-map] > svg").is_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    if pictures:
        name = path.strip("/").replace("/", "-")
        page.locator("figure[data-map]").screenshot(path=pictures / f"map-{name}-{language}-{width}.png")
    page.close()


def test_the_map_in_the_dark_is_accessible(browser, site):
    page, _ = drawn(browser, f"{site}/vi{COMMUNES}", color_scheme="dark")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_by_keyboard_alone_a_reader_goes_to_the_neighbour_and_to_its_page(browser, site):
    page, _ = drawn(browser, f"{site}/en{COMMUNES}")
    assert page.locator(f"{SHAPES}[tabindex='0']").count() == 1
    page.locator(f"{SHAPES}[tabindex='0']").focus()
    first = page.locator(":focus").get_attribute("aria-label")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    second = page.locator(":focus").get_attribute("aria-label")
    assert second != first
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    assert second.split(". ")[0] in popup.inner_text() and "Rank" in popup.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(":focus").get_attribute("aria-label") == second
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url("**/communes/*/")
    assert page.locator("h1").inner_text() == second.split(". ")[0]
    page.close()


def test_the_own_commune_is_marked(browser, site):
    page, _ = drawn(browser, f"{site}/vi/dong-nai/communes/25195/")
    assert page.locator(f"{SHAPES}.here").get_attribute("aria-label").startswith("Phường Bình Phước")
    page.close()


def test_without_scripts_the_picture_of_the_server_stays(browser, site):
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{site}/vi{COMMUNES}")
    assert page.locator("figure[data-map] > svg").is_visible()
    assert page.locator("figure[data-map] > svg a").count() >= 95
    page.close()


def test_when_the_features_cannot_be_had_the_picture_stays(browser, site):
    page = browser.new_page()
    page.route("**/*.geojson", lambda route: route.fulfill(status=503))
    page.goto(f"{site}/vi{COMMUNES}", wait_until="networkidle")
    assert page.locator("figure[data-map] > svg").is_visible()
    page.close()


def test_points_and_a_raster_are_drawn_under_the_strict_policy(browser, site):
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route("**/raster.png", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    point = {"type": "Point", "coordinates": [107.0, 11.0]}
    site_of = {"label": "A < B", "lines": ["45 m"], "href": None, "step": None, "kind": "site", "radius_px": 9}
    features = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": point, "properties": site_of}],
    }
    page.route("**/*.geojson", lambda route: route.fulfill(json=features))
    page.route(f"**/en{COMMUNES}", lambda route: with_raster(route))
    page.goto(f"{site}/en{COMMUNES}")
    page.locator("figure[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector(".leaf img.leaflet-image-layer")
    assert page.locator(".leaf path.site").count() == 1
    page.locator(".leaf path.site").focus()
    page.keyboard.press("Enter")
    assert "A < B" in page.locator(".leaflet-popup").inner_text()
    assert page.locator(".leaflet-popup a[href*='http']").count() == 0
    assert said == []
    page.close()


def with_raster(route):
    answer = route.fetch()
    raster = '<figure data-raster="/raster.png" data-raster-bounds="10.5,106.3,12.3,107.6" data-raster-opacity="0.5" '
    route.fulfill(response=answer, body=answer.text().replace("<figure ", raster, 1))
