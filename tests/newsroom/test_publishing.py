"""The verbs: what each does, to whom it is refused, and what it leaves behind."""

import json
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from khabar.newsroom import actions, clock, publication, queries
from khabar.newsroom.models import (
    Article,
    Author,
    BylineEntry,
    Edition,
    ImmutableError,
    PublishedVersion,
    Section,
)
from tests import factories


def fresh(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def soon() -> datetime:
    """Far enough ahead to schedule for on a busy machine."""
    return timezone.now() + timedelta(seconds=4)


def wait_until(moment: datetime) -> None:
    time.sleep(max(0.0, (moment - timezone.now()).total_seconds()) + 0.01)


def labels(article: Article) -> list[str]:
    return list(article.versions.order_by("sequence").values_list("label", flat=True))


def headlines(edition: Edition) -> list[str]:
    return [card.headline for card in queries.latest(edition, 50)]


def test_publishing_shows_the_article_and_leaves_a_version(ar: Edition, politics: Section) -> None:
    draft = factories.make_draft(politics)
    assert headlines(ar) == []
    before = timezone.now()
    article = actions.publish(draft, by=None)
    assert headlines(ar) == [article.title]
    assert article.published_at is not None
    assert before <= article.published_at <= timezone.now()
    assert article.updated_at is None
    version = article.versions.get()
    assert json.loads(version.content)["title"] == article.title
    assert version.hash == publication.content_hash(version.content)


def test_publishing_again_moves_no_time_that_readers_see(politics: Section) -> None:
    article = factories.make_article(politics)
    article.title = "عنوان آخر"
    article.save_revision()
    again = actions.publish(article, by=None)
    assert (again.published_at, again.updated_at) == (article.published_at, None)
    assert labels(again) == ["publish", "publish"]


def test_an_update_moves_the_time_of_update_alone(politics: Section) -> None:
    article = factories.make_article(politics)
    updated = actions.update(article, by=None, note="أضيف تصريح.")
    assert updated.published_at == article.published_at
    assert updated.updated_at is not None
    assert labels(updated) == ["publish", "update"]
    later = actions.publish(updated, by=None)
    assert later.updated_at == updated.updated_at


def test_an_older_revision_brings_back_no_older_time_of_update(politics: Section) -> None:
    article = factories.make_article(politics)
    first = article.latest_revision
    updated = actions.update(article, by=None)
    first.publish()
    assert fresh(article).updated_at == updated.updated_at


def test_a_correction_is_listed_with_its_article(ar: Edition, politics: Section) -> None:
    article = factories.make_article(politics)
    correction = actions.correct(article, by=None, wrong="12 قتيلًا", right="11 قتيلًا")
    corrected = fresh(article)
    assert corrected.updated_at == correction.at
    assert labels(corrected) == ["publish", "correction"]
    assert correction.version == corrected.versions.last()
    listed, _more = queries.corrections_page(ar)
    assert [(entry.wrong, entry.right) for entry in listed] == [("12 قتيلًا", "11 قتيلًا")]


def test_a_correction_says_something(politics: Section) -> None:
    article = factories.make_article(politics)
    with pytest.raises(ValidationError):
        actions.correct(article, by=None, right="  ")
    assert labels(article) == ["publish"]


def test_a_withdrawn_article_leaves_every_list(ar: Edition, politics: Section) -> None:
    article = factories.make_article(politics)
    actions.correct(article, by=None, right="11 قتيلًا")
    actions.withdraw(fresh(article), by=None, reason="نُشر خطأً.")
    withdrawn = fresh(article)
    assert not withdrawn.live
    assert withdrawn.is_withdrawn
    assert withdrawn.withdrawal_reason == "نُشر خطأً."
    assert headlines(ar) == []
    assert queries.corrections_page(ar) == ([], False)
    assert labels(withdrawn) == ["publish", "correction", "withdrawal"]
    assert PageLogEntry.objects.filter(page=article.pk, action="khabar.withdraw").exists()


def test_publishing_a_withdrawn_article_restores_it(ar: Edition, politics: Section) -> None:
    article = factories.make_article(politics)
    actions.withdraw(article, by=None, reason="نُشر خطأً.")
    restored = actions.publish(fresh(article), by=None)
    assert not restored.is_withdrawn
    assert restored.withdrawal_reason == ""
    assert headlines(ar) == [article.title]


@pytest.mark.parametrize("verb", [actions.update, actions.withdraw, actions.correct])
def test_what_is_not_published_is_neither_updated_nor_withdrawn(
    politics: Section, verb: Callable[..., Any]
) -> None:
    said = {actions.withdraw: {"reason": "سبب"}, actions.correct: {"right": "صواب"}}
    with pytest.raises(ValidationError):
        verb(factories.make_draft(politics), by=None, **said.get(verb, {}))


VERBS: list[tuple[str, Callable[[Article, Any], object]]] = [
    ("publish", lambda article, by: actions.publish(article, by=by)),
    ("update", lambda article, by: actions.update(article, by=by)),
    ("correct", lambda article, by: actions.correct(article, by=by, right="صواب")),
    ("withdraw", lambda article, by: actions.withdraw(article, by=by, reason="سبب")),
]


@pytest.mark.parametrize(("name", "verb"), VERBS)
@pytest.mark.parametrize("allowed_in", ["politics", "sport"])
def test_verbs_are_for_those_who_publish_in_the_section(
    politics: Section, sport: Section, name: str, verb: Callable[..., object], allowed_in: str
) -> None:
    article = factories.make_article(politics)
    user = factories.make_user()
    factories.allow(user, {"politics": politics, "sport": sport}[allowed_in], "change", "publish")
    if allowed_in == "politics":
        verb(article, user)
        assert len(labels(fresh(article))) == 2
        version = article.versions.last()
        assert version is not None
        assert version.by == user, name
    else:
        with pytest.raises(PermissionDenied):
            verb(article, user)
        assert labels(fresh(article)) == ["publish"]


def test_nothing_leaves_before_its_embargo(ar: Edition, politics: Section) -> None:
    ends = timezone.now() + timedelta(hours=2)
    draft = factories.make_draft(politics, embargo_until=ends)
    with pytest.raises(publication.EmbargoError):
        actions.publish(draft, by=None)
    assert headlines(ar) == []
    assert not PublishedVersion.objects.exists()


def test_a_schedule_before_the_embargo_is_refused(politics: Section) -> None:
    now = timezone.now()
    draft = factories.make_draft(politics, embargo_until=now + timedelta(hours=2))
    draft.go_live_at = now + timedelta(hours=1)
    with pytest.raises(ValidationError) as caught:
        draft.full_clean()
    assert "go_live_at" in caught.value.error_dict


def test_what_is_scheduled_goes_live_with_the_clock(ar: Edition, politics: Section) -> None:
    due = soon()
    draft = factories.make_draft(politics, go_live_at=due)
    actions.publish(draft, by=None)
    assert clock.tick() == 0
    assert headlines(ar) == []
    wait_until(due)
    assert clock.tick() == 1
    assert headlines(ar) == [draft.title]
    published_at = fresh(draft).published_at
    assert published_at is not None
    assert published_at >= due
    assert clock.tick() == 0


def test_what_expires_leaves_with_the_clock(ar: Edition, politics: Section) -> None:
    ends = timezone.now() + timedelta(minutes=5)
    article = factories.make_article(politics, expire_at=ends)
    assert clock.tick(ends - timedelta(seconds=1)) == 0
    assert headlines(ar) == [article.title]
    assert clock.tick(ends) == 1
    assert headlines(ar) == []
    assert not fresh(article).is_withdrawn


def test_an_urgent_mark_ends_by_itself(ar: Edition, politics: Section) -> None:
    ar.urgent_minutes = 30
    ar.save()
    article = factories.make_article(politics, urgent=True)
    assert article.urgent_until is not None
    assert article.published_at is not None
    assert article.urgent_until - article.published_at < timedelta(minutes=30, seconds=1)
    assert clock.tick(article.urgent_until - timedelta(seconds=1)) == 0
    assert queries.latest(ar)[0].urgent
    assert clock.tick(article.urgent_until) == 1
    assert not queries.latest(ar)[0].urgent
    assert labels(article) == ["publish"]


def test_the_time_of_publication_may_be_set_but_not_ahead(politics: Section) -> None:
    old = timezone.now() - timedelta(days=3650)
    assert factories.make_article(politics, at=old).published_at == old
    ahead = timezone.now() + timedelta(hours=1)
    with pytest.raises(ValidationError) as caught:
        factories.make_article(politics, at=ahead)
    assert "published_at" in caught.value.error_dict


def test_a_published_version_is_neither_changed_nor_deleted(politics: Section) -> None:
    version = factories.make_article(politics).versions.get()
    version.public_note = "غيره"
    with pytest.raises(ImmutableError):
        version.save()
    with pytest.raises(ImmutableError):
        version.delete()


def test_versions_outlive_the_article_and_its_revisions(politics: Section) -> None:
    article = factories.make_article(politics)
    article.revisions.all().delete()
    fresh(article).delete()
    assert PublishedVersion.objects.get().article_number == article.number


def test_a_version_holds_nothing_that_is_for_the_desk_alone(politics: Section) -> None:
    article = factories.make_article(politics, editor_note="سرّي جدًّا", slugline="داخلي")
    assert "سرّي" not in article.versions.get().content
    assert "داخلي" not in article.versions.get().content


def test_a_publication_that_fails_leaves_nothing(
    ar: Edition, politics: Section, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = factories.make_draft(politics)

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(publication, "append_version", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        draft.latest_revision.publish()
    assert headlines(ar) == []
    assert not fresh(draft).live


def test_the_reference_index_knows_the_children_through_their_article(
    ar: Edition, politics: Section
) -> None:
    author = Author.objects.create(name="ليلى حداد", locale=ar.locale)
    article = factories.make_article(politics, byline=[author])
    found = ReferenceIndex.get_references_to(author)
    assert [row.model_path for row in found] == ["byline_entries.item.author"]
    assert BylineEntry not in ReferenceIndex.tracked_models
    assert found[0].object_id == str(article.pk)


def test_a_copy_read_before_a_publication_does_not_undo_it(ar: Edition, politics: Section) -> None:
    draft = factories.make_draft(politics)
    read_before, created_before = fresh(draft), draft
    actions.publish(fresh(draft), by=None)
    for stale in (read_before, created_before):
        with pytest.raises(publication.StaleArticleError):
            stale.save()
    assert headlines(ar) == [draft.title]
    fresh(draft).unpublish()
    assert headlines(ar) == []


def test_a_schedule_that_falls_under_an_embargo_waits_for_its_end(
    ar: Edition, politics: Section
) -> None:
    ends = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    draft = factories.make_draft(politics, embargo_until=ends, go_live_at=ends)
    actions.publish(draft, by=None)
    revision = draft.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(seconds=1)
    revision.content["go_live_at"] = None
    revision.save()
    assert clock.tick() == 0
    assert headlines(ar) == []
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at == ends


def test_a_scheduled_publication_that_fails_hinders_no_other(
    ar: Edition, politics: Section, caplog: pytest.LogCaptureFixture
) -> None:
    due = soon()
    broken = factories.make_draft(politics, "معطوب", go_live_at=due)
    sound = factories.make_draft(politics, "سليم", go_live_at=due)
    for draft in (broken, sound):
        actions.publish(draft, by=None)
    revision = broken.get_latest_revision()
    revision.content["title"] = ""
    revision.save()
    wait_until(due)
    assert (clock.tick(), clock.tick()) == (1, 0)
    assert headlines(ar) == ["سليم"]
    assert len([record for record in caplog.records if record.name == "khabar.clock"]) == 1
