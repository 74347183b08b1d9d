"""Sessions, accounts that others keep, inactive accounts, and the record of acts."""

import csv
import re
from datetime import UTC, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry

from khabar.desk.accounts import accounts, factors, queries, sessions
from khabar.desk.accounts.browsers import named
from khabar.desk.accounts.models import StaffSession
from khabar.newsroom import actions
from tests import factories
from tests.desk.conftest import Newsroom
from tests.desk.test_accounts_door import acts, code, give_password, inside, with_app

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
)
KHABAR = Path(__file__).resolve().parents[2] / "khabar"


@pytest.fixture
def two(newsroom: Newsroom) -> tuple[Client, Client]:
    """The reporter's computer and telephone."""
    del newsroom
    clients = (Client(), Client(HTTP_USER_AGENT=PHONE))
    for client in clients:
        give_password(client, "reporter")
    return clients


def test_one_sees_where_one_is_signed_in_and_ends_the_others(two: tuple[Client, Client]) -> None:
    computer, phone = two
    page = computer.get("/desk/account/security/").content.decode()
    assert "iPhone" in page
    assert page.count("آخر ظهور") == 2
    number = phone.session[sessions.NUMBER]
    computer.post("/desk/account/security/sessions/end/", {"session": number})
    assert not inside(phone)
    assert inside(computer)


def test_nobody_ends_another_persons_session(
    newsroom: Newsroom, two: tuple[Client, Client]
) -> None:
    colleague = newsroom.client("colleague")
    for number in (two[1].session[sessions.NUMBER], "x", "٣", "-1"):
        colleague.post("/desk/account/security/sessions/end/", {"session": number})
    assert inside(two[1])


def test_an_administrator_ends_anyones(newsroom: Newsroom, two: tuple[Client, Client]) -> None:
    reporter = newsroom.people["reporter"]
    url = f"/desk/users/{reporter.pk}/security/"
    assert newsroom.client("chief").get(url).status_code == 302
    newsroom.client("chief").post(url, {"act": "end"})
    assert inside(two[0])
    newsroom.client("admin").post(url, {"act": "end"})
    assert not inside(two[0])
    assert not inside(two[1])
    assert "khabar.sessions_ended" in acts(reporter)


def test_a_new_password_ends_all_but_this_one(two: tuple[Client, Client]) -> None:
    computer, phone = two
    computer.get("/desk/account/")
    computer.post(
        "/desk/account/",
        {
            "name_email-first_name": "هالة",
            "name_email-last_name": "منصور",
            "name_email-email": "hala@example.org",
            "locale-preferred_language": "ar",
            "locale-current_time_zone": "Asia/Riyadh",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
            "password-old_password": "password",
            "password-new_password1": "يوم جديد وطويل",
            "password-new_password2": "يوم جديد وطويل",
        },
    )
    assert inside(computer)
    assert not inside(phone)
    assert StaffSession.objects.count() == 1


def test_a_closed_account_is_out_at_once(newsroom: Newsroom, two: tuple[Client, Client]) -> None:
    reporter = newsroom.people["reporter"]
    newsroom.client("admin").post(f"/desk/users/{reporter.pk}/security/close/", {"from": "person"})
    assert not inside(two[0])
    assert not StaffSession.objects.filter(user=reporter).exists()
    assert "khabar.closed" in acts(reporter)


def test_signing_out_takes_the_session_away(two: tuple[Client, Client]) -> None:
    two[0].post("/desk/logout/")
    assert StaffSession.objects.count() == 1


def test_the_door_costs_one_query_a_request(
    newsroom: Newsroom, django_assert_num_queries: Any
) -> None:
    client = newsroom.client("reporter")
    client.get("/desk/account/security/codes/")
    with django_assert_num_queries(3):  # Django's session, the user, and ours.
        client.get("/desk/sprite/")


@pytest.mark.parametrize(
    ("agent", "names"),
    [
        (PHONE, ("Safari", "iPhone")),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", ("Edge", "Windows")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko Firefox/132.0", ("Firefox", "Linux")),
        ("curl/8", ("", "")),
    ],
)
def test_a_browser_goes_by_the_name_people_know(agent: str, names: tuple[str, str]) -> None:
    assert named(agent) == names


