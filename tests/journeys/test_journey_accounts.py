"""Accounts in a real browser: a passkey made and used, codes turned on, and the door of a real identity provider."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect


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
