"""The desk's door: passwords, codes, tries, links to set a password."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from khabar.desk.accounts import factors, limits
from khabar.desk.accounts.models import SignInTries, StaffSession
from khabar.language.digits import convert
from tests.desk.conftest import Newsroom

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(step: int = 0, secret: str = SECRET) -> str:
    """What an app shows now, or so many half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def with_app(user: User) -> User:
    """A person with an app on their phone."""
    factors.add_app(user, SECRET, code(-1))
    return user


def give_password(client: Client, name: str, typed: str = "password") -> Any:
    return client.post("/desk/login/", {"username": name, "password": typed})


def inside(client: Client) -> bool:
    return bool(client.get("/desk/").status_code == 200)


def main(response: Any) -> str:
    """What a page says, without the token of its form."""
    return str(response.content.decode().partition("<main")[2])


def require(settings: Any, choice: str = "always") -> None:
    """As the environment would."""
    settings.KHABAR = replace(settings.KHABAR, require_second_factor=choice)


def acts(user: User) -> list[str]:
    """What the log has of this account, oldest first."""
    entries = ModelLogEntry.objects.filter(object_id=str(user.pk)).order_by("timestamp", "pk")
    return list(entries.values_list("action", flat=True))


# Two steps


def test_a_password_alone_lets_in_whoever_has_no_second_factor(newsroom: Newsroom) -> None:
    client = Client()
    response = give_password(client, "reporter")
    assert (response.status_code, response["Location"]) == (302, "/desk/")
    assert inside(client)
    assert acts(newsroom.people["reporter"]) == ["khabar.signed_in"]


def test_between_the_steps_nothing_opens(newsroom: Newsroom) -> None:
    with_app(newsroom.people["chief"])
    client = Client()
    assert give_password(client, "chief")["Location"] == "/desk/login/second/"
    for path in ("/desk/", "/desk/account/", "/desk/account/security/", "/desk/pages/"):
        assert client.get(path).status_code == 302
        assert client.get(path)["Location"].startswith("/desk/login/")
    assert not StaffSession.objects.exists()


def test_the_code_opens_once(newsroom: Newsroom) -> None:
    with_app(newsroom.people["chief"])
    shown = code()
    first = Client()
    give_password(first, "chief")
    # An Arabic keyboard types its own digits.
    first.post("/desk/login/second/", {"code": convert(shown, "arab")})
    assert inside(first)
    second = Client()
    give_password(second, "chief")
    refused = second.post("/desk/login/second/", {"code": shown})
    assert refused.status_code == 200
    assert "الرمز" in refused.content.decode()
    assert not inside(second)
    assert acts(newsroom.people["chief"])[-2:] == ["khabar.signed_in", "khabar.refused"]


def test_where_one_was_going_is_kept_through_both_steps(newsroom: Newsroom) -> None:
    with_app(newsroom.people["chief"])
    client = Client()
    client.post(
        "/desk/login/", {"username": "chief", "password": "password", "next": "/desk/images/"}
    )
    assert client.post("/desk/login/second/", {"code": code()})["Location"] == "/desk/images/"