# A lost device


def test_factors_are_reset_in_two_steps_and_recorded(newsroom: Newsroom) -> None:
    chief = with_app(newsroom.people["chief"])
    open_one = Client()
    give_password(open_one, "chief")
    open_one.post("/desk/login/second/", {"code": code()})
    admin = newsroom.client("admin")
    url = f"/desk/users/{chief.pk}/security/reset/"
    assert "تتأكد" in admin.get(url).content.decode()
    assert factors.has_own(chief), "looking changes nothing"
    admin.post(url)
    assert not factors.has_own(chief)
    assert not inside(open_one)
    entry = ModelLogEntry.objects.get(action="khabar.factors_reset")
    assert entry.user == newsroom.people["admin"]


@pytest.mark.parametrize("who", ["reporter", "editor", "chief"])
def test_others_reset_nothing(newsroom: Newsroom, who: str) -> None:
    owner = with_app(newsroom.people["owner"])
    newsroom.client(who).post(f"/desk/users/{owner.pk}/security/reset/")
    assert factors.has_own(owner)


def test_an_administrator_does_not_touch_a_superuser(newsroom: Newsroom) -> None:
    owner = with_app(newsroom.people["owner"])
    admin = newsroom.client("admin")
    admin.post(f"/desk/users/{owner.pk}/security/reset/")
    admin.post(f"/desk/users/{owner.pk}/security/close/")
    assert admin.get(f"/desk/users/edit/{owner.pk}/").status_code == 302
    for act in ("delete", "set_active_state", "assign_role"):
        admin.post(
            f"/desk/bulk/auth/user/{act}/?id={owner.pk}&next=/desk/users/",
            {"mark_as_active": "False", "role": str(newsroom.people["admin"].groups.get().pk)},
        )
    owner.refresh_from_db()
    assert owner.is_active
    assert factors.has_own(owner)
    assert not owner.groups.exists()


def test_a_command_resets_too(newsroom: Newsroom) -> None:
    with_app(newsroom.people["chief"])
    out = StringIO()
    call_command("staff_second_factor", "reset", "chief", stdout=out)
    assert not factors.has_own(newsroom.people["chief"])
    with pytest.raises(CommandError, match="khabar staff"):
        call_command("staff_second_factor", "reset", "nobody")


# Accounts that nobody uses


def test_unused_accounts_are_listed_and_closed_with_one_click(newsroom: Newsroom) -> None:
    now = timezone.now()
    long_ago = now - timedelta(days=91)
    User.objects.update(date_joined=long_ago, last_login=now)
    User.objects.filter(username__in=("photo", "editor", "owner")).update(last_login=long_ago)
    # An open session says that somebody is there, however long ago they signed in.
    StaffSession.objects.create(user=newsroom.people["editor"])
    User.objects.filter(username="colleague").update(last_login=None)
    User.objects.create_user("stranger", "s@example.org", date_joined=long_ago)
    assert {user.username for user in queries.inactive_staff()} == {"photo", "owner", "colleague"}
    admin = newsroom.client("admin")
    page = admin.get("/desk/reports/inactive-accounts/").content.decode()
    assert "photo" in page
    assert "لم يُستعمل قط" in page
    admin.post(f"/desk/users/{newsroom.people['photo'].pk}/security/close/")
    assert queries.count_inactive_staff() == 2
    assert newsroom.client("chief").get("/desk/reports/inactive-accounts/").status_code == 302
    out = StringIO()
    call_command("staff", "--inactive", stdout=out)
    assert re.findall(r"^(\w+)\t", out.getvalue(), re.MULTILINE) == ["colleague", "owner"]


# The record of acts


