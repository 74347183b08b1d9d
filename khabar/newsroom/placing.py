"""Verbs that put an article into a story or under a topic, without publishing anything.

What readers see changes at once when the article is live; somebody's newer draft stays a draft. So
the place is entered everywhere from where it could otherwise be lost: in the live row, and in each
revision that is live, is the newest, awaits review or is scheduled. No version is appended and no
time of publication moves, for nothing was published; the log says who did it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from khabar.newsroom import publication
from khabar.newsroom.models import Article, ArticleStory, Story, Topic

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@transaction.atomic
def add_to_story(article: Article, story: Story, *, by: "User | None") -> Article:
    """Put the article last among its stories. Done already, it changes nothing.

    Raises PermissionDenied, and ValidationError for a story of another edition.
    """
    stored = _opened(article, story.locale_id, by)
    row, made = ArticleStory.objects.get_or_create(
        article=stored, story=story, defaults={"sort_order": stored.article_stories.count()}
    )

    def enter(content: dict[str, Any]) -> bool:
        children: list[dict[str, Any]] = content.setdefault("article_stories", [])
        if any(child["story"] == story.pk for child in children):
            return False
        last = max((child.get("sort_order") or 0 for child in children), default=-1)
        children.append(
            {"pk": row.pk, "sort_order": last + 1, "article": stored.pk, "story": story.pk}
        )
        return True

    return _placed(stored, enter, made=made, by=by, action="khabar.add_to_story", place=story.title)


@transaction.atomic
def add_topic(article: Article, topic: Topic, *, by: "User | None") -> Article:
    """Put the article under a topic. Done already, it changes nothing.

    Raises PermissionDenied, and ValidationError for a topic of another edition.
    """
    stored = _opened(article, topic.locale_id, by)
    _row, made = Article.topics.through.objects.get_or_create(article=stored, topic=topic)

    def enter(content: dict[str, Any]) -> bool:
        topics: list[int] = content.setdefault("topics", [])
        if topic.pk in topics:
            return False
        topics.append(topic.pk)
        return True

    return _placed(stored, enter, made=made, by=by, action="khabar.add_topic", place=topic.name)


def refusal(article: Article, by: "User") -> str:
    """Why this person may not place this article; empty when they may."""
    permissions = article.permissions_for_user(by)
    allowed = permissions.can_publish() if article.live else permissions.can_edit()
    if not allowed:
        return _("You may not change this article.")
    return locked_against(article, by)


def locked_against(article: Article, by: "User") -> str:
    """What its lock says to this person; empty when it is open to them."""
    lock = article.get_lock()
    if lock is None or not lock.for_user(by):
        return ""
    return str(lock.get_message(by) or _("The article is locked."))


def _opened(article: Article, locale_id: int, by: "User | None") -> Article:
    """The stored article, held until the end; refused where it may not be placed."""
    stored = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if by is not None and (why := refusal(stored, by)):
        raise PermissionDenied(why)
    if stored.locale_id != locale_id:
        raise ValidationError(_("The article belongs to another edition."))
    return stored


def _placed(
    article: Article,
    enter: Callable[[dict[str, Any]], bool],
    *,
    made: bool,
    by: "User | None",
    action: str,
    place: str,
) -> Article:
    entered = [revision.pk for revision in _revisions_to_come(article) if _enter(revision, enter)]
    if not (made or entered):
        return article
    # Read anew: its relations were remembered before.
    stored = Article.objects.get(pk=article.pk)
    if stored.latest_revision_id in entered:
        # Whoever has it open is told, as when a colleague saves it, and does not undo this unaware.
        now = timezone.now()
        Revision.objects.filter(pk=stored.latest_revision_id).update(created_at=now)
        stored.latest_revision_created_at = now
    stored.save(update_fields=["latest_revision_created_at"], clean=False)
    publication.place_in_lists(stored)
    log(instance=stored, action=action, user=by, data={"place": place})
    return stored


def _revisions_to_come(article: Article) -> list[Revision]:
    """The revisions that readers or editors may still be given."""
    reviewed = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, revision__in=article.revisions.values("pk")
    ).values_list("revision_id", flat=True)
    pks = {article.live_revision_id, article.latest_revision_id, *reviewed} - {None}
    return list(article.revisions.filter(pk__in=pks)) + list(
        article.revisions.filter(approved_go_live_at__isnull=False).exclude(pk__in=pks)
    )


def _enter(revision: Revision, enter: Callable[[dict[str, Any]], bool]) -> bool:
    content = revision.content
    if not enter(content):
        return False
    Revision.objects.filter(pk=revision.pk).update(content=content)
    return True
