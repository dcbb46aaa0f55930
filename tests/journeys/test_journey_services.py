"""Public services in a real browser, over SQLite and PostgreSQL: online with a passkey, at the counter, tracking.

Every page of the way is looked at by axe, and by its width. Forms are found by their fields and values, so the same way
is gone in any language.
"""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

PROCESS = Path(__file__).with_name("a_portal_process.py")
PAPER = {"name": "giay.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a paper"}
LOOKED: set[tuple[str, str, int]] = set()
PHONE, DIGITS = "0912345678", "5678"
KEY = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
       "isUserVerified": True}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Site:
    """A portal that serves: its address, and the sessions of the staff."""

    address: str
    sessions: dict[str, str]


@dataclass
class Visit:
    """A browser of one person on a site, in one language and width."""

    context: BrowserContext
    page: Page
    site: Site
    language: str
    width: int
    pictures: Path | None

    def go(self, place: str) -> None:
        self.page.goto(f"{self.site.address}/{self.language}/dong-nai/services/{place}")

    def look(self, name: str) -> None:
        """Hold the page against the rules of accessibility and the width of the window, once a kind and language."""
        self.page.wait_for_load_state()
        if (name, self.language, self.width) in LOOKED:
            return
        LOOKED.add((name, self.language, self.width))
        found = Axe().run(self.page)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, name
        if self.pictures:
            path = self.pictures / f"services-{name}-{self.language}-{self.width}.png"
            self.page.screenshot(path=path, full_page=True)

    def act(self, code: str, action: str, **texts: str) -> None:
        """Do one thing to a dossier at the desk."""
        self.go(f"desk/{code}/")
        for field, text in texts.items():
            self.page.fill(f"#{field}", text)
        self.page.locator(f'button[name=action][value="{action}"]').click()
        expect(self.page.locator("[role=alert]")).to_have_count(0)


