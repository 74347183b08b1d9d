"""An embargo binds everyone, through every door, until it ends or is lifted by its verb."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from khabar.newsroom import actions, clock
from khabar.newsroom.models import Article
from khabar.newsroom.publication import EmbargoError
from tests import factories
from tests.desk import forms
from tests.desk.conftest import Newsroom

HOUR = timedelta(hours=1)


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def typed(moment: datetime) -> str:
    return timezone.localtime(moment, UTC).strftime("%Y-%m-%d %H:%M")


@pytest.fixture
def ends() -> datetime:
    """When the embargo ends."""
    return (timezone.now() + 4 * HOUR).replace(second=0, microsecond=0)


@pytest.fixture
def article(newsroom: Newsroom, ends: datetime) -> Article:
    """A draft on which somebody set an embargo in the editor."""
    made = factories.make_draft(newsroom.politics, owner=newsroom.people["reporter"])
    forms.rewrite(newsroom.client("editor"), made, embargo_until=typed(ends))
    return fresh(made)


def test_an_embargo_binds_from_when_it_is_saved(article: Article, ends: datetime) -> None:
    assert article.embargo_until == ends


@pytest.mark.parametrize("who", ["editor", "chief", "owner"])
@pytest.mark.parametrize("hours", [None, 1])
def test_the_editor_shortens_no_embargo_and_names_the_verb(
    newsroom: Newsroom, article: Article, ends: datetime, who: str, hours: int | None
) -> None:
    earlier = "" if hours is None else typed(timezone.now() + hours * HOUR)
    response = forms.rewrite(newsroom.client(who), article, embargo_until=earlier)
    assert set(response.context["form"].errors) == {"embargo_until"}
    assert "رفع" in str(response.context["form"].errors)
    assert fresh(article).embargo_until == ends


def test_the_editor_lengthens_an_embargo(
    newsroom: Newsroom, article: Article, ends: datetime
) -> None:
    forms.rewrite(newsroom.client("editor"), article, embargo_until=typed(ends + HOUR))
    assert fresh(article).embargo_until == ends + HOUR


def test_an_older_draft_brings_no_earlier_end(
    newsroom: Newsroom, article: Article, ends: datetime
) -> None:
    first = article.revisions.order_by("pk").first()
    assert first.content["embargo_until"] is None
    with pytest.raises(EmbargoError):
        first.publish(user=newsroom.people["owner"])
    url = f"/desk/pages/{article.pk}/revisions/{first.pk}/revert/"
    owner = newsroom.client("owner")
    owner.post(
        forms.edit_url(article),
        {**forms.shown(owner, url), **forms.EMPTY_BODY, "action-publish": "1"},
    )
    assert not fresh(article).live
    assert fresh(article).embargo_until == ends


@pytest.mark.parametrize("door", ["publish", "schedule"])
def test_the_verbs_refuse_before_the_end(newsroom: Newsroom, article: Article, door: str) -> None:
    fields = {"publish": {"note": ""}, "schedule": {"at": typed(timezone.now() + HOUR)}}
    response = newsroom.client("chief").post(f"/desk/articles/{article.pk}/{door}/", fields[door])
    assert response.context["form"].errors
    assert not fresh(article).live
    assert not fresh(article).approved_schedule


def test_a_shell_publishes_and_schedules_nothing_before(article: Article) -> None:
    with pytest.raises(EmbargoError):
        article.get_latest_revision().publish()
    with pytest.raises(EmbargoError):
        actions.publish(article, by=None)
    article.live, article.embargo_until = True, None
    with pytest.raises(EmbargoError):
        article.save()


def test_a_new_version_of_what_is_live_is_not_scheduled_before(
    newsroom: Newsroom, ends: datetime
) -> None:
    live = factories.make_article(newsroom.politics)
    live.embargo_until, live.lede = ends, "جديد"
    live.save_revision()
    live.go_live_at = timezone.now() + HOUR
    revision = live.save_revision(clean=False)
    with pytest.raises(EmbargoError):
        revision.publish()


def test_the_clock_waits_for_the_end(article: Article, ends: datetime) -> None:
    revision = article.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - HOUR)
    assert clock.go_live(timezone.now()) == 0
    assert not fresh(article).live
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at == ends


def test_a_copy_is_under_the_same_embargo(newsroom: Newsroom, article: Article) -> None:
    newsroom.client("chief").post(
        f"/desk/pages/{article.pk}/copy/",
        {
            "new_title": "نسخة",
            "new_slug": "copy",
            "new_parent_page": str(newsroom.sport.pk),
            "publish_copies": "on",
        },
    )
    assert not Article.objects.filter(live=True).exists()


@pytest.mark.parametrize("until", [None, 2])
def test_lifting_is_recorded_with_its_reason(
    newsroom: Newsroom, article: Article, ends: datetime, until: int | None
) -> None:
    new_end = until and (timezone.now() + until * HOUR).replace(second=0, microsecond=0)
    fields: dict[str, Any] = {"reason": "أذنت الوزارة هاتفيًا."}
    if new_end:
        fields["until"] = typed(new_end)
    newsroom.client("editor").post(f"/desk/articles/{article.pk}/lift-embargo/", fields)
    entry = PageLogEntry.objects.get(page=article.pk, action="khabar.lift_embargo")
    assert entry.user == newsroom.people["editor"]
    assert entry.data["note"] == "أذنت الوزارة هاتفيًا."
    assert entry.data["was"] == ends.isoformat()
    assert fresh(article).embargo_until == (new_end or None)
    page = newsroom.client("editor").get(f"/desk/pages/{article.pk}/history/").content.decode()
    assert "أذنت الوزارة هاتفيًا." in page


def test_what_was_lifted_goes_out(newsroom: Newsroom, article: Article) -> None:
    editor = newsroom.client("editor")
    editor.post(f"/desk/articles/{article.pk}/lift-embargo/", {"reason": "أذن المصدر."})
    editor.post(f"/desk/articles/{article.pk}/publish/", {"note": ""})
    assert fresh(article).live


@pytest.mark.parametrize("hours", [-1, 9])
def test_an_embargo_is_not_moved_to_a_later_or_a_past_time_by_lifting(
    newsroom: Newsroom, article: Article, ends: datetime, hours: int
) -> None:
    fields = {"reason": "خطأ", "until": typed(timezone.now() + hours * HOUR)}
    response = newsroom.client("editor").post(f"/desk/articles/{article.pk}/lift-embargo/", fields)
    assert set(response.context["form"].errors) == {"until"}
    assert fresh(article).embargo_until == ends
