"""Every kind of page in a real browser: accessible, no sideways scrolling, no error, usable by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import sign_in, write_october
from playwright.sync_api import Browser, Page

PAGES = {
    "scoreboard": "/dong-nai/",
    "targets": "/dong-nai/targets/",
    "target": "/dong-nai/targets/dn-online-services-2030/",
    "programme": "/dong-nai/programmes/dn-resolution-57/",
    "alignment": "/dong-nai/alignment/",
    "findings": "/dong-nai/findings/",
    "communes": "/dong-nai/communes/",
    "commune": "/dong-nai/communes/25195/",
    "room": "/dong-nai/rooms/services/",
    "register": "/dong-nai/registers/services.dossier/",
    "indicator": "/dong-nai/indicators/services.online_share/",
    "former units": "/dong-nai/indicators/network.stations/units-before/",
    "law": "/dong-nai/law/",
    "release": "/dong-nai/releases/2026-11-22-2/",
    "changes": "/dong-nai/changes/",
    "search": "/dong-nai/search/?q=truc+tuyen",
    "data": "/dong-nai/data/",
    "growth": "/dong-nai/economy/growth/",
    "digital": "/dong-nai/economy/digital/",
    "exports": "/dong-nai/economy/exports/",
    "budget": "/dong-nai/finance/budget/",
    "portfolio": "/dong-nai/finance/portfolio/",
    "results": "/dong-nai/finance/results/",
    "services": "/dong-nai/services/",
    "tracking": "/dong-nai/services/track/",
    "door": "/sign-in/",
    "desk": "/dong-nai/desks/",
    "deliveries": "/dong-nai/desks/deliveries/",
    "submission": "/dong-nai/desks/deliveries/sent/2/",
    "accepted": "/dong-nai/desks/deliveries/sent/1/",
    "signoff": "/dong-nai/desks/signoff/",
    "audit": "/dong-nai/desks/audit/?check=1",
    "compare": "/compare/",
    "provinces": "/",
    "network": "/dong-nai/network/",
    "network indoors": "/dong-nai/network/maps/4G-Viettel-110-indoors/",
    "network gaps": "/dong-nai/network/gaps/4G/",
    "network plans": "/dong-nai/network/plans/",
    "network plan": "/dong-nai/network/plans/4g-places-100/",
    "network stations": "/dong-nai/network/stations/",
    "network commune": "/dong-nai/network/stations/25195/",
    "network place": "/dong-nai/network/places/P2/",
    "network profiles": "/dong-nai/network/profiles/",
    "network profile": "/dong-nai/network/profiles/S1/P2/",
    "not found": "/dong-nai/targets/none/",
}
# Pages for people of a role; they are shown over homes in which something waits at every desk.
SEATED = {
    "desk": "steward", "deliveries": "steward", "submission": "steward", "accepted": "officer", "signoff": "leader",
    "audit": "auditor",
}  # fmt: skip
SHORT = [("vi", 1280, name) for name in ("scoreboard", "targets", "target", "commune", "indicator", "release")] + [
    ("vi", 390, "network"),
    ("vi", 1280, "network plan"),
    ("th", 390, "network profile"),
    ("th", 390, "scoreboard"),
    ("en", 390, "portfolio"),
    ("th", 390, "growth"),
    ("en", 390, "target"),
    ("vi", 390, "submission"),
    ("th", 390, "signoff"),
    ("en", 1280, "deliveries"),
]
ALL = [(language, width, name) for language in ("vi", "en", "th") for width in (1280, 390) for name in PAGES]


def opened(browser: Browser, address: str, width: int, **options) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900}, **options)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    return page, [line for line in said if "404" not in line]


@pytest.fixture
def of(request, browser):
    """Return a way to open a page of the table in a language, signed in when it is for people of a role."""
    contexts = []

    def opened_of(name, language, width, **options):
        site = request.getfixturevalue("desks" if name in SEATED else "site")
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        if name in SEATED:
            sign_in(contexts[-1], site, SEATED[name])
        page, said = contexts[-1].new_page(), []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{site}/{language}{PAGES[name]}")
        return page, [line for line in said if "404" not in line]

    yield opened_of
    for context in contexts:
        context.close()


def check(of, pictures, language, width, name):
    page, said = of(name, language, width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    if pictures:
        page.screenshot(path=pictures / f"{name}-{language}-{width}.png", full_page=True)


@pytest.mark.parametrize(("language", "width", "name"), SHORT)
def test_a_page_is_accessible_and_fits(of, pictures, language, width, name):
    check(of, pictures, language, width, name)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "width", "name"), sorted(set(ALL) - set(SHORT)))
def test_every_page_is_accessible_and_fits_in_every_language(of, pictures, language, width, name):
    check(of, pictures, language, width, name)


# What a keyboard must reach; of what it reached, each remembers it and says whether one sees it.
WANTED = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
)].filter(each => each.checkVisibility() && !each.disabled)"""
REACHED = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    here.setAttribute("data-reached", "");
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
MISSED = (
    f"() => ({WANTED})().filter(each => !each.hasAttribute('data-reached')).map(each => each.outerHTML.slice(0, 120))"
)