def test_the_record_has_who_what_when_and_the_note(newsroom: Newsroom) -> None:
    article = factories.make_article(newsroom.politics, "خبر يُسحب")
    actions.withdraw(article, by=newsroom.people["chief"], reason="نُشر خطأً.")
    give_password(Client(), "reporter", "wrong")
    give_password(Client(), "reporter")
    owner = newsroom.client("owner")
    url = "/desk/reports/site-history/"
    page = owner.get(url).content.decode()
    for word in ("سجل الأفعال", "خبر يُسحب", "نُشر خطأً.", "رُفض الدخول", "دون تسجيل دخول"):
        assert word in page, word
    by_section = owner.get(f"{url}?section={newsroom.sport.pk}").content.decode()
    assert "خبر يُسحب" not in by_section
    by_section = owner.get(f"{url}?section={newsroom.politics.pk}").content.decode()
    assert "خبر يُسحب" in by_section
    by_person = owner.get(f"{url}?user={newsroom.people['reporter'].pk}").content.decode()
    assert "خبر يُسحب" not in by_person
    assert "سجّل الدخول بكلمة المرور" in by_person
    by_verb = owner.get(f"{url}?action=khabar.withdraw").content.decode()
    assert "خبر يُسحب" in by_verb
    assert "سجّل الدخول بكلمة المرور" not in by_verb
    tomorrow = timezone.localdate(timezone=UTC) + timedelta(days=1)
    later = owner.get(f"{url}?timestamp_from={tomorrow}").content.decode()
    assert "خبر يُسحب" not in later
    sheet = owner.get(f"{url}?export=csv").getvalue().decode()
    rows = list(csv.reader(StringIO(sheet)))
    withdrawn = next(row for row in rows if "خبر يُسحب" in row and "نُشر خطأً." in row)
    assert "chief" in withdrawn


@pytest.fixture
def recorded(newsroom: Newsroom) -> Newsroom:
    """Acts of three people, on an article of each section and on accounts."""
    for who, section in (("chief", newsroom.sport), ("editor", newsroom.politics)):
        article = factories.make_article(section, f"خبر {who}")
        actions.withdraw(article, by=newsroom.people[who], reason=f"سبب {who}")
    give_password(Client(), "reporter")
    return newsroom


def rows_of(client: Client, query: str) -> list[dict[str, str]]:
    """The rows of the record as a spreadsheet gets them, after looking at those on the screen."""
    url = "/desk/reports/site-history/"
    screen = client.get(f"{url}?{query}")
    sheet = client.get(f"{url}?{query}&export=csv").getvalue().decode("utf-8-sig")
    heads, *rows = list(csv.reader(StringIO(sheet)))
    shown = screen.content.decode()
    assert shown.count('<td class="updated">') == len(rows)
    assert all(row[heads.index("ما جرى")] in shown for row in rows)
    return [dict(zip(heads, row, strict=True)) for row in rows]


def test_the_record_of_one_person_has_nobody_elses_rows(recorded: Newsroom) -> None:
    owner = recorded.client("owner")
    for who in ("chief", "editor", "reporter"):
        rows = rows_of(owner, f"user={recorded.people[who].pk}")
        assert {row["من"] for row in rows} == {who}
    both = [recorded.people[name].pk for name in ("chief", "reporter")]
    rows = rows_of(owner, f"user={both[0]}&user={both[1]}")
    assert {row["من"] for row in rows} == {"chief", "reporter"}


def test_each_filter_of_the_record_leaves_out_what_it_does_not_ask_for(recorded: Newsroom) -> None:
    owner = recorded.client("owner")
    everything = rows_of(owner, "")
    assert {row["من"] for row in everything} >= {"chief", "editor", "reporter"}
    withdrawn = rows_of(owner, "action=khabar.withdraw")
    assert {row["ملاحظة"] for row in withdrawn} == {"سبب chief", "سبب editor"}
    assert len(withdrawn) == 2
    in_sport = rows_of(owner, f"section={recorded.sport.pk}")
    assert {row["على ماذا"] for row in in_sport} == {"خبر chief", recorded.sport.title}
    named = rows_of(owner, "label=chief")
    assert {row["على ماذا"] for row in named} >= {"خبر chief"}
    assert all("chief" in row["على ماذا"] for row in named)
    users = ContentType.objects.get_for_model(User)
    assert {row["على ماذا"] for row in rows_of(owner, f"object_type={users.pk}")} == {"reporter"}
    day = timezone.localdate(timezone=UTC)
    assert len(rows_of(owner, f"timestamp_from={day}&timestamp_to={day}")) == len(everything)
    yesterday = day - timedelta(days=1)
    assert rows_of(owner, f"timestamp_from={yesterday}&timestamp_to={yesterday}") == []
    chief = recorded.people["chief"].pk
    met = rows_of(owner, f"user={chief}&action=khabar.withdraw&section={recorded.politics.pk}")
    assert met == []


