"""One clock on the desk: the edition's, whatever zone an account has chosen."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.users.models import UserProfile

from khabar.desk.models import Role, StaffGroup
from khabar.newsroom.models import Article, Edition, Section
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

RIYADH, LONDON = ZoneInfo("Asia/Riyadh"), ZoneInfo("Europe/London")
TYPED = "2031-07-14 14:30"


@pytest.fixture
def riyadh(newsroom: Newsroom) -> Newsroom:
    """The edition's clocks are Mecca's; a person's account says New York."""
    newsroom.edition.time_zone = "Asia/Riyadh"
    newsroom.edition.time_zone_label = "بتوقيت مكة المكرمة"
    newsroom.edition.save()
    for person in newsroom.people.values():
        profile = UserProfile.get_for_user(person)
        profile.current_time_zone = "America/New_York"
        profile.save()
    return newsroom


@pytest.fixture
def london(riyadh: Newsroom) -> Section:
    """A section of an English edition, whose chief editor ours is as well."""
    edition: Edition = factories.make_edition("en", "en.testserver")
    edition.time_zone = "Europe/London"
    edition.save()
    section = factories.make_section(edition, "Politics")
    group = StaffGroup.objects.get(edition=edition, role=Role.CHIEF_EDITOR).group
    riyadh.people["chief"].groups.add(group)
    return section


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return str(response.content.decode())


def typed_in(zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(TYPED).replace(tzinfo=zone)


def test_an_embargo_typed_by_an_account_of_another_zone_is_the_editions(riyadh: Newsroom) -> None:
    client = riyadh.client("editor")
    draft = factories.make_draft(riyadh.politics)
    forms.rewrite(client, draft, embargo_until=TYPED, go_live_at="2031-07-15 09:00")
    revised = fresh(draft).get_latest_revision_as_object()
    assert revised.embargo_until == typed_in(RIYADH)
    assert revised.go_live_at == datetime(2031, 7, 15, 9, tzinfo=RIYADH)
    assert forms.shown(client, forms.edit_url(draft))["embargo_until"] == TYPED
    for url in ("lift-embargo", "previews"):
        assert "14:30" in page(client, f"/desk/articles/{draft.pk}/{url}/")


def test_a_new_article_and_the_verb_go_by_it_too(riyadh: Newsroom) -> None:
    client = riyadh.client("editor")
    forms.write(client, riyadh.politics, "خبر تحت الحظر", embargo_until=TYPED)
    assert Article.objects.get().embargo_until == typed_in(RIYADH)
    draft = factories.make_draft(riyadh.politics, "خبر مجدول")
    client.post(f"/desk/articles/{draft.pk}/schedule/", {"at": TYPED})
    assert fresh(draft).go_live_at == typed_in(RIYADH)


def test_the_zone_is_said_beside_each_field_for_a_time(riyadh: Newsroom) -> None:
    client = riyadh.client("chief")
    draft = factories.make_draft(riyadh.politics)
    editor = page(client, forms.edit_url(draft))
    fields = ("published_at", "urgent_until", "embargo_until", "go_live_at", "expire_at")
    for name in fields:
        before = editor.partition(f'name="{name}"')[0]
        assert "بتوقيت مكة المكرمة" in before.rpartition("<div")[2], name
    for url in (f"/desk/articles/{draft.pk}/schedule/", "/desk/planning/new/"):
        assert "بتوقيت مكة المكرمة" in page(client, url)


def test_the_zone_is_no_choice_of_the_account(riyadh: Newsroom) -> None:
    assert "current_time_zone" not in page(riyadh.client("editor"), "/desk/account/")
    UserProfile.objects.filter(user=riyadh.people["editor"]).delete()
    draft = factories.make_draft(riyadh.politics)
    forms.rewrite(riyadh.client("editor"), draft, embargo_until=TYPED)
    assert fresh(draft).embargo_until == typed_in(RIYADH)


def test_what_is_at_hand_says_whose_clock(riyadh: Newsroom, london: Section) -> None:
    client = riyadh.client("chief")
    ours, theirs = factories.make_draft(riyadh.politics), factories.make_draft(london, "A draft")
    for draft, zone in ((ours, RIYADH), (theirs, LONDON)):
        forms.rewrite(client, draft, embargo_until=TYPED)
        assert fresh(draft).embargo_until == typed_in(zone)
    forms.write(client, london, "Another draft", embargo_until=TYPED)
    assert Article.objects.latest("pk").embargo_until == typed_in(LONDON)
    assert "بتوقيت مكة المكرمة" not in page(client, forms.edit_url(theirs))


def test_a_list_names_the_zone_that_is_not_its_own(riyadh: Newsroom, london: Section) -> None:
    at = timezone.now() + timedelta(minutes=5)
    for section in (riyadh.politics, london):
        factories.make_draft(section, "خبر", embargo_until=at)
    ours, theirs = (f"{at.astimezone(zone):%H:%M}" for zone in (RIYADH, LONDON))
    client = riyadh.client("chief")
    first = page(client, "/desk/")
    assert f"{ours}</time>" in first
    assert re.search(rf"{theirs} (GMT|UTC\+1)</time>", first)
    for edition, shown in (("ar", ours), ("en", theirs)):
        assert f"{shown}</time>" in page(client, f"/desk/articles/?edition={edition}")


def test_nobody_elses_clock_is_left_behind(riyadh: Newsroom, client: Any) -> None:
    before = timezone.get_current_timezone_name()
    page(riyadh.client("editor"), "/desk/")
    assert timezone.get_current_timezone_name() == before
    client.get("/desk/login/")
    assert timezone.get_current_timezone_name() == before
