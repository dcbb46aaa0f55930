"""Registers in step in a real browser: a leader reads, an officer mends, from the first number to the workbook."""

import pytest
from a_conflict_home import with_conflicts
from axe_playwright_python.sync_playwright import Axe
from desk_scene import NAMES, cleared, seat, sign_in

RULE = "land.dwelling_outside_parcel"


@pytest.fixture(scope="module")
def mending(site, tmp_path_factory):
    """The site over homes with conflicts, and a steward of Đồng Nai."""
    from django.conf import settings

    folder = with_conflicts(settings.TINHSO_HOME, tmp_path_factory.mktemp("mending"))
    with pytest.MonkeyPatch.context() as patched, cleared():
        patched.setattr(settings, "TINHSO_HOME", folder)
        seat(NAMES["steward"], "steward")
        yield site


@pytest.fixture
def opened(browser, mending):
    contexts = []

    def open_at(path, width, **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        sign_in(contexts[-1], mending, "steward")
        page = contexts[-1].new_page()
        page.goto(f"{mending}{path}")
        return page

    yield open_at
    for context in contexts:
        context.close()


def test_a_leader_sees_in_one_look_what_conflicts_and_who_mends_it(opened):
    page = opened("/vi/dong-nai/rooms/", 1280)
    page.click("main a:has-text('Các sổ khớp nhau đến đâu')")
    assert page.locator(".huge").inner_text() == "405"
    assert "Lệch nhịp" in page.locator("ul.count").inner_text()
    # What matters stands on the first screen.
    assert page.locator("figure.chart").bounding_box()["y"] < 900
    page.click("article.behind h3 a")
    assert "Mâu thuẫn không ít hơn lần đếm đầu" in page.locator("main").inner_text()
    assert page.locator("h2:has-text('Theo tháng')").count() == 1


def test_an_officer_goes_from_a_pair_to_the_rows_and_takes_the_workbook(opened):
    page = opened("/vi/dong-nai/steps/land.certificate--population.death/", 1280, java_script_enabled=False)
    page.click("main a:has-text('Xem dòng cần sửa')")
    assert page.locator("h1").inner_text() == "Chủ sử dụng đất đã khai tử"
    assert page.locator("tbody tr").count() > 0
    with page.expect_download() as sent:
        page.click("a.button")
    assert sent.value.suggested_filename == "land-holder_recorded_dead-vi.xlsx"


@pytest.mark.parametrize(
    ("language", "width", "place"),
    [("vi", 1280, ""), ("th", 390, f"{RULE}/"), ("en", 1280, f"{RULE}/")],
)
def test_the_desk_is_accessible_and_fits(opened, pictures, language, width, place):
    page = opened(f"/{language}/dong-nai/desks/conflicts/{place}", width)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if pictures:
        page.screenshot(path=pictures / f"conflicts-{language}-{width}.png", full_page=True)


def test_the_desk_is_walked_by_keyboard(opened):
    page = opened(f"/vi/dong-nai/desks/conflicts/{RULE}/", 1280, java_script_enabled=False)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Tải tệp để sửa (XLSX)":
            break
    with page.expect_download():
        page.keyboard.press("Enter")