def test_a_filter_that_is_not_understood_shows_nothing_and_says_so(recorded: Newsroom) -> None:
    owner = recorded.client("owner")
    colleague = recorded.people["colleague"].pk
    for asked in (
        f"user={colleague}",
        "user=999999",
        "user=x",
        "action=khabar.nothing",
        "section=999999",
        "object_type=x",
        "timestamp_from=x",
        f"user={colleague}&action=khabar.withdraw",
    ):
        assert rows_of(owner, asked) == [], asked
        page = owner.get(f"/desk/reports/site-history/?{asked}").content.decode()
        assert "قيمة غير مفهومة" in page, asked


def test_where_nobody_did_anything_nobodys_acts_are_shown(newsroom: Newsroom) -> None:
    factories.make_article(newsroom.politics, "خبر من نظام آخر")
    chief = newsroom.people["chief"]
    assert rows_of(newsroom.client("chief"), "") != []
    assert rows_of(newsroom.client("chief"), f"user={chief.pk}") == []


def test_groups_given_and_taken_are_recorded(newsroom: Newsroom) -> None:
    reporter = newsroom.people["reporter"]
    chiefs = newsroom.people["chief"].groups.get()
    admin = newsroom.client("admin")
    admin.post(
        f"/desk/users/edit/{reporter.pk}/",
        {
            "username": "reporter",
            "email": "r@example.org",
            "first_name": "هالة",
            "last_name": "منصور",
            "is_active": "on",
            "groups": [str(chiefs.pk)],
        },
    )
    entries = {
        entry.action: entry.message
        for entry in ModelLogEntry.objects.filter(object_id=str(reporter.pk))
    }
    assert chiefs.name in entries["khabar.groups_added"]
    assert "khabar.groups_removed" in entries
    assert ModelLogEntry.objects.filter(
        action="khabar.groups_added", user=newsroom.people["admin"]
    ).exists()


def test_an_administrator_does_not_read_articles_of_others_in_the_record(
    newsroom: Newsroom,
) -> None:
    give_password(Client(), "reporter")
    page = newsroom.client("chief").get("/desk/reports/site-history/").content.decode()
    assert "سجّل الدخول" not in page, "who keeps no accounts reads nothing of them"


def test_each_act_is_named_in_arabic() -> None:
    registry.scan_for_actions()
    used = set()
    for path in KHABAR.rglob("*.py"):
        text = re.sub(r"getLogger\([^)]*\)", "", path.read_text("utf-8"))
        used |= set(re.findall(r"[\"'](khabar\.[a-z_]+)[\"']", text))
    used = {name for name in used if name.removeprefix("khabar.") not in ROOMS}
    known = {name for name, _label in registry.get_choices()}
    assert {name for name in used if name not in known} == set()
    with translation.override("ar"):
        unnamed = [
            name
            for name, label in registry.get_choices()
            if not re.search(r"[\u0600-\u06ff]", str(label)) or re.search("[A-Za-z]", str(label))
        ]
    assert unnamed == []


#: What stands in quotes beside actions: packages.
ROOMS = frozenset(path.name for path in KHABAR.iterdir() if path.is_dir())


def test_only_those_who_may_send_links(newsroom: Newsroom) -> None:
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415 (for this alone)

    with pytest.raises(PermissionDenied):
        accounts.send_link(newsroom.people["reporter"], by=newsroom.people["chief"])
