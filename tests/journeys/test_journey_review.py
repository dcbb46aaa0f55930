"""The review desk in a real browser: decided by single keys, without a mouse, without a script, and by two people."""

import re
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk_scene import NAMES, set_pairs, sign_in

DESK = "/vi/dong-nai/desks/review/"


@pytest.fixture
def pairs(desks):
    """Twelve pairs that nobody looked at yet."""
    from tinhso.portal.desks.review_models import Linkage, Pair, PairOpening, PairVerdict

    PairVerdict.objects.update(withdraws=None)
    for model in (PairVerdict, PairOpening, Pair, Linkage):
        model.objects.all().delete()
    set_pairs()
    return list(Pair.objects.order_by("distance", "tie"))


@pytest.fixture
def at_desk(browser, desks):
    @contextmanager
    def opened(role, **options):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, **options)
        sign_in(context, desks, role)
        page = context.new_page()
        try:
            yield page
        finally:
            context.close()

    return opened


def number_of(page):
    return int(re.search(r"/pairs/(\d+)/", page.url)[1])


def answer(page, key):
    """Press a key and wait for the page of another pair."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()


def test_pairs_are_decided_by_single_keys_and_taken_back(at_desk, desks, pairs):
    with at_desk("officer") as page:
        page.goto(f"{desks}{DESK}")
        page.get_by_role("link", name="Người giữ giấy chứng nhận").click()
        page.get_by_role("link", name="Bắt đầu với cặp khó nhất").click()
        assert number_of(page) == pairs[0].pk
        assert "Nguyễn Thị Hoà An" in page.locator("table.pair").inner_text()
        for key, expected in zip("123", pairs[1:4], strict=True):
            answer(page, key)
            assert number_of(page) == expected.pk
        said = [pair.verdicts.get().judgement for pair in pairs[:3]]
        assert said == ["together", "apart", "unsure"]
        answer(page, "0")
        assert number_of(page) == pairs[2].pk
        assert [each.judgement for each in pairs[2].verdicts.order_by("turn")] == ["unsure", "withdrawn"]
        assert Axe().run(page).violations_count == 0


def test_keys_that_disturb_are_turned_off_and_stay_off(at_desk, desks, pairs):
    with at_desk("officer") as page:
        page.goto(f"{desks}{DESK}land.holder/next/")
        page.locator("[data-keys]").uncheck()
        page.keyboard.press("1")
        page.reload()
        assert not page.locator("[data-keys]").is_checked()
        page.keyboard.press("1")
        page.fill("#reason", "12")
        assert pairs[0].verdicts.count() == 0
        page.locator("[data-keys]").check()
        page.locator("#reason").press("1")
        assert page.input_value("#reason") == "112"
        assert pairs[0].verdicts.count() == 0


def test_without_a_script_the_first_tab_is_the_first_answer(at_desk, desks, pairs):
    with at_desk("officer", java_script_enabled=False) as page:
        page.goto(f"{desks}{DESK}land.holder/next/")
        page.screenshot()  # keys pressed before the first picture of a page are lost
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text().startswith("Là một")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/pairs/{pairs[1].pk}/**")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/pairs/{pairs[2].pk}/**")
        assert [pair.verdicts.get().judgement for pair in pairs[:2]] == ["together", "apart"]


def test_two_people_settle_a_pair_without_seeing_each_other_first(at_desk, desks, pairs):
    with at_desk("officer") as one, at_desk("steward") as two:
        one.goto(f"{desks}{DESK}land.holder/next/")
        one.fill("#reason", "cùng một thửa")
        one.get_by_role("button", name="Là một").click()
        one.wait_for_url(f"**/pairs/{pairs[1].pk}/**")
        two.goto(f"{desks}{DESK}land.holder/next/")
        assert number_of(two) == pairs[0].pk
        assert "cùng một thửa" not in two.locator("body").inner_text()
        answer(two, "1")
        one.goto(f"{desks}{DESK}pairs/{pairs[0].pk}/")
        assert NAMES["steward"] in one.locator("main").inner_text()
        pairs[0].refresh_from_db()
        assert pairs[0].stage == "together"


def test_the_back_button_shows_what_was_decided_and_sends_nothing_again(at_desk, desks, pairs):
    with at_desk("officer") as page:
        page.goto(f"{desks}{DESK}land.holder/next/")
        answer(page, "1")
        page.go_back()
        page.wait_for_load_state()
        assert number_of(page) == pairs[0].pk
        page.keyboard.press("2")
        page.reload()
        assert [each.judgement for each in pairs[0].verdicts.all()] == ["together"]
        assert "chờ người thứ hai" in page.locator("main").inner_text()
