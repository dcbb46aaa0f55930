"""Every kind of page in a real browser: accessible, no sideways scrolling, no error, usable by keyboard."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import sign_in, write_october
from django.urls import resolve
from django.utils import translation
from playwright.sync_api import Browser, Page

from tinhso.base.definition import read_yaml
from tinhso.registers.delivery import read_deliveries

MATRIX = Path(__file__).parents[1] / "people" / "matrix.yaml"
ENDPOINTS = read_yaml(MATRIX.read_text("utf-8"), MATRIX.name)["endpoints"]

PAGES = {
    "scoreboard": "/dong-nai/",
    "targets": "/dong-nai/targets/",
    "target": "/dong-nai/targets/dn-online-services-2030/",
    "programmes": "/dong-nai/programmes/",
    "programme": "/dong-nai/programmes/dn-resolution-57/",
    "alignment": "/dong-nai/alignment/",
    "findings": "/dong-nai/findings/",
    "communes": "/dong-nai/communes/",
    "commune": "/dong-nai/communes/25195/",
    "rooms": "/dong-nai/rooms/",
    "room": "/dong-nai/rooms/services/",
    "register": "/dong-nai/registers/services.dossier/",
    "indicators": "/dong-nai/indicators/",
    "indicator": "/dong-nai/indicators/services.online_share/",
    "former units": "/dong-nai/indicators/network.stations/units-before/",
    "receipt": "/dong-nai/receipts/{receipt}/",
    "law": "/dong-nai/law/",
    "releases": "/dong-nai/releases/",
    "release": "/dong-nai/releases/2026-11-22-2/",
    "changes": "/dong-nai/changes/",
    "search": "/dong-nai/search/?q=truc+tuyen",
    "data": "/dong-nai/data/",
    "steps": "/dong-nai/steps/",
    "step": "/dong-nai/steps/land.certificate--population.death/",
    "step of one": "/dong-nai/steps/population.resident/",
    "economy": "/dong-nai/economy/",
    "growth": "/dong-nai/economy/growth/",
    "digital": "/dong-nai/economy/digital/",
    "exports": "/dong-nai/economy/exports/",
    "finance": "/dong-nai/finance/",
    "budget": "/dong-nai/finance/budget/",
    "portfolio": "/dong-nai/finance/portfolio/",
    "results": "/dong-nai/finance/results/",
    "park": "/dong-nai/park/",
    "investments": "/dong-nai/industry/",
    "services": "/dong-nai/services/",
    "procedure": "/dong-nai/services/civil_status_copy/",
    "tracking": "/dong-nai/services/track/",
    "verifying": "/dong-nai/services/verify/",
    "verified": "/dong-nai/services/verify/none/",
    "own dossiers": "/dong-nai/services/mine/",
    "services desk": "/dong-nai/services/desk/",
    "services board": "/dong-nai/services/desk/board/",
    "services statements": "/dong-nai/services/desk/statements/",
    "agencies": "/dong-nai/services/agencies/",
    "agency": "/dong-nai/services/agencies/land_office/",
    "desk": "/dong-nai/desks/",
    "deliveries": "/dong-nai/desks/deliveries/",
    "connections": "/dong-nai/desks/connections/",
    "submission": "/dong-nai/desks/deliveries/sent/2/",
    "accepted": "/dong-nai/desks/deliveries/sent/1/",
    "delivery": "/dong-nai/desks/deliveries/{delivery}/",
    "signoff": "/dong-nai/desks/signoff/",
    "reviews": "/dong-nai/desks/review/",
    "review": "/dong-nai/desks/review/land.holder/",
    "review pair": "/dong-nai/desks/review/pairs/9001/",
    "tasks": "/dong-nai/desks/tasks/",
    "task": "/dong-nai/desks/tasks/{task}/",
    "seats": "/dong-nai/desks/seats/",
    "audit": "/dong-nai/desks/audit/",
    "door": "/accounts/sign-in/",
    "sign up": "/accounts/sign-up/",
    "sign up by passkey": "/accounts/sign-up/passkey/",
    "inactive": "/accounts/inactive/",
    "identity cancelled": "/accounts/identity/login/cancelled/",
    "identity fault": "/accounts/identity/login/error/",
    "confirm": "/accounts/confirm/",
    "password": "/accounts/password/",
    "password new": "/accounts/password/new/",
    "second factor": "/accounts/second-factor/",
    "resume": "/accounts/resume/",
    "factors": "/accounts/factors/",
    "factors confirm": "/accounts/factors/reauthenticate/",
    "codes off": "/accounts/factors/totp/deactivate/",
    "codes on": "/accounts/factors/totp/activate/",
    "recovery codes": "/accounts/factors/recovery-codes/",
    "recovery codes new": "/accounts/factors/recovery-codes/generate/",
    "passkeys": "/accounts/factors/webauthn/",
    "passkey add": "/accounts/factors/webauthn/add/",
    "identity": "/accounts/identity/",
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
# Pages for people of a role, or with an account; they are shown over homes in which something waits at every desk.
SEATED = {
    "desk": "steward", "deliveries": "steward", "submission": "steward", "accepted": "officer", "delivery": "officer",
    "signoff": "leader", "reviews": "steward", "review": "officer", "review pair": "officer", "tasks": "leader",
    "task": "officer",
    "seats": "administrator",
    "connections": "steward", "audit": "auditor", "services desk": "officer",
    "services board": "leader",
    "services statements": "officer", "own dossiers": "person", "confirm": "person", "password": "person",
    "password new": "steward", "second factor": "steward", "resume": "person", "factors": "person",
    "factors confirm": "person", "codes off": "person", "codes on": "steward", "recovery codes": "person",
    "recovery codes new": "person", "passkeys": "person", "passkey add": "person", "identity": "person",
}  # fmt: skip
STATUSES = {"not found": 404, "identity fault": 401}
# Ends of addresses that give a file, and pages that another journey goes through with the same look.
FILES = (".geojson", ".svg", ".png", ".xlsx", ".pdf", ".<str:form>", "documents/<int:number>/", "codes/download/",
         "papers/<int:number>/", "issued/<int:number>/", "profiles.csv", "steps.csv")  # fmt: skip
ELSEWHERE = {
    "own": ("<slug:slug>/own/",),
    "steps": ("desks/conflicts/",),
    # Its only page is the overview, shown at the room's own address.
    "investments": ("industry/<slug:name>/",),
    "accounts": ("factors/authenticate/", "factors/webauthn/", "identity/signup/", "identity/oidc/"),
    "services": ("services/own/", "services/draft/", "services/sent/", "desk/bulk/", "desk/<str:code>/",
                 "desk/statements/<int:number>/", "verify/<slug:code>/"),
    "review": ("desks/review/pairs/", "desks/review/<str:link>/"),
    "park": ("park/desk/", "park/enquire/"),
}  # fmt: skip
SHORT = [("vi", 1280, name) for name in ("scoreboard", "targets", "target", "commune", "indicator", "release")] + [
    ("vi", 390, "network"),
    ("vi", 1280, "network plan"),
    ("th", 390, "network profile"),
    ("th", 390, "scoreboard"),
    ("vi", 1280, "steps"),
    ("th", 390, "step"),
    ("en", 390, "portfolio"),
    ("th", 390, "growth"),
    ("en", 390, "target"),
    ("vi", 390, "submission"),
    ("vi", 390, "review pair"),
    ("vi", 1280, "review pair"),
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


@pytest.fixture(scope="module")
def windows(browser):
    """Windows by what they are like, kept open from page to page: opening one costs more than a page."""
    kept: dict[tuple, tuple[Page, list[str]]] = {}
    yield kept
    for page, _ in kept.values():
        page.context.close()


@pytest.fixture
def of(request, browser, windows):
    """Return a way to open a page of the table in a language, signed in when it is for people of a role."""

    def opened_of(name, language, width, **options):
        role = SEATED.get(name, "")
        site = request.getfixturevalue("desks" if role else "site")
        like = (site, role, width, *sorted(options.items()))
        if like not in windows:
            context = browser.new_context(viewport={"width": width, "height": 900}, **options)
            if role:
                sign_in(context, site, role)
            windows[like] = (context.new_page(), said := [])
            windows[like][0].on("console", lambda message: said.append(message.text))
            windows[like][0].on("pageerror", lambda error: said.append(str(error)))
        page, said = windows[like]
        said.clear()
        answer = page.goto(f"{site}/{language}{address_of(name)}")
        assert answer.status == STATUSES.get(name, 200), (name, page.url)
        return page, [line for line in said if "404" not in line and "401" not in line]

    return opened_of


def address_of(name):
    """Return a page's address; what only a home knows is asked of it."""
    from tinhso.portal.homes import get_edition, served_homes

    address = PAGES[name]
    if "{receipt}" in address:
        return address.format(receipt=next(iter(get_edition("dong-nai").receipts)))
    if "{task}" in address:
        tasks = [each for programme in get_edition("dong-nai").board.plan["programmes"] for each in programme["tasks"]]
        return address.format(task=tasks[0]["id"])
    if "{delivery}" in address:
        return address.format(delivery=read_deliveries(served_homes()["dong-nai"])[-1].sequence)
    return address


def test_every_page_of_the_portal_is_in_the_table(site):
    from tinhso.people.endpoints import endpoints

    paths = [each.partition("?")[0].format(receipt="x", task="x", delivery=1) for each in PAGES.values()]
    with translation.override("vi"):
        shown = {resolve(f"/vi{path}").route for path in paths}
    told = {place for places in ELSEWHERE.values() for place in places}
    missing = [
        each.route
        for each in endpoints()
        if each.route.startswith("<language>/") and not ENDPOINTS[each.route].startswith("POST ")
        and each.route.replace("<language>/", "vi/", 1) not in shown
        and not each.route.endswith(FILES) and not any(place in each.route for place in told)
    ]  # fmt: skip
    assert missing == []


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