@pytest.fixture(scope="module")
def start() -> Iterator[Callable[..., Site]]:
    started: list[subprocess.Popen[str]] = []

    def started_site(home: Path, database: str = "") -> Site:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TINHSO_")}
        more = {"TINHSO_HOME": str(home), "TINHSO_SECRET_KEY": "of-the-tests-only", "TINHSO_DATABASE_URL": database,
                "DJANGO_SETTINGS_MODULE": "tinhso.portal.settings"}  # fmt: skip
        process = subprocess.Popen(
            [sys.executable, str(PROCESS), str(port)],
            env=kept | more, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        assert process.stdout
        return Site(f"http://localhost:{port}", json.loads(process.stdout.readline()))

    yield started_site
    for process in started:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture(scope="module")
def on_sqlite(start: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    return start(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="module")
def on_postgres(start: Callable[..., Site], postgres: Any, tmp_path_factory: pytest.TempPathFactory) -> Site:
    postgres.run("createdb", "-h", "127.0.0.1", "-p", str(postgres.port), "-U", "tinhso", "journeys")
    return start(tmp_path_factory.mktemp("postgres"), postgres.url("journeys"))


@pytest.fixture
def visit(browser: Browser, pictures: Path | None) -> Iterator[Callable[..., Visit]]:
    contexts: list[BrowserContext] = []

    def opened(site: Site, who: str = "", language: str = "vi", width: int = 1280) -> Visit:
        context = browser.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        contexts.append(context)
        context.set_default_timeout(120_000)  # the first page reads the whole catalogue, and the machine may be busy
        context.on("weberror", lambda fault: pytest.fail(str(fault.error)))
        if who in site.sessions:
            context.add_cookies([{"name": "sessionid", "value": site.sessions[who], "url": site.address}])
        return Visit(context, context.new_page(), site, language, width, pictures)

    yield opened
    for context in contexts:
        context.close()


def sign_up_by_passkey(visit: Visit, name: str) -> None:
    session = visit.context.new_cdp_session(visit.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    visit.page.goto(f"{visit.site.address}/{visit.language}/accounts/sign-up/passkey/")
    visit.page.fill("#id_username", name)
    visit.page.locator("main form button").first.click()
    visit.page.wait_for_url(re.compile(r"/accounts/(?!sign-up/passkey/$)"))
    visit.page.wait_for_load_state()
    visit.page.locator("main form button").first.click()
    visit.page.wait_for_url(re.compile("recovery|codes"))


def fill_in(visit: Visit, first: str, consent: bool = False) -> str:
    """Go through the form of a copy from the civil register; gives the code of the dossier."""
    page = visit.page
    visit.go("civil_status_copy/")
    visit.look(f"{first}-procedure")
    page.locator("main form button").click()
    if consent:
        visit.look(f"{first}-consent")
        page.check("input[name=agreed][value=no]")
        page.locator("main form button").click()
    visit.look(f"{first}-applicant")
    page.check("input[name=applies_as][value=person]")
    for field, text in {"full_name": "Nguyễn Thị Ánh", "personal_id": "075190000123", "phone": PHONE}.items():
        page.fill(f"#{field}", text)
    page.select_option("#commune", "26068")
    page.click("button[name=go]")
    page.locator("[name='0.event']").first.wait_for()
    visit.look(f"{first}-copies")
    page.check("input[name='0.event'][value=birth]")
    for field, text in {"owner_name": "Nguyễn Thị Ánh", "owner_birth_on": "1/1/1990", "n_copies": "1"}.items():
        page.fill(f"[name='0.{field}']", text)
    page.click("button[name=go]")
    page.check("input[name=receive_by][value=electronic]")
    visit.look(f"{first}-delivery")
    page.click("button[name=go]")
    visit.look(f"{first}-check")
    page.check("[name=declare]")
    page.locator("main form button").click()
    visit.look(f"{first}-sent")
    return page.locator(".huge").inner_text()


# Every page of the way in every language and width; those without the mark always run.
ONLINE = [
    ("on_sqlite", "vi", 1280),
    ("on_postgres", "vi", 1280),
    pytest.param("on_postgres", "th", 390, marks=pytest.mark.slow),
    *(
        pytest.param("on_sqlite", language, width, marks=pytest.mark.slow)
        for language, width in (("vi", 390), ("en", 1280), ("en", 390), ("th", 1280))
    ),
]


@pytest.mark.parametrize(("where", "language", "width"), ONLINE)
def test_online_from_the_passkey_to_the_verified_result(
    request: pytest.FixtureRequest, visit: Callable[..., Visit], where: str, language: str, width: int
) -> None:
    site = request.getfixturevalue(where)
    person = visit(site, language=language, width=width)
    look_around(visit(site, language=language, width=width))
    sign_up_by_passkey(person, f"anh-{language}-{width}")
    code = fill_in(person, "online")
    reception, officer, leader = (visit(site, who, language, width) for who in ("tiep-nhan", "chuyen-vien", "lanh-dao"))
    reception.go("desk/")
    reception.look("desk")
    reception.page.check(f'input[name=ticked][value^="{code}"]')
    reception.page.select_option("#bulk", "accept")
    reception.page.locator("main form button").last.click()
    reception.look("bulk")
    officer.act(code, "start")
    officer.look("dossier")
    officer.act(code, "request_supplement", note="Thiếu bản chụp sổ hộ tịch.")
    supplement(person, code)
    officer.act(code, "request_payment")
    reference = payment(person)
    name = f"{where}-{language}-{width}"
    statement(reception, f"FT1,8000,CT DEN {reference}\nFT{code[-5:]}2,7000,khong ro\n", name)
    complaint(person, officer, code)
    officer.go(f"desk/{code}/")
    officer.page.fill("#result", "Đồng ý cấp hai bản sao trích lục khai sinh.")
    officer.page.locator('button[value="draft_result"]').click()
    officer.look("draft")
    leader.act(code, "finish")
    leader.look("finished")
    leader.go("desk/board/")
    leader.look("board")
    verified(person, visit(site, language=language, width=width), code)


def look_around(anybody: Visit) -> None:
    """The pages that nobody has to sign in for, and those of a link that leads nowhere."""
    places = {"catalogue": "", "catalogue-found": "?q=dat", "catalogue-nothing": "?q=zzz", "agencies": "agencies/",
              "agency": "agencies/land_office/", "verify": "verify/", "gone": "draft/none/applicant/",
              "council-fee": "land_mortgage/"}  # fmt: skip
    for name, place in places.items():
        anybody.go(place)
        anybody.look(name)


def complaint(person: Visit, officer: Visit, code: str) -> None:
    """The applicant complains, the desk answers, the applicant judges the answer."""
    person.go("mine/")
    person.page.click(f"main a:has-text('{code}')")
    person.page.locator("details:has(#complain-text) summary").click()
    person.page.fill("#complain-text", "Chờ đã lâu.")
    person.page.locator("details:has(#complain-text) button").click()
    person.look("own-complained")
    officer.go("desk/")
    officer.look("desk-complaint")
    officer.go(f"desk/{code}/")
    officer.look("complaint")
    answer = officer.page.locator("section:has(textarea[name=text])")
    answer.locator("textarea").fill("Đã xong hôm nay.")
    answer.locator("button").click()
    expect(answer).to_have_count(0)
    officer.look("answered")
    person.page.reload()
    person.look("own-answered")
    person.page.locator("button[name=satisfied][value=yes]").click()
    expect(person.page.locator("button[name=satisfied]")).to_have_count(0)


def supplement(person: Visit, code: str) -> None:
    person.go("mine/")
    person.look("mine")
    person.page.click(f"main a:has-text('{code}')")
    person.look("own-asked")
    person.page.set_input_files("#papers", [PAPER])
    person.page.locator("section[aria-labelledby=add] button").click()
    expect(person.page.locator("section[aria-labelledby=add]")).to_have_count(0)


def payment(person: Visit) -> str:
    person.page.reload()
    person.page.locator("main a.button").click()
    person.look("pay")
    assert person.page.locator("main img").bounding_box()
    return person.page.locator("main code").inner_text()


def statement(cashier: Visit, rows: str, name: str) -> None:
    cashier.go("desk/statements/")
    text = f"transaction,amount_vnd,content\n{rows}".replace("FT1,", f"FT1{name},")
    file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": text.encode()}
    cashier.page.set_input_files("#statement", [file])
    cashier.page.locator("main form button").first.click()
    cashier.page.locator("[role=status]").wait_for()
    cashier.look("statements")


def verified(person: Visit, anybody: Visit, code: str) -> None:
    """The applicant takes the result and rates; anybody holds it against the public page."""
    person.go("mine/")
    person.page.click(f"main a:has-text('{code}')")
    person.look("own-finished")
    link = person.page.locator("main a[href*='/issued/']")
    assert link.count() == 2
    with person.page.expect_download() as download:
        link.last.click()
    content = Path(download.value.path()).read_bytes()
    person.page.check("input[name=stars][value='5']")
    person.page.locator("section[aria-labelledby=rate] button").click()
    expect(person.page.locator("input[name=stars]")).to_have_count(0)
    for name, sent, sign in (
        ("genuine", content, "✓"),
        ("changed", content + b"\n%", "✕"),
        ("unknown", b"%PDF-1", "?"),
    ):
        anybody.go("verify/")
        anybody.page.set_input_files("#paper", [{**PAPER, "buffer": sent}])
        anybody.page.locator("main form button").click()
        expect(anybody.page.locator("#found")).to_contain_text(sign)
        assert "Nguyễn" not in anybody.page.locator("main").inner_text()
        anybody.look(f"verify-{name}")


@pytest.mark.parametrize("where", ["on_sqlite", "on_postgres"])
def test_at_the_counter_and_tracked_without_an_account(
    request: pytest.FixtureRequest, visit: Callable[..., Visit], where: str
) -> None:
    site = request.getfixturevalue(where)
    reception = visit(site, "tiep-nhan")
    code = fill_in(reception, "counter", consent=True)
    with reception.page.expect_download() as download:
        reception.page.click("a[href*='receipt=1']")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    for language, width in (("vi", 1280), ("th", 390), ("en", 390)):
        stranger = visit(site, language=language, width=width)
        stranger.go("track/")
        stranger.look("track")
        for digits, alerts in (("0000", 1), (DIGITS, 0)):
            stranger.page.fill("#code", code.lower())
            stranger.page.fill("#factor", digits)
            stranger.page.locator("main form button").click()
            expect(stranger.page.locator("[role=alert]")).to_have_count(alerts)
        assert code in stranger.page.locator("h1").inner_text()
        stranger.look("tracked")


def test_the_way_is_gone_without_scripts(browser: Browser, on_sqlite: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{on_sqlite.address}/vi/dong-nai/services/civil_status_copy/")
    page.keyboard.press("Tab")
    page.locator("main form button").press("Enter")
    page.locator("#full_name").press_sequentially("Nguyễn Thị Ánh")
    page.locator("button[name=go]").press("Enter")
    assert page.locator("[role=alert] a").count() >= 3
    assert page.locator("#full_name").input_value() == "Nguyễn Thị Ánh"
    context.close()