def test_the_second_step_waits_ten_minutes_and_no_longer(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_app(newsroom.people["chief"])
    client = Client()
    give_password(client, "chief")
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert client.get("/desk/login/second/")["Location"] == "/desk/login/"


def test_a_recovery_code_opens_once(newsroom: Newsroom) -> None:
    chief = with_app(newsroom.people["chief"])
    one = factors.new_codes(chief)[0]
    for time_, opens in enumerate((True, False)):
        client = Client()
        give_password(client, "chief")
        client.post("/desk/login/second/", {"code": one})
        assert inside(client) is opens, time_
    assert factors.of(chief).codes_left == 9
    assert "khabar.recovery_used" in acts(chief)


def test_secrets_do_not_lie_open_in_the_database(newsroom: Newsroom, settings: Any) -> None:
    chief = with_app(newsroom.people["chief"])
    factors.new_codes(chief)
    assert SECRET not in str(list(Authenticator.objects.values_list("data", flat=True)))
    settings.SECRET_KEY = "another"
    client = Client()
    give_password(client, "chief")
    for typed in (code(), code(secret=""), "00000000"):
        assert client.post("/desk/login/second/", {"code": typed}).status_code == 200
    assert not inside(client)


def test_an_old_session_is_asked_for_a_factor_made_since(newsroom: Newsroom) -> None:
    client = newsroom.client("chief")
    assert inside(client)
    with_app(newsroom.people["chief"])
    response = client.get("/desk/images/")
    assert response["Location"] == "/desk/login/second/?next=%2Fdesk%2Fimages%2F"
    answer = client.post("/desk/login/second/", {"code": code(), "next": "/desk/images/"})
    assert answer["Location"] == "/desk/images/"
    assert inside(client)


# Who must


@pytest.mark.parametrize("who", ["chief", "admin", "owner"])
@pytest.mark.usefixtures("newsroom")
def test_whoever_may_publish_all_enrols_before_anything_else(settings: Any, who: str) -> None:
    require(settings)
    client = Client()
    give_password(client, who)
    for path in ("/desk/", "/desk/pages/", "/desk/account/", "/desk/reports/site-history/"):
        response = client.get(path)
        assert (response.status_code, response["Location"]) == (302, "/desk/account/security/")
    page = client.get("/desk/account/security/").content.decode()
    assert "دورك" in page
    picture = client.get("/desk/account/security/app/")
    assert "<svg" in picture.content.decode()
    secret = client.session["desk-app-secret"]
    added = client.post("/desk/account/security/app/", {"code": code(secret=secret)})
    assert added["Location"] == "/desk/account/security/codes/"
    shown = client.get(added["Location"]).content.decode()
    codes = re.findall(r"<code>(\d{4}-\d{4})</code>", shown)
    assert len(codes) == 10
    assert client.get("/desk/account/security/codes/file/").content.decode().split() == codes
    assert inside(client)
    client.post(added["Location"])
    assert client.get(added["Location"]).status_code == 302, "shown once"
    assert client.get("/desk/account/security/codes/file/").status_code == 404


@pytest.mark.parametrize("who", ["reporter", "editor", "photo"])
@pytest.mark.usefixtures("newsroom")
def test_the_others_may_and_need_not(settings: Any, who: str) -> None:
    require(settings)
    client = Client()
    give_password(client, who)
    assert inside(client)


@pytest.mark.parametrize(
    ("choice", "https", "asked"),
    [("auto", True, True), ("auto", False, False), ("never", True, False), ("always", False, True)],
)
@pytest.mark.usefixtures("newsroom")
def test_https_decides_unless_the_environment_does(
    settings: Any, choice: str, *, https: bool, asked: bool
) -> None:
    require(settings, choice)
    settings.SECURE = https
    client = Client()
    give_password(client, "chief")
    assert inside(client) is not asked


# Tries


@pytest.mark.usefixtures("newsroom")
def test_too_many_tries_on_an_account_say_how_long_to_wait() -> None:
    for _ in range(limits.ACCOUNT_HERE.tries):
        assert "لا يتطابق" in give_password(Client(), "chief", "wrong").content.decode()
    refused = give_password(Client(), "chief").content.decode()
    assert "انتظر 15 دقيقة" in refused
    # From elsewhere its owner still gets in, and that takes the count back.
    owner = Client(REMOTE_ADDR="192.0.2.9")
    give_password(owner, "chief")
    assert inside(owner)


@pytest.mark.usefixtures("newsroom")
def test_what_is_said_does_not_tell_who_works_here() -> None:
    said = []
    for name in ("chief", "nobody-at-all"):
        client = Client(REMOTE_ADDR=f"192.0.2.{len(name)}")
        pages = [give_password(client, name, "wrong").content.decode() for _ in range(8)]
        said.append([re.findall(r'<li class="error">([^<]+)', page) for page in pages])
    assert said[0] == said[1]
    assert said[0][0] != said[0][-1]


def test_an_account_is_not_guessed_from_many_places(newsroom: Newsroom) -> None:
    for number in range(limits.ACCOUNT.tries):
        give_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), "chief", "wrong")
    client = Client(REMOTE_ADDR="198.51.100.1")
    give_password(client, "chief")
    assert not inside(client)
    # An administrator opens it again.
    page = newsroom.client("admin")
    url = f"/desk/users/{newsroom.people['chief'].pk}/security/"
    assert "محاولات" in page.get(url).content.decode()
    page.post(url, {"act": "unlock"})
    give_password(client, "chief")
    assert inside(client)
    assert "khabar.unlocked" in acts(newsroom.people["chief"])


