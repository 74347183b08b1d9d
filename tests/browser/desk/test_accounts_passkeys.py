"""Passkeys with a real browser and an authenticator of its own: made, used, taken away."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import CDPSession, Page, expect

from khabar.desk.accounts import factors
from khabar.desk.accounts.models import StaffSession
from khabar.desk.models import Role
from tests.browser.desk.conftest import PHONE, House

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def with_authenticator(page: Page) -> CDPSession:
    """Give the browser what a telephone has: a key that asks for a finger, and gets it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return devtools


def app_code(secret: str, step: int = 0) -> str:
    """What an app shows now, or so many half minutes from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def give_password(page: Page, name: str) -> None:
    page.goto("/desk/login/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", "password")
    page.click(".login-form button[type=submit]")


def test_a_passkey_is_made_and_opens_the_desk(house: Callable[[], House], settings: Any) -> None:
    newsroom = house()
    settings.KHABAR = replace(settings.KHABAR, require_second_factor="always")
    chief = newsroom.person("chief", Role.CHIEF_EDITOR)
    page = newsroom.visit(PHONE)
    with_authenticator(page)

    # The role asks for a second factor: nothing else opens until there is one.
    give_password(page, "chief")
    page.wait_for_url("**/desk/account/security/")
    page.get_by_role("link", name="إضافة مفتاح مرور").click()
    page.fill("input[name=name]", "هاتفي")
    page.get_by_role("button", name="إضافة مفتاح مرور").click()
    expect(page.locator(".desk-codes li")).to_have_count(10)
    page.get_by_role("button", name="حفظتها").click()
    expect(page.locator("main")).to_contain_text("هاتفي")
    assert [passkey.name for passkey in factors.of(chief).passkeys] == ["هاتفي"]

    # Alone, without a name or a password.
    page.context.clear_cookies()
    page.goto("/desk/login/?next=/desk/images/")
    page.get_by_role("button", name="الدخول بمفتاح مرور").click()
    page.wait_for_url("**/desk/images/")
    page.wait_for_load_state("networkidle")

    # As the second step.
    page.context.clear_cookies()
    give_password(page, "chief")
    page.wait_for_url("**/desk/login/second/")
    page.get_by_role("button", name="استعمال مفتاح المرور").click()
    page.wait_for_url("**/desk/")
    page.wait_for_load_state("networkidle")
    assert factors.of(chief).passkeys[0].used_at is not None

    # Taken away, it opens nothing more.
    page.goto("/desk/account/security/")
    page.get_by_role("link", name="إزالة").first.click()
    page.get_by_role("button", name="إزالة").click()
    expect(page.locator("main")).not_to_contain_text("هاتفي")
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()
    page.goto("/desk/login/")
    page.get_by_role("button", name="الدخول بمفتاح مرور").click()
    expect(page.locator(".messages .error")).to_contain_text("لم يُقبل مفتاح المرور")
    assert newsroom.said == []


def test_a_passkey_of_nobody_and_a_no_open_nothing(house: Callable[[], House]) -> None:
    newsroom = house()
    newsroom.person("chief", Role.CHIEF_EDITOR)
    page = newsroom.visit()
    with_authenticator(page)
    page.goto("/desk/login/")
    page.get_by_role("button", name="الدخول بمفتاح مرور").click()
    expect(page.locator(".desk-passkey-said")).to_contain_text("لم يقدّم المتصفح")
    assert not StaffSession.objects.exists()


def test_an_app_is_set_up_from_its_picture(house: Callable[[], House]) -> None:
    newsroom = house()
    newsroom.person("chief", Role.CHIEF_EDITOR)
    page = newsroom.visit(PHONE)
    give_password(page, "chief")
    page.wait_for_url("**/desk/")
    page.goto("/desk/account/security/app/")
    expect(page.locator(".desk-qr")).to_be_visible()
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.fill("input[name=code]", app_code(secret))
    page.get_by_role("button", name="تأكيد").click()
    expect(page.locator(".desk-codes li")).to_have_count(10)
    page.context.clear_cookies()
    # A code opens once, so the next one is given.
    give_password(page, "chief")
    page.wait_for_url("**/desk/login/second/")
    page.fill("input[name=code]", app_code(secret, 1))
    page.get_by_role("button", name="تسجيل الدخول").click()
    page.wait_for_url("**/desk/")
