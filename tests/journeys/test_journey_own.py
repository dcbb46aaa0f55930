"""A farmer reads on a phone what registers hold on her, disputes a name, and follows it until a delivery mends it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

sys.path.append(str(Path(__file__).parents[1] / "own"))
OWN = "/dong-nai/own/"
MADE = ("own.CaseEvent", "own.CasePaper", "own.Case", "own.Confirmation", "own.Opening", "own.Subject")


@contextmanager
def forgotten() -> Iterator[None]:
    """Remove people and what they said afterwards."""
    from django.apps import apps

    try:
        yield
    finally:
        for name in (*MADE, "people.AuditRow", "people.Seat", "socialaccount.SocialAccount", "auth.User"):
            apps.get_model(name).objects.all().delete()


@pytest.fixture(scope="module")
def own_site(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The site over copies of its homes in which registers hold a person, her home and land."""
    from a_person import fill_registers, proven, steward
    from django.conf import settings

    folder = tmp_path_factory.mktemp("own")
    for home in Path(settings.TINHSO_HOME).glob("*/province.yaml"):
        shutil.copytree(home.parent, folder / home.parent.name)
    fill_registers(folder)
    with pytest.MonkeyPatch.context() as patched, forgotten():
        patched.setattr(settings, "TINHSO_HOME", folder)
        clients = {"anh": proven("anh"), "minh": steward("minh"), "ai": proven("ai", "")}
        clients["anh"].get(f"/vi{OWN}")
        yield site, folder, {name: client.cookies["sessionid"].value for name, client in clients.items()}


@pytest.fixture
def opened(browser: Browser, own_site):
    """Return a way to open a page as a person."""
    site, _, sessions = own_site
    contexts = []

    def of(name: str, path: str, language: str = "vi", width: int = 390, **options) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        contexts[-1].add_cookies([{"name": "sessionid", "value": sessions[name], "url": site}])
        page = contexts[-1].new_page()
        page.goto(f"{site}/{language}{path}")
        return page

    yield of
    for context in contexts:
        context.close()


def check(page: Page, pictures: Path | None, name: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if pictures:
        page.screenshot(path=pictures / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "width"), [("vi", 390), ("vi", 1280), ("en", 390), ("th", 390)])
def test_own_rows_are_accessible_and_fit(opened, pictures, language, width):
    page = opened("anh", OWN, language, width)
    check(page, pictures, f"own-{language}-{width}")
    page.locator("article .foot a.button").first.click()
    check(page, pictures, f"own-row-{language}-{width}")
    check(opened("ai", OWN, language, width), pictures, f"own-unproven-{language}-{width}")
    check(opened("minh", f"{OWN}desk/", language, width), pictures, f"own-desk-{language}-{width}")


def test_a_farmer_disputes_a_name_without_scripts_and_the_next_delivery_mends_it(opened, own_site, pictures):
    from a_person import RESIDENTS, deliver

    from tinhso.base.home import open_home

    page = opened("anh", OWN, java_script_enabled=False)
    page.get_by_role("button", name="Đúng rồi: Nhà ở").focus()
    page.keyboard.press("Enter")
    assert "Đã ghi nhận" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Có chỗ sai: Người cư trú").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Họ và tên:").check()
    page.get_by_label("Đúng ra là gì?").fill("Nguyễn Thị Ánh")
    page.keyboard.press("Enter")
    assert "Sổ đang ghi đúng như bạn vừa viết" in page.get_by_role("alert").inner_text()
    page.get_by_label("Đúng ra là gì?").fill("Nguyễn Thị Anh")
    page.get_by_label("Kể thêm").fill("Thẻ căn cước của tôi ghi là Anh.")
    page.get_by_role("button", name="Gửi").click()
    assert "Đã gửi cho cơ quan giữ sổ" in page.get_by_role("status").inner_text()
    mine = page.url
    desk = opened("minh", f"{OWN}desk/", width=1280)
    check(desk, pictures, "own-desk-vi-1280")
    desk.locator("tbody a").first.click()
    desk.get_by_role("button", name="Tiếp nhận").click()
    check(desk, pictures, "own-dispute-vi-1280")
    _, folder, _ = own_site
    mended = RESIDENTS.replace("Nguyễn Thị Ánh", "Nguyễn Thị Anh")
    deliver(open_home(folder / "dong-nai"), "population.resident", mended, date(2026, 11, 2))
    page.goto(mine)
    assert "Đã sửa" in page.locator("main").inner_text()
    assert "ghi đúng như đã báo" in page.locator("ol.chain").inner_text()
    with_script = opened("anh", mine[mine.index("/vi/") + 3 :])
    check(with_script, pictures, "own-case-vi-390")
    check(opened("anh", OWN), pictures, "own-after-vi-390")


def test_own_rows_are_walked_by_keyboard(opened):
    page = opened("anh", OWN, width=1280, java_script_enabled=False)
    wanted = page.locator("main a:visible, main button:visible").count()
    reached = set()
    for _ in range(wanted + 60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    assert len([each for each in reached if "own/rows/" in each or "<button aria-label" in each]) >= 6
