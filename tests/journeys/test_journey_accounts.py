"""Accounts in a real browser: a passkey made and used, codes turned on, and the door of a real identity provider."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

PASSWORD = "một-câu-dài-để-mở-cửa"


@pytest.fixture(scope="module")
def accounts(site: str) -> str:
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    cache.clear()
    # A browser gives passkeys to localhost without TLS, and not to a bare address.
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN")
    context.on("weberror", lambda fault: pytest.fail(str(fault.error)))
    yield context.new_page()
    context.close()


def with_authenticator(page: Page) -> Any:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def open_account(accounts: str, page: Page, name: str) -> None:
    page.goto(f"{accounts}/vi/accounts/sign-up/passkey/")
    page.fill("#id_username", name)
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", name="Thêm khóa truy cập")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()


def test_an_account_lives_on_a_passkey_alone(accounts: str, page: Page) -> None:
    with_authenticator(page)
    open_account(accounts, page, "khoa-truy-cap")
    page.goto(f"{accounts}/vi/accounts/sign-out/")
    page.get_by_role("button", name="Đăng xuất").first.click()
    expect(page).to_have_url(f"{accounts}/vi/")
    page.goto(f"{accounts}/vi/accounts/sign-in/?next=/vi/dong-nai/services/mine/")
    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()
    expect(page).to_have_url(f"{accounts}/vi/dong-nai/services/mine/")
    page.goto(f"{accounts}/vi/accounts/factors/")
    expect(page.get_by_text("Bạn có 1 khóa truy cập.")).to_be_visible()


def test_a_key_unknown_here_opens_nothing(accounts: str, page: Page) -> None:
    with_authenticator(page)
    open_account(accounts, page, "mot-khoa")
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user__username="mot-khoa").delete()
    page.context.clear_cookies()
    page.goto(f"{accounts}/en/accounts/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_have_text("That key opens no account here. Try another one, or a password.")


def code_of(secret: str) -> str:
    """Return the code that an authenticator shows now: computed by the library that checks it, on its clock."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def accessible(page: Page) -> None:
    page.wait_for_load_state()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}: {found.generate_report()}"


def sign_in_by_password(accounts: str, page: Page, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{accounts}/vi/accounts/sign-in/")
    page.locator("main form:has(input[type=password]) input[autocomplete=username]").fill(name)
    page.locator("main input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")


def give_code(page: Page, code: str) -> None:
    expect(page.get_by_role("heading", name="Bước xác thực thứ hai")).to_be_visible()
    page.locator("main form.card input:not([type=hidden])").first.fill(code)
    page.locator("main form.card button").click()


def test_codes_are_turned_on_and_open_the_door_and_a_recovery_code_once(
    accounts: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One instant for the library's clock, so that a code never ends between page and form.
    instant = SimpleNamespace(time=lambda: 1_790_000_015.0)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", instant)
    page.goto(f"{accounts}/vi/accounts/sign-up/")
    page.fill("#id_username", "ma-sau-so")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form.card button").click()
    expect(page).to_have_url(f"{accounts}/vi/accounts/factors/")
    page.goto(f"{accounts}/vi/accounts/factors/totp/activate/")
    if "/confirm/" in page.url:
        accessible(page)
        page.locator("main input[type=password]").fill(PASSWORD)
        page.locator("main form.card button").click()
    expect(page.get_by_role("heading", name="Bật ứng dụng tạo mã")).to_be_visible()
    accessible(page)
    secret = page.locator("main code").inner_text()
    page.locator("main form.card input:not([type=hidden])").fill(code_of(secret))
    page.locator("main form.card button").click()
    expect(page.get_by_role("heading", name="Mã dự phòng")).to_be_visible()
    spare = page.locator("main code").first.inner_text()

    sign_in_by_password(accounts, page, "ma-sau-so")
    expect(page.get_by_role("heading", name="Bước xác thực thứ hai")).to_be_visible()
    accessible(page)
    give_code(page, "000000")
    expect(page.locator("main form.card")).to_contain_text("Mã không đúng")
    # A code is good once: the next one is asked for half a minute later.
    instant.time = lambda: 1_790_000_045.0
    give_code(page, code_of(secret))
    expect(page).to_have_url(f"{accounts}/vi/accounts/factors/")

    for opens in (True, False):
        sign_in_by_password(accounts, page, "ma-sau-so")
        give_code(page, spare)
        if opens:
            expect(page).to_have_url(f"{accounts}/vi/accounts/factors/")
    expect(page.locator("main form.card")).to_contain_text("Mã không đúng")


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    claims = '{"sub": "079190001234", "preferred_username": "nguyen-van-an", "email": "an@example.vn"}'
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--user-claims", claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            assert process.poll() is None, "the provider ended at once"
            time.sleep(0.1)
    raise TimeoutError(url)


def test_the_door_of_an_identity_provider(
    accounts: str, page: Page, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    from tinhso.portal.accounts.configured import account_settings, identity_origin

    environment = {"TINHSO_OIDC_URL": provider, "TINHSO_OIDC_CLIENT": "tinhso", "TINHSO_OIDC_SECRET": "of the tests"}
    environment["TINHSO_OIDC_NAME"] = "VNeID (thử)"
    made = account_settings(environment, https=False, cache_folder=settings.CACHE_FOLDER)
    monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", made["SOCIALACCOUNT_PROVIDERS"])
    policy = {**settings.SECURE_CSP, "form-action": ["'self'", *identity_origin(environment)]}
    monkeypatch.setattr(settings, "SECURE_CSP", policy)
    page.goto(f"{accounts}/vi/accounts/sign-in/?next=/vi/dong-nai/services/mine/")
    page.get_by_role("button", name="Đăng nhập qua VNeID (thử)").click()
    page.wait_for_url(f"{provider}/**")
    page.get_by_role("button", name="079190001234").click()
    expect(page).to_have_url(f"{accounts}/vi/dong-nai/services/mine/")
    page.goto(f"{accounts}/vi/accounts/identity/")
    expect(page.get_by_text("VNeID (thử)").first).to_be_visible()
    from allauth.socialaccount.models import SocialAccount

    found = SocialAccount.objects.get(uid="079190001234")
    assert found.user.get_username() == "nguyen-van-an"
    assert not found.user.has_usable_password()