@pytest.mark.parametrize(
    ("addresses", "one"),
    [
        (("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), True),
        (("2001:db8:1:2::1", "2001:db8:1:3::1"), False),
        (("192.0.2.1", "::ffff:192.0.2.1"), True),
        (("192.0.2.1", "192.0.2.2"), False),
    ],
)
def test_a_network_is_one_house_not_one_device(
    rf: Any, addresses: tuple[str, str], *, one: bool
) -> None:
    first, second = (limits.network(rf.get("/", REMOTE_ADDR=address)) for address in addresses)
    assert (first == second) is one


@pytest.mark.usefixtures("newsroom")
def test_many_names_from_one_network_are_stopped() -> None:
    for number in range(limits.NETWORK.tries):
        give_password(Client(), f"name{number}", "wrong")
    assert "انتظر" in give_password(Client(), "reporter").content.decode()


def test_codes_are_not_guessed(newsroom: Newsroom) -> None:
    with_app(newsroom.people["chief"])
    client = Client()
    give_password(client, "chief")
    for _ in range(limits.SECOND_FACTOR.tries):
        client.post("/desk/login/second/", {"code": "000000"})
    # Beginning again with the password gives no new tries.
    give_password(client, "chief")
    refused = client.post("/desk/login/second/", {"code": code()})
    assert "انتظر" in refused.content.decode()
    assert not inside(client)


@pytest.mark.usefixtures("newsroom")
def test_no_address_and_no_name_is_kept() -> None:
    give_password(Client(REMOTE_ADDR="192.0.2.77"), "chief", "wrong")
    kept = str(list(SignInTries.objects.values()))
    assert "192.0.2.77" not in kept
    assert "chief" not in kept


# Links by mail


@pytest.mark.usefixtures("newsroom")
def test_asking_for_a_link_tells_nothing(mailoutbox: list[Any]) -> None:
    answers = [
        main(Client().post("/desk/password_reset/", {"email": address}, follow=True))
        for address in ("chief@example.org", "nobody@example.org")
    ]
    assert answers[0] == answers[1]
    (mail,) = mailoutbox
    assert mail.to == ["chief@example.org"]
    html = mail.alternatives[0][0]
    assert 'dir="rtl"' in html
    link = re.search(r"/desk/password_reset/confirm/\S+/", mail.body)
    assert link
    assert link[0] in html
    client = Client()
    form = client.get(link[0], follow=True)
    at = form.redirect_chain[-1][0]
    client.post(at, {"new_password1": "يوم جديد وطويل", "new_password2": "يوم جديد وطويل"})
    give_password(client, "chief", "يوم جديد وطويل")
    assert inside(client)
    assert client.get(link[0], follow=True).context["validlink"] is False


@pytest.mark.usefixtures("newsroom")
def test_one_address_is_not_flooded(mailoutbox: list[Any]) -> None:
    for number in range(limits.RESET_ADDRESS.tries + 2):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(
            "/desk/password_reset/", {"email": "chief@example.org"}
        )
    assert len(mailoutbox) == limits.RESET_ADDRESS.tries


@pytest.mark.usefixtures("newsroom")
def test_links_are_asked_for_so_often() -> None:
    for number in range(limits.RESET_HERE.tries):
        Client().post("/desk/password_reset/", {"email": f"n{number}@example.org"})
    page = Client().post("/desk/password_reset/", {"email": "n@example.org"}).content.decode()
    assert "انتظر" in page


def test_a_new_colleague_chooses_a_password_by_a_link(
    newsroom: Newsroom, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    admin = newsroom.client("admin")
    page = admin.get("/desk/users/new/").content.decode()
    assert 'type="password"' not in page
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(
            "/desk/users/new/",
            {
                "username": "salma",
                "email": "salma@example.org",
                "first_name": "سلمى",
                "last_name": "الحاج",
                "is_superuser": "on",
            },
        )
    salma = User.objects.get(username="salma")
    assert not salma.has_usable_password()
    assert not salma.is_superuser, "only a superuser makes another"
    (mail,) = mailoutbox
    assert "خبر" in mail.subject
    assert "salma" in mail.body
    assert acts(salma)[-1] == "khabar.link_sent"


def test_mail_speaks_its_readers_language(newsroom: Newsroom, mailoutbox: list[Any]) -> None:
    UserProfile.objects.update_or_create(
        user=newsroom.people["chief"], defaults={"preferred_language": "en"}
    )
    Client().post("/desk/password_reset/", {"email": "chief@example.org"})
    assert "Choose it here" in mailoutbox[0].body
    assert 'dir="ltr"' in mailoutbox[0].alternatives[0][0]


def test_each_act_at_the_door_has_words(newsroom: Newsroom) -> None:
    with_app(newsroom.people["chief"])
    client = Client()
    give_password(client, "chief", "wrong")
    give_password(client, "chief")
    client.post("/desk/login/second/", {"code": code()})
    for entry in ModelLogEntry.objects.all():
        assert registry.get_formatter(entry) is not None
        assert str(entry.message)