def walk(of, name):
    """Go through a page by the Tab key alone, without scripts; nothing is missed, and one always sees where one is."""
    page, _ = of(name, "vi", 1280, java_script_enabled=False)
    n_wanted = page.evaluate(f"() => ({WANTED})().length")
    for n in range(n_wanted):
        page.keyboard.press("Tab")
        assert page.evaluate(REACHED), page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
        if n == 0:
            assert page.locator(":focus").inner_text() == "Đến nội dung chính"
    assert page.evaluate(MISSED) == []


@pytest.mark.parametrize("name", ["target", "submission"])
def test_a_page_is_walked_by_keyboard_without_scripts(of, name):
    walk(of, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(PAGES) - {"target", "submission"}))
def test_every_page_is_walked_by_keyboard_without_scripts(of, name):
    walk(of, name)


def test_a_file_is_sent_without_scripts(of, tmp_path):
    page, _ = of("deliveries", "vi", 390, java_script_enabled=False)
    page.select_option("#register", "services.dossier")
    page.set_input_files("#file", write_october(tmp_path / "ho-so.xlsx", ()))
    page.fill("#reason", "Gửi không cần mã lệnh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/deliveries/sent/*/")
    assert "Mọi dòng đều đạt." in page.locator("main").inner_text()


def test_a_page_in_the_dark_is_accessible(browser, site):
    page, _ = opened(browser, f"{site}/vi/dong-nai/", 1280, color_scheme="dark")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.close()


def test_the_first_page_is_light(browser, site):
    page = browser.new_page()
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"{site}/vi/dong-nai/", wait_until="networkidle")
    assert sum(sizes) < 400_000
    page.close()


def test_a_reader_without_scripts_or_mouse_reaches_a_receipt(browser, site):
    page, _ = opened(browser, f"{site}/vi/dong-nai/", 1280, java_script_enabled=False)
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Đến nội dung chính"
    page.keyboard.press("Enter")
    for _ in range(80):
        page.keyboard.press("Tab")
        if "seal" in (page.locator(":focus").get_attribute("class") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipts/**")
    assert page.locator("ol.chain > li").count() >= 3
    page.close()


def test_a_citizen_finds_the_own_commune_by_typing_without_marks(browser, site):
    page, _ = opened(browser, f"{site}/vi/dong-nai/", 390)
    page.fill("#q", "binh phuoc")
    page.keyboard.press("Enter")
    page.click("main a:has-text('Phường Bình Phước')")
    assert page.locator("h1").inner_text() == "Phường Bình Phước"
    page.close()


def test_someone_who_does_not_believe_a_number_follows_it_to_the_bytes(browser, site):
    page, _ = opened(browser, f"{site}/en/dong-nai/", 1280)
    page.click("article.target .seal >> nth=0")
    assert "bytes:" in page.locator("ol.chain").inner_text()
    page.click("main p a:has-text('2026-11-22')")
    assert "python verify.py" in page.locator("main").inner_text()
    page.close()
