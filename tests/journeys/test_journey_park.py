"""The park in a real browser: an investor finds a lot on a phone and asks; a manager takes the lead to the lot."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

LOTS = [("A1", 3.1, 0), ("A2", 4.0, 1), ("B1", 1.2, 2)]


@pytest.fixture(scope="module")
def park(site: str) -> Iterator[str]:
    from datetime import date

    from django.contrib.auth.models import User

    from tinhso.people.models import Seat
    from tinhso.rooms.industry.web.models import Investment, LotPromise, Park, ParkCapacity, ParkEvent, ParkLot

    made = Park.objects.create(province="dong-nai", name="Khu công nghệ số Long Thành", area="26383", invented=True)
    for lot_id, area_ha, n in LOTS:
        west = 106.985 + n * 0.003
        ring = f"{west} 10.845, {west + 0.002} 10.845, {west + 0.002} 10.847, {west} 10.847, {west} 10.845"
        ParkLot.objects.create(
            park=made, lot_id=lot_id, area_ha=area_ha, uses="factory;office", power_mw=20, outline=f"POLYGON(({ring}))"
        )
    ParkCapacity.objects.create(park=made, utility="power_mw", from_on=date(2025, 1, 1), amount=80)
    person = User.objects.create_user("park-manager")
    Seat.objects.create(user=person, province="dong-nai", role="officer", agency="ban-quan-ly-kcn")
    yield site
    for model in (LotPromise, Investment, ParkEvent, ParkCapacity, ParkLot, Park):
        model.objects.all().delete()
    Seat.objects.filter(user=person).delete()
    person.delete()


def accessible(page: Page, width: int) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_an_investor_finds_a_lot_on_a_phone_and_a_manager_promises_it(browser: Browser, park: str, pictures) -> None:
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    page = browser.new_page(viewport={"width": 390, "height": 844})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{park}/th/dong-nai/park/")
    page.fill("#area_ha", "3")
    page.click("main .filters button")
    expect(page.get_by_role("status")).to_contain_text("2")
    accessible(page, 390)
    if pictures:
        page.screenshot(path=pictures / "park-th-390.png", full_page=True)
    page.fill("#investor", "Hãng Mới")
    page.fill("#contact", "a@b.example")
    page.select_option("#technology", "cloud")
    page.fill("#origin", "KR")
    page.click("section[aria-labelledby=enquire] button")
    expect(page.locator("h1")).to_have_text("ได้รับข้อความแล้ว")
    accessible(page, 390)
    assert said == []
    page.close()

    client = Client()
    client.force_login(User.objects.get(username="park-manager"))
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": park}])
    desk = context.new_page()
    desk.goto(f"{park}/vi/dong-nai/park/desk/")
    accessible(desk, 1280)
    desk.click("text=Hãng Mới")
    desk.select_option("#lot", "A1")
    desk.click("section[aria-labelledby=promise] button")
    expect(desk.locator("section[aria-labelledby=holds]")).to_contain_text("A1")
    desk.select_option("#to", "registered")
    desk.click("section[aria-labelledby=move] button")
    expect(desk.get_by_role("alert")).to_contain_text("chưa có vốn đăng ký")
    accessible(desk, 1280)
    desk.fill("#capital_registered_usd", "9000000")
    desk.click("section[aria-labelledby=file] button")
    desk.select_option("#to", "registered")
    desk.click("section[aria-labelledby=move] button")
    expect(desk.locator(".facts .tag")).to_have_text("đăng ký")
    context.close()


def test_the_lots_are_read_without_a_script(browser: Browser, park: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{park}/en/dong-nai/park/?use=factory&area_ha=9")
    expect(page.get_by_role("status")).to_contain_text("No lot fits")
    assert page.locator("figure.map svg polygon").count() >= 3
    context.close()
